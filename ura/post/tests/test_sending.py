"""The outbox against real mail servers: sent once, tried again, or shown to the officer; never sent twice by machine."""

import asyncio
import threading
import time
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.cache import caches
from django.db import connections
from django.utils import timezone, translation

from ura.municipalities.tenancy import working_for
from ura.post import sending
from ura.post.files import store
from ura.post.models import File, Mailbox, Outbox
from ura.post.outbox import queue
from ura.post.sending import LOST_AFTER, WAITS, send_again, send_due, send_round, take_as_sent
from ura.post.tests.servers import Dropping, Keeper, Refusing, start_smtp
from ura.trail.models import Trail

TEXT = "Përshëndetje,\n\nkërkesa juaj mori numrin 1/2026 dhe çështja ndiqet nga zyra.\n.\nMe respekt"


@pytest.fixture
def smtp(settings):
    """`smtp(handler)`: a running server with this temper, and Ura sends through it."""
    running = []

    def start(handler=None, **more):
        server = start_smtp(handler, **more)
        running.append(server)
        settings.SMTP = settings.SMTP | {"host": "127.0.0.1", "port": server.port, "timeout": 5}
        return server

    yield start
    for server in running:
        server.__exit__()


def put(town, key="a", to="arta@example.org", **fields):
    given = {"kind": "acknowledgement", "subject": "Konfirmim: kërkesë", "text": TEXT}
    with working_for(town.lezha):
        return queue(town.lezha, key=key, to=to, **(given | fields))


def row(town, key="a"):
    with working_for(town.lezha):
        return Outbox.objects.get(key=key)


def later(town, **fields):
    """As if time had passed."""
    with working_for(town.lezha):
        Outbox.objects.update(**({"next_try_at": timezone.now() - timedelta(minutes=1)} | fields))


def received(server):
    return [message_from_bytes(envelope.content, policy=policy.default) for envelope in server.received]


# ── what leaves ──


def test_a_message_arrives_as_it_was_written_in_reply_to_the_mail(town, smtp):
    server = smtp()
    put(town, in_reply_to="<pyetja@mail.example.org>")
    assert send_due(town.lezha) == 1
    (message,) = received(server)
    assert message["Subject"] == "Konfirmim: kërkesë"
    assert message.get_content().replace("\r\n", "\n").strip() == TEXT
    assert (message["To"], message["In-Reply-To"]) == ("arta@example.org", "<pyetja@mail.example.org>")
    assert message["Content-Language"] == "sq"
    assert (message["Auto-Submitted"], message["X-Ura-Loop"]) == ("auto-replied", "ura-lezhe")
    assert "Bashkia Lezhë" in message["From"].addresses[0].display_name
    sent = row(town)
    assert (sent.state, sent.attempt, sent.last_error, message["Message-ID"]) == ("sent", 1, "", f"<{sent.message_id}>")
    assert timezone.now() - sent.sent_at < timedelta(minutes=1)
    assert (send_due(town.lezha), len(server.received)) == (0, 1)


def test_an_officers_letter_with_its_papers_is_not_automatic(town, smtp):
    server = smtp()
    with working_for(town.lezha):
        files = [
            store(town.lezha, content, name=name, trusted_type="application/pdf")
            for name, content in [("përgjigje.pdf", b"%PDF-1.4 a"), ("shtojcë.pdf", b"%PDF-1.4 b")]
        ]
    put(town, automatic=False, attachments=files[::-1], language="en")
    send_due(town.lezha)
    (message,) = received(server)
    assert [(part.get_filename(), part.get_content()) for part in message.iter_attachments()] == [
        ("shtojcë.pdf", b"%PDF-1.4 b"), ("përgjigje.pdf", b"%PDF-1.4 a"),
    ]  # fmt: skip
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("no", "en")


@pytest.mark.parametrize(
    ("office_address", "box_address", "sender"),
    [("zyra@lezha.example.org", "", "zyra@lezha.example.org"), ("", "smd@lezha.example.org", "smd@lezha.example.org"),
     ("", "", "lezhe@ura.example.org")],
)  # fmt: skip
def test_an_office_writes_under_its_own_address(office_address, box_address, sender, town, smtp):
    server = smtp()
    town.lezha.office.email = office_address
    if box_address:
        with working_for(town.lezha):
            Mailbox.objects.create(municipality=town.lezha, address=box_address)
    put(town)
    send_due(town.lezha)
    assert [envelope.mail_from for envelope in server.received] == [sender]


