"""A case is opened from a request; a trafficking victim's exists for a team only."""

import pytest
from django.utils.translation import override

from ura.cases.actions.opening import open_case
from ura.cases.models import Case
from ura.core.refusals import Refused
from ura.people.actions import add_person


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def test_a_request_opens_one_case_under_its_number(town, working, make_enquiry):
    enquiry = make_enquiry(requester=add_person(town.lezha, name="Teuta Marku"))
    case = open_case(enquiry, by=town.besnik, kind="returnee", origin="DE", categories=["single_parent"])
    assert (str(case), case.state, case.owner) == (str(enquiry), "1", town.besnik)
    assert [event.kind for event in case.events.all()] == ["opened", "category"]
    with pytest.raises(Refused, match="already"):
        open_case(enquiry, by=town.besnik, kind="returnee")


def test_a_request_without_a_person_opens_none(town, working, make_enquiry):
    with pytest.raises(Refused, match="needs a person"):
        open_case(make_enquiry(), by=town.besnik, kind="returnee")


def test_a_victim_of_trafficking_is_known_to_the_team_only(town, working, make_enquiry):
    enquiry = make_enquiry(requester=add_person(town.lezha, name="Teuta Marku"))
    case = open_case(enquiry, by=town.besnik, kind="returnee", categories=["trafficking"])
    assert list(Case.objects.visible_to(town.besnik)) == [case]
    assert not Case.objects.visible_to(town.ermira).exists()
    assert not Case.objects.visible_to(town.ana).exists()
