"""Two versions of a plan side by side, goal by goal."""

from dataclasses import dataclass

from ura.cases.actions.planning import goals_of


@dataclass(frozen=True)
class Pair:
    """One goal in both versions; `kind`: same, changed, added or removed."""

    kind: str
    old: object = None
    new: object = None


def compare_plans(old, new):
    """Every goal of either version in the order of its line."""
    left, right = ({goal.line: goal for goal in goals_of(plan)} for plan in (old, new))
    return [_pair(left.get(line), right.get(line)) for line in sorted({*left, *right})]


def _pair(old, new):
    if old is None or new is None:
        return Pair("added" if old is None else "removed", old, new)
    return Pair("same" if _words(old) == _words(new) else "changed", old, new)


def _words(goal):
    actions = [(a.text, a.who, a.institution, a.until_on, a.cost, a.source) for a in goal.actions.all()]
    return goal.domain, goal.person_id, goal.text, goal.measure, actions
