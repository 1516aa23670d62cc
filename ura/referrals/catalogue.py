"""What may be told of a person in a referral, as data, and the value of each field as the office knows it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import get_language

from ura.cases.states import Category
from ura.codelists.countries import place
from ura.codelists.lists import word
from ura.people.consent import guardians_of
from ura.people.languages import language_word
from ura.people.models import HouseholdMember

DATA = Path(__file__).parent / "data"
FULL_AGE = 18


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that may be told: its words, where its value is found, and how careful one must be with it."""

    code: str
    sq: str
    en: str
    source: str = ""
    typed: bool = False
    personal: bool = True
    sensitive: bool = False

    @property
    def label(self):
        return self.in_language(get_language())

    def in_language(self, language):
        return self.en if language == "en" else self.sq


@cache
def fields():
    """{code: Field}, in the order in which they are shown and printed."""
    table = tomllib.loads((DATA / "fields.toml").read_text(encoding="utf-8"))
    return {code: Field(code=code, source=row.pop("from", ""), **row) for code, row in table.items()}


@cache
def rules():
    """The days of each urgency, and of links."""
    return tomllib.loads((DATA / "rules.toml").read_text(encoding="utf-8"))


def values_of(enquiry, *, case=None, person=None):
    """{code: text} of what the office knows; what it does not know is not there, so nobody can choose it."""
    person = person or enquiry.requester
    found = {
        field.code: FINDERS[field.source](enquiry, case, person)
        for field in fields().values()
        if not field.typed and (person is not None or not field.personal)
    }
    return {code: str(value) for code, value in found.items() if value not in (None, "", 0)}


def _household(person):
    """The rows of the people who live with this one, themselves included."""
    own = person.memberships.filter(municipality=person.municipality_id).present().first()
    if own is None:
        return []
    rows = HouseholdMember.objects.filter(municipality=person.municipality_id, household=own.household_id).present()
    return list(rows.select_related("person"))


def _family_size(enquiry, case, person):
    n = len(_household(person))
    return n if n > 1 else ""


def _children(enquiry, case, person):
    return sum(bool(row.person.born) and row.person.is_under(FULL_AGE) for row in _household(person))


def _vulnerability(enquiry, case, person):
    if case is None:
        return ""
    rows = case.categories.filter(person=person, until_on=None)
    return ", ".join(str(Category(row.category).label) for row in rows)


FINDERS = {
    "name": lambda enquiry, case, person: person.name or person.organisation,
    "phone": lambda enquiry, case, person: person.phone,
    "email": lambda enquiry, case, person: person.email,
    "address": lambda enquiry, case, person: person.address,
    "birth_year": lambda enquiry, case, person: (person.born or "")[:4],
    "sex": lambda enquiry, case, person: person.get_sex_display() if person.sex else "",
    "languages": lambda enquiry, case, person: ", ".join(language_word(code) for code in person.spoken_codes),
    "citizenships": lambda enquiry, case, person: ", ".join(place(code) for code in person.citizenship_codes),
    "family_size": _family_size,
    "children": _children,
    "guardian": lambda enquiry, case, person: ", ".join(str(row.guardian) for row in guardians_of(person)),
    "origin": lambda enquiry, case, person: place(code) if (code := (case or enquiry).origin) else "",
    "arrived_on": lambda enquiry, case, person: date_format(case.arrived_on) if case and case.arrived_on else "",
    "unit": lambda enquiry, case, person: (case and case.unit) or enquiry.unit or "",
    "need": lambda enquiry, case, person: (
        word(enquiry.municipality, "request_kind", enquiry.need) if enquiry.need else ""
    ),
    "vulnerability": _vulnerability,
}
