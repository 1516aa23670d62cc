"""The small language of criteria: data in, a judgement in three values out. Nothing is ever evaluated as code.

    {fact = "age", is = ">=", value = 18, law = "22/2018", article = "13"}
    {any = […]}   {all = […]}   {not = {…}}

Read once by `read` (a fact, comparison or value that does not fit is refused with a sentence) and then asked of
{fact: value}; a fact that is not in there is not known, and the answer may be None.
"""

import operator
from dataclasses import dataclass, replace
from itertools import product

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.schemes.facts import Fact, clean, fact_of, kept
from ura.schemes.logic import all_of, any_of, negated

ALIASES = {"==": "=", "!=": "≠", "<>": "≠", "<=": "≤", ">=": "≥"}
COMPARISONS = ("=", "≠", "<", "≤", ">", "≥", "in", "between", "contains")
ORDERED = ("=", "≠", "<", "≤", ">", "≥", "in", "between")
ALLOWED = {"number": ORDERED, "date": ORDERED, "code": ("=", "≠", "in"), "yes-no": ("=", "≠"), "codes": ("contains",)}
CONTRARY = {"=": "≠", "≠": "=", "<": "≥", "≥": "<", ">": "≤", "≤": ">"}
_SIMPLE = {"=": operator.eq, "≠": operator.ne, "<": operator.lt, "≤": operator.le, ">": operator.gt, "≥": operator.ge}
GROUPS = ("all", "any")
LEAF = {"fact", "is", "value"}
BESIDE = {"law", "article", "confidence"}
DEEPEST, MOST = 6, 200


@dataclass(frozen=True)
class Leaf:
    """One fact compared with one value; `negated` only where no contrary comparison exists (in, between, contains)."""

    fact: Fact
    comparison: str
    value: object
    law: str = ""
    article: str = ""
    confidence: str = ""
    negated: bool = False

    def __post_init__(self):
        object.__setattr__(self, "holds", _test(self.comparison, self.value))
        object.__setattr__(self, "key", self.fact.key)

    def judge(self, known):
        value = known.get(self.key)
        return None if value is None else self.holds(value) is not self.negated

    def unsettled(self, known):
        return [self.key] if known.get(self.key) is None else []

    def facts(self):
        return {self.key}


@dataclass(frozen=True)
class Group:
    """All of these, or any of them."""

    kind: str
    parts: tuple
    law: str = ""
    article: str = ""
    confidence: str = ""

    def judge(self, known):
        values = (part.judge(known) for part in self.parts)
        return all_of(values) if self.kind == "all" else any_of(values)

    def unsettled(self, known):
        """The unknown facts that could still settle this, once each, in their order."""
        if self.judge(known) is not None:
            return []
        return list(dict.fromkeys(key for part in self.parts for key in part.unsettled(known)))

    def facts(self):
        return set().union(*(part.facts() for part in self.parts))


def read(criteria):
    """A list of criteria, all of which must hold, ready to be asked. Raises Refused with a sentence."""
    if not isinstance(criteria, list):
        raise Refused(_("Criteria are a list."))
    count = [0]
    return Group("all", tuple(_read(node, count, 0, False) for node in criteria))


def _read(node, count, depth, no):
    count[0] += 1
    if not isinstance(node, dict):
        raise Refused(_("“%(what)s” is no criterion.") % {"what": str(node)[:60]})
    if count[0] > MOST or depth > DEEPEST:
        raise Refused(_("These criteria are too long or too deep: a scheme has at most %(n)s.") % {"n": MOST})
    beside = {name: str(node[name]) for name in BESIDE if node.get(name)}
    names = set(node) - BESIDE
    if names == {"not"}:
        return _read(node["not"] if not beside else node["not"] | beside, count, depth + 1, not no)
    if len(names) == 1 and names <= set(GROUPS):
        kind = names.pop()
        if not isinstance(node[kind], list) or not node[kind]:
            raise Refused(_("“%(kind)s” needs a list with at least one criterion.") % {"kind": kind})
        parts = tuple(_read(part, count, depth + 1, no) for part in node[kind])
        if no:  # not (a and b) = not a or not b, in three values too
            kind = "any" if kind == "all" else "all"
        return Group(kind, parts, **beside)
    if names != LEAF:
        raise Refused(
            _("A criterion needs a fact, a comparison and a value; “%(what)s” is something else.")
            % {"what": ", ".join(sorted(map(str, names))) or "—"}
        )
    return _leaf(node, beside, no)


def _leaf(node, beside, no):
    fact = fact_of(node["fact"])
    comparison = ALIASES.get(str(node["is"]).strip(), str(node["is"]).strip())
    if comparison not in COMPARISONS:
        raise Refused(
            _("“%(is)s” is no comparison. Known are: %(known)s.") % {"is": comparison, "known": " ".join(COMPARISONS)}
        )
    if comparison not in ALLOWED[fact.type]:
        raise Refused(
            _("“%(fact)s” cannot be compared with “%(is)s”; possible are: %(known)s.")
            % {"fact": fact.key, "is": comparison, "known": " ".join(ALLOWED[fact.type])}
        )
    value = _value(fact, comparison, node["value"])
    if no and comparison in CONTRARY:
        comparison, no = CONTRARY[comparison], False
    return Leaf(fact, comparison, value, negated=no, **beside)