def test_one_office_sends_only_its_own(town, smtp):
    server = smtp()
    put(town)
    assert (send_due(town.korca), send_due(town.lezha), len(server.received)) == (0, 1, 1)


# ── not now ──


def test_a_server_that_is_down_is_tried_again_with_growing_waits_and_then_shown(town, settings):
    settings.SMTP = settings.SMTP | {"host": "127.0.0.1", "port": 1}
    put(town)
    put(town, key="b")
    waits = []
    for _attempt in WAITS:
        done = send_round(town.lezha)
        assert (done.sent, done.server_down) == (0, True)
        kept = row(town)
        assert (kept.state, kept.last_error.partition(":")[0]) == ("queued", "refused")
        waits.append(round((kept.next_try_at - timezone.now()).total_seconds() / 60))
        # One message finds out that the server is down; the other is not even tried.
        assert row(town, "b").attempt == 0
        later(town)
        with working_for(town.lezha):
            Outbox.objects.filter(key="b").update(next_try_at=timezone.now())
    assert waits == WAITS
    send_round(town.lezha)
    failed = row(town)
    assert (failed.state, failed.attempt) == ("failed", len(WAITS) + 1)
    with translation.override("en"):
        assert failed.trouble == "The mail server refuses the connection."


def test_a_server_that_says_later_is_asked_later_and_the_others_have_their_turn(town, smtp):
    class Greylisting(Keeper):
        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith("arta"):
                return "451 4.7.1 Greylisted, try again"
            envelope.rcpt_tos.append(address)
            return "250 OK"

    server = smtp(Greylisting())
    put(town)
    put(town, key="b", to="ben@example.org")
    assert (send_due(town.lezha), [e.rcpt_tos for e in server.received]) == (1, [["ben@example.org"]])
    kept = row(town)
    assert (kept.state, kept.attempt) == ("queued", 1)
    assert kept.last_error == "server_said_no: 4.7.1 Greylisted, try again"
    assert send_due(town.lezha) == 0  # its time has not come
    smtp()
    later(town)
    with working_for(town.lezha):
        Outbox.objects.filter(key="b").update(state="sent")
    assert (send_due(town.lezha), row(town).state, row(town).last_error) == (1, "sent", "")


# ── never ──


def test_what_the_server_refuses_is_shown_and_not_tried_again(town, smtp):
    smtp(Refusing("RCPT", "550 5.1.1 <arta@example.org> unknown here"))
    put(town)
    send_due(town.lezha)
    kept = row(town)
    assert (kept.state, kept.attempt) == ("failed", 1)
    assert kept.last_error == "server_said_no: 5.1.1 <…> unknown here"  # no address of a person in clear
    with translation.override("en"):
        assert kept.trouble == (
            "The recipient's mail server does not take this message. Check the address. (5.1.1 <…> unknown here)"
        )
    later(town)
    assert send_due(town.lezha) == 0


@pytest.mark.parametrize("to", ["", "nuk është adresë", "a@b", "arta@example.org\nBcc: x@example.org", "@", "ë" * 300])
def test_a_bad_address_fails_with_a_sentence_and_the_next_has_its_turn(to, town, smtp):
    server = smtp()
    put(town, to=to)
    put(town, key="b")
    assert (send_due(town.lezha), len(server.received)) == (1, 1)
    kept = row(town)
    assert (kept.state, kept.last_error) == ("failed", "bad_address")
    with translation.override("en"):
        assert kept.trouble == "This is no address a message can be sent to. Correct it, then send again."


def test_a_missing_file_fails_with_a_sentence_and_the_next_has_its_turn(town, smtp, settings, tmp_path):
    server = smtp()
    with working_for(town.lezha):
        paper = store(town.lezha, b"%PDF-1.4", name="a.pdf", trusted_type="application/pdf")
    put(town, attachments=[paper])
    put(town, key="b", attachments=[File(pk=987654321)])
    put(town, key="c")
    settings.FILES_DIR = tmp_path / "gone"
    assert (send_due(town.lezha), len(server.received)) == (1, 1)
    assert [(row(town, key).state, row(town, key).last_error) for key in "abc"] == [
        ("failed", "file_missing"), ("failed", "file_missing"), ("sent", ""),
    ]  # fmt: skip


