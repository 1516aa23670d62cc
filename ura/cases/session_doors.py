"""Who may do what to a counselling session or a registration, and the one door to each."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ura.desk.looking import looked
from ura.people.models import Person
from ura.staff.models import Role
from ura.staff.second_factor import may_see_restricted


def find_session(officer, year, number, *, may):
    """404 for a stranger and for what is hidden, 403 without the right."""
    rows = officer.municipality.counselling_sessions.visible_to(officer).select_related(
        "enquiry__entry", "enquiry__owner", "person", "officer__user", "unit", "consent", "case__enquiry__entry"
    )
    session = rows.filter(enquiry__entry__year=year, enquiry__entry__number=number).first()
    if session is None:
        raise Http404
    session.municipality = session.enquiry.municipality = officer.municipality
    if session.person:
        session.person.municipality = officer.municipality
    if session.case:
        session.case.municipality = session.case.enquiry.municipality = officer.municipality
    if not may(officer, session):
        raise PermissionDenied
    if session.enquiry.restricted or (session.case and session.case.enquiry.restricted):
        may_see_restricted(officer)
    looked(officer, session.enquiry)
    return session


def may_read(officer, session):
    return officer.has(Role.CLERK, Role.OFFICER, Role.SUPERVISOR)


def may_correct(officer, session):
    """Whoever may see it: rectifying is a duty of the whole office (law 124/2024), and the trail keeps who did."""
    return may_read(officer, session)


def may_open_case(officer, session):
    return officer.has(Role.OFFICER, Role.SUPERVISOR)


def find_known_person(officer, text):
    """The person an address names, whom this officer may know of; None without one, 404 for anybody else."""
    if not text:
        return None
    if not (str(text).isascii() and str(text).isdecimal() and len(str(text)) < 19):
        raise Http404
    rows = Person.objects.filter(municipality=officer.municipality, pk=text).visible_to(officer).current()
    person = rows.first()
    if person is None:
        raise Http404
    person.municipality = officer.municipality
    return person


def find_registration(officer, pk):
    rows = officer.municipality.registrations.visible_to(officer)
    row = rows.select_related("person", "officer__user", "unit", "session__enquiry__entry").filter(pk=pk).first()
    if row is None:
        raise Http404
    row.municipality = officer.municipality
    if row.person:
        row.person.municipality = officer.municipality
    return row
