"""The supervisor's word on a letter, where the office wants it (design, way 6)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened
from ura.desk.states import EventKind
from ura.replies.actions.basics import about, go, lock, must_accept_letters, save
from ura.replies.actions.drafting import APPROVAL, digest, lapse, must_be_whole
from ura.replies.rules import is_own
from ura.replies.states import CLOSING, ReplyState
from ura.staff.models import Role
from ura.trail.actions import record


def needs_approval(reply):
    """Official letters do where the office says so; a notice that changes nothing and is not signed does not."""
    return reply.municipality.office.reply_needs_approval and (reply.rule.signed or reply.kind in CLOSING)


def submit(reply, *, by, version=None):
    """Put the letter to the supervisor."""
    reply = lock(reply, version=version)
    if not needs_approval(reply):
        raise Refused(_("This letter needs no approval here: give it a number."))
    must_accept_letters(reply.enquiry, reply.kind)
    must_be_whole(reply)
    _must_reach_a_supervisor(reply)
    go(reply, ReplyState.SUBMITTED)
    reply.submitted_by, reply.submitted_at, reply.return_reason = by, timezone.now(), ""
    save(reply, "state", "submitted_by", "submitted_at", "return_reason")
    happened(reply.enquiry, EventKind.REPLY_SUBMITTED, by=by, **about(reply))
    return reply


def _must_reach_a_supervisor(reply):
    """A letter of a restricted request lies with nobody while no supervisor is in its team."""
    if not reply.enquiry.restricted or reply.municipality.office.approves_alone:
        return
    members = reply.enquiry.team.standing().select_related("officer")
    if not any(member.officer.has(Role.SUPERVISOR) for member in members):
        raise Refused(_("Nobody in the team may approve the letter: take a supervisor into the team first."))


def take_back(reply, *, by, version=None):
    """Take a letter back from the supervisor before the decision."""
    reply = lock(reply, version=version)
    if reply.state != ReplyState.SUBMITTED:
        raise Refused(_("This letter does not lie with the supervisor any more."))
    go(reply, ReplyState.DRAFT)
    lapse(reply)
    save(reply, "state", *APPROVAL)
    record(reply, "replies.taken_back", by=by)
    return reply


def approve(reply, *, by, version=None):
    """Approve exactly this text. One's own letter only where the office allows it, and then marked as such."""
    reply = lock(reply, version=version)
    own = is_own(by, reply)
    if own and not reply.municipality.office.approves_alone:
        raise Refused(
            _("You wrote this letter yourself: somebody else approves it, or the office allows self-approval.")
        )
    if not own and not by.has(Role.SUPERVISOR):
        raise Refused(_("Only the supervisor approves letters of others."))
    go(reply, ReplyState.APPROVED)
    reply.approved_by, reply.approved_at, reply.self_approved = by, timezone.now(), own
    reply.approved_digest = digest(reply)
    save(reply, "state", "approved_by", "approved_at", "self_approved", "approved_digest")
    happened(reply.enquiry, EventKind.REPLY_APPROVED, by=by, self_approved=own, **about(reply))
    return reply


def return_reply(reply, *, by, reason, version=None):
    """Return the letter to its drafter with a reason."""
    reply = lock(reply, version=version)
    if not by.has(Role.SUPERVISOR):
        raise Refused(_("Only the supervisor returns letters."))
    if not reason.strip():
        raise Refused(_("Write what should be changed; the drafter reads it."), field="reason")
    go(reply, ReplyState.RETURNED)
    reply.return_reason = reason.strip()
    lapse(reply)
    save(reply, "state", "return_reason", *APPROVAL)
    happened(reply.enquiry, EventKind.REPLY_RETURNED, by=by, text=reason.strip(), **about(reply))
    return reply
