"""Before a spreadsheet is opened: that it can be, and that opening it is safe.

The reader lays a sheet out as one rectangle. Two cells in opposite corners of Excel's grid would be seventeen
thousand million cells, and end the process; so the rectangle is measured first, cell by cell, in the XML.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from .containers import OLE_MAGIC, Unsafe, is_encrypted_ole, look_into_zip, open_safely, password_sentence
from .refusals import Refused

CELL_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}"')
CELL_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
MAX_CELLS = 8_000_000  # 100,000 rows of 80 columns: about 250 MB while it is read


@dataclass(slots=True)
class Measure:
    """How far a sheet reaches, and which of its formulas hold no result."""

    rows: int = 0
    columns: int = 0
    empty_formulas: list = field(default_factory=list)


def check_spreadsheet(data):
    """The kind of spreadsheet (xlsx, ods, xls) and [Measure]; Refused with a sentence when it cannot be read."""
    try:
        if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            archive = open_safely(data)
            extension = look_into_zip(data, archive)[0]
            if extension not in (".xlsx", ".ods"):
                raise Unsafe(not_a_table())
            names = [name for name in archive.namelist() if _is_sheet(name, extension)]
            if extension == ".ods":
                return "ods", [_measure(archive, name, _OdsParser) for name in names]
            return "xlsx", [_readable(_glance, archive, name) or _measure(archive, name, _XlsxParser) for name in names]
        if data.startswith(OLE_MAGIC):
            if is_encrypted_ole(data):
                raise Unsafe(password_sentence())
            return "xls", []
    except Unsafe as refusal:
        raise Refused(str(refusal), field="file") from refusal
    raise Refused(not_a_table(), field="file")


def not_a_table():
    return _("This is not a table Ura can read. Save it as Excel (.xlsx), OpenDocument (.ods) or CSV.")


def _is_sheet(name, extension):
    name = name.lstrip("/").lower()
    return name == "content.xml" if extension == ".ods" else re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)


def _glance(archive, name):
    """The measure of an ordinary sheet, five times faster than by parsing; None when it is not so ordinary."""
    measure, columns, tail = Measure(), set(), b""
    with archive.open(name) as file:
        while chunk := file.read(1 << 20):
            whole, end, tail = (tail + chunk).rpartition(b">")
            cells = CELL_COLUMN.findall(whole + end)
            if len(cells) != len(ANY_CELL.findall(whole + end)) or FORMULA.search(whole + end):
                return None
            columns.update(cells)
            measure.rows = max(measure.rows, max(map(int, set(CELL_ROW.findall(whole + end))), default=0))
    measure.columns = max(map(_column_number, columns), default=0)
    return measure if columns and measure.rows * measure.columns <= MAX_CELLS else None


def _measure(archive, name, parser):
    measure = _readable(_parsed, archive, name, parser)
    if measure.rows * measure.columns > MAX_CELLS:
        raise Unsafe(
            _("The sheet reaches to row %(row)d and column %(column)d. Delete what lies below and beside the table.")
            % {"row": measure.rows, "column": measure.columns}
        )
    return measure


def _parsed(archive, name, parser):
    reader, parse = parser(), expat.ParserCreate()
    parse.StartElementHandler, parse.EndElementHandler = reader.start, reader.end
    parse.CharacterDataHandler = reader.words
    with archive.open(name) as file:
        while chunk := file.read(1 << 20):
            parse.Parse(chunk)
            if reader.measure.rows * reader.measure.columns > MAX_CELLS:
                break
    return reader.measure


def _readable(read, *arguments):
    try:
        return read(*arguments)
    except Exception as error:  # expat, zlib and zipfile have each their own
        raise Unsafe(_("The file is damaged and cannot be opened. Save it again and attach it anew.")) from error


class _XlsxParser:
    def __init__(self):
        self.measure, self.row, self.column = Measure(), 0, 0
        self.formula = self.value = self.inside = False
        self.reference = ""

    def start(self, tag, attributes):
        tag = tag.rpartition(":")[2]
        if tag == "c":
            reference = attributes.get("r", "")
            letters = reference.rstrip("0123456789")
            if letters:
                self.column, self.row = _column_number(letters), int(reference[len(letters) :] or self.row)
            else:
                self.column += 1
            self.reference, self.formula, self.value = reference, False, False
        elif tag in ("v", "t"):
            self.inside = True
            self.measure.rows = max(self.measure.rows, self.row)
            self.measure.columns = max(self.measure.columns, self.column)
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            number = attributes.get("r", "")
            self.row, self.column = int(number) if number.isdecimal() else self.row + 1, 0

    def words(self, text):
        self.value = self.value or self.inside

    def end(self, tag):
        self.inside = False
        if self.formula and not self.value and tag.rpartition(":")[2] == "c":
            if len(self.measure.empty_formulas) < 100:
                self.measure.empty_formulas.append(self.reference)
            self.formula = False


class _OdsParser:
    """Rows and cells carry how often they repeat; only those with a value take room."""

    def __init__(self):
        self.measure, self.row, self.column, self.repeat = Measure(), 0, 0, 1

    def start(self, tag, attributes):
        tag = tag.rpartition(":")[2]
        if tag == "table":
            self.row = 0
        elif tag == "table-row":
            self.repeat = _count(attributes.get("table:number-rows-repeated"))
            self.column = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.column += _count(attributes.get("table:number-columns-repeated"))
            if "office:value-type" in attributes or "table:formula" in attributes:
                self.measure.rows = max(self.measure.rows, self.row + self.repeat)
                self.measure.columns = max(self.measure.columns, self.column)

    def words(self, text):
        """Only how far the cells reach matters here."""

    def end(self, tag):
        if tag.rpartition(":")[2] == "table-row":
            self.row += self.repeat


def _count(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else 1


def _column_number(letters):
    number = 0
    for letter in letters[:4].upper() if isinstance(letters, str) else letters.decode():
        number = number * 26 + ord(letter) - 64
    return number
