"""The national data agree with the reference they were copied from.

The reference is not part of this project. Where its folder lies beside the checkout every row is compared;
elsewhere the sums that the reference itself gives must come out. Its files are read without a YAML library:
rows in braces by a pattern, longer texts by looking for them.
"""

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ura.desk.deadlines import Dated, derive, shipped_rules
from ura.municipalities import national
from ura.municipalities.national import shipped_calendar

ROOT = Path(__file__).resolve().parent.parent
FIELD = re.compile(r'([\w]+): ("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^,}]+)')


def reference(name):
    """The text of one reference file, or None where the reference is not at hand."""
    file = next(ROOT.parent.glob(f"*/reference/{name}"), None)
    return file.read_text(encoding="utf-8") if file else None


def braces(text, start, end):
    """The rows `{key: value, …}` between two lines of a reference file, as dicts of text."""
    part = text.split(f"\n{start}:", 1)[1].split(f"\n{end}:", 1)[0]
    return [dict(fields(row)) for row in re.findall(r"^ +- (\{.*\})", part, re.MULTILINE)]


def fields(row):
    for key, value in FIELD.findall(row):
        if value.startswith("["):
            yield key, "|".join(re.findall(r"[^\[\],\s][^\[\],]*", value))
        else:
            yield key, "" if value == "null" else value.strip('"')


def same(shipped, known, renamed=()):
    """Each shipped row says what the known row says, for every column they share."""
    assert len(shipped) == len(known)
    for ours, theirs in zip(shipped, known, strict=True):
        theirs = {dict(renamed).get(key, key): value for key, value in theirs.items()}
        shared = set(ours) & set(theirs)
        assert {key: ours[key] for key in shared} == {key: theirs[key] for key in shared}


def numbers_of(rows, column):
    return sum(int(row[column]) for row in rows)


def test_counties_and_municipalities_are_those_of_the_reference():
    counties, towns = national.rows("counties"), national.rows("municipalities")
    assert (len(counties), len(towns)) == (12, 61)
    assert Counter(row["county_code"] for row in towns) == {row["code"]: int(row["municipalities"]) for row in counties}
    for county in counties:
        inside = [row for row in towns if row["county_code"] == county["code"]]
        assert numbers_of(inside, "population") == int(county["population_2011"])
    assert numbers_of(counties, "population_2011") == 2_800_138
    assert numbers_of(counties, "population_2023") == 2_402_113
    if text := reference("municipalities.yaml"):
        same(counties, braces(text, "counties", "municipalities"))
        known = braces(text, "municipalities", "administrative_units")
        for row in known:
            row["lat"], row["lon"] = f"{float(row['lat']):.2f}", f"{float(row['lon']):.2f}"
        same(towns, known)


def test_short_codes_are_three_letters_and_unique():
    shorts = [row["short"] for row in national.rows("municipalities")]
    assert len(set(shorts)) == 61
    assert [short for short in shorts if not re.fullmatch("[A-Z]{3}", short)] == []


def test_units_are_those_of_the_reference():
    units, towns = national.rows("units"), national.rows("municipalities")
    assert len({row["code"] for row in units}) == len(units) == 383
    assert Counter(row["municipality"] for row in units) == {row["code"]: int(row["admin_unit_count"]) for row in towns}
    assert sum(row["municipality"] == "tirane" for row in units) == 24
    if text := reference("municipalities.yaml"):
        part = text.split("\nadministrative_units:", 1)[1]
        known, town = [], ""
        for line in part.splitlines():
            if heading := re.fullmatch(r"  ([\w-]+):", line):
                town = heading[1]
            elif line.lstrip().startswith("- {"):
                known.append({**dict(fields(line)), "municipality": town})
        same(units, known)


def test_holidays_are_those_of_the_reference():
    rows = national.rows("holidays")
    per_year = Counter(row["date"][:4] for row in rows)
    assert per_year == {"2024": 20, "2025": 22, "2026": 23, "2027": 24, "2028": 20}
    assert {row["kind"] for row in rows} == {"fixed", "movable", "estimated", "substitute", "ad_hoc"}
    estimated = [row["date"] for row in rows if row["estimated"] == "true"]
    assert estimated == ["2027-03-09", "2027-05-16", "2027-05-17", "2028-02-26", "2028-02-28", "2028-05-05"]
    if text := reference("law-and-calendar.yaml"):
        known = braces(text, "holidays", "deadline_test_vectors")
        for row in known:
            guessed = row["kind"] == "estimated" or row.get("estimated") == "true"
            row["estimated"] = str(guessed).lower()
        same(rows, known)


