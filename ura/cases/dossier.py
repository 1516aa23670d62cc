"""The case on paper: who, what is known, each part of the case, and everything that happened."""

from functools import partial

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.cases import timeline
from ura.cases.file import facts_of, members_of, staff_of
from ura.cases.tabs import dossier_of
from ura.letters.letterhead import letterhead_of
from ura.letters.pdf import listing_pdf


def dossier_pdf(case, officer, *, language="sq"):
    """Reads all that stands in it, and returns what makes the paper: that is slow, and needs no database."""
    members = members_of(case, officer)
    names = {member.person.pk: member.person.shown_name for member in members}
    events = case.events.filter(municipality=case.municipality).select_related("file").order_by("pk")
    told = timeline.lines(case, events, staff_of(case), people=names)
    sections = [
        (_("The case"), "", [(case.person.shown_name, facts_of(case) + _words(case))]),
        (_("The household and its needs"), "", [(m.person.shown_name, _member(m)) for m in members]),
        *dossier_of(case, officer),
        (_("Timeline"), "", [("", [(_when(line), _told(line)) for line in told])]),
    ]
    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    intro = [
        f"{case.get_kind_display()} · {case.get_state_display()}",
        _("Printed on %(day)s by %(name)s. For the office only: it holds personal data (law no. 124/2024).")
        % {"day": today, "name": officer},
    ]
    return partial(
        listing_pdf, office=letterhead_of(case.municipality, language), language=language, intro=intro,
        title=_("Case %(number)s") % {"number": case}, sections=sections,
    )  # fmt: skip


def _words(case):
    text = case.text
    every = [(_("In one sentence"), text.summary), (_("What happened"), text.story),
             (_("What the person wishes"), text.wishes)]  # fmt: skip
    return [(name, value) for name, value in every if value]


def _member(member):
    every = [
        (_("Relation to the head"), member.relation),
        (_("Age"), "" if member.age is None else str(member.age)),
        (_("Vulnerability"), ", ".join(str(row.get_category_display()) for row in member.categories)),
        (_("Needs"), ", ".join(str(need) for need in member.needs)),
    ]
    return [(name, value) for name, value in every if value]


def _when(line):
    return date_format(timezone.localtime(line["at"]), "SHORT_DATETIME_FORMAT")


def _told(line):
    parts = [" · ".join(part for part in (line["what"], line["by"], line["law"]) if part), line["body"]]
    if line["file"]:
        parts.append(line["file"].name)
    return "\n".join(part for part in parts if part)
