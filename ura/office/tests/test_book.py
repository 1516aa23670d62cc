"""The protocol book: every number of the year, in and out; of what one may not open only number and date."""

import pytest
from django.db import connection
from django.utils import timezone

from ura.desk.actions.moves import void
from ura.municipalities.tenancy import working_for
from ura.office import book
from ura.register.actions import enter
from ura.replies.models import Reply

URL = "/lezhe/office/book/"
YEAR = timezone.localdate().year


@pytest.fixture
def filled(town, make_enquiry):
    """1 a request, 2 a complaint about Besnik, 3 the reply to 1, 4 a request voided, 5 the reply to 2."""
    first = make_enquiry(subject="Strehim", archive_number="A-7")
    secret = make_enquiry(subject="Ankesë e fshehtë", complaint=True, complaint_about=town.besnik)
    with working_for(town.lezha):
        reply(town, first, "Përgjigja e strehimit")
    mistake = make_enquiry(subject="Gabim")
    with working_for(town.lezha):
        void(mistake, by=town.ermira, reason="Dy herë e njëjta")
        reply(town, secret, "Përgjigja e fshehtë")


def reply(town, enquiry, subject):
    entry = enter(town.lezha, "out")
    Reply.objects.create(municipality=town.lezha, enquiry=enquiry, kind="answer", state="signed", subject=subject,
                         body="x", drafted_by=town.ermira, entry=entry)  # fmt: skip


def lines(client, url=URL):
    return [(line.number.split("/")[0], line.subject) for line in client.get(url).context["lines"]]


def test_book_shows_each_number_once_newest_first(town, filled, client):
    client.force_login(town.ermira.user)
    client.cookies["django_language"] = "en"
    assert lines(client) == [
        ("5", f"Reply to 2/{YEAR}: Përgjigja e fshehtë"), ("4", "Gabim"),
        ("3", f"Reply to 1/{YEAR}: Përgjigja e strehimit"), ("2", "Ankesë e fshehtë"), ("1", "Strehim"),
    ]  # fmt: skip
    rows = client.get(URL).context["lines"]
    assert [row.incoming for row in rows] == [False, True, False, True, True]
    assert [row.void_reason for row in rows] == ["", "Dy herë e njëjta", "", "", ""]
    assert rows[4].archive == "A-7"
    assert rows[2].url == rows[4].url == f"/lezhe/office/enquiries/{YEAR}/1/"


def test_line_one_may_not_open_says_number_and_date_and_nothing_else(town, filled, client):
    client.force_login(town.besnik.user)
    rows = client.get(URL).context["lines"]
    assert [(row.number.split("/")[0], row.opens) for row in rows] == [
        ("5", False), ("4", True), ("3", True), ("2", False), ("1", True)]  # fmt: skip
    for hidden in (rows[0], rows[3]):
        assert hidden == book.BookLine(hidden.number, timezone.localdate())
    page = client.get(URL).content.decode()
    assert "fsheht" not in page and f"/enquiries/{YEAR}/2/" not in page


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("besnik", 200), ("ermira", 200), ("fatmir", 403), ("drita", 404)])  # fmt: skip
def test_book_opens_for_those_who_work_on_requests_here(who, status, town, filled, client):
    client.force_login(getattr(town, who).user)
    assert client.get(URL).status_code == status


@pytest.mark.parametrize(("year", "status"), [(YEAR, 200), (YEAR - 1, 404), (0, 404), (99999999999, 404)])
def test_book_has_the_years_that_were_written_and_this_one(year, status, town, client):
    client.force_login(town.besnik.user)
    assert client.get(f"{URL}{year}/").status_code == status


def test_pages_go_by_number(town, filled, client, monkeypatch):
    monkeypatch.setattr(book, "PER_PAGE", 2)
    client.force_login(town.ermira.user)
    found = [[n for n, _subject in lines(client, f"{URL}?page={page}")] for page in (1, 2, 3, "x")]
    assert found == [["5", "4"], ["3", "2"], ["1"], ["5", "4"]]
    response = client.get(f"{URL}?page=99")
    assert [line.number.split("/")[0] for line in response.context["lines"]] == ["1"]


def test_empty_book_says_so(town, client):
    client.force_login(town.besnik.user)
    assert client.get(URL).context["lines"] == []


def test_book_asks_as_many_questions_for_six_lines_as_for_one(
    town, make_enquiry, filled, client, django_assert_max_num_queries
):
    client.force_login(town.ermira.user)
    client.get(URL)
    settings_told = 2 if connection.vendor == "postgresql" else 0  # for which office the transaction works
    with django_assert_max_num_queries(12 + settings_told):
        client.get(URL)
