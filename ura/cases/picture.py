"""Assessments of one person over time as a picture: drawn here, in any ink, readable in print and to a screen reader."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ura.core.templatetags.ui import short_date

LEFT, RIGHT, TOP, ROW = 14, 426, 34, 46
STEP = (RIGHT - LEFT) / 4


@dataclass
class Mark:
    x: float
    score: int
    first: bool
    last: bool
    on: str


@dataclass
class Line:
    """One domain: its name, and where each assessment put it."""

    name: str
    y: int
    marks: list
    cells: list  # for the table: a score or None per assessment, with what was a concern

    @property
    def start(self):
        return self.marks[0].x

    @property
    def end(self):
        return self.marks[-1].x


@dataclass
class Comparison:
    person: object
    assessments: list
    lines: list
    said: str
    concern_width: float

    @property
    def height(self):
        return TOP + ROW * len(self.lines) + 12

    @property
    def bottom(self):
        return self.height - 8

    @property
    def scale(self):
        return [(n, round(LEFT + n * STEP, 1)) for n in range(5)]


def compare(person, assessments, names):
    """The comparison of one person's assessments, oldest first."""
    scores = [{each.domain: each for each in row.all_scores} for row in assessments]
    domains = list(dict.fromkeys(code for row in scores for code in row))
    lines = []
    for code in domains:
        found = [row.get(code) for row in scores]
        known = [(n, each) for n, each in enumerate(found) if each is not None]
        marks = [
            Mark(round(LEFT + each.score * STEP, 1), each.score, at == 0, at == len(known) - 1,
                 short_date(assessments[n].made_on))
            for at, (n, each) in enumerate(known)
        ]  # fmt: skip
        lines.append(Line(names.get(code, code), TOP + ROW * len(lines) + 30, marks, found))
    threshold = max(row.format.content["threshold"] for row in assessments)
    return Comparison(person, assessments, lines, _said(lines), round((threshold + 0.5) * STEP, 1))


def _said(lines):
    """The picture in words."""
    parts = []
    for each in lines:
        if len(each.marks) == 1:
            parts.append(_("%(domain)s: %(score)s") % {"domain": each.name, "score": each.marks[0].score})
        else:
            parts.append(
                _("%(domain)s: from %(first)s to %(last)s")
                % {"domain": each.name, "first": each.marks[0].score, "last": each.marks[-1].score}
            )
    return "; ".join(parts)
