"""The ranked list, equal points, the quota, the chain of decisions, and the waiting list carried on."""

import datetime

import pytest

from ura.cases.actions.opening import open_case
from ura.core.refusals import Refused
from ura.housing.actions.applying import change, refuse
from ura.housing.actions.calls import decide, set_ties
from ura.housing.actions.carrying import carry, carry_waiting_list
from ura.housing.models import Application
from ura.housing.rules import public_rows
from ura.housing.states import CallState, State
from ura.housing.tests.conftest import DAY

HIGH, LOW = {"housing.1": "1", "family.1": "2"}, {"housing.1": "2"}  # 30 and 10 points


def go(call, by, *states, **last):
    for n, state in enumerate(states, 1):
        act = "VKB 7" if state in (CallState.APPROVED, CallState.FINAL) else ""
        more = {"funds": 4_000_000} if state == CallState.FUNDED else {}
        call = decide(call, state, by=by, version=call.version, act=act, **(more | (last if n == len(states) else {})))
    return call


def listed(call):
    rows = Application.objects.filter(municipality=call.municipality, call=call).ranked()
    return [(row.person.name, row.points, row.rank, State(row.state).name) for row in rows.select_related("person")]


def test_the_list_goes_by_points_then_by_the_chosen_rule(working, make_call, make_application):
    call = make_call(ties=["earliest", "children"])
    make_application(call, "A", LOW)
    make_application(call, "B", HIGH, received_on=DAY + datetime.timedelta(days=1))
    make_application(call, "C", HIGH, children=1)
    make_application(call, "D", HIGH, children=2)
    go(call, working.besnik, CallState.LISTED)
    assert listed(call) == [
        ("D", 30, 1, "PROPOSED"), ("C", 30, 2, "PROPOSED"), ("B", 30, 3, "WAITING"), ("A", 10, 4, "WAITING"),
    ]  # fmt: skip


def test_equal_in_everything_share_a_place_and_the_commission_is_stopped_at_the_line(
    working, make_call, make_application
):
    call = make_call(ties=["earliest"])
    for name in ("A", "B", "C"):
        make_application(call, name, HIGH)
    call = go(call, working.besnik, CallState.LISTED)
    assert [row[2] for row in listed(call)] == [1, 1, 1]
    with pytest.raises(Refused, match=r"place 1|vendi 1"):
        go(call, working.besnik, CallState.ASSESSED)
    with pytest.raises(Refused):
        set_ties(call, by=working.besnik, version=call.version, ties=["lot"])
    call = decide(call, CallState.OPEN, by=working.besnik, version=call.version, reason="Barazim")
    call = set_ties(call, by=working.besnik, version=call.version, ties=["earliest", "lot"])
    call = go(call, working.besnik, CallState.LISTED, CallState.ASSESSED)
    assert [row[2] for row in listed(call)] == [1, 2, 3]


def test_a_lot_is_drawn_once_and_stays(working, make_call, make_application):
    call = make_call(ties=["lot"])
    for name in "ABCDEF":
        make_application(call, name, HIGH)
    call = go(call, working.besnik, CallState.LISTED)
    first = listed(call)
    assert sorted(row[2] for row in first) == [1, 2, 3, 4, 5, 6]
    call = decide(call, CallState.OPEN, by=working.besnik, version=call.version, reason="Një dokument mungonte")
    assert {row[3] for row in listed(call)} == {"SCORED"}
    call = go(call, working.besnik, CallState.LISTED, CallState.ASSESSED)
    assert listed(call) == first


def test_the_quota_lifts_returnees_over_the_last_of_the_others(working, make_call, make_application):
    call = make_call(places=2, quota=1)
    for name in ("A", "B", "C"):
        make_application(call, name, HIGH, received_on=DAY + datetime.timedelta(days="ABC".index(name)))
    make_application(call, "E rikthyer", LOW, returnee=True)
    go(call, working.besnik, CallState.LISTED)
    assert listed(call) == [
        ("A", 30, 1, "PROPOSED"), ("B", 30, 2, "WAITING"), ("C", 30, 3, "WAITING"), ("E rikthyer", 10, 4, "PROPOSED"),
    ]  # fmt: skip
    assert Application.objects.get(municipality=working.lezha, call=call, returnee=True).by_quota


def test_no_list_while_somebody_waits_for_points_or_earns_too_much(working, make_call, make_application):
    call = make_call(income_ceiling=30_000)
    with pytest.raises(Refused):
        go(call, working.besnik, CallState.LISTED)  # nobody applied
    waiting = make_application(call, "A")
    with pytest.raises(Refused):
        go(call, working.besnik, CallState.LISTED)
    refuse(waiting, by=working.besnik, version=waiting.version, reason="Ka banesë")
    rich = make_application(call, "B", HIGH, income=40_000)
    with pytest.raises(Refused):
        go(call, working.besnik, CallState.LISTED)
    refuse(rich, by=working.besnik, version=rich.version, reason="Mbi tavanin")
    make_application(call, "C", HIGH)
    assert go(call, working.besnik, CallState.LISTED).state == CallState.LISTED


