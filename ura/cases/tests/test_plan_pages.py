"""The pages of assessment, plan, review and closing, as somebody walks through them."""

import base64
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from ura.cases.actions.closing import close_case
from ura.cases.actions.planning import current_plan, goals_of
from ura.cases.models import AssessmentFormat, Case, CaseRule
from ura.cases.tests.walking import PNG, TODAY, make_case
from ura.municipalities.tenancy import working_for


@pytest.fixture
def case(town, make_enquiry):
    with working_for(town.lezha):
        return make_case(town, make_enquiry)


@pytest.fixture
def at(case, client, town):
    """at("case_plan", …) with Besnik signed in; the page in English."""
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = "en"
    entry = case.enquiry.entry

    def address(name, *more):
        return reverse(name, args=["lezhe", entry.year, entry.number, *more])

    return address


def version(page):
    return re.search(r'name="version" value="(\d+)"', page.content.decode())[1]


ASSESSED = {
    "made_on": "",
    "shelter-score": "1",
    "shelter-urgency": "month",
    "shelter-need": "Banesë",
    "work-score": "3",
}
ROW = {
    "0-text": "Kërkesë",
    "0-who": "institution",
    "0-institution": "Bashkia",
    "0-cost": "12000",
    "0-source": "municipality",
}


def walk_to_plan(at, client):
    day = TODAY().strftime("%d.%m.%Y")
    assert client.post(at("case_assessment_new") + "?format=general", ASSESSED | {"made_on": day}).status_code == 302
    assert client.post(at("case_plan_act", "start")).status_code == 302
    page = client.get(at("case_goal_new") + "?domain=shelter")
    assert "What the format suggests" in page.content.decode()
    goal = {"version": version(page), "domain": "shelter", "text": "Strehim", "rows": "1", **ROW}
    assert client.post(at("case_goal_new"), goal).status_code == 302


def test_a_day_of_assessment_that_cannot_be_is_told_at_its_field(at, client):
    tomorrow = (TODAY() + timedelta(days=1)).strftime("%d.%m.%Y")
    page = client.post(at("case_assessment_new") + "?format=general", ASSESSED | {"made_on": tomorrow})
    html = page.content.decode()
    assert page.status_code == 422 and 'href="#id_made_on"' in html and f'value="{tomorrow}"' in html


def test_an_error_of_an_action_is_told_above_and_leads_to_its_field(at, client):
    walk_to_plan(at, client)
    page = client.get(at("case_goal_new"))
    wrong = {"version": version(page), "domain": "work", "text": "Punë", "rows": "1", **ROW, "0-until_on": "nesër"}
    page = client.post(at("case_goal_new"), wrong)
    html = page.content.decode()
    summary = html[html.index('class="errors"') : html.index("</ul>", html.index('class="errors"'))]
    assert 'href="#id_0-until_on"' in summary and "Action 1, " in summary
    assert 'id="id_0-until_on"' in html and 'value="nesër"' in html


def walk_to_approved(at, client, town):
    walk_to_plan(at, client)
    client.post(at("case_plan_act", "submit"), {"version": version(client.get(at("case_plan")))})
    client.force_login(town.ermira.user)
    client.post(at("case_plan_act", "approve"), {"version": version(client.get(at("case_plan")))})
    client.force_login(town.besnik.user)


def test_a_case_walks_from_assessment_to_a_closing_letter(case, at, client, town):
    walk_to_approved(at, client, town)
    drawn = {"version": version(client.get(at("case_plan"))), "on": TODAY().strftime("%d.%m.%Y"),
             "signature": "data:image/png;base64," + base64.b64encode(PNG).decode()}  # fmt: skip
    assert client.post(at("case_plan_sign") + "?how=screen", drawn).status_code == 302
    assert client.get(at("case_plan_signed", 1)).content == PNG
    assert client.get(at("case_plan_paper", 1)).content[:5] == b"%PDF-"
    client.post(at("case_plan_act", "done"), {"line": "1", "action": "1", "on": drawn["on"]})
    judged = {
        "version": version(client.get(at("case_review_new"))),
        "on": drawn["on"],
        "goal-1": "reached",
        "to_close": "on",
    }
    assert client.post(at("case_review_new"), judged).status_code == 302
    well = ASSESSED | {"made_on": drawn["on"], "shelter-score": "4", "shelter-urgency": "none", "closing": "on"}
    client.post(at("case_assessment_new") + "?format=general", well)
    page = client.get(at("case_assessments")).content.decode()
    assert "Shelter: from 1 to 4" in page
    closing = {
        "version": version(client.get(at("case_closing"))),
        "outcome": "reintegrated",
        "on": drawn["on"],
        "language": "sq",
    }
    shown = client.post(at("case_closing"), closing | {"preview": "1"}).content.decode()
    assert f"Mbyllja e dosjes suaj nr. {case.enquiry.entry.label}" in shown
    assert client.post(at("case_closing"), closing).status_code == 302
    with working_for(town.lezha):
        done = Case.objects.get(pk=case.pk)
        closure = done.closures.get()
    assert (done.state, done.outcome) == ("5", "reintegrated")
    letter = client.get(at("case_closing_letter", closure.pk)).content
    assert letter[:5] == b"%PDF-"
    assert client.get(at("case_closing_letter", closure.pk)).content == letter
    for name in ("case", "case_plan", "case_reviews", "case_closing", "case_assistance", "case_dossier"):
        assert client.get(at(name)).status_code == 200


