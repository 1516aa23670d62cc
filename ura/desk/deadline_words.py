"""The sentences under a due date, in the reader's language."""

from django.utils import dateformat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

WORKING_DAYS, CALENDAR_DAYS, HOURS = "working_days", "calendar_days", "hours"


def long_day(day):
    """«e enjte, 12 mars 2026», "Thursday, 12 March 2026"."""
    text = dateformat.format(day, "l, j F Y")
    return text.lower() if get_language() == "sq" else text  # Albanian writes days and months small


def short_day(day):
    text = dateformat.format(day, "j F Y")
    return text.lower() if get_language() == "sq" else text


def _name(name_sq="", name_en=""):
    return name_en if get_language() == "en" and name_en else name_sq


def _received(day):
    return _("%(day)s: received. The day of receipt is not counted.") % {"day": long_day(day)}


def _late_entry(day, entered_on):
    text = _("Entered in the book later, on %(day)s. The clock runs from the day of receipt.")
    return text % {"day": long_day(entered_on)}


def _receipt_corrected(day, to, **was):
    text = _("%(day)s: the day of receipt was corrected from %(was)s to %(now)s; the clock runs from %(now)s.")
    return text % {"day": long_day(day), "was": short_day(was["from"]), "now": short_day(to)}


def _after_hours(day, counts_from):
    if counts_from == day:
        return _("It came after office hours and counts as received that day (setting of the office).")
    text = _("It came after office hours and counts as received on %(day)s (setting of the office).")
    return text % {"day": long_day(counts_from)}


def _reopened(day):
    return _("%(day)s: opened again. A new clock runs; this day is not counted.") % {"day": long_day(day)}


def _forwarded(day, first_on, instead_of):
    text = _(
        "%(day)s: forwarded to the competent authority. The longer deadline applies, "
        "counted from arrival at the first authority, %(first)s."
    )
    return text % {"day": long_day(day), "first": short_day(first_on)}


def _forwarded_noted(day):
    text = _("%(day)s: forwarded to another institution. The deadline does not change.")
    return text % {"day": long_day(day)}


def _rule(day, n, unit, start, **_other):
    return _("Deadline: %(count)s after %(day)s.") % {"count": _count(n, unit), "day": short_day(start)}


def _count(n, unit):
    if unit == WORKING_DAYS:
        text = ngettext("%(n)s working day", "%(n)s working days", n)
    elif unit == CALENDAR_DAYS:
        text = ngettext("%(n)s calendar day", "%(n)s calendar days", n)
    else:
        text = ngettext("%(n)s hour", "%(n)s hours", n)
    return text % {"n": n}


def _off(day, off, estimated, **names):
    kinds = {
        "substitute": _("substitute day"),
        "ad_hoc": _("extra day off"),
        "office": _("day off of the office"),
    }
    kind = kinds.get(off, _("public holiday"))
    if estimated:
        kind = _("%(kind)s, estimated, to be confirmed") % {"kind": kind}
    text = _("%(day)s: %(name)s (%(kind)s), not counted.")
    return text % {"day": long_day(day), "name": _name(**names), "kind": kind}


def _made_up(day, reason):
    text = _("%(day)s: make-up working day, counted.") % {"day": long_day(day)}
    return f"{text} {reason}".strip()


def _weekends(day, n):
    return ngettext("%(n)s weekend day is not counted.", "%(n)s weekend days are not counted.", n) % {"n": n}


def _rolled(day, to, **names):
    name = _name(**names) or _("weekend")
    text = _("The last day, %(day)s, is a rest day (%(name)s): it moves to %(to)s.")
    return text % {"day": long_day(day), "name": name, "to": long_day(to)}


def _not_rolled(day, **names):
    name = _name(**names) or _("weekend")
    text = _("The last day, %(day)s, is a rest day (%(name)s), but it does not move.")
    return text % {"day": long_day(day), "name": name}


def _end(day):
    return _("This count ends on %(day)s.") % {"day": long_day(day)}


def _clock_kept(day):
    text = _("%(day)s: clarification asked. The clock did not stop (setting of the office).")
    return text % {"day": long_day(day)}


def _asked_too_late(day, due_on):
    text = _("%(day)s: clarification asked after the last day, %(due)s: the clock had already run out.")
    return text % {"day": long_day(day), "due": short_day(due_on)}


def _waiting(day):
    text = _(
        "%(day)s: clarification asked. The clock has stood still since then (setting of the office); "
        "the last day moves when the requester answers."
    )
    return text % {"day": long_day(day)}


def _waited(day, n, unit, asked_on, clarified_on):
    text = _("The clock stood still from %(asked)s to %(clarified)s (setting of the office): %(count)s added.")
    count = _count(n, unit)
    return text % {"asked": short_day(asked_on), "clarified": short_day(clarified_on), "count": count}


def _extended(day, n, unit, late):
    text = _("%(day)s: extended by %(count)s from the end of the deadline.")
    text %= {"day": long_day(day), "count": _count(n, unit)}
    return text + " " + _("The extension was decided after the last day had passed.") if late else text


def _extension_not_counted(day, times):
    if times:
        text = _("%(day)s: a further extension is not counted, the law allows it once.")
    else:
        text = _("%(day)s: the extension is not counted, the law of this deadline foresees none.")
    return text % {"day": long_day(day)}


def _calendar_changed(day, reason, to=None, **moved):
    was, words = moved.get("from"), {"day": long_day(day), "reason": reason}
    if was and to and was != to:
        text = _("%(day)s: the calendar changed (%(reason)s). The last day moved from %(was)s to %(now)s.")
        return text % {**words, "was": short_day(was), "now": short_day(to)}
    return _("%(day)s: the calendar changed (%(reason)s). The last day did not move.") % words


def _calendar_unknown(day, year):
    text = _("No public holidays are known yet for %(year)s: the last day may still move.")
    return text % {"year": year}


def _due(day, waiting):
    if waiting:
        return _("Answer due on %(day)s at the earliest.") % {"day": long_day(day)}
    return _("Answer due on %(day)s.") % {"day": long_day(day)}


SENTENCES = {
    "received": _received,
    "receipt_corrected": _receipt_corrected,
    "late_entry": _late_entry,
    "after_hours": _after_hours,
    "reopened": _reopened,
    "forwarded": _forwarded,
    "forwarded_noted": _forwarded_noted,
    "rule": _rule,
    "day_off": _off,
    "made_up": _made_up,
    "weekends": _weekends,
    "rolled": _rolled,
    "not_rolled": _not_rolled,
    "end": _end,
    "clock_kept": _clock_kept,
    "asked_too_late": _asked_too_late,
    "waiting": _waiting,
    "waited": _waited,
    "extended": _extended,
    "extension_not_counted": _extension_not_counted,
    "calendar_changed": _calendar_changed,
    "calendar_unknown": _calendar_unknown,
    "due": _due,
}
