"""A table out of somebody's spreadsheet: the header found, each row with its number, every doubt named."""

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from .cells import as_text
from .charsets import clean, to_text
from .containers import OLE_MAGIC, password_sentence
from .refusals import Refused
from .spreadsheet_checks import check_spreadsheet, not_a_table
from .spreadsheet_header import find_header, header_depth, headings

MAX_ROWS = 200_000
HEADER_WITHIN = 40
MAX_PROBLEMS = 1_000
MAX_MERGED = 500_000
DELIMITERS = ";,\t|"
csv.field_size_limit(10_000_000)


class Row(NamedTuple):
    """One line of the table: its number in the sheet as Excel shows it, and its values in the header's order."""

    number: int
    values: list


class Problem(NamedTuple):
    """A doubt about the file. `row` is None when it concerns the whole of it."""

    code: str
    sentence: str
    row: int | None = None


@dataclass(slots=True)
class Table:
    """`rows` is read once, and adds to `problems` while it is read."""

    headers: list
    rows: Iterator[Row]
    sheet_names: list
    sheet: str = ""
    header_row: int = 1
    problems: list = field(default_factory=list)

    def problem(self, code, sentence, row=None):
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(code, sentence, row))


def read_table(data, *, name, max_rows=MAX_ROWS, sheet=None, known=()):
    """Read xlsx, xls, ods or csv. `known` are the headings one hopes for: they help to find the header row.

    Refused with a sentence when the file cannot be read at all; `table.problems` for what a person should look at.
    """
    data = bytes(data)
    if not data.strip():
        raise Refused(_("The file is empty. Choose the right one and try again."), field="file")
    if data.startswith((b"PK", OLE_MAGIC)):
        return _from_workbook(data, sheet, max_rows, known)
    if b"\0" in data[:4000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(not_a_table(), field="file")
    return _from_csv(data, name, max_rows, known)


def _from_workbook(data, wanted, max_rows, known):
    _kind, measures = check_spreadsheet(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        sheet = _choose(book, wanted)
        merges = sheet.merged_cell_ranges or []
        left = sheet.start[1] if sheet.start else 0
        height = sheet.end[0] + 1 if sheet.end else 0
        lines = ((number, [""] * left + row) for number, row in enumerate(sheet.iter_rows(), 1))
    except Refused:
        raise
    except BaseException as error:
        raise _unreadable(error) from error
    table = Table([], iter(()), names, sheet.name)
    empty = [reference for measure in measures for reference in measure.empty_formulas]
    if empty:
        table.problem("formula_without_value", _(
            "Some formulas hold no result (%(cells)s). Open the file in Excel, save it, and bring it again."
        ) % {"cells": ", ".join(empty[:5])})  # fmt: skip
    if height > max_rows + HEADER_WITHIN:
        raise _too_long(max_rows)
    return _laid_out(table, lines, merges, max_rows, known)


def _choose(book, wanted):
    """The sheet asked for; else the first visible one that holds something."""
    if wanted is not None:
        if wanted not in book.sheet_names:
            raise Refused(_("The file has no sheet named «%(sheet)s».") % {"sheet": wanted}, field="file")
        return book.get_sheet_by_name(wanted)
    visible = [
        about.name
        for about in book.sheets_metadata
        if str(about.visible).endswith("Visible") and str(about.typ).endswith("WorkSheet")
    ]
    for name in visible or book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None:
            return sheet
    raise _no_table()


def _unreadable(error):
    """calamine raises many kinds, and Rust's panics are no Exceptions at all."""
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return error
    if "password" in str(error).lower() or "encrypt" in str(error).lower():
        return Refused(password_sentence(), field="file")
    return Refused(_("The file is damaged and cannot be opened. Save it again and attach it anew."), field="file")


def _from_csv(data, name, max_rows, known):
    text = to_text(data)[0]
    sample = text[:50_000]
    delimiter = None
    if sample[:4].lower() == "sep=":
        delimiter, text = sample[4], text.partition("\n")[2]
    delimiter = delimiter or _delimiter(sample)
    table = Table([], iter(()), [], name)
    lines = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
    return _laid_out(table, lines, [], max_rows, known)


def _delimiter(sample):
    """The one that cuts most lines into the same number of pieces."""
    lines = [line for line in sample.splitlines()[:50] if line.strip()]

    def evenness(delimiter):
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) if usual > 1 else 0, usual)

    try:
        return max(DELIMITERS, key=evenness)
    except csv.Error:
        return ";"


def _laid_out(table, lines, merges, max_rows, known):
    """Find the header among the first lines, then hand out the rest one by one."""
    lines = _read(lines)
    first = list(itertools.islice(lines, HEADER_WITHIN))
    at = find_header(first, known)
    if at is None:
        raise _no_table()
    table.header_row = first[at][0]
    depth = header_depth(first, at, merges)
    table.headers, columns = headings(table, first, at, depth, merges)
    body = [merge for merge in merges if merge[0][0] >= table.header_row - 1 + depth]
    rest = itertools.chain(first[at + depth :], lines)
    table.rows = _rows(table, rest, columns, _downward(table, body), max_rows)
    return table


def _read(lines):
    try:
        yield from lines
    except csv.Error as error:
        raise Refused(
            _("The CSV file cannot be read. Save it as Excel (.xlsx) and try again."), field="file"
        ) from error


def _downward(table, merges):
    """{row: [(column, first row of the merge)]} for cells merged downwards: the top one holds for all."""
    found, places = {}, 0
    for (row, column), (last, _last_column) in merges:
        places += last - row
        if places > MAX_MERGED:
            break
        for other in range(row + 1, last + 1):
            found.setdefault(other, []).append((column, row))
    if merges:
        table.problem(
            "merged_cells",
            _("%(count)d places have merged cells. The top value was taken for every row of the merge: check them.")
            % {"count": len(merges)},
            merges[0][0][0] + 1,
        )
    return found


def _rows(table, lines, columns, downward, max_rows):
    needed = {(top, column) for places in downward.values() for column, top in places}
    tops, count, last = {}, 0, max(columns, default=0)
    for number, row in _read(lines):
        if len(row) <= last:
            row = [*row, *[""] * (last + 1 - len(row))]
        for column, top in downward.get(number - 1, ()):
            row[column] = tops.get((top, column), row[column])
        if needed:
            tops.update({(number - 1, column): row[column] for column in columns if (number - 1, column) in needed})
        values = [_value(row[column]) for column in columns]
        if all(value is None for value in values):
            continue
        if len(row) > last + 1 and any(as_text(value) for value in row[last + 1 :]):
            table.problem("extra_cells", _("This row has more cells than the header."), number)
        count += 1
        if count > max_rows:
            raise _too_long(max_rows)
        yield Row(number, values)


def _value(value):
    """Empty is None, 12.0 is 12, words lose what no database takes."""
    if isinstance(value, str):
        return clean(value).strip() or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _no_table():
    return Refused(
        _("No table with a heading row was found in the file. Put the headings into one row on top."), field="file"
    )


def _too_long(max_rows):
    return Refused(
        _("The table has more than %(rows)d rows. Split it into several files.") % {"rows": max_rows}, field="file"
    )
