"""The words of the pages: none without Albanian, none that breaks its sentence."""

import polib
import pytest

from ura.core.management.commands import compile_words
from ura.core.management.commands.words import faults_of, read_fragment, renewed


def word(msgid, msgstr="", **more):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, occurrences=[("ura/desk/views.py", "")], **more)


def days(one="", many=""):
    return polib.POEntry(
        msgid="one day", msgid_plural="%(n)d days", msgstr_plural={0: one, 1: many}, occurrences=[("./ura/a.html", "3")]
    )


def catalogue(*entries):
    made = polib.POFile()
    made.extend(entries)
    return made


@pytest.mark.parametrize(
    ("kept", "faults"),
    [
        ([word("Save", "Ruaj"), days("një ditë", "%(n)d ditë")], []),
        ([days("një ditë", "%(n)d ditë")], ["ura/desk/views.py: no Albanian for “Save”"]),
        ([word("Save"), days("një ditë", "%(n)d ditë")], ["ura/desk/views.py: no Albanian for “Save”"]),
        (
            [word("Save", "Ruaj", flags=["fuzzy"]), days("një ditë", "%(n)d ditë")],
            ["ura/desk/views.py: no Albanian for “Save”"],
        ),
        ([word("Save", "Ruaj"), days("një ditë", "")], ["ura/a.html: no Albanian for “one day”"]),
        (
            [word("Save", "Ruaj"), days("një ditë", "%(m)d ditë")],
            ["ura/a.html: “%(m)d ditë” has other placeholders than “%(n)d days”"],
        ),
        (
            [word("Save", "Ruaj"), days("një ditë", "%(n)d ditë"), word("Gone", "Iku")],
            ["no page says “Gone”; ./run manage words takes it out"],
        ),
    ],
    ids=["whole", "missing", "empty", "guessed", "half a plural", "broken sentence", "unused"],
)
def test_word_that_is_not_whole_is_named_with_its_page(kept, faults):
    assert faults_of([word("Save"), days()], catalogue(*kept)) == faults


def test_renewed_catalogue_keeps_our_words_takes_gifts_and_drops_what_nobody_says():
    old = catalogue(word("Save", "Ruaj"), word("Gone", "Iku"))
    fresh = renewed([word("Cancel"), word("Save"), days()], old, [word("Save", "Ruaje"), word("Cancel", "Anulo")])
    assert [(entry.msgid, entry.msgstr) for entry in fresh] == [("Cancel", "Anulo"), ("Save", "Ruaj"), ("one day", "")]
    assert renewed([days()], catalogue(), [], fill=True)[0].msgstr_plural == {0: "one day", 1: "%(n)d days"}


def test_fragment_without_header_is_read_and_its_empty_words_left_out(tmp_path):
    fragment = tmp_path / "desk.po"
    fragment.write_text('msgid "Save"\nmsgstr "Ruaj"\n\nmsgid "Cancel"\nmsgstr ""\n', encoding="utf-8")
    assert [(entry.msgid, entry.msgstr) for entry in read_fragment(fragment)] == [("Save", "Ruaj")]


def test_newer_words_are_compiled_and_a_compiled_one_is_left_alone(tmp_path, settings):
    source = tmp_path / "sq" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue(word("Save", "Ruaj")).save(str(source))
    compile_words.compile_catalogue(source)
    target = source.with_suffix(".mo")
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(target))] == [("Save", "Ruaj")]

    target.write_bytes(b"newer")
    compile_words.compile_catalogue(source)
    assert target.read_bytes() == b"newer"
