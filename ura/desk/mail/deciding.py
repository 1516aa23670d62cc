"""What a mail is: decided from its words and what the office knows, without writing anything."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from ura.desk.mail.threads import conversation_of, known_sender, named_requests, says_code_of
from ura.desk.models import Enquiry
from ura.people.models import PersonToken
from ura.people.search import normal_email
from ura.post.models import InboundMail, Outbox
from ura.post.outbox import message_hash

State = InboundMail.State
FLOOD = 20  # mails of one address within the hour; the next ones wait for an officer


@dataclass(frozen=True)
class Known:
    """What the office knew of a mail before it came."""

    earlier: int | None  # the same mail, taken in before
    same_id: bool  # a mail under the same identifier
    recent: int  # how many mails this address brought within the hour, counted to FLOOD
    person: int | None  # who writes from this address, when it is one person's


@dataclass(frozen=True)
class Decision:
    state: State
    reason: str
    enquiry: Enquiry | None = None  # the request it joins


def what_is_known(came):
    """Four questions in one statement, because every mail asks them."""
    quote, office = connection.ops.quote_name, came.municipality.pk
    mails, tokens = (quote(model._meta.db_table) for model in (InboundMail, PersonToken))
    since = came.arrived_at - timedelta(hours=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT twin.earlier, twin.n,"
            f" (SELECT count(*) FROM (SELECT 1 FROM {mails} WHERE municipality_id = %s AND sender_hash = %s"
            f"   AND arrived_at > %s AND arrived_at <= %s AND state IN ('{State.NEW}', '{State.REPLY}')"
            f"   LIMIT {FLOOD}) recent),"
            f" (SELECT min(person) FROM (SELECT DISTINCT person_id AS person FROM {tokens}"
            "   WHERE municipality_id = %s AND token = %s LIMIT 2) people HAVING count(*) = 1)"
            f" FROM (SELECT max(CASE WHEN body_hash = %s THEN id END) AS earlier, count(*) AS n FROM {mails}"
            "   WHERE municipality_id = %s AND message_hash = %s) twin",
            [office, came.sender_hash, *map(connection.ops.adapt_datetimefield_value, (since, came.arrived_at)),
             office, came.sender_hash, came.body_hash, office, came.message_hash],
        )  # fmt: skip
        earlier, twins, recent, person = cursor.fetchone()
    return Known(earlier, twins > 0, recent, person)


def decide(came, known):
    """What becomes of the mail; requests it may belong to are added to `came.suggested`."""
    parsed = came.parsed
    enquiry = conversation_of(came.municipality, parsed) or _returned(came)
    if enquiry:
        came.suggested = [enquiry.pk]
    if parsed.kind in ("auto_reply", "bounce", "loop"):
        return Decision(State.IGNORED, parsed.kind) if parsed.certain else Decision(State.HELD, "doubtful_auto_reply")
    if reason := _doubt(came, known):
        return Decision(State.HELD, reason)
    if enquiry:
        by_code = says_code_of(enquiry, parsed)
        if enquiry.entry.voided_at:
            return Decision(State.HELD, "void_number")
        if by_code or known_sender(enquiry, parsed):
            return Decision(State.REPLY, "joined_by_code" if by_code else "joined", enquiry)
        return Decision(State.HELD, "stranger_in_thread")
    if named := named_requests(came.municipality, parsed):
        came.suggested = named
        return Decision(State.HELD, "names_a_request")
    return Decision(State.NEW, "new_sender")


def _doubt(came, known):
    """A reason why an officer should look first, or nothing."""
    parsed = came.parsed
    if came.oversized:
        return "oversized"
    if not parsed.from_address:
        return "no_sender" if parsed.subject or parsed.text else "not_a_mail"
    for problem in ("unreadable", "several_senders", "marked_spam"):
        if problem in parsed.problems:
            return problem
    if parsed.kind == "empty":
        return "empty"
    if normal_email(parsed.from_address) in came.staff:
        return "from_staff"
    if known.same_id:
        return "same_id_other_body"
    return "flood" if known.recent >= FLOOD else None


def _returned(came):
    """The request about which we wrote what now comes back."""
    returned = came.parsed.bounced_message_id
    if not returned:
        return None
    sent = Outbox.objects.filter(
        municipality=came.municipality, message_hash=message_hash(came.municipality.pk, returned), about="desk.enquiry"
    )
    return Enquiry.objects.filter(municipality=came.municipality, pk__in=sent.values("row")).first()
