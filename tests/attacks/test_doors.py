"""What comes through the doors of every page: forged hosts and redirects, foreign keys, fields nobody asked for, lying files."""

import io
import os
import zipfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import ModelForm
from django.urls import reverse
from openpyxl import Workbook

from tests.access_table import ACCESS, OF_AN_OFFICE
from ura.desk.models import Attachment, Enquiry
from ura.municipalities.tenancy import working_for
from ura.post.models import File

METHODS = ("get", "post", "head", "put", "patch", "delete", "options")
LONG = bool(os.environ.get("URA_LONG"))
EVIL = "https://evil.example.org/"


# ── identifiers ──


def test_no_identifier_of_another_office_opens_anything_by_any_method(furnished, client):
    """Each part of each address in its turn is another office's, the others are our own."""
    wrong, client.raise_request_exception, tried = [], False, 0
    for name in OF_AN_OFFICE:
        ours, theirs = furnished.parts.get(name, {}), furnished.elsewhere.get(name, {})
        who = next((each for each in ("ermira", "besnik", "fatmir", "ana") if each in ACCESS.get(name, ())), None)
        if who is None:  # a page without a line, of which test_access tells
            continue
        for part in ours:
            # Years, protocol numbers, lists and kinds are each office's own; 0: this row exists in one office only;
            # the same in both: a key of the whole country, as of a guide or a scheme.
            own = part in ("year", "number", "name", "kind", "language", "act", "which", "what")
            if own or theirs.get(part) in (None, "", 0, ours[part]):
                continue
            where = reverse(name, kwargs={"office": "lezhe", **ours, part: theirs[part]})
            client.force_login(getattr(furnished, who).user)
            for method in METHODS if LONG else ("get", "post", METHODS[2 + tried % 5]):
                with transaction.atomic():
                    status = getattr(client, method)(where).status_code
                    transaction.set_rollback(True)
                tried += 1
                if status not in (404, 405):
                    wrong.append((method, name, part, status))
    assert tried > 100
    assert wrong == []


# ── fields nobody asked for ──


