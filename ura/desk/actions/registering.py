"""A request arrives: it gets the next number in the transaction that writes it and queues the acknowledgement."""

from datetime import date, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.core.encrypted import keyed_hash
from ura.core.folding import index_terms
from ura.core.refusals import Refused
from ura.desk.actions.files import attach_files
from ura.desk.actions.notices import acknowledge
from ura.desk.clock import derive_for
from ura.desk.deadlines import Dated
from ura.desk.models import Attachment, Enquiry, EnquiryText, EnquiryToken, Event, new_follow_code
from ura.desk.states import Channel, EventKind, State
from ura.municipalities.fast import insert, insert_tokens, pipelined
from ura.people.actions import add_person
from ura.people.search import exact_hash, hashes, normal_email, normal_phone, number_hashes
from ura.post.files import store
from ura.register.actions import enter
from ura.register.models import Entry
from ura.staff.focal_points import led_to, standing_focal_point
from ura.trail.actions import record

LONGEST_SUBJECT = 300
LONGEST_BODY = 100_000  # signs; what is longer is a document and comes as an attachment
PAPER = ("archive_number", "archive_on", "sender_reference", "pages", "annexes")
HELD = ("name", "organisation", "email", "phone", "address")  # without any of these nobody is written down
CODES = ("service", "requester_type", "audience", "need", "origin")


def register_enquiry(
    municipality, *, by=None, channel, subject, body="", requester=None, person=None, received_on=None,
    received_at=None, unit=None, owner=None, complaint=False, complaint_about=None, acknowledging=True,
    mail=None, in_reply_to="", uploads=(), **codes_and_paper,
):  # fmt: skip
    """Register one request and return it, with `follow_code` set on it for this once.

    `requester` is a Person already known, `person` the fields of a new one; neither: an unnamed walk-in.
    `received_on` is the true day of receipt (default today): the clock runs from it, 119/2014 art. 15(1).
    `uploads` are (name, bytes) pairs the requester brought; writing them to disk comes before the number is drawn.
    Raises Refused for a future day, an empty subject or words that are too long.
    """
    today = timezone.localdate()
    received_on = received_on or today
    check_words(subject, body)
    check_day(received_on, today)
    if complaint:
        owner = led_to(municipality, about=complaint_about, otherwise=owner)
    else:
        service = codes_and_paper.get("service", "1")
        owner = owner or standing_focal_point(municipality, service=service, unit=unit)
    received = _receipt(received_on, received_at, today)
    due_on = derive_for(municipality, [received]).due_on
    files = [store(municipality, data, name=name) for name, data in uploads]
    with pipelined():
        if requester is None and person and any(person.get(name) for name in HELD):
            requester = add_person(municipality, by=by, **person)
        code = new_follow_code(municipality)
        paper = {name: codes_and_paper[name] for name in PAPER if codes_and_paper.get(name)}
        entry = enter(municipality, Entry.Direction.IN, received_on=received_on, **paper)
        enquiry = Enquiry(
            municipality=municipality, entry=entry, requester=requester, owner=owner, unit=unit, channel=channel,
            state=State.ANALYSIS, complaint=complaint, complaint_about=complaint_about if complaint else None,
            received_on=received_on, due_on=due_on, follow_hash=keyed_hash("follow", municipality.pk, code),
            **{name: codes_and_paper[name] for name in CODES if codes_and_paper.get(name)},
        )  # fmt: skip
        insert(enquiry)
        enquiry.text = insert(
            EnquiryText(municipality=municipality, enquiry=enquiry, subject=subject.strip(), body=body.strip(),
                        follow_code=code),
            later=True,
        )  # fmt: skip
        enquiry.follow_code = code
        index(enquiry)
        events = [_event(enquiry, EventKind.RECEIVED, by, received.on, received.data, mail)]
        if acknowledging and acknowledge(enquiry, in_reply_to=in_reply_to):
            events.append(_event(enquiry, EventKind.ACKNOWLEDGED, by, today, {}))
        insert(*events, later=not files)
        if files:
            attach_files(enquiry, files, by=by, source=Attachment.Source.REQUESTER, event=events[0])
        record(enquiry, "desk.registered", by=by, number=entry.label, channel=channel, received_on=received_on)
    return enquiry


