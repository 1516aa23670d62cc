"""The schemes an office offers: the national file, and what the office itself added or reworded."""

import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import structlog
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.schemes import language
from ura.schemes.states import Confidence

log = structlog.get_logger("ura.schemes")
DATA = Path(__file__).parent / "data"
AREAS = {
    "social": gettext_lazy("Payments and care"),
    "housing": gettext_lazy("Housing"),
    "work": gettext_lazy("Work and business"),
    "services": gettext_lazy("Services and papers"),
}
FOR = {"person": gettext_lazy("The person"), "family": gettext_lazy("The family")}
TEXTS = ("about", "deadline", "money", "next")  # each in _sq and _en
LISTS = ("plus", "minus")
PLAIN = ("code", "area", "for", "sq", "en", "law", "source", "issuer", "guide", "confidence", "documents_confidence",
         "local", "places", "calls", "criteria", "documents")  # fmt: skip
LONGEST = 2000


@dataclass(frozen=True)
class Document:
    code: str
    sq: str
    en: str
    issuer: str = ""
    how_sq: str = ""
    how_en: str = ""
    confidence: str = "confirmed"
    sensitive: bool = False

    @property
    def name(self):
        return in_language(self)

    @property
    def how(self):
        return in_language(self, "how_")

    @property
    def issuer_name(self):
        return issuer_name(self.issuer) or _("The sources do not say: ask")


@dataclass(frozen=True)
class Asked:
    """A document a scheme asks for: one, or one of several; perhaps only when something holds."""

    codes: tuple
    when: object = None


@dataclass
class Scheme:
    """One scheme, checked and ready to be asked."""

    code: str
    data: dict
    criteria: language.Group
    documents: tuple
    version: int = 0  # 0: the national text
    national: bool = True
    facts: frozenset = field(default_factory=frozenset)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self.data.get(name, [] if name[:-3] in LISTS else "")

    @property
    def name(self):
        return in_language(self)

    @property
    def about(self):
        return in_language(self, "about_")

    @property
    def money(self):
        return in_language(self, "money_")

    @property
    def deadline(self):
        return in_language(self, "deadline_")

    @property
    def next_step(self):
        return in_language(self, "next_")

    @property
    def advantages(self):
        return in_language(self, "plus_")

    @property
    def disadvantages(self):
        return in_language(self, "minus_")

    @property
    def issuer_name(self):
        return issuer_name(self.issuer)

    @property
    def area_name(self):
        return AREAS[self.area]

    @property
    def local(self):
        return bool(self.data.get("local"))

    def call_on(self, on):
        """open, before, over, or nothing when the scheme knows no calls."""
        calls = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in self.data.get("calls", [])]
        if not calls:
            return ""
        if any(begin <= on <= end for begin, end in calls):
            return "open"
        return "before" if any(on < begin for begin, _end in calls) else "over"


def in_language(thing, before=""):
    """The text in the reader's language; the other one where it is missing."""
    first, second = ("en", "sq") if (get_language() or "").startswith("en") else ("sq", "en")
    return getattr(thing, before + first) or getattr(thing, before + second)


@cache
def _papers():
    return tomllib.loads((DATA / "documents.toml").read_text(encoding="utf-8"))


@cache
def documents():
    return {code: Document(code=code, **row) for code, row in _papers()["document"].items()}


def issuers():
    """[(code, name)] for a choice."""
    return [(code, issuer_name(code)) for code in _papers()["issuer"]]


def issuer_name(code):
    words = _papers()["issuer"].get(code)
    return "" if words is None else words[(get_language() or "").startswith("en")]


@cache
def national():
    """{code: Scheme} of the file all offices begin with."""
    file = tomllib.loads((DATA / "schemes.toml").read_text(encoding="utf-8"))
    shared = file["shared"]
    found = {}
    for row in file["scheme"]:
        for part in ("criteria", "documents"):
            row[part] = [each for given in row[part] for each in _expanded(given, shared)]
        scheme = read_scheme(row)
        if scheme.code in found:
            raise ValueError(f"schemes.toml: {scheme.code} twice")
        found[scheme.code] = scheme
    return found


def _expanded(given, shared):
    return shared[given] if isinstance(given, str) and given in shared else [given]