def test_no_form_takes_the_office_the_key_or_the_version_of_a_row():
    for each in apps.get_app_configs():  # so that every form class is loaded
        __import__(each.name)
    reverse("home")
    forms, waiting = set(), [ModelForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            forms.add(form)
            waiting.append(form)
    ours = [form for form in forms if form.__module__.startswith("ura.") and getattr(form, "base_fields", None)]
    assert ours
    forbidden = {"id", "pk", "municipality", "municipality_id", "made_at", "disk_name", "follow_hash", "state"}
    assert [(form.__name__, found) for form in ours if (found := forbidden & set(form.base_fields))] == []


def test_fields_that_the_page_does_not_show_change_nothing(town, make_enquiry, client):
    enquiry = make_enquiry(owner=town.besnik)
    client.force_login(town.besnik.user)
    extra = {
        "municipality": town.korca.pk, "municipality_id": town.korca.pk, "owner": town.drita.pk, "owner_id": town.drita.pk,
        "state": "5", "id": 999, "pk": 999, "restricted": "on", "complaint": "on", "due_on": "2030-01-01", "number": 7,
        "is_superuser": "on", "roles": "administrator",
    }  # fmt: skip
    client.post(f"{enquiry.get_absolute_url()}note/", extra | {"text": "Telefonoi vëllai."})
    client.post(
        f"{enquiry.get_absolute_url()}code/",
        extra | {"service": "2", "requester_type": "1", "version": enquiry.version},
    )
    with working_for(town.lezha):
        now = Enquiry.objects.get(municipality=town.lezha)
        assert (now.pk, now.owner_id, now.state, now.complaint, now.due_on, now.entry.number) == (
            enquiry.pk, town.besnik.pk, enquiry.state, False, enquiry.due_on, 1,
        )  # fmt: skip
    town.besnik.refresh_from_db()
    assert town.besnik.roles == ["officer"]


# ── hosts, redirects, headers ──


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_a_forged_host_is_refused_or_not_believed(header, town, client, settings):
    settings.ALLOWED_HOSTS = ["ura.example.org"]
    hosts = {"HTTP_HOST": "ura.example.org"} | {header: "evil.example.org"}
    answer = client.get("/lezhe/", **hosts)
    assert answer.status_code == (400 if header == "HTTP_HOST" else 200)
    assert "evil.example.org" not in answer.content.decode()


@pytest.mark.parametrize(
    "to", [EVIL, "//evil.example.org", "/\\evil.example.org", "javascript:alert(1)", "https:evil.example.org"]
)
def test_no_redirect_leads_out_of_ura(to, town, client):
    answers = [
        client.post(reverse("login"), {"username": "besnik@example.org", "login": "besnik@example.org",
                                       "password": town.password, "next": to}),
        client.get(reverse("login"), {"next": to}),
        client.post(reverse("set_language"), {"language": "en", "next": to}),
        client.post(reverse("set_language"), {"language": "en"}, HTTP_REFERER=to),
    ]  # fmt: skip
    client.force_login(town.besnik.user)
    answers.append(client.get(reverse("login"), {"next": to}))
    for answer in answers:
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript:" not in answer.headers.get("Location", "")
        assert f'href="{to}"' not in answer.content.decode()


@pytest.mark.parametrize("name", ["HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE", "HTTP_REFERER", "HTTP_COOKIE", "HTTP_X_FORWARDED_FOR",
                                  "HTTP_HX_CURRENT_URL", "HTTP_HX_TARGET", "HTTP_IDEMPOTENCY_KEY", "HTTP_ACCEPT", "HTTP_RANGE"])  # fmt: skip
@pytest.mark.parametrize(
    "value", ["x" * 60_000, "a\0b", "ë\ud800".encode("utf-8", "replace").decode("latin-1"), "%00%0d%0aSet-Cookie:x"]
)
def test_headers_that_no_browser_sends_break_nothing(name, value, town, client):
    client.raise_request_exception = False
    client.force_login(town.besnik.user)
    for address in ("/lezhe/", "/lezhe/office/", "/api/v1/offices", "/lezhe/office/enquiries/"):
        answer = client.get(address, **{name: value})
        assert answer.status_code < 500
        assert "Set-Cookie:x" not in str(answer.headers)


def test_every_page_carries_its_shields(town, client):
    client.force_login(town.besnik.user)
    for address in ("/lezhe/", "/lezhe/office/", "/lezhe/ask/", "/national/", "/nowhere/at-all/"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert ("default-src 'self'" in policy, headers["X-Frame-Options"]) == (True, "DENY")
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "same-origin")


# ── files ──


def docx(part):
    """A Word file whose one part is this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", part)
        package.writestr("word/document.xml", part)
    return out.getvalue()


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as _package:
    _package.writestr("[Content_Types].xml", b"<x/>")
    _package.writestr("word/document.xml", b"\0" * 300_000_000)
LIES = {
    "program as PDF": ("vendim.pdf", b"MZ\x90\0" + b"\0" * 200),
    "page as picture": ("foto.png", b"<!doctype html><script>alert(1)</script>"),
    "drawing with a script": ("stema.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "page as text": ("letër.txt", b"<html><body onload=alert(1)>"),
    "script named twice": ("vendim.pdf.exe", b"%PDF-1.4\n%%EOF"),
    "a bomb": ("shkresa.docx", BOMB.getvalue()),
    "nothing": ("bosh.pdf", b""),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_file_that_lies_about_its_type_is_not_taken(lie, town, make_enquiry, client):
    enquiry = make_enquiry(owner=town.besnik)
    client.force_login(town.besnik.user)
    name, data = LIES[lie]
    where = f"{enquiry.get_absolute_url()}attach/"
    files = {"source": "requester", "files": SimpleUploadedFile(name, data, content_type="application/pdf")}
    assert client.post(where, files).status_code in (409, 422)
    with working_for(town.lezha):
        assert Attachment.objects.filter(municipality=town.lezha).count() == 0
    honest = {"source": "requester", "files": SimpleUploadedFile("letër.txt", b"Teksti i letr\xc3\xabs")}
    assert client.post(where, honest).status_code == 302  # it was the file that was refused


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "..\\..\\x.txt",
        "/etc/shënim.txt",
        "a\r\nX-Evil: 1.txt",
        'b".txt; x="',
        "\u202etxt.exe.txt",
    ],
)
def test_no_name_of_a_file_leaves_its_folder_or_its_header(name, town, make_enquiry, client, settings):
    enquiry = make_enquiry(owner=town.besnik)
    client.force_login(town.besnik.user)
    with working_for(town.lezha):
        from ura.desk.actions.files import attach

        (attachment,) = attach(enquiry, [(name, b"Teksti i letr\xc3\xabs")], by=town.besnik)
    answer = client.get(reverse("file", args=["lezhe", attachment.file.pk]))
    assert b"".join(answer) if answer.streaming else answer.content == b"Teksti i letr\xc3\xabs"
    assert "X-Evil" not in answer.headers
    disposition = answer.headers["Content-Disposition"]
    assert (
        "/" in disposition.split("filename", 1)[1].replace("UTF-8''", ""),
        "\\" in disposition,
        "\u202e" in disposition,
    ) == (False,) * 3
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    kept = [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [attachment.file.disk_name]


def xlsx(rows, harm=b""):
    """A real workbook; with `harm`, a piece of XML that is put before each of its parts' first element."""
    out = io.BytesIO()
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out)
    if not harm:
        return out.getvalue()
    harmed = io.BytesIO()
    with zipfile.ZipFile(out) as clean, zipfile.ZipFile(harmed, "w", zipfile.ZIP_DEFLATED) as package:
        for name in clean.namelist():
            part = clean.read(name).replace(b"Prova-1", b"&a;")
            if name.startswith("xl/"):
                head, _mark, rest = part.rpartition(b"?>")
                part = head + _mark + harm + rest
            package.writestr(name, part)
    return harmed.getvalue()


