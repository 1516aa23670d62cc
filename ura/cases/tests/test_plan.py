"""Assessment, plan and assistance: each rule once."""

from datetime import date, timedelta

import pytest

from ura.cases.actions.approving import approve_plan, return_plan, sign_plan, submit_plan
from ura.cases.actions.assessing import assess
from ura.cases.actions.assisting import give_assistance, strike_assistance
from ura.cases.actions.opening import open_case
from ura.cases.actions.planning import (
    content_of,
    current_plan,
    edit_plan,
    goals_of,
    mark_done,
    remove_goal,
    save_goal,
    start_plan,
)
from ura.cases.needs import concerns_of
from ura.cases.plan_parts import assistance_on_paper
from ura.cases.tests.walking import PNG, POOR, TODAY, approved, assessed, in_time, kinds, make_case, planned
from ura.cases.timeline import sentence
from ura.core.refusals import Refused
from ura.people.actions import add_person
from ura.post.files import inspect

pytestmark = pytest.mark.usefixtures("english")


# Assessment


def test_the_first_assessment_takes_the_case_on_and_says_what_is_a_concern(case, town):
    made = assessed(case, town)
    assert (case.state, made.format.code, made.format.version, made.format.shipped) == ("2", "family", 1, 1)
    assert [(each.domain, each.score, each.urgency) for each in concerns_of(case)] == [("shelter", 1, "month")]
    assert case.events.get(kind="assessed").data["concerns"] == ["shelter"]


def test_no_assessment_before_consent(working, make_enquiry, town):
    person = add_person(town.lezha, name="Arben Gjoka")
    case = open_case(make_enquiry(requester=person), by=town.besnik, kind="returnee")
    with pytest.raises(Refused, match="not agreed to the processing"):
        assess(case, by=town.besnik, person=person, format="general", scores=POOR)


@pytest.mark.parametrize(
    ("days", "sentence"), [(1, "still to come"), (-11, "before the case was opened"), (-20_000, "before the birth")]
)
def test_an_assessment_lies_on_a_day_that_can_be(case, town, days, sentence):
    with pytest.raises(Refused, match=sentence):
        assessed(case, town, on=TODAY() + timedelta(days=days))


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({}, "at least one domain"),
        ({"shelter": {"score": 5}}, "between 0 and 4"),
        ({"shelter": {"score": 0}}, "how soon"),
        ({"shelter": {"score": None, "need": "Banesë"}}, "give it a score"),
    ],
)
def test_an_assessment_that_says_nothing_or_too_much_is_refused(case, town, scores, sentence):
    with pytest.raises(Refused, match=sentence):
        assessed(case, town, scores)


def test_a_correction_takes_the_place_of_the_wrong_one(case, town):
    wrong = assessed(case, town)
    assessed(case, town, {"shelter": {"score": 2}}, corrects=wrong)
    assert concerns_of(case) == []
    with pytest.raises(Refused, match="corrected already"):
        assessed(case, town, corrects=wrong)
    assert case.assessments.count() == 2


def test_a_stranger_to_the_household_is_not_assessed(case, town):
    with pytest.raises(Refused, match="does not belong"):
        assess(case, by=town.besnik, person=add_person(town.lezha, name="Ilir"), format="general", scores=POOR)


# Plan


def test_no_plan_before_the_assessment_and_only_one(case, town):
    with pytest.raises(Refused, match="Assess the needs first"):
        start_plan(case, by=town.besnik)
    planned(case, town)
    with pytest.raises(Refused, match="has a plan already"):
        start_plan(case, by=town.besnik)


def test_a_plan_without_goals_is_refused(case, town):
    assessed(case, town)
    with pytest.raises(Refused, match="without goals"):
        submit_plan(start_plan(case, by=town.besnik), by=town.besnik)


def test_every_concern_demands_a_goal_and_the_sentence_names_it(case, town):
    plan = planned(case, town, domain="work")
    with pytest.raises(Refused, match="without a goal: Shelter"):
        submit_plan(plan, by=town.besnik)
    save_goal(plan, by=town.besnik, version=plan.version, domain="shelter", text="Banesë")
    submit_plan(current_plan(case), by=town.besnik)
    assessed(case, town, {"health": {"score": 0, "urgency": "now"}})  # meanwhile something is worse
    with pytest.raises(Refused, match="without a goal: Health"):
        approve_plan(current_plan(case), by=town.ermira)


