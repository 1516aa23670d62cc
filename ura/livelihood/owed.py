"""What the office still owes the people of a case: paid, or said not to be due, before the case is closed."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.livelihood.models import GrantApplication, WorkDay
from ura.livelihood.states import GrantState


def unpaid(case):
    """What keeps the case from being closed: a sentence for each project with days not paid, for each grant not paid."""
    return _days(case) + _grants(case)


def _days(case):
    rows = WorkDay.objects.filter(municipality=case.municipality_id, worker__case=case, payment=None).order_by()
    rows = rows.values_list("worker__project__title").annotate(n=Count("pk")).order_by("worker__project__title")
    return [
        ngettext(
            "%(n)s day of Cash for Work in “%(project)s” is not paid: pay it, or take it back if it was written down by "
            "mistake.",
            "%(n)s days of Cash for Work in “%(project)s” are not paid: pay them, or take them back if they were written "
            "down by mistake.",
            n,
        )
        % {"n": n, "project": project}
        for project, n in rows
    ]


def _grants(case):
    rows = GrantApplication.objects.filter(
        municipality=case.municipality_id, case=case, state=GrantState.AWARDED, paid_on=None
    )
    return [
        _("The grant awarded in “%(call)s” is not paid: pay it, or write down that the person gave it up.")
        % {"call": call}
        for call in rows.values_list("call__title", flat=True)
    ]
