"""Due dates on the shipped calendar: the reference's vectors, and what each dated event does to the day."""

from datetime import date

import pytest

from ura.core.workdays import Calendar, DayOff
from ura.desk.deadlines import Counting, Dated, Rule, derive, extension_of, last_day, roll, shipped_rules
from ura.municipalities.national import shipped_calendar

CALENDAR = shipped_calendar()
RULES = shipped_rules()
ANSWER = RULES["rti_answer"]

# received, 10 working days, 15 working days, 10 calendar days that never move, 30 calendar days that do
VECTORS = [
    ("2024-12-23", "2025-01-09", "2025-01-16", "2025-01-02", "2025-01-22"),
    ("2025-04-17", "2025-05-05", "2025-05-12", "2025-04-27", "2025-05-19"),
    ("2025-11-19", "2025-12-09", "2025-12-16", "2025-11-29", "2025-12-19"),
    ("2025-12-22", "2026-01-09", "2026-01-16", "2026-01-01", "2026-01-21"),
    ("2026-03-12", "2026-03-31", "2026-04-08", "2026-03-22", "2026-04-14"),
    ("2026-03-14", "2026-04-01", "2026-04-09", "2026-03-24", "2026-04-14"),
    ("2026-11-25", "2026-12-14", "2026-12-21", "2026-12-05", "2026-12-28"),
    ("2027-04-28", "2027-05-14", "2027-05-24", "2027-05-08", "2027-05-28"),
    ("2028-02-24", "2028-03-10", "2028-03-20", "2028-03-05", "2028-03-27"),
]
VECTOR_RULES = ("rti_answer", "rti_answer_after_forwarding", "rti_forward_to_competent", "cap_appeal_filing")


def on(text):
    return date.fromisoformat(text)


def received(day, **data):
    return Dated("received", on(day), data)


def due(*events, rule=ANSWER, calendar=CALENDAR, **counting):
    return derive(events, rule, calendar, Counting(**counting)).due_on.isoformat()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[0])
def test_reference_vectors_come_out_to_the_day(vector):
    submitted, *expected = vector
    assert [due(received(submitted), rule=RULES[rule]) for rule in VECTOR_RULES] == expected
    assert [last_day(on(submitted), RULES[rule], CALENDAR).isoformat() for rule in VECTOR_RULES] == expected


def test_without_the_extra_day_off_the_answer_is_due_a_day_earlier():
    assert due(received("2025-12-22"), ad_hoc_days_off_skipped=False) == "2026-01-08"


def test_an_extension_adds_five_working_days_to_the_end_of_the_deadline():
    assert due(received("2026-03-12"), Dated("extended", on("2026-03-20"))) == "2026-04-08"


def test_a_second_extension_is_not_counted():
    extended = Dated("extended", on("2026-03-20"))
    assert due(received("2026-03-12"), extended, Dated("extended", on("2026-04-02"))) == "2026-04-08"


def test_an_office_may_extend_by_fewer_days():
    assert due(received("2026-03-12"), Dated("extended", on("2026-03-20"), {"days": 2})) == "2026-04-02"


def test_a_law_without_extension_is_not_extended():
    appeal = RULES["cap_appeal_decision"]
    assert extension_of(appeal) is None
    extended = Dated("extended", on("2026-03-20"))
    assert due(received("2026-03-12"), extended, rule=appeal) == due(received("2026-03-12"), rule=appeal)


def test_an_extension_of_calendar_days_runs_from_the_day_the_deadline_had_moved_to():
    # 30 days end on Saturday 11 April, Orthodox Easter moves them to Tuesday the 14th; 60 days from there.
    events = received("2026-03-12"), Dated("extended", on("2026-04-01"))
    assert due(*events, rule=RULES["dsr_answer"]) == "2026-06-15"


def test_after_forwarding_fifteen_working_days_run_from_the_receipt():
    assert due(received("2026-03-12"), Dated("forwarded", on("2026-03-18"))) == "2026-04-08"


def test_what_another_authority_forwarded_runs_from_its_arrival_there():
    forwarded = Dated("forwarded", on("2026-03-19"), {"first_authority_on": "2026-03-12"})
    assert due(received("2026-03-19"), forwarded) == "2026-04-08"


def test_a_forwarded_request_can_still_be_extended():
    events = received("2026-03-12"), Dated("forwarded", on("2026-03-18")), Dated("extended", on("2026-03-30"))
    assert due(*events) == "2026-04-16"


def test_the_order_in_which_events_were_entered_does_not_matter():
    events = received("2026-03-12"), Dated("forwarded", on("2026-03-18")), Dated("extended", on("2026-03-30"))
    assert due(*reversed(events)) == due(*events)


ASKED_AND_ANSWERED = (
    received("2026-03-12"),
    Dated("clarification_asked", on("2026-03-17")),
    Dated("clarified", on("2026-03-24")),
)


def test_the_clock_does_not_stop_by_itself():
    assert due(*ASKED_AND_ANSWERED) == "2026-03-31"


