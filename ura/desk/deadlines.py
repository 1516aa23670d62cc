"""Why this day: a due date derived from dated events, each with its law.

Pure. `derive` reads events (anything with `kind`, `on` and `data`: desk rows or `Dated`), the rule the office
chose, its calendar and its way of counting (anything with the fields of `Counting`: the office row itself).
The steps that explain the day are made only when somebody reads them, so that a calendar change can ask for
10,000 days at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from types import MappingProxyType

from ura.core.workdays import DAY, Calendar, add_workdays, next_workday, previous_workday, workdays_between
from ura.desk.deadline_words import CALENDAR_DAYS, WORKING_DAYS
from ura.municipalities import national

FORWARDED_RULE = "rti_answer_after_forwarding"
EXTENSION_RULES = {"119/2014": "rti_extension", "124/2024": "dsr_extension"}


@dataclass(frozen=True)
class Rule:
    """A time limit of a law. `rolls` says what a last day does that falls on a rest day."""

    id: str
    law: str
    article: str
    value: int
    unit: str = WORKING_DAYS
    start: str = "submission"
    rolls: str = "none"  # none, next_working_day or previous
    confidence: str = "confirmed"
    article_confidence: str = "confirmed"
    max_times: int | None = None

    @classmethod
    def of(cls, row):
        """From a shipped row or from the table's row."""
        row = row if isinstance(row, Mapping) else {**vars(row), "id": row.code}
        names = ("id", "law", "article", "unit", "start", "rolls", "confidence", "article_confidence")
        numbers = {"value": int(row["value"] or 0), "max_times": int(row["max_times"] or 0) or None}
        return cls(**numbers, **{name: row[name] for name in names})

    @property
    def uncertain(self):
        return self.confidence != "confirmed" or self.article_confidence == "uncertain"


@cache
def shipped_rules():
    """The national time limits as shipped, by id; those without a number are duties, not days."""
    rules = (Rule.of(row) for row in national.rows("deadline_rules") if row["value"])
    return MappingProxyType({rule.id: rule for rule in rules})


@dataclass(frozen=True)
class Counting:
    """How the office counts where the law leaves it open; the defaults are those of the reference."""

    clock_stops_while_waiting: bool = False
    after_hours_counts_that_day: bool = True
    ad_hoc_days_off_skipped: bool = True
    closes_at: time | None = None


@dataclass(frozen=True)
class Dated:
    """An event with its day.

    What `data` may say: `time` and `entered_on` of a receipt, `first_authority_on` of a forwarding,
    `clock_stops` of a clarification asked, `days` of an extension, `from`, `to` and `reason` of a calendar
    change, `from`, `to` and `entered_on` of a corrected receipt. Days are dates or their ISO text.
    """

    kind: str
    on: date
    data: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Leg:
    """One stretch of the count: after `start`, up to `end`; `last` is where it ended before it rolled."""

    kind: str  # base, waited or extended
    event: object
    rule: Rule
    amount: int
    start: date
    last: date
    end: date
    facts: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Deadline:
    received: date
    due_on: date
    legs: tuple
    notes: tuple  # (event, kind, facts): what was looked at and changed nothing, or only history
    calendar: Calendar
    counting: object
    waiting_since: date | None = None  # the clock stands still; due_on is then the earliest possible day

    @cached_property
    def steps(self):
        """The explanation, line by line: each step has day, kind, law, article, data and a sentence."""
        from ura.desk.deadline_steps import explain

        return explain(self)

    def as_json(self):
        return {
            "received": self.received.isoformat(),
            "due_on": self.due_on.isoformat(),
            "steps": [step.as_json() for step in self.steps],
        }


def derive(events, rule, calendar, counting=None, rules=None):
    """The deadline that follows from the events; without a receipt there is none (ValueError)."""
    counting = counting or Counting()
    rules = shipped_rules() if rules is None else rules
    if not counting.ad_hoc_days_off_skipped:
        calendar = calendar.without("ad_hoc")
    events = sorted(events, key=lambda event: event.on)
    received = next((event for event in events if event.kind == "received"), None)
    if received is None:
        raise ValueError("a deadline runs from a receipt: no event 'received'")

    notes = []
    events, received = _corrected(events, received, notes)
    if (entered := as_day(received.data.get("entered_on"))) and entered > received.on:
        notes.append((received, "late_entry", {"entered_on": entered}))
    opened, current = received, events
    for position, event in enumerate(events):
        if event.kind == "reopened":
            # A new clock: what was extended or asked before belongs to the clock that ended.
            opened, current = event, events[position + 1 :]

    base, start = _base(opened, current, rule, calendar, counting, rules, notes)
    legs, waiting_since = _legs(opened, base, start, current, calendar, counting, rules, notes)
    return Deadline(received.on, legs[-1].end, tuple(legs), tuple(notes), calendar, counting, waiting_since)


def _corrected(events, received, notes):
    """The receipt with its day as corrected last; a forwarding counts from the true arrival too."""
    corrections = [event for event in events if event.kind == "receipt_corrected"]
    for event in corrections:
        was, now = as_day(event.data["from"]), as_day(event.data["to"])
        notes.append((event, "receipt_corrected", {"from": was, "to": now}))
        # The hour belonged to the wrong day.
        true = Dated("received", now, {"entered_on": event.data.get("entered_on")})
        events = [true if each is received else _moved(each, was, now) for each in events]
        received = true
    return events, received


