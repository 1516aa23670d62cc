"""The doors to a request and to a case open for exactly those for whom the lists show them, whatever hides it."""

from itertools import combinations, product

import pytest
from django.http import Http404

from ura.cases import rules as case_rules
from ura.cases.actions.opening import open_case
from ura.cases.models import Case
from ura.desk import rules as desk_rules
from ura.desk.models import Enquiry, TeamMember
from ura.municipalities.tenancy import working_for
from ura.people.consent_acts import give
from ura.staff.models import Role

WORKING = (Role.CLERK, Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION)
EVERY = [roles for n in (1, 2) for roles in combinations(WORKING, n)]


def opens(door, officer, enquiry):
    try:
        door(officer, enquiry.entry.year, enquiry.entry.number, may=lambda officer, thing: True)
    except Http404:
        return False
    return True


@pytest.mark.parametrize(("complaint", "restricted", "member"), list(product([False, True], repeat=3)))
@pytest.mark.parametrize("about", [None, "besnik", "ermira"])
def test_the_door_opens_for_whom_the_list_shows_it(complaint, restricted, member, about, town, make_enquiry):
    enquiry = make_enquiry(owner=town.ana, person={"name": "Mira Leka"})
    with working_for(town.lezha):
        give(
            enquiry.requester,
            how="phone",
            purposes=["processing"],
            by=town.besnik,
            statement="Po, jam dakord me përpunimin e të dhënave.",
        )
        case = open_case(enquiry, by=town.besnik, kind="returnee")
        Enquiry.objects.filter(pk=enquiry.pk).update(
            complaint=complaint, restricted=restricted, complaint_about=about and getattr(town, about)
        )
        if member:
            TeamMember.objects.create(municipality=town.lezha, enquiry=enquiry, officer=town.besnik)
        seen = set()
        for roles in EVERY:
            officer = town.besnik
            officer.roles, officer.second_factor = list(roles), True
            listed = Enquiry.objects.visible_to(officer).filter(pk=enquiry.pk).exists()
            assert opens(desk_rules.find_enquiry, officer, enquiry) == listed, roles
            listed_case = Case.objects.filter(municipality=town.lezha).visible_to(officer).filter(pk=case.pk).exists()
            assert opens(case_rules.find_case, officer, enquiry) == listed_case, roles
            seen.add(listed)
        assert seen == ({False} if about == "besnik" or (restricted and not member) else {False, True})


def test_a_number_that_no_table_holds_leads_nowhere(working, make_enquiry):
    make_enquiry()
    for year, number in ((2026, 2**63), (2**70, 1), (40_000, 2**40), (0, 0)):
        with pytest.raises(Http404):
            desk_rules.find_enquiry(working.besnik, year, number, may=lambda officer, thing: True)
