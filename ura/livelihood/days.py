"""Days as one types them: one, several, or from a first to a last one."""

import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_RANGE = re.compile(r"^(\S+)\s*[-–—]\s*(\S+)$")
LONGEST = 62  # days of one range
SATURDAY = 5


def read_days(text):
    """Sorted days; raises ValidationError with the piece that is none."""
    found = set()
    for piece in re.split(r"[\n,;]+", text):
        piece = piece.strip()
        if not piece:
            continue
        if ends := _RANGE.match(piece) if " " in piece or piece.count("-") == 1 else None:
            first, last = _day(ends[1]), _day(ends[2])
            if last < first or (last - first).days > LONGEST:
                raise ValidationError(
                    _("“%(piece)s”: a range goes from a first to a later day, two months at most.")
                    % {"piece": piece[:40]}
                )
            days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            found.update(each for each in days if each.weekday() < SATURDAY)
        else:
            found.add(_day(piece))
    if not found:
        raise ValidationError(_("Write at least one day."))
    return sorted(found)


def _day(text):
    try:
        return forms.DateField().clean(text)
    except ValidationError as error:
        raise ValidationError(_("“%(piece)s” is not a day: write it as 31.12.2026.") % {"piece": text[:40]}) from error