def _moved(event, was, now):
    if event.kind != "forwarded" or as_day(event.data.get("first_authority_on")) != was:
        return event
    return Dated(event.kind, event.on, {**event.data, "first_authority_on": now})


def _base(opened, events, rule, calendar, counting, rules, notes):
    """The rule of the current clock and the day it runs from (not counted itself)."""
    forwarded = next((event for event in events if event.kind == "forwarded"), None)
    after_forwarding = rules.get(FORWARDED_RULE)
    if forwarded and after_forwarding and rule.law == after_forwarding.law:
        # 119/2014, 15(2): 15 working days from arrival at the FIRST authority, not from the forwarding.
        first = as_day(forwarded.data.get("first_authority_on")) or opened.on
        if opened.kind == "reopened":
            first = opened.on  # the arrival of the clock that ended would leave no day to answer
        notes.append((forwarded, "forwarded", {"first_on": first, "instead_of": rule.id}))
        return after_forwarding, first
    if forwarded:
        notes.append((forwarded, "forwarded_noted", {}))
    start = opened.on
    if opened.kind == "received" and came_after_hours(opened.data.get("time"), counting):
        if not counting.after_hours_counts_that_day:
            start = next_workday(start + DAY, calendar)
        notes.append((opened, "after_hours", {"counts_from": start}))
    return rule, start


def _legs(opened, rule, start, events, calendar, counting, rules, notes):
    """Walk the events in order: each clarification that stops the clock and each extension adds a stretch."""
    legs = [_leg("base", opened, rule, rule.value, start, start, calendar)]
    extensions, asked = 0, None
    for event in events:
        end, last = legs[-1].end, legs[-1].last
        if event.kind == "clarification_asked" and asked is None:
            if not event.data.get("clock_stops", counting.clock_stops_while_waiting):
                notes.append((event, "clock_kept", {}))
            elif event.on > end:
                notes.append((event, "asked_too_late", {"due_on": end}))
            else:
                asked = event
        elif event.kind == "clarified" and asked is not None:
            days = _waited(asked.on, event.on, rule.unit, calendar)
            waited = replace(rule, unit=WORKING_DAYS if rule.unit == WORKING_DAYS else CALENDAR_DAYS)
            facts = {"asked_on": asked.on, "clarified_on": event.on}
            # From the day before rolling, or a rest day would be given twice.
            legs.append(_leg("waited", event, waited, days, end, last, calendar, facts))
            asked = None
        elif event.kind == "extended":
            extension = extension_of(rule, rules)
            if extension is None or extensions >= (extension.max_times or extensions + 1):
                notes.append((event, "extension_not_counted", {"times": extensions}))
                continue
            extensions += 1
            days = event.data.get("days") or extension.value
            facts = {"late": event.on > end}
            legs.append(_leg("extended", event, extension, days, end, end, calendar, facts))
        elif event.kind == "calendar_changed":
            facts = {"from": as_day(event.data.get("from")), "to": as_day(event.data.get("to")),
                     "reason": event.data.get("reason", "")}  # fmt: skip
            notes.append((event, "calendar_changed", facts))
    return legs, asked.on if asked else None


def _leg(kind, event, rule, amount, start, count_from, calendar, facts=None):
    last = _last_day(count_from, amount, rule.unit, event, calendar)
    return Leg(kind, event, rule, amount, start, last, roll(last, rule.rolls, calendar), facts or {})


def _last_day(start, amount, unit, event, calendar):
    if unit == WORKING_DAYS:
        return add_workdays(start, amount, calendar)
    if unit == CALENDAR_DAYS:
        return start + amount * DAY
    if clock := as_time(event.data.get("time")):
        return (datetime.combine(start, clock) + timedelta(hours=amount)).date()
    return start + -(-amount // 24) * DAY  # no hour known: the last moment the hours may end


def _waited(asked_on, clarified_on, unit, calendar):
    if unit == WORKING_DAYS:
        return workdays_between(asked_on, clarified_on, calendar)
    return (clarified_on - asked_on).days


def roll(day, rolls, calendar):
    """What becomes of a last day on a rest day: the next working day, the one before, or nothing."""
    if rolls == "next_working_day":
        return next_workday(day, calendar)
    if rolls == "previous":
        return previous_workday(day, calendar)
    return day


def last_day(start, rule, calendar):
    """The last day of a rule that runs from a day: to forward (art. 12), to ask the requester (art. 14) …"""
    last = _last_day(start, rule.value, rule.unit, Dated("received", start), calendar)
    return roll(last, rule.rolls, calendar)


def extension_of(rule, rules=None):
    """The rule by which this one may be extended, or None when its law foresees none."""
    return (shipped_rules() if rules is None else rules).get(EXTENSION_RULES.get(rule.law))


def came_after_hours(clock, counting):
    clock = as_time(clock)
    return bool(clock and counting.closes_at and clock >= as_time(counting.closes_at))


def as_day(value):
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def as_time(value):
    return time.fromisoformat(value) if isinstance(value, str) and value else value or None
