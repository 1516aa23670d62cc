"""Tables of points: 4 × 25, written by hand, decided by the council; each point explained."""

import datetime

import pytest
from django.utils.translation import override

from ura.core.refusals import Refused
from ura.housing.actions.applying import give_points
from ura.housing.actions.calls import open_call
from ura.housing.actions.tables import keep_table, table_in_force
from ura.housing.national import example, groups, instruments, papers, priorities, programmes
from ura.housing.points import explain, read_table, score
from ura.housing.tests.conftest import DAY, TEXTS


def test_the_law_s_lists_are_there():
    assert list(programmes()) == ["bsq", "improvement", "bku", "area", "temporary", "specialised"]
    assert list(instruments()) == [
        "rent_subsidy", "credit_interest_subsidy", "immediate_grant", "competitive_grant",
    ]  # fmt: skip
    assert {code: row["points"] for code, row in groups().items()} == {
        "housing": 25, "family": 25, "social": 25, "economic": 25,
    }  # fmt: skip
    by_group = {}
    for code, row in papers().items():
        by_group.setdefault(row["group"], []).append(code)
    assert by_group == {
        "A": ["identity_cards_over_18", "birth_certificate", "residence_certificate"],
        "B": ["property_certificate_each_member", "property_area_certificate", "no_property_certificate",
              "verification_report", "court_decision"],
        "C": ["family_certificate", "custody_decision"], "Ç": ["social_status_certificate"],
        "D": ["income_certificate"],
    }  # fmt: skip
    assert len(priorities()) == 18
    assert all(sum(row.most for row in rows) <= 25 for rows in read_table(example()).values())


@pytest.mark.parametrize(
    ("group", "text", "said"),
    [
        ("housing", "Banesa\n- Pa strehë: 20\nShkaku\n- Fatkeqësi: 6", "could get 26 points, but at most 25"),
        ("family", "- Një: 5", "line 1: an answer stands before any sub-criterion"),
        ("family", "Fëmijë\n- Një", "line 2: write the points after a colon"),
        ("social", "Gjendja", "the sub-criterion «Gjendja» has no answer"),
        ("economic", "", "write at least one sub-criterion"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_the_line(group, text, said):
    with override("en"), pytest.raises(Refused) as refused:
        read_table(TEXTS | {group: text})
    assert refused.value.field == group
    assert said in str(refused.value)


def test_a_table_counts_from_the_council_s_decision_and_each_change_is_a_new_version(working, make_table):
    office, by = working.lezha, working.besnik
    draft = keep_table(office, "bku", by=by, number=0, texts=TEXTS)
    assert (draft.number, table_in_force(office, "bku")) == (1, None)
    with pytest.raises(Refused):
        open_call(office, by=by, programme="bku", year=2026, opens_on=DAY, closes_on=DAY, places=1)
    with pytest.raises(Refused):
        keep_table(office, "bku", by=by, number=1, texts=TEXTS, decision_number="12")
    decided = keep_table(office, "bku", by=by, number=1, texts=TEXTS, decision_number="12", decision_on=DAY)
    assert table_in_force(office, "bku") == decided
    assert keep_table(office, "bku", by=by, number=2, texts=TEXTS, decision_number="12", decision_on=DAY) == decided
    assert table_in_force(office, "bku", on=DAY - datetime.timedelta(days=1)) is None
    with pytest.raises(Refused):
        keep_table(office, "bku", by=by, number=1, texts=TEXTS)


def test_each_point_is_a_sentence_and_the_sum_is_theirs(make_call, make_application):
    call = make_call()
    row = make_application(call, "Elona Hoxha", {"housing.1": "2", "housing.2": "1", "family.1": "2", "social.1": ""})
    assert (row.points, row.group_points) == (35, {"housing": 20, "family": 15, "social": 0, "economic": 0})
    with override("en"):
        assert explain(row)[0] == (
            "Housing conditions", 20, 25,
            ["Dwelling: «Below the norm» gives 10 points.", "Cause: «Disaster» gives 10 points."],
        )  # fmt: skip
    with override("sq"):
        assert explain(row)[1] == ("Kushtet familjare", 15, 25, ["Fëmijë: «Dy ose më shumë» jep 15 pikë."])


def test_points_beyond_25_in_a_group_and_answers_the_table_does_not_know_are_refused(make_call, make_application):
    call = make_call()
    row = make_application(call, "Elona Hoxha")
    for answers in ({"housing.1": "9"}, {"housing.7": "1"}):
        with pytest.raises(Refused):
            give_points(row, by=None, version=row.version, answers=answers)
    call.table.texts = TEXTS | {"housing": "Banesa\n- Pa strehë: 20\nShkaku\n- Fatkeqësi: 6"}
    with pytest.raises(Refused):
        score(call.table, {"housing.1": "1", "housing.2": "1"})
