"""Conferences on the page of a case and in its dossier."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from ura.cases.models import Conference
from ura.cases.rules import may_work
from ura.core.templatetags.ui import short_date
from ura.municipalities.often import asked_often

SHOWN = 3


def works(case, officer):
    return may_work(officer, case)


def conferences(case, officer):
    """The latest conferences and what they decided that is not done."""
    found = _conferences(case.municipality_id, case.pk)
    if not found:
        return None
    prefetch_related_objects(found, "decisions")
    pending = [decision for row in found for decision in row.decisions.all() if decision.done_on is None]
    return "cases/_conferences.html", {"conferences": found[:SHOWN], "pending": pending}


@asked_often
def _conferences(office, case):
    return Conference.objects.filter(municipality=office, case=case)[: SHOWN + 1]


def conferences_on_paper(case, officer):
    rows = Conference.objects.filter(municipality=case.municipality, case=case).prefetch_related("decisions")
    parts = [
        (
            short_date(row.held_on),
            [(_("Minutes"), row.minutes)]
            + [
                (_("Decision"), f"{each.what} ({each.who}, {short_date(each.until_on)})")
                for each in row.decisions.all()
            ],
        )
        for row in rows
    ]
    return (_("Case conferences"), "", parts) if parts else None
