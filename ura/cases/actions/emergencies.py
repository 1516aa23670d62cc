"""An emergency in a case: its own clock, in hours, beside all working days (Tirana plan 3.2.9)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.cases.actions.approving import review_after
from ura.cases.actions.basics import happened, lock, must_be_open, save
from ura.cases.models import CaseRule
from ura.cases.states import EventKind
from ura.core.moments import now
from ura.core.refusals import Refused
from ura.people.births import must_be_born


def raise_emergency(case, *, by, reason, at=None, version=None):
    """The clock starts now, or at the hour it was known; the office's rule says how long it runs."""
    case = lock(case, version=version)
    must_be_open(case)
    if case.is_emergency:
        raise Refused(_("This case is an emergency already."))
    if not reason.strip():
        raise Refused(_("Write what cannot wait."), field="reason")
    at = at or now()
    if at > now():
        raise Refused(_("This hour lies ahead of us: check it."), field="at")
    must_be_born(case.person, timezone.localdate(at), field="at")
    case.emergency_at, case.emergency_met_at = at, None
    case.emergency_due_at = at + timedelta(hours=CaseRule.of(case.municipality).emergency_hours)
    if case.next_review_on:  # an emergency is looked at sooner
        case.next_review_on = min(case.next_review_on, review_after(case, timezone.localdate(at)))
    save(case, "emergency_at", "emergency_met_at", "emergency_due_at", "next_review_on")
    happened(
        case, EventKind.EMERGENCY, by=by, on=timezone.localdate(at), text=reason.strip(), since=at.isoformat(),
        due=case.emergency_due_at.isoformat(),
    )  # fmt: skip
    return case


def meet_emergency(case, *, by, text, at=None, version=None):
    """What was done for what could not wait; the clock stops now, or at the hour when help came."""
    case = lock(case, version=version)
    if not case.is_emergency:
        raise Refused(_("This case is no emergency."))
    if not text.strip():
        raise Refused(_("Write what was done."), field="text")
    at, since = at or now(), case.emergency_at
    if at > now():
        raise Refused(_("This hour lies ahead of us: check it."), field="at")
    if at < since.replace(second=0, microsecond=0):
        when = date_format(timezone.localtime(since), "SHORT_DATETIME_FORMAT")
        raise Refused(_("The office learned of the emergency on %(when)s: it was met after that.") % {"when": when},
                      field="at")  # fmt: skip
    case.emergency_met_at = at = max(at, since)  # typed without seconds
    save(case, "emergency_met_at")
    happened(
        case, EventKind.EMERGENCY_MET, by=by, on=timezone.localdate(at), text=text.strip(), since=since.isoformat(),
        met=at.isoformat(), late=at > case.emergency_due_at,
    )  # fmt: skip
    return case
