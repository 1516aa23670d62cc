"""Sending over a real SMTP server on loopback: we know what became of each mail, or know that we do not."""

import socket
import socketserver
import threading

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from ura.post.parse import read_mail
from ura.post.smtp import build_message, send

from .servers import Dropping, Refusing, Silent, start_smtp

TEXT = "Përshëndetje,\n.pika në fillim\nKërkesa juaj u regjistrua me numrin 123/2026.\n"


def built(**changes):
    plain = {
        "sender_name": "Zyra e Migracionit, Tiranë", "sender": "smd@tirana.example.org", "to": "ana@example.org",
        "subject": "Konfirmim marrjeje: kërkesa 123/2026", "text": TEXT, "message_id": "n1@ura.example.org",
    }  # fmt: skip
    return build_message(**{**plain, **changes})


def where(server, **changes):
    return {
        "host": "127.0.0.1",
        "port": server.port,
        "tls": "none",
        "timeout": 3,
        "context": server.client_context,
        **changes,
    }


def outcome(handler, **changes):
    with start_smtp(handler) as server:
        result = send(built(), settings=where(server, **changes))
    return result.outcome, result.code, result.reason


@pytest.mark.parametrize("tls", ["none", "starttls", "ssl"])
def test_mail_arrives_as_it_was_written(tls):
    with start_smtp(tls=tls) as server:
        assert send(built(), settings=where(server, tls=tls)).outcome == "sent"
        envelope = server.received[0]
    read = read_mail(envelope.content)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("smd@tirana.example.org", ["ana@example.org"])
    assert (read.from_name, read.subject) == ("Zyra e Migracionit, Tiranë", "Konfirmim marrjeje: kërkesa 123/2026")
    assert read.text == TEXT.strip()


def test_login_is_used_and_a_wrong_one_waits_for_correction():
    with start_smtp(users={"smd": "fjalë"}) as server:
        assert send(built(), settings=where(server, user="smd", password="fjalë")).outcome == "sent"
        wrong = send(built(), settings=where(server, user="smd", password="tjetër"))
        assert (wrong.outcome, wrong.code, wrong.reason) == ("later", 535, "login_refused")
        assert len(server.received) == 1


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (lambda: Refusing("RCPT", "550 No such user"), ("refused", 550, "server_said_no")),
        (lambda: Refusing("RCPT", "450 Greylisted"), ("later", 450, "server_said_no")),
        (lambda: Refusing("MAIL", "451 Not now"), ("later", 451, "server_said_no")),
        (lambda: Refusing("DATA", "552 Too big"), ("refused", 552, "server_said_no")),
        (lambda: Refusing("DATA", "452 Disk full"), ("later", 452, "server_said_no")),
        (lambda: Dropping("RCPT"), ("later", None, "connection_lost")),
        (lambda: Dropping("DATA"), ("uncertain", None, "lost_after_end")),
        (lambda: Dropping("DATA", keep=False), ("uncertain", None, "lost_after_end")),
    ],
    ids=[
        "550",
        "450",
        "451",
        "552 at the end",
        "452 at the end",
        "lost before",
        "lost after, kept",
        "lost after, not kept",
    ],
)
def test_each_ending_is_told_apart(handler, expected):
    assert outcome(handler()) == expected


def test_silence_after_the_end_is_uncertain():
    assert outcome(Silent(), end_timeout=0.5) == ("uncertain", None, "lost_after_end")


def test_server_that_is_not_there_means_later():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        result = send(built(), settings={"host": "127.0.0.1", "port": free.getsockname()[1], "tls": "none"})
    assert (result.outcome, result.reason) == ("later", "refused")


def test_server_that_never_greets_means_later():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = {"host": "127.0.0.1", "port": silent.getsockname()[1], "tls": "none", "timeout": 0.5}
        assert send(built(), settings=settings).outcome == "later"


