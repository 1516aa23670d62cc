"""Invented mails as raw bytes, as a mail server would hand them over."""

from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from ura.demo import facts
from ura.demo.people import DOMAIN


def write_mail(rnd, *, name, address, to, subject, text, at, references="", paper=None, headers=None):
    """One plain mail; `paper` is (name, bytes)."""
    mail = EmailMessage()
    mail["From"] = formataddr((name, address)) if address else ""
    mail["To"] = to
    mail["Date"] = format_datetime(at)
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{rnd.getrandbits(96):024x}@mail.{DOMAIN}>"
    if references:
        mail["In-Reply-To"] = mail["References"] = f"<{references}>"
    for header, value in (headers or {}).items():
        mail[header] = value
    mail.set_content(text)
    if paper:
        kind = ("application", "pdf") if paper[0].endswith(".pdf") else ("image", "jpeg")
        mail.add_attachment(paper[1], maintype=kind[0], subtype=kind[1], filename=paper[0])
    return mail.as_bytes()


def letter_text(rnd, body, name, language="sq"):
    """The words of a mail, with a greeting and a name below."""
    if language == "en":
        return f"Dear Sir or Madam,\n\n{body}\n\nKind regards,\n{name}\n"
    words = facts.words()["mail"]
    return f"{rnd.choice(words['greeting'])}\n\n{body}\n\n{rnd.choice(words['closing'])}\n{name}\n"


def bounce(rnd, *, of, to, address, at):
    """«No such user», from the mail server of the address to which we wrote."""
    lines = [
        f"From: MAILER-DAEMON@mail.{DOMAIN}", f"To: {to}", f"Date: {format_datetime(at)}",
        "Subject: Undelivered Mail Returned to Sender", f"Message-ID: <{rnd.getrandbits(96):024x}@mail.{DOMAIN}>",
        "Return-Path: <>", "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="kufi"', "",
        "--kufi", "Content-Type: text/plain; charset=utf-8", "", f"<{address}>: 550 5.1.1 no such user", "",
        "--kufi", "Content-Type: message/delivery-status", "", f"Reporting-MTA: dns; mail.{DOMAIN}", "",
        f"Final-Recipient: rfc822; {address}", "Action: failed", "Status: 5.1.1", "",
        "--kufi", "Content-Type: text/rfc822-headers", "", f"Message-ID: <{of}>", "", "--kufi--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()
