"""Review, closing and opening again: each rule once."""

from datetime import timedelta

import pytest

from ura.cases import closing
from ura.cases.actions.approving import approve_plan, submit_plan
from ura.cases.actions.assisting import give_assistance
from ura.cases.actions.closing import close_case, reopen_case
from ura.cases.actions.emergencies import meet_emergency, raise_emergency
from ura.cases.actions.planning import current_plan, goals_of, save_goal, start_plan
from ura.cases.actions.reviewing import review
from ura.cases.models import Case, CaseRule
from ura.cases.tests.walking import POOR, TODAY, WELL, approved, assessed, in_time, planned
from ura.cases.timeline import sentence
from ura.core.refusals import Refused
from ura.register.models import Entry

pytestmark = pytest.mark.usefixtures("english")


# Review


def test_a_review_judges_every_goal_and_sets_the_next(case, town):
    approved(case, town)
    with pytest.raises(Refused, match="«Banesë me qira» is still open"):
        review(case, by=town.besnik, judgements={})
    made = review(case, by=town.besnik, judgements={1: ("partly", "Po kërkon")}, quality_person=4)
    case.refresh_from_db()
    assert (made.planned_on, made.next_on, case.next_review_on) == (in_time(3), in_time(3), in_time(3))
    event = case.events.get(kind="reviewed")
    assert (event.data["partly"], event.data["reached"], event.data["late"]) == (1, 0, False)


def test_an_office_sets_its_own_interval(case, town):
    CaseRule.objects.create(municipality=town.lezha, review_months=6)
    approved(case, town)
    assert case.next_review_on == in_time(6)


def test_an_emergency_brings_the_review_forward(case, town):
    approved(case, town)
    raise_emergency(case, by=town.besnik, reason="Pa strehë sonte")
    case.refresh_from_db()
    assert case.next_review_on == in_time(1)


def test_what_is_not_approved_is_not_reviewed(case, town):
    planned(case, town)
    with pytest.raises(Refused, match="Only an approved plan"):
        review(case, by=town.besnik, judgements={1: ("reached", "")})


def test_overdue_reviews_are_found(case, town):
    approved(case, town)
    Case.objects.filter(pk=case.pk).update(next_review_on=TODAY() - timedelta(days=1))
    assert list(Case.objects.visible_to(town.besnik).reviews_due()) == [case]


def test_a_case_that_is_to_be_closed_comes_back_when_it_is_not(case, town):
    approved(case, town)
    made = review(case, by=town.besnik, judgements={1: ("reached", "")}, to_close=True)
    case.refresh_from_db()
    last_day = TODAY() + timedelta(days=30)
    assert (made.next_on, case.to_close, case.next_review_on) == (None, True, last_day)
    assert list(Case.objects.visible_to(town.besnik).waiting_for_closing()) == [case]
    assert list(Case.objects.visible_to(town.besnik).reviews_due(on=last_day)) == [case]
    review(case, by=town.besnik, judgements={1: ("partly", "")})
    case.refresh_from_db()
    assert (case.to_close, case.next_review_on) == (False, in_time(3))


def test_a_plan_approved_anew_takes_no_overdue_review_away(case, town):
    plan = approved(case, town)
    overdue = TODAY() - timedelta(days=3)
    Case.objects.filter(pk=case.pk).update(next_review_on=overdue)
    save_goal(plan, by=town.besnik, version=plan.version, domain="health", text="Mjek familjeje")
    approve_plan(submit_plan(current_plan(case), by=town.besnik), by=town.ermira)
    case.refresh_from_db()
    assert (case.next_review_on, case.review_is_overdue) == (overdue, True)


def test_a_case_waits_for_closing_until_it_is_closed_or_reviewed_again(case, town):
    plan = approved(case, town)
    review(case, by=town.besnik, judgements={1: ("reached", "")}, to_close=True)
    save_goal(plan, by=town.besnik, version=plan.version, domain="health", text="Mjek familjeje")
    case.refresh_from_db()
    assert case.to_close  # it stays in sight while the new text waits
    approve_plan(submit_plan(current_plan(case), by=town.besnik), by=town.ermira)
    case.refresh_from_db()
    assert (case.to_close, case.next_review_on) == (True, TODAY() + timedelta(days=30))
    review(case, by=town.besnik, judgements={1: ("reached", ""), 2: ("reached", "")}, to_close=True)
    close_case(case, by=town.ermira, outcome="died")
    assert not Case.objects.get(pk=case.pk).to_close


# Closing


def test_fully_reintegrated_only_when_the_criteria_hold(case, town):
    approved(case, town)
    with pytest.raises(Refused, match="closing assessment is missing for: Teuta Marku"):
        close_case(case, by=town.ermira, outcome="reintegrated")
    review(case, by=town.besnik, judgements={1: ("reached", "")}, to_close=True)
    assessed(case, town, POOR, closing=True)
    with pytest.raises(Refused, match="Still a concern: Shelter"):
        close_case(case, by=town.ermira, outcome="reintegrated")
    assessed(case, town, {"work": {"score": 4}}, closing=True)
    with pytest.raises(Refused, match="leaves out what was a concern: Shelter"):
        close_case(case, by=town.ermira, outcome="reintegrated")
    assessed(case, town, WELL, closing=True)
    closure = close_case(case, by=town.ermira, outcome="reintegrated")
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_on, case.next_review_on) == ("5", "reintegrated", TODAY(), None)
    assert (closure.entry.direction, closure.subject) == (
        Entry.Direction.OUT, f"Mbyllja e dosjes suaj nr. {case.enquiry.entry.label}")  # fmt: skip
    plan = case.plans.get()
    assert (plan.state, plan.completed_on) == ("completed", TODAY())


