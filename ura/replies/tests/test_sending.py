"""Signing and sending: the true type of a scan, the outbox with its attachment, the proof of paper, the closing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.models import Attachment, Event
from ura.desk.states import EventKind, State
from ura.letters.dispatch import look_at_scan
from ura.municipalities.tenancy import working_for
from ura.post.files import inspect, read
from ura.post.models import File, Outbox
from ura.replies.states import ReplyState
from ura.replies.words import proof_of

from .conftest import SCAN

JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("shkresa.pdf", b"MZ\x90\x00 a program"),
        ("shkresa.pdf", b"<html><script>alert(1)</script></html>"),
        ("shkresa.pdf", "Vetëm tekst.".encode()),
        ("shkresa.pdf", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"),
        ("shkresa.pdf", b""),
    ],
)  # fmt: skip
def test_a_scan_that_lies_about_its_type_is_refused(name, data):
    with pytest.raises(Refused) as refused:
        look_at_scan((name, data))
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(("name", "data", "kept"), [("a.pdf", SCAN, "a.pdf"), ("b.pdf", JPG, "b.jpg")])
def test_a_true_scan_signs_the_letter(desk, name, data, kept):
    reply = desk.sign(desk.numbered(), seen=look_at_scan((name, data)))
    assert (reply.state, reply.signed.name, read(reply.signed)) == (ReplyState.SIGNED, kept, data)


def test_a_better_scan_replaces_the_first_until_the_letter_leaves(desk):
    reply = desk.sign(desk.signed(), seen=look_at_scan(("e-re.pdf", SCAN + b"\n")))
    assert (reply.state, reply.signed.name) == (ReplyState.SIGNED, "e-re.pdf")
    reply = desk.send(reply, dispatch="email")
    with pytest.raises(Refused):
        desk.sign(reply, seen=look_at_scan(("vonë.pdf", SCAN)))


def test_an_unsigned_letter_does_not_leave(desk, town):
    reply = desk.numbered()
    with pytest.raises(Refused):
        desk.send(reply, dispatch="email")
    with working_for(town.lezha):
        assert Outbox.objects.count() == 0


def test_by_email_the_signed_file_is_queued_once_and_the_request_closes(desk, enquiry, town):
    signed = desk.signed()
    reply = desk.send(signed, dispatch="email", closing=True, outcome="answered")
    assert (reply.state, reply.dispatch, reply.dispatched_on) == (ReplyState.SENT, "email", timezone.localdate())
    with working_for(town.lezha):
        row = Outbox.objects.get()
        assert (row.to, row.subject, row.attachments) == ("arta@example.org", reply.subject, [reply.signed_id])
        assert (row.automatic, row.about, row.row, row.kind) == (False, "desk.enquiry", enquiry.pk, "reply")
        cover, words = row.text.split("\n\n", 1)
        assert reply.entry.label in cover
        assert words == reply.body
        enquiry.refresh_from_db()
        sent = Event.objects.get(enquiry=enquiry, kind=EventKind.REPLY_SENT)
        assert (sent.data["closing"], sent.public, sent.law) == (True, True, "119/2014 15(1)")
        assert Attachment.objects.get(enquiry=enquiry).source == Attachment.Source.REPLY
    assert (enquiry.state, enquiry.outcome) == (State.CLOSED, "answered")
    with pytest.raises(Refused):
        desk.send(reply, dispatch="email")
    with working_for(town.lezha):
        assert Outbox.objects.count() == 1


def test_an_english_requester_gets_the_english_text_first(desk, enquiry, town):
    with working_for(town.lezha):
        enquiry.requester.language = "en"
        enquiry.requester.save()
    reply = desk.send(desk.signed(with_english=True, english={"answer": "At the nearest school."}), dispatch="email")
    with working_for(town.lezha):
        row = Outbox.objects.get()
    assert (row.language, row.subject) == ("en", reply.subject_en)
    assert row.text.startswith(f"Enclosed is our letter no. {reply.entry.label} of ")


def test_without_an_address_no_email(desk, enquiry, town):
    with working_for(town.lezha):
        enquiry.requester.email = ""
        enquiry.requester.save()
    signed = desk.signed()
    with pytest.raises(Refused) as refused:
        desk.send(signed, dispatch="email")
    assert refused.value.field == "to"
    assert desk.again(signed).state == ReplyState.SIGNED


def test_closing_without_an_outcome_sends_nothing(desk, town):
    signed = desk.signed()
    with pytest.raises(Refused) as refused:
        desk.send(signed, dispatch="email", closing=True, outcome="")
    assert refused.value.field == "outcome"
    assert desk.again(signed).state == ReplyState.SIGNED
    with working_for(town.lezha):
        assert Outbox.objects.count() == 0


def test_by_post_with_the_registered_number_and_the_slip(desk, town):
    slip = inspect(JPG, "fatura.jpg")
    reply = desk.send(desk.signed(), dispatch="post", proof=" RR 123 456 AL ", proof_seen=slip)
    assert (reply.state, reply.dispatch, reply.proof) == (ReplyState.SENT, "post", "RR 123 456 AL")
    assert read(reply.proof_file) == JPG
    assert reply.outbox is None


@pytest.mark.parametrize("way", ["post", "hand"])
def test_paper_leaves_with_proof_and_on_a_possible_day(desk, way):
    signed = desk.signed()
    today = timezone.localdate()
    for given, field in [
        ({"proof": ""}, "proof"),
        ({"proof": "x", "on": today + timedelta(days=1)}, "on"),
        ({"proof": "x", "on": today - timedelta(days=1)}, "on"),  # before the day the letter bears
    ]:
        with pytest.raises(Refused) as refused:
            desk.send(signed, dispatch=way, **given)
        assert refused.value.field == field
    assert desk.again(signed).state == ReplyState.SIGNED


def test_what_the_mail_server_refused_is_seen_and_sent_again_or_by_post(desk, town):
    reply = desk.send(desk.signed(), dispatch="email")
    with working_for(town.lezha):
        assert town.lezha.replies.failed().count() == 0
        Outbox.objects.update(state=Outbox.State.FAILED, last_error="550 no such user")
        (failed,) = town.lezha.replies.failed()
        assert failed == reply
        assert "550 no such user" in proof_of(failed)
    desk.send_again(reply)
    with working_for(town.lezha):
        assert Outbox.objects.get().state == Outbox.State.QUEUED
        Outbox.objects.update(state=Outbox.State.FAILED)
    reply = desk.send(desk.again(reply), dispatch="hand", proof="Arta Çela, letërnjoftim")
    assert (reply.state, reply.dispatch, reply.outbox) == (ReplyState.SENT, "hand", None)
    with working_for(town.lezha):
        assert town.lezha.replies.failed().count() == 0


def test_a_sent_letter_is_not_voided(desk):
    reply = desk.send(desk.signed(), dispatch="email")
    with pytest.raises(Refused):
        desk.void(reply, reason="Gabim.")


def test_a_notice_leaves_unsigned_with_its_pdf(desk, town):
    reply = desk.number(desk.draft(kind="clarification", question="Cila shkollë?"))
    with pytest.raises(Refused):
        desk.sign(reply, seen=look_at_scan(("a.pdf", SCAN)))
    with pytest.raises(Refused):  # its PDF is not made yet
        desk.send(reply, dispatch="email")
    desk.pdf(reply)
    reply = desk.send(reply, dispatch="email")
    with working_for(town.lezha):
        assert Outbox.objects.get().attachments == [reply.pdf_id]
        event = Event.objects.get(kind=EventKind.REPLY_SENT)
    assert event.data["closing"] is False


def test_a_forwarding_takes_the_chosen_papers_along(desk, enquiry, town):
    from ura.desk.actions.deadlines import forward
    from ura.desk.actions.files import attach

    with working_for(town.lezha):
        forward(enquiry, by=town.besnik, institution="Zyra Arsimore Lezhë")
        paper = attach(enquiry, [("kërkesa.pdf", SCAN)], by=town.besnik)[0]
    signed = desk.signed(kind="forwarding")
    with pytest.raises(Refused) as refused:
        desk.send(signed, dispatch="email", to="jo adresë")
    assert refused.value.field == "to"
    reply = desk.send(signed, dispatch="email", to="zyra.arsimore@example.org", enclosures=[paper])
    with working_for(town.lezha):
        row = Outbox.objects.get()
        assert File.objects.filter(pk__in=row.attachments).count() == 2
    assert (row.to, row.attachments) == ("zyra.arsimore@example.org", [reply.signed_id, paper.file_id])
