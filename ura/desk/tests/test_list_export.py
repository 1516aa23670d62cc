"""What leaves the register as Excel and CSV: exactly what is filtered, in both languages, without a live formula."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_scopes import get_scope
from python_calamine import CalamineWorkbook

from ura.core import spreadsheets
from ura.desk import export
from ura.desk.actions.company import add_note, involve, mark_complaint
from ura.desk.actions.moves import close
from ura.desk.views import listing
from ura.directory.models import Stakeholder
from ura.municipalities.tenancy import working_for
from ura.trail.models import Trail

URL = "/lezhe/office/enquiries/export/"


def sheet(response):
    assert response.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue())).get_sheet_by_index(0).to_python()


def table(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def besnik(town, client):
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def two(town, make_enquiry):
    today = timezone.localdate()
    first = make_enquiry(
        subject="=HYPERLINK(\"http://example.org\")", person={"name": "+355 cmd|' /C calc'!A0", "organisation": "@SUM(1)"},
        owner=town.besnik, audience="returnee", archive_number="-12", service="2",
    )  # fmt: skip
    make_enquiry(subject="Tjetër", channel="phone", owner=town.ermira)
    with working_for(town.lezha):
        add_note(first, by=town.besnik, text="=1+1")
        add_note(first, by=town.besnik, text="E dyta")
        close(first, by=town.besnik, outcome="duplicate")
        actor = Stakeholder.objects.create(municipality=town.lezha, name="=cmd()", type="2", service="3")
        involve(first, actor, by=town.besnik, status="2", notes="Shënim")
    return today


def test_excel_holds_the_columns_of_annex_2_and_what_reports_need(two, besnik, make_enquiry):
    head, row = sheet(besnik.get(URL, {"as": "xlsx", "state": "5"}))
    assert len(head) == 22
    assert row == [
        1.0, f"1/{two.year}", "Joint activity", "Individual", "Closed", "=1+1\nE dyta", two, row[7], two,
        "Duplicate request", 0.0, "At the counter", "Besnik Prova", "", "Returnee", "", "", "no", "-12",
        "=HYPERLINK(\"http://example.org\")", "+355 cmd|' /C calc'!A0", "@SUM(1)",
    ]  # fmt: skip
    assert isinstance(row[7], date)


def test_csv_cells_that_would_be_formulas_are_defused(two, besnik):
    _head, row = table(besnik.get(URL, {"as": "csv", "state": "5"}))
    assert [row[5], row[18], row[19], row[20], row[21]] == [
        "'=1+1\nE dyta", "'-12", "'=HYPERLINK(\"http://example.org\")", "'+355 cmd|' /C calc'!A0", "'@SUM(1)",
    ]  # fmt: skip


def test_excel_writes_no_formula_cell(two, besnik):
    import zipfile

    book = zipfile.ZipFile(io.BytesIO(besnik.get(URL, {"as": "xlsx"}).getvalue()))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_annex_3_lists_the_stakeholders_of_what_is_filtered(two, besnik):
    head, *rows = sheet(besnik.get(URL, {"sheet": "stakeholders", "as": "xlsx"}))
    assert len(head) == 7
    assert rows == [["=cmd()", "Association", "Investment", f"1/{two.year}", "In process", "Shënim", ""]]
    assert sheet(besnik.get(URL, {"sheet": "stakeholders", "as": "xlsx", "state": "open"})) == [head]
    assert table(besnik.get(URL, {"sheet": "stakeholders", "as": "csv"}))[1][0] == "'=cmd()"


def test_annex_3_without_a_filter_lists_also_whom_no_request_has_involved(two, town, besnik):
    with working_for(town.lezha):
        for name, active in (("Qendra Rinore", True), ("E mbyllur", False)):
            Stakeholder.objects.create(
                municipality=town.lezha, name=name, type="2", service="1", notes="Hapet më 9", active=active
            )
    names = {
        query: [row[0] for row in table(besnik.get(f"{URL}?sheet=stakeholders&as=csv&{query}"))[1:]]
        for query in ("", "sort=number", "state=5", "q=tjeter")
    }
    both = ["'=cmd()", "Qendra Rinore"]
    assert names == {"": both, "sort=number": both, "state=5": ["'=cmd()"], "q=tjeter": []}
    last = table(besnik.get(URL, {"sheet": "stakeholders", "as": "csv"}))[-1]
    assert last == ["Qendra Rinore", "Association", "Information", "", "", "Hapet më 9", ""]


def test_export_follows_filter_search_and_order(two, besnik, make_enquiry):
    make_enquiry(subject="Tjetër herë")
    labels = [row[1] for row in table(besnik.get(URL, {"as": "csv", "q": "tjeter", "sort": "number"}))[1:]]
    assert labels == [f"2/{two.year}", f"3/{two.year}"]


def test_head_follows_the_language(two, besnik):
    besnik.cookies["django_language"] = "en"
    assert table(besnik.get(URL, {"as": "csv"}))[0][:3] == ["Case", "Protocol number", "Service type"]


def test_complaint_about_the_officer_is_not_in_the_export(town, make_enquiry, besnik):
    make_enquiry(subject="E zakonshme")
    secret = make_enquiry(subject="Ankesë e fshehtë", complaint=True, complaint_about=town.besnik)
    with working_for(town.lezha):
        actor = Stakeholder.objects.create(municipality=town.lezha, name="Avokati", type="1", service="1")
        involve(secret, actor, by=town.ermira)
    assert [row[19] for row in table(besnik.get(URL, {"as": "csv"}))[1:]] == ["E zakonshme"]
    rows = table(besnik.get(URL, {"as": "csv", "sheet": "stakeholders"}))[1:]
    assert rows == [["Avokati", "Public institution", "Information", "", "", "", ""]]  # of the register, in no request


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("besnik", 200), ("ermira", 200), ("fatmir", 403), ("drita", 404)])  # fmt: skip
def test_export_is_for_officers_and_supervisors_of_the_office(who, status, town, client):
    client.force_login(getattr(town, who).user)
    assert client.get(URL).status_code == status


def test_trail_keeps_who_took_how_many_and_not_what_was_searched(town, two, besnik):
    besnik.get(URL, {"as": "csv", "q": "Arta Prova", "state": "open"})
    with working_for(town.lezha):
        (row,) = Trail.objects.filter(municipality=town.lezha, act="desk.exported")
    assert (row.officer_id, row.fields) == (
        town.besnik.pk, {"sheet": "register", "count": "0", "filters": "state=open", "searched": "True"},
    )  # fmt: skip


def test_more_than_one_excel_file_should_hold_is_refused_and_csv_holds_it(town, two, besnik, monkeypatch):
    monkeypatch.setattr(listing, "MOST_IN_EXCEL", 1)
    response = besnik.get(URL, {"as": "xlsx", "complaint": "no"})
    assert response.url.startswith("/lezhe/office/enquiries/?") and "complaint=no" in response.url
    (sentence,) = besnik.get(response.url).context["messages"]
    assert "CSV" in str(sentence)
    assert len(table(besnik.get(URL, {"as": "csv", "complaint": "no"}))) == 3


def test_a_csv_leaves_piece_by_piece_in_order_and_language_each_chunk_told_for_whom(
    town, besnik, make_enquiry, monkeypatch
):
    monkeypatch.setattr(export, "CHUNK", 2)
    monkeypatch.setattr(spreadsheets, "PIECE", 3)
    for n in range(7):
        make_enquiry(subject=f"Kërkesa {n}", complaint=n == 3)
    besnik.force_login(town.ermira.user)
    besnik.cookies["django_language"] = "sq"
    response = besnik.get(URL, {"as": "csv", "sort": "number"})
    assert response.streaming and get_scope().get("municipality") is None
    pieces = list(response.streaming_content)
    assert [piece.count(b"\r\n") for piece in pieces] == [1, 3, 3, 1]
    rows = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig")), delimiter=";"))[1:]
    assert [(row[19], row[17]) for row in rows] == [(f"Kërkesa {n}", "po" if n == 3 else "jo") for n in range(7)]


def test_what_was_restricted_while_a_csv_was_leaving_does_not_leave(town, besnik, make_enquiry, monkeypatch):
    monkeypatch.setattr(export, "CHUNK", 1)
    _first, second = make_enquiry(subject="E para"), make_enquiry(subject="E dyta")
    response = besnik.get(URL, {"as": "csv", "sort": "number"})
    with working_for(town.lezha):
        mark_complaint(second, by=town.ermira, about=town.besnik)
    assert [row[19] for row in table(response)[1:]] == ["E para"]


def test_file_is_named_after_register_office_and_day(town, two, besnik):
    headers = besnik.get(URL, {"as": "xlsx"}).headers
    today = timezone.localdate().isoformat()
    assert headers["Content-Disposition"] == f'attachment; filename="register-of-requests-lezhe-{today}.xlsx"'


def test_export_asks_a_fixed_number_of_questions(town, two, besnik, make_enquiry, django_assert_max_num_queries):
    for n in range(5):
        make_enquiry(subject=f"Kërkesa {n}", received_on=timezone.localdate() - timedelta(days=n))
    with django_assert_max_num_queries(17):
        besnik.get(URL, {"as": "csv"})
