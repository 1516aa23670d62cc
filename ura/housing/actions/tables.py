"""Keeping the tables of points that the municipal council decides."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.housing.models import PointsTable
from ura.housing.national import groups, programmes
from ura.housing.points import read_table
from ura.trail.actions import record


def tables_of(municipality):
    """{programme: its newest table} of the office."""
    rows = PointsTable.objects.filter(municipality=municipality).order_by("number")
    return {row.programme: row for row in rows}


def table_in_force(municipality, programme, on=None):
    """The newest table of a programme that the council has decided by this day."""
    rows = PointsTable.objects.filter(municipality=municipality, programme=programme).exclude(decision_number="")
    return rows.filter(decision_on__lte=on or timezone.localdate()).order_by("-number").first()


def keep_table(municipality, programme, *, by, number, texts, decision_number="", decision_on=None):
    """A new version of a table, if anything is new; `number` is the one that was on the screen. Checked whole before
    it is kept."""
    if programme not in programmes():
        raise Refused(_("There is no such housing programme."))
    newest = tables_of(municipality).get(programme)
    if (newest.number if newest else 0) != int(number):
        raise Refused(
            _(
                "A colleague saved this while you were writing. Your text is kept below: "
                "look at what is saved now and save again."
            )
        )
    decision_number = decision_number.strip()
    if bool(decision_number) != bool(decision_on):
        raise Refused(_("Write number and date of the council decision, or neither: then it is a draft."))
    if decision_on and decision_on > timezone.localdate():
        raise Refused(_("A decision cannot be of a day to come."), field="decision_on")
    texts = {group: texts.get(group, "").strip() for group in groups()}
    read_table(texts)
    if newest and (newest.texts, newest.decision_number, newest.decision_on) == (texts, decision_number, decision_on):
        return newest
    row = PointsTable.objects.create(
        municipality=municipality, programme=programme, number=int(number) + 1, texts=texts, by=by,
        decision_number=decision_number, decision_on=decision_on,
    )  # fmt: skip
    record(row, "housing.table_kept", by=by, programme=programme, number=row.number, decision=decision_number)
    return row
