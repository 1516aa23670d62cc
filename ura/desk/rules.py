"""Who may do what to a request, and the one door to it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.desk.looking import looked
from ura.desk.models import Enquiry
from ura.desk.queries import hidden_from_nobody
from ura.desk.states import EventKind
from ura.municipalities.often import asked_often
from ura.staff.focal_points import covered_by
from ura.staff.models import Role
from ura.staff.second_factor import may_see_restricted

AT_THE_COUNTER = timedelta(minutes=15)


def find_enquiry(officer, year, number, *, may):
    """The one door to a request: 404 for a stranger and for what is hidden, 403 without the right."""
    found = _numbered(officer.municipality.pk, year, number)
    # Of the row as it was just read, and of no other: marks of an older one may have changed meanwhile.
    if not found or not (hidden_from_nobody(found[0], officer) or may_know(officer, found[0])):
        raise Http404
    enquiry = found[0]
    enquiry.municipality = officer.municipality
    if not may(officer, enquiry):
        raise PermissionDenied
    if enquiry.restricted:
        may_see_restricted(officer)
    looked(officer, enquiry)
    return enquiry


@asked_often
def _numbered(office, year, number):
    rows = Enquiry.objects.filter(municipality=office, entry__year=year, entry__number=number)
    return rows.select_related("entry", "text", "requester", "owner__user", "unit")


def may_know(officer, enquiry):
    """Does this request exist for the officer? (A complaint does not for whom it is about.)"""
    return Enquiry.objects.visible_to(officer).filter(pk=enquiry.pk).exists()


def nobody_reads(enquiry):
    """Is it a complaint that nobody at work in this office may read?"""
    if not enquiry.complaint:
        return False
    return Enquiry.objects.filter(pk=enquiry.pk).read_by_nobody(enquiry.municipality).exists()


def nobody_reads_words():
    """What whoever wrote it down should do."""
    return _(
        "Nobody in this office may read this complaint: hand it to the head of the municipality on paper. An "
        "administrator makes another colleague supervisor under Settings, Staff; then it is read here."
    )


def may_read(officer, enquiry):
    return officer.has(Role.CLERK, Role.OFFICER, Role.SUPERVISOR)


def may_work(officer, enquiry):
    """Officers and supervisors carry requests to the answer."""
    return officer.has(Role.OFFICER, Role.SUPERVISOR)


def may_own_work(officer, enquiry):
    """The focal point, whoever covers them, or the supervisor."""
    return may_work(officer, enquiry) and (
        officer.has(Role.SUPERVISOR)
        or enquiry.owner_id in (None, officer.pk)
        or enquiry.owner_id in covered_by(officer)
    )


def may_add(officer, enquiry):
    """Everybody who may read adds notes and files."""
    return may_read(officer, enquiry)


def may_finish(officer, enquiry, task):
    """A task is done by whom it was given to; who gave it or carries the request may strike it off too."""
    return officer.pk in (task.officer_id, task.given_by_id) or may_own_work(officer, enquiry)


def may_supervise(officer, enquiry):
    return officer.has(Role.SUPERVISOR)


def find_receipt(officer, year, number):
    """The door to a request's slip: whoever may read it, and today whoever wrote it down.

    A clerk registers a complaint and hands over its number, though the complaint itself is then hidden from them; so
    with a request that they restricted as they wrote it down, for as long as its person stands there.
    """
    rows = officer.municipality.enquiries.select_related("entry", "text", "requester", "owner__user")
    mine = rows.exclude(complaint_about=officer).filter(
        events__kind=EventKind.RECEIVED, events__officer=officer, entry__entered_at__date=timezone.localdate()
    )
    readable = rows.visible_to(officer)
    just_now = timezone.now() - AT_THE_COUNTER
    discreet = mine.filter(restricted=True, entry__entered_at__gte=just_now).filter(
        events__kind=EventKind.RESTRICTED, events__officer=officer
    )
    for rows in (readable, mine.filter(restricted=False), discreet):
        if enquiry := rows.filter(entry__year=year, entry__number=number).first():
            enquiry.municipality = officer.municipality
            looked(officer, enquiry)
            return enquiry
    raise Http404
