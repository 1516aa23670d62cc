"""HTML mail as plain words."""

import html
import re

from inscriptis import get_text
from inscriptis.model.config import ParserConfig

from ura.core.charsets import clean

MAX_HTML = 300_000
CONFIG = ParserConfig(display_links=False, display_images=False)
UNSEEN = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
BLOCK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|hr)\b[^>]{0,500}>", re.IGNORECASE)
TAG = re.compile(r"<[a-zA-Z/!?][^<>]{0,5000}>")
DEPTH = re.compile(r"<(?:table|blockquote|div|ul|ol)\b", re.IGNORECASE)


def words_of(source):
    """The visible text; a page too large or too deep for the renderer only loses its tags."""
    source = clean(source)
    stripped = tidy(html.unescape(TAG.sub(" ", BLOCK.sub("\n", UNSEEN.sub(" ", source)))))
    if len(source) > MAX_HTML or len(DEPTH.findall(source)) > 2_000:
        return stripped
    try:
        rendered = tidy(get_text(source, CONFIG))
    except Exception:  # lxml and inscriptis raise many kinds on hostile pages
        return stripped
    # The parser drops what lies deeper than 256 elements: no words may be lost that way.
    return rendered if len("".join(rendered.split())) * 2 >= len("".join(stripped.split())) else stripped


def tidy(text):
    """No spaces at line ends (line by line: a pattern would take quadratic time over a page of spaces)."""
    text = "\n".join(line.rstrip() for line in clean(text).replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{4,}", "\n\n\n", text).strip()
