"""What the page of a request shows of its letters."""

from dataclasses import dataclass

from django.urls import reverse

from ura.desk.rules import may_own_work
from ura.desk.states import EventKind
from ura.letters.models import LetterKind
from ura.replies.rules import may_read_reply
from ura.replies.states import ANSWERING, WRITTEN
from ura.replies.words import law_of, next_step, proof_of, state_words

TELLS_OF = {  # letters that tell of what must have happened first
    LetterKind.EXTENSION: EventKind.EXTENDED,
    LetterKind.FORWARDING: EventKind.FORWARDED,
    LetterKind.FORWARDING_NOTICE: EventKind.FORWARDED,
    LetterKind.REOPENING: EventKind.REOPENED,
}


@dataclass(frozen=True)
class Line:
    """One letter as a line: where it stands and what comes next."""

    reply: object
    badge: str
    label: str
    next: str
    proof: str


@dataclass(frozen=True)
class NewLetter:
    """A kind of letter that may be written now."""

    kind: str
    label: str
    law: str
    url: str


def line_of(reply):
    badge, label = state_words(reply)
    return Line(reply, badge, label, next_step(reply), proof_of(reply))


def replies_of(enquiry, officer, happened=None):
    """The letters of a request and what may be written now, for `replies/_for_enquiry.html` (as `replies`).

    `current` is the answer on its way; until there is one, `answers` are what may be begun. Empty for a clerk, who sees no letters.
    `happened`: the kinds of its events, when they are known.
    """
    if not may_read_reply(officer, None):
        return {"lines": [], "answers": [], "others": [], "current": None, "readable": False}
    rows = enquiry.replies.for_list().order_by("-pk")
    for reply in rows:
        reply.municipality, reply.enquiry = enquiry.municipality, enquiry
    lines = [line_of(reply) for reply in rows]
    offered = _offered(enquiry, lines, happened) if may_own_work(officer, enquiry) else []
    current = next((line for line in lines if line.next and line.reply.kind in ANSWERING), None)
    first = () if current else ANSWERING  # an answer on its way: a second kind of answer is no longer offered first
    return {
        "lines": lines, "readable": True, "current": current, "answers": [new for new in offered if new.kind in first],
        "others": [new for new in offered if new.kind not in first],
        "ack_url": _address("enquiry_ack_pdf", enquiry), "receipt_url": _address("enquiry_receipt_pdf", enquiry),
    }  # fmt: skip


def _offered(enquiry, lines, happened):
    """Each kind once at a time; a closed request gets only the notice of its closure."""
    if enquiry.entry.voided_at:
        return []
    going_on = {line.reply.kind for line in lines if line.next}
    kinds = [kind for kind in WRITTEN if kind not in going_on]
    if happened is None:
        happened = set(enquiry.events.filter(kind__in=TELLS_OF.values()).order_by().values_list("kind", flat=True))
    kinds = [kind for kind in kinds if TELLS_OF.get(kind) in {None, *happened}]
    if not enquiry.is_open:
        kinds = [kind for kind in kinds if kind == LetterKind.CLOSURE]
    return [NewLetter(str(kind), kind.label, law_of(kind), _address("reply_new", enquiry, str(kind))) for kind in kinds]


def _address(name, enquiry, *more):
    return reverse(name, args=[enquiry.municipality.slug, enquiry.entry.year, enquiry.entry.number, *more])
