"""Every act that any package writes has its sentence, and none writes words about a person."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from ura.desk.states import EventKind
from ura.trail.words import ACTS

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"^[a-z]+\.[a-z_]+$")
WRITERS = {"record", "happened", "Trail"}
WORDS = {
    "name",
    "email",
    "phone",
    "address",
    "subject",
    "body",
    "text",
    "reason",
    "words",
    "note",
    "organisation",
    "birth",
}


def calls():
    """Each call that writes into the trail: (file:line, the function around it, the call)."""
    for path in sorted(ROOT.glob("**/*.py")):
        if {"tests", "migrations"} & set(path.relative_to(ROOT).parts):
            continue
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                name = getattr(called, "id", None) or getattr(called, "attr", "")
                if name == "create" and ast.unparse(called).startswith("Trail."):
                    name = "Trail"
                if name in WRITERS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", tree, name, node


def acts_of(tree, name, node):
    """The codes a call may write; for a code handed on in a variable all that the file spells out."""
    if name == "happened":
        return set()
    given = [each.value for each in node.keywords if each.arg == "act"] or node.args[1:2]
    if not given:
        return set()
    found = {
        each.value for each in ast.walk(given[0]) if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
    found = {text for text in found if CODE.match(text)}
    if isinstance(given[0], ast.JoinedStr):
        return {f"desk.{kind}" for kind in EventKind.values}
    if isinstance(given[0], ast.Name):
        found = {
            each.value
            for each in ast.walk(tree)
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and CODE.match(each.value)
        }
        return {text for text in found if text.split(".")[0] in GROUPS}
    return found


GROUPS = {code.split(".")[0] for code in ACTS}


def test_every_act_has_a_sentence():
    written = set()
    for _place, tree, name, node in calls():
        written |= acts_of(tree, name, node)
    assert sorted(written - set(ACTS)) == []


@pytest.mark.parametrize("code", sorted(ACTS))
def test_a_sentence_is_said_in_both_languages(code):
    said = {}
    for language in ("sq", "en"):
        with override(language):
            said[language] = ACTS[code] % {"who": "Besnik"}
    assert said["en"].startswith("Besnik ") and said["sq"].startswith("Besnik ")
    assert said["en"] != said["sq"]


def test_no_act_carries_a_field_made_for_words():
    """Codes, days and keys only; `text` of an event is encrypted and stays out of the trail."""
    wrong = []
    for place, _tree, name, node in calls():
        told = {each.arg for each in node.keywords} & WORDS
        if name == "happened":
            told -= {"text"}
            if "CALENDAR_CHANGED" in ast.unparse(node):
                told -= {"reason"}  # the name of the day off, about nobody
        wrong += [f"{place}: {each}" for each in sorted(told)]
    assert wrong == []