def test_where_the_office_stops_the_clock_the_working_days_of_waiting_are_added():
    # 18, 19 and 24 March are worked; the 20th and the 23rd are holidays.
    assert due(*ASKED_AND_ANSWERED, clock_stops_while_waiting=True) == "2026-04-03"


def test_a_changed_setting_does_not_reach_back_to_what_was_asked_before():
    asked = Dated("clarification_asked", on("2026-03-17"), {"clock_stops": False})
    events = (ASKED_AND_ANSWERED[0], asked, ASKED_AND_ANSWERED[2])
    assert due(*events, clock_stops_while_waiting=True) == "2026-03-31"


def test_while_the_requester_is_silent_the_clock_stands():
    deadline = derive(ASKED_AND_ANSWERED[:2], ANSWER, CALENDAR, Counting(clock_stops_while_waiting=True))
    assert (deadline.waiting_since, deadline.due_on) == (on("2026-03-17"), on("2026-03-31"))


def test_a_question_asked_after_the_last_day_revives_nothing():
    late = Dated("clarification_asked", on("2026-04-01")), Dated("clarified", on("2026-04-10"))
    assert due(received("2026-03-12"), *late, clock_stops_while_waiting=True) == "2026-03-31"


def test_waiting_adds_calendar_days_to_a_calendar_deadline():
    # Thirty days and seven of waiting end on Saturday 18 April.
    assert due(*ASKED_AND_ANSWERED, rule=RULES["dsr_answer"], clock_stops_while_waiting=True) == "2026-04-20"


def test_opened_again_a_new_clock_runs_and_the_old_extension_is_history():
    events = received("2026-03-12"), Dated("extended", on("2026-03-20")), Dated("reopened", on("2026-11-25"))
    assert due(*events) == "2026-12-14"
    assert due(*events, Dated("extended", on("2026-12-01"))) == "2026-12-21"


def test_forwarded_after_it_was_opened_again_the_days_run_from_the_opening():
    forwarded = Dated("forwarded", on("2026-11-26"), {"first_authority_on": "2026-03-12"})
    assert due(received("2026-03-12"), Dated("reopened", on("2026-11-25")), forwarded) == "2026-12-21"


def test_a_request_typed_late_is_due_as_if_typed_at_once():
    assert due(received("2026-03-12", entered_on="2026-03-25")) == "2026-03-31"


@pytest.mark.parametrize(
    ("clock", "counts_that_day", "expected"),
    [
        ("15:59", False, "2026-03-31"),
        ("16:00", False, "2026-04-01"),
        ("17:30", False, "2026-04-01"),
        ("17:30", True, "2026-03-31"),
        (None, False, "2026-03-31"),
    ],
)
def test_after_hours_a_receipt_counts_as_the_office_decided(clock, counts_that_day, expected):
    event = received("2026-03-12", time=clock)
    assert due(event, after_hours_counts_that_day=counts_that_day, closes_at="16:00") == expected


@pytest.mark.parametrize(
    ("clock", "expected"), [("09:00", "2026-03-14"), ("23:59", "2026-03-14"), (None, "2026-03-14")]
)
def test_hours_run_on_through_the_weekend(clock, expected):
    assert due(received("2026-03-12", time=clock), rule=RULES["rti_clarification_contact"]) == expected


def test_hours_end_on_the_day_their_last_hour_falls_on():
    half_day = Rule("x", "", "", 36, "hours")
    assert due(received("2026-03-12", time="09:00"), rule=half_day) == "2026-03-13"
    assert due(received("2026-03-12", time="13:00"), rule=half_day) == "2026-03-14"


def test_a_make_up_saturday_brings_the_day_forward():
    calendar = Calendar(CALENDAR.off, {on("2026-03-28"): "vendim"})
    assert due(received("2026-03-12"), calendar=calendar) == "2026-03-30"


def test_a_day_off_announced_late_moves_the_day():
    off = {**CALENDAR.off, on("2026-03-27"): DayOff("Ditë pushimi", "Extra day off", "ad_hoc")}
    assert due(received("2026-03-12"), calendar=Calendar(off)) == "2026-04-01"


def test_a_last_day_rolls_forward_backward_or_not():
    easter = on("2026-04-12")
    ends = [roll(easter, rolls, CALENDAR).isoformat() for rolls in ("next_working_day", "previous", "none")]
    assert ends == ["2026-04-14", "2026-04-10", "2026-04-12"]


def test_without_a_receipt_there_is_no_deadline():
    with pytest.raises(ValueError, match="no event 'received'"):
        derive([Dated("extended", on("2026-03-20"))], ANSWER, CALENDAR)


def test_events_of_other_kinds_are_passed_over():
    assert due(received("2026-03-12"), Dated("note", on("2026-03-13"))) == "2026-03-31"


def test_shipped_rules_are_those_with_a_number():
    assert len(RULES) == 20
    assert "breach_notify_person" not in RULES
    assert [rule.id for rule in RULES.values() if rule.law == "119/2014" and rule.uncertain] == [
        "rti_forward_to_competent",
        "rti_clarification_contact",
        "rti_previously_given",
    ]
    assert {rule.max_times for rule in RULES.values()} == {1, None}