def _value(fact, comparison, value):
    if comparison not in ("in", "between", "contains"):
        if isinstance(value, list | dict):
            raise Refused(_("“%(fact)s” is compared with one value only.") % {"fact": fact.key})
        return clean(fact, value)
    values = value if isinstance(value, list) else [part.strip() for part in str(value).split(",") if part.strip()]
    found = clean(fact, values) if fact.type == "codes" else tuple(clean(fact, each) for each in values)
    if not found:
        raise Refused(_("“%(fact)s” needs at least one value.") % {"fact": fact.key})
    if comparison == "between" and (len(found) != 2 or found[0] > found[1]):
        raise Refused(_("“between” needs two values, the smaller one first: %(fact)s.") % {"fact": fact.key})
    return found


def _test(comparison, value):
    if comparison in _SIMPLE:
        compare = _SIMPLE[comparison]
        return lambda found: compare(found, value)
    if comparison == "in":
        those = frozenset(value)
        return lambda found: found in those
    if comparison == "between":
        low, high = value
        return lambda found: low <= found <= high
    return lambda found: not value.isdisjoint(found)


def data_of(node):
    """A criterion as the data it is kept in."""
    beside = {name: getattr(node, name) for name in ("law", "article", "confidence") if getattr(node, name)}
    if isinstance(node, Group):
        return {node.kind: [data_of(part) for part in node.parts], **beside}
    value = [kept(each) for each in node.value] if isinstance(node.value, tuple) else kept(node.value)
    leaf = {"fact": node.key, "is": node.comparison, "value": value}
    return {"not": leaf, **beside} if node.negated else leaf | beside


def rows_of(criteria):
    """Criteria as a table of (label, leaf): a row without label must hold. Of the rows with the same letter one is
    enough; rows with the same letter and number (A1) count as one, which holds when all of them do."""
    rows, letters = [], 0
    for part in _flat(criteria):
        if isinstance(part, Leaf):
            rows.append(("", part))
            continue
        for group in [part] if _is_plain(part) else _conjunctive(part):
            if len(group.parts) == 1:
                rows.append(("", group.parts[0]))
                continue
            rows += _rows_of_group(group, _letter(letters))
            letters += 1
    return rows


def _flat(node, law="", article=""):
    """The parts that must all hold, each with the law that stood over it."""
    if isinstance(node, Group) and node.kind == "all":
        law, article = node.law or law, node.article or article
        return [each for part in node.parts for each in _flat(part, law, article)]
    return [_with_law(node, law, article)]


def _is_plain(group):
    """Alternatives each of which is one row, or several that must hold together."""
    return all(
        isinstance(part, Leaf) or (part.kind == "all" and all(isinstance(each, Leaf) for each in part.parts))
        for part in group.parts
    )


def _rows_of_group(group, letter):
    rows, number = [], 0
    for part in group.parts:
        if isinstance(part, Leaf):
            rows.append((letter, _with_law(part, group.law, group.article)))
            continue
        number += 1
        law, article = (part.law, part.article) if part.law else (group.law, group.article)
        rows += [(f"{letter}{number}", _with_law(each, law, article)) for each in part.parts]
    return rows


def _conjunctive(node):
    """Any criteria as alternatives that must all hold (conjunctive normal form): the way out for deep ones."""
    return [Group("any", clause) for clause in _clauses(node)]


def _clauses(node, law="", article=""):
    law, article = node.law or law, node.article or article
    if isinstance(node, Leaf):
        return [(_with_law(node, law, article),)]
    parts = [_clauses(part, law, article) for part in node.parts]
    if node.kind == "all":
        return [clause for part in parts for clause in part]
    found = []
    for chosen in product(*parts):
        clause = tuple(dict.fromkeys(leaf for each in chosen for leaf in each))
        if clause not in found:
            found.append(clause)
        if len(found) > MOST:
            raise Refused(_("These criteria are too long or too deep: a scheme has at most %(n)s.") % {"n": MOST})
    return found


def _with_law(node, law, article):
    return replace(node, law=law, article=article) if law and not node.law else node


def _letter(n):
    return chr(ord("A") + n) if n < 26 else f"Z{n}"


def tree_of(rows):
    """The list of criteria that such a table says; `rows` are (label, leaf as data)."""
    criteria, groups, together = [], {}, {}
    for label, leaf in rows:
        letter = label.rstrip("0123456789")
        if not label:
            criteria.append(leaf)
            continue
        if letter not in groups:
            groups[letter] = []
            criteria.append({"any": groups[letter]})
        if label == letter:
            groups[letter].append(leaf)
        elif label in together:
            together[label].append(leaf)
        else:
            together[label] = [leaf]
            groups[letter].append({"all": together[label]})
    return criteria


__all__ = ["ALLOWED", "COMPARISONS", "Group", "Leaf", "data_of", "negated", "read", "rows_of", "tree_of"]
