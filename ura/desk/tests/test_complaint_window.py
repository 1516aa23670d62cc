"""Until when the requester may complain to the Commissioner."""

from datetime import date

from django.utils import translation

from ura.desk.complaint_window import complaint_window, counts_as_refusal
from ura.municipalities.national import shipped_calendar

CALENDAR = shipped_calendar()
DUE = date(2026, 3, 31)


def test_silence_opens_the_window_on_the_day_after_the_last_day():
    window = complaint_window(DUE, CALENDAR)
    assert (window.reason, window.opens_on, window.closes_on) == (
        "silence",
        date(2026, 4, 1),
        date(2026, 5, 15),
    )
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 15), date(2026, 5, 16)]
    assert [window.is_open(day) for day in days] == [False, True, True, False]
    with translation.override("en"):
        assert window.sentence() == (
            "No answer came within the deadline, which counts as a refusal "
            "(law no. 119/2014, article 15(4)). The requester may complain to the Commissioner "
            "until Friday, 15 May 2026 (law no. 119/2014, article 24(2))."
        )


def test_a_refusal_opens_it_at_once_and_counts_from_its_day():
    window = complaint_window(DUE, CALENDAR, refused_on=date(2026, 3, 19), answered_on=date(2026, 3, 19))
    assert (window.reason, window.opens_on, window.closes_on) == (
        "refused",
        date(2026, 3, 19),
        date(2026, 5, 7),
    )
    with translation.override("en"):
        assert window.sentence() == (
            "The requester may complain to the Commissioner until Thursday, 7 May 2026 "
            "(law no. 119/2014, article 24(2))."
        )


def test_an_answer_opens_no_window():
    assert complaint_window(DUE, CALENDAR, answered_on=date(2026, 3, 30)) is None


def test_silence_counts_as_a_refusal_only_after_the_last_day():
    assert [counts_as_refusal(DUE, day) for day in (DUE, date(2026, 4, 1))] == [False, True]
    assert counts_as_refusal(DUE, date(2026, 4, 1), answered_on=date(2026, 3, 31)) is False
