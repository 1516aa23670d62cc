"""Albanian personal numbers (NID): what can be read from one, and what in it is doubtful.

Only the form is certain. The check letter was found to fit published tax numbers of the same scheme, never citizens'
numbers: it warns and blocks nothing. Foreigners keep the number of their own papers.
"""

import re
from datetime import date

from django.utils.translation import gettext as _

from ura.people import births

LETTERS = "WABCDEFGHIJKLMNOPQRSTUV"
WEIGHTS = (1, 1, 2, 3, 4, 5, 6, 7, 8)
DECADES = "0123456789ABCDEFGHIJKLMNOPQRST"  # from 1800
OFFSETS = ((0, "M"), (30, "M"), (50, "F"), (80, "F"))  # added to the month; 30 and 80 for foreigners
_FORM = re.compile(r"[0-9A-T]\d{8}[A-W]")
_TAX_FORM = re.compile(r"[A-Z]\d{8}[A-Z]")
_SIGNS = re.compile(r"[^0-9A-Z]+")


def normal(text):
    """Capitals and digits only, as a number is compared."""
    return _SIGNS.sub("", (text or "").upper())


def looks_like_one(text):
    """May what somebody typed into a search be a personal number?"""
    return bool(_TAX_FORM.fullmatch(normal(text)) or _FORM.fullmatch(normal(text)))


def read(text):
    """(day of birth, sex) of a personal number; None when it has not the form of one."""
    number = normal(text)
    if not _FORM.fullmatch(number):
        return None
    year = 1800 + 10 * DECADES.index(number[0]) + int(number[1])
    month, day = int(number[2:4]), int(number[4:6])
    for offset, sex in OFFSETS:
        if 1 <= month - offset <= 12:
            try:
                return date(year, month - offset, day), sex
            except ValueError:
                return None
    return None


def letter_fits(number):
    """Does the last letter agree with the signs before it?"""
    rest = sum(
        weight * (int(sign) if sign.isdigit() else LETTERS.find(sign))
        for weight, sign in zip(WEIGHTS, number, strict=False)
    ) % len(LETTERS)
    return number[-1] == LETTERS[rest] or (rest == 0 and number[-1] == "A")


def doubts(text, *, born="", sex="", organisation=False):
    """Sentences about what looks wrong; nothing for a number without doubt. None of them blocks."""
    number = normal(text)
    if not number:
        return []
    if organisation:
        if not _TAX_FORM.fullmatch(number):
            return [_("A business number (NIPT) has a letter, eight digits and a letter. It is kept as you wrote it.")]
        return [] if letter_fits(number) else [_doubtful_letter()]
    found = read(number)
    if found is None:
        return [
            _(
                "An Albanian personal number has a letter, eight digits and a letter, and holds the day of birth. "
                "This one does not; it is kept as you wrote it."
            )
        ]
    day, his_or_her = found
    said = [] if letter_fits(number) else [_doubtful_letter()]
    if born and born != (day.isoformat() if len(born) == 10 else str(day.year)):
        said.append(
            _("The personal number says another day of birth: %(day)s.") % {"day": births.shown(day.isoformat())}
        )
    if sex and sex != his_or_her:
        said.append(_("The personal number and the sex do not agree."))
    return said


def _doubtful_letter():
    return _("The last letter of the number does not fit the others: one sign may be mistyped. It is kept.")


def masked(text):
    """••••••123A: enough to compare with a card, not enough to copy."""
    text = normal(text)
    return "•" * max(len(text) - 4, 0) + text[-4:] if len(text) > 4 else "•" * len(text)
