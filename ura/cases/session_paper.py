"""What stands on the empty form of a session, taken from the same data as the screen."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.cases.models import Solved
from ura.cases.paper_forms import CONSENT, SECTION_WORDS, SECTIONS, band_words, clauses
from ura.cases.paper_forms import paper_form as form_of
from ura.letters.letterhead import letterhead_of
from ura.people.models import Purpose

LINES = {"longtext": 2}
PURPOSES = {
    "processing": Purpose.PROCESSING, "stats": Purpose.INTERNAL_STATISTICS, "follow_up": Purpose.FOLLOW_UP_CONTACT
}  # fmt: skip


def paper_of(municipality, key, language, text):
    """What `form_pdf` takes. `text`: the declaration in use; the office's own wording goes before the shipped one."""
    form = form_of(key)
    with override(language):
        return {
            "office": letterhead_of(municipality, language), "language": language, "title": form.title,
            "sections": list(_sections(form)), "declaration": _declaration(form, text, language),
            "needs": [_("Whose need"), _("Need"), _("Urgency"), _("Note")], "officer": form.officer_signs,
            "end": list(_end(form)),
            "labels": {
                "needs": _("Needs of each member of the family"),
                "officer_day": _label(form, "officer_signed_date"), "officer_signature": _label(form, "officer_signed"),
            },
        }  # fmt: skip


def _sections(form):
    for section in SECTIONS:
        found = [_asked(field) for field in form.of(section) if field.key not in ("municipality", "duration")]
        if section == "header":
            found = [_line(_("Protocol number")), *found]
            if "admin_unit" not in form.by_key:
                found.append(_line(_("Administrative unit")))
            found.append(_line(_("Country or municipality of origin")))
        if section == CONSENT or found:
            yield {
                "title": str(SECTION_WORDS[section]), "fields": found, "declaration": section == CONSENT,
                "needs": section == "situation",
            }  # fmt: skip


def _end(form):
    yield _line(_("Guides handed out"))
    yield {"label": _("What became of it"), "kind": "options", "options": [str(label) for label in Solved.labels]}
    label = _label(form, "duration") or _("Duration")
    yield {"label": label, "kind": "options", "options": [str(option) for option in band_words().values()]}


def _declaration(form, text, language):
    own = not text.shipped
    statements = (
        [part for part in text.statement.split("\n\n") if part.strip()]
        if own
        else [each.in_language(language) for each in clauses() if each.kind == "statement"]
    )
    agreed = [
        text.clauses[PURPOSES[each.key]] if own and text.clauses.get(PURPOSES[each.key]) else each.in_language(language)
        for each in clauses()
        if each.kind == "consent"
    ]
    fields = ("consent_full_name", "consent_phone", "consent_email", "follow_up_phone")
    return {
        "title": str(SECTION_WORDS[CONSENT]), "statements": statements, "clauses": agreed,
        "fields": [
            *(_asked(form.by_key[key]) for key in fields),
            _line(_("If under 16: parent or guardian, name and relation")),
        ], "day": _label(form, "consent_date"),
        "signature": _label(form, "consent_signed"),
        "note": _("Without a signature the form stays without a name: only the boxes below are filled in."),
    }  # fmt: skip


def _label(form, key):
    field = form.by_key.get(key)
    return field.label if field else ""


def _line(label):
    return {"label": label, "kind": "line"}


def _asked(field):
    if field.type == "bool":
        return {"label": field.label, "kind": "options", "options": [_("Yes"), _("No")]}
    if field.options:
        return {"label": field.label, "kind": "options", "options": [str(option) for option in field.options]}
    if field.type in LINES:
        return {"label": field.label, "kind": "words", "lines": LINES[field.type]}
    return _line(field.label)
