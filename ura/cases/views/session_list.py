"""The list of sessions of an office: filters, counts, and the table that leaves."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ura.cases.forms.session_filter import SessionFilter
from ura.cases.paper_forms import FormKey, band_words, paper_form
from ura.cases.session_words import need_word
from ura.codelists.countries import place
from ura.core.spreadsheets import Column, write_csv, write_xlsx
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role
from ura.trail.models import Trail

ON_A_PAGE = 50
KINDS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "csv": ("text/csv; charset=utf-8", write_csv),
}
EXPORTERS = (Role.OFFICER, Role.SUPERVISOR)


@staff_page(*CASEWORK)
@require_safe
def sessions(request):
    filters, rows = _found(request)
    page = Paginator(rows.for_list(), ON_A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.municipality = row.enquiry.municipality = request.municipality
    context = {
        "form": filters, "page": page, "counts": counts(request.municipality, rows), "query": request.GET.urlencode(),
        "forms": [(key, paper_form(key).title) for key in FormKey.values],
        "may_export": request.officer.has(*EXPORTERS),
    }  # fmt: skip
    return render(request, "cases/sessions.html", context)


def _found(request):
    filters = SessionFilter(request.officer, request.GET)
    return filters, filters.narrow(request.municipality.counselling_sessions.visible_to(request.officer))


def counts(municipality, rows):
    """[(heading, [(word, number)])] of what is filtered; sex and age only of those who may be counted by them."""
    rows, bands = rows.order_by(), band_words()
    ages = paper_form(FormKey.DIASPORA).by_key["age_band"].words
    sexes = paper_form(FormKey.DIASPORA).by_key["gender"].words
    told = rows.told(municipality)
    unnamed = rows.unnamed().count()
    total = rows.count()
    return [
        (_("Sessions"), [(_("All"), total), (_("With a name"), total - unnamed), (_("Without a name"), unnamed)]),
        (_("Form"), _by(rows, "form", {key: paper_form(key).title for key in FormKey.values})),
        (_("Sex"), _by(told, "told_sex", sexes)),
        (_("Age"), _by(told, "told_age_band", ages)),
        (_("Duration"), _by(rows, "duration", bands)),
    ]


def _by(rows, name, words):
    found = dict(rows.values_list(name).annotate(n=Count("pk")))
    said = [(str(word), found.pop(code)) for code, word in words.items() if code in found]
    return said + ([(_("Not stated"), sum(found.values()))] if found else [])


@staff_page(*EXPORTERS)
@require_safe
def export(request, kind):
    """What is filtered, without names and words: number, day, form, unit, officer, duration and the facts to count."""
    _filters, rows = _found(request)
    columns = [Column(title) for title in (
        _("Number"), _("Held on"), _("Entered on"), _("Form"), _("Administrative unit"), _("Officer"), _("With a name"),
        _("Sex"), _("Age"), _("Country or municipality of origin"), _("Duration"), _("Minutes"), _("What became of it"),
        _("Topics of interest"), _("Topics treated"), _("Needs"), _("Case file"))]  # fmt: skip
    table = list(_rows(request.municipality, rows))
    return spreadsheet(request, kind, _("Counselling sessions"), columns, table, "cases.counsellingsession")


def _rows(municipality, rows):
    bands = band_words()
    form = paper_form(FormKey.DIASPORA)
    ages, sexes = form.by_key["age_band"].words, form.by_key["gender"].words
    rows = rows.told(municipality).for_list().select_related("case__enquiry__entry").prefetch_related("needs")
    for row in rows:
        paper = row.paper.by_key
        shown = [
            paper[k].shown(row.answers.get(k)) if k in paper else "" for k in ("topics_of_interest", "topics_discussed")
        ]
        needs = {each.need: need_word(municipality, each.need) for each in row.needs.all()}
        needs |= {code: need_word(municipality, code) for code in row.answers.get("needs", ())}
        yield (
            str(row.enquiry), row.held_on, row.entered_on, row.paper.title, str(row.unit or ""), str(row.officer),
            not row.unnamed, str(sexes.get(row.told_sex, "")), str(ages.get(row.told_age_band, "")),
            place(row.told_origin) if row.told_origin else "", str(bands.get(row.duration, "")), row.minutes,
            row.get_solved_display(), *shown, "; ".join(needs.values()), str(row.case or ""),
        )  # fmt: skip


def spreadsheet(request, kind, title, columns, table, about):
    """The table as a file; the trail keeps who took how many rows and by which filters."""
    content_type, write = KINDS.get(kind, KINDS["xlsx"])
    Trail.objects.create(
        municipality=request.municipality, officer=request.officer, act="desk.exported", about=about, row=0,
        fields={"sheet": about, "count": str(len(table)), "filters": request.GET.urlencode()[:300]},
    )  # fmt: skip
    name = "-".join([slugify(title), request.municipality.slug, timezone.localdate().isoformat()])
    return HttpResponse(
        write(columns, table), content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{"csv" if write is write_csv else "xlsx"}"',
                 "Cache-Control": "no-store"},
    )  # fmt: skip
