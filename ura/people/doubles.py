"""Rows that may be one person: the same phone, address or personal number, or the same name and year of birth."""

from django.db.models import Q

from ura.people.models import Person, PersonToken, TwoPersons
from ura.people.search import exact_hashes

MOST = 6


def likely_doubles(person, officer):
    """Those the officer may know of, without the ones somebody said are other persons; the most alike first."""
    if person.merged_into_id:
        return []
    wanted = exact_hashes(person)
    if not wanted:
        return []
    office = officer.municipality
    rows = PersonToken.objects.filter(municipality=office, token__in=sorted(wanted)).exclude(person=person.pk)
    shared = {}
    for key in rows.order_by().values_list("person_id", flat=True)[:200]:  # a town hall's phone stands on many rows
        shared[key] = shared.get(key, 0) + 1
    settled = TwoPersons.objects.filter(Q(one=person) | Q(other=person), municipality=office)
    for pair in settled.values_list("one_id", "other_id"):
        for key in pair:
            shared.pop(key, None)
    found = Person.objects.filter(municipality=office, pk__in=shared).current().visible_to(officer)
    return sorted(found, key=lambda row: (-shared[row.pk], -row.pk))[:MOST]
