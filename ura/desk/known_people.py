"""Persons an officer may know of: not those who are known here only through requests hidden from them."""

from ura.people.models import Person


def hidden_people(officer):
    """Persons who do not exist for this officer, with those who are known only as their family."""
    return Person.objects.filter(municipality=officer.municipality_id).hidden_from(officer)


def known_people(officer, people):
    """These people without the hidden ones, in the same order."""
    hidden = set(hidden_people(officer).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
    return [person for person in people if person.pk not in hidden]