def test_time_limits_are_those_of_the_reference():
    rows = national.rows("deadline_rules")
    assert len({row["id"] for row in rows}) == len(rows) == 21
    assert [row["id"] for row in rows if not (row["title_sq"] and row["title_en"])] == []
    assert {row["rolls"] for row in rows if row["unit"] == "calendar_days"} == {"next_working_day", "none"}
    if text := reference("law-and-calendar.yaml"):
        known = braces(text, "statutory_deadlines", "counting_rules")
        for row in known:
            row["value"], _, row["value_max"] = row["value"].partition("|")
            row.setdefault("actor", "office")
            row.setdefault("note", row["source"] if row["law"] == "" and "article" not in row else "")
        same(rows, known, renamed=[("note", "note_en")])


VECTOR_RULES = {
    "plus_10_working": "rti_answer",
    "plus_15_working": "rti_answer_after_forwarding",
    "plus_10_calendar_hard": "rti_forward_to_competent",
    "plus_30_calendar_rolled": "cap_appeal_filing",
}


def test_deadline_vectors_of_the_reference_come_out():
    text = reference("law-and-calendar.yaml")
    vectors = braces(text, "deadline_test_vectors", "deadline_span_2024_2028") if text else []
    assert len(vectors) == (9 if text else 0)
    rules, calendar = shipped_rules(), shipped_calendar()
    for vector in vectors:
        day = date.fromisoformat(vector["submitted"])
        for column, rule in VECTOR_RULES.items():
            deadline = derive([Dated("received", day)], rules[rule], calendar)
            assert (column, deadline.due_on.isoformat()) == (column, vector[column])


REFERENCE_LISTS = [
    "service_type",
    "requester_type",
    "case_status",
    "stakeholder_type",
    "stakeholder_service",
    "stakeholder_status",
    "gap_topic",
    "gap_column",
    "request_kind",
]
# The national form says only «Informacion»; the procedure itself says what the first kind covers.
OUR_WORDS = {("service_type", "1"): ("Informacion", "Information")}


def code_lists():
    lists = {}
    with (ROOT / "ura/codelists/data/national.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists.setdefault(row["list"], []).append(row)
    return lists


def test_code_lists_are_those_of_the_reference_and_some_of_ours():
    lists = code_lists()
    assert list(lists) == [*REFERENCE_LISTS, "audience", "need_kind", "outcome"]
    for rows in lists.values():
        assert [int(row["position"]) for row in rows] == list(range(1, len(rows) + 1))
        assert len({row["code"] for row in rows}) == len(rows)
        assert [row["code"] for row in rows if not (row["sq"] and row["en"])] == []
    if text := reference("forms.yaml"):
        part = text.split("\ncode_lists:", 1)[1]
        for name in REFERENCE_LISTS:
            section = re.split(r"\n  \w+:\n", part.split(f"\n  {name}:\n", 1)[1])[0]
            extendable = re.search(r"extendable: (\w+)", section)[1]
            options = re.findall(r"- code: (.*)\n +sq: (.*)\n +en: (.*)", section)
            known = [tuple(value.strip("'") for value in option) for option in options]
            assert [row_of(name, row) for row in lists[name]] == known
            assert {row["extendable"] for row in lists[name]} == {extendable}


def row_of(name, row):
    words = OUR_WORDS.get((name, row["code"]), (row["sq"], row["en"]))
    return (row["code"], *words)


@pytest.mark.parametrize(
    ("code", "steps", "ticked"),
    [
        ("diaspora/5.1b", 8, 8),
        ("diaspora/5.2a", 3, 1),
        ("diaspora/5.2b", 6, 3),
        ("diaspora/5.2c", 3, 0),
        ("diaspora/5.9a", 10, 0),
        ("diaspora/5.9b", 10, 9),
        ("diaspora/5.10a", 3, 0),
        ("diaspora/5.10b", 10, 9),
    ],
)
def test_checklists_are_the_steps_of_the_procedures(code, steps, ticked):
    with (ROOT / "ura/desk/data/checklist.toml").open("rb") as file:
        procedures = {row["code"]: row for row in tomllib.load(file)["procedure"]}
    ours = procedures[code]
    assert [step["n"] for step in ours["steps"]] == list(range(1, steps + 1))
    assert sum(bool(step["ticks"]) for step in ours["steps"]) == ticked
    if text := reference("procedures.yaml"):
        section = text.split(f"  - code: {code}\n", 1)[1].split("\n  - code: ", 1)[0]
        known = " ".join(section.replace("'", "").split())
        assert known.count("- n: ") == steps
        words = [
            ours["title_sq"],
            ours["title_en"],
            *(step[key] for step in ours["steps"] for key in ("sq", "en")),
        ]
        assert [word for word in words if word not in known] == []
