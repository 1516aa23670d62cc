"""Each row read as a request: what it says, what is wrong with it, and how to mend it."""

import difflib
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.codelists.lists import terms
from ura.core.cells import as_date, as_text
from ura.core.folding import fold
from ura.desk.actions.registering import LONGEST_BODY, LONGEST_SUBJECT
from ura.desk.importing.columns import FIELDS
from ura.desk.importing.repeats import Repeats
from ura.desk.states import Channel, State

LISTS = {"service": "service_type", "requester_type": "requester_type", "audience": "audience", "outcome": "outcome"}
DEFAULTS = dict.fromkeys(FIELDS, "") | {
    "service": "1", "requester_type": "1", "channel": Channel.LETTER, "state": State.ANALYSIS,
    "received_on": None, "closed_on": None, "unit": None, "owner": None,
}  # fmt: skip
CLOSED_WORDS = {"mbyllur", "perfunduar", "zgjidhur", "pergjigjur", "closed", "done", "answered"}


@dataclass(slots=True)
class Problem:
    """One doubt about one cell. A blocking one stops the whole import; the others say what will be done."""

    row: int
    field: str
    value: str
    sentence: str
    blocking: bool = True


@dataclass(slots=True)
class Draft:
    """One row as a request."""

    row: int
    values: dict
    problems: list = field(default_factory=list)
    identity: str = ""
    said_before: bool = False  # word for word, higher up in the same file
    fingerprint: int = 0


MOST_HINTS = 500  # looked for; there are no more problems shown
MOST_PROBLEMS = 200  # kept of each sort; the rest is counted


class Found:
    """What is wrong in a whole spreadsheet: all of it counted, the first of what blocks and of what is only noted kept."""

    def __init__(self):
        self.blocking, self.notes = [], []
        self.blocking_total = self.notes_total = self.rows = self.bad_rows = 0

    def take(self, draft):
        self.rows += 1
        blocked = False
        for problem in draft.problems:
            blocked |= problem.blocking
            kept = self.blocking if problem.blocking else self.notes
            if len(kept) < MOST_PROBLEMS:
                kept.append(problem)
            if problem.blocking:
                self.blocking_total += 1
            else:
                self.notes_total += 1
        self.bad_rows += blocked

    @property
    def more_blocking(self):
        return self.blocking_total - len(self.blocking)

    @property
    def more_notes(self):
        return self.notes_total - len(self.notes)


