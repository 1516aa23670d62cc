"""Periods by days: from the first day until the day after the last begins."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format


@dataclass(frozen=True)
class Period:
    """`end` is the first day after the period, so that periods meet without a gap."""

    start: date
    end: date

    @classmethod
    def month(cls, year, month):
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    @classmethod
    def quarter(cls, year, quarter):
        """Period.quarter(2026, 3): from 1 July until 1 October begins."""
        first = 3 * quarter - 2
        return cls(date(year, first, 1), cls.month(year, first + 2).end)

    @classmethod
    def year(cls, year):
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def of_days(cls, first, last):
        """From two days a person typed, both included."""
        return cls(first, last + timedelta(days=1))

    @property
    def last(self):
        return self.end - timedelta(days=1)

    def __str__(self):
        if self == Period.month(self.start.year, self.start.month):
            return date_format(self.start, "YEAR_MONTH_FORMAT")
        return f"{date_format(self.start, 'SHORT_DATE_FORMAT')} – {date_format(self.last, 'SHORT_DATE_FORMAT')}"