def test_the_council_approves_before_and_after_the_funds_and_every_step_is_written(
    working, make_call, make_application
):
    call, by = make_call(), working.ermira
    for name in ("A", "B", "C"):
        make_application(call, name, HIGH, received_on=DAY + datetime.timedelta(days="ABC".index(name)))
    call = go(call, by, CallState.LISTED, CallState.ASSESSED)
    with pytest.raises(Refused):
        decide(call, CallState.FUNDED, by=by, version=call.version, funds=1)  # not before the council
    with pytest.raises(Refused):
        decide(call, CallState.APPROVED, by=by, version=call.version)  # not without its number
    call = go(call, by, CallState.APPROVED, CallState.FUNDED, funded_places=1)
    assert [row[3] for row in listed(call)] == ["PROPOSED", "WAITING", "WAITING"]
    call = go(call, by, CallState.FINAL, CallState.PUBLISHED)
    assert [row[3] for row in listed(call)] == ["GRANTED", "WAITING", "WAITING"]
    assert [(d.state, d.act) for d in call.decisions.all()] == [
        ("2", ""), ("3", ""), ("4", "VKB 7"), ("5", ""), ("6", "VKB 7"), ("7", ""),
    ]  # fmt: skip
    assert call.funds == 4_000_000


def test_who_waits_is_carried_to_next_year_with_the_first_day_and_with_points_of_the_same_table(
    working, make_call, make_application
):
    call, by = make_call(places=1), working.ermira
    make_application(call, "A", HIGH)
    make_application(call, "B", LOW, children=3)
    go(call, by, CallState.LISTED, CallState.ASSESSED, CallState.APPROVED, CallState.FUNDED, CallState.FINAL)
    call.refresh_from_db()
    next_year = make_call(table=False, year=2027)
    assert carry_waiting_list(call, next_year, by=by) == 1
    assert carry_waiting_list(call, next_year, by=by) == 0
    new = next_year.applications.get()
    assert (new.label, new.received_on, new.points, State(new.state).name, new.children) == (
        "S-1/2027", DAY, 10, "SCORED", 3,
    )  # fmt: skip
    assert (State(new.previous.state).name, new.previous.label) == ("CARRIED", "S-2/2026")


def test_the_decided_list_keeps_the_line_of_who_waits_on_in_another_call(working, make_call, make_application):
    call, by = make_call(places=1), working.ermira
    make_application(call, "A", HIGH)
    make_application(call, "B", LOW)
    never_listed = make_application(call, "C", LOW)
    other = make_call(programme="bku", year=2027)
    carry(never_listed, other, by=by, version=never_listed.version)
    go(call, by, CallState.LISTED, CallState.ASSESSED, CallState.APPROVED, CallState.FUNDED, CallState.FINAL)
    call.refresh_from_db()
    carry_waiting_list(call, other, by=by)
    assert [(row.label, row.rank, State(row.state).name) for row in public_rows(call)] == [
        ("S-1/2026", 1, "GRANTED"), ("S-2/2026", 2, "CARRIED"),
    ]  # fmt: skip


def test_another_programme_asks_for_points_anew_and_the_case_hears_of_it(
    working, make_call, make_application, make_enquiry
):
    enquiry = make_enquiry(working.lezha, person={"name": "Elona Hoxha"})
    case = open_case(enquiry, by=working.besnik, kind="returnee")
    first, other = make_call(), make_call(programme="bku")
    row = make_application(first, "", HIGH, case=case)
    new = carry(row, other, by=working.besnik, version=row.version, reason="Nuk e përballon qiranë")
    assert (new.points, State(new.state).name, new.case) == (None, "RECEIVED", case)
    assert [event.kind for event in case.events.filter(kind__startswith="housing")] == [
        "housing", "housing_moved", "housing_moved", "housing",
    ]  # fmt: skip
    with pytest.raises(Refused):
        carry(row, other, by=working.besnik, version=row.version + 1)


def test_one_application_a_person_in_a_call_and_none_after_the_list(working, make_call, make_application):
    call = make_call()
    row = make_application(call, "Elona Hoxha", HIGH)
    from ura.housing.actions.applying import apply

    with pytest.raises(Refused):
        apply(call, row.person, by=working.besnik)
    call = go(call, working.besnik, CallState.LISTED)
    with pytest.raises(Refused):
        make_application(call, "Tjetri")


def test_sensitive_priority_categories_are_asked_only_where_the_programme_weighs_them(make_call, make_application):
    call = make_call()
    with pytest.raises(Refused):
        make_application(call, "A", priorities=["roma_family"])
    rent = make_call(table=False, instrument="rent_subsidy")
    assert make_application(rent, "A", priorities=["returned_emigrant"]).priorities == ["returned_emigrant"]


def test_who_applies_outside_the_days_of_the_call_is_not_written_down_and_who_was_carried_over_is(
    working, make_call, make_application
):
    call, day = make_call(), datetime.timedelta(days=1)
    for outside in (call.opens_on - day, call.closes_on + day):
        with pytest.raises(Refused, match=r"02\.03\.2026 deri më 30\.04\.2026") as refused:
            make_application(call, "A", HIGH, received_on=outside)
        assert refused.value.field == "received_on"
    row = make_application(call, "A", HIGH, received_on=call.closes_on)
    with pytest.raises(Refused, match="Thirrja është e hapur"):
        change(row, by=working.besnik, version=row.version, received_on=call.closes_on + day)
    row = change(row, by=working.besnik, version=row.version, received_on=call.opens_on)
    later = make_call(table=False, year=2027, opens_on=call.closes_on + day, closes_on=call.closes_on + 9 * day)
    carried = carry(row, later, by=working.besnik, version=row.version)
    assert carried.received_on == call.opens_on
    changed = change(carried, by=working.besnik, version=carried.version, members=5)
    assert (changed.received_on, changed.members) == (call.opens_on, 5)