def serve_and_close(municipality, *, by, oral_answer, outcome="oral_answer", answered_on=None, **request):
    """Serve a walk-in: register, answer by word of mouth, close, in one act and one number.

    `answered_on`: the day it was answered, when a paper of an earlier day is entered later.
    """
    from ura.desk.actions.moves import close_orally

    if not oral_answer.strip():
        raise Refused(_("Write in a few words what was answered."), field="oral_answer")
    enquiry = register_enquiry(municipality, by=by, acknowledging=False, **request)
    return close_orally(enquiry, by=by, oral_answer=oral_answer, outcome=outcome, on=answered_on)


def index(enquiry):
    """Write the search tokens of a request: subject, requester, number, the requester's addresses."""
    insert_tokens(EnquiryToken, "enquiry", enquiry, enquiry_hashes(enquiry, enquiry.text.subject, enquiry.requester))


def reindex(enquiry):
    """After a correction of the subject or the requester."""
    EnquiryToken.objects.filter(municipality=enquiry.municipality_id, enquiry=enquiry).delete()
    index(enquiry)


def enquiry_hashes(enquiry, subject, requester):
    """All tokens by which one request is found, the town hall's own archive number among them."""
    office = enquiry.municipality_id
    terms = index_terms(subject)
    exact = {
        exact_hash(office, "number", str(enquiry.entry.number)),
        exact_hash(office, "number", enquiry.entry.label),
    } | number_hashes(office, enquiry.entry.archive_number)
    if requester is not None:
        terms |= index_terms(requester.name) | index_terms(requester.organisation)
        if requester.email:
            exact.add(exact_hash(office, "email", normal_email(requester.email)))
        if requester.phone:
            exact.add(exact_hash(office, "phone", normal_phone(requester.phone)))
    return hashes(office, terms) | exact


def _receipt(received_on, received_at, today):
    data = {"entered_on": today.isoformat()} if received_on < today else {}
    if received_at and received_at.time() != time.min:  # midnight to the second: a day without an hour
        data["time"] = received_at.strftime("%H:%M")
    return Dated("received", received_on, data)


def _event(enquiry, kind, by, on, data, mail=None):
    return Event(
        municipality_id=enquiry.municipality_id, enquiry=enquiry, kind=kind, on=on, officer=by, data=dict(data),
        public=True, law="119/2014 15(1)" if kind == EventKind.RECEIVED else "", mail=mail,
    )  # fmt: skip


def check_words(subject, body):
    """Refuse a request without a subject, and words too long to be read."""
    if not subject.strip():
        raise Refused(_("Write in a few words what is asked."), field="subject")
    if len(subject) > LONGEST_SUBJECT:
        raise Refused(
            _("The subject is longer than %(n)s signs: keep the rest for the text below.") % {"n": LONGEST_SUBJECT},
            field="subject",
        )
    if len(body) > LONGEST_BODY:
        raise Refused(
            _("The text is longer than %(n)s signs: please attach it as a document.") % {"n": LONGEST_BODY},
            field="body",
        )


def check_day(received_on, today):
    """Refuse a day on which nothing can have come in."""
    if received_on > today:
        raise Refused(
            _("%(day)s is in the future: write the day on which the request came in.")
            % {"day": date_format(received_on)},
            field="received_on",
        )
    if received_on < date(2000, 1, 1):
        raise Refused(_("Check the year: the day of receipt lies before 2000."), field="received_on")


CHANNELS_BY_STAFF = tuple(channel for channel in Channel if channel != Channel.PORTAL)
