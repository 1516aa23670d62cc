"""Keep the words of every page whole in both languages."""

import os
import re
import shutil
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages
from django.test.utils import override_settings

HEADER = {
    "Project-Id-Version": "Ura",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Command(BaseCommand):
    help = (
        "Brings ura/locale up to what code and templates say. "
        "With --check it writes nothing and fails, by name, for every word that has no Albanian."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a word is missing")
        parser.add_argument("--merge", nargs="+", default=[], help=".po files that fill empty words")

    def handle(self, *, check, merge, **options):
        said = extract(Path(settings.BASE_DIR))
        folder = Path(settings.LOCALE_PATHS[0])
        if check:
            faults = faults_of(said, read(folder, "sq"))
            faults += [fault for path in settings.LOCALE_PATHS[1:] for fault in library_faults(Path(path))]
            if faults:
                raise CommandError("\n".join([*faults, f"{len(faults)} words to mend in {folder.name}/sq."]))
            return
        gifts = self.read_gifts(merge, known={key_of(entry) for entry in said})
        sq = renewed(said, read(folder, "sq"), gifts)
        en = renewed(said, read(folder, "en"), [], fill=True)
        for language, catalogue in (("sq", sq), ("en", en)):
            catalogue.metadata = {**HEADER, "Language": language}
            target = folder / language / "LC_MESSAGES" / "django.po"
            target.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(target))
        faults = faults_of(said, sq)
        for fault in faults:
            self.stderr.write(fault)
        self.stderr.write(f"{len(said)} words, {len(faults)} to mend.")

    def read_gifts(self, names, known):
        """The fragments' words; says which of them no page says, and where two fragments disagree."""
        gifts = {}
        for name in names:
            for entry in read_fragment(name):
                other = gifts.setdefault(key_of(entry), entry)
                if key_of(entry) not in known:
                    self.stderr.write(f"{name}: no page says “{entry.msgid}”")
                elif (other.msgstr, other.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                    self.stderr.write(f"{name}: “{entry.msgid}” is “{entry.msgstr}” here, “{other.msgstr}” before")
        return list(gifts.values())


class _Extract(makemessages.Command):
    """Django's reader of code and templates, without its merging, which guesses."""

    requires_system_checks = ()
    found = ()

    def write_po_file(self, potfile, locale):
        self.found = list(polib.pofile(potfile, encoding="utf-8"))


def extract(root):
    """What code and templates say, sorted. Read from a copy: makemessages writes beside each template."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="ura-words-") as scratch:
        for source in (root / "ura").rglob("*"):
            if source.suffix in {".py", ".html", ".txt"} and "tests" not in source.parts:
                copy = Path(scratch, source.relative_to(root))
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)
        locale = Path(scratch, "ura", "locale")
        (locale / "sq").mkdir(parents=True)
        reader = _Extract()
        try:
            os.chdir(scratch)
            with override_settings(LOCALE_PATHS=[str(locale)]):
                call_command(reader, locale=["sq"], add_location="file", verbosity=0)
        finally:
            os.chdir(here)
    return sorted(reader.found, key=lambda entry: (entry.msgid, entry.msgctxt or ""))


def read(folder, language):
    path = folder / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def read_fragment(name):
    """The whole words of a .po file whose header may be missing."""
    text = Path(name).read_text(encoding="utf-8")
    if not re.search(r'^msgid ""\s*\nmsgstr ""\s*\n"', text, re.MULTILINE):
        text = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n' + text
    return [entry for entry in polib.pofile(text) if entry.msgid and is_whole(entry)]


def renewed(said, old, gifts, *, fill=False):
    """A catalogue of exactly what is said: old words kept, empty ones from the gifts, the rest left empty."""
    words = {key_of(entry): entry for entry in [*gifts, *old] if is_whole(entry) and not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=100)
    for entry in said:
        fresh = polib.POEntry(
            msgctxt=entry.msgctxt,
            msgid=entry.msgid,
            msgid_plural=entry.msgid_plural,
            comment=entry.comment,
            occurrences=[(place, "") for place in places(entry)],
            flags=[flag for flag in entry.flags if flag != "fuzzy"],
        )
        source = words.get(key_of(entry))
        if entry.msgid_plural:
            fresh.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural} if fill else {0: "", 1: ""}
            if source and source.msgid_plural:
                fresh.msgstr_plural = dict(source.msgstr_plural)
        elif source and not source.msgid_plural:
            fresh.msgstr = source.msgstr
        else:
            fresh.msgstr = entry.msgid if fill else ""
        catalogue.append(fresh)
    return catalogue


def key_of(entry):
    return (entry.msgctxt, entry.msgid)


def places(entry):
    return sorted({name.removeprefix("./") for name, _ in entry.occurrences})


def is_whole(entry):
    words = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(words) and all(words) and not entry.fuzzy


def faults_of(said, catalogue):
    """A line for each word without Albanian, with another placeholder, or that no page says any more."""
    have = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    faults = []
    for entry in said:
        words = have.pop(key_of(entry), None)
        if words is None or not is_whole(words) or bool(words.msgid_plural) != bool(entry.msgid_plural):
            faults.append(f"{', '.join(places(entry))}: no Albanian for “{entry.msgid}”")
        elif fault := wrong_placeholders(words):
            faults.append(f"{', '.join(places(entry))}: {fault}")
    unsaid = [*have.values(), *catalogue.obsolete_entries()]
    return faults + [f"no page says “{entry.msgid}”; ./run manage words takes it out" for entry in unsaid]


def wrong_placeholders(entry):
    """A sentence without its number, or with a name that is not there, breaks the page it stands on."""
    # A singular may spell its number out: “one day”. So only the plural must match.
    said, words = entry.msgid, entry.msgstr
    if entry.msgid_plural:
        said, words = entry.msgid_plural, entry.msgstr_plural[1]
    if set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(words)):
        return f"“{words}” has other placeholders than “{said}”"
    return ""


def library_faults(folder):
    """Words of libraries are written by hand, once; only empty ones can be told."""
    return [
        f"{path.name}: no Albanian for “{entry.msgid}”"
        for path in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        for entry in polib.pofile(str(path))
        if not is_whole(entry)
    ]
