"""A register kept in somebody's spreadsheet is read as it was meant, and every doubt is named by its row."""

import datetime
import io
import subprocess
import sys
import textwrap
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from ura.core.cells import as_date, as_number, as_text
from ura.core.refusals import Refused
from ura.core.spreadsheet_reader import read_table

from .old_excel import old_excel


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


HEAD = ["Nr.", "Emri", "Data"]
DAY = datetime.date(2026, 12, 31)
# A cell of Excel knows no time zone.
MORNING, MIDNIGHT = datetime.datetime(2026, 12, 31, 8, 5), datetime.datetime(2026, 12, 31)  # noqa: DTZ001


def book(rows, *, merges=(), sheets=(), name="Regjistri"):
    """An Excel file as openpyxl writes it: formulas without results, real dates."""
    out, work = io.BytesIO(), openpyxl.Workbook()
    sheet = work.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    for title in sheets:
        work.create_sheet(title)
    work.save(out)
    return out.getvalue()


def read(data, name="x.xlsx", **options):
    table = read_table(data, name=name, **options)
    return table, [(row.number, row.values) for row in table.rows]


def codes(table):
    return [(problem.code, problem.row) for problem in table.problems]


def refusal(data, name="x.xlsx", **options):
    with pytest.raises(Refused) as caught:
        list(read_table(data, name=name, **options).rows)
    return caught.value.sentence


def test_plain_table_is_read_with_real_dates_and_row_numbers():
    table, rows = read(book([HEAD, [1, "Ana Çela", DAY], [], [2.5, "Beni", "31.12.2026"]], sheets=["Tjetër"]))
    assert (table.headers, table.sheet_names, table.sheet) == (HEAD, ["Regjistri", "Tjetër"], "Regjistri")
    assert rows == [(2, [1, "Ana Çela", DAY]), (4, [2.5, "Beni", "31.12.2026"])]
    assert table.problems == []


def test_titles_and_empty_rows_above_the_header_are_passed_over():
    data = book(
        [[], ["", "Bashkia Tiranë"], ["", "Regjistri i kërkesave 2026"], [], ["", *HEAD], ["", 1, "Ana", DAY]],
        merges=["B2:D2", "B3:D3"],
    )
    table, rows = read(data)
    assert (table.header_row, table.headers, rows) == (5, HEAD, [(6, [1, "Ana", DAY])])
    assert table.problems == []


def test_known_headings_find_the_header_among_rows_of_words():
    rows = [["Shpjegim", "Plotësoni", "me kujdes"], ["NR", "emri", "DATA"], [1, "Ana", "x"]]
    assert read(book(rows), known=["Nr", "Emri", "Data"])[0].header_row == 2
    assert read(book(rows))[0].header_row == 1


def test_header_of_two_merged_lines_becomes_one():
    rows = [["Nr.", "Kërkuesi", "", "Data"], ["", "Emri", "Telefoni", ""], [1, "Ana", "+355", DAY]]
    table, found = read(book(rows, merges=["A1:A2", "B1:C1", "D1:D2"]))
    assert table.headers == ["Nr.", "Kërkuesi Emri", "Kërkuesi Telefoni", "Data"]
    assert (found, codes(table)) == ([(3, [1, "Ana", "+355", DAY])], [("merged_header", 1)])


def test_value_merged_downwards_holds_for_every_row_and_is_pointed_out():
    rows = [HEAD, [1, "Ana", DAY], [2, None, DAY], [3, None, DAY], [4, "Beni", DAY]]
    table, found = read(book(rows, merges=["B2:B4"]))
    assert [values[1] for _number, values in found] == ["Ana", "Ana", "Ana", "Beni"]
    assert codes(table) == [("merged_cells", 2)]


def test_double_and_missing_headings_are_named():
    table, rows = read(book([["Emri", "emri ", None, "Data"], ["a", "b", "c", "d"]]))
    assert table.headers == ["Emri", "emri (2)", "Column C", "Data"]
    assert (rows, codes(table)) == ([(2, ["a", "b", "c", "d"])], [("double_heading", 1), ("unnamed_column", 1)])


def test_formula_without_a_result_is_pointed_out_and_one_with_a_result_is_read():
    table, rows = read(book([HEAD, ["=1+1", "Ana", DAY]]))
    assert (rows, codes(table)) == ([(2, [None, "Ana", DAY])], [("formula_without_value", None)])
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as work:
        sheet = work.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write(1, 1, "Ana")
    assert (read(out.getvalue())[1], read(out.getvalue())[0].problems) == ([(2, [2, "Ana", None])], [])


