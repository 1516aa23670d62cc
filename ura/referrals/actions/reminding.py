"""What time brings: one reminder and one escalation for each due date, and the end of what nobody answered."""

from datetime import timedelta

from django.utils import timezone

from ura.core.workdays import add_workdays
from ura.municipalities.calendars import calendar_of
from ura.municipalities.tenancy import reading_for, working_for
from ura.referrals import mails
from ura.referrals.actions.basics import happened, lock, move, save, told
from ura.referrals.catalogue import rules
from ura.referrals.models import Referral
from ura.referrals.states import EventKind, Side, State, Urgency

FURTHEST = 14  # calendar days before the due date at which no urgency reminds yet


def look_at_clocks(municipality, today=None):
    """Remind, escalate and let expire what is due today in one office; again on the same day it does nothing."""
    today = today or timezone.localdate()
    with reading_for(municipality):
        due = Referral.objects.filter(municipality=municipality, due_on__lte=today + timedelta(days=FURTHEST)).open()
        rows = list(due.values_list("pk", "urgency", "due_on", "state", "reminded_on", "escalated_on"))
        calendar = calendar_of(municipality) if rows else None
    done = 0
    for pk, urgency, due_on, state, reminded, escalated in rows:
        wanted = _wanted(urgency, due_on, state, reminded, escalated, today, calendar)
        if wanted:
            with working_for(municipality):
                done += _carry_out(municipality, pk, today)
    return done


def _wanted(urgency, due_on, state, reminded, escalated, today, calendar):
    """What the clock asks of one referral today."""
    rule, wanted = rules()[Urgency(urgency)], []
    if state == State.PENDING and due_on + timedelta(days=rules()["link"]["unanswered"]) < today:
        return ["expire"]
    if reminded is None and add_workdays(today, rule["remind"], calendar) >= due_on:
        wanted.append("remind")
    if escalated is None and due_on < today and add_workdays(due_on, rule["escalate"], calendar) < today:
        wanted.append("escalate")
    return wanted


def _carry_out(municipality, pk, today):
    """Under the lock, asked anew: another worker may have been here."""
    rows = Referral.objects.filter(municipality=municipality, pk=pk).select_related(
        "enquiry__entry", "enquiry__owner__user", "case__owner__user", "made_by__user", "person"
    )
    row = rows.get()
    row.municipality = row.enquiry.municipality = municipality
    if row.case is not None:
        row.case.municipality = municipality
    case, made_by = row.case, row.made_by
    row = lock(row)
    row.case, row.made_by = case, made_by
    if not row.is_open:
        return 0
    wanted = _wanted(
        row.urgency, row.due_on, row.state, row.reminded_on, row.escalated_on, today, calendar_of(municipality)
    )
    if "expire" in wanted:
        move(row, State.EXPIRED)
        row.links.filter(revoked_at=None).update(revoked_at=timezone.now())
        happened(row, EventKind.EXPIRED, side=Side.URA)
        told(row, State.EXPIRED)
    if "remind" in wanted:
        row.reminded_on = today
        save(row, "reminded_on")
        happened(row, EventKind.REMINDED, side=Side.URA, due_on=row.due_on.isoformat())
        mails.remind(row)
    if "escalate" in wanted:
        row.escalated_on = today
        save(row, "escalated_on")
        happened(row, EventKind.ESCALATED, side=Side.URA, due_on=row.due_on.isoformat())
        mails.escalate(row)
    return len(wanted)
