"""Programmes, instruments, groups of criteria and documents of social housing, as shipped."""

import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

DATA = Path(__file__).parent / "data" / "housing.toml"


@cache
def _data():
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def programmes():
    return _data()["programmes"]


def instruments():
    return _data()["instruments"]


def groups():
    return _data()["groups"]


def papers():
    return _data()["papers"]


def priorities():
    return _data()["priorities"]


def example():
    """A table of points to begin with."""
    return {group: text.strip() for group, text in _data()["example"].items()}


def word(rows, code):
    """The word for a code in the reader's language; the bare code when the list does not know it."""
    row = rows.get(code)
    if row is None:
        return code
    return row["en" if (get_language() or "sq").startswith("en") else "sq"]


def choices(rows):
    return [(code, word(rows, code)) for code in rows]
