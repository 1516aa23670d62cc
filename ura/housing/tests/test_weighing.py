"""Priority categories of a rent subsidy: their points follow their share of the applications, call by call."""

import pytest
from django.utils.translation import override

from ura.core.refusals import Refused
from ura.housing.actions.calls import decide
from ura.housing.actions.weighing import set_priority_points
from ura.housing.models import Application, Call
from ura.housing.points import explain
from ura.housing.states import CallState
from ura.housing.weighing import explained, table_of

LOW = {"housing.1": "2", "social.1": "1"}  # 10 + 12


@pytest.fixture
def rent(make_call, make_application):
    """Five applications with categories: three returnees, one of them a single parent too; two Roma families; one without."""
    call = make_call(instrument="rent_subsidy", places=2, priority_points=10)
    categories = {"A": ["returned_emigrant", "single_parent"], "B": ["returned_emigrant"], "C": ["returned_emigrant"],
                  "D": ["roma_family"], "E": ["roma_family"], "F": []}  # fmt: skip
    for name, codes in categories.items():
        make_application(call, name, LOW, priorities=codes)
    return call


def points(call):
    rows = (
        Application.objects.filter(municipality=call.municipality, call=call)
        .select_related("person")
        .order_by("number")
    )
    return {row.person.name: (row.points, row.group_points["social"], row.priority_points) for row in rows}


def test_points_follow_the_share_of_each_category_when_the_list_is_drawn_up(working, rent):
    assert set(points(rent).values()) == {(22, 12, 0)}  # not known before
    call = decide(rent, CallState.LISTED, by=working.ermira, version=rent.version)
    assert call.weights == {"": 5, "returned_emigrant": 3, "single_parent": 1, "roma_family": 2}
    assert points(call) == {
        "A": (30, 20, 8), "B": (28, 18, 6), "C": (28, 18, 6), "D": (26, 16, 4), "E": (26, 16, 4), "F": (22, 12, 0),
    }  # fmt: skip
    first = Application.objects.filter(municipality=working.lezha, call=call).select_related("call__table").get(rank=1)
    with override("en"):
        assert explain(first, explained(first))[2] == ("Social conditions", 20, 25, [
            "Situation: «Returned» gives 12 points.",
            "Priority category «Returned emigrant»: 3 of 5 applications of these categories, 6 points.",
            "Priority category «Single parent»: 1 of 5 applications of these categories, 2 points.",
        ])  # fmt: skip
        assert table_of(call) == [("Returned emigrant", 3, 6), ("Roma family", 2, 4), ("Single parent", 1, 2)]


def test_opened_again_they_are_gone_and_weighed_anew_with_who_came_since(working, rent, make_application):
    call = decide(rent, CallState.LISTED, by=working.ermira, version=rent.version)
    call = decide(call, CallState.OPEN, by=working.ermira, version=call.version, reason="Erdhi një aplikim")
    assert (call.weights, set(points(call).values())) == ({}, {(22, 12, 0)})
    for name in "GHIJK":
        make_application(call, name, LOW, priorities=["disability"])
    call = decide(call, CallState.LISTED, by=working.ermira, version=call.version)
    assert points(call)["A"] == (26, 16, 4)  # 3 of 10 and 1 of 10
    assert points(call)["G"] == (27, 17, 5)


def test_a_family_of_many_categories_gets_no_more_than_all_of_them(working, make_call, make_application):
    call = make_call(instrument="rent_subsidy", priority_points=10)
    for name in ("A", "B"):
        make_application(call, name, LOW, priorities=["returned_emigrant", "single_parent"])
    call = decide(call, CallState.LISTED, by=working.ermira, version=call.version)
    assert points(call) == {"A": (32, 22, 10), "B": (32, 22, 10)}
    row = Application.objects.filter(municipality=working.lezha, call=call).select_related("call__table").first()
    with override("en"):
        assert explained(row)[-1] == "Priority categories together: at most 10 points."


def test_no_points_beyond_25_in_a_group_none_without_rent_subsidy_none_after_the_list(
    working, make_call, make_application
):
    with pytest.raises(Refused) as refused, override("en"):
        make_call(instrument="rent_subsidy", priority_points=14)  # the table gives 12 of 25 already
    assert "leaves 13 points" in str(refused.value)
    with pytest.raises(Refused):
        make_call(table=False, priority_points=1)
    call = make_call(table=False, instrument="rent_subsidy")
    call = set_priority_points(call, by=working.ermira, version=call.version, points=5, group="economic")
    with pytest.raises(Refused):
        set_priority_points(call, by=working.ermira, version=call.version, points=6, group="economic")
    make_application(call, "A", LOW, priorities=["orphan_status"])
    call = decide(call, CallState.LISTED, by=working.ermira, version=call.version)
    with pytest.raises(Refused):
        set_priority_points(call, by=working.ermira, version=call.version, points=1, group="social")
    kept = Call.objects.get(municipality=working.lezha, pk=call.pk)
    assert (kept.priority_points, kept.priority_group) == (5, "economic")
    assert call.applications.get().group_points["economic"] == 5
