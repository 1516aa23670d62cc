"""What the pages of schemes share."""

from django.http import Http404

from ura.cases.rules import find_case, may_work
from ura.people.models import HouseholdMember
from ura.staff.models import Role

WORK = (Role.OFFICER, Role.SUPERVISOR)


def case_of(request, year, number):
    return find_case(request.officer, year, number, may=may_work)


def people_of(case, officer):
    """The person of the case and those who live with them, as far as this officer may know of them."""
    people = {case.person_id: case.person}
    if case.household_id:
        rows = HouseholdMember.objects.filter(municipality=case.municipality, household=case.household_id).present()
        people |= {row.person_id: row.person for row in rows.visible_to(officer).select_related("person")}
    for person in people.values():
        person.municipality = case.municipality
    return people


def person_of(request, case):
    """Whom the page is about: `?person=`, else the person of the case; 404 for anybody outside the household."""
    people = people_of(case, request.officer)
    key = request.POST.get("person") or request.GET.get("person") or str(case.person_id)
    if not key.isascii() or not key.isdecimal() or int(key) not in people:
        raise Http404
    return people[int(key)], people


def number_of(case):
    """The parts of the address of a case."""
    return case.municipality.slug, case.enquiry.entry.year, case.enquiry.entry.number
