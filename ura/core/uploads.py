"""What a file really is, by its content and never by its name; and whether the virus scanner saw it."""

import functools
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import clamd
from django.utils.translation import gettext as _

from .containers import OLE_MAGIC, Unsafe, look_into_ole, look_into_zip

LIMIT = 20 * 1024 * 1024
MAX_NAME = 120
# content type: (kind, extension). The kind says how the desk may show it.
ALLOWED = {
    "application/pdf": ("pdf", ".pdf"),
    "image/jpeg": ("image", ".jpg"),
    "image/png": ("image", ".png"),
    "image/webp": ("image", ".webp"),
    "image/heic": ("image", ".heic"),
    "image/heif": ("image", ".heif"),
    "image/gif": ("image", ".gif"),
    "image/tiff": ("image", ".tiff"),
    "text/rtf": ("document", ".rtf"),
    "application/rtf": ("document", ".rtf"),
}
KINDS = {
    ".docx": "document", ".odt": "document", ".doc": "document", ".pptx": "document", ".odp": "document",
    ".xlsx": "sheet", ".ods": "sheet", ".xls": "sheet", ".msg": "mail",
}  # fmt: skip
WORDS = {".txt": ("text", "text/plain"), ".csv": ("sheet", "text/csv"), ".eml": ("mail", "message/rfc822")}
KNOWN = {*KINDS, *WORDS, *(extension for _kind, extension in ALLOWED.values()), ".jpeg", ".tif"}
# Spellings of one kind: the person's own is kept.
SAME = {".jpeg": ".jpg", ".tif": ".tiff"}
# Programs and pages are refused whether libmagic is there or not.
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
PROGRAM_NAMES = {
    ".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".msi", ".jar",
    ".lnk", ".sh", ".py", ".php", ".html", ".htm", ".svg", ".xhtml", ".reg", ".dll", ".iso", ".apk",
}  # fmt: skip
PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype|html|head|body|script|svg|iframe|a\s|img\s)",
    re.I | re.S,
)
MAIL_HEADERS = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.I)
OVERRIDES = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f\ud800-\udfff]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)


@dataclass(frozen=True, slots=True)
class Examined:
    """`kind`: pdf, image, document, sheet, text, mail; unchecked (no libmagic); refused (see `problem`)."""

    kind: str
    content_type: str
    extension: str
    safe_name: str
    problem: str = ""


