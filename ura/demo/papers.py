"""Invented papers: what people attach, and the signed letter as it comes back from the scanner."""

import io
from datetime import timedelta
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from ura.letters.dispatch import look_at_scan
from ura.letters.pdf import letter_pdf
from ura.replies.papers import letters_of

TITLES = {
    "deftesa.pdf": "Dëftesë (shembull)",
    "kontrata-e-qirase.pdf": "Kontratë qiraje (shembull)",
    "vertetim-banimi.jpg": "Vërtetim banimi (shembull)",
    "letra.jpg": "Letër e skanuar (shembull)",
}


@cache
def paper(name):
    """(name, bytes) of a page that says it is an example."""
    page = Image.new("L", (620, 877), 250)
    draw = ImageDraw.Draw(page)
    draw.text((60, 70), TITLES[name], fill=30, font_size=28)
    for line in range(14):
        draw.line((60, 160 + 34 * line, 560 - (line * 37) % 160, 160 + 34 * line), fill=190, width=3)
    draw.text((60, 790), "Dokument i shpikur për demonstrim", fill=110, font_size=18)
    return name, _bytes(page, "PDF" if name.endswith(".pdf") else "JPEG")


RECENT = timedelta(days=14)


def scan_of(reply, *, today):
    """The numbered letter, printed and scanned back; of an old one a picture, because a PDF takes its time."""
    name = f"{reply.entry.label.replace('/', '-')}-nenshkruar"
    if reply.entry.received_on < today - RECENT:
        return look_at_scan((f"{name}.jpg", _picture(reply)))
    letter, translation = letters_of(reply)
    return look_at_scan((f"{name}.pdf", letter_pdf(letter=letter, translation=translation)))


def _picture(reply):
    page = Image.new("L", (620, 877), 250)
    draw = ImageDraw.Draw(page)
    rows = [
        reply.municipality.official_sq,
        f"Nr. {reply.entry.label} Prot.",
        reply.subject[:52],
        "Nënshkruar dhe vulosur (shembull)",
    ]
    for place, row in enumerate(rows):
        draw.text((60, 90 + 70 * place), row, fill=40, font=_font())
    return _bytes(page, "JPEG")


@cache
def _font():
    return ImageFont.load_default(size=20)


def _bytes(page, kind):
    data = io.BytesIO()
    page.save(data, kind, quality=60)
    return data.getvalue()
