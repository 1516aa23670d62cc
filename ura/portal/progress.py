"""What a requester may know of their request, in plain words: where it stands, who carries it, what happened."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ura.codelists.lists import word
from ura.desk.actions.deadlines import EXTENSION_REASONS
from ura.desk.clock import deadline_of, rules
from ura.desk.complaint_window import complaint_window, counts_as_refusal
from ura.desk.models import Attachment
from ura.desk.states import EventKind, State
from ura.desk.timeline import law_words
from ura.letters.defaults import default_letters
from ura.municipalities.calendars import calendar_of
from ura.replies.states import ReplyState
from ura.staff.focal_points import cover_of
from ura.staff.models import Officer

STATES = {
    State.ANALYSIS: gettext_lazy("We are reading your request and deciding what it needs."),
    State.INSIDE: gettext_lazy("The municipality is working on your request."),
    State.OUTSIDE: gettext_lazy("Your request is with another institution; we follow it and answer you."),
    State.REPLY: gettext_lazy("The official answer is being prepared."),
    State.CLOSED: gettext_lazy("Your request is closed."),
}
# kind: (words, look, icon, whether the words written then are for the requester)
EVENTS = {
    EventKind.RECEIVED: (gettext_lazy("Your request was received"), "in", "inbox", False),
    EventKind.ACKNOWLEDGED: (gettext_lazy("Confirmation of receipt sent to you"), "out", "mail", False),
    EventKind.CLARIFICATION_ASKED: (gettext_lazy("We asked you to clarify"), "warn", "message-square", True),
    EventKind.CLARIFIED: (gettext_lazy("You clarified"), "in", "message-square", True),
    EventKind.EXTENDED: (gettext_lazy("The deadline was extended"), "warn", "clock", True),
    EventKind.FORWARDED: (gettext_lazy("Forwarded to another institution"), "out", "send", True),
    EventKind.CALENDAR_CHANGED: (gettext_lazy("The calendar changed, and with it the due date"), "", "calendar", False),
    EventKind.OWNER_CHANGED: (gettext_lazy("You have a new focal point"), "", "user", False),
    EventKind.RECEIPT_CORRECTED: (gettext_lazy("The day of receipt was corrected"), "warn", "calendar", False),
    EventKind.COVERED: (gettext_lazy("A colleague covers for your focal point"), "", "user", False),
    EventKind.MESSAGE_IN: (gettext_lazy("You wrote to us"), "in", "message-square", True),
    EventKind.MESSAGE_OUT: (gettext_lazy("We wrote to you"), "out", "message-square", True),
    EventKind.REPLY_SENT: (gettext_lazy("A letter was sent to you"), "ok", "send", False),
    EventKind.ANSWERED_ORALLY: (gettext_lazy("Answered by word of mouth"), "ok", "circle-check", False),
    EventKind.WITHDRAWN: (gettext_lazy("You withdrew the request"), "", "undo-2", True),
    EventKind.CLOSED: (gettext_lazy("The request was closed"), "ok", "circle-check", False),
    EventKind.REOPENED: (gettext_lazy("The request was opened again"), "", "history", False),
    EventKind.VOIDED: (gettext_lazy("The registration was voided"), "bad", "ban", False),
}


@dataclass(frozen=True)
class FocalPoint:
    name: str
    function: str
    phone: str
    email: str


def focal_point_of(enquiry, language="sq"):
    """Who carries the request from first to last; the office itself while nobody is named."""
    return _contact(enquiry.owner, enquiry.municipality, language)


def cover_for(enquiry, language="sq"):
    """Who acts for the focal point today; None when they are at work."""
    acting = cover_of(enquiry.owner)
    if (
        acting == enquiry.owner or acting.pk == enquiry.complaint_about_id
    ):  # nobody acts in a complaint about themselves
        return None
    return _contact(acting, enquiry.municipality, language)


def _contact(officer, municipality, language):
    office = municipality.office
    if officer is None:
        return FocalPoint(office.name_en if language == "en" else office.name_sq, "", office.phone, office.email)
    function = officer.function_en if language == "en" else officer.function_sq
    return FocalPoint(officer.user.name, function, officer.phone or office.phone, officer.user.email)


def public_events(enquiry):
    """The dated events the requester may know, in order; kinds we have no words for stay inside."""
    return [event for event in enquiry.events.filter(public=True) if event.kind in EVENTS]


def timeline(enquiry):
    """Those events as lines of a page, newest first."""
    rows = public_events(enquiry)
    covers = {officer.pk: officer.user.name for officer in _covers(rows)}
    return [_line(enquiry, event, covers) for event in rows][::-1]


def _covers(rows):
    ids = [event.data.get("cover") for event in rows if event.kind == EventKind.COVERED]
    return Officer.objects.filter(pk__in=ids).select_related("user") if ids else ()


def _line(enquiry, event, covers):
    what, look, icon, shown = EVENTS[event.kind]
    body = event.text if shown else ""
    if event.kind == EventKind.EXTENDED:
        body = str(EXTENSION_REASONS.get(body, body))
    if event.kind == EventKind.COVERED:
        body = covers.get(event.data.get("cover"), "")
    if event.kind == EventKind.ANSWERED_ORALLY:
        body = enquiry.text.oral_answer
    return {"what": what, "kind": look, "icon": icon, "at": event.at, "body": body, "law": law_words(event.law)}


def papers_of(enquiry):
    """Attachments the requester brought, or got with a message: the rest stays inside."""
    theirs = Q(source=Attachment.Source.REQUESTER) | Q(event__public=True)
    return enquiry.attachments.filter(theirs).exclude(source=Attachment.Source.REPLY).select_related("file")


def letters_of(enquiry):
    """The official letters that were sent to the requester: [(reply, file)], newest first."""
    sent = enquiry.replies.filter(state=ReplyState.SENT).select_related("signed", "pdf", "entry").order_by("-pk")
    mine = [reply for reply in sent if default_letters()[reply.kind].to == "requester"]
    return [(reply, reply.signed or reply.pdf) for reply in mine if reply.signed_id or reply.pdf_id]


def status_sentence(enquiry):
    """Where the request stands, in one or two sentences."""
    if enquiry.entry.voided_at:
        return _(
            "This registration was voided by the office: it was entered by mistake. If you did send a request, please call us."
        )
    if not enquiry.is_open:
        outcome = word(enquiry.municipality, "outcome", enquiry.outcome)
        return " ".join([str(STATES[State.CLOSED]), f"{outcome}.", _took(enquiry.days_taken or 0)])
    if enquiry.waiting and enquiry.state != State.OUTSIDE:
        return _("We need a clarification from you: read our question below and answer it on this page.")
    return str(STATES[enquiry.state])


def _took(days):
    if not days:
        return _("It took less than one working day.")
    return ngettext("It took %(n)d working day.", "It took %(n)d working days.", days) % {"n": days}


def track_of(enquiry):
    """The stations of a request, (code, word) each; another institution only while it is there."""
    return [(s.value, s.label) for s in State if s != State.OUTSIDE or enquiry.state == State.OUTSIDE]


def steps_of(enquiry):
    """Why the answer is due on this day, line by line with the law."""
    return [{"on": step.day, "text": step.sentence()} for step in deadline_of(enquiry).steps]


def complaint_of(enquiry, on=None):
    """The way to the Commissioner: (the sentence, whether it is open today); None when there is nothing to complain of."""
    today = on or timezone.localdate()
    closed, refused = not enquiry.is_open, enquiry.outcome == "refused"
    window = complaint_window(
        enquiry.due_on, calendar_of(enquiry.municipality), rules=rules(enquiry.municipality),
        refused_on=enquiry.closed_on if refused else None, answered_on=enquiry.closed_on if closed else None,
    )  # fmt: skip
    if window is None or enquiry.entry.voided_at:
        return None
    if not closed and not counts_as_refusal(enquiry.due_on, today):
        return None
    return window.sentence(), window.is_open(today)


def silence_words(enquiry):
    """What follows when no answer comes in time, said before it happens."""
    rule = rules(enquiry.municipality)["rti_complaint_to_commissioner"]
    return _(
        "No answer by this day counts as a refusal (law no. 119/2014, article 15(4)). You may then complain to the "
        "Commissioner within %(n)s working days (law no. %(law)s, article %(article)s)."
    ) % {"n": rule.value, "law": rule.law, "article": rule.article}
