"""The letter's number: from here its text is frozen. And voiding, because numbers are never taken back."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened
from ura.desk.actions.coding import write_paper
from ura.desk.states import EventKind
from ura.post.files import store
from ura.register.actions import enter
from ura.register.actions import void as void_entry
from ura.register.models import Entry
from ura.replies.actions.approval import needs_approval
from ura.replies.actions.basics import about, go, lock, must_accept_letters, save
from ura.replies.actions.drafting import digest, must_be_whole
from ura.replies.signatories import chosen
from ura.replies.states import FROZEN, ReplyState
from ura.trail.actions import record

ARCHIVED = ("archive_number", "archive_on", "pages", "annexes")
LONGEST_REASON = 300  # signs that the book keeps


def number_reply(reply, *, by, version=None):
    """Draw the next outgoing number of the book and freeze the text, in one transaction.

    Raises Refused without the approval the office wants, and without a signatory by function.
    """
    reply = lock(reply, version=version)
    must_accept_letters(reply.enquiry, reply.kind)
    if needs_approval(reply):
        if reply.state != ReplyState.APPROVED:
            raise Refused(_("The supervisor approves the letter first; then it gets a number."))
        if reply.approved_digest != digest(reply):
            raise Refused(_("The text changed after it was approved: put it to the supervisor again."))
    elif reply.state in (ReplyState.SUBMITTED, ReplyState.RETURNED):
        go(reply, ReplyState.DRAFT)  # the office has stopped asking for approvals meanwhile
    must_be_whole(reply)
    _must_have_signatory(reply)
    go(reply, ReplyState.NUMBERED)
    reply.entry = enter(reply.municipality, Entry.Direction.OUT, annexes=len(reply.annexes.splitlines()) or None)
    save(reply, "state", "entry", "signatory")
    happened(reply.enquiry, EventKind.REPLY_NUMBERED, by=by, number=reply.entry.label, **about(reply))
    return reply


def correct_paper(reply, *, by, version=None, **paper):
    """Write the town hall's own archive number, its date, pages and annexes beside the number of a letter.

    They come when the letter does, or long after it left; a void number stands as it is.
    """
    reply = lock(reply, version=version)
    if reply.entry is None or reply.entry.voided_at:
        raise Refused(_("Only a letter with a number that holds has its place in the town hall's archive."))
    changed = write_paper(reply.entry, {name: value for name, value in paper.items() if name in ARCHIVED})
    if changed:
        save(reply)
        happened(
            reply.enquiry, EventKind.CODED, by=by, corrected=True, changed=",".join(changed), number=reply.entry.label,
            **about(reply),
        )  # fmt: skip
    return reply


def keep_pdf(reply, pdf):
    """Keep the finished PDF of a numbered letter; the first one made stays. Returns its File."""
    reply = lock(reply)
    if reply.pdf is None:
        reply.pdf = store(reply.municipality, pdf, name=f"{file_name(reply)}.pdf", trusted_type="application/pdf")
        reply.save(update_fields=["pdf"])  # no new version: nothing anybody could have changed
        record(reply, "replies.pdf_made")
    return reply.pdf


def file_name(reply):
    """124-2026: a number as part of a file's name."""
    return (reply.entry.label if reply.entry else reply.get_kind_display()).replace("/", "-")


def void_reply(reply, *, by, reason, version=None):
    """Give a letter up: a number stays in the book as void with the reason, a draft without number is set aside."""
    reply = lock(reply, version=version)
    if reply.state == ReplyState.SENT:
        raise Refused(_("This letter has left: it cannot be voided. Write another one that corrects it."))
    if not reason.strip():
        raise Refused(_("Write why the letter is voided; the reason is kept."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Write the reason in at most %(n)s signs.") % {"n": LONGEST_REASON}, field="reason")
    if reply.state == ReplyState.SUBMITTED:
        go(reply, ReplyState.DRAFT)
    numbered = reply.state in FROZEN
    go(reply, ReplyState.VOID)
    if numbered:
        reply.entry = void_entry(reply.entry, by=by, reason=reason)
    save(reply, "state")
    kind = EventKind.VOIDED if numbered else EventKind.NOTE
    number = {"number": reply.entry.label} if numbered else {}
    happened(reply.enquiry, kind, by=by, text=reason.strip(), voided=True, **about(reply), **number)
    return reply


def _must_have_signatory(reply):
    if not reply.rule.signed:
        reply.signatory = None
        return
    signing = chosen(reply)
    if signing is None or not signing.function_sq:
        raise Refused(
            _(
                "Nobody is named who signs letters by function. The office administrator sets it: "
                "the officer's function and «Signs official letters»."
            )
        )
    if reply.signatory is not None and not (reply.signatory.may_sign and reply.signatory.active):
        raise Refused(_("%(name)s does not sign letters any more. Choose another signatory.") % {"name": signing.name})
    reply.signatory = signing.officer
