"""Between two offices of Ura: what one sends is copied to the other, each in its own transaction behind its own wall.

No query ever sees both offices. What goes over is a plain copy made inside the sender's scope; it is written inside
the receiver's, under a key that is written only once; then the sender's row learns that it arrived. Killed between two
of these, the next round repeats the step, and it does nothing the second time.
"""

from dataclasses import dataclass, field

import structlog
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.models import Event
from ura.desk.states import EventKind as DeskEventKind
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import reading_for, working_for
from ura.post.files import read
from ura.referrals import mails
from ura.referrals.actions import answering
from ura.referrals.actions.basics import happened, lock, move, save
from ura.referrals.actions.incoming import receive
from ura.referrals.actions.sending import still_allowed, wait_anew
from ura.referrals.models import IncomingReferral, Referral, ReferralEvent
from ura.referrals.states import OPEN, EventKind, Side, Source, State, Way

log = structlog.get_logger("ura.referrals")
# From whoever refers.
FORTH = (EventKind.QUESTION, EventKind.ANSWER, EventKind.FILE, EventKind.REVOKED, EventKind.RESENT)
BACK = (  # from whoever was referred to
    EventKind.ACCEPTED, EventKind.DECLINED, EventKind.PROGRESS, EventKind.DONE, EventKind.QUESTION, EventKind.ANSWER,
    EventKind.FILE,
)  # fmt: skip
PERSON = {"name": "name", "phone": "phone", "email": "email", "address": "address", "birth_year": "born"}


@dataclass
class Parcel:
    """A copy of one thing on its way, without any row of the database."""

    key: int
    to: Municipality
    values: dict = field(default_factory=dict)


def carry(municipality):
    """Take over what this office has for others: new referrals, then what was said since. Returns how many went."""
    with reading_for(municipality):
        new = [_pack(row) for row in _new(municipality) if still_allowed(row)]
        said = [_pack_event(event) for event in _said(municipality) if _may_go(event)]
    return sum(_carried(_deliver, municipality, parcel) for parcel in new) + sum(
        _carried(_deliver_event, municipality, parcel) for parcel in said
    )


def _carried(deliver, municipality, parcel):
    try:
        deliver(municipality, parcel)
    except Refused as refused:  # the other office cannot take it now; it stays, and its due date runs
        log.warning("crossing", office=municipality.slug, to=parcel.to.slug, key=parcel.key, why=type(refused).__name__)
        return 0
    return 1


def _new(municipality):
    rows = Referral.objects.filter(municipality=municipality).to_cross().order_by("pk")
    return rows.select_related(
        "to_office__office", "enquiry__entry", "made_by__user", "person", "institution"
    )  # fmt: skip


def _pack(row):
    """The copy that leaves: what was chosen to be told, and whom to answer to. Nothing else of the office."""
    told = {known.code: text for known, text in row.told}
    return Parcel(row.pk, row.to_office, {
        "sender": row.municipality.official_sq, "asked": row.asked, "shared": [[code, text] for code, text in told.items()],
        "person": {PERSON[code]: text for code, text in told.items() if code in PERSON} or None,
        "ground": _ground(row), "urgency": row.urgency, "reference": row.label, "audience": row.enquiry.audience,
        "contact": f"{row.made_by.user.name}, {row.made_by.phone or row.municipality.office.phone}".strip(", "),
    })  # fmt: skip


def _ground(row):
    """A restricted matter is restricted on the other side too, from its first moment."""
    if not row.enquiry.restricted:
        return ""
    events = Event.objects.filter(municipality=row.municipality, enquiry=row.enquiry, kind=DeskEventKind.RESTRICTED)
    event = events.order_by("-pk").first()
    return (event.data.get("ground") if event else "") or "other"


def _deliver(municipality, parcel):
    with working_for(parcel.to):
        there = IncomingReferral.objects.filter(
            municipality=parcel.to, from_office=municipality, from_key=parcel.key
        ).exists()
        if not there:
            receive(parcel.to, source=Source.OFFICE, from_office=municipality, from_key=parcel.key, **parcel.values)
    with working_for(municipality):
        row = Referral.objects.select_for_update().get(municipality=municipality, pk=parcel.key)
        if row.crossed_at is None:
            row.crossed_at = timezone.now()
            save(row, "crossed_at")
            happened(row, EventKind.CROSSED, side=Side.URA)


