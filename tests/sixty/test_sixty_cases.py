"""Sixty cases written by hand come to the figures reckoned by hand."""

from datetime import UTC, datetime

import pytest

from tests.sixty.playing import lines, play
from ura.core.periods import Period
from ura.demo.clock import set_back
from ura.municipalities.models import AdministrativeUnit
from ura.statistics.casework import count
from ura.statistics.splits import SPLITS

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
    with set_back() as clock:
        clock.moment = datetime(2028, 1, 3, 9, tzinfo=UTC)
        counted["2026 in 2028"] = count(town.lezha, PERIODS["2026"])
    units = list(AdministrativeUnit.objects.filter(municipality=town.lezha).order_by("pk").values_list("pk", flat=True))
    wrong = []
    for period, figure, part, expected in lines("expected.txt"):
        expected = expected.split(":")[0].strip()
        expected = None if expected == "–" else int(expected)
        found = _of(counted[period][figure], figure, part, units)
        if found != expected:
            wrong.append(f"{period} {figure} {part}: {found}, by hand {expected}")
    assert not wrong, "\n".join(wrong)
    # Whom an officer may not know of they do not count: four returnees came through the border under protection.
    border = {"officer": town.besnik, "only": ["border_police_cases"]}
    mine = count(town.lezha, PERIODS["2026"], **border)
    others = count(town.lezha, PERIODS["2026"], **border | {"officer": town.ermira})
    assert (mine["border_police_cases"]["cases"].count, others["border_police_cases"]["cases"].count) == (6, 2)


def _of(parts, figure, part, units):
    """The number in the program under the words of expected.txt."""
    if part in parts:
        return parts[part].count
    named, _slash, split = part.rpartition("/")
    chosen = parts[named] if named else next(iter(parts.values()))
    if part in SEXES:
        split, value = "sex", SEXES[part]
    elif part in BANDS:
        split, value = "age", part
    else:
        split, value = split.split("=")
        assert split in SPLITS, f"{figure} {part}"
    value = units[int(value) - 1] if split == "unit" else value
    return chosen.splits.get(split, {}).get(value, 0)
