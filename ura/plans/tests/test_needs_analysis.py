from datetime import date
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from ura.core.refusals import Refused
from ura.municipalities.tenancy import working_for
from ura.plans.actions import fill, open_analysis
from ura.plans.models import NeedsAnalysis


@pytest.fixture
def analysis(working):
    return open_analysis(working.lezha, 2026, by=working.besnik)


def test_a_year_opens_with_the_topics_and_the_ten_steps_of_the_procedure(analysis):
    assert [row.topic for row in analysis.rows.all()] == ["human_resources", "financial_resources", "infrastructure"]
    kinds = [step.kind for step in analysis.steps.order_by("pk")]
    assert kinds == ["task"] * 4 + ["round_table", "task", "discussion", "task", "round_table", "task"]


def test_a_year_opens_once(analysis, working):
    with pytest.raises(Refused):
        open_analysis(working.lezha, 2026, by=working.besnik)


def test_a_colleagues_work_is_not_overwritten(analysis, working):
    fill(analysis, {("infrastructure", "current"): "Një zyrë"}, by=working.besnik, version=0)
    with pytest.raises(Refused):
        fill(analysis, {("infrastructure", "current"): "Dy zyra"}, by=working.ermira, version=0)
    assert analysis.rows.get(topic="infrastructure").current == "Një zyrë"


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("besnik", 200), ("fatmir", 200), ("drita", 404)])
def test_the_page_opens_for_this_office(who, status, town, client):
    with working_for(town.lezha):
        open_analysis(town.lezha, 2026, by=town.besnik)
    client.force_login(getattr(town, who).user)
    assert client.get("/lezhe/office/needs/2026/").status_code == status


def test_the_table_is_typed_and_leaves_as_word(town, client):
    client.force_login(town.besnik.user)
    client.post("/lezhe/office/needs/", {"year": 2026})
    with working_for(town.lezha):
        analysis = NeedsAnalysis.objects.get()
        row = analysis.rows.get(topic="human_resources")
        data = {f"{r.pk}-{c}": "" for r in analysis.rows.all() for c in ("current", "needs", "desired")}
    data |= {"version": 0, f"{row.pk}-needs": "Një punonjës më shumë"}
    assert client.post("/lezhe/office/needs/2026/", data).status_code == 302
    kept = client.post("/lezhe/office/needs/2026/", data | {f"{row.pk}-needs": "Tjetër"})
    assert (kept.status_code, "Tjetër" in kept.content.decode()) == (422, True)
    word = client.get("/lezhe/office/needs/2026/file/docx/")
    table = Document(BytesIO(word.content)).tables[0]
    assert [cell.text for cell in table.rows[1].cells][2] == "Një punonjës më shumë"


def test_tasks_and_round_tables_leave_with_the_table_in_word_and_excel(town, client):
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = "sq"
    with working_for(town.lezha):
        analysis = open_analysis(town.lezha, 2026, by=town.besnik)
        analysis.steps.filter(kind="task").exclude(pk=analysis.steps.filter(kind="task")[0].pk).delete()
        analysis.steps.filter(kind="round_table").exclude(pk=analysis.steps.filter(kind="round_table")[0].pk).delete()
        analysis.steps.filter(kind="task").update(
            what="Blerja e dy kompjuterëve", officer=town.besnik, on=date(2026, 5, 4), cost=90_000, source="Bashkia"
        )
        analysis.steps.filter(kind="round_table").update(
            what="Tryeza", on=date(2026, 6, 1), attended="Shoqata Zana", minutes="U vendos një zyrë."
        )
        analysis.steps.filter(kind="discussion").delete()
    word = Document(BytesIO(client.get("/lezhe/office/needs/2026/file/docx/").content))
    _topics, tasks, tables = ([[cell.text for cell in row.cells] for row in table.rows] for table in word.tables)
    assert tasks[0] == ["Detyra", "Kush", "Deri më", "Kostoja në lekë", "Burimi i financimit", "Kryer më"]
    assert tasks[1] == ["Blerja e dy kompjuterëve", "Besnik Prova", "04.05.2026", "90\xa0000,00", "Bashkia", "–"]
    assert tables[1] == ["Tryeza", "01.06.2026", "–", "", "Shoqata Zana", "U vendos një zyrë.", "–"]
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/lezhe/office/needs/2026/file/xlsx/").content))
    assert book.sheet_names == ["Analiza e nevojave 2026", "Detyrat", "Tryeza dhe diskutime"]
    assert book.get_sheet_by_name("Detyrat").to_python()[1][:5] == [
        "Blerja e dy kompjuterëve", "Besnik Prova", date(2026, 5, 4), 90_000.0, "Bashkia",
    ]  # fmt: skip
    assert book.get_sheet_by_index(2).to_python()[1][4:6] == ["Shoqata Zana", "U vendos një zyrë."]
