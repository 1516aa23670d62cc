"""Is there a person behind this mail? Machines' mails make no request and get no acknowledgement."""

import re
from dataclasses import dataclass

from .addresses import message_ids

AUTOREPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
LOOP_HEADER = "x-ura-loop"
DELIVERY_STATUS = ("message/delivery-status", "message/global-delivery-status")
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
BOUNCE_SENDERS = ("mailer-daemon", "mail-daemon", "mailerdaemon")
# Only beside a header that says the same: people write «Përgjigje automatike?» too.
AWAY_SUBJECT = re.compile(
    r"p[ëe]rgjigje automatike|jasht[ëe] zyr[eë]|me leje|out of (?:the )?office|automatic reply|auto[- ]?reply"
    r"|on vacation|risposta automatica|fuori sede|fuori ufficio|automatische antwort|abwesenheit"
    r"|nicht im büro|αυτόματη απάντηση|εκτός γραφείου",
    re.IGNORECASE,
)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
SMTP_CODE = re.compile(r"(?:^|[^\d.])([45]\d\d)[ -](?=\D)")
STATUS_LINE = re.compile(r"^status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
RECIPIENT_LINE = re.compile(
    r"^(?:final|original)-recipient:\s*[\w-]+;\s*<?([^\s<>]{3,254})", re.IGNORECASE | re.MULTILINE
)
ORIGINAL_ID = re.compile(r"^[ \t>]*message-id:\s*(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class Recognised:
    """`certain` is False when a person may still be behind it: then it waits to be looked at."""

    kind: str = "message"
    reason: str = ""
    certain: bool = True
    bounced_message_id: str | None = None
    bounce_status: str | None = None
    bounced_address: str | None = None


def recognise(root, mail, *, own_addresses, loop_mark):
    """The kind of a parsed mail, and the sign it was known by."""
    local = (mail.from_address or "").partition("@")[0]
    if root.kind == "multipart/report" and _report_type(root) == "delivery-status":
        return _bounce(root, "delivery_status")
    if root.kind == "multipart/report" and _report_type(root) == "disposition-notification":
        return Recognised("auto_reply", "read_receipt")
    if local in BOUNCE_SENDERS:
        return _bounce(root, "mailer_daemon")
    marks = [value.strip().lower() for value in root.every(LOOP_HEADER)]
    if marks and (loop_mark is None or loop_mark.lower() in marks):
        return Recognised("loop", "own_mark")
    if mail.from_address and mail.from_address in own_addresses:
        return Recognised("loop", "own_address")
    reason, certain = _machine_sign(root, mail)
    null_path = root.every("return-path")[:1] == ["<>"]
    if local == "postmaster" and (null_path or reason or _delivery_part(root)):
        return _bounce(root, "postmaster")
    if local == "postmaster":
        return Recognised("bounce", "postmaster", certain=False)
    if null_path and not (reason and certain):
        return Recognised("auto_reply", "null_return_path")
    if reason:
        return Recognised("auto_reply", reason, certain)
    if not (mail.text or mail.quoted or mail.subject or mail.attachments):
        return Recognised("empty", "nothing_inside")
    return Recognised()


def _machine_sign(root, mail):
    """RFC 3834 first, then what programmes use instead of it; (sign, certain?)."""
    submitted = root.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted == "no":
        return "", True  # written by a person, whatever else the programme marks its mails with
    if submitted:
        return "auto_submitted", True
    if any(root.headers.get(name) for name in AUTOREPLY_HEADERS):
        return "x_autoreply", True
    away = bool(AWAY_SUBJECT.search(mail.subject))
    precedence = root.first("precedence").strip().lower().replace("-", "_")
    if precedence in ("auto_reply", "bulk", "junk"):
        # A list also says "bulk", and a person may have written to it.
        certain = precedence == "auto_reply" or away or not root.headers.get("list-id")
        return f"precedence_{precedence}", certain
    if root.headers.get("x-auto-response-suppress"):
        return "x_auto_response_suppress", away
    if root.headers.get("list-id") or precedence == "list":
        return "mailing_list", away
    return "", True


def _report_type(root):
    declared = root.parameters.get("report-type", "").lower()
    return declared or ("delivery-status" if _delivery_part(root) else "")


def _delivery_part(root):
    return next((part for part in root.walk() if part.kind in DELIVERY_STATUS), None)


def _bounce(root, reason):
    """Which of our mails came back, from whom, and why (RFC 3464; older servers only say it in words)."""
    found = Recognised("bounce", reason)
    report = _delivery_part(root)
    words = report.text()[0] if report else _all_words(root)
    status = STATUS_LINE.search(words) or STATUS.search(words)
    code = SMTP_CODE.search(words)
    found.bounce_status = status[1] if status else f"{code[1][0]}.0.0" if code else None
    address = RECIPIENT_LINE.search(words)
    found.bounced_address = address[1].lower() if address else None
    original = ORIGINAL_ID.search(_inner_headers(root)) or ORIGINAL_ID.search(_all_words(root))
    ids = message_ids(original[1] if original else root.first("in-reply-to") or root.first("references"))
    found.bounced_message_id = ids[-1] if ids else None
    return found


def _inner_headers(root):
    inner = [part.bytes()[:100_000] for part in root.walk() if part.kind in RETURNED]
    return "\n".join(data.decode("latin-1").replace("\r\n", "\n") for data in inner[:3])


def _all_words(root):
    texts = [part for part in root.walk() if not part.children and part.kind in ("text/plain", "text/html")]
    return "\n".join(part.text()[0][:200_000].replace("\r\n", "\n") for part in texts[:3])
