"""The three forms of counselling (data/forms.toml): their fields, options, rules and the declaration.

What leans on a declaration stays closed without it: without one a session is unnamed and keeps coded answers only.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CODED = ("choice", "multichoice", "bool")  # nobody is recognised by these
FREE = ("text", "longtext")
UNIT = "admin_unit"
CONSENT = "consent"  # the section that asks for the declaration
SECTIONS = ("header", "consent", "person", "migration", "situation", "outreach", "session")  # the order on the screen
SIGNING = ("officer_signed", "officer_signed_date")


class FormKey(models.TextChoices):
    DIASPORA = "diaspora_registration", _("Diaspora registration form")
    INTERNAL = "internal_counselling", _("Counselling form for the internal migrant")
    RETURNEE = "returnee_registration", _("Returnee registration form")


SECTION_WORDS = {
    "header": _("The session"),
    "consent": _("Declaration of consent"),
    "person": _("The person"),
    "migration": _("Migration"),
    "situation": _("Situation and needs"),
    "outreach": _("How they learned of the service"),
    "session": _("What was asked and treated"),
}


def _said(row, name):
    return row[f"{name}_en" if get_language() == "en" else f"{name}_sq"]


@dataclass(frozen=True)
class Option:
    code: str
    sq: str
    en: str

    def __str__(self):
        return self.en if get_language() == "en" else self.sq


@dataclass(frozen=True)
class Field:
    """One field as the paper has it."""

    key: str
    type: str
    section: str
    filled_by: str
    label_sq: str
    label_en: str
    required: object = False  # True, or "when_consenting"
    personal_data: bool = False
    needs_consent: bool = False
    stats_use: bool = False
    consent_clause: str = ""
    basis: str = ""
    note_en: str = ""
    options: tuple = ()

    @property
    def label(self):
        return self.label_en if get_language() == "en" else self.label_sq

    @property
    def coded(self):
        return self.type in CODED

    @property
    def free(self):
        return self.type in FREE

    @property
    def closed_unnamed(self):
        """May it be filled only with the declaration? Names, contacts, days and every free text; and its clauses."""
        if self.filled_by == "staff" and self.section in ("header", CONSENT):
            return False
        return not self.coded or self.section == CONSENT

    @cached_property
    def words(self):
        return {option.code: option for option in self.options}

    def shown(self, value):
        """An answer in the reader's words."""
        if self.type == "multichoice":
            return "; ".join(str(self.words.get(code, code)) for code in value or ())
        if self.type == "choice":
            return str(self.words.get(value, value or ""))
        if self.type == "bool":
            return {True: str(_("Yes")), False: str(_("No"))}.get(value, "")
        if self.type == "date" and value:
            return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        return str(value or "")


@dataclass(frozen=True)
class PaperForm:
    key: str
    title_sq: str
    title_en: str
    signed_by: tuple
    fields: tuple

    @property
    def title(self):
        return self.title_en if get_language() == "en" else self.title_sq

    @cached_property
    def by_key(self):
        return {field.key: field for field in self.fields}

    def of(self, section):
        return [field for field in self.fields if field.section == section]

    @property
    def asked(self):
        """What is asked about the person and the session: not the head, the declaration, the signatures, the clock."""
        return [
            f for f in self.fields if f.section not in ("header", CONSENT) and f.key not in ("citizen_name", "duration")
        ]

    @property
    def officer_signs(self):
        return "officer_signed" in self.by_key


@dataclass(frozen=True)
class Clause:
    key: str
    kind: str  # statement, or consent
    optional: bool
    sq: str
    en: str

    def __str__(self):
        return self.en if get_language() == "en" else self.sq

    def in_language(self, language):
        return self.en if language == "en" else self.sq


@cache
def _data():
    return tomllib.loads((Path(__file__).parent / "data" / "forms.toml").read_text(encoding="utf-8"))


@cache
def paper_form(key):
    """One of the three, by its key."""
    row = next(each for each in _data()["form"] if each["key"] == key)
    fields = tuple(
        Field(**{**each, "options": tuple(Option(**one) for one in each.get("options", ()))}) for each in row["field"]
    )
    return PaperForm(row["key"], row["title_sq"], row["title_en"], tuple(row["signed_by"]), fields)


def paper_forms():
    return [paper_form(key) for key in FormKey.values]


@cache
def clauses():
    """The sentences of the declaration, in their order."""
    return tuple(Clause(**row) for row in _data()["declaration"]["clause"])


def clause(key):
    return next(each for each in clauses() if each.key == key)


BANDS = (("lt5", 5), ("5_10", 10), ("10_20", 20), ("20_30", 31))  # below so many minutes; 30 itself is 20–30


def band_of(minutes):
    """The band of a duration: each includes its lower limit and not its upper one, and 30 minutes are 20–30."""
    return next((code for code, below in BANDS if minutes < below), "gt30")


def band_words():
    return paper_form(FormKey.DIASPORA).by_key["duration"].words