# ── nobody knows ──


def test_hung_up_after_the_end_is_uncertain_and_never_repeated_by_machine(town, smtp):
    server = smtp(Dropping())
    put(town)
    send_due(town.lezha)
    assert (row(town).state, len(server.received)) == ("uncertain", 1)
    later(town, next_try_at=timezone.now() - timedelta(days=9))
    assert (send_due(town.lezha), len(server.received)) == (0, 1)


def test_an_officer_sends_an_uncertain_message_again_under_the_same_identifier(town, smtp):
    smtp(Dropping(keep=False))
    put(town)
    send_due(town.lezha)
    with working_for(town.lezha):
        send_again(Outbox.objects.get(), by=town.besnik)
    server = smtp()
    assert send_due(town.lezha) == 1
    assert received(server)[0]["Message-ID"] == f"<{row(town).message_id}>"
    with working_for(town.lezha):
        assert [(t.act, t.officer) for t in Trail.objects.filter(act__startswith="post.")] == [
            ("post.sent_again", town.besnik)
        ]


def test_an_officer_knows_that_it_arrived(town, smtp):
    server = smtp(Dropping())
    put(town)
    send_due(town.lezha)
    with working_for(town.lezha):
        take_as_sent(Outbox.objects.get(), by=town.besnik)
    kept = row(town)
    assert (kept.state, kept.last_error, kept.sent_at is None) == ("sent", "", False)
    assert (send_due(town.lezha), len(server.received)) == (0, 1)


def test_hung_up_before_the_end_is_tried_again(town, smtp):
    server = smtp(Dropping(at="RCPT"))
    put(town)
    send_due(town.lezha)
    assert (row(town).state, server.received) == ("queued", [])


def test_a_killed_sender_leaves_an_uncertain_message_after_a_while(town, smtp, monkeypatch):
    class Killed(BaseException):
        pass

    def dies(*_args, **_kwargs):
        raise Killed

    server = smtp()
    put(town)
    with monkeypatch.context() as broken, pytest.raises(Killed):
        broken.setattr(sending, "_keep", dies)  # the server has said 250, and we do not live to write it down
        send_due(town.lezha)
    assert (row(town).state, len(server.received)) == ("sending", 1)
    send_due(town.lezha)
    assert row(town).state == "sending"  # it may still be at work
    later(town, next_try_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))
    send_due(town.lezha)
    kept = row(town)
    assert (kept.state, kept.last_error, len(server.received)) == ("uncertain", "stopped", 1)
    with translation.override("en"):
        assert kept.trouble.startswith("Sending was interrupted")


def test_an_error_nobody_thought_of_is_said_and_the_next_has_its_turn(town, smtp, monkeypatch):
    real = sending.build_message

    def fails(**fields):
        if fields["to"] == "arta@example.org":
            raise RuntimeError("boom")
        return real(**fields)

    server = smtp()
    monkeypatch.setattr(sending, "build_message", fails)
    put(town)
    put(town, key="b", to="ben@example.org")
    assert (send_due(town.lezha), len(server.received)) == (1, 1)
    assert (row(town).state, row(town).last_error) == ("failed", "cannot_build")


# ── two at once ──


@pytest.mark.django_db(transaction=True)
def test_two_senders_never_send_one_row_twice(real_town, smtp):
    class Slow(Keeper):
        async def handle_DATA(self, server, session, envelope):
            await asyncio.sleep(0.02)
            return await super().handle_DATA(server, session, envelope)

    caches["local"].clear()
    server, errors, sent = smtp(Slow()), [], []
    for n in range(30):
        put(real_town, key=f"k{n}", to=f"p{n}@example.org")

    def work():
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and (done := send_due(real_town.lezha, at_most=5)):
                sent.append(done)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, sum(sent)) == ([], 30)
    assert sorted(envelope.rcpt_tos[0] for envelope in server.received) == sorted(
        f"p{n}@example.org" for n in range(30)
    )
    with working_for(real_town.lezha):
        assert set(Outbox.objects.values_list("state", "attempt")) == {("sent", 1)}
