"""What is a concern today: the newest score of each domain, of those who are in the case."""

import pytest

from ura.cases.actions.approving import submit_plan
from ura.cases.actions.assessing import assess
from ura.cases.actions.closing import close_case
from ura.cases.actions.planning import save_goal, start_plan
from ura.cases.needs import concern_keys, concerns_of
from ura.cases.tests.walking import POOR, WELL, agree, assessed, make_case
from ura.core.refusals import Refused
from ura.people.actions import add_person
from ura.people.households import add_member, found_household, leave

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def family(working, make_enquiry):
    """A case of Teuta and her son Drin."""
    case = make_case(working, make_enquiry)
    case.household = found_household(case.person, by=working.besnik)
    case.save(update_fields=["household"])
    case.son = add_person(working.lezha, name="Drin Marku", born="2001")
    case.membership = add_member(case.household, case.son, by=working.besnik, relation="child")
    agree(working, case.son)
    return case


def test_a_later_assessment_that_leaves_a_domain_out_takes_no_concern_away(case, town, client):
    assessed(case, town)
    assess(
        case, by=town.besnik, person=case.person, format="general", scores={"health": {"score": 0, "urgency": "now"}}
    )
    assert [each.domain for each in concerns_of(case)] == ["health", "shelter"]
    assert [(domain, score) for _person, domain, score in concern_keys(case)] == [("health", 0), ("shelter", 1)]
    plan = start_plan(case, by=town.besnik)
    plan = save_goal(plan, by=town.besnik, version=0, domain="health", text="Mjek familjeje")
    with pytest.raises(Refused, match="without a goal: Shelter"):
        submit_plan(getattr(plan, "plan", plan), by=town.besnik)
    client.force_login(town.besnik.user)
    page = client.get(case.get_absolute_url()).text
    assert "Strehimi (1 nga 4)" in page or "Shelter (1 of 4)" in page


def test_a_better_score_of_the_same_domain_ends_the_concern(case, town):
    assessed(case, town)
    assessed(case, town, {"shelter": {"score": 3}})
    assert concerns_of(case) == concern_keys(case) == []


def test_who_left_the_household_keeps_nothing_open(family, town):
    for person in (family.person, family.son):
        assess(family, by=town.besnik, person=person, format="family", scores=POOR)
    assess(family, by=town.besnik, person=family.person, format="family", scores=WELL, closing=True)
    with pytest.raises(Refused, match="closing assessment is missing for: Drin Marku"):
        close_case(family, by=town.ermira, outcome="reintegrated")
    leave(family.membership, by=town.besnik)
    assert concerns_of(family) == concern_keys(family) == []
    assert close_case(family, by=town.ermira, outcome="reintegrated").outcome == "reintegrated"
