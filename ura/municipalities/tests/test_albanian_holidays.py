"""The library's holidays for later years agree with the official lists of the years we know."""

from datetime import date

import pytest

from ura.municipalities import national
from ura.municipalities.albanian_holidays import LibraryDay, library_days

# Announced by the Council of Ministers two days before: no library knows it.
NOT_IN_THE_LIBRARY = {"2025-12-26"}


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2028])
def test_known_years_come_out_as_in_the_shipped_list(year):
    shipped = [
        LibraryDay(date.fromisoformat(on), name_sq, name_en, kind, estimated == "true")
        for on, name_sq, name_en, kind, estimated in (row.values() for row in national.rows("holidays"))
        if on.startswith(str(year)) and on not in NOT_IN_THE_LIBRARY
    ]
    assert sorted(library_days(year), key=repr) == sorted(shipped, key=repr)


def test_moon_dependent_days_of_later_years_are_estimates_and_the_rest_is_not():
    moon = [(day.on, day.name_en, day.kind) for day in library_days(2030) if day.estimated]
    assert moon == [
        (date(2030, 2, 4), "Eid al-Fitr", "estimated"),
        (date(2030, 4, 13), "Eid al-Adha", "estimated"),
        (date(2030, 4, 15), "Eid al-Adha", "substitute"),
    ]


def test_every_name_has_an_english_one():
    days = [day for year in range(2029, 2036) for day in library_days(year)]
    assert [day for day in days if day.name_en == day.name_sq] == []
