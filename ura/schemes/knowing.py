"""What is known of the people of a case: from the records where they tell it, from what officers wrote down otherwise."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from ura.cases.models import CaseCategory, CounsellingSession
from ura.core.refusals import Refused
from ura.people import births
from ura.people.models import HouseholdMember
from ura.schemes.contradictions import contradictions, differing
from ura.schemes.facts import clean, facts
from ura.schemes.models import CaseFact
from ura.schemes.states import Source

CATEGORIES = {  # vulnerability noted in the case → fact
    "trafficking": "trafficking", "minor": "minor_alone", "illness": "illness", "prisoner": "former_prisoner",
    "single_parent": "single_parent", "disability": "disability", "elderly": "elderly", "violence": "violence",
    "roma": "roma", "egyptian": "egyptian", "orphan": "orphan", "homeless": "homeless",
}  # fmt: skip
SESSIONS = {"employment_status": "employment", "education": "education"}  # answer in the forms → fact
CHILD, PUPIL = 18, range(6, 17)
_more = []  # sources(cases) -> {case key: {person key or None: {fact: value}}}, from packages above


def add_source(source):
    """Another package that knows facts of cases: source(municipality, cases) -> {case: {person or None: {fact: value}}}."""
    if source not in _more:
        _more.append(source)


class Someone(NamedTuple):
    """What of a person tells facts; asked alone, because opening all their ciphertext costs more than the rest."""

    pk: int
    born: str
    sex: str
    citizenships: str


class Written(NamedTuple):
    """A fact as an officer wrote it down."""

    read: object
    pk: int
    source: str
    on: date

    @property
    def source_label(self):
        return Source(self.source).label


@dataclass
class Known:
    """The facts of one case: of the family and of each person."""

    family: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    written: dict = field(default_factory=dict)  # (person key or None, fact) → Written
    language: str = ""

    def of(self, person):
        """What schemes are asked with, for one person and the family."""
        key = getattr(person, "pk", person)
        derived = self.family | self.people.get(key, {})
        values, found = dict(derived), []
        for (whose, name), row in self.written.items():
            if whose not in (None, key):
                continue
            value = row.read
            if name in derived and derived[name] != value:
                found.append(differing(facts()[name], value, derived[name], self.language or _language()))
            values[name] = value
        found += contradictions(values)
        doubtful = {name for each in found for name in each.keys}
        return Picture(
            {name: value for name, value in values.items() if name not in doubtful}, found, values, derived,
            {name: row for (whose, name), row in self.written.items() if whose in (None, key)},
        )  # fmt: skip


@dataclass
class Picture:
    """The facts of one person with their family; `values` is what may be used, `told` all that was said."""

    values: dict
    contradictions: list
    told: dict
    derived: dict
    written: dict


def known_of(case, on=None):
    return known_of_many(case.municipality, [case], on)[case.pk]


def known_of_many(municipality, cases, on=None):
    """{case key: Known} of many cases, in a few questions to the database."""
    on = on or timezone.localdate()
    cases = list(cases)
    found = {case.pk: Known(family=_of_case(case, on), language=_language()) for case in cases}
    homes = {case.household_id for case in cases if case.household_id}
    members = {}
    if homes:
        rows = HouseholdMember.objects.filter(municipality=municipality, household__in=homes).present().order_by()
        for household, *person in rows.values_list("household", *(f"person__{name}" for name in Someone._fields)):
            members.setdefault(household, []).append(Someone(*person))
    for case in cases:
        known = found[case.pk]
        known.family |= _of_family(members.get(case.household_id, []), on)
        for person in {each.pk: each for each in [*members.get(case.household_id, []), case.person]}.values():
            known.people[person.pk] = _of_person(person, on)
    keys = list(found)
    for row in CaseCategory.objects.filter(municipality=municipality, case__in=keys, until_on=None).order_by():
        if name := CATEGORIES.get(row.category):
            found[row.case_id].people.setdefault(row.person_id, {})[name] = True
    for source in _more:
        for key, told in source(municipality, cases).items():
            for whose, values in told.items():
                into = found[key].family if whose is None else found[key].people.setdefault(whose, {})
                into.update((name, value) for name, value in values.items() if name not in into)
    registry = facts()
    rows = CaseFact.objects.filter(municipality=municipality, case__in=keys, replaced_on=None).order_by()
    for case, person, name, value, *rest in rows.values_list("case", "person", "fact", "value", "pk", "source", "on"):
        read = _read(registry.get(name), value)
        if read is not None:
            found[case].written[person, name] = Written(read, *rest)
    _told_in_sessions(municipality, found)
    return found


def _told_in_sessions(municipality, found):
    """What a person said in counselling holds from that day, until something newer is written down."""
    registry = facts()
    rows = CounsellingSession.objects.filter(municipality=municipality, case__in=list(found), person__isnull=False)
    for case, person, on, answers in rows.order_by("held_on").values_list("case", "person", "held_on", "answers"):
        for asked, name in SESSIONS.items():
            value, key = answers.get(asked), (person, name)
            older = found[case].written.get(key)
            if isinstance(value, str) and value in registry[name].codes() and (older is None or older.on < on):
                found[case].written[key] = Written(value, 0, Source.STATED, on)


def _read(fact, text):
    """The value as it was written down; None for an erased one, and for what the registry no longer knows."""
    if fact is None or not text:
        return None
    value = json.loads(text)
    if isinstance(value, bool | int | float):
        return value
    try:
        return clean(fact, value)
    except Refused:
        return None


def _of_case(case, on):
    values = {"kind": case.kind}
    if case.arrived_on and case.arrived_on <= on:
        values["returned_on"] = case.arrived_on
        values["months_since_return"] = _months(case.arrived_on, on)
    if case.is_emergency:
        values["emergency"] = True
    return values


def _of_person(person, on):
    values = {}
    if person.born:
        values["age"] = _age(person.born, on)
    if person.sex:
        values["sex"] = person.sex
    if person.citizenships:
        values["citizenships"] = frozenset(code for code in person.citizenships.split(",") if code)
        if "AL" in values["citizenships"]:
            values["stay"] = "citizen"
    return values


def _of_family(people, on):
    """Counts of children only when every birth is known."""
    if not people:
        return {}
    ages = [_age(person.born, on) for person in people if person.born]
    values = {"household_size": len(people)}
    if 0 in ages:
        values["newborn"] = True
    if len(ages) == len(people):
        values["children"] = sum(age < CHILD for age in ages)
        values["children_6_16"] = sum(age in PUPIL for age in ages)
        values.setdefault("newborn", False)
    return values


def _age(born, on):
    """Full years; of whom only the year is known, the later birthday counts, as everywhere."""
    day = births.last_day(born)
    return max(0, on.year - day.year - ((on.month, on.day) < (day.month, day.day)))


def _months(begin, on):
    return (on.year - begin.year) * 12 + on.month - begin.month - (on.day < begin.day)


def _language():
    return "en" if (get_language() or "").startswith("en") else "sq"
