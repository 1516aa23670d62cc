"""Plain mails for the tests: each with its own identifier unless a test gives one."""

import itertools
from email.message import EmailMessage
from email.utils import format_datetime

from django.utils import timezone

from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for
from ura.post.models import InboundMail, Outbox
from ura.register.models import Entry

_counter = itertools.count(1)
ARTA = "arta@example.org"
TEXT = "Përshëndetje, ç'duhet për regjistrimin e fëmijëve në shkollë?"


def letter(
    sender=ARTA, *, name="Arta Prova", subject="Kërkesë për shkollën", text=TEXT, message_id=None, answers="",
    headers=None, files=(), to="smd.lezhe@example.org",
):  # fmt: skip
    """One raw mail. `answers` is the identifier it refers to; `files` are (name, bytes, content type)."""
    message = EmailMessage()
    message["From"] = f"{name} <{sender}>" if sender else ""
    message["To"], message["Subject"] = to, subject
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = message_id or f"<letter-{next(_counter)}@mail.example.org>"
    if answers:
        message["In-Reply-To"] = message["References"] = f"<{answers.strip('<>')}>"
    for header, value in (headers or {}).items():
        message[header] = value
    message.set_content(text)
    for file_name, content, kind in files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=file_name)
    return message.as_bytes()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def bounce(returned, status="5.1.1", action="failed"):
    """A delivery report about our message with this identifier."""
    return (
        "From: MAILER-DAEMON@mx.example.org\nTo: smd@example.org\nSubject: Undelivered Mail\n"
        f"Message-ID: <bounce-{status}-{action}@mx.example.org>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: text/plain\n\nYour message could not be delivered.\n"
        "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; arta@example.org\nAction: {action}\nStatus: {status}\n\n"
        f"--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{returned}>\nSubject: Konfirmim\n\n--B--\n"
    ).encode()


def outcome(taken):
    return taken.outcome, taken.reason


def the_request(office):
    with working_for(office):
        enquiry = Enquiry.objects.select_related("entry", "text", "requester", "owner__user").get()
        enquiry.municipality = office
        return enquiry


def how_many(office):
    with working_for(office):
        return InboundMail.objects.count(), Enquiry.objects.count(), Entry.objects.count(), Outbox.objects.count()


def label(n):
    return f"{n}/{timezone.localdate().year}"
