"""What an office settles about itself: its details, its units and its own days.

This package lies below the trail, whose rows name officers: the trail of these acts is written by
`ura.office.settings_acts`, the only caller.
"""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ura.core.folding import fold
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.core.workdays import is_workday
from ura.municipalities.calendars import calendar_of, forget
from ura.municipalities.models import AdministrativeUnit, DeadlineRule, Office, OfficeDay

LONGEST_LABEL = 40  # signs of a number as it is written on a letter
# What decides on which day an answer is due; a change counts the open requests anew.
COUNTING = ("deadline_rule", "after_hours_counts_that_day", "closes_at", "ad_hoc_days_off_skipped")
_PLACES = ("{number}", "{year}")
_SIGNS = re.compile(r"[^\W_]|[-/. ]")


def check_protocol_format(text):
    """The form of the protocol number without spaces around it; raises Refused for what cannot become a number."""
    text = " ".join(text.split())
    for place in _PLACES:
        if text.count(place) != 1:
            raise Refused(
                _("The form must contain {number} and {year}, each once, as in «MD-{number}/{year}»."),
                field="protocol_format",
            )
    rest = text
    for place in _PLACES:
        rest = rest.replace(place, "\0")
    if "{" in rest or "}" in rest:
        raise Refused(_("Only {number} and {year} may stand in braces."), field="protocol_format")
    if strange := sorted({sign for sign in rest if sign != "\0" and not _SIGNS.fullmatch(sign)}):
        raise Refused(
            _("These signs cannot stand in a protocol number: %(signs)s. Use letters, figures, - / . and spaces.")
            % {"signs": " ".join(strange)},
            field="protocol_format",
        )
    before, between, after = rest.split("\0")
    if not between.strip() or between.strip()[0].isdigit() or between.strip()[-1].isdigit():
        raise Refused(
            _("Put a sign that is no figure between {number} and {year}, as in «{number}/{year}»."),
            field="protocol_format",
        )
    if before[-1:].isdigit() or after[:1].isdigit():
        raise Refused(
            _("A figure beside {number} or {year} would change the number: put a sign between."),
            field="protocol_format",
        )
    if len(text.format(number=1_000_000, year=2026)) > LONGEST_LABEL:
        raise Refused(_("The number would be too long: shorten the form."), field="protocol_format")
    return text


def rules_to_choose():
    """The time limits an office may answer by: those of the law that run from the submission of a request."""
    return DeadlineRule.objects.filter(start="submission")


def change_office(municipality, *, version, **values):
    """Change the details and settings of the office; returns the names of what changed.

    A new form of the protocol number holds for new entries only: a number once written is frozen.
    """
    office = Office.objects.select_for_update().get(municipality=municipality)
    if int(version) != office.version:
        raise Refused(
            _(
                "A colleague changed these settings while you were writing. Your text is kept below: "
                "look at what is saved now and save again."
            )
        )
    if "protocol_format" in values:
        values["protocol_format"] = check_protocol_format(values["protocol_format"])
    if "deadline_rule" in values and not rules_to_choose().filter(code=values["deadline_rule"]).exists():
        raise Refused(_("Choose one of the deadline rules."), field="deadline_rule")
    changed = [name for name, value in values.items() if getattr(office, name) != value]
    for name in changed:
        setattr(office, name, values[name])
    if changed:
        office.version += 1
        office.save(update_fields=[*changed, "version"])
    municipality.office = office
    return changed


def add_unit(municipality, *, name):
    """A further administrative unit."""
    name = _unit_name(municipality, name)
    taken = set(municipality.units.values_list("code", flat=True))
    stem = slugify(fold(name))[:50] or "njesi"
    code = next(c for c in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if c not in taken)
    return AdministrativeUnit.objects.create(municipality=municipality, code=code, name_sq=name)


def change_unit(unit, *, name, active, version=None):
    """Rename a unit or switch it off; requests of the past keep it. Returns the names of what changed."""
    lock_version(unit, version)
    values = {"name_sq": _unit_name(unit.municipality, name, besides=unit), "active": active}
    changed = [key for key, value in values.items() if getattr(unit, key) != value]
    for key in changed:
        setattr(unit, key, values[key])
    if changed:
        unit.version += 1
        unit.save(update_fields=[*changed, "version"])
    return changed


def _unit_name(municipality, name, besides=None):
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Write the name of the unit."), field="name")
    others = municipality.units.exclude(pk=besides.pk) if besides else municipality.units.all()
    if fold(name) in {fold(other) for other in others.values_list("name_sq", flat=True)}:
        raise Refused(_("There is a unit of this name already: %(name)s.") % {"name": name}, field="name")
    return name


def add_office_day(municipality, *, on, kind, reason):
    """A day off of this office alone, or a day made up by working; the caller moves the open deadlines.

    It may lie in the past: a day announced late still moves the deadlines that run over it.
    """
    today = timezone.localdate()
    if not today - timedelta(days=400) <= on <= today + timedelta(days=1200):
        raise Refused(_("Check the year: the day lies too far from today."), field="on")
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(
            _("Write why, for example the decision and its number; the requester can read it."), field="reason"
        )
    if OfficeDay.objects.filter(municipality=municipality, on=on).exists():
        raise Refused(_("This day is in the office's own list already: remove it there first."), field="on")
    forget(municipality)
    calendar = calendar_of(municipality)
    if not municipality.office.ad_hoc_days_off_skipped:
        calendar = calendar.without("ad_hoc")
    worked = is_workday(on, calendar)
    if kind == OfficeDay.Kind.OFF and not worked:
        raise Refused(_("Nobody works on that day anyway: it is a weekend day or a public holiday."), field="on")
    if kind == OfficeDay.Kind.WORKING and worked:
        raise Refused(_("That day is an ordinary working day already."), field="on")
    day = OfficeDay.objects.create(municipality=municipality, on=on, kind=kind, reason=reason)
    forget(municipality)
    return day


def remove_office_day(day):
    """Take an own day out of the calendar again; the caller moves the open deadlines."""
    day.delete()
    forget(day.municipality)
