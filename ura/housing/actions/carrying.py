"""Who got nothing stays on the waiting list: for another programme, or for the next year (SOP internal 8.2.1)."""

from django.db import transaction
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.housing.actions.applying import apply
from ura.housing.actions.basics import happened, move
from ura.housing.models import Application
from ura.housing.points import score
from ura.housing.states import ENDED, CallState, State, What

FACTS = ("received_on", "returnee", "members", "children", "income", "notes", "household", "case")


def carry(application, to, *, by, version, reason=""):
    """Into another call: the next year's, or another programme's. The day it first came in goes with it.

    The points go with it only where the same table of points holds; elsewhere they are given anew.
    """
    lock_version(application, version)
    row = Application.objects.select_related("call__table", "person", "case__enquiry", "household").get(
        pk=application.pk
    )
    row.municipality = row.call.municipality = row.person.municipality = application.municipality
    if row.case:
        row.case.municipality = application.municipality
    if row.call_id == to.pk:
        raise Refused(_("It is in this call already."))
    if row.state in (State.WAITING, State.GRANTED) and row.call.state not in (CallState.FINAL, CallState.PUBLISHED):
        raise Refused(_("The list of this call is still being decided: it can be carried on afterwards."))
    move(row, State.CARRIED, by=by, reason=reason)
    facts = {name: getattr(row, name) for name in FACTS}
    if to.instrument == "rent_subsidy":
        facts["priorities"] = row.priorities
    new = apply(to, row.person, by=by, previous=row, **facts)
    if row.answers and to.table_id == row.call.table_id:
        new.answers, new.group_points = row.answers, score(to.table, row.answers)
        new.points, new.version = sum(new.group_points.values()), new.version + 1
        new.save(update_fields=["answers", "group_points", "points", "version"])
        new.municipality = application.municipality
        move(new, State.SCORED, by=by)
    happened(row, What.CARRIED, by=by, call=to.pk, programme=to.programme, year=to.year, number=new.label)
    return new


def carry_waiting_list(call, to, *, by):
    """Everybody who waits, into the other call; who has applied there already stays as they are. Returns how many."""
    if not to.takes_applications:
        raise Refused(_("This call takes no applications any more: its list is drawn up."))
    carried = 0
    waiting = call.applications.filter(state=State.WAITING).order_by("rank", "year", "number")
    there = set(to.applications.exclude(state__in=ENDED).values_list("person", flat=True))
    for application in waiting:
        if application.person_id in there:
            continue
        application.municipality = call.municipality
        with transaction.atomic():
            carry(application, to, by=by, version=application.version)
        carried += 1
    return carried
