from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for
from ura.people.search import find_people
from ura.register.models import Entry

HEAD = ["Numri i protokollit", "Data", "Lënda", "Emri dhe mbiemri", "Lloji i shërbimit", "Statusi", "Data e mbylljes"]


def sheet(*rows, head=HEAD):
    data = BytesIO()
    book = xlsxwriter.Workbook(data)
    page = book.add_worksheet()
    for n, row in enumerate([head, *rows]):
        page.write_row(n, 0, row)
    book.close()
    return data.getvalue()


GOOD = sheet(
    ["7/2025", "12.03.2025", "Njohja e diplomës", "Elona Hoxha", "1", "5", "20.03.2025"],
    ["8/2025", "13.03.2025", "Investim në Zejmen", "Çeljeta Gjoni", "3 - Investim", "Në analizë", ""],
)


@pytest.fixture
def bring(town, client):
    """Choose the file as the supervisor, look, and import; returns the last page."""
    client.force_login(town.ermira.user)

    def go(data, **columns):
        upload = SimpleUploadedFile("regjistri.xlsx", data)
        chosen = client.post("/lezhe/office/import/", {"file": upload})
        if chosen.status_code != 302:
            return chosen
        form = client.get(chosen.url).context["form"]
        return client.post(chosen.url, {k: v or "" for k, v in form.initial.items()} | columns)

    return go


def test_a_register_is_imported_with_its_old_numbers_and_found_by_them(bring, town):
    assert bring(GOOD).status_code == 302
    with working_for(town.lezha):
        rows = list(Enquiry.objects.select_related("entry", "text", "requester").order_by("entry__number"))
        assert [(r.entry.number, r.entry.archive_number, r.text.subject, r.service, r.state) for r in rows] == [
            (1, "7/2025", "Njohja e diplomës", "1", "5"),
            (2, "8/2025", "Investim në Zejmen", "3", "1"),
        ]
        assert (rows[0].received_on, rows[0].closed_on, rows[0].days_taken) == (date(2025, 3, 12), date(2025, 3, 20), 5)
        assert [p.name for p in find_people(town.lezha, "celjeta")] == ["Çeljeta Gjoni"]


def test_the_same_file_twice_makes_no_doubles(bring, town):
    bring(GOOD)
    bring(GOOD)
    with working_for(town.lezha):
        assert Entry.objects.count() == 2


def test_one_bad_row_stops_all_and_is_named(bring, town):
    page = bring(sheet(["1", "12.03.2025", "Mirë", "", "1", "1", ""], ["2", "31.31.2025", "Keq", "", "shkop", "1", ""]))
    assert page.status_code == 422
    assert [(p.row, p.value) for p in page.context["problems"]] == [(3, "31.31.2025"), (3, "shkop")]
    with working_for(town.lezha):
        assert Entry.objects.count() == 0


def test_rows_without_a_day_take_the_day_given(bring, town):
    rows = sheet(["1", "", "Pa datë", "", "1", "1", ""])
    assert bring(rows).status_code == 422
    assert bring(rows, default_day="05.01.2025").status_code == 302
    with working_for(town.lezha):
        assert Enquiry.objects.get().received_on == date(2025, 1, 5)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04broken", b"%PDF-1.7 x"])
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(bring, data):
    page = bring(data)
    assert (page.status_code, bool(page.context["form"].errors)) == (422, True)


@pytest.mark.parametrize(
    ("who", "status"), [("besnik", 403), ("ana", 403), ("ermira", 200), ("fatmir", 200), ("drita", 404)]
)
def test_the_import_opens_for_supervisor_and_administrator(who, status, town, client):
    client.force_login(getattr(town, who).user)
    assert client.get("/lezhe/office/import/").status_code == status


def test_another_file_of_the_office_is_not_opened_as_an_import(town, client, bring):
    from ura.post.files import store

    with working_for(town.lezha):
        other = store(town.lezha, GOOD, name="x.xlsx", trusted_type="application/x")
    client.force_login(town.ermira.user)
    assert client.get(f"/lezhe/office/import/{other.pk}/").status_code == 404
