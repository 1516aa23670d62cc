"""Steps of «first assistance» and «initial consultation» tick themselves where the system knows them (SOP 5.2)."""

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from ura.cases.actions.planning import current_plan, save_goal
from ura.cases.tests.test_counselling import named, unnamed
from ura.cases.tests.walking import approved, assessed, make_case
from ura.desk.actions.basics import happened
from ura.desk.checklist import checklist
from ura.desk.states import EventKind
from ura.directory.models import Institution, Service
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.post.files import store
from ura.referrals.actions.sending import refer, revoke

CONSENT, SESSION, PLAN, REFERRAL = "5.2a.3", "5.2b.1", "5.2b.3", "5.2b.5"


@pytest.fixture
def ticked(town):
    """{step: its note} of the steps that the system ticked for a request."""

    def ask(enquiry):
        staff = {officer.pk: officer for officer in town.lezha.officers.select_related("user")}
        with working_for(town.lezha):
            found = checklist(enquiry, list(enquiry.events.all()), [], staff)
        steps = [step for procedure in found for step in procedure.steps]
        return {s.code.removeprefix("diaspora/"): s.note for s in steps if s.by_system and "/5.2" in s.code}

    return ask


@pytest.mark.parametrize(("service", "step"), [("2", "diaspora/5.9b.9"), ("3", "diaspora/5.10b.8")])
def test_the_notice_of_the_focal_point_ticks_its_step_when_it_was_sent(service, step, make_enquiry, working):
    def ticked():
        staff = {officer.pk: officer for officer in working.lezha.officers.select_related("user")}
        found = checklist(enquiry, list(enquiry.events.order_by("pk")), [], staff)
        return [(s.state, s.by_system, s.note) for procedure in found for s in procedure.steps if s.code == step]

    enquiry = make_enquiry(service=service)
    happened(enquiry, EventKind.REPLY_SENT, by=working.besnik, letter="answer")
    happened(enquiry, EventKind.REPLY_DRAFTED, by=working.besnik, letter="focal_point")
    assert ticked() == [("todo", False, "")]
    happened(enquiry, EventKind.REPLY_SENT, by=working.besnik, letter="focal_point")
    day = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    assert ticked() == [("done", True, f"{working.besnik}, {day}")]


def test_a_fresh_request_knows_none_of_them(make_enquiry, ticked):
    assert ticked(make_enquiry(person={"name": "Teuta Marku"})) == {}
    assert ticked(make_enquiry()) == {}


def test_signed_consent_ticks_its_step_with_the_day_and_the_officer(make_enquiry, working, ticked):
    person = add_person(working.lezha, name="Teuta Marku", born="1991-05-02")
    enquiry = make_enquiry(requester=person)
    scan = store(working.lezha, b"%PDF-1.4", name="deklarata.pdf", trusted_type="application/pdf")
    give(person, how="paper", purposes=["follow_up_contact"], by=working.besnik, evidence=scan)
    assert ticked(enquiry) == {}
    give(person, how="paper", purposes=["processing"], by=working.besnik, evidence=scan)
    day = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    assert ticked(enquiry) == {CONSENT: f"{working.besnik}, {day}"}


def test_session_ticks_the_step_of_its_own_number_and_of_its_case(make_enquiry, working, ticked):
    case = make_case(working, make_enquiry)
    assert SESSION not in ticked(case.enquiry)
    assert list(ticked(unnamed(working).enquiry)) == [SESSION]
    session = named(working, person=case.person, case=case)
    assert SESSION in ticked(session.enquiry)
    assert SESSION in ticked(case.enquiry)


def test_plan_ticks_its_step_once_it_is_approved_and_stays_while_the_next_is_written(make_enquiry, working, ticked):
    case = make_case(working, make_enquiry)
    assessed(case, working)
    assert PLAN not in ticked(case.enquiry)
    approved(case, working)
    assert PLAN in ticked(case.enquiry)
    plan = current_plan(case)
    save_goal(plan, by=working.besnik, version=plan.version, domain="health", text="Mjek familjeje")
    assert current_plan(case).state == "draft"
    assert PLAN in ticked(case.enquiry)


def test_referral_ticks_its_step_until_it_is_revoked(make_enquiry, working, ticked):
    person = add_person(working.lezha, name="Teuta Marku", phone="069 123 4567")
    enquiry = make_enquiry(requester=person)
    to = Institution.objects.create(municipality=working.lezha, kind="employment", name_sq="Zyra e Punës Prova",
                                    email="puna@example.org")  # fmt: skip
    service = Service.objects.create(municipality=working.lezha, institution=to, kind="employment", name_sq="Punë")
    scan = store(working.lezha, b"%PDF-1.4", name="deklarata.pdf", trusted_type="application/pdf")
    give(person, how="paper", purposes=["sharing"], by=working.besnik, evidence=scan, recipient=to.name_sq)
    referral = refer(enquiry, by=working.besnik, service=service, asked="Punë", chosen=["name"])
    assert list(ticked(enquiry)) == [REFERRAL]
    revoke(referral, by=working.besnik, reason="Gabim")
    assert ticked(enquiry) == {}
