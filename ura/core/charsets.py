"""Bytes into words: whatever a mail programme declared, and whatever it really sent."""

import binascii
import codecs
import functools
import re

# PostgreSQL refuses NUL, UTF-8 refuses lone surrogates, Word and Excel refuse the other controls.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# Marks that turn the reading direction: in a name or a subject they only serve to deceive.
OVERRIDES = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)(?:\?=|$)")

# What people's programmes write for what Python calls otherwise. ISO-8859-1 is read as its superset,
# because nobody means the C1 controls.
ALIASES = {
    **dict.fromkeys(["iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "ansi", "x-ansi"], "cp1252"),
    **dict.fromkeys(["windows1252", "cp-1252", "x-cp1252"], "cp1252"),
    **dict.fromkeys(["windows1250", "cp-1250", "x-cp1250"], "cp1250"),
    **dict.fromkeys(["utf8", "utf8mb4", "utf-8-sig", "unicode"], "utf-8"),
    **dict.fromkeys(["gb2312", "gbk", "x-gbk"], "gb18030"),
    **dict.fromkeys(["macintosh", "x-mac-roman"], "mac-roman"),
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "ks_c_5601-1987": "cp949",
}
# Their bytes look like ASCII, or like anything: here the declaration is all we have.
STATEFUL = ("iso2022", "iso-2022", "hz", "utf-16", "utf-32", "utf_16", "utf_32")
NO_CHARSETS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
# Bytes that are Central European letters (ć đ ą ł ż ř), and hardly ever anything in Western text.
CENTRAL = frozenset(b"\xe6\xf0\xb9\xb3\xbf\xf8\xd0\x9f")


def clean(text):
    """The text without the characters no database or document takes."""
    return FORBIDDEN.sub("", text)


def clean_line(text, limit=None):
    """One line, one space between words, no tricks with the reading direction."""
    text = " ".join(OVERRIDES.sub("", clean(text)).split())
    return text if limit is None or len(text) <= limit else text[: limit - 1].rstrip() + "…"


def to_text(data, charset=None):
    """(text, as declared?): never an error and never an empty answer for bytes that say something."""
    data = bytes(data)
    declared = (charset or "").strip().strip("\"'").lower()
    declared = ALIASES.get(declared, declared)
    if declared and not _known(declared):
        return to_text(data)[0], False
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace"), True
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and len(data) % 2 == 0:
        return data.decode("utf-16", "replace"), True
    if declared.startswith(STATEFUL):
        return _declared(data, declared)
    if data.isascii():
        return _ascii(data, declared)
    # Multi-byte UTF-8 does not happen by chance: believe the bytes before the label.
    if declared in ("", "utf-8", "us-ascii", "ascii", "utf-7") or _single_byte(declared):
        try:
            return data.decode("utf-8"), declared in ("", "utf-8")
        except UnicodeDecodeError:
            pass
    if declared not in ("", "utf-8", "us-ascii", "ascii", "utf-7"):
        text, fits = _declared(data, declared)
        if fits:
            return text, True
    return _guess(data), False


def header_text(value):
    """A header's bytes as words: undeclared UTF-8, RFC 2047, and the broken forms of both."""
    text = to_text(value)[0] if isinstance(value, bytes | memoryview) else value
    if "=?" not in text:
        return text
    pieces, position, run, run_charset = [], 0, b"", ""
    for word in ENCODED_WORD.finditer(text):
        between = text[position : word.start()]
        position = word.end()
        charset, data = word[1].partition("*")[0].lower(), _word_bytes(word[2], word[3])
        # Some programmes cut a letter in two across encoded words: join the bytes before reading them.
        if run_charset == charset and not between.strip():
            run += data
            continue
        if run_charset:
            pieces.append(to_text(run, run_charset)[0])
        if between.strip() or not run_charset:
            pieces.append(between)
        run, run_charset = data, charset
    if run_charset:
        pieces.append(to_text(run, run_charset)[0])
    return "".join([*pieces, text[position:]])


def from_base64(data):
    """The bytes behind base64, however badly it was wrapped, cut or padded."""
    try:
        return binascii.a2b_base64(data)
    except (binascii.Error, ValueError):
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", bytes(data))
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _word_bytes(kind, payload):
    raw = payload.encode("utf-8", "surrogateescape")
    return from_base64(raw) if kind in "bB" else binascii.a2b_qp(raw, header=True)


@functools.lru_cache(maxsize=500)
def _known(charset):
    """A charset of letters: Python also has codecs that are no such thing, and slow on hostile input."""
    try:
        return codecs.lookup(charset).name not in NO_CHARSETS and codecs.lookup(charset)._is_text_encoding
    except (LookupError, ValueError, TypeError):
        return False


def _single_byte(charset):
    return charset.startswith(("iso-8859", "iso8859", "windows-125", "cp125", "cp8", "koi8", "mac"))


def _declared(data, charset):
    try:
        return data.decode(charset), True
    except UnicodeDecodeError:
        # One broken byte at the end of a page of Japanese is no reason to guess anew.
        text = data.decode(charset, "replace")
        return text, text.count("\ufffd") * 20 < len(text)
    except (UnicodeError, ValueError):
        return _guess(data), False


def _ascii(data, declared):
    if declared == "utf-7" and b"+" in data:
        try:
            return data.decode("utf-7"), True
        except UnicodeDecodeError:
            return data.decode("ascii"), False
    if b"\0" in data and len(data) > 3 and data.count(b"\0") * 3 > len(data):
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be", "replace"), False
    return data.decode("ascii"), True


def _guess(data):
    """Undeclared 8-bit text: in the mail of an Albanian office mostly Western, sometimes Greek or Slavic."""
    sample = data[:20_000]
    high = [byte for byte in sample if byte >= 0x80]
    letters = sum(1 for byte in sample if 65 <= (byte & 0xDF) <= 90 and byte < 0x80) + len(high)
    if high and len(high) > 20 and len(high) * 2 > letters:
        accented = sum(0xDC <= byte <= 0xDF for byte in high)
        candidates = ("cp1253", "cp1251") if accented * 50 > len(high) else ("cp1251", "cp1253")
    elif sum(byte in CENTRAL for byte in high) * 10 > len(high):
        candidates = ("cp1250", "cp1252")
    else:
        candidates = ("cp1252", "cp1250")
    for charset in candidates:
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