def test_chosen_sheet_is_read_and_an_unknown_one_refused():
    data = book([HEAD, [1, "Ana", DAY]], sheets=["Bosh"])
    assert read(data, sheet="Regjistri")[0].sheet == "Regjistri"
    assert refusal(data, sheet="Nuk ka") == "The file has no sheet named «Nuk ka»."


@pytest.mark.parametrize(
    ("text", "encoding", "delimiter"),
    [
        ("utf-8", "utf-8", ";"), ("with a mark", "utf-8-sig", ","), ("excel", "cp1252", ";"), ("old", "cp1250", "\t"),
        ("unicode text", "utf-16", "\t"),
    ],
)  # fmt: skip
def test_csv_is_read_whatever_its_letters_and_delimiter(text, encoding, delimiter):
    lines = ["Regjistri", delimiter.join(HEAD), delimiter.join(["1", '"Ana; Çela, ë"', "31.12.2026"])]
    table, rows = read("\r\n".join(lines).encode(encoding), name="x.csv")
    assert (table.headers, rows) == (HEAD, [(3, ["1", "Ana; Çela, ë", "31.12.2026"])])


def test_csv_that_names_its_delimiter_and_has_a_row_too_long():
    table, rows = read(b"sep=|\nNr.|Emri\n1|Ana|tepric\xeb\n", name="x.csv")
    assert (table.headers, rows, codes(table)) == (
        ["Nr.", "Emri", "Column C"], [(2, ["1", "Ana", "tepricë"])], [("unnamed_column", 1)])  # fmt: skip


def test_old_excel_is_read():
    table, rows = read(old_excel([["Nr.", "Emri"], [1, "Çela"], [2, "Ana"]]), name="x.xls")
    assert (table.headers, rows) == (["Nr.", "Emri"], [(2, [1, "Çela"]), (3, [2, "Ana"])])


def ods(cells):
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Fleta">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    out = io.BytesIO()
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def ods_cell(text, repeat=""):
    return f'<table:table-cell office:value-type="string" {repeat}><text:p>{text}</text:p></table:table-cell>'


def test_opendocument_with_its_endless_empty_tail_is_read():
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = f"<table:table-row>{ods_cell('Nr.')}{ods_cell('Emri')}{empty}</table:table-row>"
    rows += f"<table:table-row>{ods_cell('1')}{ods_cell('Ana')}{empty}</table:table-row>"
    rows += f'<table:table-row table:number-rows-repeated="1048574">{empty}</table:table-row>'
    table, found = read(ods(rows), name="x.ods")
    assert (table.headers, found) == (["Nr.", "Emri"], [(2, ["1", "Ana"])])


def far_corner():
    out, work = io.BytesIO(), openpyxl.Workbook()
    work.active["A1"], work.active["XFD1048576"] = "x", "y"
    work.save(out)
    return out.getvalue()


def with_sheet(content):
    """An Excel file whose sheet is this XML."""
    spaces = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, b"<worksheet %s>%s</worksheet>" % (spaces, content) if sheet else old.read(name))
    return out.getvalue()


def far_corner_without_references():
    cells = b"<c><v>1</v></c>" * 16_000
    return with_sheet(b'<sheetData><row r="1048576">' + cells + b"</row></sheetData>")


FAR = "The sheet reaches to row 1048576 and column 16384. Delete what lies below and beside the table."
MACROS = "Documents with macros are not taken. Save it without macros (as .docx or .xlsx) and attach it again."
PASSWORD = "The file is protected by a password. Remove the password, save it and attach it again."
NOT_A_TABLE = "This is not a table Ura can read. Save it as Excel (.xlsx), OpenDocument (.ods) or CSV."
DAMAGED = "The file is damaged and cannot be opened. Save it again and attach it anew."
NO_TABLE = "No table with a heading row was found in the file. Put the headings into one row on top."


