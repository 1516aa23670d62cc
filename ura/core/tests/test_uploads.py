"""A file is what its bytes say; what is not taken is refused with a sentence that says what to do."""

import hashlib
import io
import shutil
import socket
import socketserver
import struct
import subprocess
import threading
import time
import zipfile
import zlib

import docx
import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ura.core import uploads
from ura.core.uploads import examine, safe_name, scan


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
NOT_TAKEN = "This kind of file is not taken. Send it as PDF, picture, Word or Excel document, or text."


def picture(form):
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form)
    return out.getvalue()


def word():
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def excel():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "x")
    return out.getvalue()


def packed(files, base=None):
    out = io.BytesIO(base or b"")
    with zipfile.ZipFile(out, "a" if base else "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def odf(kind):
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"})


def ole(*streams):
    return OLE + b"".join(stream.encode("utf-16-le") + b"\0\0" for stream in streams)


TAKEN = [
    ("dëshmi.pdf", b"%PDF-1.7\n%%EOF", ("pdf", "application/pdf", "dëshmi.pdf")),
    ("a.png", picture("PNG"), ("image", "image/png", "a.png")),
    ("a.JPEG", picture("JPEG"), ("image", "image/jpeg", "a.JPEG")),
    ("foto.png", picture("JPEG"), ("image", "image/jpeg", "foto.jpg")),
    ("a.webp", picture("WEBP"), ("image", "image/webp", "a.webp")),
    ("a.gif", picture("GIF"), ("image", "image/gif", "a.gif")),
    ("a.tif", picture("TIFF"), ("image", "image/tiff", "a.tif")),
    ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", ("image", "image/heic", "a.heic")),
    ("a.docx", word(), ("document", uploads.look_into_zip(word())[1], "a.docx")),
    ("pa prapashtesë", word(), ("document", uploads.look_into_zip(word())[1], "pa prapashtesë.docx")),
    ("a.xlsx", excel(), ("sheet", uploads.look_into_zip(excel())[1], "a.xlsx")),
    ("a.odt", odf("text"), ("document", "application/vnd.oasis.opendocument.text", "a.odt")),
    ("a.ods", odf("spreadsheet"), ("sheet", "application/vnd.oasis.opendocument.spreadsheet", "a.ods")),
    ("a.doc", ole("WordDocument"), ("document", "application/msword", "a.doc")),
    ("a.xls", ole("Workbook"), ("sheet", "application/vnd.ms-excel", "a.xls")),
    ("a.msg", ole("__substg1.0_0037001F"), ("mail", "application/vnd.ms-outlook", "a.msg")),
    ("a.rtf", rb"{\rtf1 x}", ("document", "text/rtf", "a.rtf")),
    ("a.txt", "Përshëndetje ç".encode("cp1252"), ("text", "text/plain", "a.txt")),
    ("a.csv", b"a;b\n1;2\n", ("sheet", "text/csv", "a.csv")),
    ("a.eml", b"From: a@example.org\nSubject: x\n\nhej", ("mail", "message/rfc822", "a.eml")),
    ("shënim", "Mirë".encode(), ("text", "text/plain", "shënim.txt")),
]


@pytest.mark.parametrize(("name", "data", "expected"), TAKEN, ids=[row[0] for row in TAKEN])
def test_papers_are_taken_for_what_they_are(name, data, expected):
    found = examine(data, name)
    assert ((found.kind, found.content_type, found.safe_name), found.problem) == (expected, "")


REFUSED = [
    ("exe named pdf", "letër.pdf", b"MZ" + b"\0" * 200, "Programs are not taken"),
    ("elf", "a.txt", b"\x7fELF" + b"\0" * 200, "Programs are not taken"),
    ("script", "a.txt", b"#!/bin/sh\nrm", "Programs are not taken"),
    ("pdf named exe", "letër.pdf.exe", b"%PDF-1.7", "Programs are not taken"),
    ("javascript", "a.js", b"alert(1)", "Programs are not taken"),
    ("html", "a.txt", b"\n <!DOCTYPE html><p>x", "Web pages and SVG"),
    ("html named pdf", "a.pdf", b"<html><script>x</script>", "Web pages and SVG"),
    ("svg", "a.png", b'<?xml version="1.0"?>\n<!-- x --><svg onload="x">', "Web pages and SVG"),
    ("zip", "a.zip", packed({"a.txt": "x"}), "Archives such as ZIP"),
    ("zip named docx", "a.docx", packed({"a.txt": "x"}), "Archives such as ZIP"),
    ("broken zip", "a.docx", word()[:-30], "The file is damaged"),
    ("docm named docx", "a.docx", packed({"word/vbaProject.bin": "x"}, word()), "Documents with macros"),
    ("zip inside", "a.docx", packed({"word/embeddings/x.zip": "x"}, word()), "The document holds other files"),
    ("old macros", "a.xls", ole("Workbook", "_VBA_PROJECT_CUR"), "Documents with macros"),
    ("old password", "a.xlsx", ole("EncryptedPackage"), "The file is protected by a password"),
    ("installer", "a.doc", ole("SummaryInformation"), NOT_TAKEN),
    ("text named pdf", "a.pdf", b"hej", "The file is not what its name says"),
    ("random", "a.pdf", b"\x00\x01\x02\x03" * 50, NOT_TAKEN),
    ("empty", "a.pdf", b"", "The file is empty"),
]


@pytest.mark.parametrize(("name", "data", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_not_taken_is_refused_with_a_sentence(name, data, sentence):
    found = examine(data, name)
    assert (found.kind, found.problem[: len(sentence)]) == ("refused", sentence)


def test_too_large_file_names_the_limit():
    assert examine(io.BytesIO(b"%PDF-" + b"x" * 3_000_000), "a.pdf", limit=2 * 1024 * 1024).problem == (
        "The file is larger than 2 MB. Send a smaller one, or bring it to the office."
    )


def lying_bomb():
    """A sheet that unpacks to 210 MB while its directory says 10 bytes."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join(stream.compress(b"\0" * 1_000_000) for _turn in range(210)) + stream.flush()
    whole = bytearray(packed({"xl/worksheets/sheet1.xml": b"0123456789"}))
    small = zlib.compressobj(6, zlib.DEFLATED, -15)
    small = small.compress(b"0123456789") + small.flush()
    whole = whole.replace(small, body, 1)
    end = whole.rindex(b"PK\x05\x06")
    central = whole.rindex(b"PK\x01\x02")
    struct.pack_into("<L", whole, central + 20, len(body))
    struct.pack_into("<L", whole, end + 16, central)
    return bytes(whole)


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: packed({"xl/workbook.xml": b"\0" * 201_000_000}),
        lambda: packed({f"xl/worksheets/sheet{n}.xml": b"\0" * 10_000_000 for n in range(15)}),
        lambda: packed({f"{n}.xml": b"" for n in range(10_001)}),
        lying_bomb,
    ],
    ids=["one large", "many of high ratio", "ten thousand entries", "lying directory"],
)
def test_zip_bomb_is_refused_before_it_grows(bomb):
    data = bomb()
    started = time.perf_counter()
    assert examine(data, "a.xlsx").problem == (
        "The file would grow out of all measure when opened, so it is not taken. Save it anew, or as PDF."
    )
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    ("declared", "safe"),
    [
        ("dëshmi e çertifikatës.pdf", "dëshmi e çertifikatës.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\letër.docx", "letër.docx"),
        ("fatu\u202efdp.exe", "fatufdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("", "dokument"),
        (None, "dokument"),
        ("...", "dokument"),
        (".pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("e\u0308.pdf", "ë.pdf"),
    ],
)
def test_names_are_only_names(declared, safe):
    assert safe_name(declared) == safe


def test_without_libmagic_papers_wait_unchecked_and_programs_are_still_refused(monkeypatch):
    monkeypatch.setattr(uploads, "libmagic", lambda: None)
    assert examine(b"%PDF-1.7", "a.pdf") == uploads.Examined("unchecked", "application/octet-stream", ".pdf", "a.pdf")
    assert examine(word(), "a.docx").kind == "document"
    assert [examine(data, name).kind for name, data in [("a.pdf", b"MZx"), ("a.bin", b"x"), ("a.txt", b"<html>")]] == [
        "refused", "refused", "refused"]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=40), st.sampled_from([b"", b"PK\x03\x04", OLE[:8], b"PK\x05\x06"]))
def test_any_bytes_and_any_name_get_an_answer(data, name, start):
    found = examine(start + data, name)
    assert (found.kind == "refused") == bool(found.problem)
    assert 0 < len(found.safe_name) <= 120


class ClamdProtocol(socketserver.StreamRequestHandler):
    """clamd's INSTREAM as its manual describes it: lengths in network order, zero ends, one line answers."""

    def handle(self):
        assert self.rfile.readline() == b"nINSTREAM\n"
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
            if len(data) > 5_000_000:
                return self.wfile.write(b"INSTREAM size limit exceeded. ERROR\n")
        self.server.seen = hashlib.sha256(data).hexdigest()
        return self.wfile.write(b"stream: Eicar-Signature FOUND\n" if EICAR in data else self.server.answer)


@pytest.fixture
def clamd_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), ClamdProtocol) as server:
        server.answer = b"stream: OK\n"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(
    ("data", "answer", "result"),
    [
        (b"x" * 3_000_000, b"stream: OK\n", "clean"),
        (EICAR, b"", "infected:Eicar-Signature"),
        (b"x", b"stream: Can't allocate memory ERROR\n", "not_scanned:scanner_error"),
        (b"x", b"", "not_scanned:scanner_down"),
        (b"x", b"nonsense\n", "not_scanned:scanner_down"),
        (b"x" * 6_000_000, b"", "not_scanned:too_large"),
    ],
)
def test_only_a_clear_answer_is_clean(data, answer, result, clamd_server, tmp_path):
    clamd_server.answer = answer
    port = clamd_server.server_address[1]
    path = tmp_path / "file"
    path.write_bytes(data)
    assert scan(data, f"tcp://127.0.0.1:{port}") in (result, "not_scanned:scanner_down" if len(data) > 5e6 else result)
    if result == "clean":
        assert scan(path, f"127.0.0.1:{port}") == "clean"
        assert clamd_server.seen == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("address", ["", "unix:/nowhere/clamd.ctl", "/nowhere", "nonsense", "127.0.0.1:x"])
def test_no_scanner_is_never_clean(address):
    assert scan(b"x", address) == ("not_scanned:scanner_down" if address else "not_scanned:no_scanner")


def test_scanner_that_is_down_is_never_clean():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert scan(b"x", f"127.0.0.1:{free.getsockname()[1]}") == "not_scanned:scanner_down"


@pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not installed; the protocol server stands in")
def test_real_clamd_finds_the_test_virus(tmp_path):
    """A real daemon with a one-line signature file; no signature download."""
    (tmp_path / "test.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Test\n")
    path = tmp_path / "clamd.ctl"
    config = tmp_path / "clamd.conf"
    config.write_text(f"LocalSocket {path}\nDatabaseDirectory {tmp_path}\nForeground yes\nUser {_user()}\n")
    process = subprocess.Popen([shutil.which("clamd"), f"--config-file={config}"], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert (scan(EICAR, f"unix:{path}"), scan(b"hej", str(path))) == ("infected:Eicar-Test.UNOFFICIAL", "clean")
    finally:
        process.terminate()
        process.wait(20)


def _user():
    import getpass

    return getpass.getuser()
