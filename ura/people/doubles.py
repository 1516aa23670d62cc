"""Rows that may be one person: the same phone, address or personal number, or the same name and year of birth."""

from collections import Counter

from django.db.models import Q

from ura.people.models import Person, PersonToken, TwoPersons
from ura.people.search import exact_hashes, find_people, typed_hashes

MOST = 6


def likely_doubles(person, officer):
    """Those the officer may know of, without the ones somebody said are other persons; the most alike first."""
    if person.merged_into_id:
        return []
    settled = TwoPersons.objects.filter(Q(one=person) | Q(other=person), municipality=officer.municipality)
    others = {key for pair in settled.values_list("one_id", "other_id") for key in pair}
    return _alike(officer, exact_hashes(person), besides={person.pk} | others)


def known_already(officer, **typed):
    """Who somebody about to be written down may be: doubles as above, then people of the same name."""
    fields = {name: typed.get(name) or "" for name in ("name", "organisation", "phone", "email", "personal_number")}
    person = Person(municipality=officer.municipality, born=typed.get("born") or "", **fields)
    found = _alike(officer, typed_hashes(person))
    for text in (fields["name"], fields["organisation"]):
        if text:
            found += [row for row in find_people(officer.municipality, text, officer=officer) if row not in found]
    return found[:MOST]


def _alike(officer, wanted, besides=()):
    if not wanted:
        return []
    rows = PersonToken.objects.filter(municipality=officer.municipality, token__in=sorted(wanted))
    shared = Counter(rows.order_by().values_list("person_id", flat=True)[:200])  # a shared phone stands on many rows
    keys = set(shared) - set(besides)
    found = Person.objects.filter(municipality=officer.municipality, pk__in=keys).current().visible_to(officer)
    return sorted(found, key=lambda row: (-shared[row.pk], -row.pk))[:MOST]
