"""The month at a glance: figures with a name, a meaning and one function each."""

from dataclasses import dataclass, field
from statistics import mean, median

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from ura.codelists.lists import terms
from ura.core.lookups import planned_with_values
from ura.desk.models import Enquiry
from ura.desk.states import Channel, State

NOT_STATED = ""
MEANINGS = (
    ("Received", "requests whose day of receipt lies in the period, voided registrations left out"),
    ("Closed", "requests closed on a day of the period, whatever became of them"),
    (
        "Answered within the deadline",
        "closed in the period, not withdrawn nor doubled, on or before the due date (119/2014 art. 15)",
    ),
    ("Answered late", "closed in the period, not withdrawn nor doubled, after the due date"),
    (
        "Working days taken",
        "working days of the office's calendar after receipt, up to and including the day of closing",
    ),
    ("Open now", "requests not closed at this moment"),
    ("Overdue now", "requests not closed whose due date has passed"),
    (
        "By working days taken",
        "received and closed in the period, by the days taken: 0–5, 6–10, 11–15, over 15; and what is open, withdrawn or doubled",
    ),
    (
        "By type, audience, requester, channel, status, outcome, need, unit",
        "received and closed in the period, by the code the request carries now; «not stated» where it carries none",
    ),
)

NO_ANSWER = ("withdrawn", "duplicate")  # law 119/2014 art. 15 binds the answer; these took none
BANDS = ((0, 5), (6, 10), (11, 15), (16, None))  # working days


@dataclass(frozen=True)
class Table:
    """One breakdown: rows of (words, received, closed)."""

    key: str
    title: str
    rows: list = field(default_factory=list)

    @property
    def most(self):
        return max((row[1] for row in self.rows), default=0)


@dataclass(frozen=True)
class Glance:
    """The whole picture of one period."""

    received: int
    closed: int
    open_now: int
    overdue_now: int
    in_time: int
    late: int
    days_mean: float | None
    days_median: float | None
    tables: list


def requests_in(municipality, officer):
    """The requests a figure counts: those the officer may know of, without voided registrations."""
    rows = Enquiry.objects.filter(municipality=municipality).visible_to(officer)
    return rows.filter(entry__voided_at=None)


@planned_with_values()
def glance(municipality, officer, period):
    """Counts by type, audience, requester, channel, status, unit and days taken, for any period.

    Received: day of receipt in the period. Closed: day of closing in the period. Days are working days.
    """
    rows = requests_in(municipality, officer)
    received = rows.filter(received_on__gte=period.start, received_on__lt=period.end)
    closed = rows.filter(closed_on__gte=period.start, closed_on__lt=period.end, state=State.CLOSED)
    answered = closed.exclude(outcome__in=NO_ANSWER)
    days = list(answered.exclude(days_taken=None).values_list("days_taken", flat=True))
    in_time = answered.filter(closed_on__lte=F("due_on")).count()
    return Glance(
        received=received.count(),
        closed=closed.count(),
        open_now=rows.open().count(),
        overdue_now=rows.overdue().count(),
        in_time=in_time,
        late=answered.count() - in_time,
        days_mean=round(mean(days), 1) if days else None,
        days_median=median(days) if days else None,
        tables=[*_tables(municipality, received, closed), _by_days(received, closed)],
    )


def _tables(municipality, received, closed):
    lists = terms(municipality)
    words = {name: {term.code: str(term) for term in lists.get(name, [])} for name in lists}
    states = {state.value: state.label for state in State}
    channels = {channel.value: channel.label for channel in Channel}
    units = {unit.pk: str(unit) for unit in municipality.units.all()}
    by = (
        ("service", _("By type of service"), words.get("service_type", {})),
        ("audience", _("By audience"), words.get("audience", {})),
        ("requester_type", _("By requester"), words.get("requester_type", {})),
        ("channel", _("By channel"), channels),
        ("state", _("By status"), states),
        ("outcome", _("By outcome"), words.get("outcome", {})),
        ("need", _("By kind of need"), words.get("request_kind", {})),
        ("unit_id", _("By administrative unit"), units),
    )
    for column, title, known in by:
        yield Table(column, title, _rows(column, known, received, closed))


def _by_days(received, closed):
    """How long the answers took; what has none stands in a row of its own, so that the columns add up."""
    taken = {f"{first}-{last}": _took(first, last) for first, last in BANDS}
    columns = []
    for rows in (received, closed):
        found = rows.aggregate(all=Count("pk"), **{name: Count("pk", filter=band) for name, band in taken.items()})
        columns.append([*(found[name] for name in taken), found["all"] - sum(found[name] for name in taken)])
    words = [f"{first}–{last}" if last else _("Over %(n)d") % {"n": first - 1} for first, last in BANDS]
    words.append(_("Without an answer: open, withdrawn or doubled"))
    return Table("days_taken", _("By working days taken"), list(zip(words, *columns, strict=True)))


def _took(first, last):
    within = Q(days_taken__gte=first, state=State.CLOSED) & ~Q(outcome__in=NO_ANSWER)
    return within & Q(days_taken__lte=last) if last else within


def _rows(column, known, received, closed):
    """Every code of the list, also with nothing; codes that ended but were used; then «not stated»."""
    counts = {}
    for place, rows in enumerate((received, closed)):
        for code, n in rows.values_list(column).annotate(n=Count("pk")).order_by():
            counts.setdefault(code or NOT_STATED, [0, 0])[place] = n
    # Thousands of units would drown the page: what was not used is left out there.
    codes = [code for code in known if code in counts or column != "unit_id"]
    codes += [code for code in counts if code not in known and code != NOT_STATED]
    rows = [(known.get(code, str(code)), *counts.get(code, (0, 0))) for code in codes]
    if NOT_STATED in counts:
        rows.append((_("Not stated"), *counts[NOT_STATED]))
    return rows


@planned_with_values()
def monthly_counts(municipality, period):
    """The counts without persons that an office writes for national pages: {(figure, code): value}."""
    rows = Enquiry.objects.filter(municipality=municipality, entry__voided_at=None)
    received = Q(received_on__gte=period.start, received_on__lt=period.end)
    closed = Q(closed_on__gte=period.start, closed_on__lt=period.end, state=State.CLOSED)
    counts = rows.aggregate(
        received=Count("pk", filter=received),
        closed=Count("pk", filter=closed),
        in_time=Count("pk", filter=closed & Q(closed_on__lte=F("due_on")) & ~Q(outcome__in=NO_ANSWER)),
        open=Count("pk", filter=~Q(state=State.CLOSED)),
    )
    found = {(figure, ""): value for figure, value in counts.items()}
    for column in ("channel", "service", "audience"):
        for code, n in rows.filter(received).values_list(column).annotate(n=Count("pk")).order_by():
            found[column, code or ""] = n
    return found
