"""The working calendar of an office: the country's days off, its own days, in one object."""

from django.core.cache import caches

from ura.core.workdays import Calendar, DayOff
from ura.municipalities.models import DeadlineRule, Holiday, OfficeDay
from ura.municipalities.often import asked_often

NATIONAL_KEPT_FOR = 60  # seconds; a day announced late is felt everywhere within the minute


def national_days():
    days = caches["local"].get("national-days")
    if days is None:
        days = [(row.on, DayOff(row.name_sq, row.name_en, row.kind, row.estimated)) for row in Holiday.objects.all()]
        caches["local"].set("national-days", days, NATIONAL_KEPT_FOR)
    return days


def forget_national_days():
    caches["local"].delete("national-days")


@asked_often
def _days_of(office):
    return OfficeDay.objects.filter(municipality=office)


def calendar_of(municipality):
    """The calendar of one office, read once for each request's municipality object."""
    kept = getattr(municipality, "_calendar", None)
    if kept is None:
        own = _days_of(municipality.pk)
        off = [(day.on, DayOff(day.reason, day.reason, "office")) for day in own if day.kind == OfficeDay.Kind.OFF]
        made_up = {day.on: day.reason for day in own if day.kind == OfficeDay.Kind.WORKING}
        kept = municipality._calendar = Calendar.of([*national_days(), *off], made_up)
    return kept


def forget(municipality):
    """After the office changed its calendar within one request."""
    municipality.__dict__.pop("_calendar", None)


def rules_of_the_law():
    """The time limits as the installation keeps them, by code."""
    rules = caches["local"].get("deadline-rules")
    if rules is None:
        rules = {rule.code: rule for rule in DeadlineRule.objects.all()}
        caches["local"].set("deadline-rules", rules, NATIONAL_KEPT_FOR)
    return rules
