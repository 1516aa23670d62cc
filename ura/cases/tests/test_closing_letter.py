"""The closing letter comes back signed and leaves once, by e-mail or on paper, with proof."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ura.cases.actions.closing import close_case, reopen_case
from ura.cases.actions.letters import send_letter, sign_letter
from ura.cases.actions.opening import open_case
from ura.cases.models import Closure
from ura.core.refusals import Refused
from ura.letters.dispatch import look_at_scan
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import Person
from ura.post.models import Outbox
from ura.trail.models import Trail

SCAN = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture
def closure(town, make_enquiry):
    """A case of Besnik's, closed with a letter; the person has an e-mail address."""
    enquiry = make_enquiry(
        town.lezha, owner=town.besnik, person={"name": "Elona Hoxha", "email": "elona@example.org"}
    )  # fmt: skip
    with working_for(town.lezha):
        case = open_case(enquiry, by=town.besnik, kind="returnee")
        return close_case(case, by=town.ermira, outcome="partly", no_assessment="Nuk erdhi më.")


@pytest.fixture
def signed(town, closure):
    with working_for(town.lezha):
        return sign_letter(closure, by=town.besnik, seen=look_at_scan(("letra.pdf", SCAN)))


def at(closure, name, *more):
    with reading_for(closure.municipality):
        entry = closure.case.enquiry.entry
    return reverse(name, args=["lezhe", entry.year, entry.number, *more])


def kept(town):
    return Closure.objects.filter(municipality=town.lezha).select_related("outbox", "signed").get()


def test_it_leaves_only_signed_by_e_mail_with_the_scan_and_once(town, closure, client):
    client.force_login(town.besnik.user)
    page = client.get(at(closure, "case_closing")).text
    assert (at(closure, "case_letter_sign", closure.pk) in page, at(closure, "case_letter_send", closure.pk) in page) == (
        True, False,
    )  # fmt: skip
    mail = {"dispatch": "email"}
    assert client.post(at(closure, "case_letter_send", closure.pk), mail).status_code == 422  # not signed
    program = {"file": SimpleUploadedFile("letra.pdf", b"MZ\x90\x00")}
    assert client.post(at(closure, "case_letter_sign", closure.pk), program).status_code == 422
    word = {"file": SimpleUploadedFile("letra.txt", "Një letër".encode())}
    assert client.post(at(closure, "case_letter_sign", closure.pk), word).status_code == 422
    scan = {"file": SimpleUploadedFile("letra.pdf", SCAN)}
    assert client.post(at(closure, "case_letter_sign", closure.pk), scan).url == at(closure, "case_closing")
    assert client.get(at(closure, "case_letter_signed", closure.pk)).content == SCAN
    assert "elona@example.org" in client.get(at(closure, "case_closing")).text
    assert client.post(at(closure, "case_letter_send", closure.pk), mail).url == at(closure, "case_closing")
    assert client.post(at(closure, "case_letter_send", closure.pk), mail).status_code == 422
    with reading_for(town.lezha):
        row = kept(town)
        message = Outbox.objects.get(municipality=town.lezha, kind="closing")
        assert (row.dispatch, row.dispatched_on, row.outbox) == ("email", timezone.localdate(), message)
        assert (message.to, message.subject, message.attachments, message.row) == (
            "elona@example.org", closure.subject, [row.signed_id], closure.case.enquiry_id,
        )  # fmt: skip
        assert closure.entry.label in message.text and closure.body in message.text
        assert [event.kind for event in closure.case.events.order_by("pk")][-2:] == ["letter_signed", "letter_sent"]
        assert Trail.objects.filter(municipality=town.lezha, act="cases.letter_sent", officer=town.besnik).count() == 1


def test_on_paper_it_leaves_with_proof_on_a_possible_day(town, signed):
    with working_for(town.lezha):
        today = timezone.localdate()
        for wrong in ({"proof": ""}, {"proof": "RR1", "on": today + timedelta(days=1)},
                      {"proof": "RR1", "on": today - timedelta(days=1)}):  # fmt: skip
            with pytest.raises(Refused):
                send_letter(signed, by=town.besnik, dispatch="post", **wrong)
        row = send_letter(signed, by=town.besnik, dispatch="hand", proof="Elona  Hoxha, ID")
        assert (row.dispatch, row.dispatched_on, row.proof, row.outbox) == ("hand", today, "Elona Hoxha, ID", None)
        with pytest.raises(Refused):
            sign_letter(row, by=town.besnik, seen=look_at_scan(("tjetër.pdf", SCAN)))  # it has left


def test_what_the_mail_server_refused_leaves_on_paper_instead(town, signed, client):
    with working_for(town.lezha):
        sent = send_letter(signed, by=town.besnik, dispatch="email")
        Outbox.objects.filter(pk=sent.outbox_id).update(state="failed")
        with pytest.raises(Refused):
            send_letter(sent, by=town.besnik, dispatch="email")
    client.force_login(town.besnik.user)
    assert client.post(
        at(signed, "case_letter_send", signed.pk),
        {"dispatch": "post", "proof": "RR 12", "on": timezone.localdate().strftime("%d.%m.%Y")},
    ).status_code == 302  # fmt: skip
    with reading_for(town.lezha):
        assert (kept(town).dispatch, kept(town).proof, kept(town).outbox) == ("post", "RR 12", None)


def test_who_restricted_the_use_of_their_data_gets_no_mail_and_a_reopened_case_none_at_all(town, signed, client):
    with working_for(town.lezha):
        Person.objects.filter(pk=signed.case.person_id).update(use_limited_on=timezone.localdate())
    client.force_login(town.besnik.user)
    assert "elona@example.org" not in client.get(at(signed, "case_closing")).text
    assert client.post(at(signed, "case_letter_send", signed.pk), {"dispatch": "email"}).status_code == 422
    with working_for(town.lezha):
        with pytest.raises(Refused):
            send_letter(kept(town), by=town.besnik, dispatch="email")
        reopen_case(signed.case, by=town.ermira, reason="Kërkoi ndihmë përsëri")
        with pytest.raises(Refused):
            send_letter(kept(town), by=town.besnik, dispatch="hand", proof="Elona Hoxha")
        assert not Outbox.objects.filter(municipality=town.lezha, kind="closing").exists()


def test_a_letter_of_a_restricted_case_does_not_exist_for_a_colleague(town, make_enquiry, client):
    enquiry = make_enquiry(town.lezha, owner=town.besnik, person={"name": "Drita Kola"})
    with working_for(town.lezha):
        case = open_case(enquiry, by=town.besnik, kind="returnee", categories=["trafficking"])
        row = close_case(case, by=town.besnik, outcome="partly", no_assessment="Nuk erdhi më.")
        row = sign_letter(row, by=town.besnik, seen=look_at_scan(("letra.pdf", SCAN)))
    client.force_login(town.besnik.user)
    assert client.get(at(row, "case_letter_signed", row.pk)).status_code == 200
    client.force_login(town.ermira.user)
    assert client.get(at(row, "case_letter_signed", row.pk)).status_code == 404
    assert client.post(at(row, "case_letter_send", row.pk), {"dispatch": "hand", "proof": "x"}).status_code == 404