class Checker:
    """Reads rows by a mapping {column: field}; the office's lists and staff are looked up once."""

    def __init__(self, municipality, mapping, *, default_day=None):
        self.mapping, self.default_day = mapping, default_day
        self.today, self.repeats, self.hints = timezone.localdate(), Repeats(), {}
        lists = {field: terms(municipality).get(name, []) for field, name in (LISTS | {"state": "case_status"}).items()}
        self.codes = {field: self._words(rows) for field, rows in lists.items()}
        self.codes["channel"] = {c.value: c.value for c in Channel} | _labels(Channel, "sq") | _labels(Channel, "en")
        self.names = {field: {term.code: str(term) for term in rows} for field, rows in lists.items()}
        self.names["channel"] = {c.value: str(c.label) for c in Channel}
        self.codes["state"] |= dict.fromkeys(CLOSED_WORDS, State.CLOSED)
        self.units = {fold(unit.name_sq): unit.pk for unit in municipality.units.all()}
        self.staff = {fold(o.user.name): o.pk for o in municipality.officers.select_related("user")}

    def _words(self, rows):
        return {fold(word): term.code for term in rows for word in (term.sq, term.en, term.code)}

    def read(self, row):
        """The draft of one row, with its problems; an empty row is None."""
        draft = Draft(row.number, dict(DEFAULTS))
        given = {}
        for place, name in self.mapping.items():
            value = row.values[place] if place < len(row.values) else ""
            if value not in ("", None):
                given[name] = value
        if not given:
            return None
        for name, value in given.items():
            self._take(draft, name, value)
        written_on = draft.values["received_on"]
        self._whole(draft)
        self._repeated(draft, given, written_on)
        return draft

    def _repeated(self, draft, given, written_on):
        same, numbered = self.repeats.look(draft, given, written_on)
        name = "old_number" if draft.values["old_number"] else "subject"
        if same:
            told = _("Row %(n)d says the same: this one is left out. If it is another request, write what differs.")
        elif numbered:
            told = _("Row %(n)d has the same number: both are taken. Check the numbers.")
        else:
            return
        self._problem(draft, name, draft.values[name], told % {"n": same or numbered}, blocking=False)

    def _take(self, draft, name, value):
        text = as_text(value).strip()
        if name in ("received_on", "closed_on"):
            day = as_date(value)
            if day is None:
                self._problem(draft, name, text, _("This is no date. Write it as 31.12.2025."))
            elif day > self.today:
                self._problem(draft, name, text, _("This day is in the future. Check the year."))
            elif day < date(1990, 1, 1):
                self._problem(draft, name, text, _("This day lies before 1990. Check the year."))
            else:
                draft.values[name] = day
        elif name in self.codes:
            self._code(draft, name, text)
        elif name == "unit":
            draft.values["unit"] = self.units.get(fold(text))
            if draft.values["unit"] is None:
                self._problem(draft, name, text, _("No unit of this office has this name: left empty."), blocking=False)
        elif name == "owner":
            draft.values["owner"] = self.staff.get(fold(text))
            if draft.values["owner"] is None:
                self._problem(
                    draft,
                    name,
                    text,
                    _("No colleague has this name: the standing focal point is taken."),
                    blocking=False,
                )
        elif name == "email":
            try:
                validate_email(text)
                draft.values[name] = text
            except ValidationError:
                self._problem(draft, name, text, _("This is no e-mail address: kept among the notes."), blocking=False)
                draft.values["notes"] = f"{draft.values.get('notes', '')} {text}".strip()
        else:
            draft.values[name] = f"{draft.values.get(name, '')} {text}".strip() if name == "notes" else text

    def _code(self, draft, name, text):
        """«1», «1.0», «1 - Informacion» and «Informacion» are one code."""
        known, folded = self.codes[name], fold(text)
        number = folded.split()[0].rstrip(".-:)").removesuffix(".0") if folded.split() else ""
        found = known.get(folded) or known.get(number) or next(
            (code for word, code in known.items() if len(folded) > 3 and word.startswith(folded)), None
        )  # fmt: skip
        if found is None:
            self._problem(draft, name, text, self._hint(name, folded))
        else:
            draft.values[name] = found

    def _hint(self, name, folded):
        """The word of the list that was meant, in the reader's language whichever it was typed in; else all of them."""
        if (name, folded) not in self.hints and len(self.hints) < MOST_HINTS:
            names, known = self.names[name], self.codes[name]
            alike = difflib.get_close_matches(folded, [word for word, code in known.items() if word != fold(code)], n=1)
            meant = names.get(known[alike[0]]) if alike else None
            if meant:
                said = _("This word is not in the list. Did you mean «%(word)s»?") % {"word": meant}
            else:
                said = _("This word is not in the list. Choose one of: %(words)s.") % {
                    "words": "; ".join(names.values())
                }
            self.hints[name, folded] = said
        return self.hints.get((name, folded)) or _("This word is not in the list.")

    def _whole(self, draft):
        values = draft.values
        unread = any(p.field == str(FIELDS["received_on"][0]) for p in draft.problems)
        if not values.get("received_on") and not unread:
            if self.default_day:
                values["received_on"] = self.default_day
                self._problem(
                    draft, "received_on", "", _("No day of receipt: the day given above is taken."), blocking=False
                )
            else:
                self._problem(
                    draft,
                    "received_on",
                    "",
                    _("No day of receipt. Fill it in, or give one day for all such rows above."),
                )
        if not values.get("subject"):
            values["subject"] = (values.get("notes") or values.get("body") or "")[:LONGEST_SUBJECT]
            if values["subject"]:
                self._problem(
                    draft, "subject", "", _("No subject: the beginning of the notes is taken."), blocking=False
                )
            else:
                self._problem(draft, "subject", "", _("The row says nothing of what was asked. Fill in the subject."))
        if len(values.get("subject", "")) > LONGEST_SUBJECT:
            values["body"] = f"{values['subject']}\n\n{values.get('body', '')}".strip()
            values["subject"] = values["subject"][: LONGEST_SUBJECT - 1] + "…"
        if len(values.get("body", "")) > LONGEST_BODY:
            self._problem(
                draft, "body", "", _("The text is longer than %(n)s signs. Shorten it.") % {"n": LONGEST_BODY}
            )
        received, closed = values.get("received_on"), values.get("closed_on")
        if received and closed and closed < received:
            self._problem(draft, "closed_on", str(closed), _("The day of closing lies before the day of receipt."))
        if closed and values["state"] != State.CLOSED:
            values["state"] = State.CLOSED
        if values["state"] == State.CLOSED:
            if not closed:
                values["closed_on"] = received
                self._problem(
                    draft, "closed_on", "", _("Closed without a day: the day of receipt is taken."), blocking=False
                )
            values["outcome"] = values["outcome"] or "answered"

    def _problem(self, draft, name, value, sentence, *, blocking=True):
        draft.problems.append(Problem(draft.row, str(FIELDS[name][0]), value[:80], sentence, blocking))


def _labels(choices, language):
    with override(language):
        return {fold(str(choice.label)): choice.value for choice in choices}
