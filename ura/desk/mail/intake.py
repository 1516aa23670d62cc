"""Taking in one raw mail: the raw bytes are kept first, then it becomes a request, joins one, waits, or makes nothing."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from ura.core.encrypted import keyed_hash
from ura.core.refusals import Refused
from ura.desk.actions.company import requester_writes
from ura.desk.actions.files import attach
from ura.desk.actions.registering import LONGEST_BODY, LONGEST_SUBJECT, register_enquiry
from ura.desk.mail.threads import conversation_of, known_sender, named_requests, says_code_of
from ura.desk.models import Attachment
from ura.desk.states import Channel
from ura.municipalities.tenancy import working_for
from ura.people.search import find_by_email, normal_email
from ura.post.files import store
from ura.post.models import InboundMail, Outbox
from ura.post.outbox import message_hash
from ura.post.parse import fingerprint, read_mail
from ura.staff.models import Officer

log = structlog.get_logger("ura.mail")
State = InboundMail.State
FLOOD = 10  # new mails of one address within the hour; the next ones wait for an officer


@dataclass(frozen=True)
class Taken:
    """What became of one mail."""

    outcome: str  # new, reply, held, duplicate, ignored or rejected
    reason: str
    protocol: str | None = None
    mail: InboundMail | None = None


def take_in(municipality, raw, *, mailbox=None, arrived_at=None, oversized=False):
    """Take in one raw mail in one transaction of its own; the same mail again is a duplicate and changes nothing."""
    if not raw.strip():
        return Taken("rejected", "empty_file")
    arrived_at = arrived_at or timezone.now()
    parsed = read_mail(raw, own_addresses=own_addresses(municipality), loop_mark=loop_mark(municipality))
    hashes = _hashes(municipality, parsed)
    try:
        with working_for(municipality):
            if earlier := _earlier(municipality, *hashes):
                return Taken("duplicate", "same_mail", _protocol(earlier), earlier)
            mail = _keep(municipality, raw, parsed, hashes, mailbox, arrived_at)
            return _decided(mail, parsed, oversized)
    except IntegrityError:
        # Another worker took the same mail in at the same moment and committed first.
        with working_for(municipality):
            if earlier := _earlier(municipality, *hashes):
                return Taken("duplicate", "same_mail", _protocol(earlier), earlier)
        raise


def _decided(mail, parsed, oversized):
    """What cannot be decided by machine waits for a person; only a failing database is tried again."""
    try:
        with transaction.atomic():
            return _decide(mail, parsed, oversized)
    except DatabaseError:
        raise
    except Exception:
        log.exception("mail", office=mail.municipality.slug, mail=mail.pk)
        mail.handled_by = mail.handled_at = None
        return _hold(mail, "unreadable")


def own_addresses(municipality):
    """The office's own addresses: a mail from them is a loop, never a request."""
    kept = municipality.__dict__.get("_own_addresses")
    if kept is None:
        with working_for(municipality):
            kept = {
                normal_email(address) for address in municipality.mailboxes.values_list("address", flat=True)
            }
        if municipality.office.email:
            kept.add(normal_email(municipality.office.email))
        municipality.__dict__["_own_addresses"] = kept
    return kept


def loop_mark(municipality):
    """On everything this office sends; the marks of other offices are no loop."""
    return f"{settings.INSTALLATION}-{municipality.slug}"


def _hashes(municipality, parsed):
    body = keyed_hash("mail-body", municipality.pk, fingerprint(parsed).hex())
    if parsed.message_id:
        return message_hash(municipality.pk, parsed.message_id), body
    # Without an identifier, the same words at the same moment are the same mail.
    return keyed_hash("mail-moment", municipality.pk, f"{parsed.sent_at}{body}"), body


def _earlier(municipality, message, body):
    rows = InboundMail.objects.filter(municipality=municipality, message_hash=message, body_hash=body)
    return rows.first()


def _keep(municipality, raw, parsed, hashes, mailbox, arrived_at):
    sender = normal_email(parsed.answer_to)
    return InboundMail.objects.create(
        municipality=municipality, mailbox=mailbox, message_hash=hashes[0], body_hash=hashes[1], arrived_at=arrived_at,
        raw=store(municipality, raw, name="mesazhi.eml", trusted_type="message/rfc822"),
        state=State.HELD, sender=sender, sender_name=parsed.from_name[:200], subject=parsed.subject,
        sender_hash=keyed_hash("exact-email", municipality.pk, sender) if sender else 0,
    )  # fmt: skip


def _decide(mail, parsed, oversized):
    if parsed.kind in ("auto_reply", "bounce", "loop"):
        if not parsed.certain:
            return _hold(mail, "doubtful_auto_reply")
        if parsed.kind == "bounce":
            _mark_bounced(mail.municipality, parsed)
        return _set(mail, State.IGNORED, parsed.kind, "ignored")
    if reason := _doubt(mail, parsed, oversized):
        return _hold(mail, reason)
    enquiry = conversation_of(mail.municipality, parsed)
    if enquiry:
        by_code = says_code_of(enquiry, parsed)
        if known_sender(enquiry, parsed) or by_code:
            return join(mail, parsed, enquiry, reason="joined_by_code" if by_code else "joined")
        return _hold(mail, "stranger_in_thread", [enquiry.pk])
    if InboundMail.objects.filter(
        municipality=mail.municipality, message_hash=mail.message_hash).exclude(pk=mail.pk).exists():  # fmt: skip
        return _hold(mail, "same_id_other_body")
    if named := named_requests(mail.municipality, parsed):
        return _hold(mail, "names_a_request", named)
    return become_request(mail, parsed)


