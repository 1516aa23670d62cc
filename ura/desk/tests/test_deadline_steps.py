"""The lines under a due date say each rule with its law, each day not counted with its name."""

from datetime import date

import pytest
from django.utils import translation

from ura.core.workdays import Calendar, DayOff
from ura.desk.deadlines import Counting, Dated, derive, shipped_rules
from ura.municipalities.national import shipped_calendar

CALENDAR = shipped_calendar()
RULES = shipped_rules()


def on(text):
    return date.fromisoformat(text)


def received(day, **data):
    return Dated("received", on(day), data)


def lines(*events, rule="rti_answer", calendar=CALENDAR, **counting):
    """The English sentences, from the receipt to the last day."""
    deadline = derive(events, RULES[rule], calendar, Counting(**counting))
    with translation.override("en"):
        return [step.sentence() for step in deadline.steps]


def line(kind, *events, rule="rti_answer", calendar=CALENDAR, **counting):
    """The one English sentence of a kind."""
    deadline = derive(events, RULES[rule], calendar, Counting(**counting))
    (step,) = [step for step in deadline.steps if step.kind == kind]
    with translation.override("en"):
        return step.sentence()


def test_ten_working_days_over_two_holidays_are_explained_line_by_line():
    assert lines(received("2026-11-25")) == [
        ("Wednesday, 25 November 2026: received. The day of receipt is not counted (law no. 44/2015, article 56-57)."),
        "Deadline: 10 working days after 25 November 2026 (law no. 119/2014, article 15(1)).",
        ("Monday, 30 November 2026: Flag and Independence Day (substitute day), not counted (law no. 7651/1992)."),
        "Tuesday, 1 December 2026: Liberation Day (substitute day), not counted (law no. 7651/1992).",
        "Tuesday, 8 December 2026: Youth Day (public holiday), not counted (law no. 7651/1992).",
        "6 weekend days are not counted.",
        "Answer due on Monday, 14 December 2026.",
    ]


def test_an_extension_is_a_second_count_with_its_own_law():
    assert lines(received("2026-03-12"), Dated("extended", on("2026-03-20")))[6:] == [
        "This count ends on Tuesday, 31 March 2026.",
        (
            "Friday, 20 March 2026: extended by 5 working days from the end of the deadline "
            "(law no. 119/2014, article 15(3))."
        ),
        "Monday, 6 April 2026: Catholic Easter (substitute day), not counted (law no. 7651/1992).",
        "2 weekend days are not counted.",
        "This count ends on Wednesday, 8 April 2026.",
        "Answer due on Wednesday, 8 April 2026.",
    ]


ASKED = Dated("clarification_asked", on("2026-03-17"))
CLARIFIED = Dated("clarified", on("2026-03-24"))
MARCH_12 = received("2026-03-12")


@pytest.mark.parametrize(
    ("kind", "events", "counting", "sentence"),
    [
        (
            "late_entry",
            [received("2026-03-12", entered_on="2026-03-25")],
            {},
            "Entered in the book later, on Wednesday, 25 March 2026. The clock runs from the day of receipt.",
        ),
        (
            "after_hours",
            [received("2026-03-12", time="17:00")],
            {"closes_at": "16:00"},
            "It came after office hours and counts as received that day (setting of the office).",
        ),
        (
            "after_hours",
            [received("2026-03-12", time="17:00")],
            {"closes_at": "16:00", "after_hours_counts_that_day": False},
            ("It came after office hours and counts as received on Friday, 13 March 2026 (setting of the office)."),
        ),
        (
            "forwarded",
            [
                received("2026-03-19"),
                Dated("forwarded", on("2026-03-19"), {"first_authority_on": "2026-03-12"}),
            ],
            {},
            (
                "Thursday, 19 March 2026: forwarded to the competent authority. "
                "The longer deadline applies, counted from arrival at the first authority, 12 March 2026 "
                "(law no. 119/2014, article 15(2))."
            ),
        ),
        (
            "clock_kept",
            [MARCH_12, ASKED, CLARIFIED],
            {},
            "Tuesday, 17 March 2026: clarification asked. The clock did not stop (setting of the office).",
        ),
        (
            "waited",
            [MARCH_12, ASKED, CLARIFIED],
            {"clock_stops_while_waiting": True},
            (
                "The clock stood still from 17 March 2026 to 24 March 2026 (setting of the office): "
                "3 working days added."
            ),
        ),
        (
            "waiting",
            [MARCH_12, ASKED],
            {"clock_stops_while_waiting": True},
            (
                "Tuesday, 17 March 2026: clarification asked. The clock has stood still since then "
                "(setting of the office); the last day moves when the requester answers."
            ),
        ),
        (
            "due",
            [MARCH_12, ASKED],
            {"clock_stops_while_waiting": True},
            "Answer due on Tuesday, 31 March 2026 at the earliest.",
        ),
        (
            "asked_too_late",
            [MARCH_12, Dated("clarification_asked", on("2026-04-01"))],
            {"clock_stops_while_waiting": True},
            (
                "Wednesday, 1 April 2026: clarification asked after the last day, 31 March 2026: "
                "the clock had already run out."
            ),
        ),
        (
            "extended",
            [MARCH_12, Dated("extended", on("2026-04-01"))],
            {},
            (
                "Wednesday, 1 April 2026: extended by 5 working days from the end of the deadline. "
                "The extension was decided after the last day had passed (law no. 119/2014, article 15(3))."
            ),
        ),
        (
            "extension_not_counted",
            [MARCH_12, Dated("extended", on("2026-03-20")), Dated("extended", on("2026-04-02"))],
            {},
            "Thursday, 2 April 2026: a further extension is not counted, the law allows it once.",
        ),
        (
            "reopened",
            [MARCH_12, Dated("reopened", on("2026-11-25"))],
            {},
            (
                "Wednesday, 25 November 2026: opened again. A new clock runs; this day is not counted "
                "(law no. 44/2015, article 56-57)."
            ),
        ),
        (
            "calendar_changed",
            [
                MARCH_12,
                Dated(
                    "calendar_changed",
                    on("2026-03-25"),
                    {"from": "2026-03-30", "to": "2026-03-31", "reason": "decision no. 12"},
                ),
            ],
            {},
            (
                "Wednesday, 25 March 2026: the calendar changed (decision no. 12). "
                "The last day moved from 30 March 2026 to 31 March 2026."
            ),
        ),
        (
            "calendar_changed",
            [MARCH_12, Dated("calendar_changed", on("2026-03-25"), {"reason": "decision no. 12"})],
            {},
            "Wednesday, 25 March 2026: the calendar changed (decision no. 12). The last day did not move.",
        ),
    ],
)
def test_each_event_has_its_sentence(kind, events, counting, sentence):
    assert line(kind, *events, **counting) == sentence


