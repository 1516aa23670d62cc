"""Mail going out: built so that nothing typed becomes a header, sent so that we know what became of it."""

import base64
import contextlib
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.charsets import clean, clean_line

from .addresses import normal_address

SENT, LATER, REFUSED, UNCERTAIN = "sent", "later", "refused", "uncertain"
MAX_SUBJECT = 300
LOOPBACK = ("localhost", "127.0.0.1", "::1")
OUR_HEADERS = ("auto-submitted", "x-auto-response-suppress")


class _Ids(UnstructuredHeader):
    """Message ids, one a line: the library would encode one that is longer than a line, and break the thread."""

    def fold(self, *, policy):
        return f"{self.name}: " + f"{policy.linesep} ".join(str(self).split()) + policy.linesep


REGISTRY = HeaderRegistry()
for _name in ("message-id", "in-reply-to", "references"):
    REGISTRY.map_to_type(_name, _Ids)
POLICY = SMTP_POLICY.clone(header_factory=REGISTRY)


@dataclass(frozen=True, slots=True)
class SmtpResult:
    """What became of a mail: sent, later (try again), refused (a person looks), uncertain (never repeat)."""

    outcome: str
    code: int | None = None
    reason: str = ""  # a code of ours; the server's own words are in `detail`
    detail: str = ""

    @property
    def sentence(self):
        return {
            SENT: _("Sent."),
            LATER: _("The mail server could not take the message now. It will be tried again."),
            REFUSED: _("The mail server refuses this message. Check the address, then send it again."),
            UNCERTAIN: _(
                "The connection broke while the server was taking the message: it may or may not have arrived. "
                "Ask the recipient before sending it again."
            ),
        }[self.outcome]


def build_message(
    *, sender_name, sender, to, subject, text, html=None, attachments=(), message_id, in_reply_to="",
    references=(), language="sq", automatic=True, loop_mark="", headers=None,
):  # fmt: skip
    """A message with our marks. `attachments` are (name, content type, bytes); `to` one address or several.

    An acknowledgement is `automatic`; an officer's letter is not, and may be answered by an auto-reply without
    harm, since we never answer one.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(sender_name, sender)
    message["To"] = [_address("", one) for one in ([to] if isinstance(to, str) else to)]
    message["Subject"] = clean_line(subject, MAX_SUBJECT)
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = _id(message_id)
    if in_reply_to:
        message["In-Reply-To"] = _id(in_reply_to)
    # The whole chain of a long correspondence is not needed to keep a thread together.
    ancestors = [*references][-20:] or ([in_reply_to] if in_reply_to else [])
    if ancestors:
        message["References"] = " ".join(_id(one) for one in dict.fromkeys(ancestors))
    message["Auto-Submitted"] = "auto-replied" if automatic else "no"  # RFC 3834
    message["X-Auto-Response-Suppress"] = "All"
    if loop_mark:
        message["X-Ura-Loop"] = clean_line(loop_mark, 200)
    for name, value in (headers or {}).items():
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name) and name.lower() not in OUR_HEADERS:
            message[name] = clean_line(str(value), 900)
    words = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    message.set_content(words, charset="utf-8", cte="quoted-printable")
    if html:
        message.add_alternative(clean(html), subtype="html", charset="utf-8", cte="quoted-printable")
    for name, content_type, content in attachments:
        _attach(message, name, content_type, content)
    # Last: setting the words clears every header that begins with Content-.
    message["Content-Language"] = "en" if language == "en" else "sq"
    return message


def send(message, *, settings):
    """Hand the message to the server in `settings` (host, port, user, password, tls, timeout).

    Step by step and not by `sendmail`: only the steps tell a mail that certainly did not go from one that may
    have gone.
    """
    sender, recipients = _envelope(message)
    if not recipients:
        return SmtpResult(REFUSED, reason="no_recipient")
    try:
        data = message.as_bytes(policy=message.policy)
    except (UnicodeError, ValueError, LookupError) as error:
        return SmtpResult(REFUSED, reason="not_writable", detail=str(error)[:200])
    if settings.get("folder"):
        return _lay_down(data, settings["folder"])
    try:
        server = _connect(settings)
    except _Failed as failure:
        return failure.result
    try:
        return _hand_over(server, sender, recipients, data, settings.get("end_timeout") or 120)
    finally:
        server.close()


def _lay_down(data, folder):
    """Without a mail server (the demo), what would leave is laid into a folder to be looked at."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.eml").write_bytes(data)
    except OSError as error:
        return SmtpResult(LATER, reason="no_server", detail=str(error)[:200])
    return SmtpResult(SENT)


class _Failed(Exception):
    def __init__(self, result):
        self.result = result
        super().__init__(result.reason)


