"""A request that is restricted as it is written down: nobody outside its team sees it, not even for a moment."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ura.desk.models import Enquiry, TeamMember
from ura.desk.tests.counter import NEW, PEOPLE, enquiry_url, saved, typed
from ura.municipalities.tenancy import working_for
from ura.staff.models import Officer


def team(town):
    with working_for(town.lezha):
        return set(TeamMember.objects.filter(municipality=town.lezha).values_list("officer", flat=True))


def who_sees(town):
    with working_for(town.lezha):
        people = Officer.objects.filter(municipality=town.lezha).select_related("user")
        return {one for one in people if Enquiry.objects.visible_to(one).exists()}


def test_an_officer_and_the_focal_point_are_its_team(town, client):
    client.force_login(town.besnik.user)
    client.post(NEW, typed(name="Elona Prova", ground="minor", owner=town.ermira.pk))
    (enquiry,) = saved(town)
    assert (enquiry.restricted, enquiry.owner, team(town)) == (True, town.ermira, {town.besnik.pk, town.ermira.pk})
    assert who_sees(town) == {town.besnik, town.ermira}
    client.force_login(town.ana.user)
    assert client.get(enquiry_url(enquiry)).status_code == 404
    assert "Elona" not in client.post(PEOPLE, typed(name="Elona")).content.decode()


def test_a_clerk_hands_over_the_number_and_knows_no_more_of_it(town, client):
    client.force_login(town.ana.user)
    slip = client.post(NEW, typed(name="Elona Prova", ground="trafficking")).url
    (enquiry,) = saved(town)
    assert slip.endswith("/receipt/")
    assert (team(town), who_sees(town)) == ({enquiry.owner.pk}, {enquiry.owner})
    assert enquiry.text.follow_code in client.get(slip).content.decode()
    assert client.get(enquiry_url(enquiry)).status_code == 404
    for other in (town.ermira, town.fatmir):
        client.force_login(other.user)
        assert client.get(slip).status_code in (403, 404)
    client.force_login(town.ana.user)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.get(slip).status_code == 404


@pytest.mark.parametrize("ground", ["", None])
def test_without_a_ground_the_office_works_with_it(ground, town, client):
    client.force_login(town.ana.user)
    client.post(NEW, typed() | ({"ground": ground} if ground is not None else {}))
    assert [one.restricted for one in saved(town)] == [False]
    assert town.ana in who_sees(town)


def test_an_unknown_ground_registers_nothing(town, client):
    client.force_login(town.ana.user)
    assert client.post(NEW, typed(ground="because")).status_code == 422
    assert saved(town) == []


def test_where_nobody_could_read_it_no_number_is_drawn(town, client):
    with working_for(town.lezha):
        Officer.objects.filter(municipality=town.lezha).exclude(pk=town.ana.pk).update(active=False)
    client.force_login(town.ana.user)
    assert client.post(NEW, typed(ground="minor")).status_code == 422
    assert saved(town) == []
