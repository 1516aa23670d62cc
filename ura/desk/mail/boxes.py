"""Reading the office's mailboxes over IMAP: by UID, marked only after our commit."""

from datetime import timedelta

import structlog
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.mail.intake import take_in
from ura.municipalities.tenancy import reading_for, working_for
from ura.post.imap import Inbox, MailLoginRefused, MailServerDown
from ura.post.models import Mailbox

log = structlog.get_logger("ura.mail")
# A mailbox read for the first time may hold years of answered mail: what somebody has opened, and is older, stays there.
STILL_FRESH = timedelta(days=7)


def read_mailboxes(municipality):
    """Read every active mailbox of one office; returns how many mails were taken in."""
    with reading_for(municipality):
        boxes = municipality.mailboxes.filter(active=True).exclude(host="").select_related("focal_point__user")
        boxes = list(boxes)
    return sum(read_mailbox(municipality, box) for box in boxes)


def read_mailbox(municipality, box):
    """Take in what is new in one mailbox. A server that is down is noted and tried again; nothing is lost.

    Interrupted anywhere, the next run fetches the same mail again, and take_in knows it.
    """
    taken, error = 0, ""
    try:
        with Inbox(box.host, box.port, box.user or box.address, box.password, tls=box.tls, folder=box.folder) as inbox:
            for uid in _new(inbox, box):
                taken += _take(municipality, box, inbox, uid)
    except MailServerDown as down:
        error = down.reason
    except MailLoginRefused:
        error = "login_refused"
    except Refused:
        error = "disk_full"
    except DatabaseError:
        raise  # nothing can be noted either; the worker says so
    except Exception:
        error = "failed"
        log.exception("mailbox", office=municipality.slug, box=box.pk)
    _note(municipality, box, error)
    return taken


def _new(inbox, box):
    """The UIDs to take, oldest first."""
    if box.uid_validity and inbox.uidvalidity == box.uid_validity:
        return inbox.new_uids(box.last_uid)
    # The first reading, or the server has given all its mails new numbers: what was taken already is a duplicate.
    since = timezone.localdate() - STILL_FRESH
    if box.last_success_at:
        since = min(since, timezone.localdate(box.last_success_at) - timedelta(days=2))
    return inbox.unread_or_since(since)


def _take(municipality, box, inbox, uid):
    fetched = inbox.fetch_raw(uid)
    if fetched is not None:  # else a person deleted it between the list and the reading
        take_in(
            municipality,
            fetched.raw,
            mailbox=box,
            arrived_at=fetched.arrived_at,
            oversized=fetched.oversized,
        )
    _keep_place(municipality, box, inbox.uidvalidity, uid)
    if fetched is not None:
        inbox.mark_done(uid)
    return fetched is not None


def _keep_place(municipality, box, validity, uid):
    """Where the next reading begins; a slower worker beside us does not set it back."""
    behind = Q(uid_validity=None) | ~Q(uid_validity=validity) | Q(last_uid__lt=uid)
    with working_for(municipality):
        Mailbox.objects.filter(behind, municipality=municipality, pk=box.pk).update(uid_validity=validity, last_uid=uid)


def _note(municipality, box, error):
    now = timezone.now()
    fields = {"last_tried_at": now, "last_error": error} | ({} if error else {"last_success_at": now})
    with working_for(municipality):
        Mailbox.objects.filter(municipality=municipality, pk=box.pk).update(**fields)