def with_macros():
    out = io.BytesIO(book([HEAD]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", "x")
    return out.getvalue()


def word_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def repeated():
    cell = ods_cell("x", 'table:number-columns-repeated="16384"')
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


REFUSED = [
    ("empty", lambda: b" \n", "The file is empty. Choose the right one and try again."),
    ("password", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
    ("old password", lambda: old_excel([["Nr.", "Emri"]], password=True), PASSWORD),
    ("macros", with_macros, MACROS),
    ("word", word_document, NOT_A_TABLE),
    ("picture", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NOT_A_TABLE),
    ("cut", lambda: book([HEAD])[:-40], DAMAGED),
    ("broken old", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 2000, DAMAGED),
    ("no rows", lambda: book([]), NO_TABLE),
    ("only numbers", lambda: book([[1, 2], [3, 4]]), NO_TABLE),
    ("far corner", far_corner, FAR),
    ("far corner without references", far_corner_without_references, FAR.replace("16384", "16000")),
    ("repeated", repeated, FAR),
]  # fmt: skip


@pytest.mark.parametrize(("make", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_unreadable_file_is_refused_with_a_sentence(make, sentence):
    assert refusal(make()) == sentence


def test_too_many_rows_say_how_many_are_taken():
    lines = "\n".join(["Nr.;Emri", *["1;Ana"] * 11])
    assert refusal(lines.encode(), max_rows=10) == "The table has more than 10 rows. Split it into several files."


def test_zip_bomb_is_refused_before_it_is_opened():
    out = io.BytesIO(book([HEAD]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"\0" * 100_000_000)
    started = time.perf_counter()
    assert refusal(out.getvalue()).startswith("The file would grow out of all measure")
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (DAY, DAY), (MORNING, DAY), ("31.12.2026", DAY), (" 31 . 12 . 2026 ", DAY),
        ("31/12/2026", DAY), ("31-12-26", DAY), ("2026-12-31", DAY), ("2026-12-31T08:00", DAY), ("31.12.2026 08:00", DAY),
        ("31 dhjetor 2026", DAY), ("31 Dhjetor, 2026", DAY), ("9 nëntor 2026", datetime.date(2026, 11, 9)),
        ("12 March 2026", datetime.date(2026, 3, 12)), (46387, DAY), (46387.5, DAY),
        ("05.04.2026", datetime.date(2026, 4, 5)), ("31.02.2026", None), ("32.12.2026", None), ("dje", None), ("", None),
        (None, None), (True, None), (12, None), ("12", None),
    ],
)  # fmt: skip
def test_days_are_understood_as_albanians_write_them(value, day):
    assert as_date(value) == day


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", 12), (" 1 250 ", 1250), ("1.250,50", 1250.5), ("1,250.50", 1250.5), ("1.250", 1250), ("1,250,000", 1250000),
        ("12,5", 12.5), ("0.125", 0.125), ("-3", -3), (7, 7), (7.5, 7.5), ("shtatë", None), ("", None), (None, None),
        (True, None), ("1.2.3", None),
    ],
)  # fmt: skip
def test_numbers_typed_as_text_are_numbers(value, number):
    assert as_number(value) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"), (12.5, "12.5"), (DAY, "31.12.2026"), (MIDNIGHT, "31.12.2026"),
        (MORNING, "31.12.2026 08:05"), (" a\n b ", "a b"), (None, ""), (True, "po"),
    ],
)  # fmt: skip
def test_cells_are_words_without_the_machine_in_them(value, text):
    assert as_text(value) == text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=500), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a;b\n"]))
def test_any_bytes_are_a_table_or_a_sentence(data, start):
    try:
        list(read_table(start + data, name="x").rows)
    except Refused as refused:
        assert refused.sentence.endswith(".")


def test_a_hundred_thousand_rows_stay_within_memory(tmp_path):
    """In a process of its own: its high-water mark, since getrusage would count the memory of the parent too."""
    row = "".join(f'<c r="{letter}%d" t="inlineStr"><is><t>{letter} %d</t></is></c>' for letter in "ABCDEFGHIJKLM")
    rows = "".join(f'<row r="{at}">' + row % ((at,) * 26) + "</row>" for at in range(1, 100_002))
    path = tmp_path / "large.xlsx"
    path.write_bytes(with_sheet(f"<sheetData>{rows}</sheetData>".encode()))
    program = """
        import re, sys
        from pathlib import Path
        from ura.core.spreadsheet_reader import read_table
        with open(sys.argv[1], "rb") as file:
            table = read_table(file.read(), name="x.xlsx")
        print(sum(1 for _row in table.rows), int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(path)], capture_output=True, text=True, check=True
    )
    rows, megabytes = map(int, done.stdout.split())
    assert rows == 100_000
    assert megabytes < 500
