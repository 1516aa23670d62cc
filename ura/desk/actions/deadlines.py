"""Acts that touch the clock: clarification, extension, forwarding, and a changed calendar."""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.core.refusals import Refused
from ura.core.workdays import workdays_between
from ura.desk.actions.basics import happened, lock, must_be_open, save
from ura.desk.actions.notices import notify
from ura.desk.actions.registering import check_day
from ura.desk.clock import CLOCK_EVENTS, derive_for, recompute, rule_of
from ura.desk.deadlines import extension_of
from ura.desk.models import Enquiry, Event
from ura.desk.states import Channel, EventKind, State
from ura.letters.models import LetterKind
from ura.municipalities.calendars import calendar_of, forget

EXTENSION_REASONS = {  # law 119/2014 art. 15(3)
    "many_documents": gettext_lazy("many or voluminous documents"),
    "search_elsewhere": gettext_lazy("search in separate premises"),
    "consultation": gettext_lazy("consultation with other authorities"),
}


def ask_clarification(enquiry, *, by, question, version=None):
    """Ask the requester to clarify (law 119/2014 art. 14, within 48 hours); by office setting the clock stops."""
    enquiry = lock(enquiry, version=version)
    must_be_open(enquiry)
    if not question.strip():
        raise Refused(_("Write what the requester should clarify."), field="question")
    office = enquiry.municipality.office
    # Each request keeps the setting under which it was asked: a change of setting is never retroactive.
    event = happened(
        enquiry, EventKind.CLARIFICATION_ASKED, by=by, law="119/2014 14", text=question, public=True,
        clock_stops=office.clock_stops_while_waiting,
    )  # fmt: skip
    enquiry.waiting = True
    recompute(enquiry)
    save(enquiry, "waiting", "due_on")
    notify(enquiry, LetterKind.CLARIFICATION, key=f"clarify-{event.pk}", question=question)
    return event


def awaits_clarification(enquiry):
    """Was the requester asked to clarify, and has not answered yet?"""
    kinds = (EventKind.CLARIFICATION_ASKED, EventKind.CLARIFIED)
    last = enquiry.events.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True).last()
    return enquiry.is_open and last == EventKind.CLARIFICATION_ASKED


def clarified(enquiry, *, by=None, text="", mail=None):
    """The requester clarified; whoever brought it, the clock runs on."""
    enquiry = lock(enquiry)
    if not awaits_clarification(enquiry):
        raise Refused(_("The requester has not been asked to clarify anything."))
    event = happened(enquiry, EventKind.CLARIFIED, by=by, law="119/2014 14", text=text, public=True, mail=mail)
    enquiry.waiting = enquiry.state == State.OUTSIDE
    recompute(enquiry)
    save(enquiry, "waiting", "due_on")
    return event


def extend(enquiry, *, by, reason, on=None, version=None):
    """Extend the deadline once, with a reason the requester is told at once (law 119/2014 art. 15(3))."""
    enquiry = lock(enquiry, version=version)
    must_be_open(enquiry)
    today = on or timezone.localdate()
    extension = extension_of(rule_of(enquiry.municipality))
    if extension is None:
        raise Refused(_("The rule of this office knows no extension."))
    since = enquiry.events.filter(kind=EventKind.REOPENED).order_by("-pk").first()
    earlier = enquiry.events.filter(kind=EventKind.EXTENDED, pk__gt=since.pk if since else 0).count()
    if extension.max_times and earlier >= extension.max_times:
        raise Refused(_("The deadline was extended already; the law allows it once (119/2014 art. 15(3))."))
    if enquiry.due_on < today:
        raise Refused(
            _(
                "The deadline has passed: it can no longer be extended. Silence counts as a refusal (119/2014 art. 15(4))."
            )
        )
    if not reason.strip():
        raise Refused(_("Write the reason for the extension; the requester is told it."), field="reason")
    event = happened(
        enquiry, EventKind.EXTENDED, by=by, on=today, law=f"{extension.law} {extension.article}", text=reason, public=True,
        days=extension.value,
    )  # fmt: skip
    recompute(enquiry)
    save(enquiry, "due_on")
    return event


