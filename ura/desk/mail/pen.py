"""The holding pen (posta në pritje): an officer says what a doubtful mail is."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.mail.intake import become_request, join
from ura.post.files import read
from ura.post.models import InboundMail
from ura.post.parse import read_mail
from ura.trail.actions import record


def _held(mail):
    row = (
        InboundMail.objects.select_for_update().select_related("mailbox__focal_point", "raw").get(pk=mail.pk)
    )
    row.municipality = mail.municipality
    if row.state not in (InboundMail.State.HELD, InboundMail.State.REJECTED, InboundMail.State.IGNORED):
        raise Refused(_("This mail has been handled already."))
    return row


def release_as_request(mail, *, by, person=None, **codes):
    """Number it as a new request; the clock runs from its arrival."""
    mail = _held(mail)
    taken = become_request(mail, read_mail(read(mail.raw)), by=by, person=person, **codes)
    record(mail, "post.released", by=by, protocol=taken.protocol)
    return taken


def release_into(mail, enquiry, *, by):
    """Let it join a request of this office."""
    mail = _held(mail)
    taken = join(mail, read_mail(read(mail.raw)), enquiry, by=by)
    record(mail, "post.joined", by=by, protocol=taken.protocol)
    return taken


def set_aside(mail, *, by, reason):
    """It is no request (spam, advertising): kept, out of the pen, with a reason."""
    if not reason.strip():
        raise Refused(_("Write why the mail is set aside."), field="reason")
    mail = _held(mail)
    mail.state, mail.handled_by, mail.handled_at = InboundMail.State.REJECTED, by, timezone.now()
    mail.reason = reason.strip()[:60]
    mail.save(update_fields=["state", "reason", "handled_by", "handled_at"])
    record(mail, "post.set_aside", by=by)
    return mail
