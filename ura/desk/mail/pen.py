"""The holding pen (posta në pritje): an officer says what a doubtful mail is."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.folding import fold
from ura.core.refusals import Refused
from ura.desk.mail.becoming import become_request, join, papers_of
from ura.people.search import find_by_email
from ura.post.files import read
from ura.post.models import InboundMail
from ura.post.parse import ParsedMail, read_mail
from ura.trail.actions import record

State = InboundMail.State
UNDECIDED = (State.HELD, State.REJECTED, State.IGNORED)  # an officer may think better of it


@dataclass
class Opened:
    """A kept mail, read again."""

    parsed: ParsedMail
    papers: list


def open_mail(mail):
    """Read a kept mail again; its papers are scanned here, before the transaction that releases it."""
    parsed = read_mail(read(mail.raw))
    return Opened(parsed, papers_of(parsed))


def release_as_request(mail, *, by, person=None, opened=None, **codes):
    """Number it as a new request and return the request; the clock runs from the mail's arrival."""
    mail, opened = _undecided(mail), opened or open_mail(mail)
    requester = _known(mail.municipality, person or {"email": opened.parsed.answer_to})
    enquiry = become_request(mail, opened.parsed, opened.papers, by=by, requester=requester, person=person, **codes)
    _decided(mail, State.NEW, by)
    record(mail, "post.released", by=by, protocol=enquiry.entry.label)
    return enquiry


def release_into(mail, enquiry, *, by, opened=None):
    """Let it join a request of this office."""
    if enquiry.entry.voided_at:
        raise Refused(_("This number is void: choose another request."), field="number")
    mail, opened = _undecided(mail), opened or open_mail(mail)
    join(mail, opened.parsed, opened.papers, enquiry, by=by)
    _decided(mail, State.REPLY, by)
    record(mail, "post.joined", by=by, protocol=enquiry.entry.label)
    return enquiry


def set_aside(mail, *, by, reason):
    """It is no request (spam, advertising): kept, out of the pen, with a reason."""
    if not reason.strip():
        raise Refused(_("Write why the mail is set aside."), field="reason")
    mail = _undecided(mail)
    _decided(mail, State.REJECTED, by, reason.strip()[:60])
    record(mail, "post.set_aside", by=by)
    return mail


def _known(municipality, person):
    """Whose address this is; nobody when a family shares it, or the officer typed another name."""
    found = list(find_by_email(municipality, person["email"])[:2]) if person.get("email") else []
    if len(found) != 1 or (person.get("name") and fold(person["name"]) != fold(found[0].name)):
        return None
    return found[0]


def _undecided(mail):
    row = (
        InboundMail.objects.select_for_update(of=("self",))
        .select_related("mailbox__focal_point__user", "raw")
        .get(municipality=mail.municipality, pk=mail.pk)
    )
    row.municipality = mail.municipality
    if row.state not in UNDECIDED:
        raise Refused(_("This mail has been handled already."))
    return row


def _decided(mail, state, by, reason=None):
    mail.state, mail.handled_by, mail.handled_at = state, by, timezone.now()
    mail.reason = mail.reason if reason is None else reason
    mail.save(update_fields=["state", "reason", "handled_by", "handled_at"])