def test_server_that_drops_inside_the_mail_means_later():
    """A server of our own, because aiosmtpd takes the mail whole: it reads a little after DATA and is gone."""

    class Half(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 hi\r\n")
            for answer in [b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"]:
                self.rfile.readline()
                self.wfile.write(answer)
            self.rfile.readline()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Half) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings = {"host": "127.0.0.1", "port": server.server_address[1], "tls": "none", "timeout": 5}
        large = built(attachments=[("x.pdf", "application/pdf", b"x" * 30_000_000)])
        assert send(large, settings=settings).outcome == "later"
        server.shutdown()


def test_password_never_goes_out_in_clear():
    settings = {"host": "smtp.example.org", "port": 25, "tls": "none", "user": "smd", "password": "x"}
    result = send(built(), settings=settings)
    assert (result.outcome, result.reason) == ("later", "unprotected")


def test_unknown_certificate_means_later():
    with start_smtp(tls="starttls") as server:
        result = send(built(), settings=where(server, tls="starttls", context=None))
    assert (result.outcome, result.reason) == ("later", "certificate")


def test_acknowledgement_is_marked_as_automatic_and_a_letter_is_not():
    mark = "ura.example.org/tirane"
    automatic, letter = built(loop_mark=mark), built(loop_mark=mark, automatic=False)
    assert [message["Auto-Submitted"] for message in (automatic, letter)] == ["auto-replied", "no"]
    assert [message["X-Auto-Response-Suppress"] for message in (automatic, letter)] == ["All", "All"]
    assert read_mail(bytes(letter), loop_mark=mark).kind == "loop"
    assert read_mail(bytes(automatic), loop_mark="ura.example.org/durres").kind == "auto_reply"


def test_our_letter_to_another_office_is_a_letter_there():
    letter = built(loop_mark="ura.example.org/tirane", automatic=False)
    read = read_mail(bytes(letter), loop_mark="ura.example.org/durres")
    assert (read.kind, read.certain) == ("message", True)


def test_thread_is_kept_even_with_ids_longer_than_a_line():
    long = "x" * 180 + "@example.org"
    read = read_mail(bytes(built(in_reply_to=f"<{long}>", references=["a@x", long])))
    assert (read.message_id, read.references) == ("n1@ura.example.org", ["a@x", long])


def test_attachments_arrive_with_name_and_bytes():
    papers = [("përgjigje ç.pdf", "application/pdf", b"%PDF\xff"), ("kërkesa.eml", "message/rfc822", b"A: \xff\n\nx")]
    read = read_mail(bytes(built(attachments=papers, html="<p>Përshëndetje</p>")))
    assert [(paper.name, paper.content) for paper in read.attachments] == [(name, data) for name, _kind, data in papers]
    assert read.text == TEXT.strip()


@pytest.mark.parametrize("to", ["ana", "ana@example.org\r\nBcc: x@example.org", "a@b", ""])
def test_unusable_address_is_an_error_of_ours(to):
    with pytest.raises(ValueError, match="not an address"):
        built(to=to)


@examples(max_examples=60, deadline=None)
@given(st.text(max_size=100), st.text(max_size=60), st.text(max_size=300), st.text(min_size=1, max_size=60))
def test_nothing_typed_becomes_a_header(subject, name, text, file_name):
    raw = bytes(built(subject=subject, sender_name=name, text=text, attachments=[(file_name, "text/plain", b"x")]))
    headers = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert sorted(line.partition(b":")[0] for line in headers if line[:1] not in b" \t") == sorted([
        b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted",
        b"X-Auto-Response-Suppress", b"MIME-Version", b"Content-Type", b"Content-Language",
    ])  # fmt: skip
    read = read_mail(raw)
    assert read.from_address == "smd@tirana.example.org"
    assert len(read.attachments) == 1


@examples(max_examples=150, deadline=None)
@given(st.text(alphabet="ëçËÇabc ,;<>@\"'()?=_-:.\\ÄßΩж😀", max_size=200))
def test_subject_and_name_survive_the_way(words):
    words = " ".join(words.split())
    read = read_mail(bytes(built(subject=words, sender_name=words[:100].strip())))
    assert read.subject == words
    assert read.from_name == words[:100].strip().strip("\"'")
