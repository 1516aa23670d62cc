"""A person is corrected, merged or parted: the register is searched by who asked, so its index follows."""

from django.db import transaction
from django.db.models import F

from ura.desk.actions.registering import reindex
from ura.desk.models import Enquiry
from ura.people.actions import correct_person
from ura.people.merging import merge, undo

INDEXED = ("name", "organisation", "phone", "email")  # what the register is searched by
REQUESTS = "desk.Enquiry.requester"


@transaction.atomic
def correct_requester(person, *, by, version=None, **fields):
    """Rectify a person; their requests stay findable, and who has one open sees the change before saving."""
    before = [getattr(person, name) for name in INDEXED]
    correct_person(person, by=by, version=version, **fields)
    if before != [getattr(person, name) for name in INDEXED]:
        _follow(person.enquiries.filter(municipality=person.municipality_id), person)
    return person


@transaction.atomic
def merge_persons(kept, gone, *, by):
    """Two rows become one person, with all their requests."""
    act = merge(kept, gone, by=by)
    _follow(_moved(act), act.kept)
    return act


@transaction.atomic
def part_persons(act, *, by):
    """Undo a merge: returns the two persons."""
    kept, gone = undo(act, by=by)
    _follow(_moved(act).filter(requester=gone), gone)
    return kept, gone


def _moved(act):
    return Enquiry.objects.filter(municipality=act.municipality_id, pk__in=act.moved.get(REQUESTS, []))


def _follow(requests, person):
    requests.order_by().update(version=F("version") + 1)
    for enquiry in requests.select_related("entry", "text"):
        enquiry.requester = person
        reindex(enquiry)
