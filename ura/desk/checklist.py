"""The steps of the standard operating procedures for one request: some tick themselves, a person ticks the rest."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ura.desk.states import Channel, EventKind
from ura.people.consent import allowed
from ura.people.models import Purpose

ALWAYS = "diaspora/5.1b"
BY_MAIL = (Channel.EMAIL, Channel.PORTAL)  # elsewhere there may be no e-mail to answer: that step is never the next


@dataclass
class Step:
    code: str  # diaspora/5.1b.1
    number: int
    text: str
    state: str = "todo"  # done, now or todo
    note: str = ""
    by_system: bool = False  # ticked by what happened: nobody can take it back


@dataclass
class Procedure:
    title: str
    section: str
    steps: list = field(default_factory=list)

    @property
    def done(self):
        return sum(step.state == "done" for step in self.steps)


@cache
def procedures():
    """The procedures that are followed for each request, by code."""
    table = tomllib.loads((Path(__file__).parent / "data" / "checklist.toml").read_text(encoding="utf-8"))
    return {row["code"]: row for row in table["procedure"] if row["per_request"]}


@cache
def _rows():
    return {f"{code}.{row['n']}": row for code, procedure in procedures().items() for row in procedure["steps"]}


def step_words(code):
    """The words of one step; the code itself when the procedures no longer hold it."""
    row = _rows().get(code)
    return row["en" if get_language() == "en" else "sq"] if row else code


def is_step(code):
    return code in _rows()


def checklist(enquiry, events, involvements, staff):
    """The procedures of this kind of request with their steps; while it is open the first step to do is `now`."""
    marked = {event.data["step"]: event for event in events if event.data.get("step")}
    shown, found, skipped = set(), [], None
    for code, row in procedures().items():
        if code != ALWAYS and enquiry.service not in row["service_types"]:
            continue
        procedure = Procedure(_title(row), row["section"])
        for step in row["steps"]:
            # 5.9 and 5.10 repeat the common steps of 5.1b: those are shown once.
            if step["ticks"] and step["ticks"] in shown:
                continue
            shown.add(step["ticks"])
            procedure.steps.append(_step(f"{code}.{step['n']}", step, enquiry, events, involvements, marked, staff))
            if step["ticks"] == "acknowledged" and enquiry.channel not in BY_MAIL:
                skipped = procedure.steps[-1]
        found.append(procedure)
    for step in (step for procedure in found for step in procedure.steps):
        if step.state == "todo" and enquiry.is_open and step is not skipped:
            step.state = "now"
            break
    return found


def focal_point_step(enquiry):
    """The step at which a focal point of the activity or investment is named, for type 2 and 3; else empty."""
    return {"2": "diaspora/5.9b.9", "3": "diaspora/5.10b.8"}.get(enquiry.service, "")


def _title(row):
    return row["title_en"] if get_language() == "en" else row["title_sq"]


def _step(code, row, enquiry, events, involvements, marked, staff):
    step = Step(code, row["n"], step_words(code))
    known = TICKS[row["ticks"]](enquiry, events, involvements) if row["ticks"] else None
    if known:
        step.state, step.by_system = "done", True
        step.note = known if isinstance(known, str) else _who_when(known, staff)
    elif (mark := marked.get(code)) and mark.data.get("done", True):
        step.state, step.note = "done", _who_when(mark, staff)
    return step


def _who_when(event, staff):
    from django.utils.formats import date_format

    day = date_format(event.on, "SHORT_DATE_FORMAT")
    return f"{staff[event.officer_id]}, {day}" if event.officer_id in staff else day


def _last(events, *kinds, where=lambda event: True):
    return next((event for event in reversed(events) if event.kind in kinds and where(event)), None)


def _typed(enquiry, events, involvements):
    """Somebody looked at the type: at the counter, or later by coding. A mail's or the portal's default does not count."""
    coded = _last(events, EventKind.CODED, where=lambda event: not event.data.get("corrected"))
    return coded or _last(events, EventKind.RECEIVED, where=lambda event: event.officer_id)


def _coded(enquiry, events, involvements):
    return bool(enquiry.audience) and _typed(enquiry, events, involvements)


def _owner_kept(enquiry, events, involvements):
    if enquiry.owner_id is None:
        return None
    if _last(events, EventKind.OWNER_CHANGED):
        return _("changed by the supervisor, with a reason")
    return str(enquiry.owner)


@dataclass(frozen=True)
class Known:
    """What ticks a step besides the events of the request: on which day, by whom."""

    on: object
    officer_id: int | None = None


def add_tick(name, tick):
    """A package above says what ticks a step: `tick(enquiry, events, involvements)`, in its AppConfig.ready."""
    TICKS[name] = tick


def _consented(enquiry, events, involvements):
    """The consent to counselling that holds, or held when the request was closed (SOP, Annex 1)."""
    person = enquiry.requester
    if person is None:
        return None
    person.municipality = enquiry.municipality
    consent = allowed(person, Purpose.PROCESSING, on=enquiry.closed_on)
    return Known(consent.given_on, consent.taken_by_id) if consent else None


TICKS = {
    "consented": _consented,
    "numbered": lambda enquiry, events, involvements: enquiry.entry.label,
    "acknowledged": lambda enquiry, events, involvements: _last(events, EventKind.ACKNOWLEDGED),
    "typed": _typed,
    "coded": _coded,
    "stakeholders": lambda enquiry, events, involvements: (
        ", ".join(str(row.stakeholder) for row in involvements[:3]) if involvements else None
    ),
    "owner_kept": _owner_kept,
    "discussed": lambda enquiry, events, involvements: _last(events, EventKind.DISCUSSED, EventKind.REPLY_APPROVED),
    "replied": lambda enquiry, events, involvements: _last(events, EventKind.REPLY_SENT, EventKind.ANSWERED_ORALLY),
}
