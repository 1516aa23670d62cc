"""What every verb of referrals shares: the lock, the move by the table, the event with its trail."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions import basics as of_case
from ura.cases.states import EventKind as CaseEventKind
from ura.core.refusals import Refused
from ura.core.workdays import add_workdays
from ura.desk.actions import basics as of_desk
from ura.desk.states import EventKind as DeskEventKind
from ura.municipalities.calendars import calendar_of
from ura.referrals.catalogue import rules
from ura.referrals.models import ReferralEvent
from ura.referrals.states import MOVES, OPEN, EventKind, Side, State
from ura.trail.actions import record


def lock(row, *, version=None):
    """The referral under lock, out or in; refuses when somebody saved in between."""
    locked = type(row).objects.select_for_update().get(pk=row.pk)
    locked.municipality = row.municipality
    locked.enquiry = row.enquiry
    if version is not None and int(version) != locked.version:
        raise Refused(
            _(
                "Somebody changed this referral while you were writing. Your text is kept below: "
                "look at what changed and save again."
            )
        )
    return locked


def move(row, state, *fields, on=None):
    """Into another state, by the table only; saves the other fields too. `on`: the day it happened, else today."""
    state, on = State(state), on or timezone.localdate()
    if state not in MOVES[State(row.state)]:
        raise Refused(
            _("A referral that is «%(from)s» cannot become «%(to)s».")
            % {"from": State(row.state).label, "to": state.label}
        )
    if row.state == State.EXPIRED and state in OPEN and row.case is not None:
        of_case.must_be_open(row.case)
    row.state = state
    if row.answered_on is None and state in (State.ACCEPTED, State.DECLINED):
        row.answered_on = on
    row.ended_on = None if state in OPEN else on
    save(row, "state", "answered_on", "ended_on", *fields)


def save(row, *fields):
    """Save under the next version."""
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def happened(row, kind, *, side=Side.OFFICE, by=None, text="", file=None, remote=None, on=None, **data):
    """Write a dated event and its trail row.

    `data`: codes, keys and days; what is said about a person goes into `text`.
    """
    which = "incoming" if row._meta.model_name == "incomingreferral" else "referral"
    event = ReferralEvent.objects.create(
        municipality_id=row.municipality_id, kind=kind, side=side, officer=by, data=data, text=text, file=file,
        remote=remote, on=on or timezone.localdate(), **{which: row},
    )  # fmt: skip
    record(row, f"referrals.{kind}", by=by, side=str(side), **data)
    return event


def told(row, kind, *, by=None, on=None):
    """The move stands in the timeline of the case too, or of the request that has none, and is counted there."""
    data = {"referral": row.pk, "to": str(kind), "category": row.category, "urgency": row.urgency}
    sent = kind == EventKind.SENT
    if row.case is None:
        moment = DeskEventKind.REFERRED if sent else DeskEventKind.REFERRAL_MOVED
        of_desk.happened(row.enquiry, moment, by=by, on=on, **data)
    else:
        moment = CaseEventKind.REFERRED if sent else CaseEventKind.REFERRAL_MOVED
        of_case.happened(row.case, moment, by=by, on=on, person=row.person, **data)


def day_for(municipality, urgency, what, *, after=None):
    """The working day until which an answer, or once accepted a result, is expected."""
    return add_workdays(after or timezone.localdate(), rules()[urgency][what], calendar_of(municipality))
