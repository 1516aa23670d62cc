"""The declarations people sign, by office and language, and the data-protection notice of each form."""

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.people.models import ConsentText, Purpose
from ura.trail.actions import record

DATA = Path(__file__).parent / "data"
WORDS = ("title", "statement", "clauses")


@cache
def shipped(language):
    """The declaration Ura ships, in one language: {title, statement, clauses}."""
    row = tomllib.loads((DATA / "consent.toml").read_text(encoding="utf-8"))[language]
    return {"title": row["title"], "statement": row["statement"].strip(), "clauses": dict(row["clauses"])}


def text_in_use(municipality, language, *, on=None, keep=True):
    """The declaration used on a day: the office's newest own version, else the shipped one.

    The shipped text is written down when it is first used, so that what was signed stays although a later release
    ships other words. To show it only, `keep=False`: nothing is written, and it may have no version yet.
    """
    on = on or timezone.localdate()
    rows = municipality.consent_texts.filter(language=language)
    own = rows.filter(shipped=False, valid_from__lte=on).order_by("-version").first()
    return own or _shipped_row(municipality, language, keep)


def _shipped_row(municipality, language, keep):
    words = shipped(language)
    rows = municipality.consent_texts.filter(language=language, shipped=True).order_by("-version")
    newest = rows.first()
    if newest is not None and {name: getattr(newest, name) for name in WORDS} == words:
        return newest
    if not keep:
        return ConsentText(municipality=municipality, version=0, language=language, shipped=True, **words)
    both = {code: shipped(code) for code in ("sq", "en")}
    with suppress(IntegrityError), transaction.atomic():  # a colleague may be the first at the same moment
        _write(municipality, both, valid_from=timezone.localdate(), shipped=True)
    return rows.first()


def texts_of(municipality):
    """Every version that was written down, newest first: [(version, {language: text})]."""
    versions = {}
    for text in municipality.consent_texts.select_related("made_by__user").order_by("-version"):
        versions.setdefault(text.version, {})[text.language] = text
    return list(versions.items())


def reword(municipality, *, by, sq, en, valid_from=None):
    """Write the next version of the declaration, both languages at once; earlier ones stay as they are.

    `sq`, `en`: {title, statement, clauses}. A purpose must stand in both languages or in neither.
    """
    words = {code: _tidy(given) for code, given in (("sq", sq), ("en", en))}
    for code, given in words.items():
        if not given["title"] or not given["statement"]:
            raise Refused(_("The declaration needs a title and a text in both languages."), field=f"{code}_statement")
        if not given["clauses"].get(Purpose.PROCESSING):
            raise Refused(
                _("The sentence by which a person agrees to the processing may not be left out."),
                field=f"{code}_processing",
            )
    for purpose in Purpose:
        if (purpose in words["sq"]["clauses"]) != (purpose in words["en"]["clauses"]):
            raise Refused(
                _("Write the sentence for “%(purpose)s” in both languages, or in neither.")
                % {"purpose": purpose.label},
                field=f"en_{purpose}" if purpose in words["sq"]["clauses"] else f"sq_{purpose}",
            )
    valid_from = valid_from or timezone.localdate()
    if valid_from < timezone.localdate():
        raise Refused(_("A new text cannot begin in the past."), field="valid_from")
    now = {code: text_in_use(municipality, code, on=valid_from, keep=False) for code in words}
    if all({name: getattr(now[code], name) for name in WORDS} == words[code] for code in words):
        raise Refused(_("Nothing was changed."), field="sq_statement")
    texts = _write(municipality, words, valid_from=valid_from, by=by)
    record(texts["sq"], "people.consent_reworded", by=by, version=texts["sq"].version, valid_from=valid_from)
    return texts


def _tidy(given):
    clauses = {purpose: " ".join((given["clauses"].get(purpose) or "").split()) for purpose in Purpose}
    return {
        "title": " ".join(given["title"].split()),
        "statement": given["statement"].replace("\r\n", "\n").strip(),
        "clauses": {str(purpose): words for purpose, words in clauses.items() if words},
    }


def _write(municipality, words, *, valid_from, by=None, shipped=False):
    last = municipality.consent_texts.aggregate(top=Max("version"))["top"] or 0
    return {
        language: ConsentText.objects.create(
            municipality=municipality, version=last + 1, language=language, shipped=shipped, valid_from=valid_from,
            made_by=by, **given,
        )
        for language, given in words.items()
    }  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """What a person is told beside a form: who keeps the data, why, on what law, how long, with what rights."""

    title: str
    controller: str
    purpose: str
    law: str
    recipients: str
    retention: str
    rights: str
    contact: str

    @property
    def facts(self):
        return [
            (_("Who keeps the data"), self.controller), (_("What for"), self.purpose), (_("Legal basis"), self.law),
            (_("Who sees them"), self.recipients), (_("For how long"), self.retention), (_("Your rights"), self.rights),
            (_("Data protection officer"), self.contact),
        ]  # fmt: skip


@cache
def _notices():
    return tomllib.loads((DATA / "notices.toml").read_text(encoding="utf-8"))


FORMS = ("ask", "consent")


def notice(form, municipality, language=None):
    """The data-protection notice of a form (`ask`, `consent`, `data`) in the reader's language."""
    language = language or ("en" if get_language() == "en" else "sq")
    office = municipality.office
    name = office.name_en if language == "en" else office.name_sq
    municipal = f"Municipality of {municipality.name_en}" if language == "en" else municipality.official_sq
    contact = office.dpo_email or office.email or office.phone or office.address
    return Notice(
        controller=", ".join(part for part in (municipal, name, office.address) if part),
        contact=contact or municipal, **_notices()[form][language],
    )  # fmt: skip
