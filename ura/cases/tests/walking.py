"""A case on its way from the assessment to the approved plan: what the tests of plans and reviews begin with."""

from base64 import b64decode
from datetime import timedelta

from django.utils import timezone

from ura.cases.actions.approving import approve_plan, submit_plan
from ura.cases.actions.assessing import assess
from ura.cases.actions.opening import open_case
from ura.cases.actions.planning import current_plan, save_goal, start_plan
from ura.cases.days import in_months
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.post.files import store

TODAY = timezone.localdate
POOR = {"shelter": {"score": 1, "urgency": "month", "need": "Banesë"}, "work": {"score": 3}}
WELL = {"shelter": {"score": 3}, "work": {"score": 4}}
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def make_case(town, make_enquiry, **more):
    person = add_person(town.lezha, name="Teuta Marku", born="1991-05-02")
    agree(town, person)
    enquiry = make_enquiry(requester=person)
    opened_on = TODAY() - timedelta(days=10)
    return open_case(enquiry, by=town.besnik, kind="returnee", origin="DE", opened_on=opened_on, **more)


def agree(town, person):
    scan = store(town.lezha, b"%PDF-1.4", name="deklarata.pdf", trusted_type="application/pdf")
    give(person, how="paper", purposes=["processing"], by=town.besnik, evidence=scan)


def assessed(case, town, scores=POOR, **more):
    made = assess(case, by=town.besnik, person=case.person, format="family", scores=scores, **more)
    case.refresh_from_db()
    return made


def planned(case, town, domain="shelter", **more):
    """A plan with one goal, not yet submitted."""
    assessed(case, town)
    plan = start_plan(case, by=town.besnik)
    save_goal(plan, by=town.besnik, version=0, domain=domain, text="Banesë me qira", measure="Kontratë", **more)
    return current_plan(case)


def approved(case, town):
    plan = approve_plan(submit_plan(planned(case, town), by=town.besnik), by=town.ermira)
    case.refresh_from_db()
    return plan


def kinds(case):
    return [event.kind for event in case.events.all()]


def in_time(months):
    return in_months(TODAY(), months)
