"""The national facts from the project's data into their tables; running it again doubles nothing."""

from django.db import transaction
from django.utils import timezone

from ura.municipalities import calendars, national
from ura.municipalities.albanian_holidays import library_days
from ura.municipalities.models import AdministrativeUnit, County, DeadlineRule, Holiday, Municipality, Office
from ura.municipalities.tenancy import working_for


def seed_country():
    """Counties, municipalities, offices, units, holidays and the law's time limits."""
    with transaction.atomic():
        counties_and_municipalities()
        holidays()
        rules()
    units()
    calendars.forget_national_days()


def counties_and_municipalities():
    for row in national.rows("counties"):
        names = {key: row[key] for key in ("slug", "name_sq", "name_en", "official_sq")}
        County.objects.update_or_create(code=row["code"], defaults=names)
    counties = {county.code: county for county in County.objects.all()}
    facts = (
        "short",
        "name_sq",
        "name_sq_definite",
        "name_en",
        "official_sq",
        "seat_sq",
        "lau_code",
        "aliases",
    )
    for row in national.rows("municipalities"):
        municipality, _new = Municipality.objects.update_or_create(
            slug=row["code"],
            defaults={
                **{key: row[key] for key in facts},
                "county": counties[row["county_code"]],
                "population": int(row["population"]) if row["population"] else None,
            },
        )
        Office.objects.get_or_create(
            municipality=municipality,
            defaults={
                "name_sq": "Struktura për Migracionin dhe Diasporën",
                "name_en": "Migration and Diaspora Office",
                "hours_sq": "E hënë–e premte, 8:00–16:00",
                "hours_en": "Monday–Friday, 8:00–16:00",
            },
        )


def units():
    rows = {}
    for row in national.rows("units"):
        rows.setdefault(row["municipality"], []).append(row)
    for municipality in Municipality.objects.filter(slug__in=rows):
        with working_for(municipality):
            known = set(municipality.units.order_by().values_list("code", flat=True))
            AdministrativeUnit.objects.bulk_create(
                AdministrativeUnit(municipality=municipality, code=row["code"], name_sq=row["name_sq"])
                for row in rows[municipality.slug]
                if row["code"] not in known
            )


def holidays():
    known = set()
    # Read before the first row is written: a feast and its substitute day carry the same name.
    settled = {(f"{on:%Y}", name) for on, name in Holiday.objects.values_list("on", "name_sq")}
    for row in national.rows("holidays"):
        known.add(row["date"][:4])
        if row["estimated"] == "true" and (row["date"][:4], row["name_sq"]) in settled:
            continue  # a person has confirmed or moved the estimate
        Holiday.objects.get_or_create(
            on=row["date"],
            name_sq=row["name_sq"],
            defaults={
                "name_en": row["name_en"],
                "kind": row["kind"],
                "estimated": row["estimated"] == "true",
            },
        )
    this_year = timezone.localdate().year
    for year in range(this_year, this_year + 4):
        if str(year) not in known:
            if Holiday.objects.filter(on__year=year).exists():
                continue
            for day in library_days(year):
                Holiday.objects.get_or_create(
                    on=day.on,
                    name_sq=day.name_sq,
                    defaults={"name_en": day.name_en, "kind": day.kind, "estimated": day.estimated},
                )


def rules():
    for row in national.rows("deadline_rules"):
        if not row["value"]:
            continue
        DeadlineRule.objects.update_or_create(
            code=row["id"],
            defaults={
                "name_sq": row["title_sq"],
                "name_en": row["title_en"],
                "law": row["law"] or "",
                "article": row["article"] or "",
                "value": int(row["value"]),
                "unit": row["unit"],
                "start": row["start"],
                "rolls": row["rolls"],
                "max_times": row["max_times"] or None,
                "confidence": row["confidence"],
                "article_confidence": row["article_confidence"] or "",
                "note_sq": row["note_sq"] or "",
                "note_en": row["note_en"] or "",
            },
        )
