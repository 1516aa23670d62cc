"""The national facts as they are shipped: files that commands read into tables, and tests compare."""

import csv
from datetime import date
from pathlib import Path

from ura.core.workdays import Calendar, DayOff

DATA = Path(__file__).parent / "data"


def rows(name, folder=DATA):
    """The rows of one file, as dicts of text."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped_calendar():
    """The national calendar as shipped, without what an office or the country added later."""
    return Calendar.of(
        (
            date.fromisoformat(row["date"]),
            DayOff(row["name_sq"], row["name_en"], row["kind"], row["estimated"] == "true"),
        )
        for row in rows("holidays")
    )
