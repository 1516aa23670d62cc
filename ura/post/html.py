"""HTML mail as plain words."""

import html
import re

from inscriptis import get_text
from inscriptis.model.config import ParserConfig

from .charsets import clean

MAX_HTML = 1_000_000
CONFIG = ParserConfig(display_links=False, display_images=False)
UNSEEN = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
BLOCK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|hr)\b[^>]{0,500}>", re.IGNORECASE)
TAG = re.compile(r"<[a-zA-Z/!?][^<>]{0,5000}>")
DEPTH = re.compile(r"<(?:table|blockquote|div|ul|ol)\b", re.IGNORECASE)


def words_of(source):
    """The visible text; a page too large or too deep for the renderer only loses its tags."""
    source = clean(source)
    if len(source) <= MAX_HTML and len(DEPTH.findall(source)) < 2_000:
        try:
            return tidy(get_text(source, CONFIG))
        except Exception:  # noqa: BLE001 - lxml and inscriptis raise many kinds on hostile pages
            pass
    return tidy(html.unescape(TAG.sub(" ", BLOCK.sub("\n", UNSEEN.sub(" ", source)))))


def tidy(text):
    text = re.sub(r"[ \t\xa0]+\n", "\n", clean(text).replace("\xa0", " "))
    return re.sub(r"\n{4,}", "\n\n\n", text).strip()
