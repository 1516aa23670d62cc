"""The guides on screen, on paper and for everybody."""

import io
import time

import pikepdf
import pytest

from ura.guides import reading
from ura.guides.actions import write_edition
from ura.guides.national import national_guides
from ura.guides.paper import guide_pdf, public_url
from ura.guides.reading import guide
from ura.guides.tests.test_guides import rewritten
from ura.letters.guide_paper import code_rows
from ura.municipalities.tenancy import reading_for, working_for

KEY = "vocational_training"


def test_an_officer_adds_facts_once_for_both_languages_and_confirms(town, client):
    client.force_login(town.besnik.user)
    page = f"/lezhe/office/guides/{KEY}/"
    assert client.get("/lezhe/office/guides/?q=kurs&audience=returnee").status_code == 200
    data = {"number": 0, "fact_answer": 21, "fee": 1500, "place": "Rruga e Shkollës 3", "text_sq": "Kërkoni Mirën."}
    assert client.post(f"{page}edit/", data).url == page
    assert client.post(f"{page}edit/", data | {"fee": 2000}).status_code == 422  # on the edition before
    assert client.post(f"{page}confirm/", {"from": "list"}).url == "/lezhe/office/guides/"
    said = client.get(page).content.decode()
    assert "21 ditë" in said
    assert "1 500" in said.replace("\xa0", " ").replace("\u202f", " ")
    with reading_for(town.lezha):
        assert not guide(town.lezha, KEY).needs_review
    client.force_login(town.ana.user)
    assert client.get(page).status_code == 200
    assert client.get(f"{page}edit/").status_code == 403


def test_the_law_of_a_guide_is_changed_on_its_page_and_a_new_national_text_is_told(town, client, monkeypatch):
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = "en"
    page = "/lezhe/office/guides/social_housing/"
    data = {"number": 0, "law_l22-2018_sq": "Ligji 7/2027", "law_l22-2018_en": "Law 7/2027", "laws_en": "DCM 1/2027"}
    assert client.post(f"{page}edit/", data).url == page
    assert 'value="Ligji 7/2027"' in client.get(f"{page}edit/").content.decode()
    client.post(f"{page}confirm/")
    said = client.get(page).content.decode()
    assert "Law 7/2027" in said and "DCM 1/2027" in said and "Law 22/2018" not in said
    assert "national text of 22" in said and "Changed since" not in said
    release = rewritten("social_housing")
    monkeypatch.setattr(reading, "national_guides", lambda: release)
    assert "The national text changed since it was confirmed" in client.get(page).content.decode()


def test_the_public_reads_every_guide_in_both_languages_without_the_officer_s_notes(town, client):
    for key in national_guides():
        assert client.get(f"/lezhe/guides/{key}/").status_code == 200
    said = client.get(f"/lezhe/guides/{KEY}/").content.decode()
    assert "Kurs i formimit profesional" in said
    assert "Burimi nuk thotë" not in said
    client.cookies["django_language"] = "en"
    english = client.get(f"/lezhe/guides/{KEY}/").content.decode()
    assert "Vocational training course" in english
    assert client.get("/lezhe/guides/nuk-ka/").status_code == 404
    assert "Vocational training course" not in client.get("/lezhe/guides/?for=diaspora").content.decode()


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_paper_is_a_tagged_a4_page_in_its_language_with_the_office_s_words(town, client, language):
    with working_for(town.lezha):
        write_edition(town.lezha, KEY, by=town.besnik, number=0, facts={}, text_sq="*Mirë* #1", hours="8–16")
        one = guide(town.lezha, KEY)
    pdf = pikepdf.open(io.BytesIO(guide_pdf(town.lezha, one, language)))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == language
    assert [round(float(x)) for x in pdf.pages[0].MediaBox[2:]] == [595, 842]
    answer = client.get(f"/lezhe/guides/{KEY}/{language}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_every_guide_can_be_printed_within_a_moment(town):
    with reading_for(town.lezha):
        every = [guide(town.lezha, key) for key in national_guides()]
    for one in every:
        begun = time.perf_counter()
        assert guide_pdf(town.lezha, one, "sq").startswith(b"%PDF")
        assert time.perf_counter() - begun < 5  # the bench measures; this only finds what hangs


def test_the_code_on_paper_leads_to_the_public_page(town):
    rows = code_rows(public_url(town.lezha, KEY))
    assert public_url(town.lezha, KEY).endswith(f"/lezhe/guides/{KEY}/")
    assert rows[0][0] == (0, 7)  # the corner every such code begins with
    assert len(rows) >= 25
