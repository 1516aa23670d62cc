"""Sixty cases written by hand come to the figures reckoned by hand."""

import pytest

from tests.sixty.playing import lines, play
from ura.core.periods import Period
from ura.statistics.casework import count

PERIODS = {"2026 Q2": Period.quarter(2026, 2), "2026": Period.year(2026)}
SEXES = {"F": "F", "M": "M", "not stated": ""}
BANDS = ("<20", "20-25", "26-30", "31-40", "41-50", "51-60", ">61")


@pytest.fixture
def played(town, working):
    town.besnik.roles = ["officer", "supervisor"]
    town.besnik.function_sq, town.besnik.signs = "Përgjegjës", True
    town.besnik.save()
    town.lezha.office.self_approval = True  # the team of a restricted case is one officer here
    town.lezha.office.save()
    return play(town.lezha, town.besnik, town.ermira)


def test_sixty_cases_count_to_what_was_reckoned_by_hand(town, played):
    counted = {name: count(town.lezha, period) for name, period in PERIODS.items()}
    wrong = []
    for period, figure, part, expected in lines("expected.txt"):
        expected = int(expected.split(":")[0])
        found = _of(counted[period][figure], figure, part)
        if found != expected:
            wrong.append(f"{period} {figure} {part}: {found}, by hand {expected}")
    assert not wrong, "\n".join(wrong)
    # Whom an officer may not know of they do not count: three returnees came through the border under protection.
    border = {"officer": town.besnik, "only": ["border_police_cases"]}
    mine = count(town.lezha, PERIODS["2026"], **border)
    others = count(town.lezha, PERIODS["2026"], **border | {"officer": town.ermira})
    assert (mine["border_police_cases"]["cases"].count, others["border_police_cases"]["cases"].count) == (4, 0)


def _of(parts, figure, part):
    if part in parts:
        return parts[part].count
    first = next(iter(parts.values()))
    if part in SEXES:
        return first.splits.get("sex", {}).get(SEXES[part], 0)
    assert part in BANDS, part
    return first.splits.get("age", {}).get(part, 0)
