"""Sending what waits in the outbox: at least once where the server says no, never twice where it may have said yes."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

from ura.municipalities.tenancy import working_for
from ura.post.files import read
from ura.post.models import File, Outbox
from ura.post.smtp import build_message, send
from ura.trail.actions import record

log = structlog.get_logger("ura.post")
State = Outbox.State
WAITS = [1, 5, 15, 60, 240, 720, 1440, 1440]  # minutes after the first, second … attempt; then it has failed
LOST_AFTER = timedelta(minutes=15)  # a row still «being sent» after this: its sender was killed


def send_due(municipality, *, at_most=100):
    """Send the due messages of one office; returns how many were sent. Two workers never take the same row."""
    _find_lost(municipality)
    sent = 0
    for _turn in range(at_most):
        row = _claim(municipality)
        if row is None:
            break
        sent += _deliver(municipality, row)
    return sent


def sender_of(municipality):
    """The address and name an office writes under: its own, else its first mailbox, else the installation's."""
    address = municipality.office.email
    if not address:
        box = municipality.mailboxes.filter(active=True).first()
        address = box.address if box else f"{municipality.slug}@{settings.MAIL_DOMAIN}"
    return f"{municipality.official_sq} – {municipality.office.name_sq}", address


def _claim(municipality):
    """Take one due row; the attempt is committed before the mail server hears of it."""
    with working_for(municipality):
        rows = Outbox.objects.filter(municipality=municipality).due().order_by("next_try_at", "pk")
        rows = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        row = rows.first()
        if row is None:
            return None
        row.state, row.attempt, row.next_try_at = State.SENDING, row.attempt + 1, timezone.now()
        row.save(update_fields=["state", "attempt", "next_try_at"])
        row.sender = sender_of(municipality)
        files = File.objects.filter(municipality=municipality, pk__in=row.attachments).order_by("pk")
        row.papers = [(file.name, file.content_type, file) for file in files]
        return row


def _deliver(municipality, row):
    message = build_message(
        sender_name=row.sender[0], sender=row.sender[1], to=row.to, subject=row.subject, text=row.text,
        attachments=[(name, kind, read(file)) for name, kind, file in row.papers], message_id=row.message_id,
        in_reply_to=row.in_reply_to or None, language=row.language,
        headers={"X-Ura-Loop": f"{settings.INSTALLATION}-{municipality.slug}"}, automatic=row.automatic,
    )  # fmt: skip
    result = send(message, settings=settings.SMTP)
    with working_for(municipality):
        row = Outbox.objects.select_for_update().get(pk=row.pk)
        row.last_error = (result.detail or "")[:300] if result.outcome != "sent" else ""
        if result.outcome == "sent":
            row.state, row.sent_at = State.SENT, timezone.now()
        elif result.outcome == "refused":
            row.state = State.FAILED
        elif result.outcome == "uncertain":
            row.state = State.UNCERTAIN
        elif row.attempt > len(WAITS):
            row.state = State.FAILED
        else:
            row.state = State.QUEUED
            row.next_try_at = timezone.now() + timedelta(minutes=WAITS[row.attempt - 1])
        row.save(update_fields=["state", "sent_at", "last_error", "next_try_at"])
    log.info("outbox", office=municipality.slug, row=row.pk, outcome=result.outcome, attempt=row.attempt)
    return result.outcome == "sent"


def _find_lost(municipality):
    """A sender was killed between the server's 250 and our commit: uncertain, never repeated by machine."""
    with working_for(municipality):
        Outbox.objects.filter(
            municipality=municipality, state=State.SENDING, next_try_at__lt=timezone.now() - LOST_AFTER
        ).update(state=State.UNCERTAIN, last_error="the sender was stopped while sending")


def send_again(row, *, by):
    """An officer decides to send an uncertain or failed message once more."""
    row.state, row.attempt, row.next_try_at = State.QUEUED, 0, timezone.now()
    row.save(update_fields=["state", "attempt", "next_try_at"])
    record(row, "post.sent_again", by=by)


def take_as_sent(row, *, by):
    """An officer knows that an uncertain message arrived."""
    row.state, row.sent_at = State.SENT, timezone.now()
    row.save(update_fields=["state", "sent_at"])
    record(row, "post.taken_as_sent", by=by)