@pytest.mark.parametrize(
    ("kind", "rule", "sentence"),
    [
        (
            "rolled",
            "cap_appeal_filing",
            (
                "The last day, Saturday, 11 April 2026, is a rest day (weekend): it moves to Tuesday, "
                "14 April 2026 (law no. 44/2015, article 56-57)."
            ),
        ),
        (
            "not_rolled",
            "rti_forward_to_competent",
            "The last day, Sunday, 22 March 2026, is a rest day (Nevruz), but it does not move.",
        ),
        (
            "rule",
            "rti_forward_to_competent",
            (
                "Deadline: 10 calendar days after 12 March 2026 "
                "(law no. 119/2014, article 12, to be confirmed by the office)."
            ),
        ),
        (
            "rule",
            "rti_clarification_contact",
            ("Deadline: 48 hours after 12 March 2026 (law no. 119/2014, article 14, to be confirmed by the office)."),
        ),
        ("rule", "civil_status_certificate_pre2010", "Deadline: 3 working days after 12 March 2026."),
    ],
)
def test_each_rule_has_its_sentence(kind, rule, sentence):
    assert line(kind, MARCH_12, rule=rule) == sentence


def test_an_estimated_feast_says_that_it_is_to_be_confirmed():
    assert line("day_off", received("2028-02-24")) == (
        "Monday, 28 February 2028: Eid al-Fitr (substitute day, estimated, to be confirmed), not counted "
        "(law no. 7651/1992)."
    )


def test_days_of_the_office_and_make_up_days_carry_the_reason_the_office_gave():
    off = {on("2026-03-27"): DayOff("Festa e qytetit", "", "office")}
    calendar = Calendar({**CALENDAR.off, **off}, {on("2026-03-28"): "Decision no. 12"})
    sentences = lines(MARCH_12, calendar=calendar)
    assert sentences[5:8] == [
        "Friday, 27 March 2026: Festa e qytetit (day off of the office), not counted.",
        "Saturday, 28 March 2026: make-up working day, counted. Decision no. 12",
        "5 weekend days are not counted.",
    ]


def test_a_year_without_known_holidays_is_said():
    assert line("calendar_unknown", received("2031-03-12")) == (
        "No public holidays are known yet for 2031: the last day may still move."
    )


def test_json_says_each_line_in_both_languages_with_its_law():
    answer = derive([received("2026-11-25")], RULES["rti_answer"], CALENDAR).as_json()
    assert (answer["received"], answer["due_on"]) == ("2026-11-25", "2026-12-14")
    assert [step["kind"] for step in answer["steps"]] == [
        "received", "rule", "day_off", "day_off", "day_off", "weekends", "due",
    ]  # fmt: skip
    holiday = answer["steps"][2]
    assert holiday.pop("sq").startswith("E hënë, 30 nëntor 2026: Dita e Flamurit dhe e Pavarësisë (")
    assert holiday == {
        "day": "2026-11-30",
        "kind": "day_off",
        "law": "7651/1992",
        "article": "",
        "data": {
            "name_sq": "Dita e Flamurit dhe e Pavarësisë",
            "name_en": "Flag and Independence Day",
            "off": "substitute",
            "estimated": False,
        },
        "en": "Monday, 30 November 2026: Flag and Independence Day (substitute day), not counted (law no. 7651/1992).",
    }
