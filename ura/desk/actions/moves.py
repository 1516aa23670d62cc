"""From status to status by the table, to the close and back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.workdays import workdays_between
from ura.desk.actions.basics import happened, lock, must_be_open, save
from ura.desk.actions.notices import notify
from ura.desk.clock import recompute
from ura.desk.states import MOVES, EventKind, State
from ura.letters.models import LetterKind
from ura.municipalities.calendars import calendar_of
from ura.register.actions import void as void_entry

WITHOUT_LETTER = {
    "oral_answer",
    "withdrawn",
    "duplicate",
    "voided",
}  # outcomes that close without an official reply


def move(enquiry, to, *, by, note="", version=None):
    """Take the request to another status; the trail keeps who, when and why. Closing has a verb of its own."""
    enquiry = lock(enquiry, version=version)
    to = State(to)
    if to not in MOVES[State(enquiry.state)]:
        raise Refused(_("From «%(from)s» a request cannot go to «%(to)s».") % {
            "from": State(enquiry.state).label, "to": to.label})  # fmt: skip
    if to == State.CLOSED:
        raise Refused(_("A request is closed with an outcome: use «Close»."))
    if not enquiry.is_open:
        raise Refused(_("This request is closed. Open it again first, with a reason."))
    was, enquiry.state = enquiry.state, to
    save(enquiry, "state")
    happened(enquiry, EventKind.MOVED, by=by, text=note, was=was, to=to)
    return enquiry


def close(enquiry, *, by, outcome, note="", version=None):
    """Close with an outcome. Without an official reply sent, only outcomes that need none close (SOP 5.1b, 8)."""
    enquiry = lock(enquiry, version=version)
    must_be_open(enquiry)
    if not outcome:
        raise Refused(_("Choose with what outcome the request is closed."), field="outcome")
    if outcome not in WITHOUT_LETTER and not is_answered(enquiry):
        raise Refused(
            _("The official reply has not been sent yet. Send it first, or choose an outcome that needs no letter."),
            field="outcome",
        )
    return _close(enquiry, by=by, outcome=outcome, kind=EventKind.CLOSED, note=note)


def is_answered(enquiry):
    """Has an official reply that answers the request been sent since it was opened, or opened again?"""
    again = enquiry.events.filter(kind=EventKind.REOPENED).order_by("-pk").values_list("pk", flat=True).first()
    return enquiry.events.filter(kind=EventKind.REPLY_SENT, data__closing=True, pk__gt=again or 0).exists()


def close_orally(enquiry, *, by, oral_answer, outcome="oral_answer", on=None, version=None):
    """Close what was answered by word of mouth; the answer's words are kept. `on`: the day, when it is entered later."""
    if version is not None:
        enquiry = lock(enquiry, version=version)
    must_be_open(enquiry)
    if not oral_answer.strip():
        raise Refused(_("Write in a few words what was answered."), field="oral_answer")
    enquiry.text.oral_answer = oral_answer.strip()
    enquiry.text.save(update_fields=["oral_answer"])
    return _close(enquiry, by=by, outcome=outcome, kind=EventKind.ANSWERED_ORALLY, on=on)


def withdraw(enquiry, *, by=None, reason="", version=None):
    """The requester takes the request back; number and days stay. Without an officer (`by`), the office reads it as news."""
    enquiry = lock(enquiry, version=version)
    must_be_open(enquiry)
    enquiry.unread = enquiry.unread or by is None
    return _close(enquiry, by=by, outcome="withdrawn", kind=EventKind.WITHDRAWN, note=reason)


def void(enquiry, *, by, reason, version=None):
    """Void a mistaken registration: its number stays in the book with the reason."""
    enquiry = lock(enquiry, version=version)
    void_entry(enquiry.entry, by=by, reason=reason)
    if enquiry.is_open:
        return _close(enquiry, by=by, outcome="voided", kind=EventKind.VOIDED, note=reason)
    save(enquiry)
    happened(enquiry, EventKind.VOIDED, by=by, text=reason)
    return enquiry


def reopen(enquiry, *, by, reason, version=None):
    """Open again, with a reason; a new clock starts, and the requester is told."""
    enquiry = lock(enquiry, version=version)
    if enquiry.is_open:
        raise Refused(_("This request is open already."))
    if enquiry.entry.voided_at:
        raise Refused(_("This number is void. Register the request anew."))
    if by is not None and not reason.strip():
        raise Refused(_("Write why the request is opened again."), field="reason")
    enquiry.state, enquiry.closed_on, enquiry.outcome, enquiry.days_taken = State.ANALYSIS, None, "", None
    event = happened(enquiry, EventKind.REOPENED, by=by, text=reason, public=True)
    recompute(enquiry)
    save(enquiry, "state", "closed_on", "outcome", "days_taken", "due_on")
    notify(enquiry, LetterKind.REOPENING, key=f"reopen-{event.pk}", reason=reason)
    return enquiry


def _close(enquiry, *, by, outcome, kind, note="", on=None):
    on = on or timezone.localdate()
    enquiry.state, enquiry.closed_on, enquiry.outcome = State.CLOSED, on, outcome
    enquiry.days_taken = workdays_between(enquiry.received_on, on, calendar_of(enquiry.municipality))
    enquiry.waiting = False
    save(enquiry, "state", "closed_on", "outcome", "days_taken", "waiting", "unread")
    enquiry.tasks.filter(done_at=None).update(done_at=timezone.now())
    happened(enquiry, kind, by=by, on=on, text=note, public=True, outcome=outcome)
    return enquiry
