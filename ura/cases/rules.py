"""Who may do what to a case, and the one door to it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ura.cases.models import Case
from ura.desk.looking import looked
from ura.desk.queries import hidden_from_nobody
from ura.municipalities.often import asked_often
from ura.staff.focal_points import covered_by
from ura.staff.models import Role
from ura.staff.second_factor import may_see_restricted


def find_case(officer, year, number, *, may):
    """The one door to a case: 404 for a stranger and for what is hidden, 403 without the right."""
    found = _numbered(officer.municipality.pk, year, number)
    if not found or not (hidden_from_nobody(found[0].enquiry, officer) or may_know(officer, found[0])):
        raise Http404
    case = found[0]
    case.municipality = case.enquiry.municipality = officer.municipality
    if not may(officer, case):
        raise PermissionDenied
    if case.enquiry.restricted:
        may_see_restricted(officer)
    looked(officer, case.enquiry)
    return case


@asked_often
def _numbered(office, year, number):
    rows = Case.objects.filter(municipality=office, enquiry__entry__year=year, enquiry__entry__number=number)
    # Not more: with the walls of each table PostgreSQL takes longer to plan eight tables than to read them.
    return rows.select_related("enquiry__entry", "text", "person")


def may_know(officer, case):
    """Does this case exist for the officer?"""
    return Case.objects.filter(municipality=officer.municipality, pk=case.pk).visible_to(officer).exists()


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
