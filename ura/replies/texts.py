"""The words of a letter before anybody edits them: the office's wording with what the request and the officer say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ura.codelists.lists import word
from ura.core.refusals import Refused
from ura.desk.clock import CLOCK_EVENTS, derive_for
from ura.desk.letter_values import letter_values
from ura.desk.states import EventKind
from ura.letters.albanian import law_reference
from ura.letters.defaults import default_letters
from ura.letters.models import LetterKind
from ura.letters.texts import fill, fill_line, placeholders, required
from ura.letters.wording import wording_of

TYPED = {  # what only the officer knows, and how the form asks for it
    "answer": gettext_lazy("The answer"),
    "question": gettext_lazy("What must be clarified"),
    "reason": gettext_lazy("The reason"),
    "outcome": gettext_lazy("The outcome"),
    "answer_by": gettext_lazy("The requester writes back by"),
    "institution": gettext_lazy("Institution"),
    "institution_contact": gettext_lazy("Address and contacts of the institution"),
}
TRANSLATED = ("answer", "question", "reason")  # typed once more in English
UNWRITTEN = "[…]"  # stands where the officer's words are still missing


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def asked(municipality, kind, language="sq"):
    """What the officer must type for this kind, and what may be left out: {name: is it required}."""
    wording = wording_of(municipality, kind, language)
    text = f"{wording.subject}\n{wording.body}"
    needed = required(text)
    names = {name: name in needed for name in placeholders(text) if name in TYPED}
    if default_letters()[kind].to == "institution":
        names = {"institution": True, "institution_contact": False} | names
    return names


def known_values(enquiry, kind):
    """What the request itself says for the typed names: the institution and reason of its forwarding or extension."""
    event = _event_of(enquiry, kind)
    if event is None:
        return {}
    if kind == LetterKind.EXTENSION:
        return {"reason": event.text}
    institution, _line, reason = event.text.partition("\n")
    return {"institution": institution, "reason": reason}


def must_have_happened(enquiry, kind):
    """A letter that tells of an extension or a forwarding needs one to tell of."""
    if kind == LetterKind.EXTENSION and _event_of(enquiry, kind) is None:
        raise Refused(_("The deadline has not been extended. Extend it first; then the letter tells the requester."))
    if kind in (LetterKind.FORWARDING, LetterKind.FORWARDING_NOTICE) and _event_of(enquiry, kind) is None:
        raise Refused(_("The request has not been forwarded. Forward it first; then the letter tells of it."))


def written(enquiry, kind, language, **typed):
    """Subject and body in one language; raises Refused when something the text needs is missing."""
    wording = wording_of(enquiry.municipality, kind, language)
    values = letter_values(enquiry, language=language) | _values_of_kind(enquiry, kind, language) | typed
    if (code := typed.get("outcome")) and code != UNWRITTEN:
        with override(language):
            values["outcome"] = word(enquiry.municipality, "outcome", code)
    return Words(fill_line(wording.subject, values, language=language), fill(wording.body, values, language=language))


def sketch(enquiry, kind, language="sq"):
    """The letter with […] where the officer's words will stand, to show what is being written."""
    names = asked(enquiry.municipality, kind, language)
    gaps = {name: UNWRITTEN for name, needed in names.items() if needed}
    return written(enquiry, kind, language, **gaps)


def _values_of_kind(enquiry, kind, language):
    letter = default_letters()[kind]
    values = {"law": letter.law, "article": letter.article}
    if kind == LetterKind.EXTENSION:
        event = _event_of(enquiry, kind)
        law, _space, article = (event.law if event else "").partition(" ")
        values |= {"due_on": _due_before(enquiry, event), "new_due_on": enquiry.due_on}
        values["legal_basis"] = law_reference(law or letter.law, article or letter.article, language)
    elif kind in (LetterKind.FORWARDING, LetterKind.FORWARDING_NOTICE, LetterKind.REOPENING):
        values["new_due_on"] = enquiry.due_on
    return values


def _event_of(enquiry, kind):
    wanted = EventKind.EXTENDED if kind == LetterKind.EXTENSION else EventKind.FORWARDED
    if kind not in (LetterKind.EXTENSION, LetterKind.FORWARDING, LetterKind.FORWARDING_NOTICE):
        return None
    return enquiry.events.filter(kind=wanted).order_by("at", "pk").last()


def _due_before(enquiry, event):
    """The due date as it was before the extension."""
    events = enquiry.events.filter(kind__in=CLOCK_EVENTS).order_by("at", "pk")
    return derive_for(enquiry.municipality, [each for each in events if event is None or each.pk != event.pk]).due_on
