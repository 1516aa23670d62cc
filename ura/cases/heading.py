"""What stands above every page of a case: its kind and status, its people in short, what is urgent."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.cases.states import Outcome, State
from ura.core.templatetags.ui import status
from ura.people.models import HouseholdMember

BADGE = {State.OPENED: 1, State.ASSESSED: 2, State.PLANNED: 4, State.CARRIED_OUT: 3, State.CLOSED: 5}


def badges(case):
    """Status, emergency and restriction as badges."""
    found = [status(BADGE[State(case.state)], case.get_state_display())]
    if case.outcome and not case.is_open:
        found.append(status("done", Outcome(case.outcome).label))
    if case.is_open and case.is_emergency:
        found.append(status("late", _("Emergency")))
    if case.enquiry.restricted:
        found.append(status("held", _("Restricted")))
    return found


def urgent(case, officer):
    """[(tone, icon, sentence)]: what cannot wait, the worst first."""
    said = []
    if case.is_open and case.is_emergency:
        said.append(_emergency(case))
    if case.is_open and case.to_close and case.next_review_on:
        text = _("This case waits for its closing: close it by %(day)s, or review it again.")
        said.append(("warn", "calendar", text % {"day": _day(case.next_review_on)}))
    elif case.review_is_overdue:
        days = (timezone.localdate() - case.next_review_on).days
        text = ngettext(
            "The review was due on %(day)s: %(n)s day late.", "The review was due on %(day)s: %(n)s days late.", days
        )
        said.append(("warn", "calendar", text % {"day": _day(case.next_review_on), "n": days}))
    if case.is_open and case.owner_id is None:
        said.append(("warn", "user", _("Nobody carries this case: name a case manager.")))
    if case.enquiry.restricted and (until := _glass(case, officer)):
        text = _("You opened this case by way of exception. It closes by itself at %(until)s.")
        said.append(("bad", "key-round", text % {"until": date_format(timezone.localtime(until), "H:i")}))
    return said


def household_words(case):
    """«Family of 4», or nothing for who is alone."""
    if not case.household_id:
        return ""
    n = getattr(case, "family_size", None)
    if n is None:
        rows = HouseholdMember.objects.filter(municipality=case.municipality_id, household=case.household_id)
        n = rows.present().count()
    return ngettext("Family of %(n)s person", "Family of %(n)s persons", n) % {"n": n} if n > 1 else ""


def _emergency(case):
    left = case.emergency_due_at - timezone.now()
    hours = round(abs(left.total_seconds()) / 3600)
    when = date_format(timezone.localtime(case.emergency_due_at), "SHORT_DATETIME_FORMAT")
    if left.total_seconds() < 0:
        text = ngettext("Emergency: it had to be met by %(when)s, %(n)s hour ago.",
                        "Emergency: it had to be met by %(when)s, %(n)s hours ago.", hours)  # fmt: skip
        return "bad", "triangle-alert", text % {"when": when, "n": hours}
    text = ngettext("Emergency: to be met by %(when)s, %(n)s hour left.",
                    "Emergency: to be met by %(when)s, %(n)s hours left.", hours)  # fmt: skip
    return "warn", "clock", text % {"when": when, "n": hours}


def _glass(case, officer):
    return case.enquiry.team.filter(officer=officer).values_list("until", flat=True).first()


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")