def test_what_was_typed_stays_when_a_colleague_was_faster(case, at, client, town):
    walk_to_plan(at, client)
    old = version(client.get(at("case_goal", 1)))
    mine = {"version": old, "domain": "shelter", "text": "Im", "rows": "1", **ROW}
    client.post(at("case_goal", 1), mine | {"text": "I tij"})
    page = client.post(at("case_goal", 1), mine)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Somebody changed this plan" in text and ">Im</textarea>" in text.replace("\n", "") and "I tij" in text
    assert client.post(at("case_goal", 1), mine | {"version": version(page)}).status_code == 302
    with working_for(town.lezha):
        assert [goal.text for goal in goals_of(current_plan(case))] == ["Im"]


def test_a_concern_without_a_goal_is_said_on_the_plan_and_keeps_it_from_the_supervisor(case, at, client):
    day = TODAY().strftime("%d.%m.%Y")
    client.post(at("case_assessment_new") + "?format=general", ASSESSED | {"made_on": day})
    client.post(at("case_plan_act", "start"))
    page = client.get(at("case_plan"))
    assert "keeps the plan from being approved" in page.content.decode()
    refused = client.post(at("case_plan_act", "submit"), {"version": version(page)})
    assert refused.status_code == 409 and "A plan without goals" in refused.content.decode()


def test_two_versions_stand_side_by_side(case, at, client, town):
    walk_to_approved(at, client, town)
    page = client.get(at("case_goal", 1))
    client.post(
        at("case_goal", 1),
        {"version": version(page), "domain": "shelter", "text": "Tjetër", "rows": "1", "0-line": "1", **ROW},
    )
    text = client.get(at("case_plan_compare")).content.decode()
    assert "Strehim" in text and "Tjetër" in text and "changed" in text


def test_an_office_adapts_a_format_and_earlier_assessments_keep_theirs(case, at, client, town):
    day = TODAY().strftime("%d.%m.%Y")
    client.post(at("case_assessment_new") + "?format=general", ASSESSED | {"made_on": day})
    client.force_login(town.fatmir.user)
    where = reverse("case_format", args=["lezhe", "general"])
    form = client.get(where).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    sent |= {"papers-name_sq": "Letrat", "legal-use": "", "own1-use": "on", "own1-name_sq": "Gjuha",
             "own1-questions_sq": "A flet shqip?", "own1-scores_sq": "jo\npak\ndisi\nmirë\nshumë mirë"}  # fmt: skip
    sent.pop("legal-use")
    assert client.post(where, sent).status_code == 302
    with working_for(town.lezha):
        first, own = AssessmentFormat.objects.order_by("version")
        assert (first.shipped, own.shipped, case.assessments.get().format) == (1, None, first)
    names = [each["name"][0] for each in own.content["domains"]]
    assert names[0] == "Letrat" and names[-1] == "Gjuha" and "Çështjet ligjore" not in names
    sent["own1-scores_sq"] = "jo"
    page = client.post(where, sent | {"version": "2"})
    assert page.status_code == 422 and "describe each of the five scores" in page.content.decode()
    client.post(reverse("case_format_restore", args=["lezhe", "general"]))
    with working_for(town.lezha):
        assert AssessmentFormat.objects.first().shipped == 1 and AssessmentFormat.objects.count() == 3


def test_the_rules_are_the_office_s(case, client, town):
    client.force_login(town.ermira.user)
    where = reverse("case_formats", args=["lezhe"])
    page = client.get(where)
    rules = {"version": version(page), "review_months": "6", "review_months_urgent": "2", "emergency_hours": "12",
             "concerns_left": "0", "least_score": "0"}  # fmt: skip
    assert client.post(where, rules).status_code == 302
    with working_for(town.lezha):
        assert CaseRule.of(town.lezha).review_months == 6
    assert client.post(where, rules).status_code == 422  # somebody was faster


def test_the_interview_is_a_paper(case, at, client):
    assert client.get(at("case_interview", "minor")).content[:5] == b"%PDF-"
    assert client.get(at("case_interview", "nothing")).status_code == 404


