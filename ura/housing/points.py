"""Tables of points: how the office writes them, what an application gets, and why.

Written by hand in a box a group, one sub-criterion a paragraph:

    Gjendja e banesës / State of the dwelling
    - Pa strehë / Without shelter: 15
    - Banesë nën norma / Dwelling below the norm: 10

Of each sub-criterion an application takes at most one answer. Four groups of 25 points each, 100 in all (law 22/2018;
SOP internal 8.2.1): a table that could give more is refused, so no application can get more.
"""

import re
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.housing.national import groups, word

_POINTS = re.compile(r"^(.*\S)\s*:\s*(\d{1,3})$")


@dataclass(frozen=True)
class Answer:
    code: str
    sq: str
    en: str
    points: int

    def __str__(self):
        return _said(self)


@dataclass(frozen=True)
class SubCriterion:
    code: str
    group: str
    sq: str
    en: str
    answers: tuple

    def __str__(self):
        return _said(self)

    @property
    def most(self):
        return max(answer.points for answer in self.answers)


def _said(row):
    return row.en if row.en and (get_language() or "sq").startswith("en") else row.sq


def read_table(texts):
    """{group: [sub-criterion, …]}; refuses with the line that is wrong."""
    table = {group: _read_group(group, texts.get(group, "")) for group in groups()}
    for group, rows in table.items():
        most, limit = sum(row.most for row in rows), groups()[group]["points"]
        if most > limit:
            raise Refused(
                _("%(group)s: an application could get %(most)s points, but at most %(limit)s are allowed.")
                % {"group": word(groups(), group), "most": most, "limit": limit},
                field=group,
            )
    return table


def sub_criteria(table):
    """{code: sub-criterion} of a kept table."""
    return {row.code: row for rows in read_table(table.texts).values() for row in rows}


def score(table, answers):
    """{group: points} for {sub-criterion: answer}; refuses what the table does not know, and more than 25 a group."""
    known, found = sub_criteria(table), dict.fromkeys(groups(), 0)
    for code, chosen in answers.items():
        row = known.get(code)
        answer = row and next((each for each in row.answers if each.code == chosen), None)
        if answer is None:
            raise Refused(_("The table of points of this call does not know this answer."))
        found[row.group] += answer.points
    return checked(found)


def checked(by_group):
    """The points of each group, unless one is beyond its limit."""
    for group, points in by_group.items():
        limit = groups()[group]["points"]
        if points > limit:
            raise Refused(
                _("%(group)s: %(points)s points are more than the %(limit)s the law allows for one group.")
                % {"group": word(groups(), group), "points": points, "limit": limit}
            )
    return by_group


def explain(application, more=()):
    """[(group, points, limit, [sentence a point])]; `more`: those of the priority categories, in the group of the call."""
    table = application.call.table
    known, found = sub_criteria(table), []
    for group, row in groups().items():
        lines = [
            _explained(known[code], chosen)
            for code, chosen in application.answers.items()
            if code in known and known[code].group == group
        ]
        points = application.group_points.get(group, 0)
        if group == application.call.priority_group:
            lines += more
        found.append((word(groups(), group), points, row["points"], lines or [_("No points in this group.")]))
    return found


def _explained(row, chosen):
    answer = next(each for each in row.answers if each.code == chosen)
    words = ngettext(
        "%(criterion)s: %(answer)s gives %(n)s point.", "%(criterion)s: %(answer)s gives %(n)s points.", answer.points
    )
    return words % {"criterion": row, "answer": f"«{answer}»", "n": answer.points}


def _read_group(group, text):
    rows, name = [], word(groups(), group)
    for n, line in enumerate((text or "").splitlines(), 1):
        line, where = line.strip(), {"group": name, "n": n}
        if not line:
            continue
        if not line.startswith(("-", "–", "•")):
            sq, en = _both(line)
            rows.append([f"{group}.{len(rows) + 1}", sq, en, []])
            continue
        if not rows:
            raise Refused(_("%(group)s, line %(n)s: an answer stands before any sub-criterion.") % where, field=group)
        found = _POINTS.match(line.lstrip("-–• "))
        if found is None:
            raise Refused(
                _("%(group)s, line %(n)s: write the points after a colon, as in «- Without shelter: 15».") % where,
                field=group,
            )
        sq, en = _both(found[1])
        answers = rows[-1][3]
        answers.append(Answer(str(len(answers) + 1), sq, en, int(found[2])))
    for _code, sq, _en, answers in rows:
        if not answers:
            raise Refused(
                _("%(group)s: the sub-criterion «%(name)s» has no answer with points.") % {"group": name, "name": sq},
                field=group,
            )
    if not rows:
        raise Refused(_("%(group)s: write at least one sub-criterion.") % {"group": name}, field=group)
    return [SubCriterion(code, group, sq, en, tuple(answers)) for code, sq, en, answers in rows]


def _both(text):
    sq, _slash, en = text.partition(" / ")
    return sq.strip(), en.strip()
