"""Working days: which days an office works, and how they are counted.

Everything here is pure. The calendar comes from data (public holidays, substitute days, extra days off and
make-up working days), so that a day announced tomorrow changes an answer without changing code.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayOff:
    """Why nobody works on a day; kind is fixed, movable, estimated, substitute, ad_hoc or office."""

    name_sq: str
    name_en: str
    kind: str
    estimated: bool = False

    def name(self, language):
        return self.name_en if language == "en" and self.name_en else self.name_sq


@dataclass(frozen=True)
class Calendar:
    """The days off and the make-up working days of one office.

    A make-up day is worked whatever else it is: a Saturday, or a holiday given back by decision.
    """

    off: Mapping[date, DayOff] = field(default_factory=dict)
    made_up: Mapping[date, str] = field(default_factory=dict)
    weekend: tuple = (5, 6)

    @classmethod
    def of(cls, days_off: Iterable[tuple[date, DayOff]], made_up: Mapping[date, str] | None = None, **other):
        """Build a calendar from rows; two feasts on one day become one day off with both names."""
        off = {}
        for day, reason in days_off:
            off[day] = _both(off[day], reason) if day in off else reason
        return cls(off, dict(made_up or {}), **other)

    def without(self, *kinds):
        """The same calendar with the days off of these kinds worked."""
        return replace(self, off={on: why for on, why in self.off.items() if why.kind not in kinds})

    def knows(self, year):
        """Whether any day off of that year is known; without one its due dates are only a guess."""
        return any(day.year == year for day in self.off)


@dataclass(frozen=True)
class Skipped:
    """A day that is not worked; without a reason it is an ordinary weekend day."""

    day: date
    reason: DayOff | None


def is_workday(day, calendar):
    if day in calendar.made_up:
        return True
    return day.weekday() not in calendar.weekend and day not in calendar.off


def add_workdays(day, n, calendar):
    """The n-th working day after a day; the day itself is not counted, so 0 is the day itself."""
    if n < 0:
        raise ValueError("n counts forward: it cannot be negative")
    off, made_up, weekend = calendar.off, calendar.made_up, calendar.weekend
    while n:
        day += DAY
        if (day.weekday() not in weekend and day not in off) or day in made_up:
            n -= 1
    return day


def workdays_between(a, b, calendar):
    """How many working days lie after a, up to and including b; 0 when b is not later."""
    off, made_up, weekend = calendar.off, calendar.made_up, calendar.weekend
    n = 0
    while a < b:
        a += DAY
        if (a.weekday() not in weekend and a not in off) or a in made_up:
            n += 1
    return n


def next_workday(day, calendar):
    """The day itself when it is worked, else the first working day after it."""
    while not is_workday(day, calendar):
        day += DAY
    return day


def previous_workday(day, calendar):
    """The day itself when it is worked, else the last working day before it."""
    while not is_workday(day, calendar):
        day -= DAY
    return day


def skipped(day, until, calendar) -> Iterator[Skipped]:
    """The days after a day, up to and including the last one, that are not worked, each with its reason.

    A feast on a Saturday or Sunday is an ordinary weekend day: nobody would have worked.
    """
    while day < until:
        day += DAY
        if not is_workday(day, calendar):
            yield Skipped(day, None if day.weekday() in calendar.weekend else calendar.off[day])


def made_up_days(day, until, calendar):
    """The make-up working days after a day, up to and including the last one, each with its reason."""
    return [(on, reason) for on, reason in sorted(calendar.made_up.items()) if day < on <= until]


def _both(one, other):
    if one.name_sq == other.name_sq and one.kind == other.kind:
        return replace(one, estimated=one.estimated and other.estimated)
    # What the law fixes outweighs an extra day off: the day stays off when extra days are worked.
    kind = other.kind if one.kind == "ad_hoc" else one.kind
    return DayOff(
        f"{one.name_sq}; {other.name_sq}",
        f"{one.name_en}; {other.name_en}",
        kind,
        one.estimated and other.estimated,
    )
