"""What makes two rows the same request: within one file, and when a spreadsheet comes again."""

import re

from ura.desk.importing.columns import plain

YEAR = re.compile(r"\d .*\b(19|20)\d\d$")  # a number that says its year itself, as in 7/2025


class Repeats:
    """The rows of one file met so far; kept of each: hashes, no words.

    A protocol number is one request in its year, whatever was corrected beside it; without a number the day as it was
    written, the subject and the requester are. Rows of one file that share that and differ otherwise are counted, so
    that none is lost and each is known again.
    """

    def __init__(self):
        self.rows, self.first, self.turns = {}, {}, {}

    def look(self, draft, given, written_on):
        """Set the draft's identity; answers with the row that says the same, and with the one of the same number."""
        same = _met(self.rows, tuple(given.items()), draft.row)
        if same:
            draft.said_before = True
            return same, None
        draft.identity = identity(draft.values, written_on)
        first = _met(self.first, draft.identity, draft.row)
        if first:
            key = hash(draft.identity)
            self.turns[key] = self.turns.get(key, 1) + 1
            draft.identity += f"\0{self.turns[key]}"
        return None, first if draft.values["old_number"] else None


def _met(known, what, row):
    """The row where this was met first; None when it is met now."""
    first = known.setdefault(hash(what), row)
    return first if first != row else None


def identity(values, written_on):
    """The imports of the same spreadsheet meet here."""
    if number := plain(values["old_number"]):
        year = "" if YEAR.search(number) or not written_on else written_on.year
        return f"{number}\0{year}"
    parts = (written_on or "", values["subject"], values["name"], values["organisation"])
    return "\0".join(["", *(plain(part) for part in parts)])
