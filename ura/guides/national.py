"""The guides shipped with Ura (SOP internal 8.2; SOP diaspora 5; Tirana plan 3 and 4): texts, and facts filled into them."""

import json
import re
import tomllib
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

DATA = Path(__file__).parent / "data"
_PLACE = re.compile(r"\{(guide:)?([a-z_]+)(\.value)?\}")
UNITS = {  # a duration in words: one, many
    "sq": {"hours": ("orë", "orë"), "days": ("ditë", "ditë"), "working_days": ("ditë pune", "ditë pune")},
    "en": {"hours": ("hour", "hours"), "days": ("day", "days"), "working_days": ("working day", "working days")},
}


@dataclass(frozen=True)
class Both:
    """A text in both languages."""

    sq: str
    en: str

    def say(self, language):
        return self.en if language == "en" else self.sq


@dataclass(frozen=True)
class Fact:
    """A number, a time or a word that stands in the texts of both languages; an office may have its own."""

    name: str
    kind: str  # number | duration | text
    value: int | str
    what: Both
    unit: str = ""
    verify: bool = False  # not said by the source itself: to be checked in the law

    def say(self, language, value=None):
        value = self.value if value is None else value
        if self.kind != "duration":
            return str(value)
        one, many = UNITS[language][self.unit]
        return f"{value} {one if value == 1 else many}"


@dataclass(frozen=True)
class Paper:
    """A document that is needed, who issues it, and how one gets it there."""

    name: Both
    issuer: Both
    how: Both
    code: str


@dataclass(frozen=True)
class NationalGuide:
    """Udhëzues: one service seen by the person who needs it."""

    key: str
    title: Both
    audience: tuple
    laws: tuple  # (Both, link)
    law_codes: tuple  # in the order of `laws`
    institutions: tuple  # of Both
    channel: str  # online | counter | both
    cost: Both
    steps: tuple
    papers: tuple
    notes: tuple
    office_notes: tuple  # for the officer, not for the public
    links: tuple
    source: str
    facts: dict = field(hash=False)
    since: date  # the day of this text, as its file says
    digest: str = ""  # of everything it says in both languages

    @property
    def version(self):
        """Which national text this is: its day, and the proof that no word of it changed."""
        return f"{self.since.isoformat()}/{self.digest}"


def fill(text, facts, language):
    """The text with its facts in this language; `facts` {name: (Fact, the office's value or None)}."""

    def put(found):
        guide, name, bare = found.groups()
        if guide:
            return f"«{national_guides()[name].title.say(language)}»"
        fact, own = facts[name]
        return str(fact.value if own is None else own) if bare else fact.say(language, own)

    return _PLACE.sub(put, text)


def placeholders(text):
    """(is it a guide, name) of every place in a text."""
    return [(bool(guide), name) for guide, name, _bare in _PLACE.findall(text)]


@cache
def national_guides():
    """{key: guide} in the order of the sources."""
    return {key: _guide(key, row) for key, row in _read("guides").items()}


@cache
def issuers():
    """{code: (name, how one gets a document there)}"""
    return {code: (_both(row), _both(row, "how")) for code, row in _read("issuers").items()}


def _guide(key, row):
    laws, notes = _read("laws"), row["notes"]
    made = NationalGuide(
        key=key, title=_both(row, "title"), audience=tuple(row["audience"]), cost=_both(row, "cost"),
        laws=tuple((_both(laws[code]), laws[code].get("link", "")) for code in row["laws"]),
        law_codes=tuple(row["laws"]), institutions=tuple(issuers()[code][0] for code in row["institutions"]), channel=row["channel"],
        steps=tuple(map(_both, row["steps"])), papers=tuple(map(_paper, row["documents"])),
        notes=tuple(_both(note) for note in notes if not note.get("office")),
        office_notes=tuple(_both(note) for note in notes if note.get("office")),
        links=tuple(row["links"]), source=row["source"],
        facts={name: _fact(name, fact) for name, fact in row.get("facts", {}).items()}, since=row["since"],
    )  # fmt: skip
    return replace(made, digest=digest_of(made))


def digest_of(guide):
    """Twelve signs that change with any word of the guide, of its laws and of whom it names."""
    said = asdict(guide)
    del said["digest"], said["since"]
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


def _paper(row):
    name, how = issuers()[row["issuer"]]
    return Paper(_both(row), name, how, row["issuer"])


def _fact(name, row):
    return Fact(
        name, row["kind"], row["value"], _both(row, "what"), row.get("unit", ""), row.get("verify", False)
    )  # fmt: skip


def _both(row, name=""):
    sq, en = (f"{name}_sq", f"{name}_en") if name else ("sq", "en")
    return Both(row.get(sq, ""), row.get(en, ""))


@cache
def _read(name):
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
