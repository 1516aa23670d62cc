"""The deadline of a request, derived from its events by the office's rule and calendar."""

from ura.core.refusals import Refused
from ura.desk import deadlines
from ura.desk.models import Event
from ura.desk.states import EventKind
from ura.municipalities.calendars import calendar_of, rules_of_the_law

CLOCK_EVENTS = (
    EventKind.RECEIVED,
    EventKind.RECEIPT_CORRECTED,
    EventKind.CLARIFICATION_ASKED,
    EventKind.CLARIFIED,
    EventKind.EXTENDED,
    EventKind.FORWARDED,
    EventKind.CALENDAR_CHANGED,
    EventKind.REOPENED,
)


def rules(municipality):
    """The law's time limits as this installation keeps them, by id."""
    kept = municipality.__dict__.get("_rules")
    if kept is None:
        kept = {code: deadlines.Rule.of(row) for code, row in rules_of_the_law().items()} or deadlines.shipped_rules()
        municipality.__dict__["_rules"] = kept
    return kept


def rule_of(municipality, code=None):
    """The rule an office answers by; raises Refused for a rule the law list does not know."""
    code = code or municipality.office.deadline_rule
    try:
        return rules(municipality)[code]
    except KeyError:
        raise Refused(f"Unknown deadline rule: {code}.") from None


def derive_for(municipality, events, *, rule=None):
    """The deadline that follows from these events in this office."""
    return deadlines.derive(
        events,
        rule_of(municipality, rule),
        calendar_of(municipality),
        municipality.office,
        rules(municipality),
    )


def deadline_of(enquiry):
    """The deadline of a request with its explanation line by line."""
    events = Event.objects.filter(enquiry=enquiry, kind__in=CLOCK_EVENTS).order_by("at", "pk")
    return derive_for(enquiry.municipality, events)


def recompute(enquiry):
    """Set due_on from the events; returns whether it moved. The caller saves."""
    due_on = deadline_of(enquiry).due_on
    moved = due_on != enquiry.due_on
    enquiry.due_on = due_on
    return moved
