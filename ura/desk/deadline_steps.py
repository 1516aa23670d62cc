"""The lines under a due date: what was counted, what was not, and by which law."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from ura.core.workdays import is_workday, made_up_days, skipped
from ura.desk.deadline_words import CALENDAR_DAYS, SENTENCES, WORKING_DAYS

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
        text = text[:1].upper() + text[1:]  # an Albanian weekday at the beginning of a line
        return f"{text.removesuffix('.')} ({self.source()})." if self.law else text

    def source(self):
        """The law and article this line stands on, or an empty text."""
        if not self.law:
            return ""
        text = _("law no. %(law)s, article %(article)s") if self.article else _("law no. %(law)s")
        text %= {"law": self.law, "article": self.article}
        unsure = _("to be confirmed by the office")
        return f"{text}, {unsure}" if self.facts.get("uncertain") else text

    def as_json(self):
        said = {}
        for language in ("sq", "en"):
            with translation.override(language):
                said[language] = self.sentence()
        return {
            "day": self.day.isoformat(),
            "kind": self.kind,
            "law": self.law,
            "article": self.article,
            "data": {name: _plain(value) for name, value in self.facts.items()},
            **said,
        }


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value


def explain(deadline):
    """All lines of a deadline, from the receipt to the last day."""
    opened, base = deadline.legs[0].event, deadline.legs[0]
    steps = [Step("received", deadline.received, *COUNTING)]
    early = ("receipt_corrected", "late_entry", "after_hours", "forwarded")
    steps += [_of_note(note) for note in deadline.notes if note[1] in early[:3]]
    if opened.kind == "reopened":
        steps.append(Step("reopened", opened.on, *COUNTING))
    steps += [_of_note(note, base.rule) for note in deadline.notes if note[1] == "forwarded"]
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


def _of_note(note, rule=None):
    event, kind, facts = note
    source = (rule.law, rule.article) if rule else ("", "")
    return Step(kind, event.on, *source, facts)


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
    if rule.unit == WORKING_DAYS:
        steps += _not_counted(leg, calendar)
    elif rule.unit == CALENDAR_DAYS and not is_workday(leg.last, calendar):
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
        Step("made_up", day, facts={"reason": reason}) for day, reason in made_up_days(leg.start, leg.end, calendar)
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
