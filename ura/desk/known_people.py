"""Persons an officer may know of: not those who are known here only through requests hidden from them."""

from django.db.models import Exists, OuterRef

from ura.desk.models import Enquiry
from ura.people.models import Person


def hidden_people(officer):
    """Persons all of whose requests are hidden from this officer, with one hidden request at least."""
    theirs = Enquiry.objects.filter(municipality=officer.municipality_id, requester=OuterRef("pk")).order_by()
    return Person.objects.filter(
        Exists(theirs.hidden_from(officer)), ~Exists(theirs.known_to(officer)), municipality=officer.municipality_id
    )


def known_people(officer, people):
    """These people without the hidden ones, in the same order."""
    hidden = set(hidden_people(officer).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
    return [person for person in people if person.pk not in hidden]
