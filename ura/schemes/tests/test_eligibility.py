"""Twenty families and every scheme: the verdicts are those a person reasoned from the criteria beforehand."""

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest

from ura.schemes.catalogue import documents, issuers, national, read_scheme
from ura.schemes.contradictions import contradictions
from ura.schemes.facts import clean, facts
from ura.schemes.judging import judge
from ura.schemes.states import Verdict

HERE = Path(__file__).parent
HOUSEHOLDS = tomllib.loads((HERE / "households.toml").read_text(encoding="utf-8"))
LETTERS = {Verdict.ELIGIBLE: "E", Verdict.NOT_ELIGIBLE: "N", Verdict.UNKNOWN: "?"}


def expected():
    lines = (HERE / "expected.csv").read_text(encoding="utf-8").splitlines()
    return {row["scheme"]: row for row in csv.DictReader(line for line in lines if not line.startswith("#"))}


def known(name):
    """What may be used of a family's facts: without those that contradict each other."""
    values = {key: clean(facts()[key], value) for key, value in HOUSEHOLDS[name].items()}
    doubtful = {key for each in contradictions(values) for key in each.keys}
    return {key: value for key, value in values.items() if key not in doubtful}


def test_the_table_speaks_of_every_scheme_and_of_twenty_families():
    assert list(expected()) == list(national())
    assert len(HOUSEHOLDS) == 20 and len(national()) >= 30


@pytest.mark.parametrize("code", national())
def test_each_family_gets_the_verdict_reasoned_by_hand(code):
    scheme = national()[code]
    found = {name: LETTERS[judge(scheme, known(name)).verdict] for name in HOUSEHOLDS}
    assert found == {name: expected()[code][name] for name in HOUSEHOLDS}


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_the_facts_that_settle_are_exactly_unknown_ones_and_only_for_the_unknown(name):
    have = known(name)
    for scheme in national().values():
        judgement = judge(scheme, have)
        asked = {fact.key for fact in judgement.settling}
        assert bool(asked) == (judgement.verdict == Verdict.UNKNOWN)
        assert asked.isdisjoint(have) and asked <= scheme.facts


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_criterion_is_a_sentence_in_both_languages(language):
    for name in HOUSEHOLDS:
        for scheme in national().values():
            for reason in judge(scheme, known(name)).reasons:
                text = reason.words(language)
                assert text.endswith(".") and "%" not in text.replace(" %", "") and len(text) > 10


def test_the_six_programmes_of_the_law_have_the_codes_of_housing():
    assert [code for code in ("bsq", "improvement", "bku", "area", "temporary", "specialised") if code in national()] == [
        "bsq", "improvement", "bku", "area", "temporary", "specialised",
    ]  # fmt: skip


def test_every_scheme_names_an_institution_and_its_source_in_both_languages():
    known_issuers = dict(issuers())
    for scheme in national().values():
        assert scheme.issuer in known_issuers and scheme.source
        for each in ("about", "next", "plus", "minus"):
            assert scheme.data[f"{each}_sq"] and scheme.data[f"{each}_en"]
    assert all(each.issuer in known_issuers or not each.issuer for each in documents().values())


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-02-28", "before"), ("2026-03-01", "open"), ("2026-04-10", "before"), ("2026-06-02", "over")],
)
def test_a_call_is_open_from_its_first_to_its_last_day(day, said):
    calls = [["2026-03-01", "2026-03-31"], ["2026-06-01", "2026-06-01"]]
    scheme = read_scheme(national()["startup_grant"].data | {"calls": calls})
    assert scheme.call_on(date.fromisoformat(day)) == said
    assert national()["startup_grant"].call_on(date.fromisoformat(day)) == ""
