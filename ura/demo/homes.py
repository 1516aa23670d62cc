"""Homes in the demo: a call for the rent subsidy with its whole chain, and one for dwellings half way."""

from datetime import date, timedelta

from django.utils import timezone

from ura.demo.casework import told
from ura.housing.actions.applying import apply, give_points, withdraw
from ura.housing.actions.calls import decide, open_call
from ura.housing.actions.carrying import carry_waiting_list
from ura.housing.actions.freeing import move_up, next_up
from ura.housing.actions.tables import keep_table
from ura.housing.actions.weighing import RENT, set_priority_points
from ura.housing.national import example
from ura.housing.points import sub_criteria
from ura.housing.states import CallState, State, Tie
from ura.people.actions import add_person
from ura.staff.models import Role

PROGRAMME = "bsq"  # social rental dwellings; the rent subsidy is one of its instruments
APPLICATIONS, PLACES, FUNDED, QUOTA = 30, 10, 8, 2
FEW, FEW_PLACES = 8, 3
PRIORITY_POINTS = 10
CHAIN = [  # working days ago, the step, and what is written with it
    (58, CallState.LISTED, {}),
    (54, CallState.ASSESSED, {}),
    (47, CallState.APPROVED, {"act": "58"}),
    (36, CallState.FUNDED, {"funds": 5_760_000, "funded_places": FUNDED}),
    (30, CallState.FINAL, {"act": "71"}),
    (28, CallState.PUBLISHED, {}),
]


def calls(desk):
    words = told()["housing"]
    yield _rent(desk, words)
    yield _dwellings(desk, words)


def _rent(desk, words):
    """Thirty families ask for the rent subsidy; the list is published, one family moves up, the others wait on for the
    next year's call."""
    days, office, by = desk.days, desk.municipality, desk.supervisor
    yield days.at(days.back(97), 9, 12)
    today = timezone.localdate()
    texts = example() | {"social": words["social"]}
    keep_table(office, PROGRAMME, by=by, number=0, texts=texts, decision_number="45", decision_on=today)
    call = _opened(desk, instrument=RENT, year=today.year, places=PLACES, quota=QUOTA, closes_on=days.back(60))
    for place in range(APPLICATIONS):
        yield days.at(days.back(95 - place), 9, 14)
        _applies(desk, call, words, place, priorities=_categories(place))
    for back, step, more in CHAIN:
        yield days.at(days.back(back), 9, 12)
        call = decide(call, step, by=by, version=call.version, **more)
    yield days.at(days.back(20), 9, 12)
    leaves = call.applications.filter(state=State.GRANTED).latest("rank")
    leaves.municipality = office
    withdraw(leaves, by=desk.first(Role.OFFICER), version=leaves.version, reason=words["gave_back"])
    yield days.at(days.back(17), 9, 12)
    move_up(call, next_up(call)[0], by=by, version=call.version, reason=words["moved_up"])
    yield days.at(days.back(10), 9, 12)
    following = _opened(desk, instrument=RENT, year=call.year + 1, places=PLACES, quota=QUOTA)
    carry_waiting_list(call, following, by=by)


def _dwellings(desk, words):
    """A few families ask for a dwelling itself; the commission has assessed the list, the council is next."""
    days, by = desk.days, desk.supervisor
    yield days.at(days.back(40), 9, 12)
    call = _opened(desk, year=timezone.localdate().year, places=FEW_PLACES, quota=1, closes_on=days.back(20))
    for place in range(FEW):
        yield days.at(days.back(38 - place), 9, 14)
        _applies(desk, call, words, APPLICATIONS + place)
    for back, step in ((15, CallState.LISTED), (9, CallState.ASSESSED)):
        yield days.at(days.back(back), 9, 12)
        call = decide(call, step, by=by, version=call.version)


def _opened(desk, *, instrument="", closes_on=None, **facts):
    today, by = timezone.localdate(), desk.supervisor
    call = open_call(
        desk.municipality, by=by, programme=PROGRAMME, instrument=instrument, opens_on=today,
        closes_on=closes_on or today + timedelta(days=45), ties=(Tie.CHILDREN, Tie.EARLIEST), **facts,
    )  # fmt: skip
    if instrument == RENT:
        set_priority_points(call, by=by, version=call.version, points=PRIORITY_POINTS, group="social")
    return call


def _applies(desk, call, words, place, **more):
    """A family comes, and what holds of it gives its points."""
    by, children = desk.first(Role.OFFICER), place % 4
    name = f"{words['names'][place % 10]} {words['surnames'][(place * 3 + place // 10) % 10]}"
    person = add_person(desk.municipality, name=name, born=date(1960 + place % 40, 4, 2).isoformat(), by=by)
    row = apply(call, person, by=by, returnee=place % 3 == 0, members=2 + children, children=children,
                income=18_000 + 1_300 * place, **more)  # fmt: skip
    answers = {
        code: each.answers[(place + 2 * turn) % len(each.answers)].code
        for turn, (code, each) in enumerate(sub_criteria(call.table).items())
        if (place + turn) % 3
    }
    give_points(row, by=by, version=row.version, answers=answers)


def _categories(place):
    """The priority categories of this family."""
    held = {"returned_emigrant": place % 3 == 0, "single_parent": place % 5 == 1, "elderly": place % 7 == 2}
    return [code for code, holds in held.items() if holds]