def examine(data_or_file, declared_name, *, limit=LIMIT):
    """Look at a file somebody brought; `problem` is a sentence for them, empty when the file is taken."""
    data = _bytes_of(data_or_file, limit)
    name = safe_name(declared_name)
    try:
        if not data:
            raise Unsafe(_("The file is empty. Choose it again, or send it in another form."))
        if len(data) > limit:
            raise Unsafe(
                _("The file is larger than %(limit)d MB. Send a smaller one, or bring it to the office.")
                % {"limit": max(1, limit // (1024 * 1024))}
            )
        kind, content_type, extension = _content_of(data, _extension(name))
    except Unsafe as refusal:
        return Examined("refused", "application/octet-stream", _extension(name), name, str(refusal))
    return Examined(kind, content_type, extension, safe_name(name, extension))


def safe_name(declared, extension=None):
    """A file name that is only a name: no path, no tricks, at most 120 letters, ë and ç kept."""
    name = PurePosixPath(str(declared or "").replace("\\", "/")).name
    name = FORBIDDEN.sub("", OVERRIDES.sub("", unicodedata.normalize("NFC", FORBIDDEN.sub("", name))))
    name = " ".join(name.split()).strip(". ")
    stem, own = Path(name).stem, Path(name).suffix
    if extension is not None:
        stem = stem if own.lower() in KNOWN else stem + own
        own = own if SAME.get(own.lower(), own.lower()) == extension else extension
    stem = stem.strip(". ") or "dokument"
    if RESERVED.match(stem):
        stem = "_" + stem
    own = own[:12]
    return stem[: MAX_NAME - len(own)].rstrip(". ") + own


def scan(path_or_bytes, address, *, timeout=60):
    """«clean», «infected:NAME» or «not_scanned:REASON»: no answer is never a clean one."""
    if not address:
        return "not_scanned:no_scanner"
    data = path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).read_bytes()
    try:
        answer = _scanner(address, timeout).instream(io.BytesIO(data))
        status, detail = answer["stream"]
    except clamd.BufferTooLongError:
        return "not_scanned:too_large"
    except (clamd.ClamdError, OSError, ValueError, KeyError, TypeError):
        return "not_scanned:scanner_down"
    if status == "FOUND":
        return f"infected:{detail}"
    return "clean" if status == "OK" else "not_scanned:scanner_error"


class _Whole:
    """A socket whose `send` sends all: clamd's client ignores what a full buffer did not take."""

    def __init__(self, socket):
        self._socket, self.send = socket, socket.sendall

    def __getattr__(self, name):
        return getattr(self._socket, name)


class _Scanner(clamd.ClamdNetworkSocket):
    def _init_socket(self):
        super()._init_socket()
        self.clamd_socket = _Whole(self.clamd_socket)


class _UnixScanner(clamd.ClamdUnixSocket):
    def _init_socket(self):
        super()._init_socket()
        self.clamd_socket = _Whole(self.clamd_socket)


def _scanner(address, timeout):
    """tcp://host:port, host:port, unix:/path or /path."""
    address = address.removeprefix("tcp://").removeprefix("unix://").removeprefix("unix:")
    if address.startswith("/"):
        return _UnixScanner(address, timeout=timeout)
    host, _colon, port = address.rpartition(":")
    return _Scanner(host.strip("[]"), int(port), timeout=timeout)


def _bytes_of(source, limit):
    if not hasattr(source, "read"):
        return bytes(source)
    source.seek(0)
    data = source.read(limit + 1)
    source.seek(0)
    return data


def _content_of(data, extension):
    """(kind, content type, extension), or Unsafe."""
    if data.startswith(PROGRAMS) or extension in PROGRAM_NAMES:
        raise Unsafe(_("Programs are not taken. Send the paper itself, as PDF or picture."))
    if PAGE.match(data[:20_000].removeprefix(b"\xef\xbb\xbf")):
        raise Unsafe(_("Web pages and SVG drawings are not taken. Save it as PDF and attach it again."))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        found, content_type = look_into_zip(data)
        return _office(found, content_type)
    if data.startswith(OLE_MAGIC):
        return _office(*look_into_ole(data))
    magic = libmagic()
    if magic is None:
        if extension not in KNOWN:
            raise Unsafe(_not_taken())
        return "unchecked", "application/octet-stream", extension
    found = magic.from_buffer(data[:1_000_000], mime=True)
    if found in ALLOWED:
        kind, usual = ALLOWED[found]
        return kind, found, usual
    if _is_words(data, found):
        wanted = extension if extension in WORDS else ".txt" if extension not in KNOWN else None
        if wanted == ".eml" and not MAIL_HEADERS.match(data[:20_000].replace(b"\r\n", b"\n").lstrip()):
            wanted = ".txt"
        if wanted is None:
            raise Unsafe(_("The file is not what its name says. Save it again and attach it anew."))
        return *WORDS[wanted], wanted
    raise Unsafe(_not_taken())


def _office(extension, content_type):
    if extension not in KINDS:
        raise Unsafe(_not_taken())
    return KINDS[extension], content_type, extension


def _not_taken():
    return _("This kind of file is not taken. Send it as PDF, picture, Word or Excel document, or text.")


def _is_words(data, found):
    """Text is what holds no control characters, whatever language libmagic believes it is written in."""
    if found in ("text/html", "text/xml", "image/svg+xml", "text/x-shellscript", "text/x-msdos-batch"):
        return False
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(data) % 2 == 0
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)


def _extension(name):
    return Path(name).suffix.lower()


@functools.cache
def libmagic():
    """python-magic, or None on a machine without libmagic: then files wait unchecked, and are said to."""
    try:
        import magic

        magic.from_buffer(b"%PDF-1.4", mime=True)
    except Exception:  # it raises several kinds when the library or its database is missing
        return None
    return magic
