"""What the receiver answers: through the link, from the other office, or told on the phone and written down."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.post.files import store
from ura.referrals import mails
from ura.referrals.actions.basics import day_for, happened, lock, move, save, told
from ura.referrals.links import end_of_link
from ura.referrals.models import Referral
from ura.referrals.states import EventKind, Outcome, Side, State

LONGEST = 4000
MOST_FILES = 20  # documents of one referral
NOT_TAKEN = (State.PENDING, State.EXPIRED)  # nobody accepted it yet, in time or at all


def accept(row, *, by=None, side=Side.OTHER, text="", version=None, on=None, remote=None):
    """The receiver takes it up; from now on the result is expected, and reminders begin anew."""
    row = lock(row, version=version)
    fields = []
    if isinstance(row, Referral):
        row.due_on = day_for(row.municipality, row.urgency, "result")
        row.reminded_on = row.escalated_on = None
        fields = ["due_on", "reminded_on", "escalated_on"]
    move(row, State.ACCEPTED, *fields, on=on)
    return _said(row, EventKind.ACCEPTED, side, by, text, on=on, remote=remote)


def decline(row, *, by=None, side=Side.OTHER, reason, version=None, on=None, remote=None):
    """The receiver does not take it up, or not any more, and says why."""
    row = lock(row, version=version)
    _needed(reason, "text", _("Write why the referral is declined: the office must know where else to go."))
    move(row, State.DECLINED, on=on)
    return _said(row, EventKind.DECLINED, side, by, reason, on=on, remote=remote)


def progress(row, *, by=None, side=Side.OTHER, text, version=None, on=None, remote=None):
    """How it stands; what was accepted is in progress from the first such word."""
    row = lock(row, version=version)
    _needed(text, "text", _("Write in a few words how it stands."))
    if row.state == State.PENDING:
        raise Refused(_("Accept the referral first; then report how it stands."))
    if row.state == State.ACCEPTED:
        move(row, State.IN_PROGRESS, on=on)
    else:
        _must_be_open(row)
        save(row)
    return _said(row, EventKind.PROGRESS, side, by, text, on=on, remote=remote)


def finish(row, *, by=None, side=Side.OTHER, outcome, text="", version=None, on=None, remote=None):
    """What came of it in the end."""
    row = lock(row, version=version)
    if outcome not in Outcome.values:
        raise Refused(_("Choose what came of it."), field="outcome")
    row.outcome = outcome
    move(row, State.DONE, "outcome", on=on)
    return _said(row, EventKind.DONE, side, by, text, on=on, remote=remote, outcome=str(outcome))


def ask(row, *, by=None, side=Side.OTHER, text, version=None, remote=None):
    """A question to the other side; the clock goes on."""
    row = lock(row, version=version)
    _must_be_open(row)
    _needed(text, "text", _("Write your question."))
    save(row)
    return _said(row, EventKind.QUESTION, side, by, text, remote=remote, moved=False)


def answer(row, *, by=None, side=Side.OFFICE, text, version=None, remote=None):
    """The answer to a question of the other side."""
    row = lock(row, version=version)
    _must_be_open(row)
    _needed(text, "text", _("Write the answer."))
    if isinstance(row, Referral):
        row.unread = False
        save(row, "unread")
        link = row.links.filter(revoked_at=None).first()
        if side == Side.OFFICE and link is not None:
            mails.answered(row, link)
    else:
        save(row)
    return _said(row, EventKind.ANSWER, side, by, text, remote=remote, moved=False)


def hand_over(row, *, by=None, side=Side.OTHER, papers, remote=None):
    """Documents that go to the other side. `papers`: (name, bytes, inspected or None)."""
    row = lock(row)
    _must_be_open(row)
    if not papers:
        raise Refused(_("Choose the document to add."), field="files")
    if row.events.filter(kind=EventKind.FILE).count() + len(papers) > MOST_FILES:
        raise Refused(
            _("At most %(n)d documents belong to one referral: send the rest another way.") % {"n": MOST_FILES},
            field="files",
        )
    save(row)
    for name, data, inspected in papers:
        file = store(row.municipality, data, name=name, inspected=inspected)
        _said(row, EventKind.FILE, side, by, "", file=file, remote=remote, moved=False)
    return row


def record_answer(referral, *, by, answer, text="", outcome="", version=None, on=None):
    """The receiver's answer by phone or letter, written down by the officer: `answer` is accepted, declined,
    progress or done. What was never accepted and is done already was accepted first; what expired lives again."""
    on = on or timezone.localdate()
    if on > timezone.localdate() or on < referral.sent_on:
        raise Refused(_("The answer came between the day of the referral and today."), field="on")
    how = {"by": by, "side": Side.OTHER, "on": on}
    if answer in ("progress", "done") and referral.state in NOT_TAKEN:
        referral = accept(referral, version=version, **how)
        version = None
    if answer == "accepted":
        referral = accept(referral, text=text, version=version, **how)
    elif answer == "declined":
        referral = decline(referral, reason=text, version=version, **how)
    elif answer == "progress":
        referral = progress(referral, text=text, version=version, **how)
    elif answer == "done":
        referral = finish(referral, outcome=outcome, text=text, version=version, **how)
    else:
        raise Refused(_("Choose what was answered."), field="answer")
    if referral.answered_on and referral.answered_on > on:
        referral.answered_on = on
        save(referral, "answered_on")
    return mark_read(referral)


def mark_read(referral):
    """An officer has read what the other side wrote."""
    if referral.unread:
        referral.unread = False
        referral.save(update_fields=["unread"])
    return referral


def _said(row, kind, side, by, text, *, file=None, on=None, remote=None, moved=True, **data):
    """Write the event; what the other side did is unread here, and keeps the link of an open referral for longer."""
    if len(text) > LONGEST:
        raise Refused(_("At most %(n)d signs.") % {"n": LONGEST}, field="text")
    happened(row, kind, side=side, by=by, text=text.strip(), file=file, remote=remote, on=on, to=row.state, **data)
    if isinstance(row, Referral):
        if moved:
            told(row, row.state, by=by, on=on)
        if side == Side.OTHER:
            row.unread = True
            row.save(update_fields=["unread"])
            if row.is_open:
                later = end_of_link()
                row.links.filter(revoked_at=None, expires_at__lt=later, expires_at__gt=timezone.now()).update(
                    expires_at=later
                )
    return row


def _needed(text, field, sentence):
    if not text.strip():
        raise Refused(sentence, field=field)


def _must_be_open(row):
    if not row.is_open:
        raise Refused(
            _("This referral is «%(state)s»: nothing more happens to it.") % {"state": State(row.state).label}
        )
