"""What a reading program finds in a PDF: words through the fonts' tables, tags, language."""

import io
import re
from itertools import pairwise

import pikepdf


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def words(pdf):
    """The text of all pages, one line a text object."""
    document = opened(pdf)
    return "\n".join(_page(page) for page in document.pages)


def tags(pdf):
    """The structure's tags, in reading order."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    document = opened(pdf)
    walk(document.Root.StructTreeRoot.K)
    return found


def languages(pdf):
    """Every language named in the file: the document's first."""
    document = opened(pdf)
    inside = [str(each.Lang) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each]
    return [str(document.Root.Lang), *sorted(set(inside) - {str(document.Root.Lang)})]


def _page(page):
    tables = {str(name): _table(font) for name, font in page.Resources.Font.items()}
    lines, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) == "ET":
            lines.append("\n")
        elif str(operator) in ("Tj", "TJ"):
            shown = operands[0] if str(operator) == "TJ" else [operands[0]]
            for piece in shown:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    lines.append("".join(table.get(raw[at : at + 2], "") for at in range(0, len(raw), 2)))
    return re.sub(r"\n+", "\n", "".join(lines))


def _table(font):
    """Glyph number to letters, from the font's ToUnicode table."""
    source = font.ToUnicode.read_bytes().decode("latin-1")
    table = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        codes = re.findall(r"<([0-9A-Fa-f]+)>", section)
        for glyph, letters in list(pairwise(codes))[::2]:
            table[bytes.fromhex(glyph)] = bytes.fromhex(letters).decode("utf-16-be")
    return table
