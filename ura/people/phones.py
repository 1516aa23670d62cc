"""Phone numbers in international form; a number nobody knows is kept as it was typed."""

import re

import phonenumbers
from django.utils.translation import gettext as _

HOME = "AL"
_SIGNS = re.compile(r"[\s./()-]+")
_DIGITS = re.compile(r"\D+")
_ALBANIAN = re.compile(r"(?:\+355|00355|0)([1-9]\d{7,8})")
# Clear of the trunk zero that many write after the code of a country, «+49 (0)30 …»: there the library decides.
_FOREIGN = re.compile(r"(?:\+|00)([1-9](?:[1-9]{3})\d{4,11})")


def digits(text):
    """Digits only, in international form: 066… and 00355 66… and +355 66… are one number."""
    bare = _SIGNS.sub("", text or "")
    if found := _ALBANIAN.fullmatch(bare):  # the usual case by the short way
        return "355" + found[1]
    if found := _FOREIGN.fullmatch(bare):
        return found[1]
    number = _parsed(text)
    if number is not None and phonenumbers.is_possible_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
    return _by_hand(bare)


def tidy(text):
    """As numbers are written between countries, +355 66 123 4567; an odd one stays as it was typed."""
    text = " ".join((text or "").split())
    found = _ALBANIAN.fullmatch(_SIGNS.sub("", text))
    if found and len(found[1]) == 9 and found[1][0] == "6":
        return f"+355 {found[1][:2]} {found[1][2:5]} {found[1][5:]}"
    number = _parsed(text)
    if number is None or number.extension or not phonenumbers.is_possible_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def doubt(text):
    """A sentence when a number cannot be right, else nothing; it is kept all the same."""
    if not (text or "").strip():
        return ""
    number = _parsed(text)
    if number is not None and phonenumbers.is_possible_number(number):
        return ""
    return _("The phone number «%(number)s» looks incomplete or mistyped. It is kept as you wrote it: check it.") % {
        "number": " ".join(text.split())[:40]
    }


def _parsed(text):
    try:
        return phonenumbers.parse(text or "", HOME)
    except phonenumbers.NumberParseException:
        return None


def _by_hand(bare):
    number = _DIGITS.sub("", bare)
    if number.startswith("00"):
        return number[2:]
    return "355" + number[1:] if number.startswith("0") else number
