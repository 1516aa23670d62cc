"""The yearly review of the referral system (Tirana plan 3.3.4): referred against reintegrated, and each structure's times.

Only counts and days: an evaluator from outside may have the table, nobody can be found in it. What is restricted is
counted for its team only, as everywhere.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.states import Outcome as CaseOutcome
from ura.core.workdays import workdays_between
from ura.directory.models import ServiceKind
from ura.municipalities.calendars import calendar_of
from ura.referrals.states import Outcome, Source, State

CUT_OFF = 60  # days after sending by which a service counts as a result (figure «referral_outcome»; our proposal)


@dataclass
class Line:
    """What became of the referrals to one receiver, or of one kind."""

    name: str
    sent: int = 0
    answered: int = 0
    accepted: int = 0
    declined: int = 0
    served: int = 0
    open: int = 0
    late: int = 0  # not answered by the day on which an answer was expected
    expired: int = 0
    old_enough: int = 0  # their sixty days have passed
    served_in_time: int = 0
    answer_days: list = field(default_factory=list)
    whole_days: list = field(default_factory=list)

    @property
    def median_answer(self):
        return median(self.answer_days) if self.answer_days else None

    @property
    def median_whole(self):
        return median(self.whole_days) if self.whole_days else None

    @property
    def brought_service(self):
        """Percent of those old enough that brought a service within the cut-off; None while none is."""
        return round(100 * self.served_in_time / self.old_enough) if self.old_enough else None


@dataclass
class Review:
    year: int
    whole: Line
    by_receiver: list
    by_category: list
    cases: list  # (words, number): referred against reintegrated
    incoming: list  # (words, came, accepted, declined, late)


COLUMNS = (
    "recipient", "category", "state", "outcome", "sent_on", "answer_due_on", "answered_on", "ended_on", "case",
)  # fmt: skip


def review(officer, year, today=None):
    """The numbers of one calendar year, by the day of sending, as far as this officer may know."""
    today, calendar = today or timezone.localdate(), calendar_of(officer.municipality)
    whole, receivers, categories, cases = Line(""), {}, {}, set()
    words = dict(ServiceKind.choices)
    known = officer.municipality.referrals.visible_to(officer)
    for row in known.filter(sent_on__year=year).order_by().values_list(*COLUMNS):
        values = dict(zip(COLUMNS, row, strict=True))
        receiver = receivers.setdefault(values["recipient"], Line(values["recipient"]))
        code = values["category"]
        category = categories.setdefault(code, Line(str(words.get(code, _("Another office or kind")))))
        for line in (whole, receiver, category):
            _count(line, values, today, calendar)
        if values["case"]:
            cases.add(values["case"])
    by_name = {"key": lambda line: (-line.sent, line.name)}
    return Review(
        year, whole, sorted(receivers.values(), **by_name), sorted(categories.values(), **by_name),
        _cases(officer, year, cases), _incoming(officer, year),
    )  # fmt: skip


def _count(line, row, today, calendar):
    line.sent += 1
    state, answered = row["state"], row["answered_on"]
    line.answered += answered is not None
    line.accepted += state in (State.ACCEPTED, State.IN_PROGRESS, State.DONE)
    line.declined += state == State.DECLINED
    line.expired += state == State.EXPIRED
    line.open += state in (State.PENDING, State.ACCEPTED, State.IN_PROGRESS)
    line.served += row["outcome"] == Outcome.SERVED
    line.late += state != State.REVOKED and (answered or row["ended_on"] or today) > row["answer_due_on"]
    if answered:
        line.answer_days.append(workdays_between(row["sent_on"], answered, calendar))
    if state == State.DONE:
        line.whole_days.append(workdays_between(row["sent_on"], row["ended_on"], calendar))
    end = row["sent_on"] + timedelta(days=CUT_OFF)
    if end < today:
        line.old_enough += 1
        line.served_in_time += row["outcome"] == Outcome.SERVED and row["ended_on"] <= end


def _cases(officer, year, referred):
    """Cases referred in the year against those that stand on their own feet."""
    known = officer.municipality.cases.visible_to(officer)
    rows = known.filter(pk__in=referred).order_by().values_list("outcome", flat=True)
    outcomes = list(rows)
    closed = known.filter(closed_on__year=year, outcome=CaseOutcome.REINTEGRATED)
    reintegrated = outcomes.count(CaseOutcome.REINTEGRATED)
    return [
        (_("Cases referred in the year"), len(outcomes)),
        (_("of them fully reintegrated until today"), reintegrated),
        (_("of them partly reintegrated until today"), outcomes.count(CaseOutcome.PARTLY)),
        (_("of them still open"), outcomes.count("")),
        (_("Fully reintegrated, percent of those referred"), round(100 * reintegrated / len(outcomes)) if outcomes else None),
        (_("Cases closed in the year as fully reintegrated, referred or not"), closed.count()),
    ]  # fmt: skip


def _incoming(officer, year):
    known = officer.municipality.incoming_referrals.visible_to(officer)
    rows = known.filter(received_at__date__gte=date(year, 1, 1), received_at__date__lte=date(year, 12, 31)).order_by()
    found = {}
    for source, state, due, answered in rows.values_list("source", "state", "due_on", "answered_on"):
        line = found.setdefault(source, [0, 0, 0, 0])
        line[0] += 1
        line[1] += state in (State.ACCEPTED, State.IN_PROGRESS, State.DONE)
        line[2] += state == State.DECLINED
        line[3] += (answered or timezone.localdate()) > due
    return [(str(source.label), *found[source]) for source in Source if source in found]


def table(found):
    """(columns, rows) of the review as a spreadsheet."""
    columns = [
        _("Part"), _("Name"), _("Sent"), _("Answered"), _("Accepted"), _("Declined"), _("Not answered in time"),
        _("Expired"), _("Service provided"), _("Open"), _("Working days to the answer, median"),
        _("Working days to the result, median"), _("Service within 60 days, percent"),
    ]  # fmt: skip
    parts = (
        (_("All"), [found.whole]),
        (_("By institution"), found.by_receiver),
        (_("By kind of service"), found.by_category),
    )
    rows = [
        (part, line.name, line.sent, line.answered, line.accepted, line.declined, line.late, line.expired, line.served,
         line.open, line.median_answer, line.median_whole, line.brought_service)
        for part, lines in parts for line in lines
    ]  # fmt: skip
    rows += [(_("Referred and reintegrated"), words, number, *[None] * 10) for words, number in found.cases]
    rows += [
        (_("Came in"), words, came, None, accepted, declined, late, *[None] * 6)
        for words, came, accepted, declined, late in found.incoming
    ]
    return columns, rows
