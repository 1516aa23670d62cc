import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from python_calamine import CalamineWorkbook

from ura.core.spreadsheets import Column, write_csv, write_xlsx

DAY = datetime.date(2026, 3, 12)
TIRANA = datetime.datetime(2026, 3, 12, 14, 30)  # noqa: DTZ001 - a sheet knows no zones
DANGEROUS = ["=1+1", "+355 66 200 1000", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "https://example.org", "007"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def read(xlsx):
    return CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()


def test_xlsx_keeps_words_numbers_and_days_what_they_are():
    moment = datetime.datetime(2026, 3, 12, 13, 30, tzinfo=datetime.UTC)
    rows = [["Çdo përgjigje ë", 7, Decimal("1250.50"), DAY, moment, None, "", True]]
    assert read(write_xlsx(["a", "b", "c", "d", "e", "f", "g", "h"], rows))[1] == [
        "Çdo përgjigje ë", 7, 1250.5, DAY, TIRANA, "", "", "yes",
    ]  # fmt: skip


def test_xlsx_has_no_formula_and_no_link():
    xlsx = write_xlsx(["x"], [[value] for value in DANGEROUS])
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).active
    cells = [sheet.cell(row, 1) for row in range(2, 2 + len(DANGEROUS))]
    assert [cell.data_type for cell in cells] == ["s"] * len(DANGEROUS)
    assert [cell.hyperlink for cell in cells] == [None] * len(DANGEROUS)
    assert [row[0] for row in read(xlsx)[1:]] == DANGEROUS


def test_xlsx_header_is_frozen_and_filtered_and_repeats_on_paper():
    xlsx = write_xlsx([Column("Nr.", 9), gettext_lazy("Subject")], [["1/2026", "x"]] * 3, sheet="Regjistri: 2026/3")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:B4", "$1:$1")
    assert sheet.title == "Regjistri  2026 3"
    assert round(sheet.column_dimensions["A"].width) == 10


def test_xlsx_of_a_stream_is_as_long_as_the_stream():
    rows = ((number, f"rreshti {number}") for number in range(1, 1001))
    table = read(write_xlsx(["Nr.", "Lënda"], rows))
    assert (len(table), table[0], table[1000]) == (1001, ["Nr.", "Lënda"], [1000.0, "rreshti 1000"])


def test_xlsx_without_rows_still_opens():
    assert read(write_xlsx(["Nr.", "Lënda"], [])) == [["Nr.", "Lënda"]]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x0bc", "abc"),
        ("\ud800 😀 مرحبا", " 😀 مرحبا"),
        ("një\r\ndy", "një\ndy"),
        ("x" * 40_000, "x" * 32_766 + "…"),
    ],
)
def test_xlsx_survives_what_people_paste(typed, kept):
    assert read(write_xlsx(["x"], [["para", typed]]))[1][1] == kept


def test_day_older_than_excel_is_text():
    assert read(write_xlsx(["x"], [[datetime.date(1899, 5, 3)]]))[1] == ["03.05.1899"]


def test_csv_opens_in_an_albanian_excel():
    table = write_csv(
        ["Numri", "Lënda", "Data", "Vlera"], [["1/2026", "ë; ç", DAY, Decimal("1250.50")], [None, True, -2, ""]]
    )
    assert table == (
        "\ufeffNumri;Lënda;Data;Vlera\r\n"
        '1/2026;"ë; ç";12.03.2026;1250,50\r\n'
        ";yes;-2;\r\n"
    ).encode()  # fmt: skip


def test_csv_begins_no_formula():
    table = write_csv(["=x"], [[value] for value in DANGEROUS])
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in rows] == [
        "'=x", "'=1+1", "'+355 66 200 1000", "'-2", "'@SUM(A1)", "'\t=1", "'\r=1", "'＝1", "https://example.org", "007",
    ]  # fmt: skip