def test_a_restricted_case_has_no_plan_for_a_colleague(town, make_enquiry, client):
    with working_for(town.lezha):
        case = make_case(town, make_enquiry, categories=["trafficking"])
        entry = case.enquiry.entry
    client.force_login(town.ermira.user)
    for name in ("case_assessments", "case_plan", "case_assistance", "case_reviews", "case_closing"):
        assert client.get(reverse(name, args=["lezhe", entry.year, entry.number])).status_code == 404


def test_the_day_s_page_shows_what_waits_in_cases(case, at, client, town):
    walk_to_plan(at, client)
    client.post(at("case_plan_act", "submit"), {"version": version(client.get(at("case_plan")))})
    day = reverse("day", args=["lezhe"])
    client.force_login(town.ermira.user)
    assert "Plans to approve" in client.get(day).content.decode()
    client.post(at("case_plan_act", "approve"), {"version": version(client.get(at("case_plan")))})
    with working_for(town.lezha):
        Case.objects.filter(pk=case.pk).update(next_review_on=TODAY())
    client.force_login(town.besnik.user)
    page = client.get(day).content.decode()
    assert "Reviews due" in page and "Approved plans without signature" in page and "Plans to approve" not in page
    client.force_login(town.ana.user)
    assert "Reviews due" not in client.get(day).content.decode()


def test_what_is_to_be_closed_stands_on_the_day_until_it_is(case, at, client, town):
    walk_to_approved(at, client, town)
    client.force_login(town.besnik.user)
    page = client.get(at("case_review_new"))
    judged = {"version": version(page), "on": TODAY().strftime("%d.%m.%Y"), "goal-1": "reached", "to_close": "on"}
    assert client.post(at("case_review_new"), judged).status_code == 302
    day = reverse("day", args=["lezhe"])
    assert "Waits for closing" in client.get(day).content.decode()
    assert "This case waits for its closing: close it by" in client.get(at("case")).content.decode()
    with working_for(town.lezha):
        Case.objects.filter(pk=case.pk).update(next_review_on=TODAY() - timedelta(days=1))
    late = client.get(day).content.decode()
    assert "Waits for closing" in late and "Reviews due" not in late
    closing = {"outcome": "partly", "on": TODAY().strftime("%d.%m.%Y"), "letter": "on", "language": "sq"}
    page = client.get(at("case_closing"))
    assert "Why there is no closing assessment" in page.content.decode()
    page = client.post(at("case_closing"), closing | {"version": version(page)})
    assert page.status_code == 422 and 'href="#id_no_assessment"' in page.content.decode()
    closing |= {"version": version(page), "no_assessment": "Iku në Durrës."}
    assert client.post(at("case_closing"), closing).status_code == 302
    for where in ("case_closing", "case"):
        assert "Iku në Durrës." in client.get(at(where)).content.decode()
    assert "Waits for closing" not in client.get(day).content.decode()


def test_the_book_names_a_closing_letter_and_hides_that_of_a_restricted_case(town, make_enquiry, client):
    with working_for(town.lezha):
        open_one, hidden = make_case(town, make_enquiry), make_case(town, make_enquiry, categories=["trafficking"])
        for each in (open_one, hidden):
            close_case(each, by=town.besnik, outcome="partly", no_assessment="Nuk erdhi më.")
    client.cookies["django_language"] = "en"
    client.force_login(town.ermira.user)
    page = client.get(reverse("book", args=["lezhe"])).content.decode()
    assert page.count("Closing of the case") == 1


def test_assistance_is_struck_out_at_the_screen_and_leaves_the_total(at, case, client, town):
    page, given = (
        at("case_assistance"),
        {"type": "health", "amount": "1000000", "source": "municipality", "text": "Barna"},
    )
    for amount in ("1000000", "100000"):
        sent = given | {"amount": amount, "on": TODAY().strftime("%d.%m.%Y"), "person": case.person_id}
        assert client.post(page, sent).status_code == 302
    with working_for(town.lezha):
        slip = case.assistance.get(amount=1_000_000)
    strike = at("case_assistance_strike", slip.pk)
    assert "1,100,000" in client.get(page).text
    assert client.post(strike, {"reason": ""}).status_code == 422
    assert client.post(strike, {"reason": "Një zero më shumë."}).status_code == 302
    text = client.get(page).text
    assert "Një zero më shumë." in text and "<s>1,000,000</s>" in text and "<b>100,000</b>" in text
    assert "struck out already" in client.post(strike, {"reason": "Një zero më shumë."}, follow=True).text
    assert client.post(at("case_assistance_strike", 999_999), {"reason": "x"}).status_code == 404
