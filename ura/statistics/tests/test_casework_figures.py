"""Figures of casework beside the sixty cases: homes, services made to measure, approved reviews; and their page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ura.cases.actions.assisting import give_assistance, strike_assistance
from ura.cases.actions.closing import close_case
from ura.cases.actions.emergencies import meet_emergency, raise_emergency
from ura.cases.actions.opening import open_case
from ura.cases.models import Case
from ura.cases.states import Category
from ura.core.periods import Period
from ura.directory.keeping import confirm
from ura.directory.models import Institution, Service, VulnerableGroup
from ura.housing.actions.basics import move
from ura.housing.states import State
from ura.housing.tests.conftest import make_application, make_call, make_table  # noqa: F401 (fixtures)
from ura.livelihood.actions.support import support_farm
from ura.livelihood.forms.all import ApplyForm
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.people.models import Purpose
from ura.referrals.actions.answering import record_answer
from ura.referrals.actions.reporting import approve_review
from ura.referrals.actions.sending import refer
from ura.referrals.models import Referral
from ura.referrals.tests.conftest import WORK_OFFICE, agree
from ura.statistics.casework import FIGURES, count
from ura.statistics.splits import Words


@pytest.fixture
def this_year():
    return Period.year(timezone.localdate().year)


def counted(office, figure, period, **officer):
    return count(office, period, only=[figure], **officer)[figure]


def count_over(office, figure, moment):
    """From the day of this moment up to and including today, also where a year ends in between."""
    return counted(office, figure, Period(timezone.localdate(moment), timezone.localdate() + timedelta(days=1)))


@pytest.fixture
def returned(working, make_enquiry):
    """An open case of a returnee, three months old."""
    opened = timezone.localdate() - timedelta(days=90)
    enquiry = make_enquiry(requester=add_person(working.lezha, name="Teuta Marku", born="1990-05-31"))
    return open_case(enquiry, by=working.besnik, kind="returnee", opened_on=opened)


def test_a_household_counts_once_it_is_a_beneficiary_of_a_housing_programme(
    working,
    make_call,  # noqa: F811
    make_application,  # noqa: F811
    this_year,
):
    call = make_call("bsq", places=9)
    for name, returned, states in (
        ("A", True, [State.PROPOSED, State.GRANTED]),
        ("B", True, [State.WAITING]),
        ("C", False, [State.PROPOSED, State.GRANTED]),  # no returnee
        ("D", True, [State.PROPOSED, State.GRANTED, State.GAVE_BACK]),
    ):
        row = make_application(call, name, {"housing.1": "1"}, returnee=returned)
        for state in states:
            move(row, state, by=working.besnik)
    included = counted(working.lezha, "housing_beneficiaries", this_year)["included"]
    assert (included.count, included.splits["programme"]) == (1, {"bsq": 1})
    last_year = Period.year(timezone.localdate().year - 1)
    assert counted(working.lezha, "housing_beneficiaries", last_year)["included"].count == 0


def test_vulnerable_groups_of_the_directory_are_those_of_the_cases():
    assert set(VulnerableGroup.values) == set(Category.values)


def test_a_service_marked_for_a_vulnerable_group_is_shown_and_counted_while_confirmed(town, client, this_year):
    client.force_login(town.besnik.user)
    with working_for(town.lezha):
        house = Institution.objects.create(municipality=town.lezha, kind="ngo", name_sq="Ura e Re", name_en="Ura e Re")
        Service.objects.create(municipality=town.lezha, institution=house, kind="health", name_sq="Mjek",
                               confirmed_on=timezone.localdate())  # fmt: skip
    page = reverse("institution", args=["lezhe", house.pk])
    sent = {"version": 0, "kind": "legal", "name_sq": "Këshillim", "tailored": ["disability", "roma"]}
    assert client.post(reverse("service_new", args=["lezhe", house.pk]), sent).url == page
    assert "Komuniteti rom" in client.get(page).text
    with working_for(town.lezha):
        service = Service.objects.get(municipality=town.lezha, name_sq="Këshillim")
        assert service.tailored == ["disability", "roma"]
        assert counted(town.lezha, "vulnerable_services", this_year)["services"].count == 0  # nobody confirmed it
        confirm(service, by=town.besnik)
        found = counted(town.lezha, "vulnerable_services", this_year)
        assert (found["services"].count, found["groups"].count, found["all groups"].count) == (1, 2, 14)
        assert found["services"].splits == {"service": {"legal": 1}, "group": {"disability": 1, "roma": 1}}
        Service.objects.filter(pk=service.pk).update(confirmed_on=this_year.last - timedelta(days=365))
        assert counted(town.lezha, "vulnerable_services", this_year)["services"].count == 0


def test_an_approved_review_counts_on_its_day(working, this_year):
    assert counted(working.lezha, "referral_system_reports", this_year)["reports"].count == 0
    approve_review(working.lezha, timezone.localdate().year - 1, by=working.ermira)
    assert counted(working.lezha, "referral_system_reports", this_year)["reports"].count == 1


def test_a_service_within_sixty_days_counts_so_however_late_it_was_written_down(working, returned):
    """Sent 70 days ago, served by letter 20 days later, written down today."""
    today = timezone.localdate()
    agree(returned.person, WORK_OFFICE, working.besnik)
    work = Institution.objects.create(municipality=working.lezha, kind="employment", name_sq=WORK_OFFICE)
    sent = refer(
        returned.enquiry,
        by=working.besnik,
        case=returned,
        institution=work,
        way="letter",
        asked="Punë.",
        chosen=["name"],
    )
    Referral.objects.filter(pk=sent.pk).update(sent_on=today - timedelta(days=70))
    sent.refresh_from_db()
    record_answer(sent, by=working.besnik, answer="done", outcome="served", on=today - timedelta(days=50))
    found = counted(working.lezha, "referral_outcome", Period(today - timedelta(days=80), today))
    assert (found["sent"].count, found["provided"].count) == (1, 1)


def test_an_application_for_a_grant_says_its_sector(working, make_enquiry):
    person = add_person(working.lezha, name="Teuta Marku")
    case = open_case(make_enquiry(requester=person), by=working.besnik, kind="returnee")
    case.people = [person]
    form = ApplyForm(case, [], "Thirrja", {"idea": "Një furrë", "asked": "1000"})
    assert "sector" in form.errors


def test_the_page_shows_each_figure_by_sex_age_origin_and_vulnerability(town, client, make_enquiry):
    with working_for(town.lezha):
        person = add_person(town.lezha, name="Teuta Marku", sex="F", born="1990")
        give(person, how="phone", purposes=[Purpose.PROCESSING, Purpose.INTERNAL_STATISTICS], by=town.besnik,
             statement="Pyetjes sonë në telefon iu përgjigj se pranon.")  # fmt: skip
    enquiry = make_enquiry(requester=person, channel="border")
    with working_for(town.lezha):
        open_case(enquiry, by=town.besnik, kind="returnee", origin="DE", categories=["roma"])
    client.force_login(town.besnik.user)
    page = client.get(reverse("casework", args=["lezhe"]), headers={"accept-language": "sq"}).text
    with override("sq"):
        title = str(FIGURES["border_police_cases"].title)
    details = page[page.index(title) :]
    details = details[: details.index("</details>")]
    for words in ("31-40", "Gjermani", "Komuniteti rom"):
        assert words in details
    with reading_for(town.lezha), override("en"):
        today = timezone.localdate()
        part = counted(town.lezha, "border_police_cases", Period.month(today.year, today.month))["cases"]
        table = {str(label): values for label, values in Words(town.lezha).table(part)}
        assert table["Sex"] == [("Women", 1)] and table["Vulnerability"] == [("Roma community", 1)]


def test_a_second_emergency_leaves_the_one_already_met_counted(town, working, returned):
    for hours in (30, 10):
        since = timezone.now() - timedelta(hours=hours)
        case = raise_emergency(returned, by=town.besnik, reason="Pa strehë", at=since)
        meet_emergency(case, by=town.besnik, text="U strehua", at=since + timedelta(hours=hours / 5))
    raise_emergency(returned, by=town.besnik, reason="Prapë pa strehë")
    found = count_over(town.lezha, "emergency_cases", timezone.now() - timedelta(hours=30))
    assert (found["cases"].count, found["hours"].count) == (2, 4)


def test_a_review_that_was_overdue_when_the_case_closed_was_planned_and_not_made(town, working, returned):
    overdue = timezone.localdate() - timedelta(days=3)
    Case.objects.filter(pk=returned.pk).update(next_review_on=overdue)
    close_case(returned, by=town.ermira, outcome="died")
    found = count_over(town.lezha, "evaluations_done", timezone.now() - timedelta(days=5))
    assert (found["planned"].count, found["done"].count, found["on time"].count) == (1, 0, 0)


@pytest.mark.parametrize(
    ("figure", "part", "given"),
    [
        ("documents_obtained", "persons", {"type": "papers", "detail": "identity"}),
        ("legal_advice", "advised", {"type": "legal", "detail": "advice", "topic": "family"}),
        ("housing_beneficiaries", "furnished", {"type": "furnishing"}),
    ],
)
def test_assistance_struck_out_is_no_longer_counted(working, returned, this_year, figure, part, given):
    row = give_assistance(returned, by=working.besnik, **given)
    assert counted(working.lezha, figure, this_year)[part].count == 1
    strike_assistance(row, by=working.besnik, reason="Shkruar gabim.")
    assert counted(working.lezha, figure, this_year)[part].count == 0


def test_support_for_a_farm_struck_out_is_no_longer_counted(working, returned, this_year):
    row = support_farm(
        returned, returned.person, by=working.besnik, kind="inputs", amount=50_000, source="municipality"
    )
    assert counted(working.lezha, "farm_support", this_year)["supported"].count == 1
    strike_assistance(row.assistance, by=working.besnik, reason="Shkruar gabim.")
    assert counted(working.lezha, "farm_support", this_year)["supported"].count == 0
