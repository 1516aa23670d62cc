"""The formats of assessment, interview and plan: shipped as data, adapted by an office, kept in every version used."""

import tomllib
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.cache import caches
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ura.cases.models import AssessmentFormat
from ura.cases.models.assessment import HIGHEST
from ura.core.refusals import Refused
from ura.trail.actions import record

DATA = Path(__file__).parent / "data" / "assessments.toml"
GENERAL, FAMILY = "general", "family"
LONGEST = 500  # signs of one question, description or goal
KEPT_FOR = 15  # seconds until every process knows a new domain
MOST_DOMAINS, MOST_LINES = 20, 20


def said(pair, language=None):
    """Of a pair of texts the one in the reader's language; Albanian where there is no English."""
    return (pair[1] or pair[0]) if (language or get_language() or "sq")[:2] == "en" else pair[0]


@dataclass(frozen=True)
class Domain:
    """One domain of a format as it is read on a screen."""

    content: dict

    @property
    def code(self):
        return self.content["code"]

    @property
    def name(self):
        return said(self.content["name"])

    @property
    def questions(self):
        return [said(pair) for pair in self.content["questions"]]

    @property
    def scores(self):
        """[(0, what it means), … (4, …)]"""
        return [(score, said(pair)) for score, pair in enumerate(self.content["scores"])]

    @property
    def goals(self):
        """[(goal, its measure)] that this format suggests for a concern here."""
        return [(said(four[:2]), said(four[2:])) for four in self.content["goals"]]


@dataclass(frozen=True)
class Format:
    """One version of one format."""

    code: str
    content: dict
    shipped: int | None = None
    row: AssessmentFormat | None = None

    @property
    def name(self):
        return said(self.content["name"])

    @property
    def guide(self):
        return [said(pair) for pair in self.content["guide"]]

    @property
    def threshold(self):
        """Scores up to it are a concern."""
        return self.content["threshold"]

    @property
    def domains(self):
        return [Domain(each) for each in self.content["domains"]]

    @property
    def number(self):
        return self.row.version if self.row else 1

    @property
    def is_own(self):
        return self.row is not None and self.row.shipped is None


@cache
def shipped_formats():
    """{code: Format} of what Ura ships, the general one first."""
    table = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {code: Format(code, _whole(row, table["domains"]), row["version"]) for code, row in table["formats"].items()}


def _whole(row, domains):
    """The format with every domain written out: what all share, then what this group needs."""
    whole = {name: row[name] for name in ("name", "threshold", "guide")} | {"category": row.get("category", "")}
    whole["domains"] = [
        {"code": code, "name": domains[code]["name"], "scores": domains[code]["scores"],
         "questions": domains[code]["questions"] + row.get("questions", {}).get(code, []),
         "goals": row.get("goals", {}).get(code, []) + domains[code]["goals"]}
        for code in row["domains"]
    ]  # fmt: skip
    return whole


@cache
def _domain_names():
    table = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {code: row["name"] for code, row in table["domains"].items()}


def domain_names(municipality):
    """{code: name} of every domain an office ever assessed or may assess, in the reader's language."""
    key = f"domains-{municipality.pk}"
    names = caches["local"].get(key)
    if names is None:
        names = dict(_domain_names())
        for row in AssessmentFormat.objects.filter(municipality=municipality, shipped=None).order_by("version"):
            names |= {each["code"]: each["name"] for each in row.content["domains"]}
        caches["local"].set(key, names, KEPT_FOR)
    return {code: said(pair) for code, pair in names.items()}


def formats_of(municipality):
    """The formats an office uses now: its own newest version of each, else the shipped one."""
    own = {}
    for row in AssessmentFormat.objects.filter(municipality=municipality).order_by("version"):
        own[row.code] = row
    return {code: _now(code, own.get(code)) for code in shipped_formats()}


def format_of(municipality, code):
    """One of them; KeyError for what does not exist."""
    return formats_of(municipality)[code]


def read_format(row):
    """The version an assessment was made with."""
    return Format(row.code, row.content, row.shipped, row)


def _now(code, row):
    """A newer shipped text replaces an older shipped one, never what the office wrote itself."""
    shipped = shipped_formats()[code]
    if row is None or (row.shipped is not None and row.shipped < shipped.shipped):
        return shipped
    return read_format(row)


def keep_shipped(municipality, code):
    """The row of the version in use, written down when it is first used."""
    now = format_of(municipality, code)
    if now.row:
        return now.row
    return _next(municipality, code, deepcopy(now.content), shipped=now.shipped)


def keep_own(municipality, code, content, *, by, version):
    """The office's next version of a format; assessments made before keep theirs."""
    now = format_of(municipality, code)
    if version != now.number:
        raise Refused(_("Somebody changed this format while you were writing. Your text is kept below: save again."))
    check(content)
    if content == now.content:
        raise Refused(_("Nothing was changed."))
    if now.row is None:
        keep_shipped(municipality, code)  # version 1 is what Ura shipped; the office's own comes after it
    row = _next(municipality, code, content, by=by)
    record(row, "cases.format_changed", by=by, format=code, version=row.version)
    return row


def restore_shipped(municipality, code, *, by):
    """Back to the shipped text, as a version of its own."""
    if not format_of(municipality, code).is_own:
        raise Refused(_("This format is the shipped one already."))
    shipped = shipped_formats()[code]
    row = _next(municipality, code, deepcopy(shipped.content), by=by, shipped=shipped.shipped)
    record(row, "cases.format_restored", by=by, format=code, version=row.version)
    return row


def _next(municipality, code, content, *, by=None, shipped=None):
    rows = AssessmentFormat.objects.filter(municipality=municipality, code=code)
    last = rows.aggregate(last=Max("version"))["last"] or 0
    caches["local"].delete(f"domains-{municipality.pk}")
    return AssessmentFormat.objects.create(
        municipality=municipality, code=code, version=last + 1, shipped=shipped, content=content, made_by=by
    )


def check(content):
    """Raises Refused for a format with which nobody could assess."""
    if not content["name"][0].strip():
        raise Refused(_("The format needs a name in Albanian."), field="name_sq")
    if not 0 <= content["threshold"] < HIGHEST:
        raise Refused(_("The highest score that is a concern lies between 0 and 3."), field="threshold")
    if not content["domains"]:
        raise Refused(_("A format needs at least one domain."))
    if len(content["domains"]) > MOST_DOMAINS:
        raise Refused(_("A format has at most %(n)s domains.") % {"n": MOST_DOMAINS})
    for domain in content["domains"]:
        name = domain["name"][0]
        if not name.strip():
            raise Refused(_("Every domain needs a name in Albanian."))
        if len(domain["scores"]) != HIGHEST + 1 or not all(pair[0].strip() for pair in domain["scores"]):
            raise Refused(_("«%(domain)s»: describe each of the five scores, 0 to 4, one a line.") % {"domain": name})
        if not domain["questions"]:
            raise Refused(_("«%(domain)s»: write at least one question.") % {"domain": name})
        if len(domain["questions"]) > MOST_LINES or len(domain["goals"]) > MOST_LINES:
            raise Refused(_("«%(domain)s»: at most %(n)s questions and goals.") % {"domain": name, "n": MOST_LINES})
        lines = [*domain["questions"], *domain["scores"], *domain["goals"]]
        if any(len(text) > LONGEST for pair in lines for text in pair):
            raise Refused(_("«%(domain)s»: a line is longer than %(n)s signs.") % {"domain": name, "n": LONGEST})
