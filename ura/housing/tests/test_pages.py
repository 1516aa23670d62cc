"""Housing on screen: from the table of points to the public list, which shows no name."""

import io

import pikepdf
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from ura.cases.actions.opening import open_case
from ura.housing.actions.calls import decide
from ura.housing.models import Application, Call, PointsTable
from ura.housing.states import CallState
from ura.housing.tests.conftest import DAY, TEXTS
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.actions import add_person
from ura.people.households import found_household

HIGH = {"housing.1": "1", "family.1": "2"}
HOME = "/lezhe/office/housing/"


def finish(call, by):
    for state in (CallState.LISTED, CallState.ASSESSED, CallState.APPROVED, CallState.FUNDED, CallState.FINAL,
                  CallState.PUBLISHED):  # fmt: skip
        call = decide(call, state, by=by, version=call.version, act="VKB 7", funds=1_000_000)
    return call


@pytest.fixture
def published(town, make_enquiry, make_call, make_application):
    """A call with a family, a returnee with a case, and a restricted case, all on the published list."""
    with working_for(town.lezha):
        call = make_call(places=2, names_public=False)
        make_application(call, "Arta Leka", HIGH)
        enquiry = make_enquiry(town.lezha, person={"name": "Elona Hoxha"})
        make_application(call, "", HIGH | {"economic.1": "1"}, case=open_case(enquiry, by=town.ermira, kind="returnee"))
        secret = make_enquiry(town.lezha, person={"name": "Drita Kola"})
        hidden = open_case(secret, by=town.besnik, kind="returnee", categories=["trafficking"])
        make_application(call, "", {"social.1": "1"}, case=hidden)
        return finish(call, town.ermira)


def test_the_public_list_shows_numbers_points_and_decisions_and_no_name(published, client):
    page = client.get(f"/lezhe/housing/{published.pk}/").content.decode()
    for shown in ("S-1/2026", "S-2/2026", "S-3/2026"):
        assert shown in page
    for name in ("Arta", "Leka", "Elona", "Hoxha", "Drita", "Kola"):
        assert name not in page


def test_names_are_published_only_when_the_office_decides_and_never_of_a_restricted_case(town, published, client):
    with working_for(town.lezha):
        Call.objects.filter(municipality=town.lezha, pk=published.pk).update(names_public=True)
    page = client.get(f"/lezhe/housing/{published.pk}/").content.decode()
    assert "Arta Leka" in page
    assert "Elona Hoxha" in page
    assert "Drita Kola" not in page


def test_no_name_of_a_restricted_case_leaves_in_the_list_of_its_own_team(town, published, client):
    client.force_login(town.besnik.user)
    assert "Drita Kola" in client.get(f"{HOME}calls/{published.pk}/").text
    sheet = load_workbook(io.BytesIO(client.get(f"{HOME}calls/{published.pk}/list.xlsx").content)).active
    rows = {row[1]: row[2] for row in sheet.iter_rows(values_only=True)}
    assert rows["S-1/2026"] == "Arta Leka" and "Drita Kola" not in rows.values()


def test_who_lives_with_a_restricted_case_is_not_published_by_name(town, make_enquiry, published, client):
    with working_for(town.lezha):
        Call.objects.filter(municipality=town.lezha, pk=published.pk).update(names_public=True)
        row = Application.objects.select_related("person").get(municipality=town.lezha, number=1)
        row.person.municipality = town.lezha
        home = found_household(row.person, by=town.besnik)
        Application.objects.filter(pk=row.pk).update(household=home)
        child = make_enquiry(town.lezha, person={"name": "Ina Leka"})
        open_case(child, by=town.besnik, kind="returnee", household=home, categories=["minor"])
    page = client.get(f"/lezhe/housing/{published.pk}/").text
    assert "Elona Hoxha" in page and "Arta Leka" not in page


def test_a_list_that_is_not_published_does_not_exist_for_the_public(town, make_call, make_application, client):
    with working_for(town.lezha):
        call = make_call()
        make_application(call, "Arta Leka", HIGH)
    assert client.get(f"/lezhe/housing/{call.pk}/").status_code == 404
    assert client.get("/lezhe/housing/").status_code == 200


