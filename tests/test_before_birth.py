"""A day before somebody was born is told at its field, wherever a day of their life is written down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from ura.cases.actions.assisting import give_assistance
from ura.cases.actions.counselling import hold_session
from ura.cases.actions.emergencies import raise_emergency
from ura.cases.actions.opening import note_category, open_case
from ura.cases.actions.registrations import correct_registration, register
from ura.core.refusals import Refused
from ura.housing.actions.applying import apply, entered
from ura.housing.actions.calls import open_call
from ura.housing.actions.tables import keep_table
from ura.housing.tests.conftest import TEXTS
from ura.livelihood.actions.jobs import correct_jobseeker, register_jobseeker
from ura.livelihood.actions.support import support_farm
from ura.livelihood.actions.training import enrol, keep_course, leave_course, mark_attendance
from ura.people.actions import add_person
from ura.people.births import must_be_born
from ura.people.consent_acts import give
from ura.people.households import add_member, found_household
from ura.post.files import store
from ura.schemes.actions.applying import begin_application, mark_paper
from ura.schemes.actions.writing_facts import write_facts

TODAY = timezone.localdate
BORN, BEFORE = date(1990, 5, 31), date(1990, 5, 30)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def teuta(working):
    return add_person(working.lezha, name="Teuta Marku", born=BORN.isoformat())


@pytest.fixture
def family(working, make_enquiry, teuta):
    """Teuta's case of a year ago, and her child born last week."""
    child = add_person(working.lezha, name="Iris Marku", born=(TODAY() - timedelta(days=7)).isoformat())
    household = found_household(teuta, by=working.besnik)
    add_member(household, child, by=working.besnik, relation="child")
    opened_on = TODAY() - timedelta(days=365)
    enquiry = make_enquiry(requester=teuta)
    return open_case(enquiry, by=working.besnik, kind="returnee", household=household, opened_on=opened_on), child


def agree(office, person, by, **more):
    scan = store(office, b"%PDF-1.4", name="deklarata.pdf", trusted_type="application/pdf")
    return give(person, how="paper", purposes=["processing"], by=by, evidence=scan, **more)


def refused(act, field, name="Teuta Marku"):
    with pytest.raises(Refused, match=f"before the birth of {name}") as said:
        act()
    assert said.value.field == field


@pytest.mark.parametrize(
    ("born", "day", "fits"),
    [
        ("1990-05-31", date(1990, 5, 31), True),
        ("1990-05-31", date(1990, 5, 30), False),
        ("1990", date(1990, 1, 1), True),  # the day is not known: the benefit of the doubt
        ("1990", date(1989, 12, 31), False),
        ("", date(1900, 1, 1), True),
        ("1990", None, True),
    ],
)
def test_a_day_is_measured_by_what_is_known_of_the_birth(working, born, day, fits):
    person = add_person(working.lezha, name="Teuta Marku", born=born)
    if fits:
        must_be_born(person, day)
    else:
        refused(lambda: must_be_born(person, day, field="made_on"), "made_on")


def test_registrations_and_consents(working, teuta):
    office, by = working.lezha, working.besnik
    refused(lambda: agree(office, teuta, by, given_on=BEFORE), "given_on")
    agree(office, teuta, by)
    facts = {"unit": office.units.first(), "category": "returnee"}
    refused(lambda: register(office, by=by, person=teuta, **facts, arrived_on=BEFORE), "arrived_on")
    refused(lambda: register(office, by=by, person=teuta, **facts, registered_on=BEFORE), "registered_on")
    row = register(office, by=by, person=teuta, **facts, arrived_on=BORN)
    kept = facts | {"registered_on": row.registered_on}
    refused(lambda: correct_registration(row, by=by, version=row.version, **kept, arrived_on=BEFORE), "arrived_on")


def test_sessions(working, teuta):
    office, by = working.lezha, working.besnik
    agree(office, teuta, by)
    child = add_person(office, name="Iris Marku", born=(TODAY() - timedelta(days=7)).isoformat())
    agree(office, child, by, guardian_name="Teuta Marku")
    answers = {"migrant_category": ["voluntary"], "gender": "F", "age_band": "31_40", "return_date": BEFORE.isoformat()}
    session = {"form": "returnee_registration", "by": by, "unit": office.units.first(), "minutes": 10}
    refused(lambda: hold_session(office, person=teuta, answers=answers, **session), "return_date")


def test_what_happens_in_a_case(working, family):
    case, child = family
    known = datetime(1990, 5, 30, 9, tzinfo=UTC)
    refused(lambda: raise_emergency(case, by=working.besnik, reason="Pa strehë", at=known), "at")
    by, before = working.besnik, TODAY() - timedelta(days=30)
    refused(lambda: give_assistance(case, by=by, type="health", person=child, on=before), "on", child.name)
    refused(lambda: note_category(case, child, "disability", by=by, on=before), "from_on", child.name)
    refused(lambda: support_farm(case, child, by=by, kind="inputs", amount=1, source="state", given_on=before),
            "given_on", child.name)  # fmt: skip
    refused(lambda: write_facts(case, child, {"low_income": "yes"}, by=by, on=before), "on", child.name)
    refused(lambda: mark_paper(case, child, "birth_certificate", by=by, state="have", on=before), "on", child.name)
    refused(lambda: begin_application(case, child, "economic_aid", by=by, on=before), "on", child.name)


def test_work_and_courses(working, family):
    case, child = family
    by, before = working.besnik, TODAY() - timedelta(days=30)
    found = {"occupation": "Rrobaqepëse", "field": "services", "education": "4"}
    refused(lambda: register_jobseeker(case, case.person, by=by, employment_office_on=BEFORE, **found),
            "employment_office_on")  # fmt: skip
    seeker = register_jobseeker(case, case.person, by=by, **found)
    refused(lambda: correct_jobseeker(seeker, by=by, version=seeker.version, employment_office_on=BEFORE),
            "employment_office_on")  # fmt: skip
    course = keep_course(working.lezha, by=by, name="Gjuhë", provider="Qendra", kind="language", places=9,
                         start_on=before, end_on=TODAY())  # fmt: skip
    refused(lambda: enrol(course, case, child, by=by, on=before), "on", child.name)
    row = enrol(course, case, child, by=by)
    refused(lambda: mark_attendance(course, by=by, on=before, present=[row.pk]), "on", child.name)
    with pytest.raises(Refused, match="before the enrolment"):
        leave_course(row, by=by, on=before)


def test_housing(working, teuta):
    today = TODAY()
    keep_table(working.lezha, "bsq", by=working.besnik, number=0, texts=TEXTS, decision_number="1", decision_on=today)
    call = open_call(working.lezha, by=working.ermira, programme="bsq", year=today.year, opens_on=today,
                     closes_on=today + timedelta(days=9), places=1, quota=0)  # fmt: skip
    refused(lambda: apply(call, teuta, by=working.besnik, received_on=BEFORE, members=1), "received_on")
    row = apply(call, teuta, by=working.besnik, received_on=today, members=1)
    refused(lambda: entered(row, by=working.besnik, version=row.version, confirmation="EA-1", confirmed_on=BEFORE),
            "confirmed_on")  # fmt: skip
