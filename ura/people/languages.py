"""Languages a person speaks, so that the office finds an interpreter in time."""

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language


@cache
def _languages():
    """{code: (sq, en)}, the usual ones first."""
    with (Path(__file__).parent / "data" / "languages.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["sq"], row["en"]) for row in csv.DictReader(file)}


def language_word(code):
    words = _languages().get(code)
    return words[get_language() == "en"] if words else code


def language_choices():
    return [(code, language_word(code)) for code in _languages()]
