"""By when a request about one's own data is answered, and how the hours of a breach run."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.desk.clock import rules
from ura.desk.deadlines import Dated, derive
from ura.municipalities.calendars import calendar_of
from ura.rights.models import PrivacySettings

LAW = "124/2024"


def privacy_of(municipality):
    """What the office set itself, or what is shipped."""
    kept = municipality.__dict__.get("_privacy")
    if kept is None:
        kept = PrivacySettings.objects.filter(municipality=municipality).first()
        kept = municipality.__dict__["_privacy"] = kept or PrivacySettings(municipality=municipality)
    return kept


def deadline(municipality, received_on, extended_on=None):
    """The due date with its explanation line by line; days by the office's own settings (law 124/2024)."""
    own, law = privacy_of(municipality), dict(rules(municipality))
    law["dsr_answer"] = replace(law["dsr_answer"], value=own.answer_days)
    law["dsr_extension"] = replace(law["dsr_extension"], value=own.extension_days)
    events = [Dated("received", received_on)]
    if extended_on:
        events.append(Dated("extended", extended_on, {"days": own.extension_days}))
    return derive(events, law["dsr_answer"], calendar_of(municipality), municipality.office, law)


def deadline_of(request):
    return deadline(request.municipality, request.received_on, request.extended_on)


def notify_until(breach):
    """The end of the hours in which the Commissioner is notified, counted from notice, rest days included."""
    return breach.noticed_at + timedelta(hours=privacy_of(breach.municipality).breach_hours)


def breach_clock(breach, now=None):
    """(tone, sentence) of the clock of one breach: late, warn (less than a day) or nothing."""
    end, now = notify_until(breach), now or timezone.now()
    if told := breach.authority_told_at:
        hours = _hours(told - breach.noticed_at)
        text = ngettext(
            "Notified %(n)s hour after it was noticed.", "Notified %(n)s hours after it was noticed.", hours
        ) % {"n": hours}
        return ("late" if told > end else ""), text
    if breach.closed_at:
        return "", _("Closed without a notification; the reason stands below.")
    if now > end:
        hours = _hours(now - end)
        text = ngettext(
            "The time limit passed %(n)s hour ago: notify now and give the reason for the delay.",
            "The time limit passed %(n)s hours ago: notify now and give the reason for the delay.",
            hours,
        )
        return "late", text % {"n": hours}
    hours = _hours(end - now)
    text = ngettext("%(n)s hour left, until %(end)s.", "%(n)s hours left, until %(end)s.", hours)
    shown = date_format(timezone.localtime(end), "j.n.Y H:i")
    return ("warn" if hours < 24 else ""), text % {"n": hours, "end": shown}


def _hours(delta):
    return int(delta.total_seconds() // 3600)
