"""The national list of institutions and services, and how an office gets its rows of it."""

import tomllib
from functools import cache
from pathlib import Path

from ura.directory.models import Institution, Service
from ura.municipalities.tenancy import working_for

DATA = Path(__file__).parent / "data" / "institutions.toml"
OF_INSTITUTION = ("kind", "name_sq", "name_en", "website")
OF_SERVICE = (
    "kind", "name_sq", "name_en", "audiences", "cost_sq", "cost_en", "how_to_refer_sq", "how_to_refer_en",
)  # fmt: skip


@cache
def national_list():
    """{institution key: its row}, each with its services under `service`."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["institution"]
    return {row["key"]: row for row in rows}


@cache
def national_services():
    """{"institution.service": (institution key, row)}"""
    return {
        f"{key}.{service['key']}": (key, service)
        for key, row in national_list().items()
        for service in row.get("service", ())
    }


def complete(municipality, institutions, services):
    """Is every national row among these rows of the office, with the words Ura ships where the office changed none?"""
    return _same(institutions, _institutions()) and _same(services, _services())


def take_over(municipality):
    """Write the national rows this office has not got yet, and renew the words of those it never changed.

    In a short transaction of its own where none is open: a page that shows the list may be the first to need it.
    """
    with working_for(municipality):
        own = {row.national: row for row in Institution.objects.filter(municipality=municipality).exclude(national="")}
        _write(Institution, municipality, own, _institutions(), lambda key: {})
        own = {row.national: row for row in Institution.objects.filter(municipality=municipality).exclude(national="")}
        mine = {row.national: row for row in Service.objects.filter(municipality=municipality).exclude(national="")}
        _write(Service, municipality, mine, _services(), lambda key: {"institution": own[national_services()[key][0]]})


@cache
def _institutions():
    return {key: {name: row.get(name, "") for name in OF_INSTITUTION} for key, row in national_list().items()}


@cache
def _services():
    return {key: {name: row[name] for name in OF_SERVICE} for key, (_of, row) in national_services().items()}


def _same(rows, wanted):
    known = {row.national: row for row in rows if row.national}
    return wanted.keys() <= known.keys() and not any(_stale(known[key], fields) for key, fields in wanted.items())


def _stale(row, fields):
    return row.version == 0 and any(getattr(row, name) != value for name, value in fields.items())


def _write(model, municipality, known, wanted, more):
    new = [
        model(municipality=municipality, national=key, **fields, **more(key))
        for key, fields in wanted.items()
        if key not in known
    ]
    model.objects.bulk_create(new, ignore_conflicts=True)  # a colleague may have opened the page at the same moment
    for key, fields in wanted.items():
        if key in known and _stale(known[key], fields):
            model.objects.filter(pk=known[key].pk, version=0).update(**fields)
