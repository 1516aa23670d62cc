"""The case file: one page with who, what is urgent and what happened; nothing for those who may not know of it."""

import pytest
from django.urls import reverse

from ura.cases.actions.basics import happened
from ura.cases.actions.opening import note_category, open_case
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.households import add_member, found_household


@pytest.fixture
def case(town, make_enquiry):
    with working_for(town.lezha):
        head = add_person(town.lezha, name="Teuta Marku", phone="+355 66 123 4567")
        household = found_household(head, by=town.besnik)
        add_member(household, add_person(town.lezha, name="Iris Marku", born="2018"), by=town.besnik, relation="child")
        enquiry = make_enquiry(requester=head)
        return open_case(enquiry, by=town.besnik, kind="returnee", household=household, origin="DE",
                         summary="Familje e kthyer", categories=["single_parent"])  # fmt: skip


def test_the_file_says_who_what_and_what_happened(town, case, client):
    client.force_login(town.besnik.user)
    page = client.get(case.get_absolute_url())
    assert page.status_code == 200
    for words in ("Teuta Marku", "Iris Marku", "Familje e kthyer", "Gjermani", "+355 66 123 4567"):
        assert words in page.text
    assert len(page.context["events"]) == 2 and page.context["older"] is None


def test_a_clerk_reads_who_and_how_far_but_no_words(town, case, client):
    with working_for(town.lezha):
        happened(case, "note", by=town.besnik, text="Shënim për punonjësit")
    client.force_login(town.ana.user)
    page = client.get(case.get_absolute_url())
    assert "Teuta Marku" in page.text
    for words in ("Iris Marku", "Familje e kthyer", "Shënim për punonjësit", "+355 66 123 4567"):
        assert words not in page.text


def test_older_events_lie_behind_a_link(town, case, client):
    with working_for(town.lezha):
        for n in range(60):
            happened(case, "note", by=town.besnik, text=f"Shënimi {n}.")
    client.force_login(town.besnik.user)
    page = client.get(case.get_absolute_url())
    assert len(page.context["events"]) == 50 and "Shënimi 59." in page.text and "Shënimi 5." not in page.text
    rest = client.get(f"{case.get_absolute_url()}?before={page.context['older']}")
    assert len(rest.context["events"]) == 12 and "Shënimi 5." in rest.text and rest.context["older"] is None


def test_a_restricted_case_is_404_outside_its_team(town, case, client):
    url = case.get_absolute_url()
    with working_for(town.lezha):
        note_category(case, case.person, "trafficking", by=town.besnik)
    client.force_login(town.ermira.user)
    assert client.get(url).status_code == 404
    client.force_login(town.besnik.user)
    assert client.get(url).status_code == 200


def test_the_file_of_another_office_does_not_exist(town, case, client):
    client.force_login(town.drita.user)
    assert client.get(case.get_absolute_url()).status_code == 404
    client.force_login(town.besnik.user)
    assert client.get(reverse("case", args=["lezhe", 2020, 9])).status_code == 404
