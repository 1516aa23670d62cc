"""A citizen asks about their own data through the public page."""

import re
import time

import pytest
from django.core import signing
from django.test import Client

from ura.core import once
from ura.municipalities.models import Office
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.portal.tests.conftest import solved
from ura.post.models import Outbox
from ura.rights.models import RightsRequest
from ura.rights.rules import visible_requests
from ura.rights.states import Right
from ura.staff.models import Officer, Role, User

WHERE, DONE = "/lezhe/data/", "/lezhe/data/done/"


@pytest.fixture
def words():
    """The form as it is sent; words(altcha=None) is a browser without JavaScript."""

    def make(**changes):
        begun = signing.dumps(time.time() - 60, salt="portal.begun")
        form = {
            "right": "access", "name": "Elona Hoxha", "email": "elona@example.org", "details": "Kërkesa 12/2026.",
            "token": once.new_token(), "begun": begun, "altcha": solved(),
        }  # fmt: skip
        return {name: value for name, value in (form | changes).items() if value is not None}

    return make


def rows_of(municipality):
    with working_for(municipality):
        rows = RightsRequest.objects.filter(municipality=municipality).select_related("entry", "person", "officer")
        return list(rows.order_by("pk"))


def test_it_gets_a_number_a_day_and_a_mail_and_lies_with_the_data_protection_officer(town, client, words):
    user = User.objects.create_user("besa@example.org", town.password, name="Besa Prova")
    besa = Officer.objects.create(municipality=town.lezha, user=user, roles=[str(Role.DATA_PROTECTION)])
    assert client.post(WHERE, words())["Location"] == DONE
    (row,) = rows_of(town.lezha)
    assert (row.right, row.state, row.identity, row.officer, row.person.name, row.details) == (
        "access", "received", "", besa, "Elona Hoxha", "Kërkesa 12/2026.")  # fmt: skip
    page = client.get(DONE).content.decode()
    assert (row.entry.label in page, "dokumentin tuaj të identitetit" in page) == (True, True)
    with working_for(town.lezha):
        mail = Outbox.objects.get(municipality=town.lezha)
    assert (mail.kind, mail.about, mail.row, mail.to) == ("rights", "rights.rightsrequest", row.pk, "elona@example.org")
    assert row.entry.label in mail.text
    client.force_login(besa.user)
    assert "nuk është provuar kush kërkon" in client.get(row.get_absolute_url()).content.decode()


def test_in_an_office_without_a_data_protection_officer_it_lies_with_a_supervisor(town, client, words):
    client.post(WHERE, words())
    (row,) = rows_of(town.lezha)
    assert row.officer == town.ermira
    with working_for(town.lezha):
        assert row in visible_requests(town.ermira)


@pytest.mark.parametrize("right", Right.values)
def test_each_right_is_asked_in_both_languages(right, town, client, words):
    for language, says in (("sq", "Kërkesa juaj u regjistrua"), ("en", "Your request is registered")):
        client.cookies["django_language"] = language
        assert f'value="{right}"' in client.get(WHERE).content.decode()
        assert client.post(WHERE, words(right=right))["Location"] == DONE
        assert says in client.get(DONE).content.decode()
    assert [(row.right, row.person.language) for row in rows_of(town.lezha)] == [(right, "sq"), (right, "en")]


def test_whoever_gives_a_name_that_is_held_reads_nothing_and_is_joined_to_nobody(town, make_enquiry, client, words):
    held = make_enquiry(person={"name": "Elona Hoxha", "email": "elona@example.org"}).requester
    client.post(WHERE, words())
    (row,) = rows_of(town.lezha)
    assert row.person != held
    with working_for(town.lezha):
        assert Person.objects.filter(municipality=town.lezha).count() == 2
    assert Client().get(DONE)["Location"] == WHERE  # the confirmation is shown to this browser only


def test_a_double_click_is_one_request(town, client, words):
    form = words()
    assert [client.post(WHERE, form)["Location"] for _click in range(2)] == [DONE, DONE]
    assert len(rows_of(town.lezha)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"right": "all"}, "right"), ({"right": None}, "right"), ({"name": ""}, "name"), ({"email": ""}, "__all__"),
        ({"website": "x"}, "website"), ({"altcha": "made up"}, "__all__"), ({"begun": None}, "begun"),
        ({"details": "x" * 5001}, "details"),
    ],
)  # fmt: skip
def test_what_is_missing_or_comes_from_a_robot_is_told_at_its_field(changes, field, town, client, words):
    if changes == {"begun": None}:
        changes = {"begun": signing.dumps(time.time(), salt="portal.begun")}
    answer = client.post(WHERE, words(**changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert rows_of(town.lezha) == []


def test_it_shares_the_limit_of_requests(town, client, words, settings):
    settings.ASKS_PER_HOUR = 2
    assert [client.post(WHERE, words()).status_code for _turn in range(3)] == [302, 302, 429]
    assert len(rows_of(town.lezha)) == 2


def test_without_javascript_it_waits_for_a_click_in_the_mail(town, client, words):
    assert client.post(WHERE, words(altcha=None))["Location"] == "/lezhe/data/sent/"
    assert client.get("/lezhe/data/sent/").status_code == 200
    assert rows_of(town.lezha) == []
    with working_for(town.lezha):
        link = re.search(r"https?://[^/\s]+(/\S+)", Outbox.objects.get(kind="portal_confirm").text)[1]
    assert client.get(link).status_code == 200
    asks = link.replace("/data/", "/ask/")  # a draft of one form opens nothing by the other
    assert (client.get(asks).status_code, client.post(asks).status_code) == (410, 410)
    assert [client.post(link)["Location"] for _click in range(2)] == [DONE, DONE]
    (row,) = rows_of(town.lezha)
    with working_for(town.lezha):
        mail = Outbox.objects.get(kind="portal_confirm")
    assert (mail.about, mail.row) == ("rights.rightsrequest", row.pk)


def test_a_closed_portal_still_takes_it_and_an_office_without_staff_says_so(town, client, words):
    Office.objects.filter(municipality=town.lezha).update(portal_open=False)
    assert client.post(WHERE, words())["Location"] == DONE
    answer = client.post("/mat/data/", words())
    assert (answer.status_code, "telefononi" in answer.content.decode()) == (422, True)


def test_the_notice_of_each_form_leads_there(town, client):
    assert f'href="{WHERE}"' in client.get("/lezhe/ask/").content.decode()
    assert f'href="{WHERE}"' in client.get("/lezhe/").content.decode()
    assert client.get(WHERE).content.decode().count(f'href="{WHERE}"') == 0
