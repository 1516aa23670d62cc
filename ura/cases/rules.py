"""Who may do what to a case, and the one door to it."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404

from ura.desk.looking import looked
from ura.staff.focal_points import covered_by
from ura.staff.models import Role
from ura.staff.second_factor import may_see_restricted


def find_case(officer, year, number, *, may):
    """The one door to a case: 404 for a stranger and for what is hidden, 403 without the right."""
    # Not more: with the walls of each table PostgreSQL takes longer to plan eight tables than to read them.
    rows = officer.municipality.cases.visible_to(officer).select_related("enquiry__entry", "text", "person")
    try:
        case = rows.get(enquiry__entry__year=year, enquiry__entry__number=number)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    case.municipality = case.enquiry.municipality = officer.municipality
    if not may(officer, case):
        raise PermissionDenied
    if case.enquiry.restricted:
        may_see_restricted(officer)
    looked(officer, case.enquiry)
    return case


def may_read(officer, case):
    return officer.has(Role.CLERK, Role.OFFICER, Role.SUPERVISOR)


def may_work(officer, case):
    """Officers and supervisors do casework."""
    return officer.has(Role.OFFICER, Role.SUPERVISOR)


def may_manage(officer, case):
    """The case manager, whoever covers them, or the supervisor."""
    return may_work(officer, case) and (
        officer.has(Role.SUPERVISOR) or case.owner_id in (None, officer.pk) or case.owner_id in covered_by(officer)
    )


def may_supervise(officer, case):
    return officer.has(Role.SUPERVISOR)
