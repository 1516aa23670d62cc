"""Criteria as sentences, in Albanian and in English, with the law they come from."""

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ura.schemes.language import Group


def sentence(node, known, language=None):
    """Why this criterion holds, does not hold or is not known."""
    language = language or ("en" if (get_language() or "").startswith("en") else "sq")
    with override(language):
        text = _group(node, known, language) if isinstance(node, Group) else _leaf(node, known, language)
        cited = cite(node, language) or ("" if not isinstance(node, Group) else _common_law(node, language))
        return f"{text} ({cited})." if cited else f"{text}."


def cite(node, language):
    """«ligji nr. 22/2018, neni 13»."""
    if not node.law:
        return ""
    with override(language):
        law = law_words(node.law)
        return _("%(law)s, article %(article)s") % {"law": law, "article": node.article} if node.article else law


def law_words(law):
    if law.startswith(("DCM ", "VKM ")):
        return _("DCM no. %(number)s") % {"number": law[4:]}
    if law[:1].isdigit():
        return _("law no. %(number)s") % {"number": law}
    return law


def _common_law(group, language):
    cited = {cite(part, language) for part in group.parts}
    return cited.pop() if len(cited) == 1 else ""


def _leaf(leaf, known, language):
    fact, value = leaf.fact, known.get(leaf.key)
    if fact.type == "yes-no":
        return _yes_no(leaf, value, language)
    asked = requirement(leaf, language)
    if value is None:
        return _("Not known yet: %(fact)s (%(asked)s)") % {"fact": _small(fact.name(language)), "asked": asked}
    words = {"fact": fact.name(language), "value": fact.shown(value, language), "asked": asked}
    if leaf.judge(known):
        return _("%(fact)s: %(value)s; %(asked)s – met") % words
    return _("%(fact)s: %(value)s; %(asked)s – not met") % words


def _yes_no(leaf, value, language):
    wanted = leaf.value if leaf.comparison == "=" else not leaf.value
    if value is None:
        return _("Not known yet: %(fact)s") % {"fact": _small(leaf.fact.statement(wanted, language)) + "?"}
    stated = leaf.fact.statement(value, language)
    return stated if value == wanted else _("%(stated)s; the scheme asks for the contrary") % {"stated": stated}


def requirement(leaf, language):
    """«kërkohet të paktën 18 vjeç»."""
    fact, value = leaf.fact, leaf.value
    if leaf.comparison == "between":
        low, high = (fact.shown(each, language) for each in value)
        said = (
            _("required from %(low)s to %(high)s") if not leaf.negated else _("not accepted from %(low)s to %(high)s")
        )
        return said % {"low": low, "high": high}
    if leaf.comparison in ("in", "contains"):
        shown = (
            fact.shown(value, language) if fact.type == "codes" else ", ".join(fact.shown(v, language) for v in value)
        )
        said = _("required one of: %(values)s") if not leaf.negated else _("not accepted: %(values)s")
        return said % {"values": shown}
    forms = _day_forms() if fact.type == "date" else _forms()
    return forms[leaf.comparison] % {"value": fact.shown(value, language)}


def _forms():
    return {
        "=": _("required: %(value)s"),
        "≠": _("not accepted: %(value)s"),
        "<": _("required less than %(value)s"),
        "≤": _("required at most %(value)s"),
        ">": _("required more than %(value)s"),
        "≥": _("required at least %(value)s"),
    }


def _day_forms():
    return {
        "=": _("required on %(value)s"),
        "≠": _("not on %(value)s"),
        "<": _("required before %(value)s"),
        "≤": _("required not after %(value)s"),
        ">": _("required after %(value)s"),
        "≥": _("required not before %(value)s"),
    }


def _group(group, known, language):
    value = group.judge(known)
    parts = group.parts
    if group.kind == "any" and value is True:
        return _bare(next(part for part in parts if part.judge(known) is True), known, language)
    if group.kind == "all" and value is not True:
        parts = [part for part in parts if part.judge(known) is value]
    elif value is None:
        parts = [part for part in parts if part.judge(known) is None]
    said = "; ".join(_bare(part, known, language) for part in parts)
    if group.kind == "all":
        return said
    if value is False:
        return _("None of these holds: %(all)s") % {"all": said}
    return _("Not known yet; one of these would do: %(all)s") % {"all": said}


def _bare(node, known, language):
    """A part of a group: what is not known is only named."""
    if isinstance(node, Group):
        return _group(node, known, language)
    if known.get(node.key) is not None:
        return _leaf(node, known, language)
    if node.fact.type == "yes-no":
        return _small(node.fact.statement(node.value if node.comparison == "=" else not node.value, language))
    return f"{_small(node.fact.name(language))} ({requirement(node, language)})"


def _small(text):
    return text[:1].lower() + text[1:]


def demands(criteria, language=None):
    """What a scheme asks, of nobody in particular: one sentence a criterion, [(sentence, confidence)]."""
    language = language or ("en" if (get_language() or "").startswith("en") else "sq")
    with override(language):
        return [(_demand(part, language, first=True), part.confidence) for part in criteria.parts]


def _demand(node, language, first=False):
    if isinstance(node, Group):
        between = _("; or") if node.kind == "any" else _("; and")
        said = f"{between} ".join(_demand(part, language) for part in node.parts)
        cited = cite(node, language) or _common_law(node, language)
    else:
        said, cited = _bare(node, {}, language), cite(node, language)
    said = said[:1].upper() + said[1:] if first else said
    return f"{said} ({cited})" if first and cited else said
