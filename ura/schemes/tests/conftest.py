"""A case to ask schemes about."""

from datetime import date

import pytest
from django.utils.translation import override

from ura.cases.actions.opening import open_case
from ura.cases.models import Case
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.households import add_member, found_household


@pytest.fixture(autouse=True)
def _english():
    """The sentences of the tests are those of the code."""
    with override("en"):
        yield


@pytest.fixture
def case(town, make_enquiry):
    """Teuta Marku, 38, back from Germany with her daughter Iris, 9."""
    with working_for(town.lezha):
        teuta = add_person(town.lezha, name="Teuta Marku", born="1988-02-10", sex="F", citizenships="AL")
        household = found_household(teuta, by=town.besnik)
        add_member(
            household, add_person(town.lezha, name="Iris Marku", born="2017-05-01"), by=town.besnik, relation="child"
        )
        enquiry = make_enquiry(requester=teuta)
        found = open_case(
            enquiry, by=town.besnik, kind="returnee", household=household, origin="DE", arrived_on=date(2026, 1, 15)
        )
        found = Case.objects.select_related("enquiry__entry", "person", "household").get(pk=found.pk)
        found.municipality = found.enquiry.municipality = found.person.municipality = town.lezha
    return found