def _connect(settings):
    """A greeted and logged-in connection; whatever fails here, nothing was sent."""
    host, tls, timeout = settings["host"], settings.get("tls") or "none", settings.get("timeout") or 30
    user, password = settings.get("user") or "", settings.get("password") or ""
    context = settings.get("context") or (ssl.create_default_context() if tls != "none" else None)
    if user and tls == "none" and host not in LOOPBACK:
        raise _Failed(SmtpResult(LATER, reason="unprotected"))  # a password never crosses a network in clear
    try:
        if tls == "ssl":
            server = smtplib.SMTP_SSL(host, settings["port"], timeout=timeout, context=context)
        else:
            server = smtplib.SMTP(host, settings["port"], timeout=timeout)
    except (smtplib.SMTPException, OSError) as error:
        raise _Failed(_not_yet(error)) from error
    try:
        server.ehlo_or_helo_if_needed()
        if tls == "starttls":
            server.starttls(context=context)
            server.ehlo()
        if user:
            _login(server, user, password)
    except smtplib.SMTPAuthenticationError as error:
        server.close()
        # Somebody will correct the password; the letter is not to blame.
        raise _Failed(SmtpResult(LATER, error.smtp_code, "login_refused", _words(error.smtp_error))) from error
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        server.close()
        raise _Failed(_not_yet(error)) from error
    return server


def _login(server, user, password):
    if (user + password).isascii():
        server.login(user, password)
        return
    # smtplib knows only ASCII passwords; PLAIN takes UTF-8 (RFC 4616).
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, words = server.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def _hand_over(server, sender, recipients, data, end_timeout):
    """MAIL, RCPT, DATA, the mail, the final dot: after the dot only the server knows."""
    try:
        if server.has_extn("size") and 0 < int(server.esmtp_features["size"] or 0) < len(data):
            return _left(server, SmtpResult(REFUSED, reason="too_large"))
        if not all(address.isascii() for address in [sender, *recipients]) and not server.has_extn("smtputf8"):
            return _left(server, SmtpResult(REFUSED, reason="address_not_possible"))
        steps = [server.mail(sender, _options(server, [sender, *recipients], data))]
        if steps[0][0] == 250:
            steps += [server.rcpt(address) for address in recipients]
        for code, words in steps:
            if code not in (250, 251, 252):
                return _left(server, _answer(code, words))
        code, words = server.docmd("DATA")
        if code != 354:
            return _left(server, _answer(code, words))
        server.send(_dotted(data))  # no server takes a mail whose end it has not seen
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return _not_yet(error)
    try:
        server.sock.settimeout(end_timeout)  # RFC 5321, 4.5.3.2.6: scanners take their time here
        server.send(b".\r\n")
        code, words = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return SmtpResult(UNCERTAIN, reason="lost_after_end", detail=str(error)[:200])
    if 200 <= code < 300:
        return _left(server, SmtpResult(SENT, code, detail=_words(words)))
    if 400 <= code < 600:
        return _left(server, _answer(code, words))
    return SmtpResult(UNCERTAIN, reason="strange_answer", detail=_words(words))


def _left(server, result):
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.sock.settimeout(5)
        server.quit()
    return result


def _answer(code, words):
    """5xx is about this message; everything else may pass."""
    outcome = REFUSED if 500 <= code < 600 else LATER
    return SmtpResult(outcome, code, "server_said_no", _words(words))


def _not_yet(error):
    reasons = [
        (TimeoutError, "timeout"),
        (ConnectionRefusedError, "refused"),
        (socket.gaierror, "unknown_host"),
        (ssl.SSLCertVerificationError, "certificate"),
        (ssl.SSLError, "encryption"),
        (smtplib.SMTPNotSupportedError, "encryption"),
    ]
    reason = next((reason for kind, reason in reasons if isinstance(error, kind)), "connection_lost")
    return SmtpResult(LATER, getattr(error, "smtp_code", None), reason, str(error)[:200])


def _options(server, addresses, data):
    options = [f"size={len(data)}"] if server.has_extn("size") else []
    return options if all(address.isascii() for address in addresses) else [*options, "SMTPUTF8"]


def _dotted(data):
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", data)
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _words(text):
    return clean_line(text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text), 200)


def _envelope(message):
    sender = message["From"].addresses[0].addr_spec if message["From"] and message["From"].addresses else ""
    lines = [message[name] for name in ("To", "Cc", "Bcc") if message[name]]
    return sender, [address.addr_spec for line in lines for address in line.addresses if address.addr_spec != "<>"]


def _address(name, address):
    """An Address without parsing, so that nothing in a name can become another address."""
    normal = normal_address(address)
    if normal is None:
        raise ValueError("not an address a mail can go to")
    local, _at, domain = normal.rpartition("@")
    return Address(clean_line(name, 120), local, domain)


def _id(text):
    return "<" + re.sub(r"[<>\s]", "", clean_line(text)) + ">"


def _attach(message, name, content_type, content):
    main, _slash, sub = content_type.partition("/")
    if not re.fullmatch(r"[a-z]+/[\w.+-]+", content_type) or main in ("multipart", "message"):
        main, sub = "application", "octet-stream"  # a forwarded mail goes as a file: it may hold any bytes
    message.add_attachment(content, maintype=main, subtype=sub, filename=clean_line(name, 120) or "dokument")
