"""Queueing mail in the transaction that decided to send it, and sending it later."""

import secrets

import structlog
from django.conf import settings
from django.utils import timezone

from ura.core.encrypted import keyed_hash
from ura.municipalities.fast import insert
from ura.post.models import Outbox

log = structlog.get_logger("ura.post")
ANSWERED_FROM = {}  # what a message is about → the question from which of the office's addresses it goes


def answer_from(about, question):
    """Ask `question(municipality, row)` of each message about such a thing; None: the office's own address."""
    ANSWERED_FROM[about] = question


def message_hash(municipality_id, message_id):
    """The keyed hash by which a reply's reference headers find the message they answer."""
    return keyed_hash("message-id", municipality_id, message_id.strip().strip("<>").lower())


def loop_mark(municipality):
    """On everything this office sends; the marks of other offices are no loop."""
    return f"{settings.INSTALLATION}-{municipality.slug}"


def queue(
    municipality, *, key, kind, to, subject, text, about=None, language="sq", attachments=(), in_reply_to="",
    automatic=True,
):  # fmt: skip
    """Put one message into the outbox. `key` is unique in the office: the same act twice is an IntegrityError."""
    message_id = f"{secrets.token_hex(16)}@{settings.MAIL_DOMAIN}"
    row = Outbox(
        municipality=municipality, key=key, kind=kind, to=to, subject=subject, text=text, language=language,
        about=about._meta.label_lower if about is not None else "", row=about.pk if about is not None else None,
        attachments=[file.pk for file in attachments], in_reply_to=in_reply_to[:300], automatic=automatic,
        message_id=message_id, message_hash=message_hash(municipality.pk, message_id), next_try_at=timezone.now(),
    )  # fmt: skip
    return insert(row, later=True)
