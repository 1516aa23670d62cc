"""Machines' mails are known by their headers; a person's mail is never taken for one."""

import pytest

from ura.post.parse import read_mail

from .nasty_mails import HEAD, INNER, MAILS, mail, mixed, part

OWN = frozenset({"smd@tirana.example.org"})
AWAY = HEAD.replace("Kërkesë", "Përgjigje automatike: Kërkesë")
REPORT = part(
    "Content-Type: message/delivery-status",
    b"Reporting-MTA: dns; mx.example.org\r\n\r\n"
    b"Final-Recipient: rfc822; Ana@Example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n",
)


def known(raw, **options):
    read = read_mail(raw, own_addresses=OWN, **options)
    return read.kind, read.reason, read.certain


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Auto-Submitted: auto-replied\n", ("auto_reply", "auto_submitted", True)),
        ("Auto-Submitted: auto-generated (vacation)\n", ("auto_reply", "auto_submitted", True)),
        ("Auto-Submitted: no\n", ("message", "", True)),
        ("X-Autoreply: yes\n", ("auto_reply", "x_autoreply", True)),
        ("Precedence: auto_reply\n", ("auto_reply", "precedence_auto_reply", True)),
        ("Precedence: bulk\n", ("auto_reply", "precedence_bulk", True)),
        ("Precedence: junk\n", ("auto_reply", "precedence_junk", True)),
        ("Precedence: first-class\n", ("message", "", True)),
        ("Precedence: list\n", ("auto_reply", "mailing_list", False)),
        ("List-Id: <diaspora.example.org>\n", ("auto_reply", "mailing_list", False)),
        ("List-Id: <diaspora.example.org>\nPrecedence: bulk\n", ("auto_reply", "precedence_bulk", False)),
        ("X-Auto-Response-Suppress: All\n", ("auto_reply", "x_auto_response_suppress", False)),
        ("Return-Path: <>\n", ("auto_reply", "null_return_path", True)),
        ("Return-Path: <ana@example.org>\n", ("message", "", True)),
        ("X-Ura-Loop: ura.example.org/tirane\n", ("loop", "own_mark", True)),
    ],
)
def test_header_tells_the_machine(headers, expected):
    assert known(mail(headers, "Përshëndetje")) == expected


def test_away_subject_alone_is_a_person_and_with_a_header_a_machine():
    assert known(mail(head=AWAY, body="Ç'është kjo?")) == ("message", "", True)
    assert known(mail("X-Auto-Response-Suppress: All\n", "Jam me leje", head=AWAY)) == (
        "auto_reply", "x_auto_response_suppress", True)  # fmt: skip


def test_mark_of_another_office_is_no_loop():
    raw = mail("X-Ura-Loop: ura.example.org/durres\n", "Përcjellje")
    assert known(raw, loop_mark="ura.example.org/tirane") == ("message", "", True)
    assert known(raw, loop_mark="ura.example.org/Durres") == ("loop", "own_mark", True)


def test_own_mailbox_as_sender_is_a_loop():
    assert known(mail(head=HEAD.replace("ana@example.org", "SMD@Tirana.example.org"), body="x")) == (
        "loop", "own_address", True)  # fmt: skip


@pytest.mark.parametrize("name", ["empty", "only newlines"])
def test_nothing_inside_is_empty(name):
    assert known(MAILS[name]) == ("empty", "nothing_inside", True)


def test_subject_alone_is_a_message():
    assert known(mail()) == ("message", "", True)


def bounced(raw):
    read = read_mail(raw, own_addresses=OWN)
    return read.kind, read.reason, read.bounced_message_id, read.bounce_status, read.bounced_address


def test_delivery_report_names_our_mail_and_the_reason():
    sorry, ours = part("Content-Type: text/plain", b"Sorry"), part("Content-Type: message/rfc822", INNER)
    raw = mixed(sorry, REPORT, ours, kind="report; report-type=delivery-status")
    assert bounced(raw) == ("bounce", "delivery_status", "a1@example.org", "5.1.1", "ana@example.org")


def test_delivery_report_with_headers_only_names_our_mail():
    raw = mixed(
        REPORT,
        part("Content-Type: text/rfc822-headers", b"Subject: x\r\nMessage-ID:\r\n <b2@smd>\r\n"),
        kind="report",
    )
    assert bounced(raw) == ("bounce", "delivery_status", "b2@smd", "5.1.1", "ana@example.org")


def test_old_style_bounce_is_read_from_its_words():
    head = HEAD.replace("ana@example.org", "MAILER-DAEMON@mx.example.org")
    raw = mail(
        head=head,
        body="Hi. This is qmail-send.\n<ana@example.org>:\n550 no such user\n\nMessage-ID: <c3@smd>\n",
    )
    assert bounced(raw) == ("bounce", "mailer_daemon", "c3@smd", "5.0.0", None)


def test_postmaster_writing_by_hand_waits_for_an_officer():
    head = HEAD.replace("ana@example.org", "postmaster@example.org")
    assert known(mail(head=head, body="Përshëndetje")) == ("bounce", "postmaster", False)
    assert known(mail("Return-Path: <>\n", head=head, body="550 x")) == ("bounce", "postmaster", True)


def test_read_receipt_is_an_auto_reply():
    raw = mixed(part("Content-Type: text/plain", b"Read"), kind="report; report-type=disposition-notification")
    assert known(raw) == ("auto_reply", "read_receipt", True)


def test_mail_quoting_a_report_as_attachment_is_a_persons_mail():
    raw = mixed(
        part("Content-Type: text/plain", b"Look what came back"),
        part("Content-Type: message/rfc822", mixed(REPORT, kind="report")),
    )
    assert known(raw) == ("message", "", True)
