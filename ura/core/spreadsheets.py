"""Tables that leave as Excel or CSV: what was typed stays text, whatever it begins with."""

import csv
import datetime
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ura.core.refusals import Refused

MOST_ROWS = 1_048_575  # a sheet of Excel, without the header
LONGEST_CELL = 32_767
PIECE = 500  # rows of a CSV sent at once
FIRST_DAY = datetime.date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Column:
    """A column of a table that leaves: its heading, and its width in characters when that matters."""

    title: str
    width: int | None = None


def write_xlsx(columns, rows, *, sheet="", title="", notes=(), more=(), target=None):
    """An Excel file: days are days, numbers numbers, everything else text. `rows` may be a stream.

    `more`: further sheets, as (name, columns, rows). Written into `target`, an open file, when one is given; else its
    bytes are returned.
    """
    book = xlsxwriter.Workbook(
        file := target or io.BytesIO(),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "author": "", "comments": " ".join(notes)})
    looks = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEF2F6"}),
        "day": book.add_format({"num_format": "dd.mm.yyyy", "align": "left"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left"}),
        "decimal": book.add_format({"num_format": "#,##0.00"}),
    }
    for name, headings, lines in ((sheet or title, columns, rows), *more):
        _page(book.add_worksheet(_sheet_name(name)), headings, lines, looks)
    book.close()
    return None if target else file.getvalue()


def _page(page, columns, rows, looks):
    columns = [_column(each) for each in columns]
    stream = iter(rows)
    sample = [[_cell(value) for value in row] for row in islice(stream, 200)]
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width or _width(column.title, [row[at] for row in sample if at < len(row)]))
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    for at, column in enumerate(columns):
        page.write_string(0, at, _text(column.title), looks["head"])
    last = 0
    for last, row in enumerate(chain(sample, ([_cell(value) for value in row] for row in stream)), start=1):
        if last > MOST_ROWS:
            raise Refused(_("More rows than a sheet of Excel holds: narrow the filter, or take CSV."))
        for at, value in enumerate(row):
            _write(page, last, at, value, looks)
    if columns:
        page.autofilter(0, 0, last, len(columns) - 1)


def write_csv(columns, rows):
    """The same as CSV for an Albanian Excel: semicolons, decimal commas, and no cell that begins a formula."""
    return b"".join(stream_csv(columns, rows))


def stream_csv(columns, rows):
    """That CSV piece by piece, however long: sent after the page's own code is done, still in its language."""
    head = [_harmless(_text(_column(each).title)) for each in columns]
    return _csv_pieces(head, iter(rows), get_language())


def _csv_pieces(head, stream, language):
    yield "\ufeff".encode() + _csv_lines([head])
    while True:
        with override(language):
            lines = [[_csv_cell(_cell(value)) for value in row] for row in islice(stream, PIECE)]
        if not lines:
            return
        yield _csv_lines(lines)


def _csv_lines(lines):
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(lines)
    return target.getvalue().encode()


def _column(given):
    return given if isinstance(given, Column) else Column(str(given))


def _cell(value):
    """A value as a table may hold it: local time without zone, words without signs that break a file."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | datetime.date):
        return value
    return _text(value)


def _text(value):
    text = _NOT_XML.sub("", str(value).replace("\r\n", "\n"))
    # Excel refuses a longer cell; a mark shows that something is left out.
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _write(page, row, at, value, looks):
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(row, at, value)
    elif isinstance(value, datetime.datetime) and value.date() >= FIRST_DAY:
        page.write_datetime(row, at, value, looks["moment"])
    elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) and value >= FIRST_DAY:
        page.write_datetime(row, at, value, looks["day"])
    elif isinstance(value, datetime.date):
        page.write_string(row, at, _shown(value))
    elif isinstance(value, Decimal):
        page.write_number(row, at, value, looks["decimal"])
    else:
        page.write_number(row, at, value)


def _csv_cell(value):
    if value is None:
        return ""
    return _harmless(value) if isinstance(value, str) else _shown(value)


def _shown(value):
    if isinstance(value, datetime.datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value.day:02}.{value.month:02}.{value.year}"
    return str(value).replace(".", ",")


def _harmless(text):
    """A cell that would be a formula gets an apostrophe; Excel shows it, and runs nothing."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _width(title, values):
    longest = max((len(line) for value in values for line in _shown_lines(value)), default=0)
    return max(8, min(60, max(longest, max(map(len, str(title).split()), default=0) + 3) + 2))


def _shown_lines(value):
    if value is None:
        return [""]
    return value.split("\n") if isinstance(value, str) else [_shown(value)]


def _sheet_name(name):
    """Excel allows 31 signs and none of []:*?/\\ in a sheet's name, nor an apostrophe at its ends."""
    return re.sub(r"[\[\]:*?/\\]", " ", _text(name)).strip(" '")[:31].strip(" '") or "Ura"
