"""The API takes what the page takes: the same fields, papers with the same checks, complaints."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from ura.desk.models import Attachment, Enquiry
from ura.municipalities.tenancy import working_for
from ura.portal.api import Words
from ura.portal.forms import RequestForm
from ura.portal.tests.test_api import ADDRESS, WORDS, problems, requests_of, send
from ura.post.models import File

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
KEY = {"Idempotency-Key": "5b1a3f1e-0c57-4f0e-9b52-2f6b7e1f0c11"}


def send_parts(parts, **headers):
    return Client().post(ADDRESS, parts, headers=headers)


def papers(*given):
    return {"files": [SimpleUploadedFile(name, data) for name, data in given]}


def test_the_api_has_the_fields_of_the_form_of_the_same_lengths(town):
    with working_for(town.lezha):
        fields = RequestForm(town.lezha).fields
    described = Words.model_json_schema()["properties"]
    assert set(described) == set(fields) - {"files"}
    longest = {name: getattr(field, "max_length", None) for name, field in fields.items()}
    assert {name: row.get("maxLength") for name, row in described.items()} == {
        name: longest[name] for name in described
    }


def test_papers_come_beside_the_words_and_are_kept_as_those_of_the_form(town, client, typed):
    brought = [("vërtetim.pdf", PDF), ("shënime.txt", "Të gjitha këtu".encode())]
    assert send_parts(WORDS | {"follow_by_code": "true"} | papers(*brought)).status_code == 201
    assert client.post("/lezhe/ask/", typed(**papers(*brought))).status_code == 302
    with working_for(town.lezha):
        by_api, by_page = (
            [
                (row.file.name, row.file.content_type, row.file.checked, row.file.scan, row.source, row.event.kind)
                for row in Attachment.objects.filter(enquiry=enquiry).select_related("file", "event").order_by("pk")
            ]
            for enquiry in Enquiry.objects.filter(municipality=town.lezha).order_by("pk")
        )
    assert by_api == by_page == [
        ("vërtetim.pdf", "application/pdf", True, "waiting", "requester", "received"),
        ("shënime.txt", "text/plain", True, "waiting", "requester", "received"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("brought", "expected"),
    [
        ([("program.exe", b"MZ\x90\x00")], [("files", "file")]),
        ([("bosh.pdf", b"")], [("files", "empty")]),
        ([("madhe.pdf", PDF + b" " * 200)], [("files", "file")]),
        ([(f"{n}.txt", b"tekst") for n in range(6)], [("files", "max_files")]),
        ([(f"{n}.txt", b"tekst") for n in range(101)], [("files", "max_files")]),
    ],
)
def test_papers_that_are_not_taken_are_refused_and_nothing_is_registered(brought, expected, town, settings):
    settings.UPLOAD_LIMIT = 200
    response = send_parts(WORDS | papers(*brought))
    assert (response.status_code, problems(response), requests_of(town.lezha)) == (422, expected, 0)
    with working_for(town.lezha):
        assert File.objects.count() == 0


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"subject": ""}, [("subject", "required")]),
        ({"follow_by_code": "maybe"}, [("follow_by_code", "type")]),
        ({"emial": "x"}, [("emial", "unknown_field")]),
        ({"files": "just words"}, [("files", "type")]),
        ({"papers": SimpleUploadedFile("a.txt", b"tekst")}, [("papers", "type")]),
    ],
)
def test_a_wrong_part_is_named_with_its_rule(parts, expected, town):
    response = send_parts(WORDS | parts)
    assert (response.status_code, problems(response), requests_of(town.lezha)) == (422, expected, 0)


def test_half_a_form_is_refused_in_the_same_shape(town):
    answers = [
        Client().generic("POST", ADDRESS, body, content_type=kind)
        for body, kind in ((b"x", "multipart/form-data"), (encode_multipart(BOUNDARY, {}), MULTIPART_CONTENT))
    ]
    assert [(a.status_code, problems(a)[0]) for a in answers] == [
        (400, ("", "multipart")), (422, ("subject", "required"))]  # fmt: skip
    long = encode_multipart(BOUNDARY, {"text": "a" * 5_300_000})
    answer = Client().generic("POST", ADDRESS, long, content_type=MULTIPART_CONTENT)
    assert (answer.status_code, problems(answer)) == (413, [("", "too_large")])


def test_the_same_key_with_another_paper_is_another_body(town):
    first = send_parts(WORDS | papers(("a.txt", b"nje")), **KEY)
    again = send_parts(WORDS | papers(("a.txt", b"nje")), **KEY)
    other = send_parts(WORDS | papers(("a.txt", b"dy")), **KEY)
    assert (first.status_code, first.json() == again.json(), requests_of(town.lezha)) == (201, True, 1)
    assert (other.status_code, problems(other)) == (409, [("Idempotency-Key", "key_reused")])


def test_a_complaint_by_the_api_goes_the_way_of_the_counter(town):
    body = WORDS | {"complaint": True, "complaint_about": "Besniku\nte sporteli"}
    assert send(body).json()["focal_point"]["name"] == town.ermira.user.name
    with working_for(town.lezha):
        enquiry = Enquiry.objects.select_related("text").get()
        assert (enquiry.complaint, enquiry.complaint_about, enquiry.owner) == (True, None, town.ermira)
        assert enquiry.text.body == f"Ankesa ka të bëjë me: Besniku te sporteli\n\n{WORDS['text']}"