def forward(enquiry, *, by, institution, reason="", version=None):
    """Forward to the competent authority and stay the focal point (law 119/2014 art. 12 and 15(2)).

    The requester is told; the longer limit runs from arrival at the first authority.
    """
    enquiry = lock(enquiry, version=version)
    must_be_open(enquiry)
    if not institution.strip():
        raise Refused(_("Write to which institution the request is forwarded."), field="institution")
    event = happened(
        enquiry, EventKind.FORWARDED, by=by, law="119/2014 12", text=f"{institution}\n{reason}".strip(), public=True,
        first_authority_on=enquiry.received_on.isoformat(),
    )  # fmt: skip
    enquiry.state, enquiry.waiting = State.OUTSIDE, True
    recompute(enquiry)
    save(enquiry, "state", "waiting", "due_on")
    return event


def correct_received(enquiry, *, by, received_on, reason, version=None):
    """Correct a day of receipt written down wrongly: the clock runs from the true one (119/2014 art. 15(1)).

    Number, order and day of registration in the book stay. Whoever was promised another day is told the new one.
    """
    enquiry = lock(enquiry, version=version)
    _check_receipt(enquiry, received_on)
    if not reason.strip():
        raise Refused(_("Write why the day of receipt is corrected."), field="reason")
    was, registered_on = enquiry.received_on, timezone.localdate(enquiry.entry.entered_at)
    days = {"from": was.isoformat(), "to": received_on.isoformat()}
    if received_on < registered_on:
        days["entered_on"] = registered_on.isoformat()
    enquiry.entry.received_on = enquiry.received_on = received_on
    enquiry.entry.save(update_fields=["received_on"])
    event = happened(
        enquiry, EventKind.RECEIPT_CORRECTED, by=by, law="119/2014 15(1)", text=reason.strip(), public=True, **days
    )
    moved = recompute(enquiry)
    if enquiry.closed_on:
        enquiry.days_taken = workdays_between(received_on, enquiry.closed_on, calendar_of(enquiry.municipality))
    save(enquiry, "received_on", "due_on", "days_taken")
    if moved and enquiry.is_open:
        notify(enquiry, LetterKind.ACKNOWLEDGEMENT, key=f"ack-{enquiry.pk}-{event.pk}")
    return event


def _check_receipt(enquiry, received_on):
    if enquiry.entry.voided_at:
        raise Refused(_("This number is void. Register the request anew."))
    if enquiry.channel == Channel.PORTAL:
        raise Refused(_("This request came through the portal: its day of receipt is known and stays."))
    check_day(received_on, timezone.localdate())
    registered_on = timezone.localdate(enquiry.entry.entered_at)
    if received_on > registered_on:
        text = _("The request was registered on %(day)s: it cannot have come in later.")
        raise Refused(text % {"day": date_format(registered_on)}, field="received_on")
    if enquiry.closed_on and received_on > enquiry.closed_on:
        text = _("The request was closed on %(day)s: it cannot have come in later.")
        raise Refused(text % {"day": date_format(enquiry.closed_on)}, field="received_on")
    if received_on == enquiry.received_on:
        raise Refused(_("This is the day of receipt already."), field="received_on")


def calendar_changed(municipality, *, by=None, day, reason):
    """Move the open deadlines after a change of the calendar, and say so in each; returns how many moved."""
    forget(municipality)
    moved = 0
    rows = (
        Enquiry.objects.filter(municipality=municipality)
        .open()
        .filter(due_on__gte=day)
        .order_by("pk")
        .select_for_update()
    )
    clock = Prefetch("events", Event.objects.filter(kind__in=CLOCK_EVENTS).order_by("at", "pk"), to_attr="clock_events")
    for enquiry in rows.prefetch_related(clock).iterator(500):
        enquiry.municipality = municipality
        before, enquiry.due_on = enquiry.due_on, derive_for(municipality, enquiry.clock_events).due_on
        if before != enquiry.due_on:
            save(enquiry, "due_on")
            happened(
                enquiry, EventKind.CALENDAR_CHANGED, by=by, public=True, reason=reason,
                **{"from": before.isoformat(), "to": enquiry.due_on.isoformat()},
            )  # fmt: skip
            moved += 1
    return moved
