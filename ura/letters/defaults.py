"""The letter texts that Ura ships: what an office begins with, and may replace by its own wording."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One letter in one language, its values still to be filled in."""

    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class DefaultLetter:
    """A kind of letter: the rule it stands on, who receives it, and its wording in both languages."""

    kind: str
    law: str
    article: str
    to: str  # requester | institution
    signed: bool  # leaves only with a signature
    needs: tuple[str, ...]  # what an office's own wording may not leave out either
    sq: Wording
    en: Wording

    def wording(self, language):
        return self.en if language == "en" else self.sq


@cache
def default_letters():
    """Every kind of letter by its code, in the order of a request's life."""
    table = tomllib.loads((DATA / "letters.toml").read_text(encoding="utf-8"))
    return {kind: _letter(kind, row) for kind, row in table.items()}


@cache
def fixed_words(language):
    """The words round a letter (Lënda, Drejtuar, Faqja…) in its language."""
    return tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))[language]


def _letter(kind, row):
    wordings = {
        language: Wording(subject=row[language]["subject"], body=row[language]["body"].strip())
        for language in ("sq", "en")
    }
    rule = {name: row[name] for name in ("law", "article", "to", "signed")}
    return DefaultLetter(kind=kind, needs=tuple(row["needs"]), **rule, **wordings)
