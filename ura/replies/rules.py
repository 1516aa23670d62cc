"""Who may do what to a letter, and the one door to it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ura.desk.looking import looked
from ura.desk.rules import may_own_work
from ura.staff.models import Role


def find_reply(officer, pk, *, may):
    """The one door to a letter: 404 for a stranger and where its request is hidden, 403 without the right."""
    rows = officer.municipality.replies.visible_to(officer).select_related(
        "enquiry__entry", "enquiry__text", "enquiry__requester", "enquiry__owner__user", "entry", "entry__voided_by__user",
        "outbox", "pdf", "signed", "proof_file", "drafted_by__user", "submitted_by__user", "approved_by__user",
        "signatory__user",
    )  # fmt: skip
    reply = rows.filter(pk=pk).first()
    if reply is None:
        raise Http404
    reply.municipality = reply.enquiry.municipality = officer.municipality
    if not may(officer, reply):
        raise PermissionDenied
    looked(officer, reply.enquiry)
    return reply


def may_read_reply(officer, reply):
    """Officers and supervisors read the letters of their office's requests."""
    return officer.has(Role.OFFICER, Role.SUPERVISOR)


def may_write(officer, reply):
    """The focal point of the request, whoever covers them, or the supervisor."""
    return may_own_work(officer, reply.enquiry)


def may_approve(officer, reply):
    """The supervisor; where the office allows self-approval, also whoever carries the request."""
    return officer.has(Role.SUPERVISOR) or (officer.municipality.office.approves_alone and may_write(officer, reply))


def is_own(officer, reply):
    """Did this officer draft the letter, or put its present text forward?"""
    return officer.pk in (reply.drafted_by_id, reply.submitted_by_id)
