"""Filling a letter text: plain words with `{{ names }}` from a closed list.

An office writes these texts, so they are data, never a program: one pass of replacement, no template engine,
and what a value contains is never read again. A passage in [[ double brackets ]] is left out whole when one
of its names has no value, so that «tel.» does not stand alone.
"""

import datetime
import re
import unicodedata
from functools import lru_cache

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.core.refusals import Refused

from .albanian import date_in_text

PLACEHOLDERS = {
    "protocol_number": gettext_lazy("protocol number of the request"),
    "received_on": gettext_lazy("day of receipt"),
    "due_on": gettext_lazy("due date"),
    "new_due_on": gettext_lazy("new due date"),
    "answer_by": gettext_lazy("day by which the requester should write back"),
    "subject": gettext_lazy("subject of the request"),
    "requester_name": gettext_lazy("name of the requester"),
    "salutation": gettext_lazy("form of address"),
    "question": gettext_lazy("what must be clarified"),
    "reason": gettext_lazy("reason"),
    "answer": gettext_lazy("text of the answer"),
    "outcome": gettext_lazy("outcome of the request"),
    "institution": gettext_lazy("institution"),
    "institution_contact": gettext_lazy("contacts of the institution"),
    "focal_point_name": gettext_lazy("name of the focal point"),
    "focal_point_phone": gettext_lazy("phone of the focal point"),
    "focal_point_email": gettext_lazy("e-mail of the focal point"),
    "cover_name": gettext_lazy("name of the officer who covers"),
    "cover_phone": gettext_lazy("phone of the officer who covers"),
    "cover_email": gettext_lazy("e-mail of the officer who covers"),
    "cover_from": gettext_lazy("first day of the cover"),
    "cover_until": gettext_lazy("last day of the cover"),
    "follow_up_code": gettext_lazy("follow-up code"),
    "follow_up_url": gettext_lazy("page where the request is followed"),
    "office_name": gettext_lazy("name of the office"),
    "municipality": gettext_lazy("name of the municipality"),
    "office_address": gettext_lazy("address of the office"),
    "office_phone": gettext_lazy("phone of the office"),
    "office_email": gettext_lazy("e-mail of the office"),
    "referral_number": gettext_lazy("number of the referral"),
    "service_asked": gettext_lazy("service referred to"),
    "asked": gettext_lazy("what the institution is asked to do"),
    "told": gettext_lazy("what the institution is told of the person"),
    "urgency": gettext_lazy("urgency"),
    "legal_basis": gettext_lazy("legal basis"),
    "law": gettext_lazy("number of the law"),
    "article": gettext_lazy("article of the law"),
    "today": gettext_lazy("day of the letter"),
    "opened_on": gettext_lazy("day on which the case was opened"),
    "closed_on": gettext_lazy("day on which the case was closed"),
}

_NAME = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_BRACES = re.compile(r"\{\{.{0,40}|.{0,40}\}\}|\{%.{0,40}|.{0,40}%\}|\[\[.{0,40}|.{0,40}\]\]")
# Orders to a terminal or a page, not letters: they would hide words or break the mail's headers.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


@lru_cache(maxsize=500)  # the same few texts are filled all day
def placeholders(text):
    """The names a text uses, each once, in the order of first use."""
    return tuple(dict.fromkeys(_NAME.findall(text)))


@lru_cache(maxsize=500)
def required(text):
    """The names that must have a value, because they stand outside [[ double brackets ]]."""
    return placeholders(_OPTIONAL.sub("", text))


def check(text, *, needs=()):
    """What is wrong with a letter text, in sentences for its editor; an empty list when all is well."""
    problems = []
    if not text.strip():
        return [_("The text is empty.")]
    if unknown := [name for name in placeholders(text) if name not in PLACEHOLDERS]:
        problems.append(
            _("These names are not known: %(names)s. Choose from the list beside the text.")
            % {"names": _listed(f"{{{{ {name} }}}}" for name in unknown)}
        )
    rest = _NAME.sub("", _OPTIONAL.sub(r"\1", text))
    if broken := _BRACES.search(rest):
        problems.append(
            _(
                "Brackets that are not closed or not understood near “%(piece)s”. "
                "Write {{ name }} for a value and [[ … ]] around words that may be left out."
            )
            % {"piece": broken[0].strip()[:50]}
        )
    if absent := [name for name in needs if name not in placeholders(text)]:
        problems.append(
            _("This letter must also say: %(names)s.")
            % {"names": _listed(f"{PLACEHOLDERS[name]} ({{{{ {name} }}}})" for name in absent)}
        )
    return problems


@lru_cache(maxsize=500)
def _is_sound(text):
    return not check(text)


def fill(text, values, *, language="sq"):
    """The text with its values in place: plain paragraphs, an empty line between them; days in `language`."""
    if not _is_sound(text):
        raise Refused(" ".join(check(text)))
    words = {name: _as_words(values[name], language) for name in placeholders(text) if name in values}
    if missing := [name for name in required(text) if not words.get(name)]:
        raise Refused(
            _("The letter cannot be made yet; still missing: %(names)s.")
            % {"names": _listed(f"{PLACEHOLDERS[name]} ({{{{ {name} }}}})" for name in missing)}
        )
    kept = _OPTIONAL.sub(lambda part: part[1] if all(words.get(n) for n in placeholders(part[1])) else "", text)
    return tidy(_NAME.sub(lambda found: words[found[1]], kept))


def fill_line(text, values, *, language="sq"):
    """The same for a subject: one line, so that no value can add a header to an e-mail."""
    return " ".join(fill(text, values, language=language).split())


def clean(text):
    """Typed words without invisible orders: composed letters (ë as one sign), line ends as \\n."""
    text = str(text)
    if text.isascii() and text.isprintable():
        return text  # nearly every value: a number, a name, an address
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _INVISIBLE.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n\n"))


def tidy(text):
    """No spaces at line ends, no more than one empty line between paragraphs."""
    lines = [line.rstrip() for line in clean(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _as_words(value, language):
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        raise TypeError("Give the letter a day, not a moment: only the caller knows the time zone.")
    if isinstance(value, datetime.date):
        return date_in_text(value, language)
    return clean(value).strip()


def _listed(names):
    return get_text_list(list(names), _("and"))
