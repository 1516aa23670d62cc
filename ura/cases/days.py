"""Days that cannot be: before a birth, before the case was opened, still to come."""

from calendar import monthrange
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.templatetags.ui import short_date
from ura.people.births import must_be_born


def must_have_been(case, on, *, person=None, field="on"):
    """Raises Refused for a day on which this cannot have happened."""
    if on > timezone.localdate():
        raise Refused(_("This day is still to come: write the day on which it happened."), field=field)
    must_be_born(person, on, field=field)
    if on < case.opened_on:
        raise Refused(
            _("This day lies before the case was opened (%(day)s).") % {"day": short_date(case.opened_on)}, field=field
        )


def in_months(day, months):
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