def test_the_supervisor_approves_and_the_review_falls_due_by_the_rule(case, town):
    plan = planned(case, town)
    with pytest.raises(Refused, match="wrote this plan yourself"):
        approve_plan(submit_plan(plan, by=town.besnik), by=town.besnik)
    approve_plan(current_plan(case), by=town.ermira)
    case.refresh_from_db()
    plan = current_plan(case)
    assert (case.state, plan.state, plan.approved_on, plan.self_approved) == ("4", "approved", TODAY(), False)
    assert case.next_review_on == in_time(3)


@pytest.mark.parametrize("setting", ["self_approval", "single_focal_point"])
def test_one_s_own_plan_only_where_the_office_allows_it_and_marked(setting, case, town):
    setattr(town.lezha.office, setting, True)
    town.lezha.office.save()
    case.municipality = town.lezha
    plan = submit_plan(planned(case, town), by=town.besnik)
    plan.municipality = plan.case.municipality = town.lezha
    assert approve_plan(plan, by=town.besnik).self_approved
    assert case.events.get(kind="plan_approved").data["self_approved"] is True


def test_the_case_of_a_child_is_reviewed_after_a_month(working, make_enquiry, town):
    case = make_case(town, make_enquiry, categories=["minor"])
    town.ermira.roles = ["supervisor", "officer"]
    from ura.desk.actions.team import add_member

    add_member(case.enquiry, by=town.besnik, officer=town.ermira)
    approved(case, town)
    assert case.next_review_on == in_time(1)


def test_a_restricted_plan_needs_a_supervisor_in_the_team(working, make_enquiry, town):
    case = make_case(town, make_enquiry, categories=["minor"])
    with pytest.raises(Refused, match="Nobody in the team"):
        submit_plan(planned(case, town), by=town.besnik)


def test_a_returned_plan_keeps_the_words_and_goes_again(case, town):
    plan = submit_plan(planned(case, town), by=town.besnik)
    with pytest.raises(Refused, match="what should be changed"):
        return_plan(plan, by=town.ermira, reason=" ")
    return_plan(current_plan(case), by=town.ermira, reason="Kush paguan qiranë?")
    plan = current_plan(case)
    assert (plan.state, plan.return_reason) == ("returned", "Kush paguan qiranë?")
    assert submit_plan(plan, by=town.besnik).return_reason == ""


def test_a_changed_text_lapses_the_approval_and_makes_the_next_version(case, town):
    plan = approved(case, town)
    save_goal(
        plan, by=town.besnik, version=plan.version, line=1, domain="shelter", text="Banesë me qira", measure="Kontratë"
    )
    assert current_plan(case).pk == plan.pk  # nothing changed
    save_goal(plan, by=town.besnik, version=plan.version, line=1, domain="shelter", text="Strehim social")
    new = current_plan(case)
    plan.refresh_from_db()
    case.refresh_from_db()
    assert (plan.state, plan.number, new.state, new.number, case.state) == ("lapsed", 1, "draft", 2, "3")
    assert [goal.text for goal in goals_of(plan)] == ["Banesë me qira"]
    assert [(goal.line, goal.text) for goal in goals_of(new)] == [(1, "Strehim social")]
    assert kinds(case)[-3:] == ["plan_lapsed", "plan_written", "moved"]
    with pytest.raises(Refused, match="newer version"):
        edit_plan(plan, by=town.besnik, version=plan.version, summary="Tjetër", assistance=[])


def test_two_officers_at_one_plan_overwrite_nothing(case, town):
    plan = planned(case, town)
    edit_plan(plan, by=town.besnik, version=plan.version, summary="Me familjen", assistance=["shelter"])
    with pytest.raises(Refused, match="Your text is kept below"):
        save_goal(plan, by=town.ermira, version=plan.version, line=1, domain="shelter", text="Tjetër")
    assert content_of(current_plan(case))["summary"] == "Me familjen"


ACTION = {"text": "Kërkesë në bashki", "who": "institution", "institution": "Bashkia", "until_on": None, "cost": 12000, "source": "municipality"}  # fmt: skip


