"""Looking into files that hold other files without unpacking them: office documents, and imitations."""

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

MAX_ENTRIES = 10_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200  # an honest spreadsheet of equal rows reaches about 100
RATIO_FROM = 20_000_000
HARMFUL = (
    ".zip",
    ".7z",
    ".rar",
    ".gz",
    ".exe",
    ".dll",
    ".scr",
    ".js",
    ".vbs",
    ".bat",
    ".cmd",
    ".ps1",
    ".jar",
    ".lnk",
)

OOXML = {
    "word/document.xml": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "xl/workbook.bin": (".xlsb", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    "ppt/presentation.xml": (
        ".pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
}
ODF = {
    f"application/vnd.oasis.opendocument.{kind}": extension
    for kind, extension in [("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp")]
}
FILEPASS = 0x2F
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE = [
    ("__substg1.0_", ".msg", "application/vnd.ms-outlook"),
    ("WordDocument", ".doc", "application/msword"),
    ("Workbook", ".xls", "application/vnd.ms-excel"),
    ("Book", ".xls", "application/vnd.ms-excel"),
]


class Unsafe(Exception):
    """The container is not taken; `str()` says why, to the person who brought it."""


def look_into_zip(data, archive=None):
    """(extension, content type) of an office document in ZIP form; Unsafe for any other archive or a bomb."""
    archive = archive or open_safely(data)
    names = {info.filename.lstrip("/").lower(): info for info in archive.infolist()}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("basic/") for name in names):
        raise Unsafe(macro_sentence())
    if any(name.endswith(HARMFUL) for name in names):
        raise Unsafe(_("The document holds other files that are not taken. Attach the papers one by one."))
    if "[content_types].xml" in names:
        if b"macroenabled" in _small(archive, names["[content_types].xml"]).lower():
            raise Unsafe(macro_sentence())
        for name, found in OOXML.items():
            if name in names:
                return found
    if "mimetype" in names:
        kind = _small(archive, names["mimetype"]).strip().decode("ascii", "replace")
        if kind in ODF:
            if "meta-inf/manifest.xml" in names and b"encryption-data" in _small(
                archive, names["meta-inf/manifest.xml"]
            ):
                raise Unsafe(password_sentence())
            return ODF[kind], kind
    raise Unsafe(_("Archives such as ZIP are not taken. Attach the papers one by one."))


def open_safely(data):
    """The archive, once it is known how much it really unpacks to; Unsafe for a bomb or a broken file."""
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise Unsafe(bomb_sentence())
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError) as error:
        raise Unsafe(_("The file is damaged and cannot be opened. Save it again and attach it anew.")) from error
    if len(infos) > MAX_ENTRIES:
        raise Unsafe(bomb_sentence())
    if any(info.flag_bits & 1 for info in infos):
        raise Unsafe(password_sentence())
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Unsafe(bomb_sentence())
    _measure(data, infos)
    return archive


def _measure(data, infos):
    """What the directory says may be a lie: unpack into nothing and count."""
    total = 0
    for info in infos:
        start = info.header_offset
        header = data[start : start + 30]
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise Unsafe(_("The file is damaged and cannot be opened. Save it again and attach it anew."))
        start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        packed = memoryview(data)[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            total += len(packed)
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            total += _inflated(packed, MAX_UNPACKED - total)
        else:
            raise Unsafe(bomb_sentence())
        if total > MAX_UNPACKED or (total > RATIO_FROM and total > MAX_RATIO * len(data)):
            raise Unsafe(bomb_sentence())


def _inflated(packed, limit):
    stream, size = zlib.decompressobj(-15), 0
    try:
        chunk = stream.decompress(packed, 1_000_000)
        while chunk:
            size += len(chunk)
            if size > limit:
                return size
            chunk = stream.decompress(stream.unconsumed_tail, 1_000_000)
    except zlib.error as error:
        raise Unsafe(_("The file is damaged and cannot be opened. Save it again and attach it anew.")) from error
    return size


def look_into_ole(data):
    """(extension, content type) of an old Office file or an Outlook message, by the names of its streams."""
    if is_encrypted_ole(data):
        raise Unsafe(password_sentence())
    if _holds(data, "_VBA_PROJECT") or _holds(data, "VBA_PROJECT_CUR"):
        raise Unsafe(macro_sentence())
    for stream, extension, kind in OLE:
        if _holds(data, stream):
            return extension, kind
    raise Unsafe(_("This kind of file is not taken. Send it as PDF, picture, Word or Excel document, or text."))


def is_encrypted_ole(data):
    """New Office wraps the whole document; old Excel says so in one of the first records of the book."""
    if _holds(data, "EncryptedPackage"):
        return True
    at = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    for _record in range(10 if at >= 0 else 0):
        code, length = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if code == FILEPASS:
            return True
        at += 4 + length
    return False


def bomb_sentence():
    return _("The file would grow out of all measure when opened, so it is not taken. Save it anew, or as PDF.")


def macro_sentence():
    return _("Documents with macros are not taken. Save it without macros (as .docx or .xlsx) and attach it again.")


def password_sentence():
    return _("The file is protected by a password. Remove the password, save it and attach it again.")


def _holds(data, stream):
    return stream.encode("utf-16-le") in data


def _small(archive, info):
    try:
        with archive.open(info) as entry:
            return entry.read(1_000_000)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unsafe(_("The file is damaged and cannot be opened. Save it again and attach it anew.")) from error
