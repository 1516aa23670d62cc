import datetime
import io
from decimal import Decimal

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from ura.letters.word import WordTable, report_docx, table_docx

COLUMNS = ["Lloji i kërkesës", "Gjithsej"]
ROWS = [["Informacion", 1250], ["Aktivitet i përbashkët", None], ["Gjithsej", 1250]]


def read(data):
    return docx.Document(io.BytesIO(data))


def test_report_has_headings_and_its_language():
    document = read(
        table_docx("Muaji në një vështrim", "Mars 2026", COLUMNS, ROWS, ["Burimi: regjistri."], author="Bashkia Lezhë")
    )
    assert [(p.style.name, p.text) for p in document.paragraphs if p.text] == [
        ("Heading 1", "Muaji në një vështrim"),
        ("Subtitle", "Mars 2026"),
        ("Note", "Burimi: regjistri."),
    ]
    about = document.core_properties
    assert (about.title, about.author, about.language) == ("Muaji në një vështrim", "Bashkia Lezhë", "sq-AL")
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"sq-AL"}


def test_header_row_repeats_and_no_row_is_split():
    rows = read(table_docx("T", "", COLUMNS, ROWS)).tables[0].rows
    marks = [[child.tag.split("}")[1] for child in row._tr.trPr] for row in rows]
    assert marks == [["cantSplit", "tblHeader"], ["cantSplit"], ["cantSplit"], ["cantSplit"]]


@pytest.mark.parametrize(
    ("language", "shown"),
    [("sq", ["1\u00a0250,50", "12.03.2026", "–"]), ("en", ["1,250.50", "12.03.2026", "–"])],
)
def test_numbers_and_days_are_written_as_the_reader_writes_them(language, shown):
    row = [Decimal("1250.50"), datetime.date(2026, 3, 12), None]
    table = read(table_docx("T", "", ["a", "b", "c"], [row], language=language)).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == shown


def test_figures_stand_right_and_a_missing_one_is_a_dash():
    table = read(table_docx("T", "", COLUMNS, ROWS)).tables[0]
    assert [row.cells[1].text for row in table.rows] == ["Gjithsej", "1\u00a0250", "–", "1\u00a0250"]
    assert {row.cells[1].paragraphs[0].alignment for row in table.rows} == {WD_ALIGN_PARAGRAPH.RIGHT}
    assert {row.cells[0].paragraphs[0].alignment for row in table.rows} == {WD_ALIGN_PARAGRAPH.LEFT}


def test_several_tables_stand_under_their_own_headings():
    tables = [
        WordTable(title="Sipas llojit", columns=tuple(COLUMNS), rows=tuple(ROWS), total=True),
        WordTable(title="Sipas kanalit", columns=("Kanali", "Gjithsej"), rows=()),
    ]
    document = read(report_docx("T", "", tables))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"] == ["Sipas llojit", "Sipas kanalit"]
    assert [len(table.rows) for table in document.tables] == [4, 1]
    assert [run.bold for run in document.tables[0].rows[3].cells[0].paragraphs[0].runs] == [True]


def test_what_people_paste_does_not_break_the_document():
    nasty = "a\x00b\x0b\ud800\ufffe 😀 مرحبا <w:p/> & ë"
    table = read(table_docx(nasty, nasty, [nasty], [[nasty]], [nasty])).tables[0]
    assert table.rows[1].cells[0].text == "ab 😀 مرحبا <w:p/> & ë"
