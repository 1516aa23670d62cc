"""Figures as a Word document: real headings, tables whose first row repeats, the language of the reader."""

import datetime
import io
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import override

from ura.letters.texts import clean

TEXT_WIDTH = 16.6  # cm, between the margins of an A4 page


@dataclass(frozen=True, kw_only=True)
class WordTable:
    """One table of a report, with its heading; a missing value is None, any other sign comes as text."""

    title: str = ""
    columns: tuple
    rows: tuple
    total: bool = False  # the last row is a sum


def table_docx(title, subtitle, columns, rows, notes=(), *, language="sq", author=""):
    """A report of one table."""
    table = WordTable(columns=tuple(columns), rows=tuple(rows))
    return report_docx(title, subtitle, [table], notes, language=language, author=author)


def report_docx(title, subtitle, tables, notes=(), *, language="sq", author=""):
    """A report of several tables, one under the other."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    _settle(document, title=title, author=author, language=language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    document.add_heading(_words(title), level=1)
    if subtitle:
        document.add_paragraph(_words(subtitle), style="Subtitle")
    with override(language):
        for table in tables:
            if table.title:
                document.add_heading(_words(table.title), level=2)
            _table(document, table)
    for note in notes:
        document.add_paragraph(_words(note), style="Note")
    _page_numbers(section)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _settle(document, *, title, author, language):
    """One quiet typeface, dark headings, and the language that a screen reader and a spelling check need."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    sizes = {"Normal": 10.5, "Heading 1": 16, "Heading 2": 12.5, "Subtitle": 11, "Note": 9}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.name = "Calibri"
        # Without these four Word takes the headings' typeface from its theme.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name_of in list(fonts.attrib):
            if name_of.endswith("Theme"):
                del fonts.attrib[name_of]
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), "Calibri")
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x1C, 0x2B, 0x3A) if "Heading" in name else RGBColor(0x45, 0x45, 0x45)
            style.font.italic = False
    locale = {"sq": "sq-AL", "en": "en-GB"}[language]
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), locale)
    about = document.core_properties
    about.title, about.author, about.language, about.comments = _words(title)[:255], _words(author)[:255], locale, ""


def _table(document, given):
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    def flag(row, name):
        row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))

    rows = [list(row) for row in given.rows]
    width = len(given.columns)
    numeric = [bool(rows) and all(_is_number(row[at]) for row in rows if at < len(row)) for at in range(width)]
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    widths = _widths(numeric)
    for at, column in enumerate(table.columns):
        column.width = widths[at]
    for number, values in enumerate([list(given.columns), *rows]):
        row = table.add_row()
        flag(row, "cantSplit")
        if number == 0:
            flag(row, "tblHeader")  # repeated on every page, and read as header
        bold = number == 0 or (given.total and number == len(rows))
        for at, cell in enumerate(row.cells):
            cell.width = widths[at]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.space_before = Pt(1)
            # Header and sum stay with their neighbours instead of standing alone on a page.
            paragraph.paragraph_format.keep_with_next = number == 0
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if numeric[at] else WD_ALIGN_PARAGRAPH.LEFT
            run = paragraph.add_run(_shown(values[at]) if at < len(values) else "")
            run.bold = bold
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(numeric):
    """Figures need little room; the words share what is left of the page."""
    from docx.shared import Cm

    text = numeric.count(False)
    figure = min(2.6, TEXT_WIDTH / (len(numeric) + text))
    words = (TEXT_WIDTH - figure * (len(numeric) - text)) / text if text else 0
    return [Cm(figure if each else words) for each in numeric]


def _page_numbers(section):
    """1 / 3 in the foot, counted by Word itself."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for before, field in (("", "PAGE"), (" / ", "NUMPAGES")):
        paragraph.add_run(before)
        element = OxmlElement("w:fldSimple")
        element.set(qn("w:instr"), field)
        paragraph._p.append(element)


def _is_number(value):
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))


def _shown(value):
    if value is None:
        return "–"
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if _is_number(value):
        return number_format(value, use_l10n=True, force_grouping=True)
    return _words(value)


def _words(value):
    return clean(value)
