"""The office's mailbox, read over a real IMAP server on loopback."""

import socket
from datetime import UTC, datetime

import pytest

from ura.post.imap import Inbox, MailLoginRefused, MailServerDown

from .nasty_mails import LETTER, MAILS, mail
from .servers import start_imap

USERS = {"smd": "fjala e fshehtë"}
ARRIVED = datetime(2026, 3, 12, 9, 15, tzinfo=UTC)


def inbox(server, **options):
    options = {"tls": server.tls, "context": server.client_context, "timeout": 5, **options}
    return Inbox("127.0.0.1", server.port, "smd", "fjala e fshehtë", **options)


@pytest.mark.parametrize("tls", ["none", "starttls", "ssl"])
def test_new_mails_come_by_uid_with_their_arrival(tls):
    with start_imap(USERS, {"smd": [MAILS["utf-8"]]}, tls=tls) as server:
        second = server.deliver("smd", MAILS["attachment"], when=ARRIVED)
        with inbox(server) as box:
            uids = box.new_uids()
            assert [box.fetch_raw(uid).raw for uid in uids] == [MAILS["utf-8"], MAILS["attachment"]]
            assert box.fetch_raw(second)[1:] == (ARRIVED, len(MAILS["attachment"]), False)
            assert (box.new_uids(uids[0]), box.new_uids(second)) == ([second], [])
            assert box.uidvalidity > 0
        assert server.mails("smd") == [(uids[0], set()), (second, set())]


def test_marking_leaves_what_a_person_marked_for_deletion():
    with start_imap(USERS, {"smd": [mail("", LETTER)] * 2}) as server:
        with inbox(server) as box:
            first, second = box.new_uids()
            box.box.client.uid("STORE", str(second), "+FLAGS", r"(\Deleted)")
            box.mark_done(first)
        assert server.mails("smd") == [(first, {"\\Seen"}), (second, {"\\Deleted"})]


def test_done_mail_moves_to_a_folder_made_for_it():
    with start_imap(USERS, {"smd": [mail("", LETTER)]}) as server:
        with inbox(server) as box:
            box.mark_done(box.new_uids()[0], move_to="Të regjistruara")
            assert box.new_uids() == []
            assert "Të regjistruara" in [folder.name for folder in box.box.folder.list()]


def test_mail_above_the_limit_gives_only_its_headers():
    raw = mail("X-Long: x\n", b"ky eshte trupi\r\n" * 1000)
    with start_imap(USERS, {"smd": [raw]}) as server, inbox(server, limit=1000) as box:
        fetched = box.fetch_raw(box.new_uids()[0])
        assert (fetched.oversized, fetched.size) == (True, len(raw))
        assert fetched.raw == raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


def test_mail_deleted_meanwhile_is_none():
    with start_imap(USERS) as server, inbox(server) as box:
        assert box.fetch_raw(7) is None


def test_empty_mail_is_fetched():
    with start_imap(USERS, {"smd": [b""]}) as server, inbox(server) as box:
        assert box.fetch_raw(box.new_uids()[0]).raw == b""


def test_wrong_password_is_named_as_such():
    with start_imap(USERS) as server, pytest.raises(MailLoginRefused):
        Inbox("127.0.0.1", server.port, "smd", "tjetër", tls="none").__enter__()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"folder": "Nuk ka"}, "no_folder"),
        ({"tls": "ssl"}, "encryption"),
        ({"tls": "starttls"}, "encryption"),
    ],
)
def test_wrong_settings_are_named(options, reason):
    with start_imap(USERS) as server, pytest.raises(MailServerDown) as caught:
        inbox(server, **options).__enter__()
    assert caught.value.reason == reason


def test_unknown_certificate_is_refused():
    with start_imap(USERS, tls="ssl") as server, pytest.raises(MailServerDown) as caught:
        inbox(server, context=None).__enter__()
    assert caught.value.reason == "certificate"


def test_server_that_is_not_there_is_down():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(MailServerDown) as caught:
            Inbox("127.0.0.1", free.getsockname()[1], "smd", "x", tls="none", timeout=2).__enter__()
    assert caught.value.reason == "refused"


def test_server_that_never_answers_times_out():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with pytest.raises(MailServerDown) as caught:
            Inbox("127.0.0.1", silent.getsockname()[1], "smd", "x", tls="none", timeout=0.5).__enter__()
    assert caught.value.reason == "timeout"


def test_server_that_stops_in_between_is_down():
    with start_imap(USERS, {"smd": [mail("", LETTER)]}) as server, inbox(server) as box:
        server.stop()
        with pytest.raises(MailServerDown):
            box.new_uids()


def test_password_never_goes_out_in_clear():
    with pytest.raises(MailServerDown) as caught:
        Inbox("imap.example.org", 143, "smd", "x", tls="none").__enter__()
    assert caught.value.reason == "unprotected"
