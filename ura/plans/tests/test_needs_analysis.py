from io import BytesIO

import pytest
from docx import Document

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
