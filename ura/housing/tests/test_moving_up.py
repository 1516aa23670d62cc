"""A place becomes free after the list was decided: the next of the waiting list moves up, and everybody can see it."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from ura.core.refusals import Refused
from ura.housing.actions.applying import refuse, withdraw
from ura.housing.actions.calls import decide
from ura.housing.actions.freeing import free_places, move_up, next_up
from ura.housing.models import Application
from ura.housing.states import CallState, State, What
from ura.housing.tests.conftest import DAY
from ura.municipalities.tenancy import reading_for, working_for
from ura.trail.models import Trail

HIGH = {"housing.1": "1", "family.1": "2"}
CHAIN = (
    CallState.LISTED,
    CallState.ASSESSED,
    CallState.APPROVED,
    CallState.FUNDED,
    CallState.FINAL,
    CallState.PUBLISHED,
)
WHY = "Familja u largua nga bashkia"


def go(call, by, until=CallState.PUBLISHED):
    for state in CHAIN[: CHAIN.index(until) + 1]:
        call = decide(call, state, by=by, version=call.version, act="VKB 7", funds=1_000_000)
    return call


def stands(call):
    rows = Application.objects.filter(municipality=call.municipality, call=call).ranked().select_related("person")
    return [(row.person.name, row.rank, State(row.state).name) for row in rows]


@pytest.fixture
def families(make_call, make_application):
    """Two places; A, B, C and D stand in this order, D returned from abroad."""

    def make(**fields):
        call = make_call(places=2, **fields)
        for n, name in enumerate("ABCD"):
            make_application(call, name, HIGH, received_on=DAY + datetime.timedelta(days=n), returnee=name == "D")
        return call

    return make


def row_of(call, name):
    rows = Application.objects.filter(municipality=call.municipality, call=call).select_related("person", "call")
    return next(row for row in rows if row.person.name == name)


def test_who_gives_the_place_back_keeps_the_line_and_the_next_moves_up(working, families):
    call, by = go(families(), working.ermira), working.ermira
    assert free_places(call) == 0
    a = row_of(call, "A")
    withdraw(a, by=working.besnik, version=a.version, reason=WHY)
    assert free_places(call) == 1
    c = row_of(call, "C")
    assert [row.label for row in next_up(call)] == [c.label]
    with pytest.raises(Refused):
        move_up(call, row_of(call, "D"), by=by, version=call.version, reason=WHY)  # C stands before
    with pytest.raises(Refused):
        move_up(call, c, by=by, version=call.version, reason=" ")
    with pytest.raises(Refused):
        move_up(call, c, by=working.besnik, version=call.version, reason=WHY)
    version = call.version
    moved = move_up(call, c, by=by, version=version, reason=WHY, act="VKB 12")
    assert (State(moved.state).name, moved.moved_up_on, moved.by_quota) == ("GRANTED", timezone.localdate(), False)
    assert stands(call) == [("A", 1, "GAVE_BACK"), ("B", 2, "GRANTED"), ("C", 3, "GRANTED"), ("D", 4, "WAITING")]
    event = c.events.get(what=What.MOVED_UP)
    assert (event.text, event.data, event.officer) == (WHY, {"number": "VKB 12", "rank": 3}, by)
    trail = Trail.objects.get(municipality=working.lezha, act="housing.moved_up")
    assert (trail.row, trail.officer) == (c.pk, by)
    with pytest.raises(Refused):
        move_up(call, row_of(call, "D"), by=by, version=version, reason=WHY)  # the same page sent twice
    call.refresh_from_db()
    with pytest.raises(Refused):
        move_up(call, row_of(call, "D"), by=by, version=call.version, reason=WHY)  # no place is free


def test_only_the_supervisor_strikes_and_a_returnee_goes_first_while_the_quota_is_open(working, families):
    call = go(families(quota=1), working.ermira)
    assert [row[2] for row in stands(call)] == ["GRANTED", "WAITING", "WAITING", "GRANTED"]
    d = row_of(call, "D")
    with pytest.raises(Refused):
        refuse(d, by=working.besnik, version=d.version, reason=WHY)
    refuse(d, by=working.ermira, version=d.version, reason=WHY)
    assert State(row_of(call, "D").state) == State.STRUCK
    assert [row.label for row in next_up(call)] == [row_of(call, "B").label]  # no other returnee waits


def test_a_returnee_moves_up_over_others_by_the_quota(working, make_call, make_application):
    call = make_call(places=1, quota=1)
    for n, name in enumerate(("A", "B", "Rikthyer", "Tjetri")):
        make_application(call, name, HIGH, received_on=DAY + datetime.timedelta(days=n), returnee=n > 1)
    call = go(call, working.ermira)
    first = row_of(call, "Rikthyer")
    assert State(first.state) == State.GRANTED
    withdraw(first, by=working.ermira, version=first.version, reason=WHY)
    moved = move_up(call, next_up(call)[0], by=working.ermira, version=call.version, reason=WHY)
    assert (moved.person.name, moved.by_quota) == ("Tjetri", True)


def test_before_the_funds_nobody_moves_up_and_before_the_final_list_only_to_proposed(working, families):
    call, by = go(families(), working.ermira, CallState.APPROVED), working.ermira
    a = row_of(call, "A")
    withdraw(a, by=by, version=a.version, reason=WHY)
    assert (State(row_of(call, "A").state), free_places(call)) == (State.WITHDRAWN, 0)  # the funds choose anew
    call = decide(call, CallState.FUNDED, by=by, version=call.version, funds=1_000_000)
    b = row_of(call, "B")
    withdraw(b, by=by, version=b.version, reason=WHY)
    moved = move_up(call, next_up(call)[0], by=by, version=call.version, reason=WHY)
    assert (moved.person.name, State(moved.state)) == ("D", State.PROPOSED)
    call.refresh_from_db()
    decide(call, CallState.FINAL, by=by, version=call.version, act="VKB 8")
    assert stands(call) == [("B", 2, "GAVE_BACK"), ("C", 3, "GRANTED"), ("D", 4, "GRANTED")]


def test_board_and_public_list_show_it_and_the_reason_stays_in_the_office(town, families, client):
    with working_for(town.lezha):
        call = go(families(), town.ermira)
        a = row_of(call, "A")
    here = f"/lezhe/office/housing/calls/{call.pk}/"
    client.force_login(town.ermira.user)
    client.post(
        f"/lezhe/office/housing/applications/{a.pk}/end/", {"version": a.version, "how": "withdraw", "reason": WHY}
    )
    with reading_for(town.lezha):
        c, version = row_of(call, "C"), call.version
    assert f'value="{c.pk}"' in client.get(here).text
    today = timezone.localdate().strftime("%d.%m.%Y")
    given = {"version": version, "application": c.pk, "on": today, "act": "VKB 12", "reason": WHY}
    assert client.post(f"{here}up/", given | {"reason": ""}).status_code == 422
    assert client.post(f"{here}up/", given).url == here
    board = client.get(here).text
    assert (board.count(WHY), "VKB 12" in board) == (2, True)  # A left, C came
    client.logout()
    with override("sq"):
        public = client.get(f"/lezhe/housing/{call.pk}/").text
    assert "Vendi u lirua" in public, public[public.index("<table") :]
    assert f"Përfitues (kaloi nga lista e pritjes më {today})" in public
    assert WHY not in public
    client.force_login(town.besnik.user)
    assert client.post(f"{here}up/", given).status_code == 403
