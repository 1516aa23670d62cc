"""Families helped from the first talk to the closing letter, in a real browser, on a desk and on a phone."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ura.cases.models import Case, CounsellingSession
from ura.directory.models import Institution as DirectoryInstitution
from ura.directory.models import Service
from ura.housing.actions.applying import apply, give_points
from ura.housing.actions.tables import keep_table
from ura.housing.models import Application, Call
from ura.housing.states import State
from ura.letters.tests.reading import words
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.people.models import How, Purpose
from ura.referrals.models import Referral
from ura.staff.models import Officer, Role, User

from .case_pages import Caseworker, Institution
from .test_journeys import WINDOWS

pytestmark = pytest.mark.browser
MOTHER = "Mirela Kola"
VICTIM, HER_PHONE = "Zymbyllana Qerpikja", "+355 66 714 7471"
LAST_FAMILY = "Elona Hoxha"
POINTS = {
    "housing": "Banesa / Dwelling\n- Pa strehë / Without shelter: 15\n- Nën normë / Below the norm: 10",
    "family": "Fëmijë / Children\n- Dy ose më shumë / Two or more: 15\n- Një / One: 5",
    "social": "Gjendja / Situation\n- I rikthyer / Returned: 12",
    "economic": "Të ardhurat / Income\n- Pa të ardhura / None: 20\n- Të ulëta / Low: 15",
}
SPOKEN = "Telefonoi vetë; iu lexua deklarata dhe u pajtua."


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_a_family_returns_from_germany_and_stands_on_its_own_feet(width, language, country, open_window, post):
    look = {"width": width, "language": language}
    services = institutions(country)
    ana = Caseworker(open_window(who=country.ana, **look))
    registered_at_the_unit(ana)

    besnik = Caseworker(open_window(who=country.besnik, **look))
    besnik.window.go("/lezhe/office/sessions/").shot("f-03-sessions")
    besnik.window.click("main tbody a")
    besnik.opens_the_case("f-04-case")
    besnik.takes_in("f-05-child", name="Ergi Kola", relation="child", born="2014", sex="M")
    besnik.takes_in("f-06-child", name="Sara Kola", relation="child", born="2017", sex="F")
    besnik.assesses("f-07", shelter=("0", "now"), income=("1", "month"), education=("3", "none"))
    besnik.sets_goals("f-08")
    besnik.act("Put to the supervisor")
    ermira = Caseworker(open_window(who=country.ermira, **look))
    ermira.case = besnik.case
    ermira.window.go("/lezhe/office/").shot("f-09-day")
    ermira.window.click(
        ermira.window.page.locator("main").get_by_role("link", name=number_of(besnik), exact=True).first
    )
    ermira.part("plan")
    ermira.act("Approve")
    ermira.window.shot("f-10-approved")
    besnik.signs_the_plan("f-11")
    besnik.compares(
        "f-12",
        "rent_subsidy",
        "economic_aid",
        "bsq",
        chosen={"sq": "Subvencion qiraje", "en": "Rent subsidy"}[language],
    )

    answered = answered_by_its_link(besnik, Institution(open_window(**look)), services.work, post)
    agree(country, besnik, services)
    declined = referred(besnik, "f-18", services.shelter, "Strehim i përkohshëm për një nënë me dy fëmijë.", post)
    besnik.records(declined, "f-19", "declined", "Nuk kemi vende të lira.")
    late = referred(besnik, "f-20", services.school, "Njësimi i dëftesave dhe regjistrimi i dy fëmijëve.", post)
    passes_its_day(country, late)
    besnik.window.go("/lezhe/office/referrals/").shot("f-21-board")
    assert besnik.window.lacks("Streha Prova", beside="Drejtoria Arsimore Prova")
    besnik.window.go("/lezhe/office/").shot("f-22-day")
    expect(besnik.window.page.locator(f"main a[href='{late}']")).to_have_count(1)

    besnik.reviews("f-23", "reached")
    besnik.window.shot("f-24-obstacles")
    besnik.records(late, "f-25", "done", "Fëmijët janë regjistruar.", outcome="served")
    besnik.assesses("f-26", closing=True, shelter=("4", "none"), income=("3", "none"), education=("4", "none"))
    besnik.closes("f-27", "reintegrated")
    letter = besnik.window.page.locator("main a[href*='/closing/'][href$='/letter/']").get_attribute("href")
    assert MOTHER in words(besnik.window.fetch(letter))
    with working_for(country.lezha):
        case = case_of(besnik)
        states = [Referral.objects.get(pk=pk_of(each)).state for each in (answered, declined, late)]
        outcome = case.closures.get().outcome
    assert (case.is_open, outcome, states) == (False, "reintegrated", ["done", "declined", "done"])
    besnik.window.go(f"/lezhe/office/cases/{besnik.case}/").shot("f-28-file")


def registered_at_the_unit(ana):
    """Ana of the unit writes the session down while talking; the mother signs on the screen."""
    ana.begins("returnee_registration")
    window = ana.window
    window.fill(consent_signed="screen", consent_full_name=MOTHER, consent_phone="069 123 4567", citizen_name=MOTHER)
    ana.draws()
    window.page.locator("main [name=admin_unit]").select_option(index=1)
    window.fill(
        consent_stats=True, consent_follow_up=True, follow_up_phone="069 123 4567", gender="F", age_band="31_40"
    )
    ana.tick("migrant_category", "voluntary")
    ana.tick("needs", "housing", "documents", "schooling")
    window.fill(origin="DE", return_country="Gjermani", years_abroad="6", officer_signed=True)
    window.fill(family_info="Nënë me dy fëmijë të shkollës.").shot("f-01-session")
    ana.writes_down("f-02-session")


def answered_by_its_link(besnik, office, service, post):
    """Refused without consent; with it the mail goes, and the institution answers behind its link."""
    asked = "Regjistrim si punëkërkuese dhe një intervistë."
    besnik.refers("f-13", service, asked)
    besnik.window.shot("f-13-refused")
    besnik.agrees_to_share("f-14", str(service.institution.name_sq))
    referral = referred(besnik, "f-15", service, asked)
    (mail,) = post.comes()
    assert mail["To"] == "puna@example.org" and MOTHER not in mail.get_content()
    office.opens(mail, besnik.window.page.locator(".big-code").inner_text(), "f-16")
    assert office.window.lacks("Ergi Kola", beside=MOTHER)
    office.accepts("E ftojmë të hënën në orën 10:00.")
    office.is_done("served", "U punësua me kontratë njëvjeçare.", "f-17")
    besnik.window.go("/lezhe/office/").shot("f-17-day")
    besnik.window.click(f"main a[href='{referral}']")
    assert besnik.window.shows("U punësua me kontratë njëvjeçare.")
    besnik.window.shot("f-17-answered").press("Mark as read")
    return referral


def referred(besnik, picture, service, asked, post=None):
    besnik.refers(picture, service, asked)
    address = besnik.sent(picture)
    if post:
        assert len(post.comes()) == 1
    return address


def institutions(country):
    """Three institutions of the town with a service each."""
    made = {}
    with working_for(country.lezha):
        for key, kind, name, email in (
            ("work", "employment", "Zyra e Punësimit Prova", "puna@example.org"),
            ("shelter", "shelter", "Streha Prova", "streha@example.org"),
            ("school", "education", "Drejtoria Arsimore Prova", "arsimi@example.org"),
        ):
            institution = DirectoryInstitution.objects.create(
                municipality=country.lezha, kind=kind, name_sq=name, name_en=name, email=email
            )
            made[key] = Service.objects.create(
                municipality=country.lezha, institution=institution, kind=kind, name_sq=name, name_en=name
            )
    return SimpleNamespace(**made)


def agree(country, besnik, services):
    """The mother agrees on the phone that the two others are told too."""
    with working_for(country.lezha):
        person = case_of(besnik).person
        person.municipality = country.lezha
        for service in (services.shelter, services.school):
            give(person, how=How.PHONE, purposes=[Purpose.SHARING], recipient=service.institution.name_sq,
                 by=country.besnik, statement=SPOKEN)  # fmt: skip


def passes_its_day(country, address):
    """Three weeks go by without a word."""
    today = timezone.localdate()
    with working_for(country.lezha):
        Referral.objects.filter(pk=pk_of(address)).update(
            sent_on=today - timedelta(days=21),
            due_on=today - timedelta(days=7),
            answer_due_on=today - timedelta(days=7),
        )


def pk_of(address):
    return int(re.search(r"/referrals/(\d+)/", address)[1])


def case_of(worker):
    year, number = worker.case.split("/")
    return Case.objects.select_related("person").get(enquiry__entry__year=year, enquiry__entry__number=number)


def number_of(worker):
    """As people say it: 1/2026."""
    return "/".join(reversed(worker.case.split("/")))


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_somebody_without_a_name_leaves_with_two_guides(width, language, country, open_window):
    besnik = Caseworker(open_window(width=width, language=language, who=country.besnik))
    besnik.begins("internal_counselling")
    window = besnik.window
    window.shot("g-01-form")
    assert not window.page.locator("main [name=citizen_name]").is_visible()
    window.fill(gender="M", age_band="26_30", officer_signed=True, solved="")
    window.page.locator("main [name=origin]").select_option("kukes")
    window.page.locator("main [name='guides-0-guide']").select_option(value="employment_akpa")
    window.page.locator("main [name='guides-1-guide']").select_option(value="rent_subsidy")
    window.fill(**{"guides-0-way": "printed", "guides-1-way": "code"}).shot("g-02-filled")
    besnik.writes_down("g-03-session")
    assert window.shows(window.words("without a name"))
    window.go("/lezhe/office/guides/rent_subsidy/").shot("g-04-guide")
    assert window.page.locator(".qr svg").is_visible()
    public = open_window(width=width, language=language)
    public.go("/lezhe/guides/rent_subsidy/").shot("g-05-on-the-phone")
    window.go("/lezhe/office/sessions/").shot("g-06-counted")
    with working_for(country.lezha):
        (held,) = CounsellingSession.objects.filter(municipality=country.lezha)
        ways = sorted(held.guides.values_list("guide", "way"))
    assert held.unnamed and ways == [("employment_akpa", "printed"), ("rent_subsidy", "code")]


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_a_trafficking_victim_is_known_to_the_team_alone(width, language, country, open_window):
    look = {"width": width, "language": language}
    user = User.objects.create_user("gent@example.org", country.password, name="Gent Prova", language=language)
    gent = Officer.objects.create(municipality=country.lezha, user=user, roles=[str(Role.OFFICER)])
    besnik = Caseworker(open_window(who=country.besnik, **look))
    besnik.window.go("/lezhe/office/referrals/incoming/new/")
    besnik.window.fill(
        source="border", sender="Pika kufitare Prova", ground="trafficking", owner=str(country.besnik.pk),
        urgency="urgent", name=VICTIM, phone=HER_PHONE, asked="Kthehet sot; ka nevojë për strehim të sigurt.",
        case_kind="returnee", origin="IT",
    )  # fmt: skip
    besnik.tick("team", str(country.ermira.pk))
    besnik.window.shot("h-01-came-in").press("Register")
    besnik.window.page.wait_for_url(re.compile(r"/incoming/\d+/$"))
    besnik.window.shot("h-02-registered")
    with working_for(country.lezha):
        case = Case.objects.select_related("enquiry__entry").get(enquiry__restricted=True)
        case.municipality = case.enquiry.municipality = country.lezha
        pages = [besnik.window.page.url, case.get_absolute_url(), case.enquiry.get_absolute_url(),
                 f"/lezhe/office/people/{case.person_id}/"]  # fmt: skip
    colleague = Caseworker(open_window(who=gent, **look))
    for name in ("enquiries/?state=all", "cases/", "cases/?state=all", "referrals/", "referrals/incoming/", "people/",
                 "sessions/", "registrations/", "consents/?list=valid", "replies/?tab=all", "outbox/?state=all", "", "?whole=1"):  # fmt: skip
        colleague.window.go(f"/lezhe/office/{name}")
        seen = colleague.window.page.locator("main:has(h1)").inner_text()
        assert VICTIM not in seen and case.enquiry.entry.label not in seen, name
        for address in pages:
            assert not colleague.window.page.locator(f"main a[href='{address}']").count(), (name, address)
    colleague.window.shot("h-03-colleague")
    colleague.menu("Requests")
    colleague.window.page.fill(".find [name=q]", VICTIM)
    colleague.window.page.press(".find [name=q]", "Enter")
    colleague.window.page.wait_for_url("**s=**")
    assert colleague.window.lacks(case.enquiry.entry.label, beside=f"«{VICTIM}»")
    colleague.window.shot("h-04-search")
    colleague.window.go("/lezhe/office/referrals/review/").shot("h-05-figures")
    incoming, median = map(colleague.window.words, ("Referrals that came in", "Working days to the answer, median"))
    assert colleague.window.lacks(incoming, beside=median)
    for address in pages:
        answer = colleague.window.page.goto(address if "://" in address else colleague.window.home + address)
        assert answer.status == 404, address
    colleague.window.shot("h-06-not-there")

    ermira = Caseworker(open_window(who=country.ermira, **look))
    ermira.window.go("/lezhe/office/cases/").shot("h-07-team")
    ermira.window.click(
        ermira.window.page.locator("main").get_by_role("link", name=case.enquiry.entry.label, exact=True).first
    )
    assert ermira.window.shows(VICTIM)
    ermira.window.shot("h-08-case")
    for address in pages:
        answer = ermira.window.page.goto(address if "://" in address else ermira.window.home + address)
        assert answer.status == 200, address
    ermira.window.go("/lezhe/office/referrals/review/")
    assert ermira.window.shows(ermira.window.words("Referrals that came in"))


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_thirty_families_apply_for_housing_and_the_list_is_published(width, language, country, open_window):
    look = {"width": width, "language": language}
    today = timezone.localdate()
    with working_for(country.lezha):
        keep_table(country.lezha, "bsq", by=country.ermira, number=0, texts=POINTS, decision_number="34",
                   decision_on=today - timedelta(days=60))  # fmt: skip
        elona = add_person(country.lezha, by=country.besnik, name=LAST_FAMILY, phone="069 765 4321")
    ermira = Caseworker(open_window(who=country.ermira, **look))
    ermira.window.go("/lezhe/office/housing/calls/new/")
    ermira.window.fill(
        programme="bsq", opens_on=said(today - timedelta(days=30)), closes_on=said(today + timedelta(days=5)),
        places="10", quota="2", tie_1="earliest", tie_2="lot",
    )  # fmt: skip
    ermira.window.shot("i-01-new-call").press("Open the call")
    ermira.window.page.wait_for_url(re.compile(r"/calls/\d+/$"))
    twenty_nine_apply(country, today)

    besnik = Caseworker(open_window(who=country.besnik, **look))
    besnik.window.go("/lezhe/office/")
    besnik.menu("Social housing")
    besnik.window.shot("i-02-housing").click("main a[href*='/housing/calls/']:not([href$='/new/'])")
    besnik.window.press("New application").fill(q="Elona").shot("i-03-who").press("Search")
    besnik.window.click(f"main a[href='?person={elona.pk}']")
    besnik.window.fill(returnee=True, members="5", children="3", income="20000").shot("i-04-family").send()
    besnik.window.press("Give points")
    for name in ("housing.1", "family.1", "social.1", "economic.1"):
        besnik.window.page.locator(f"main [name='{name}']").select_option(index=1)
    besnik.window.shot("i-05-points").press("Save")
    besnik.window.page.wait_for_url(re.compile(r"/applications/\d+/$"))
    besnik.window.shot("i-06-scored")

    ermira.window.page.reload()
    ermira.window.shot("i-07-thirty")
    for step, more in (("2", {}), ("3", {}), ("4", {"act": "56"}), ("5", {"funds": "4800000", "funded_places": "8"}),
                       ("6", {"act": "71"}), ("7", {})):  # fmt: skip
        ermira.window.fill(to=step, **more).press("Write down the decision")
        ermira.window.shot(f"i-08-step-{step}")
    visitor = open_window(**look)
    visitor.go("/lezhe/housing/").shot("i-09-public")
    visitor.click("main a[href*='/lezhe/housing/']")
    visitor.shot("i-10-public-list")
    expect(visitor.page.locator("main tbody tr")).to_have_count(30)
    listed = visitor.page.locator("main").inner_text()
    assert LAST_FAMILY not in listed and "Familja" not in listed
    with working_for(country.lezha):
        granted = Application.objects.filter(municipality=country.lezha, state=State.GRANTED)
        assert (granted.count(), granted.filter(person=elona).count()) == (8, 1)


def twenty_nine_apply(country, today):
    """Each through the real actions; no two differ by their points alone."""
    with working_for(country.lezha):
        call = Call.objects.select_related("table").get(municipality=country.lezha)
        call.municipality = country.lezha
        for place in range(29):
            person = add_person(country.lezha, by=country.besnik, name=f"Familja Prova {place + 1}")
            row = apply(
                call, person, by=country.besnik, received_on=today - timedelta(days=1 + place % 25), members=2 + place % 5,
                children=place % 3, income=15_000 + 500 * place, returnee=place % 4 == 0,
            )  # fmt: skip
            answers = {"housing.1": str(1 + place % 2), "economic.1": str(1 + place % 2)} | (
                {"family.1": "1"} if place % 3 else {}
            )
            give_points(row, by=country.besnik, version=row.version, answers=answers)


def said(day):
    return day.strftime("%d.%m.%Y")
