"""Scans of an application's documents: looked at by their content, opened by those who may, noted in the trail."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from ura.cases.actions.opening import open_case
from ura.housing.actions.applying import entered
from ura.housing.actions.calls import decide
from ura.housing.models import Application, ApplicationFile, Decision
from ura.housing.states import CallState
from ura.housing.tests.conftest import DAY
from ura.municipalities.tenancy import reading_for, working_for
from ura.trail.models import Trail

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
HOME = "/lezhe/office/housing/applications/"


@pytest.fixture
def family(town, make_enquiry, make_call, make_application):
    """An application without a case, and one of a restricted case that only Besnik may know of."""
    with working_for(town.lezha):
        call = make_call()
        open_one = make_application(call, "Arta Leka")
        secret = make_enquiry(town.lezha, person={"name": "Drita Kola"})
        case = open_case(secret, by=town.besnik, kind="returnee", categories=["trafficking"])
        return open_one, make_application(call, "", case=case)


def send(client, row, *files, **given):
    given = {"code": "no_property_certificate", "state": "there", "on": "02.03.2026"} | given
    return client.post(f"{HOME}{row.pk}/papers/", given | {"files": [SimpleUploadedFile(*file) for file in files]})


def test_scans_are_listed_with_who_kept_them_and_open_by_their_content(town, family, client):
    row, _hidden = family
    client.force_login(town.besnik.user)
    sent = send(client, row, ("prona.pdf", PDF), ("faqja 2.txt", "Faqja e dytë".encode()))
    assert sent.status_code == 302
    assert send(client, row, ("letër.txt", "Një letër".encode()), code="other").status_code == 302
    with reading_for(town.lezha):
        kept = ApplicationFile.objects.filter(municipality=town.lezha).select_related("file")
        assert [(each.code, each.file.name, each.officer) for each in kept] == [
            ("no_property_certificate", "prona.pdf", town.besnik), ("no_property_certificate", "faqja 2.txt", town.besnik),
            ("other", "letër.txt", town.besnik),
        ]  # fmt: skip
        assert row.papers.get().state == "there"
        first = kept[0]
    page = client.get(f"{HOME}{row.pk}/").text
    assert page.count(f"{HOME}{row.pk}/files/") == 3
    assert page.count("Besnik") >= 3
    found = client.get(f"{HOME}{row.pk}/files/{first.pk}/")
    assert (found.content, found["Content-Type"], found["Cache-Control"]) == (
        PDF,
        "application/pdf",
        "private, no-store",
    )
    with reading_for(town.lezha):
        acts = Trail.objects.filter(municipality=town.lezha, act__startswith="housing.file").values_list(
            "act", flat=True
        )
        assert list(acts) == ["housing.files", "housing.files", "housing.file_opened"]


def test_what_is_a_program_inside_is_refused_and_nothing_is_kept(town, family, client):
    row, _hidden = family
    client.force_login(town.besnik.user)
    assert send(client, row, ("prona.pdf", b"MZ\x90\x00\x03\x00\x00\x00")).status_code == 422
    assert send(client, row, code="other").status_code == 422  # nothing chosen
    with reading_for(town.lezha):
        assert (ApplicationFile.objects.filter(municipality=town.lezha).count(), row.papers.count()) == (0, 0)


def test_a_file_of_a_restricted_case_does_not_exist_for_a_colleague_nor_under_another_application(town, family, client):
    row, hidden = family
    client.force_login(town.besnik.user)
    assert send(client, hidden, ("prona.pdf", PDF)).status_code == 302
    with reading_for(town.lezha):
        file = ApplicationFile.objects.get(municipality=town.lezha)
    assert client.get(f"{HOME}{hidden.pk}/files/{file.pk}/").status_code == 200
    assert client.get(f"{HOME}{row.pk}/files/{file.pk}/").status_code == 404
    client.force_login(town.ermira.user)
    assert client.get(f"{HOME}{hidden.pk}/files/{file.pk}/").status_code == 404
    assert send(client, hidden, ("prona.pdf", PDF)).status_code == 404


def test_reasons_and_confirmation_numbers_do_not_stand_in_clear_in_the_database(working, make_call, make_application):
    call = make_call()
    row = make_application(call, "Arta Leka", {"housing.1": "1"})
    row = entered(row, by=working.besnik, version=row.version, confirmation="EA-778899", confirmed_on=DAY)
    call = decide(call, CallState.LISTED, by=working.ermira, version=call.version)
    decide(call, CallState.OPEN, by=working.ermira, version=call.version, reason="Arta Leka solli një dokument")
    with connection.cursor() as cursor:
        cursor.execute("SELECT confirmation FROM housing_application")
        [[confirmation]] = cursor.fetchall()
        cursor.execute("SELECT reason FROM housing_decision ORDER BY id")
        reasons = [reason for (reason,) in cursor.fetchall()]
    assert "778899" not in confirmation
    assert "Arta" not in str(reasons)
    assert Application.objects.get(municipality=working.lezha).confirmation == "EA-778899"
    last = Decision.objects.filter(municipality=working.lezha).last()
    assert last.reason == "Arta Leka solli një dokument"
