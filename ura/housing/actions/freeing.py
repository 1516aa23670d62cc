"""A place becomes free after the funds are there: given back or struck, and the next of the waiting list moved up."""

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.housing.actions.basics import happened, move
from ura.housing.models import Application
from ura.housing.states import TAKEN, CallState, State, What
from ura.staff.models import Role

DECIDED = (CallState.FUNDED, CallState.FINAL, CallState.PUBLISHED)  # before, a list is simply drawn up again


def frees_a_place(application):
    """Does whoever leaves now leave a place behind that somebody else is to get?"""
    return application.call.state in DECIDED and application.state in TAKEN


def free_places(call):
    """How many places nobody has, of those the funds reach for."""
    if call.state not in DECIDED:
        return 0
    return max(0, _places(call) - call.applications.filter(state__in=TAKEN).count())


def next_up(call):
    """Who waits next: the best place; a returnee while their quota is not full. Several, when nothing tells them apart."""
    waiting = call.applications.filter(state=State.WAITING)
    if _quota_is_open(call) and waiting.filter(returnee=True).exists():
        waiting = waiting.filter(returnee=True)
    return list(waiting.filter(rank=_best(waiting)).select_related("person").order_by("year", "number"))


def move_up(call, application, *, by, version, reason, on=None, act=""):
    """The next of the waiting list gets a place that became free; `act`: the decision that says so, if there is one."""
    lock_version(call, version)
    on = on or timezone.localdate()
    if not by.has(Role.SUPERVISOR):
        raise Refused(_("Only the supervisor moves a family up from the waiting list."))
    if not free_places(call):
        raise Refused(_("No place of this call is free."))
    if application.pk not in {row.pk for row in next_up(call)}:
        raise Refused(_("Another family stands before this one on the waiting list."), field="application")
    if not reason.strip():
        raise Refused(_("Write why the place became free; the reason is kept."), field="reason")
    last = call.decisions.order_by("-pk").first()
    if on > timezone.localdate() or (last and on < last.on):
        raise Refused(_("The day lies before the step before it, or is still to come."), field="on")
    row = Application.objects.select_for_update(of=("self",)).select_related("case").get(pk=application.pk)
    row.municipality = call.municipality
    if row.case:
        row.case.municipality = call.municipality
    by_quota = (
        row.returnee and _quota_is_open(call) and row.rank != _best(call.applications.filter(state=State.WAITING))
    )
    move(row, State.PROPOSED if call.state == CallState.FUNDED else State.GRANTED, by=by, on=on)
    row.moved_up_on, row.by_quota = on, by_quota
    row.save(update_fields=["moved_up_on", "by_quota"])
    happened(row, What.MOVED_UP, by=by, on=on, text=reason.strip(), number=act.strip(), rank=row.rank)
    call.version += 1
    call.save(update_fields=["version"])
    return row


def _places(call):
    return call.places if call.funded_places is None else call.funded_places


def _quota_is_open(call):
    return call.applications.filter(state__in=TAKEN, returnee=True).count() < min(call.quota, _places(call))


def _best(rows):
    return rows.order_by().aggregate(best=Min("rank"))["best"]
