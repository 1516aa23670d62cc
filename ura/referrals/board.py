"""Open referrals by institution, late ones first, and how long each institution takes to answer."""

from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median

from django.utils import timezone

from ura.core.workdays import workdays_between
from ura.municipalities.calendars import calendar_of
from ura.referrals.states import OPEN

MOST = 500  # open referrals shown at once
LOOKS_BACK = 365  # days: how long an institution takes is of the last year


@dataclass
class Group:
    """One receiver with its open referrals."""

    recipient: str
    rows: list = field(default_factory=list)
    late: int = 0
    days: float | None = None  # median working days to its answer
    answered: int = 0


def board(officer, *, state="", urgency="", category="", late=False, mine=False, recipient=""):
    """(groups, count): those with late ones first, then by how many are open."""
    today = timezone.localdate()
    rows = officer.municipality.referrals.visible_to(officer).filter(state__in=[state] if state else OPEN)
    for name, value in (("urgency", urgency), ("category", category), ("recipient", recipient)):
        if value:
            rows = rows.filter(**{name: value})
    if late:
        rows = rows.filter(due_on__lt=today)
    if mine:
        rows = rows.filter(made_by=officer)
    groups = {}
    for row in rows.for_list().order_by("due_on", "pk")[:MOST]:
        row.municipality = row.enquiry.municipality = officer.municipality
        group = groups.setdefault(row.recipient, Group(row.recipient))
        group.rows.append(row)
        group.late += row.is_late
    times = answer_times(officer)
    for group in groups.values():
        group.answered = len(times.get(group.recipient, ()))
        group.days = median(times[group.recipient]) if group.answered else None
    found = sorted(groups.values(), key=lambda group: (-group.late, -len(group.rows), group.recipient))
    return found, sum(len(group.rows) for group in found)


def answer_times(officer):
    """{receiver: working days from sending to the first answer}, of the last year."""
    since = timezone.localdate() - timedelta(days=LOOKS_BACK)
    rows = officer.municipality.referrals.visible_to(officer).filter(answered_on__gte=since).order_by()
    calendar, times = calendar_of(officer.municipality), {}
    for recipient, sent, answered in rows.values_list("recipient", "sent_on", "answered_on"):
        times.setdefault(recipient, []).append(workdays_between(sent, answered, calendar))
    return times


def recipients(officer):
    rows = officer.municipality.referrals.visible_to(officer).filter(state__in=OPEN).order_by("recipient")
    return list(rows.values_list("recipient", flat=True).distinct())
