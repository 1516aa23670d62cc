"""Countries and municipalities as places one lives in or comes from, in the reader's language."""

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ura.core.folding import fold
from ura.municipalities import national

FIRST = ("AL", "IT", "GR", "DE", "GB", "US", "CH", "FR", "XK")  # where most Albanians live, before the alphabet


@cache
def _places():
    """{code: (sq, en)}: ISO 3166 for countries, the slug for a municipality."""
    with (Path(__file__).parent / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        countries = {row["code"]: (row["sq"], row["en"]) for row in csv.DictReader(file)}
    municipalities = {row["code"]: (row["name_sq"], row["name_en"]) for row in national.rows("municipalities")}
    return countries, municipalities


def place(code):
    """The word for a country or a municipality; the bare text when it is neither (an old spreadsheet's word)."""
    countries, municipalities = _places()
    words = countries.get(code) or municipalities.get(code)
    return (words[get_language() == "en"] or words[0]) if words else code


def country_choices():
    """Countries for a select: the usual ones first, then by alphabet."""
    return list(_countries(get_language()))


def origin_choices():
    """Where somebody comes from: another municipality or a country, in two groups."""
    return [(_("Countries"), country_choices()), (_("Municipalities"), list(_municipalities(get_language())))]


@cache
def _countries(_language):
    """In the order of the reader's alphabet; sorted once for each language, since every form asks."""
    countries = sorted(_places()[0], key=lambda code: (code not in FIRST, _rank(code)))
    return tuple((code, place(code)) for code in countries)


@cache
def _municipalities(_language):
    return tuple((code, place(code)) for code in sorted(_places()[1], key=_rank))


def _rank(code):
    return (FIRST.index(code),) if code in FIRST else (len(FIRST), fold(place(code)))
