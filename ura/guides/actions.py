"""What an office does to its guides: additions in a new edition, and the word that they are still right."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.guides.models import GuideConfirmation, GuideEdition
from ura.guides.reading import guide
from ura.trail.actions import record

HOLDS_FOR = 182  # days: guides are asked about again twice a year
FIELDS = ("fee", "phone", "place", "hours", "text_sq", "text_en", "papers_sq", "papers_en", "laws_sq", "laws_en")


def write_edition(municipality, key, *, by, number, facts, laws=None, **fields):
    """The office's additions as a new edition; `number` is the edition that was on the screen.

    `laws`: {code of a law of the guide: {language: what stands in its place}}.
    """
    now = guide(municipality, key)
    if now.number != int(number):
        raise Refused(
            _(
                "A colleague saved this while you were writing. Your text is kept below: "
                "look at what is saved now and save again."
            )
        )
    own = {name: value for name, value in facts.items() if value not in (None, "") and name in now.national.facts}
    changed = {
        code: said for code in now.national.law_codes
        if (said := {language: text for language, text in (laws or {}).get(code, {}).items() if text})
    }  # fmt: skip
    values = {name: fields.get(name, None if name == "fee" else "") for name in FIELDS} | {
        "facts": own,
        "laws": changed,
    }
    if now.edition and all(getattr(now.edition, name) == value for name, value in values.items()):
        return now.edition
    row = GuideEdition.objects.create(municipality=municipality, key=key, number=now.number + 1, by=by, **values)
    record(row, "guides.written", by=by, key=key, number=row.number)
    return row


def confirm_guide(municipality, key, *, by, until=None):
    """Still right, says this officer; it comes to the review list again after the day."""
    today = timezone.localdate()
    until = until or today + timedelta(days=HOLDS_FOR)
    if until < today:
        raise Refused(_("The day until which it holds has passed already."), field="until")
    now = guide(municipality, key)
    row = GuideConfirmation.objects.create(
        municipality=municipality, key=key, edition=now.number, national=now.national.version, on=today, until=until,
        by=by,
    )  # fmt: skip
    record(row, "guides.confirmed", by=by, key=key, until=until)
    return row
