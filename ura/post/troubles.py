"""Why mail did not come or go: a code in the database, a sentence in the reader's language on the screen."""

import re

from django.utils.translation import gettext_lazy as _

from ura.post.imap import MailLoginRefused, MailServerDown

WITH_WORDS = ("server_said_no", "strange_answer", "bounced")  # here the other server's own words help
SENDING = {
    "server_said_no": _("The recipient's mail server does not take this message. Check the address."),
    "strange_answer": _("The mail server answered something that cannot be understood: ask the recipient."),
    "bounced": _("The message came back. Check the address."),
    "bad_address": _("This is no address a message can be sent to. Correct it, then send again."),
    "no_recipient": _("This is no address a message can be sent to. Correct it, then send again."),
    "address_not_possible": _("The mail server cannot send to an address with such letters."),
    "too_large": _("The message is larger than the mail server takes: send fewer or smaller files."),
    "file_missing": _("A file of this message is missing on the server. Please tell the administrator."),
    "not_writable": _("The message could not be put together. Please tell the administrator."),
    "cannot_build": _("The message could not be put together. Please tell the administrator."),
    "stopped": _("Sending was interrupted: the message may or may not have gone. Ask the recipient."),
    "lost_after_end": _(
        "The connection broke while the server was taking the message: it may or may not have arrived. "
        "Ask the recipient before sending it again."
    ),
    "unprotected": _("Without encryption only a mail server on this same machine can be used."),
    "login_refused": _("The mail server does not accept our user name or password. Please tell the administrator."),
    "unknown_host": _("The mail server's name is not known. Please tell the administrator."),
    "refused": _("The mail server refuses the connection."),
    "timeout": _("The mail server does not answer."),
    "certificate": _("The mail server's certificate is not valid. Please tell the administrator."),
    "encryption": _("The mail server does not offer the encryption that is set. Please tell the administrator."),
    "connection_lost": _("The connection to the mail server broke."),
}
READING = {
    "no_server": _("Write the IMAP server first."),
    "disk_full": _("The server's disk is full: no mail can be kept. It stays at the mail server until then."),
    "failed": _("A mail could not be taken in; it stays at the mail server and is tried again."),
}
ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
KEPT = re.compile(r"([a-z_]+)(?:: (.*))?", re.DOTALL)


def note(code, words=""):
    """How a trouble is kept: the code, and what the other side said, without the addresses of persons."""
    return f"{code}: {ADDRESS.sub('…', words)}"[:300] if words else code


def sending_trouble(kept):
    """The sentence for what an outbox row keeps."""
    found = KEPT.fullmatch(kept)
    if not found or found[1] not in SENDING:
        return kept
    words = f" ({found[2]})" if found[2] and found[1] in WITH_WORDS else ""
    return f"{SENDING[found[1]]}{words}"


def reading_trouble(kept):
    """The sentence for what a mailbox keeps."""
    if kept == "login_refused":
        return str(MailLoginRefused())
    if kept in READING:
        return str(READING[kept])
    return str(MailServerDown(kept)) if re.fullmatch(r"[a-z_]+", kept) else kept