def test_an_office_may_ask_for_more(case, town):
    CaseRule.objects.create(municipality=town.lezha, least_score=4, goals_settled=True)
    approved(case, town)
    assessed(case, town, WELL, closing=True)
    with pytest.raises(Refused, match=r"scores at least 4. Every goal is reached"):
        close_case(case, by=town.ermira, outcome="reintegrated")


def test_a_closing_assessment_older_than_the_last_review_is_not_enough(case, town):
    approved(case, town)
    assessed(case, town, WELL, closing=True, on=TODAY() - timedelta(days=1))
    review(case, by=town.besnik, judgements={1: ("reached", "")})
    with pytest.raises(Refused, match="must not be older than the last review"):
        close_case(case, by=town.ermira, outcome="reintegrated")


def test_partly_needs_no_criteria_and_withdrawal_a_reason(case, town):
    with pytest.raises(Refused, match="sentence why"):
        close_case(case, by=town.ermira, outcome="withdrew")
    assessed(case, town, POOR, closing=True)
    assert close_case(case, by=town.ermira, outcome="partly").entry is not None


@pytest.mark.parametrize("outcome", ["partly", "moved", "referred"])
def test_a_closing_assessment_is_made_or_its_want_is_explained_and_kept(case, town, outcome):
    assessed(case, town)  # an ordinary one is not enough
    with pytest.raises(Refused, match="closing assessment first, or write why") as refused:
        close_case(case, by=town.ermira, outcome=outcome, reason="Kështu u vendos.", no_assessment=" ")
    assert refused.value.field == "no_assessment"
    closure = close_case(
        case, by=town.ermira, outcome=outcome, reason="Kështu u vendos.", no_assessment="Nuk erdhi më."
    )
    assert (closure.assessment, closure.no_assessment) == (None, "Nuk erdhi më.")
    event = case.events.get(kind="closed")
    assert (event.text, event.data["unassessed"]) == ("Kështu u vendos.\nNuk erdhi më.", True)
    assert "without a closing assessment" in sentence(case, event, {})


@pytest.mark.parametrize("outcome", ["partly", "moved", "referred"])
def test_with_the_closing_assessment_nothing_is_explained(case, town, outcome):
    made = assessed(case, town, WELL, closing=True)
    closure = close_case(
        case, by=town.ermira, outcome=outcome, reason="Kështu u vendos.", no_assessment="Nuk erdhi më."
    )
    assert (closure.assessment, closure.no_assessment) == (made, "")


@pytest.mark.parametrize("outcome", ["died", "lost", "migrated", "withdrew"])
def test_who_cannot_be_asked_any_more_needs_no_closing_assessment(case, town, outcome):
    closure = close_case(case, by=town.ermira, outcome=outcome, reason="Kështu u vendos.")
    assert (closure.assessment, closure.no_assessment) == (None, "")


def test_who_died_gets_no_letter(case, town):
    closure = close_case(case, by=town.ermira, outcome="died")
    assert (closure.entry, closure.subject) == (None, "")


def test_what_is_open_elsewhere_keeps_the_case_open(case, town, monkeypatch):
    monkeypatch.setattr(closing, "OBSTACLES", [lambda one: ["A referral is still open."]])
    with pytest.raises(Refused, match="A referral is still open"):
        close_case(case, by=town.ermira, outcome="partly", no_assessment="Nuk erdhi më.")


def test_an_emergency_is_met_before_the_case_is_closed(case, town):
    case = raise_emergency(case, by=town.besnik, reason="Pa strehë sonte")
    with pytest.raises(Refused, match="The emergency is not met yet: write down first what was done"):
        close_case(case, by=town.ermira, outcome="died")
    meet_emergency(case, by=town.besnik, text="U strehua.")
    assert close_case(case, by=town.ermira, outcome="died").outcome == "died"


def test_a_case_opens_again_with_a_reason_and_begins_with_an_assessment(case, town):
    approved(case, town)
    assessed(case, town, WELL, closing=True)
    close_case(case, by=town.ermira, outcome="reintegrated")
    with pytest.raises(Refused, match="why the case is opened again"):
        reopen_case(case, by=town.ermira, reason="")
    reopen_case(case, by=town.ermira, reason="Humbi punën")
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_on) == ("1", "", None)
    with pytest.raises(Refused, match="Assess the needs first"):
        start_plan(case, by=town.besnik)
    with pytest.raises(Refused, match="closing assessment is missing"):  # the old one says nothing of today
        close_case(case, by=town.ermira, outcome="reintegrated")
    assessed(case, town)
    plan = start_plan(case, by=town.besnik)
    assert (plan.number, [goal.text for goal in goals_of(plan)]) == (2, ["Banesë me qira"])


def test_a_closed_case_takes_nothing_more(case, town):
    close_case(case, by=town.ermira, outcome="partly", no_assessment="Nuk erdhi më.")
    for act in (
        lambda: assessed(case, town),
        lambda: start_plan(case, by=town.besnik),
        lambda: give_assistance(case, by=town.besnik, type="health"),
        lambda: close_case(case, by=town.ermira, outcome="partly", no_assessment="Nuk erdhi më."),
    ):
        with pytest.raises(Refused, match="closed"):
            act()
