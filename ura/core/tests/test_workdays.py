"""Counting working days on a small invented calendar, and what must hold on any calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ura.core.workdays import (
    Calendar,
    DayOff,
    Skipped,
    add_workdays,
    is_workday,
    made_up_days,
    next_workday,
    previous_workday,
    skipped,
    workdays_between,
)

SUMMER_DAY = DayOff("Dita e Verës", "Summer Day", "fixed")
EXTRA = DayOff("Ditë pushimi", "Extra day off", "ad_hoc")
# March 2026: the 14th is a Saturday, its substitute Monday the 16th; the 18th is an extra day off,
# given back on Saturday the 28th.
MARCH = Calendar.of(
    [
        (date(2026, 3, 14), SUMMER_DAY),
        (date(2026, 3, 16), DayOff("Dita e Verës", "Summer Day", "substitute")),
        (date(2026, 3, 18), EXTRA),
    ],
    {date(2026, 3, 28): "për 18 marsin"},
)


def march(day):
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("day", "worked"),
    [(13, True), (14, False), (15, False), (16, False), (17, True), (18, False), (28, True), (29, False)],
)
def test_a_day_is_worked_unless_weekend_or_off_or_made_up(day, worked):
    assert is_workday(march(day), MARCH) is worked


@pytest.mark.parametrize(
    ("start", "n", "end"), [(12, 0, 12), (12, 1, 13), (12, 2, 17), (14, 1, 17), (17, 1, 19), (26, 2, 28)]
)
def test_working_days_are_added_without_the_day_itself(start, n, end):
    assert add_workdays(march(start), n, MARCH) == march(end)


def test_adding_backwards_is_refused():
    with pytest.raises(ValueError, match="n counts forward"):
        add_workdays(march(12), -1, MARCH)


def test_next_and_previous_working_day_are_the_day_itself_when_it_is_worked():
    assert next_workday(march(13), MARCH) == previous_workday(march(13), MARCH) == march(13)
    assert next_workday(march(14), MARCH) == march(17)
    assert previous_workday(march(16), MARCH) == march(13)


def test_days_skipped_carry_their_reason_and_a_feast_on_a_saturday_is_a_weekend_day():
    assert list(skipped(march(13), march(18), MARCH)) == [
        Skipped(march(14), None),
        Skipped(march(15), None),
        Skipped(march(16), DayOff("Dita e Verës", "Summer Day", "substitute")),
        Skipped(march(18), EXTRA),
    ]


def test_a_make_up_saturday_is_named_and_not_skipped():
    assert made_up_days(march(26), march(28), MARCH) == [(march(28), "për 18 marsin")]
    assert list(skipped(march(26), march(28), MARCH)) == []


def test_a_holiday_that_is_made_up_is_worked():
    calendar = Calendar.of([(march(18), EXTRA)], {march(18): "vendim"})
    assert is_workday(march(18), calendar)


def test_two_feasts_on_one_day_are_one_day_off_with_both_names():
    day = date(2028, 4, 16)
    calendar = Calendar.of(
        [(day, DayOff("Katolike", "Catholic", "movable")), (day, DayOff("Ortodokse", "Orthodox", "movable"))]
    )
    assert calendar.off == {day: DayOff("Katolike; Ortodokse", "Catholic; Orthodox", "movable")}


def test_a_feast_stays_off_when_extra_days_are_worked():
    days_off = [(march(18), EXTRA), (march(18), SUMMER_DAY), (march(19), EXTRA)]
    calendar = Calendar.of(days_off).without("ad_hoc")
    assert list(calendar.off) == [march(18)]
    assert calendar.off[march(18)].kind == "fixed"


def test_a_calendar_knows_the_years_it_has_days_off_of():
    assert [MARCH.knows(year) for year in (2025, 2026, 2027)] == [False, True, False]


def test_a_name_is_given_in_the_language_of_the_reader():
    assert (SUMMER_DAY.name("sq"), SUMMER_DAY.name("en")) == ("Dita e Verës", "Summer Day")
    assert DayOff("Ditë pushimi", "", "office").name("en") == "Ditë pushimi"


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
counts = st.integers(0, 60)
calendars = st.builds(
    lambda off, made_up: Calendar.of([(day, EXTRA) for day in off], dict.fromkeys(made_up, "")),
    st.sets(days, max_size=60),
    st.sets(days, max_size=20),
)
properties = settings(max_examples=150, deadline=None, database=None)


@properties
@given(days, counts, calendars)
def test_counting_back_what_was_added_gives_the_same_number(day, n, calendar):
    assert workdays_between(day, add_workdays(day, n, calendar), calendar) == n


@properties
@given(days, days, counts, calendars)
def test_a_later_start_never_ends_earlier(one, other, n, calendar):
    early, late = sorted((one, other))
    assert add_workdays(early, n, calendar) <= add_workdays(late, n, calendar)


@properties
@given(days, counts, counts, calendars)
def test_adding_in_two_steps_is_adding_at_once(day, n, more, calendar):
    half_way = add_workdays(day, n, calendar)
    assert add_workdays(half_way, more, calendar) == add_workdays(day, n + more, calendar)


@properties
@given(days, st.integers(1, 60), calendars)
def test_the_end_is_worked_and_every_day_on_the_way_is_counted_or_skipped(day, n, calendar):
    end = add_workdays(day, n, calendar)
    assert is_workday(end, calendar)
    assert len(list(skipped(day, end, calendar))) + n == (end - day) / timedelta(days=1)
