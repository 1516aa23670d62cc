"""Reading the lists: choices for a form, and the word for a code."""

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ura.codelists.models import NationalTerm, OfficeTerm
from ura.municipalities.often import asked_often

LISTS = {
    "service_type": _("Service types"),
    "requester_type": _("Requester types"),
    "stakeholder_type": _("Stakeholder types"),
    "stakeholder_service": _("Services of stakeholders"),
    "stakeholder_status": _("Statuses of stakeholders"),
    "audience": _("Audiences"),
    "request_kind": _("Kinds of need"),
    "outcome": _("Outcomes"),
    "gap_topic": _("Topics of the needs analysis"),
}
NATIONAL_KEPT_FOR = 300  # seconds; national codes change at an upgrade


def _national():
    terms = caches["local"].get("national-terms")
    if terms is None:
        terms = list(NationalTerm.objects.all())
        if terms:
            caches["local"].set("national-terms", terms, NATIONAL_KEPT_FOR)
    return terms


@asked_often
def _of_office(office):
    return OfficeTerm.objects.filter(municipality=office)


def terms(municipality):
    """Every term this office uses: {list: [term, …]}; read once for each request's municipality object."""
    kept = getattr(municipality, "_terms", None)
    if kept is None:
        kept = {}
        for term in [*_national(), *_of_office(municipality.pk)]:
            kept.setdefault(term.list, []).append(term)
        municipality._terms = kept
    return kept


def forget(municipality):
    """After an office changed a list within one request."""
    municipality.__dict__.pop("_terms", None)


def choices(municipality, name, on=None, keep=None):
    """(code, word) of the terms valid on the day; `keep` stays offered though it has ended."""
    on = on or timezone.localdate()
    return [
        (term.code, str(term))
        for term in terms(municipality).get(name, [])
        if term.code == keep
        or ((term.valid_from is None or term.valid_from <= on) and (term.valid_until is None or term.valid_until > on))
    ]


def word(municipality, name, code):
    """The word for a code in the reader's language; the bare code when the list does not know it."""
    words = municipality.__dict__.setdefault("_words", {})
    key = (name, get_language())
    if key not in words:
        words[key] = {term.code: str(term) for term in terms(municipality).get(name, [])}
    return words[key].get(code, code)
