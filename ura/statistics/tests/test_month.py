from datetime import date
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from ura.core.periods import Period
from ura.core.rounds import due_rounds
from ura.desk.actions.moves import withdraw
from ura.desk.actions.registering import serve_and_close
from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for
from ura.statistics.actions import write_counts
from ura.statistics.figures import glance
from ura.statistics.models import OfficeCount


def rows_of(picture, key):
    return next(table for table in picture.tables if table.key == key).rows


@pytest.fixture
def busy(town, make_enquiry):
    """Lezhë: two open, one answered at the counter, one withdrawn; Korçë: one."""
    make_enquiry(channel="phone", audience="diaspora")
    make_enquiry(service="3", audience="returnee")
    withdrawn = make_enquiry(channel="phone")
    make_enquiry(town.korca, channel="letter")
    with working_for(town.lezha):
        withdraw(withdrawn)
        serve_and_close(town.lezha, by=town.besnik, subject="Pyetje", oral_answer="U shpjegua.", channel="counter")
    return town


def test_the_glance_counts_what_came_and_what_was_closed(busy):
    today = date.today()
    with working_for(busy.lezha):
        picture = glance(busy.lezha, busy.ermira, Period.month(today.year, today.month))
    assert (picture.received, picture.closed, picture.open_now, picture.in_time, picture.late) == (4, 2, 2, 1, 0)
    assert [row[1:] for row in rows_of(picture, "channel")] == [
        (2, 1),
        (2, 1),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
    ]
    assert rows_of(picture, "audience")[-1][1:] == (2, 2)  # not stated
    assert picture.days_median == 0


def test_answers_are_counted_by_the_working_days_they_took(busy, make_enquiry, client):
    with working_for(busy.lezha):
        for days, outcome in ((5, "answered"), (6, "refused"), (15, "answered"), (16, "answered"), (3, "duplicate")):
            Enquiry.objects.filter(pk=make_enquiry().pk).update(
                state="5", outcome=outcome, days_taken=days, closed_on=date.today()
            )
    expected = [("0–5", 2, 2), ("6–10", 1, 1), ("11–15", 1, 1), ("Mbi 15", 1, 1),
                ("Pa përgjigje: të hapura, të tërhequra ose të dyfishta", 4, 2)]  # fmt: skip
    client.force_login(busy.ermira.user)
    client.cookies["django_language"] = "sq"
    page = client.get("/lezhe/office/month/")
    assert rows_of(page.context["glance"], "days_taken") == expected
    assert "Sipas ditëve të punës deri te përgjigjja" in page.content.decode()
    word = Document(BytesIO(client.get("/lezhe/office/month/docx/").content)).tables[-1]
    assert [cell.text for cell in word.rows[4].cells] == ["Mbi 15", "1", "1"]
    excel = CalamineWorkbook.from_filelike(BytesIO(client.get("/lezhe/office/month/xlsx/").content))
    rows = excel.get_sheet_by_index(0).to_python()
    assert ["Sipas ditëve të punës deri te përgjigjja", "6–10", 1.0, 1.0] in rows


def test_a_complaint_is_not_counted_for_the_officer_it_is_about(busy, make_enquiry):
    make_enquiry(complaint=True, complaint_about=busy.besnik)
    period = Period.year(date.today().year)
    with working_for(busy.lezha):
        assert glance(busy.lezha, busy.besnik, period).received == 4
        assert glance(busy.lezha, busy.ermira, period).received == 5


def test_the_figures_leave_as_word_and_excel(busy, client):
    client.force_login(busy.ermira.user)
    word = client.get("/lezhe/office/month/docx/")
    excel = client.get("/lezhe/office/month/xlsx/")
    tables = Document(BytesIO(word.content)).tables
    assert [cell.text for cell in tables[0].rows[1].cells][1] == "4"
    rows = CalamineWorkbook.from_filelike(BytesIO(excel.content)).get_sheet_by_index(0).to_python()
    assert rows[1][2] == 4.0


@pytest.mark.parametrize(
    ("query", "status"), [("", 200), ("?first=1.1.2026&last=31.12.2026", 200), ("?first=x&last=2026-13-40", 200),
                          ("?first=2026-05-02&last=2026-05-01", 200)]
)  # fmt: skip
def test_any_period_typed_shows_a_page(busy, client, query, status):
    client.force_login(busy.besnik.user)
    assert client.get(f"/lezhe/office/month/{query}").status_code == status


def test_national_pages_read_only_what_offices_wrote(busy, client):
    today = date.today()
    client.force_login(busy.reader)
    assert OfficeCount.objects.count() == 0
    with working_for(busy.lezha):
        write_counts(busy.lezha, today.year, today.month)
        write_counts(busy.lezha, today.year, today.month)
    assert OfficeCount.objects.get(figure="received", code="").value == 4
    page = client.get("/national/")
    assert page.context["totals"] == {"received": 4, "closed": 2, "in_time": 1, "open": 2}


def test_the_worker_writes_them_when_it_comes_round(busy):
    today = date.today()
    for act in due_rounds({}, 0):
        act(busy.lezha)
    months = {row.month for row in OfficeCount.objects.filter(municipality=busy.lezha)}
    assert Period.month(today.year, today.month).start in months
    assert OfficeCount.objects.get(figure="received", code="", month=today.replace(day=1)).value == 4


def test_periods_meet_without_a_gap():
    assert Period.quarter(2026, 3) == Period(date(2026, 7, 1), date(2026, 10, 1))
    assert Period.month(2026, 12) == Period(date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize(("query", "this_month"), [("", True), ("?first=2026-02-03&last=2026-02-05", False)])
def test_the_fields_show_the_days_that_are_counted(query, this_month, town, client):
    client.force_login(town.ermira.user)
    context = client.get(f"/lezhe/office/month/{query}").context
    shown = [context["form"][name].value() for name in ("first", "last")]
    period = context["period"]
    assert shown == ([period.start, period.last] if this_month else ["2026-02-03", "2026-02-05"])
