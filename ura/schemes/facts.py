"""The facts that schemes may ask for: name, type, words in both languages, where each comes from (data/facts.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.core.refusals import Refused

DATA = Path(__file__).parent / "data"
TYPES = ("number", "date", "code", "codes", "yes-no")
LANGUAGES = ("sq", "en")


@dataclass(frozen=True)
class Fact:
    key: str
    type: str
    of: str  # person or family
    group: str
    sq: str
    en: str
    no_sq: str = ""  # of a yes-no fact: how one says that it is not so
    no_en: str = ""
    unit_sq: str = ""
    unit_en: str = ""
    choices: tuple = ()  # (code, sq, en)
    low: int | None = None
    high: int | None = None
    known_by: str = ""  # records: what the office wrote down elsewhere tells it
    sensitive: bool = False  # health, ethnicity, offences: law 124/2024, only with consent

    def name(self, language):
        return self.sq if language == "sq" else self.en

    def statement(self, value, language):
        """A yes-no fact as a sentence: «Është e regjistruar …» or «Nuk është e regjistruar …»."""
        if value:
            return self.name(language)
        return self.no_sq if language == "sq" else self.no_en

    def codes(self):
        return {code for code, _sq, _en in self.choices}

    def shown(self, value, language):
        """A value as people read it."""
        if self.type == "yes-no":
            return {"sq": ("Jo", "Po"), "en": ("No", "Yes")}[language][bool(value)]
        if self.type in ("code", "codes"):
            words = {code: sq if language == "sq" else en for code, sq, en in self.choices}
            if self.type == "code":
                return words.get(value, value)
            return ", ".join(words.get(code, code) for code in sorted(value)) or "—"
        with override(language):
            if self.type == "date":
                return date_format(value, "SHORT_DATE_FORMAT")
            unit = self.unit_sq if language == "sq" else self.unit_en
            written = number_format(value, use_l10n=True, force_grouping=True)
        return f"{written} {unit}".strip()


@cache
def facts():
    """{key: Fact} of the whole registry, in its order."""
    found = {}
    for row in tomllib.loads((DATA / "facts.toml").read_text(encoding="utf-8"))["fact"]:
        choices = tuple((code, *words) for code, words in row.pop("choices", {}).items())
        fact = Fact(choices=choices, **row)
        if fact.type not in TYPES or fact.of not in ("person", "family") or fact.key in found:
            raise ValueError(f"facts.toml: {fact.key}")
        found[fact.key] = fact
    return found


def fact_of(key):
    """The fact of this name; raises Refused for an unknown one."""
    try:
        return facts()[key]
    except (KeyError, TypeError) as error:
        raise Refused(
            _("There is no fact named “%(name)s”. Known are: %(known)s.")
            % {"name": key, "known": ", ".join(sorted(facts()))}
        ) from error


def clean(fact, value):
    """A value of the fact's own type: int, date, code, frozenset or bool. Raises Refused with a sentence."""
    if fact.type == "yes-no":
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word in ("yes", "po", "true", "1", "y"):
            return True
        if word in ("no", "jo", "false", "0", "n"):
            return False
        raise _wrong(fact, value, _("yes or no"))
    if fact.type == "number":
        return _number(fact, value)
    if fact.type == "date":
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value).strip()[:10])
        except ValueError as error:
            raise _wrong(fact, value, _("a day, as 2026-03-31")) from error
    if fact.type == "codes":
        parts = value.split(",") if isinstance(value, str) else value
        return frozenset(_code(fact, part) for part in parts)
    return _code(fact, value)


def _number(fact, value):
    text = str(value).replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        if isinstance(value, bool):
            raise ValueError
        read = float(text)
        if read != read or abs(read) > 1e12:
            raise ValueError
    except ValueError as error:
        raise _wrong(fact, value, _("a number")) from error
    found = int(read) if read == int(read) else read
    if (fact.low is not None and found < fact.low) or (fact.high is not None and found > fact.high):
        raise _wrong(fact, value, _("between %(low)s and %(high)s") % {"low": fact.low, "high": fact.high})
    return found


def _code(fact, value):
    text = str(value).strip()
    if (fact.choices and text not in fact.codes()) or not text:
        raise _wrong(fact, value, ", ".join(code for code, _sq, _en in fact.choices))
    return text


def _wrong(fact, value, wanted):
    return Refused(
        _("“%(value)s” is no value of “%(fact)s”: it must be %(wanted)s.")
        % {"value": value, "fact": fact.key, "wanted": wanted},
        field=fact.key,
    )


def kept(value):
    """A value as JSON keeps it."""
    return sorted(value) if isinstance(value, frozenset) else value.isoformat() if isinstance(value, date) else value
