"""The lines under a due date: what was counted, what was not, and by which law."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import dateformat, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ura.core.workdays import is_workday, made_up_days, skipped
from ura.desk import deadlines

HOLIDAYS = ("7651/1992", "")
COUNTING = ("44/2015", "56-57")  # the day of the event is not counted; a rest day moves the last day


@dataclass(frozen=True)
class Step:
    """One line: what happened to the count on a day. The sentence comes in the reader's language."""

    kind: str
    day: date
    law: str = ""
    article: str = ""
    facts: dict = field(default_factory=dict)

    def sentence(self):
        text = SENTENCES[self.kind](self.day, **self.facts)
        return f"{text} ({self.source()})" if self.law else text

    def source(self):
        """The law and article this line stands on, or an empty text."""
        if not self.law:
            return ""
        if not self.article:
            return _("law no. %(law)s") % {"law": self.law}
        return _("law no. %(law)s, article %(article)s") % {"law": self.law, "article": self.article}

    def as_json(self):
        said = {}
        for language in ("sq", "en"):
            with translation.override(language):
                said[language] = self.sentence()
        facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in self.facts.items()}
        return {"day": self.day.isoformat(), "kind": self.kind, "law": self.law, "article": self.article,
                "data": facts, **said}  # fmt: skip


def explain(deadline):
    """All lines of a deadline, from the receipt to the last day."""
    opened, base = deadline.legs[0].event, deadline.legs[0]
    steps = [Step("received", deadline.received, *COUNTING)]
    early = ("late_entry", "after_hours", "forwarded")
    steps += [_of_note(note) for note in deadline.notes if note[1] in early[:2]]
    if opened.kind == "reopened":
        steps.append(Step("reopened", opened.on, *COUNTING))
    steps += [_of_note(note) for note in deadline.notes if note[1] == "forwarded"]
    steps += _of_leg(base, deadline, only=len(deadline.legs) == 1)

    later = [(note[0].on, [_of_note(note)]) for note in deadline.notes if note[1] not in early]
    later += [(leg.event.on, _of_leg(leg, deadline)) for leg in deadline.legs[1:]]
    for _day, lines in sorted(later, key=lambda pair: pair[0]):
        steps += lines

    if deadline.waiting_since:
        steps.append(Step("waiting", deadline.waiting_since))
    for year in range(base.start.year, deadline.due_on.year + 1):
        if not deadline.calendar.knows(year):
            steps.append(Step("calendar_unknown", deadline.due_on, facts={"year": year}))
    steps.append(Step("due", deadline.due_on, facts={"waiting": deadline.waiting_since is not None}))
    return steps


def _of_note(note):
    event, kind, facts = note
    if kind == "forwarded":
        instead_of, first_on = facts["instead_of"], facts["first_on"]
        rule = deadlines.shipped_rules()[deadlines.FORWARDED_RULE]
        return Step(kind, event.on, rule.law, rule.article, {"first_on": first_on, "instead_of": instead_of.id})
    if kind == "after_hours":
        return Step(kind, event.on, facts={"counts_from": facts["counts_from"]})
    return Step(kind, event.on, facts=facts)


def _of_leg(leg, deadline, only=False):
    """The lines of one stretch: its rule, what it skipped, where it ended."""
    rule, calendar = leg.rule, deadline.calendar
    count = {"n": leg.amount, "unit": rule.unit}
    if leg.kind == "waited":
        steps = [Step("waited", leg.event.on, facts={**count, **leg.facts})]
    elif leg.kind == "extended":
        steps = [Step("extended", leg.event.on, rule.law, rule.article, {**count, **leg.facts})]
    else:
        facts = {**count, "rule": rule.id, "uncertain": rule.uncertain, "start": leg.start}
        steps = [Step("rule", leg.start, rule.law, rule.article, facts)]
    if rule.unit == deadlines.WORKING_DAYS:
        steps += _not_counted(leg, calendar)
    elif not is_workday(leg.last, calendar):
        steps.append(_rest_day(leg, calendar))
    if not only:
        steps.append(Step("end", leg.end))
    return steps


def _not_counted(leg, calendar):
    weekends, steps = 0, []
    for rest in skipped(leg.start, leg.end, calendar):
        if rest.reason is None:
            weekends += 1
        else:
            steps.append(_day_off(rest))
    steps += [
        Step("made_up", day, facts={"reason": reason})
        for day, reason in made_up_days(leg.start, leg.end, calendar)
    ]
    steps.sort(key=lambda step: step.day)
    return steps + ([Step("weekends", leg.end, facts={"n": weekends})] if weekends else [])


def _day_off(rest):
    why = rest.reason
    source = HOLIDAYS if why.kind in ("fixed", "movable", "estimated", "substitute") else ("", "")
    facts = {"name_sq": why.name_sq, "name_en": why.name_en, "off": why.kind,
             "estimated": why.estimated or why.kind == "estimated"}  # fmt: skip
    return Step("day_off", rest.day, *source, facts)


def _rest_day(leg, calendar):
    why = calendar.off.get(leg.last)
    names = {"name_sq": why.name_sq, "name_en": why.name_en} if why else {}
    if leg.end == leg.last:
        return Step("not_rolled", leg.last, facts=names)
    return Step("rolled", leg.last, *COUNTING, {"to": leg.end, **names})


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


def _rule(day, n, unit, rule, uncertain, start):
    text = _("Deadline: %(count)s after %(day)s.") % {"count": _count(n, unit), "day": short_day(start)}
    return text + " " + _("This rule is not certain: the office confirms it.") if uncertain else text


def _count(n, unit):
    if unit == deadlines.WORKING_DAYS:
        text = ngettext("%(n)s working day", "%(n)s working days", n)
    elif unit == deadlines.CALENDAR_DAYS:
        text = ngettext("%(n)s calendar day", "%(n)s calendar days", n)
    else:
        text = ngettext("%(n)s hour, rest days included", "%(n)s hours, rest days included", n)
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
    text = _(
        "The clock stood still from %(asked)s to %(clarified)s (setting of the office): %(count)s added."
    )
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
