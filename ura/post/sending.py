"""Sending what waits in the outbox: at least once where the server says no, never twice where it may have said yes."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.municipalities.tenancy import reading_for, working_for
from ura.post.addresses import normal_address
from ura.post.files import read
from ura.post.models import File, Outbox
from ura.post.outbox import ANSWERED_FROM, loop_mark
from ura.post.smtp import LATER, REFUSED, SENT, UNCERTAIN, SmtpResult, build_message, send
from ura.post.troubles import note
from ura.trail.actions import record

log = structlog.get_logger("ura.post")
State = Outbox.State
WAITS = [1, 5, 15, 60, 240, 720, 1440, 1440]  # minutes after the first, second … attempt; then it has failed
LOST_AFTER = timedelta(minutes=15)  # a row still «being sent» after this: its sender was killed
# The server is not to be spoken to: the next message would fare no better, and wait out the same timeout.
SERVER_DOWN = (
    "timeout", "refused", "unknown_host", "certificate", "encryption", "unprotected", "login_refused",
    "connection_lost",
)  # fmt: skip


class Round:
    """What one round of sending did; when the server is down, the offices after this one need not try."""

    def __init__(self):
        self.sent, self.server_down = 0, False


def send_due(municipality, *, at_most=100):
    """Send the due messages of one office; returns how many were sent. Two workers never take the same row."""
    return send_round(municipality, at_most=at_most).sent


def send_round(municipality, *, at_most=100):
    """As `send_due`, and says whether the mail server is down."""
    done = Round()
    if not _anything(municipality):
        return done
    _find_lost(municipality)
    for _turn in range(at_most):
        row = _claim(municipality)
        if row is None:
            break
        result = _deliver(municipality, row)
        _keep(municipality, row, result)
        done.sent += result.outcome == SENT
        if result.outcome == LATER and result.reason in SERVER_DOWN:
            done.server_down = True
            break
    return done


def sender_of(municipality, message):
    """The name and address an office writes under: the one that was written to, so that an answer is read where
    the question was; else its own, else its first mailbox, else the installation's."""
    asked = ANSWERED_FROM.get(message.about)
    address = (asked and asked(municipality, message.row)) or municipality.office.email
    if not address:
        box = municipality.mailboxes.filter(active=True).first()
        address = box.address if box else f"{municipality.slug}@{settings.MAIL_DOMAIN}"
    return f"{municipality.official_sq} – {municipality.office.name_sq}", address


def _anything(municipality):
    """Asked every few seconds of every office: reading keeps no writer waiting on SQLite."""
    with reading_for(municipality):
        rows = Outbox.objects.filter(municipality=municipality)
        return rows.due().exists() or rows.filter(state=State.SENDING).exists()


def _claim(municipality):
    """Take one due row; the attempt is committed before the mail server hears of it.

    On SQLite the transaction has the whole file from its first moment (IMMEDIATE); PostgreSQL passes over a row
    that another worker holds.
    """
    with working_for(municipality):
        rows = Outbox.objects.filter(municipality=municipality).due().order_by("next_try_at", "pk")
        rows = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        row = rows.first()
        if row is None:
            return None
        row.state, row.attempt, row.next_try_at = State.SENDING, row.attempt + 1, timezone.now()
        row.save(update_fields=["state", "attempt", "next_try_at"])
        row.sender = sender_of(municipality, row)
        found = {file.pk: file for file in File.objects.filter(municipality=municipality, pk__in=row.attachments)}
        row.papers = [found.get(pk) for pk in row.attachments]
        return row


def _deliver(municipality, row):
    """Hand the message over; what cannot even be built is refused, and the next message has its turn."""
    try:
        message = _build(municipality, row)
    except ValueError:
        return SmtpResult(REFUSED, reason="bad_address")
    except Refused:
        return SmtpResult(REFUSED, reason="file_missing")
    except Exception:
        log.exception("outbox", office=municipality.slug, row=row.pk)
        return SmtpResult(REFUSED, reason="cannot_build")
    return send(message, settings=settings.SMTP)


def _build(municipality, row):
    if None in row.papers:
        raise Refused("file row")
    name, address = row.sender
    return build_message(
        sender_name=name, sender=address, to=row.to, subject=row.subject, text=row.text,
        attachments=[(file.name, file.content_type, read(file)) for file in row.papers], message_id=row.message_id,
        in_reply_to=row.in_reply_to or None, language=row.language, loop_mark=loop_mark(municipality),
        automatic=row.automatic,
    )  # fmt: skip


def _keep(municipality, row, result):
    """Write down what became of an attempt."""
    now = timezone.now()
    with working_for(municipality):
        row = Outbox.objects.select_for_update().get(municipality=municipality, pk=row.pk)
        row.last_error = "" if result.outcome == SENT else note(result.reason, result.detail)
        if result.outcome == SENT:
            row.state, row.sent_at = State.SENT, now
        elif result.outcome == UNCERTAIN:
            row.state = State.UNCERTAIN
        elif result.outcome == REFUSED or row.attempt > len(WAITS):
            row.state = State.FAILED
        else:
            row.state, row.next_try_at = State.QUEUED, now + timedelta(minutes=WAITS[row.attempt - 1])
        row.save(update_fields=["state", "sent_at", "last_error", "next_try_at"])
    log.info(
        "outbox", office=municipality.slug, row=row.pk, outcome=result.outcome, reason=result.reason,
        attempt=row.attempt,
    )  # fmt: skip


def _find_lost(municipality):
    """A sender was killed between the server's 250 and our commit: uncertain, never repeated by machine."""
    lost = timezone.now() - LOST_AFTER
    with working_for(municipality):
        Outbox.objects.filter(municipality=municipality, state=State.SENDING, next_try_at__lt=lost).update(
            state=State.UNCERTAIN, last_error="stopped"
        )


def send_again(row, *, by, to=""):
    """An officer decides to send an uncertain or failed message once more, perhaps to a corrected address."""
    _must_need_a_word(row)
    corrected = bool(to.strip()) and to.strip() != row.to
    if corrected and normal_address(to) is None:
        raise Refused(_("This is no e-mail address. Write it as name@example.org."), field="to")
    row.to = to.strip() if corrected else row.to
    row.state, row.attempt, row.next_try_at = State.QUEUED, 0, timezone.now()
    row.save(update_fields=["state", "attempt", "next_try_at", "to"])
    record(row, "post.sent_again", by=by, corrected=corrected)


def take_as_sent(row, *, by):
    """An officer knows that an uncertain message arrived."""
    _must_need_a_word(row)
    row.state, row.sent_at, row.last_error = State.SENT, timezone.now(), ""
    row.save(update_fields=["state", "sent_at", "last_error"])
    record(row, "post.taken_as_sent", by=by)


def _must_need_a_word(row):
    if row.state not in (State.FAILED, State.UNCERTAIN):
        raise Refused(_("This message has been decided about already."))