def _said(municipality):
    """Events of this office, not carried yet, of referrals to and from other offices that are on both sides."""
    rows = ReferralEvent.objects.filter(municipality=municipality, carried_at=None, remote=None, side=Side.OFFICE)
    forth = rows.filter(kind__in=FORTH, referral__way=Way.OFFICE, referral__crossed_at__isnull=False)
    back = rows.filter(kind__in=BACK, incoming__from_office__isnull=False)
    found = [*forth.select_related("referral__to_office__office", "referral__person", "file"),
             *back.select_related("incoming__from_office__office", "file")]  # fmt: skip
    return sorted(found, key=lambda event: event.pk)


def _may_go(event):
    """After the consent ended only that the referral was taken back goes on; an answer to others names nobody anew."""
    return event.referral is None or event.kind == EventKind.REVOKED or still_allowed(event.referral)


def _pack_event(event):
    row = event.referral or event.incoming
    values = {
        "kind": event.kind, "text": event.text, "on": event.on, "outcome": event.data.get("outcome", ""),
        "forth": event.referral_id is not None,
        "row": row.pk if event.referral_id else row.from_key,
        "file": (event.file.name, read(event.file), None) if event.file else None,
    }  # fmt: skip
    return Parcel(event.pk, row.to_office if event.referral_id else row.from_office, values)


def _deliver_event(municipality, parcel):
    values = parcel.values
    with working_for(parcel.to):
        if values["forth"]:
            rows = IncomingReferral.objects.filter(from_office=municipality, from_key=values["row"])
        else:
            rows = Referral.objects.filter(pk=values["row"], to_office=municipality)
        row = rows.filter(municipality=parcel.to).select_related("enquiry__entry").get()
        row.municipality = row.enquiry.municipality = parcel.to
        if not row.events.filter(remote=parcel.key).exists():
            _apply(row, parcel.key, values)
    with working_for(municipality):
        ReferralEvent.objects.filter(municipality=municipality, pk=parcel.key).update(carried_at=timezone.now())


def _apply(row, key, values):
    """The same act on the other side's own row. What can no longer happen there is written down as said, not done;
    what comes after a referral expired makes it live again, unless its case is closed."""
    how = {"side": Side.OTHER, "remote": key}
    kind, text = values["kind"], values["text"]
    row = _awake(row, kind, values["on"])
    if row.state not in OPEN and not _answers_late(row, kind):
        happened(row, kind, text=text, **how)
    elif kind == EventKind.ACCEPTED:
        answering.accept(row, text=text, on=values["on"], **how)
    elif kind == EventKind.DECLINED:
        answering.decline(row, reason=text, on=values["on"], **how)
    elif kind == EventKind.PROGRESS:
        answering.progress(row, text=text, on=values["on"], **how)
    elif kind == EventKind.DONE:
        answering.finish(row, outcome=values["outcome"], text=text, on=values["on"], **how)
    elif kind == EventKind.QUESTION:
        answering.ask(row, text=text, **how)
    elif kind == EventKind.ANSWER:
        answering.answer(row, text=text, **how)
    elif kind == EventKind.FILE:
        answering.hand_over(row, papers=[values["file"]], **how)
    elif kind == EventKind.REVOKED:
        row = lock(row)
        move(row, State.REVOKED)
        happened(row, EventKind.REVOKED, text=text, **how)
    elif kind == EventKind.RESENT:
        happened(row, EventKind.RESENT, way=str(Way.OFFICE), **how)
        mails.tell_officer(row, row.enquiry.owner, key=f"incoming-{row.pk}-{key}")


def _awake(row, kind, on):
    """A report is taken as an acceptance first; a question or document after the end lets the referral wait anew."""
    if kind in (EventKind.PROGRESS, EventKind.DONE) and (row.state == State.PENDING or _may_wake(row)):
        return answering.accept(row, on=on)
    if kind in (EventKind.QUESTION, EventKind.ANSWER, EventKind.FILE) and _may_wake(row):
        row = lock(row)
        wait_anew(row)
    return row


def _answers_late(row, kind):
    return kind in (EventKind.ACCEPTED, EventKind.DECLINED) and _may_wake(row)


def _may_wake(row):
    return row.state == State.EXPIRED and (row.case is None or row.case.is_open)
