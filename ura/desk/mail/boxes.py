"""Reading the office's mailboxes over IMAP: by UID, marked only after our commit."""

import structlog
from django.db import DatabaseError
from django.utils import timezone

from ura.desk.mail.intake import take_in
from ura.municipalities.tenancy import working_for
from ura.post.imap import Inbox, MailLoginRefused, MailServerDown
from ura.post.models import Mailbox

log = structlog.get_logger("ura.mail")


def read_mailboxes(municipality):
    """Read every active mailbox of one office; returns how many mails were taken in."""
    with working_for(municipality):
        boxes = list(
            municipality.mailboxes.filter(active=True).exclude(host="").select_related("focal_point__user")
        )
    return sum(read_mailbox(municipality, box) for box in boxes)


def read_mailbox(municipality, box):
    """Take in what is new in one mailbox. A server that is down is noted and tried again; nothing is lost.

    Interrupted anywhere, the next run fetches the same mail again, and take_in knows it.
    """
    taken, error = 0, ""
    try:
        with Inbox(
            box.host, box.port, box.user or box.address, box.password, tls=box.tls, folder=box.folder
        ) as inbox:
            last = box.last_uid if inbox.uidvalidity == box.uid_validity else 0
            for uid in inbox.new_uids(last):
                fetched = inbox.fetch_raw(uid)
                if fetched is None:  # deleted by a person between the list and the reading
                    _keep_place(municipality, box, inbox.uidvalidity, uid)
                    continue
                take_in(
                    municipality,
                    fetched.raw,
                    mailbox=box,
                    arrived_at=fetched.arrived_at,
                    oversized=fetched.oversized,
                )
                _keep_place(municipality, box, inbox.uidvalidity, uid)
                inbox.mark_done(uid)
                taken += 1
    except (MailServerDown, MailLoginRefused) as refused:
        error = str(refused)
    except (DatabaseError, OSError) as failed:
        error = type(failed).__name__
        log.exception("mailbox", office=municipality.slug, box=box.pk)
    now = timezone.now()
    with working_for(municipality):
        fields = {"last_tried_at": now, "last_error": error[:300]} | (
            {} if error else {"last_success_at": now}
        )
        Mailbox.objects.filter(municipality=municipality, pk=box.pk).update(**fields)
    return taken


def _keep_place(municipality, box, validity, uid):
    with working_for(municipality):
        Mailbox.objects.filter(municipality=municipality, pk=box.pk).update(
            uid_validity=validity, last_uid=uid
        )
