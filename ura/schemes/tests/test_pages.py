"""The pages of schemes: one door, what is typed stays, and a page costs the same for one row and for many."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import activate

from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.schemes.actions.applying import begin_application
from ura.schemes.actions.scenarios import make_card
from ura.schemes.catalogue import national
from ura.schemes.tests.test_acts import TABLE


@pytest.fixture
def here(case):
    number = ("lezhe", case.enquiry.entry.year, case.enquiry.entry.number)
    return lambda name, *more: reverse(name, args=[*number, *more])


@pytest.fixture
def besnik(client, town):
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = "en"
    return client


def test_the_page_of_a_case_groups_the_schemes(case, here, besnik):
    page = besnik.get(here("case_schemes"))
    text = page.content.decode()
    assert page.status_code == 200
    assert sum(n for n, *_rest in page.context["counts"]) == len(national())
    assert "Taking part in social, cultural and recreational life" in text and "Write down what would settle it" in text


def test_facts_are_typed_once_and_a_wrong_one_stays_on_the_form(case, here, besnik, town):
    address = here("case_facts")
    page = besnik.post(
        address, {"low_income": "yes", "income": "-5", "source": "stated", "on": "22.11.2026", "seen": "0"}
    )
    assert page.status_code == 422 and 'value="-5"' in page.content.decode()
    page = besnik.post(address, {"disability": "yes", "source": "stated", "on": "20.11.2026", "seen": "0"})
    assert page.status_code == 409 and "has not agreed to the processing" in page.content.decode()
    page = besnik.post(address, {"low_income": "yes", "source": "stated", "on": "20.11.2026", "seen": "0"})
    assert page.status_code == 302
    with working_for(town.lezha):
        assert [(row.fact, row.value) for row in case.facts.all()] == [("low_income", "true")]


def test_too_many_to_compare_are_refused_and_stay_ticked(case, here, besnik):
    codes = ["economic_aid", "social_life", "rent_subsidy", "bsq", "bku", "legal_aid", "agribusiness"]
    page = besnik.post(here("case_card_new"), {"scheme": codes, "person": case.person_id}, follow=True)
    shown = page.content.decode()
    assert "choose fewer" in shown
    assert all(f'value="{code}" id="scheme-{code}" checked' in shown for code in codes)


def test_scenarios_application_and_papers_through_the_pages(case, here, besnik, town):
    page = besnik.post(here("case_card_new"), {"scheme": ["economic_aid", "social_life"], "person": case.person_id})
    card = int(page.url.rstrip("/").rsplit("/", 1)[1])
    page = besnik.get(page.url)
    assert page.status_code == 200
    scenario = page.context["columns"][1]["scenario"].pk
    address = here("case_card", card)
    assert besnik.post(address, {"version": 0, "scenario": scenario, "on": "21.11.2020"}).status_code == 409
    assert besnik.post(address, {"version": 0, "scenario": scenario, "on": ""}).status_code == 422
    day = page.context["card"].made_on.strftime("%d.%m.%Y")
    assert besnik.post(address, {"version": 0, "scenario": scenario, "on": day}).status_code == 302
    pdf = besnik.get(here("case_card_pdf", card))
    assert pdf.content.startswith(b"%PDF")
    page = besnik.post(here("case_application_new"), {"scheme": "economic_aid", "card": card, "person": case.person_id})
    application = int(page.url.rstrip("/").rsplit("/", 1)[1])
    address = here("case_application", application)
    page = besnik.post(address, {"version": 0, "to": "handed_in", "on": day, "note": ""})
    assert page.status_code == 409 and "Missing in the dossier" in page.content.decode()
    scan = SimpleUploadedFile("karta.pdf", b"%PDF-1.4", content_type="application/pdf")
    sent = {"document": "identity_card", "state": "have", "file": scan, "person": case.person_id, "back": address}
    assert besnik.post(here("case_paper"), sent).url == address
    with working_for(town.lezha):
        paper = case.papers.get().pk
    assert besnik.get(here("case_paper_file", paper)).content == b"%PDF-1.4"
    assert besnik.get(here("case_application_pdf", application)).content.startswith(b"%PDF")
    assert besnik.get(address).context["readiness"] == 25  # of identity card, family, income and school


def test_back_leads_nowhere_else(case, here, besnik):
    sent = {"document": "identity_card", "state": "have", "back": "https://example.org/"}
    assert besnik.post(here("case_paper"), sent).url == here("case_schemes")


def test_a_stranger_to_the_household_is_not_asked_about(case, here, besnik, town):
    with working_for(town.lezha):
        other = add_person(town.lezha, name="Arben Kola")
    assert besnik.get(here("case_schemes"), {"person": other.pk}).status_code == 404
    assert besnik.get(here("case_schemes"), {"person": "x"}).status_code == 404


def test_another_office_sees_nothing_of_it(case, here, client, town):
    client.force_login(town.drita.user)
    assert client.get(here("case_schemes")).status_code == 404


def test_the_page_costs_the_same_with_one_card_and_with_three(case, here, besnik, town):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert besnik.get(here("case_schemes")).status_code == 200
        return len(seen)

    with working_for(town.lezha):
        make_card(case, case.person, ["economic_aid"], by=town.besnik)
        begin_application(case, case.person, "economic_aid", by=town.besnik)
    queries()
    one = queries()
    with working_for(town.lezha):
        for code in ("bsq", "bku"):
            make_card(case, case.person, [code, "social_life"], by=town.besnik)
            begin_application(case, case.person, code, by=town.besnik)
    assert queries() == one


def test_the_catalogue_is_read_by_all_and_changed_by_keepers(client, town):
    client.force_login(town.ermira.user)
    client.cookies["django_language"] = "en"
    assert client.get("/lezhe/office/schemes/").status_code == 200
    assert client.get("/lezhe/office/schemes/s/economic_aid/").status_code == 200
    page = client.get("/lezhe/office/schemes/s/economic_aid/edit/")
    form = page.context["form"]
    sent = {
        field.html_name: field.value() for field in form if field.value() is not None and field.value() is not False
    } | {"places": "7"}
    page = client.post("/lezhe/office/schemes/s/economic_aid/edit/", sent)
    assert page.status_code == 302, page.context["form"].errors
    page = client.get("/lezhe/office/schemes/s/economic_aid/")
    assert (page.context["scheme"].places, page.context["scheme"].version, page.context["outdated"]) == (7, 1, False)
    broken = sent | {"c0-fact": "age", "c0-is": "≥", "c0-value": "many", "version": "1"}
    page = client.post("/lezhe/office/schemes/s/economic_aid/edit/", broken)
    assert page.status_code == 409 and "must be a number" in page.content.decode()
    assert client.get("/lezhe/office/schemes/table/").status_code == 200


def test_a_broken_table_shows_its_rows(client, town):
    client.force_login(town.ermira.user)
    activate("en")
    client.cookies["django_language"] = "en"
    broken = SimpleUploadedFile("skemat.csv", TABLE.replace("low_income", "low_incme").encode())
    page = client.post("/lezhe/office/schemes/import/", {"file": broken})
    assert page.status_code == 422
    assert [(each.row, "low_incme" in each.sentence) for each in page.context["problems"]] == [(2, True)]
    good = SimpleUploadedFile("skemat.csv", TABLE.encode())
    assert client.post("/lezhe/office/schemes/import/", {"file": good}).status_code == 302