def test_who_is_not_of_the_team_sees_a_place_without_name_and_no_page_behind_it(town, published, client):
    with reading_for(town.lezha):
        hidden = Application.objects.get(municipality=town.lezha, number=3)
    client.force_login(town.ermira.user)
    page = client.get(f"{HOME}calls/{published.pk}/").content.decode()
    assert "Arta Leka" in page
    assert "S-3/2026" in page
    assert "Drita Kola" not in page
    assert client.get(f"{HOME}applications/{hidden.pk}/").status_code == 404
    sheet = load_workbook(io.BytesIO(client.get(f"{HOME}calls/{published.pk}/list.xlsx").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1:3] for row in rows if row[1] in ("S-1/2026", "S-2/2026")] == [
        ("S-2/2026", "Elona Hoxha"), ("S-1/2026", "Arta Leka"),
    ]  # fmt: skip
    assert "Drita Kola" not in str(rows)
    pdf = pikepdf.open(io.BytesIO(client.get(f"{HOME}calls/{published.pk}/list.pdf").content))
    assert pdf.Root.MarkInfo.Marked
    client.force_login(town.drita.user)
    assert client.get(f"{HOME}calls/{published.pk}/").status_code == 404


def test_from_the_table_to_the_list_on_screen(town, client):
    with working_for(town.lezha):
        person = add_person(town.lezha, by=town.besnik, name="Arta Leka")
    client.force_login(town.ermira.user)
    table = {"number": 0, **TEXTS, "decision_number": "34", "decision_on": "01.02.2026"}
    wrong = client.post(f"{HOME}points/bsq/", table | {"family": "Fëmijë\n- Një: 26"})
    assert wrong.status_code == 422
    assert "26" in wrong.content.decode()
    assert client.post(f"{HOME}points/bsq/", table).status_code == 302
    call = {"programme": "bsq", "year": 2026, "opens_on": "02.03.2026", "closes_on": "30.04.2026", "places": 1,
            "quota": 1, "tie_1": "earliest"}  # fmt: skip
    here = client.post(f"{HOME}calls/new/", call).url
    client.force_login(town.besnik.user)
    assert client.get(f"{HOME}calls/new/").status_code == 403
    family = {"received_on": DAY.strftime("%d.%m.%Y"), "members": 4, "children": 2, "income": 0, "returnee": "on"}
    assert client.get(f"{here}apply/").status_code == 200
    assert client.post(f"{here}apply/?person={person.pk}", family | {"children": 9}).status_code == 422
    page = client.post(f"{here}apply/?person={person.pk}", family).url
    entered = {"version": 0, "confirmation": "EA-1", "confirmed_on": "03.03.2026", "assisted": "no_internet"}
    assert client.post(f"{page}entered/", entered).url == page
    paper = {"code": "no_property_certificate", "state": "there", "fee": 500}
    assert client.post(f"{page}papers/", paper).url == page
    assert client.post(f"{page}points/", {"version": 0, "housing.1": "1"}).status_code == 422  # saved since
    assert client.post(f"{page}points/", {"version": 1, "housing.1": "1", "family.1": "2"}).url == page
    said = client.get(page).content.decode()
    assert "EA-1" in said
    assert "Pa strehë" in said
    client.force_login(town.ermira.user)
    assert client.post(f"{here}decide/", {"version": 0, "to": "3"}).status_code == 422
    assert (
        client.post(f"{here}decide/", {"version": 0, "to": "2", "on": timezone.localdate().strftime("%d.%m.%Y")}).url
        == here
    )
    with reading_for(town.lezha):
        row = Application.objects.get(municipality=town.lezha)
        assert (row.points, row.rank, row.state, row.assisted) == (30, 1, "3", "no_internet")
        assert PointsTable.objects.filter(municipality=town.lezha).count() == 1
        assert [paper.fee for paper in row.papers.all()] == [500]


def test_a_case_shows_its_applications_and_the_open_calls(town, make_enquiry, make_call, make_application, client):
    enquiry = make_enquiry(town.lezha, person={"name": "Elona Hoxha"})
    with working_for(town.lezha):
        case = open_case(enquiry, by=town.besnik, kind="returnee")
        call = make_call()
    client.force_login(town.besnik.user)
    page = f"/lezhe/office/cases/{enquiry.entry.year}/{enquiry.entry.number}/housing/"
    assert f"?case={case.pk}" in client.get(page).content.decode()
    with working_for(town.lezha):
        make_application(call, "", HIGH, case=case)
    said = client.get(page).content.decode()
    assert "S-1/2026" in said
    assert f"?case={case.pk}" not in said
