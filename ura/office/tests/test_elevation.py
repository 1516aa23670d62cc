"""An administrator reads requests for half an hour, with a reason, in the light; and in no other way."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ura.municipalities.tenancy import working_for
from ura.post.models import Outbox
from ura.staff.models import Elevation, Officer, Role, User
from ura.trail.models import Trail

TAKE = "/lezhe/office/settings/elevated/"
REASON = {"reason": "Kërkesa nuk hapet që prej së hënës."}


@pytest.fixture
def fatmir(town, client):
    client.post("/sign-in/", {"login": town.fatmir.user.email, "password": town.password})
    return client


@pytest.fixture
def enquiry(make_enquiry, town):
    return make_enquiry(owner=town.besnik, subject="Çështja e Elonës")


def test_the_role_alone_opens_no_request_list_book_or_export(town, fatmir, enquiry):
    pages = [enquiry.get_absolute_url(), "/lezhe/office/enquiries/", f"/lezhe/office/book/{enquiry.entry.year}/",
             "/lezhe/office/replies/", "/lezhe/office/mail/"]  # fmt: skip
    assert {fatmir.get(page).status_code for page in pages} <= {403, 404}
    assert fatmir.get(enquiry.get_absolute_url()).status_code == 403


def test_it_is_taken_with_a_reason_that_the_supervisor_reads(town, fatmir, enquiry):
    assert fatmir.post(TAKE, {"reason": "po"}).status_code == 422
    assert fatmir.post(TAKE, REASON).status_code == 302
    page = fatmir.get(enquiry.get_absolute_url())
    assert (page.status_code, "Çështja e Elonës" in page.content.decode()) == (200, True)
    with working_for(town.lezha):
        mail = Outbox.objects.get(kind="supervisor_notice")
        assert (mail.to, REASON["reason"] in mail.text) == ("ermira@example.org", True)
        acts = list(Trail.objects.filter(officer=town.fatmir).values_list("act", "about", "row"))
        row = Elevation.objects.get()
    assert acts == [("staff.elevated", "staff.elevation", row.pk), ("staff.elevated_page", "desk.enquiry", enquiry.pk)]


def test_a_line_stands_on_top_of_every_page(fatmir):
    fatmir.post(TAKE, REASON)
    for page in ("/lezhe/office/", "/lezhe/office/settings/", "/lezhe/office/enquiries/"):
        assert f"{TAKE}1/end/"[:-6] in fatmir.get(page).content.decode().split("<h1")[0]


def test_it_reads_and_changes_nothing(town, fatmir, enquiry):
    fatmir.post(TAKE, REASON)
    assert fatmir.post(f"{enquiry.get_absolute_url()}note/", {"text": "Shënim"}).status_code == 403
    assert (
        fatmir.post(f"{enquiry.get_absolute_url()}owner/", {"owner": town.ermira.pk, "reason": "x"}).status_code == 403
    )
    assert fatmir.get("/lezhe/office/enquiries/export/").status_code in (403, 404)


def test_a_restricted_request_stays_closed_to_it(town, fatmir, enquiry):
    from ura.desk.actions.team import restrict

    with working_for(town.lezha):
        restrict(enquiry, by=town.besnik, ground="trafficking")
    fatmir.post(TAKE, REASON)
    assert fatmir.get(enquiry.get_absolute_url()).status_code == 404


def test_it_ends_by_itself(town, fatmir, enquiry):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fatmir.get("/lezhe/office/")
        fatmir.post(TAKE, REASON)
        clock.shift(timedelta(minutes=29))
        assert fatmir.get(enquiry.get_absolute_url()).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert fatmir.get(enquiry.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("who", ["fatmir", "ermira"])
def test_it_is_ended_before_its_time(who, town, fatmir, enquiry, client_of):
    fatmir.post(TAKE, REASON)
    with working_for(town.lezha):
        row = Elevation.objects.get()
    ending = fatmir if who == "fatmir" else client_of(town.ermira)
    assert ending.post(f"{TAKE}{row.pk}/end/").status_code == 302
    assert fatmir.get(enquiry.get_absolute_url()).status_code == 403
    assert ending.post(f"{TAKE}{row.pk}/end/").status_code == 409


def test_it_belongs_to_one_browser(town, fatmir, enquiry, client_of):
    fatmir.post(TAKE, REASON)
    assert client_of(town.fatmir).get(enquiry.get_absolute_url()).status_code == 403


def test_it_opens_no_other_office(town, fatmir, enquiry, make_enquiry):
    theirs = make_enquiry(town.korca)
    fatmir.post(TAKE, REASON)
    assert fatmir.get(theirs.get_absolute_url()).status_code == 404


def test_who_reads_requests_anyway_takes_none(town, client_of):
    supervisor = client_of(town.ermira)
    page = supervisor.get(TAKE)
    assert (page.status_code, page.context["form"]) == (200, None)
    supervisor.post(TAKE, REASON)
    with working_for(town.lezha):
        assert not Elevation.objects.exists()


def test_without_a_fresh_password_it_is_asked_for(town, client_of):
    assert client_of(town.fatmir).post(TAKE, REASON)["Location"].startswith("/account/again/?next=")


def test_nobody_makes_a_supervisor_unseen(town, fatmir):
    staff = "/lezhe/office/settings/staff/"
    own = fatmir.post(
        f"{staff}{town.fatmir.pk}/", {"name": "Fatmir Prova", "roles": ["administrator", "supervisor"], "version": 0}
    )
    assert (own.status_code, Officer.objects.get(pk=town.fatmir.pk).roles) == (422, ["administrator"])
    second = {"email": "tjetra@example.org", "name": "E Dyta", "roles": ["supervisor"]}
    assert fatmir.post(f"{staff}new/", second).status_code == 302
    with working_for(town.lezha):
        told = Outbox.objects.filter(kind="supervisor_notice")
        assert [(mail.to, "tjetra@example.org" in mail.text) for mail in told] == [("ermira@example.org", True)]
    assert User.objects.get(email="tjetra@example.org").posts.get().has(Role.SUPERVISOR)


@pytest.fixture
def client_of():
    from django.test import Client

    def make(officer):
        client = Client()
        client.force_login(officer.user)
        return client

    return make


def test_an_administrator_opens_no_import_of_somebody_else(town, fatmir):
    from ura.post.files import store
    from ura.trail.actions import record

    with working_for(town.lezha):
        file = store(town.lezha, b"emri,tema\nElona Hoxha,Strehim\n", name="regjistri.csv", trusted_type="text/csv")
        record(file, "desk.import_chosen", by=town.ermira)
    assert fatmir.get(f"/lezhe/office/import/{file.pk}/").status_code == 404