def schemes_of(municipality, *, offered=True):
    """{code: Scheme} of an office: the national ones as it reworded them, its own, without what it does not offer."""
    found = dict(national())
    rows = municipality.office_schemes.filter(current=True)
    for row in rows:
        if offered and not row.offered:
            found.pop(row.code, None)
            continue
        try:
            scheme = read_scheme(row.data)
        except Refused as refused:  # a fact or document it names is no longer known: the rest of the page goes on
            log.warning("scheme_unreadable", office=municipality.slug, code=row.code, why=str(refused))
            continue
        scheme.version, scheme.national = row.version, row.code in national()
        scheme.offered = row.offered
        found[row.code] = scheme
    return found


def mark(data):
    """A short mark of a scheme's text: whether the national one changed since the office reworded it."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:16]


def read_scheme(data, *, version=0):
    """A scheme from its data; raises Refused with a sentence for whatever does not fit."""
    allowed = set(PLAIN) | {f"{name}_{tongue}" for name in (*TEXTS, *LISTS) for tongue in ("sq", "en")}
    if unknown := set(data) - allowed:
        raise Refused(_("A scheme has no field “%(name)s”.") % {"name": ", ".join(sorted(map(str, unknown)))})
    code = str(data.get("code", ""))
    if not code or not code.isascii() or not code.replace("_", "").replace("-", "").isalnum() or len(code) > 40:
        raise Refused(_("A scheme needs a short code of Latin letters, digits and “_”."), field="code")
    _check_words(data)
    _one_of(data, "area", AREAS)
    _one_of(data, "for", FOR)
    _one_of(data, "confidence", Confidence.values, "confirmed")
    if data.get("issuer") and data["issuer"] not in _papers()["issuer"]:
        raise Refused(_("There is no institution “%(name)s”.") % {"name": data["issuer"]}, field="issuer")
    if data.get("places") not in (None, "") and (type(data["places"]) is not int or data["places"] < 0):
        raise Refused(_("Places are a whole number."), field="places")
    _check_calls(data.get("calls", []))
    criteria = language.read(data.get("criteria", []))
    if not criteria.parts:
        raise Refused(_("A scheme needs at least one criterion."), field="criteria")
    asked = tuple(_asked(each) for each in data.get("documents", []))
    facts = criteria.facts().union(*(each.when.facts() for each in asked if each.when))
    return Scheme(code, data, criteria, asked, version=version, facts=frozenset(facts))


def _check_words(data):
    for name, words in (("sq", _("Albanian name")), ("en", _("English name"))):
        if not str(data.get(name, "")).strip():
            raise Refused(_("“%(field)s” is missing.") % {"field": words}, field=name)
    for name, value in data.items():
        if name[:-3] in LISTS:
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                raise Refused(_("“%(field)s” is a list of sentences.") % {"field": name}, field=name)
        elif (name in ("sq", "en", "law", "source") or name[:-3] in TEXTS) and (
            not isinstance(value, str) or len(value) > LONGEST
        ):
            raise Refused(
                _("“%(field)s” is a text of at most %(n)s signs.") % {"field": name, "n": LONGEST}, field=name
            )


def _one_of(data, name, known, default=None):
    if data.get(name, default) not in known:
        raise Refused(
            _("“%(value)s” is no value of “%(fact)s”: it must be %(wanted)s.")
            % {"value": data.get(name, ""), "fact": name, "wanted": ", ".join(known)},
            field=name,
        )


def _check_calls(calls):
    try:
        wrong = any(date.fromisoformat(begin) > date.fromisoformat(end) for begin, end in calls)
    except (TypeError, ValueError):
        wrong = True
    if wrong:
        raise Refused(_("A call has a first and a last day, the first one earlier."), field="calls")


def _asked(given):
    if isinstance(given, str):
        given = {"code": given}
    if not isinstance(given, dict) or set(given) - {"code", "one_of", "when"}:
        raise Refused(_("“%(what)s” is no document.") % {"what": str(given)[:60]}, field="documents")
    codes = tuple(given.get("one_of") or [given.get("code")])
    if unknown := [code for code in codes if code not in documents()]:
        raise Refused(
            _("There is no document “%(name)s”. Known are: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(documents())},
            field="documents",
        )
    return Asked(codes, language.read([given["when"]]) if given.get("when") else None)
