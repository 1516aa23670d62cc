"""Where a letter stands and what comes next, in the reader's words."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from ura.desk.deadline_words import short_day
from ura.desk.states import EventKind
from ura.desk.timeline import CORRECTED
from ura.letters.albanian import law_reference
from ura.letters.defaults import default_letters
from ura.post.models import Outbox
from ura.replies.actions.approval import needs_approval
from ura.replies.states import Dispatch, ReplyState

BADGES = {  # the shape of the status, see docs/look.md
    ReplyState.DRAFT: "off", ReplyState.SUBMITTED: "wait", ReplyState.RETURNED: "warn", ReplyState.APPROVED: "2",
    ReplyState.NUMBERED: "held", ReplyState.SIGNED: "4", ReplyState.SENT: "done", ReplyState.VOID: "void",
}  # fmt: skip


def state_words(reply):
    """(badge, label): the state as one says it of this letter."""
    state = ReplyState(reply.state)
    if reply.has_failed:
        return "bad", _("Not delivered")
    if state == ReplyState.NUMBERED and not reply.rule.signed:
        return "4", _("Numbered, to be sent")
    return BADGES[state], state.label


def next_step(reply):
    """What should be done with the letter now, in one sentence; empty when nothing is left to do."""
    state = ReplyState(reply.state)
    if reply.has_failed:
        return pgettext("next step", "Send it again, or by another way")
    if state == ReplyState.DRAFT:
        return (
            pgettext("next step", "Put it to the supervisor")
            if needs_approval(reply)
            else pgettext("next step", "Give it a number")
        )
    if state == ReplyState.NUMBERED and not reply.rule.signed:
        return pgettext("next step", "Send it")
    return {
        ReplyState.SUBMITTED: pgettext("next step", "The supervisor approves or returns it"),
        ReplyState.RETURNED: pgettext("next step", "Correct it and put it to the supervisor again"),
        ReplyState.APPROVED: pgettext("next step", "Give it a number"),
        ReplyState.NUMBERED: pgettext("next step", "Print it, let it be signed and stamped, bring back the scan"),
        ReplyState.SIGNED: pgettext("next step", "Send it"),
    }.get(state, "")


def proof_of(reply):
    """How and when the letter left, and what proves it; empty before."""
    if reply.state != ReplyState.SENT:
        return ""
    if reply.dispatch == Dispatch.EMAIL:
        return _mail_words(reply.outbox)
    words = {"day": short_day(reply.dispatched_on), "proof": reply.proof}
    if reply.dispatch == Dispatch.POST:
        return _("By post on %(day)s, registered no. %(proof)s") % words
    return _("Handed over on %(day)s to %(proof)s") % words


def _mail_words(row):
    if row.state == Outbox.State.SENT:
        moment = date_format(localtime(row.sent_at), "SHORT_DATETIME_FORMAT")
        return _("Sent by e-mail on %(moment)s") % {"moment": moment}
    if row.state == Outbox.State.FAILED:
        return _("The mail server did not take the e-mail: %(why)s") % {"why": row.trouble or "—"}
    if row.state == Outbox.State.UNCERTAIN:
        return _("Uncertain whether the e-mail left: the connection broke at the last moment")
    if row.attempt and row.last_error:
        return _("The e-mail waits and is tried again: %(why)s") % {"why": row.trouble}
    return _("The e-mail is queued and leaves by itself")


def law_of(kind):
    """«ligji nr. 119/2014, neni 15, pika 1»: the rule on which this kind of letter stands."""
    letter = default_letters()[kind]
    return law_reference(letter.law, letter.article, get_language() or "sq")


def story(event):
    """What happened to the letter, in the words of its own page."""
    data = event.data
    if data.get("voided"):
        return pgettext("story of a letter", "Voided")
    if event.kind == EventKind.REPLY_DRAFTED and data.get("lapsed"):
        return pgettext("story of a letter", "The text changed: the approval has lapsed")
    if event.kind == EventKind.REPLY_APPROVED and data.get("self_approved"):
        return pgettext("story of a letter", "Approved by the drafter (self-approval)")
    if event.kind == EventKind.REPLY_SIGNED:
        if data.get("sealed"):
            return pgettext("story of a letter", "Sealed electronically")
        return (
            pgettext("story of a letter", "A better scan was added")
            if data.get("replaced")
            else pgettext("story of a letter", "Signed copy added")
        )
    if event.kind == EventKind.REPLY_SENT and data.get("dispatch") in Dispatch.values:
        return pgettext("story of a letter", "Sent: %(way)s") % {"way": Dispatch(data["dispatch"]).label.lower()}
    if event.kind == EventKind.REPLY_NUMBERED:
        return pgettext("story of a letter", "Numbered: %(number)s") % {"number": data.get("number", "")}
    if event.kind == EventKind.CODED:
        what = ", ".join(CORRECTED[name]() for name in data["changed"].split(","))
        return pgettext("story of a letter", "Written or corrected: %(what)s") % {"what": what}
    return {
        EventKind.REPLY_DRAFTED: pgettext("story of a letter", "Drafted"),
        EventKind.REPLY_SUBMITTED: pgettext("story of a letter", "Put to the supervisor"),
        EventKind.REPLY_RETURNED: pgettext("story of a letter", "Returned for changes"),
        EventKind.REPLY_APPROVED: pgettext("story of a letter", "Approved"),
    }.get(event.kind, EventKind(event.kind).label)