ROWS = [("Subjekti", "Data e hyrjes"), ("Prova-1", "12.01.2026"), ("Prova-2", "13.01.2026")]
OPENS = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
GROWS = b'<!DOCTYPE x [<!ENTITY b "haha"><!ENTITY a "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize("harm", [OPENS, GROWS], ids=["opens a file", "grows"])
def test_xml_that_opens_files_or_grows_opens_nothing(harm, town, client):
    client.force_login(town.ermira.user)

    def bring(data, name="regjistri.xlsx"):
        answer = client.post(reverse("import", args=["lezhe"]), {"file": SimpleUploadedFile(name, data)})
        with working_for(town.lezha):
            return answer, File.objects.filter(municipality=town.lezha).count()

    answer, kept = bring(xlsx(ROWS, harm))
    page = answer.content.decode()
    assert (answer.status_code, kept) == (422, 0)
    assert ("root:" in page, "hahahaha" in page) == (False, False)
    for name in ("regjistri.docx", "regjistri.ods"):
        answer, kept = bring(docx(b'<?xml version="1.0"?>' + harm + b"<x>&a;</x>"), name)
        assert (answer.status_code, kept) == (422, 0)
    # The honest twin: the same workbook without the harm is taken and read.
    answer, kept = bring(xlsx(ROWS))
    assert (answer.status_code, kept) == (302, 1)
    assert "Prova-1" in client.get(answer.url).content.decode()


def test_what_people_write_is_no_formula_and_no_markup(town, make_enquiry, client):
    subject = '=HYPERLINK("http://evil.example.org";"Kliko") <script>alert(1)</script>'
    enquiry = make_enquiry(subject=subject, owner=town.besnik, person={"name": "+1+cmd|' /C calc'!A0"})
    client.force_login(town.besnik.user)
    page = client.get(enquiry.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    data = client.get("/lezhe/office/enquiries/export/").getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = b"".join(book.read(part) for part in book.namelist() if part.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets
    assert b"<hyperlink " not in sheets
