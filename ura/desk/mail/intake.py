"""Taking in one raw mail: kept as it came, and in the same transaction a request, part of one, waiting, or nothing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError
from django.utils import timezone

from ura.core.encrypted import keyed_hash
from ura.desk.mail.becoming import become_request, join, papers_of
from ura.desk.mail.deciding import Decision, decide, what_is_known
from ura.desk.models import Event
from ura.municipalities.fast import insert
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import Person
from ura.people.search import normal_email
from ura.post.addresses import normal_address
from ura.post.files import store
from ura.post.models import InboundMail, Mailbox, Outbox
from ura.post.outbox import loop_mark, message_hash
from ura.post.parse import ParsedMail, fingerprint, read_mail
from ura.staff.models import Officer

log = structlog.get_logger("ura.mail")
State = InboundMail.State
OUTCOMES = {State.NEW: "new", State.REPLY: "reply", State.HELD: "held", State.IGNORED: "ignored"}
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Taken:
    """What became of one mail."""

    outcome: str  # new, reply, held, duplicate, ignored or rejected
    reason: str
    protocol: str | None = None
    mail: InboundMail | None = None


@dataclass
class Arrival:
    """One mail at the door, read and looked at before the transaction begins."""

    municipality: Municipality
    raw: bytes
    parsed: ParsedMail
    mailbox: Mailbox | None
    arrived_at: datetime
    oversized: bool
    message_hash: int
    body_hash: int
    staff: set  # the addresses of the office's people
    sender: str
    sender_hash: int
    papers: list
    suggested: list = field(default_factory=list)  # ids of requests it may belong to, found on the way


def take_in(municipality, raw, *, mailbox=None, arrived_at=None, oversized=False):
    """Take in one raw mail in one transaction of its own; the same mail again is a duplicate and changes nothing.

    `mailbox` is the one it was read from; of a mail that comes as a file its own headers say to which it went.
    Raises what will pass (the database restarts, the disk is full): then nothing is written, and the same mail
    is brought again. Any other failure makes the mail wait for an officer.
    """
    if not raw.strip():
        return Taken("rejected", "empty_file")
    came = _read(municipality, raw, mailbox, arrived_at, oversized)
    try:
        return _take(came)
    except (OperationalError, InterfaceError):
        raise
    except Exception as failed:
        # An IntegrityError: another worker took the same mail in at the same moment; now it is found.
        if not isinstance(failed, IntegrityError):
            log.exception("mail", office=municipality.slug)
        return _take(came, hold="unreadable")


def own_addresses(municipality):
    """(the office's own addresses, those of its staff): mail from the first is a loop, from the others a forward.

    Kept with the object: the worker takes a new one every round.
    """
    kept = municipality.__dict__.get("_own_addresses")
    if kept is None:
        with reading_for(municipality):
            own = {*municipality.mailboxes.values_list("address", flat=True), municipality.office.email}
            staff = Officer.objects.filter(municipality=municipality).values_list("user__email", flat=True)
            kept = {normal_email(address) for address in own if address}, {normal_email(one) for one in staff}
        municipality.__dict__["_own_addresses"] = kept
    return kept


def _read(municipality, raw, mailbox, arrived_at, oversized):
    (own, staff), office = own_addresses(municipality), municipality.pk
    parsed = read_mail(raw, own_addresses=own, loop_mark=loop_mark(municipality))
    body = keyed_hash("mail-body", office, fingerprint(parsed).hex())
    if parsed.message_id:
        message = message_hash(office, parsed.message_id)
    else:
        # Without an identifier, the same words at the same moment are the same mail.
        message = keyed_hash("mail-moment", office, f"{parsed.sent_at}{body}")
    mailbox = mailbox or _mailbox_named(municipality, parsed)
    if parsed.reply_to in own:
        parsed.reply_to = None  # an answer to it would come back to ourselves
    sender = normal_email(parsed.answer_to)
    return Arrival(
        municipality, bytes(raw), parsed, mailbox, _believable(arrived_at or parsed.arrived_at), oversized, message,
        body, staff, sender,
        keyed_hash("exact-email", office, sender) if sender else 0,
        papers_of(parsed) if parsed.kind == "message" else [],
    )  # fmt: skip


def _mailbox_named(municipality, parsed):
    """The office's mailbox the mail was delivered to, else the first it was written to; kept as the addresses are."""
    boxes = municipality.__dict__.get("_mailboxes_named")
    if boxes is None:
        with reading_for(municipality):
            rows = municipality.mailboxes.select_related("focal_point__user")
            boxes = municipality.__dict__["_mailboxes_named"] = {normal_address(box.address): box for box in rows}
    named = [*parsed.delivered_to, *parsed.to, *parsed.cc] if boxes else []
    return next((boxes[address] for address in named if address in boxes), None)


def _believable(arrived_at):
    """Clocks are wrong and dates invented; nothing arrives tomorrow, and nothing came before there were offices."""
    now = timezone.now()
    return arrived_at if arrived_at and EARLIEST < arrived_at < now else now


def _take(came, hold=""):
    with working_for(came.municipality):
        known = what_is_known(came)
        if known.earlier:
            earlier = InboundMail.objects.get(municipality=came.municipality, pk=known.earlier)
            return Taken("duplicate", "same_mail", _protocol(earlier), earlier)
        decision = Decision(State.HELD, hold) if hold else decide(came, known)
        mail = _keep(came, decision)
        enquiry = None
        if decision.state == State.NEW:
            person = Person.objects.get(municipality=came.municipality, pk=known.person) if known.person else None
            enquiry = become_request(mail, came.parsed, came.papers, requester=person)
        elif decision.state == State.REPLY:
            enquiry = join(mail, came.parsed, came.papers, decision.enquiry)
        elif decision.reason == "bounce":
            _mark_bounced(came)
        return Taken(OUTCOMES[decision.state], decision.reason, enquiry and enquiry.entry.label, mail)


def _keep(came, decision):
    return insert(
        InboundMail(
            municipality=came.municipality, mailbox=came.mailbox, message_hash=came.message_hash,
            body_hash=came.body_hash, sender_hash=came.sender_hash, arrived_at=came.arrived_at,
            raw=store(came.municipality, came.raw, name="mesazhi.eml", trusted_type="message/rfc822"),
            state=decision.state, reason=decision.reason, suggested=came.suggested, sender=came.sender,
            sender_name=came.parsed.from_name[:200], subject=came.parsed.subject,
        )
    )  # fmt: skip


def _mark_bounced(came):
    """A message of ours that came back for good is shown as not sent."""
    parsed = came.parsed
    if not parsed.bounced_message_id or (parsed.bounce_status or "5").startswith(("2", "4")):
        return
    Outbox.objects.filter(
        municipality=came.municipality,
        message_hash=message_hash(came.municipality.pk, parsed.bounced_message_id),
        # What an officer has just sent again waits its turn: the old bounce is about the old attempt.
        state__in=[Outbox.State.SENT, Outbox.State.UNCERTAIN, Outbox.State.SENDING],
    ).update(state=Outbox.State.FAILED, last_error=f"bounced: {parsed.bounce_status or ''}".rstrip(": "))


def _protocol(mail):
    event = Event.objects.filter(municipality=mail.municipality_id, mail=mail).select_related("enquiry__entry").first()
    return event.enquiry.entry.label if event else None
