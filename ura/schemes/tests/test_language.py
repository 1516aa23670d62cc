"""The small language: three values, no surprises; and refusals in sentences."""

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from ura.core.refusals import Refused
from ura.schemes.contradictions import contradictions
from ura.schemes.facts import clean, facts
from ura.schemes.language import data_of, read, rows_of, tree_of
from ura.schemes.logic import all_of, any_of, negated
from ura.schemes.wording import sentence

THREE = st.sampled_from([True, False, None])
MANY = st.lists(THREE, max_size=6)
LEAVES = [
    {"fact": "age", "is": "≥", "value": 18}, {"fact": "age", "is": "<", "value": 65},
    {"fact": "children", "is": "between", "value": [1, 3]}, {"fact": "kind", "is": "in", "value": ["returnee", "internal"]},
    {"fact": "kind", "is": "=", "value": "foreigner"}, {"fact": "roma", "is": "=", "value": True},
    {"fact": "low_income", "is": "≠", "value": True}, {"fact": "citizenships", "is": "contains", "value": ["AL"]},
    {"fact": "returned_on", "is": "≤", "value": "2025-06-30"},
]  # fmt: skip
TREES = st.recursive(
    st.sampled_from(LEAVES),
    lambda part: st.one_of(
        st.fixed_dictionaries({"all": st.lists(part, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(part, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": part}),
    ),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(0, 120), "children": st.integers(0, 5), "kind": st.sampled_from(["returnee", "foreigner"]),
        "roma": st.booleans(), "low_income": st.booleans(), "citizenships": st.sampled_from([frozenset({"AL"}), frozenset()]),
        "returned_on": st.dates(),
    },
)  # fmt: skip


def naive(node, known):
    """What a criterion means, said once more without any cleverness."""
    if "not" in node:
        return negated(naive(node["not"], known))
    if "all" in node:
        return all_of([naive(part, known) for part in node["all"]])
    if "any" in node:
        return any_of([naive(part, known) for part in node["any"]])
    return read([node]).judge(known)


@examples(deadline=None)
@given(MANY)
def test_de_morgan_holds_in_three_values(values):
    assert negated(all_of(values)) == any_of(negated(each) for each in values)
    assert negated(any_of(values)) == all_of(negated(each) for each in values)


@examples(deadline=None)
@given(MANY)
def test_all_is_the_least_and_any_the_greatest_of_false_unknown_true(values):
    order = {False: 0, None: 1, True: 2}
    assert order[all_of(values)] == min([order[each] for each in values], default=2)
    assert order[any_of(values)] == max([order[each] for each in values], default=0)


@examples(deadline=None)
@given(TREES, KNOWN)
def test_what_is_read_means_what_was_written(tree, known):
    assert read([tree]).judge(known) == naive(tree, known)


@examples(deadline=None)
@given(TREES, KNOWN, KNOWN)
def test_learning_more_never_turns_an_answer_round(tree, known, more):
    criteria = read([tree])
    answer = criteria.judge(known)
    if answer is not None:
        assert criteria.judge(more | known) == answer


@examples(deadline=None)
@given(TREES, KNOWN)
def test_as_a_table_of_rows_and_back_it_says_the_same(tree, known):
    criteria = read([tree])
    rows = [(letter, data_of(leaf)) for letter, leaf in rows_of(criteria)]
    assert read(tree_of(rows)).judge(known) == criteria.judge(known)
    assert read([data_of(part) for part in criteria.parts]) == criteria


@examples(deadline=None)
@given(TREES, KNOWN)
def test_unsettled_names_only_unknown_facts_and_every_answer_has_a_sentence(tree, known):
    criteria = read([tree])
    asked = criteria.unsettled(known)
    assert bool(asked) == (criteria.judge(known) is None)
    assert not set(asked) & set(known)
    for language in ("sq", "en"):
        assert all(sentence(part, known, language).endswith(".") for part in criteria.parts)


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        ({"fact": "shoe_size", "is": "=", "value": 42}, "no fact named “shoe_size”"),
        ({"fact": "age", "is": "~", "value": 18}, "“~” is no comparison"),
        ({"fact": "age", "is": "contains", "value": 18}, "“age” cannot be compared with “contains”"),
        ({"fact": "roma", "is": ">", "value": True}, "“roma” cannot be compared with “>”"),
        ({"fact": "age", "is": "≥", "value": "eighteen"}, "it must be a number"),
        ({"fact": "age", "is": "≥", "value": 180}, "it must be between 0 and 120"),
        ({"fact": "kind", "is": "=", "value": "martian"}, "it must be returnee, internal"),
        ({"fact": "roma", "is": "=", "value": "perhaps"}, "it must be yes or no"),
        ({"fact": "returned_on", "is": "<", "value": "31.02.2026"}, "it must be a day"),
        ({"fact": "age", "is": "between", "value": [65, 18]}, "the smaller one first"),
        ({"fact": "age", "is": "in", "value": []}, "needs at least one value"),
        ({"fact": "age", "is": "=", "value": [1, 2]}, "one value only"),
        ({"fact": "age", "value": 18}, "needs a fact, a comparison and a value"),
        ({"any": []}, "at least one criterion"),
        ({"not": 3}, "is no criterion"),
        ("age >= 18", "is no criterion"),
        ({"fact": "__import__('os')", "is": "=", "value": 1}, "no fact named"),
        ({"fact": ["age"], "is": "=", "value": 1}, "no fact named"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(criterion, said):
    with pytest.raises(Refused) as refused:
        read([criterion])
    assert said in str(refused.value)


def test_criteria_without_end_are_refused():
    deep = {"fact": "age", "is": "≥", "value": 18}
    for _n in range(8):
        deep = {"not": {"all": [deep]}}
    with pytest.raises(Refused, match="too long or too deep"):
        read([deep])
    with pytest.raises(Refused, match="too long or too deep"):
        read([{"fact": "age", "is": "≥", "value": 18}] * 201)


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({"employment": "employed", "jobseeker": True}, ("employment", "jobseeker")),
        ({"employment": "employed"}, None),
        ({"children": 5, "household_size": 4}, ("children", "household_size")),
        ({"children": 1, "household_size": 1}, None),
        ({"newborn": True, "children": 0}, ("newborn", "children")),
        ({"owns_home": True, "home": "none"}, ("owns_home", "home")),
        ({"lives_abroad": True, "lives_here": True}, ("lives_abroad", "lives_here")),
        ({"kind": "foreigner", "stay": "citizen"}, ("kind", "stay")),
        ({"disability": False, "disability_percent": 60}, ("disability", "disability_percent")),
        ({"disability": True, "disability_percent": 60}, None),
        ({"minor_alone": True, "age": 18}, ("minor_alone", "age")),
        ({"age": 2, "months_abroad": 36}, ("age", "months_abroad")),
        ({"age": 2, "months_since_return": 35}, None),
    ],
)
def test_facts_that_cannot_both_be_true_are_pointed_out(values, keys):
    found = [each.keys for each in contradictions(values)]
    assert found == ([keys] if keys else [])


def test_values_are_read_as_people_write_them():
    assert clean(facts()["roma"], "po") is True and clean(facts()["roma"], "jo") is False
    assert clean(facts()["income"], "12 500") == 12500
    assert clean(facts()["income"], "12,5") == 12.5