def test_actions_keep_their_line_and_the_day_they_were_done(case, town):
    plan = planned(case, town, actions=[ACTION])
    with pytest.raises(Refused, match="once the plan is approved"):
        mark_done(plan, by=town.besnik, line=1, action=1)
    plan = approve_plan(submit_plan(plan, by=town.besnik), by=town.ermira)
    mark_done(plan, by=town.besnik, line=1, action=1)
    save_goal(
        plan, by=town.besnik, version=plan.version, line=1, domain="shelter", text="Banesë", actions=[
            ACTION | {"line": 1, "cost": 15000}, ACTION | {"text": "Vizitë", "who": "officer", "cost": None}],
    )  # fmt: skip
    rows = [(each.line, each.cost, each.done_on) for each in goals_of(current_plan(case))[0].actions.all()]
    assert rows == [(1, 15000, TODAY()), (2, None, None)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"institution": ""}, "Name the institution"),
        ({"source": ""}, "where the money comes from"),
        ({"until_on": date(2001, 1, 1)}, "before the case was opened"),
        ({"cost": 10**12}, "Check the cost"),
    ],
)
def test_an_action_that_cannot_be_is_refused(case, town, change, sentence):
    with pytest.raises(Refused, match=sentence):
        planned(case, town, actions=[ACTION | change])


def test_the_person_signs_a_text_that_stands(case, town):
    plan = planned(case, town)
    seen = inspect(PNG, "nënshkrimi.png")
    with pytest.raises(Refused, match="may still change"):
        sign_plan(plan, by=town.besnik, how="screen", seen=seen)
    submit_plan(plan, by=town.besnik)
    sign_plan(current_plan(case), by=town.besnik, how="screen", seen=seen)
    assert (current_plan(case).signed_on, current_plan(case).signed_how) == (TODAY(), "screen")
    plan = current_plan(case)
    save_goal(plan, by=town.besnik, version=plan.version, domain="health", text="Mjek familjeje")
    plan = current_plan(case)
    assert (plan.state, plan.signed_on, plan.signed_file) == ("draft", None, None)


def test_a_removed_goal_stays_in_the_version_that_had_it(case, town):
    plan = planned(case, town)
    save_goal(plan, by=town.besnik, version=plan.version, domain="health", text="Mjek familjeje")
    old = approve_plan(submit_plan(current_plan(case), by=town.besnik), by=town.ermira)
    new = remove_goal(old, by=town.besnik, version=old.version, line=2)
    assert ([goal.line for goal in goals_of(old)], [goal.line for goal in goals_of(new)]) == ([1, 2], [1])


# Assistance


def test_assistance_is_an_event_with_its_amount_and_day(case, town):
    on = TODAY() - timedelta(days=2)
    give_assistance(case, by=town.besnik, type="papers", detail="identity", on=on, amount=1500, source="municipality")
    event = case.events.get(kind="assistance")
    assert (event.on, event.data["type"], event.data["detail"], event.data["amount"]) == (
        on,
        "papers",
        "identity",
        1500,
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"type": "papers"}, "which paper"),
        ({"type": "legal", "detail": "identity"}, "which paper"),
        ({"type": "legal", "detail": "advice"}, "what the legal help was about"),
        ({"type": "health", "amount": 500}, "where the money comes from"),
        ({"type": "health", "amount": -1, "source": "state"}, "Check the amount"),
        ({"type": "health", "on": date(2000, 1, 1)}, "before the case was opened"),
    ],
)
def test_assistance_that_cannot_be_is_refused(case, town, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        give_assistance(case, by=town.besnik, **fields)


def test_a_slip_is_struck_out_with_a_reason_and_stays_readable(case, town):
    row = give_assistance(case, by=town.besnik, type="health", amount=1_000_000, source="municipality", text="Barna")
    with pytest.raises(Refused, match="Write why"):
        strike_assistance(row, by=town.besnik, reason=" ")
    row = strike_assistance(row, by=town.besnik, reason="Një zero më shumë.")
    right = give_assistance(case, by=town.besnik, type="health", amount=100_000, source="municipality", text="Barna")
    assert list(case.assistance.standing()) == [right] and row.struck_on == TODAY()
    with pytest.raises(Refused, match="already"):
        strike_assistance(row, by=town.besnik, reason="Edhe një herë.")
    told = [sentence(case, event, {}) for event in case.events.filter(kind__startswith="assistance")]
    assert told == [
        "Assistance given, struck out later: Health, 1,000,000 lek", "Assistance struck out: Health, 1,000,000 lek",
        "Assistance given: Health, 100,000 lek",
    ]  # fmt: skip
    assert case.events.get(kind="assistance_struck").text == "Një zero më shumë."
    ((_title, facts),) = assistance_on_paper(case, town.besnik)[2]
    assert ["struck out on" in text and "Një zero më shumë." in text for _day, text in facts] == [True, False]
