"""Birth dates as offices know them: a day, or only the year."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.core.refusals import Refused

_YEAR = re.compile(r"^(1[89]|20)\d\d$")


def read(text):
    """What was typed as it is kept: 2012-05-31 or 2012. Raises ValidationError."""
    text = text.strip()
    if not text:
        return ""
    if _YEAR.match(text):
        first, kept = date(int(text), 1, 1), text
    else:
        try:
            first = forms.DateField().clean(text)
        except ValidationError as error:
            raise ValidationError(_("Write the day as 31.12.1990, or only the year.")) from error
        kept = first.isoformat()
    if first > timezone.localdate() or first.year < 1880:
        raise ValidationError(_("Check the year of birth."))
    return kept


def shown(born):
    """2012-05-31 as dates are written here; a year stays a year."""
    if not born:
        return ""
    return date_format(date.fromisoformat(born), "SHORT_DATE_FORMAT") if len(born) == 10 else born


def year(born):
    return int(born[:4]) if born else None


def first_day(born):
    """The earliest day on which somebody may have been born."""
    return date.fromisoformat(born) if len(born) == 10 else date(int(born), 1, 1)


def must_be_born(person, day, *, field="on"):
    """Raises Refused for a day of this person's life that lies before it began; no day, or no birth known: nothing."""
    if person is not None and day is not None and person.born and day < first_day(person.born):
        raise Refused(_("This day lies before the birth of %(name)s.") % {"name": person.shown_name}, field=field)


def last_day(born):
    """The latest day on which somebody may have been born."""
    return date.fromisoformat(born) if len(born) == 10 else date(int(born), 12, 31)


def is_under(born, years, *, on=None):
    """Younger than so many years on a day, or perhaps so: a child is protected while the day is unknown."""
    if not born:
        return False
    on, born_on = on or timezone.localdate(), last_day(born)
    return _years(born_on, on) < years


def age(born, *, on=None):
    """Full years, when the day is known."""
    return _years(date.fromisoformat(born), on or timezone.localdate()) if len(born) == 10 else None


def _years(born_on, on):
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