def _doubt(mail, parsed, oversized):
    """A reason why an officer should look first, or nothing."""
    if oversized:
        return "oversized"
    if not parsed.from_address:
        return "no_sender" if parsed.subject or parsed.text else "not_a_mail"
    for problem in ("unreadable", "several_senders", "marked_spam"):
        if problem in parsed.problems:
            return problem
    if parsed.kind == "empty":
        return "empty"
    staff = Officer.objects.filter(
        municipality=mail.municipality, user__email=normal_email(parsed.from_address)
    )
    if staff.exists():
        return "from_staff"
    since = mail.arrived_at - timedelta(hours=1)
    recent = InboundMail.objects.filter(
        municipality=mail.municipality, sender_hash=mail.sender_hash, arrived_at__gt=since, state=State.NEW
    )
    return "flood" if recent[:FLOOD].count() >= FLOOD else None


def become_request(mail, parsed, *, by=None, person=None, **codes):
    """The mail becomes a request; its clock runs from arrival, its number is drawn now."""
    municipality, box = mail.municipality, mail.mailbox
    arrived = timezone.localtime(mail.arrived_at)
    whole = f"{parsed.text}\n\n{parsed.quoted}".strip()
    subject = parsed.subject.strip() or next(iter(parsed.text.strip().splitlines()), "") or "(pa temë)"
    requester = None if person else _known_person(municipality, parsed)
    person = person or {
        "name": parsed.from_name[:200] or (parsed.answer_to or ""),
        "email": parsed.answer_to or "",
    }
    defaults = (
        {"audience": box.audience, "service": box.service or "1", "owner": box.focal_point} if box else {}
    )
    enquiry = register_enquiry(
        municipality, by=by, channel=Channel.EMAIL, subject=subject[:LONGEST_SUBJECT], body=whole[:LONGEST_BODY],
        requester=requester, person=person, received_on=arrived.date(), received_at=arrived, mail=mail,
        in_reply_to=f"<{parsed.message_id.strip('<>')}>" if parsed.message_id else "", **(defaults | codes),
    )  # fmt: skip
    if len(whole) > LONGEST_BODY:
        parsed.attachments.append(_as_attachment("teksti-i-plotë.txt", whole))
    _attach(enquiry, parsed, by)
    return _set(mail, State.NEW, "new_sender", "new", enquiry, by)


def join(mail, parsed, enquiry, *, by=None, reason="joined"):
    """The mail joins a request; its owner sees it as unread."""
    enquiry.municipality = mail.municipality
    event = requester_writes(enquiry, text=(parsed.text or parsed.quoted)[:LONGEST_BODY], mail=mail)
    _attach(enquiry, parsed, by, event)
    return _set(mail, State.REPLY, reason, "reply", enquiry, by)


def _known_person(municipality, parsed):
    people = list(find_by_email(municipality, parsed.answer_to)[:2])
    return people[0] if len(people) == 1 else None


def _attach(enquiry, parsed, by, event=None):
    """Keep what may be kept; what may not is named in the event, and the raw mail still holds it."""
    for attachment in parsed.attachments:
        try:
            with transaction.atomic():
                attach(
                    enquiry, [(attachment.name, attachment.content)], by=by, event=event,
                    source=Attachment.Source.REQUESTER,
                )  # fmt: skip
        except Refused as refused:
            from ura.desk.actions.company import add_note

            add_note(enquiry, by=by, text=f"{attachment.name}: {refused}")


def _as_attachment(name, text):
    from ura.post.parse import Attachment as MailAttachment

    return MailAttachment(name, "text/plain", text.encode())


def _mark_bounced(municipality, parsed):
    """A message of ours that came back for good is shown as not sent."""
    if not parsed.bounced_message_id or (parsed.bounce_status or "5").startswith(("2", "4")):
        return
    Outbox.objects.filter(
        municipality=municipality, message_hash=message_hash(municipality.pk, parsed.bounced_message_id)
    ).update(state=Outbox.State.FAILED, last_error=f"bounced {parsed.bounce_status or ''}".strip())


def _hold(mail, reason, suggested=()):
    mail.suggested = list(suggested)
    return _set(mail, State.HELD, reason, "held")


def _set(mail, state, reason, outcome, enquiry=None, by=None):
    mail.state, mail.reason = state, reason
    if by:
        mail.handled_by, mail.handled_at = by, timezone.now()
    mail.save(update_fields=["state", "reason", "suggested", "handled_by", "handled_at"])
    return Taken(outcome, reason, enquiry.entry.label if enquiry else None, mail)


def _protocol(mail):
    from ura.desk.models import Event

    event = (
        Event.objects.filter(municipality=mail.municipality_id, mail=mail)
        .select_related("enquiry__entry")
        .first()
    )
    return event.enquiry.entry.label if event else None
