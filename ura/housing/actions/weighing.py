"""Weighing the priority categories of a rent subsidy, when its list is drawn up."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.housing.models import Application
from ura.housing.national import groups, word
from ura.housing.states import RANKED, CallState
from ura.housing.weighing import ALL, count, points_of, room
from ura.trail.actions import record

RENT = "rent_subsidy"


def must_fit(table, instrument, points, group):
    """Refuses points for priority categories where the law knows none, and those that could take a group beyond 25."""
    if not points:
        return
    if instrument != RENT:
        raise Refused(_("Priority categories are weighed only for the rent subsidy."), field="priority_points")
    if group not in groups():
        raise Refused(_("Choose the group in which they count."), field="priority_group")
    if (left := room(table, group)) < points:
        raise Refused(
            _("The council’s table leaves %(left)s points in «%(group)s»: priority categories can share no more.")
            % {"left": left, "group": word(groups(), group)},
            field="priority_points",
        )


def set_priority_points(call, *, by, version, points, group):
    """How many points the priority categories share, while the list is not drawn up."""
    lock_version(call, version)
    if call.state != CallState.OPEN:
        raise Refused(_("The list is drawn up: open the call again to change the points for priority categories."))
    must_fit(call.table, call.instrument, points, group)
    call.priority_points, call.priority_group, call.version = points, group, call.version + 1
    call.save(update_fields=["priority_points", "priority_group", "version"])
    record(call, "housing.priorities_set", by=by, points=points, group=group)
    return call


def weigh(call, *, by):
    """Count the categories of all who take part and give each application its points. Whether anything was weighed."""
    if not call.priority_points:
        return False
    must_fit(call.table, call.instrument, call.priority_points, call.priority_group)
    rows = _taking_part(call)
    call.weights = count(row.priorities for row in rows)
    _give(call, rows, {row.pk: points_of(call, row.priorities) for row in rows})
    record(call, "housing.weighed", by=by, applications=call.weights[ALL])
    return True


def unweigh(call):
    """The call takes applications again: the shares will be others."""
    if call.weights:
        _give(call, _taking_part(call), {})
        call.weights = {}


def _taking_part(call):
    return list(Application.objects.filter(municipality=call.municipality, call=call, state__in=RANKED))


def _give(call, rows, given):
    changed = [row for row in rows if row.priority_points != given.get(row.pk, 0)]
    for row in changed:
        more = given.get(row.pk, 0) - row.priority_points
        row.group_points[call.priority_group] = row.group_points.get(call.priority_group, 0) + more
        row.points, row.priority_points = row.points + more, row.priority_points + more
    Application.objects.bulk_update(changed, ["group_points", "points", "priority_points"], batch_size=500)
