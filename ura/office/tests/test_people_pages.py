"""The pages of people: search first, nothing of a restricted matter, no name in an address."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ura.desk.actions.persons import merge_persons
from ura.desk.actions.team import restrict
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.households import add_member, found_household, name_guardian
from ura.people.models import Guardianship, Household, HouseholdMember, Person

PEOPLE = "/lezhe/office/people/"


@pytest.fixture
def drita(town, make_enquiry):
    return make_enquiry(
        subject="Strehim", owner=town.besnik, person={"name": "Drita Gjoni", "phone": "066 111 1111"}
    ).requester


@pytest.fixture
def hidden(town, make_enquiry):
    """Mira came with one matter, which only Ermira's team may know of; her son never asked for anything."""
    enquiry = make_enquiry(
        subject="Mbrojtje", owner=town.ermira, person={"name": "Mira Lleshi", "phone": "069 555 5555"}
    )
    with working_for(town.lezha):
        restrict(enquiry, by=town.ermira, ground="trafficking")
        son = add_person(town.lezha, name="Andi Lleshi", born="2018")
        add_member(found_household(enquiry.requester, by=town.ermira), son, by=town.ermira, relation="child")
        name_guardian(son, enquiry.requester, by=town.ermira, relation="parent")
    return enquiry.requester, son


@pytest.fixture
def besnik(town, client):
    client.force_login(town.besnik.user)
    return client


def searched(client, text):
    return [person.name for person in client.post(PEOPLE, {"q": text}, follow=True).context["found"]]


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("besnik", 200), ("ermira", 200), ("fatmir", 403), ("drita", 404)])  # fmt: skip
def test_people_are_for_those_who_work_on_requests_here(who, status, town, drita, client):
    client.force_login(getattr(town, who).user)
    assert [client.get(url).status_code for url in (PEOPLE, f"{PEOPLE}{drita.pk}/", f"{PEOPLE}new/")] == [status] * 3


def test_a_search_leaves_no_name_in_address_or_session(drita, besnik):
    answer = besnik.post(PEOPLE, {"q": "Drita Gjoni"})
    assert answer.status_code == 302 and "s=" in answer.url
    page = besnik.get(answer.url)
    assert [person.name for person in page.context["found"]] == ["Drita Gjoni"]
    rows = "".join(str(session.get_decoded()) for session in Session.objects.all())
    assert "rita" not in answer.url + rows and "joni" not in answer.url + rows


def test_a_link_passed_on_opens_without_the_words(town, drita, besnik, client):
    where = besnik.post(PEOPLE, {"q": "Drita"}).url
    client.force_login(town.ermira.user)
    page = client.get(where)
    assert (page.context["found"], page.context["words_forgotten"]) == ([], True)


def test_nobody_browses_people(drita, besnik):
    assert besnik.get(PEOPLE).context["found"] == []
    assert besnik.get(f"{PEOPLE}?q=Drita").context["found"] == []


def test_who_is_known_only_through_a_restricted_matter_does_not_exist_for_a_colleague(town, hidden, besnik, client):
    mother, son = hidden
    assert [searched(besnik, text) for text in ("Mira Lleshi", "Andi", "069 555 5555")] == [[], [], []]
    assert [besnik.get(f"{PEOPLE}{person.pk}/").status_code for person in hidden] == [404, 404]
    with working_for(town.lezha):
        household = Household.objects.get()
    assert besnik.get(f"/lezhe/office/households/{household.pk}/").status_code == 404
    assert besnik.get(f"{PEOPLE}{mother.pk}/merge/{son.pk}/").status_code == 404
    client.force_login(town.ermira.user)
    assert [searched(client, text) for text in ("Mira Lleshi", "Andi")] == [["Mira Lleshi"], ["Andi Lleshi"]]
    page = client.get(f"{PEOPLE}{mother.pk}/")
    assert [enquiry.text.subject for enquiry in page.context["requests"]] == ["Mbrojtje"]


def test_a_hidden_person_is_no_double_for_a_colleague(hidden, besnik):
    answer = besnik.post(f"{PEOPLE}new/", {"kind": "person", "name": "Mira Lleshi", "phone": "069 555 5555"})
    assert answer.status_code == 302


def test_who_also_came_with_an_open_matter_is_seen_with_that_one_alone(town, hidden, make_enquiry, besnik):
    mother, _son = hidden
    make_enquiry(subject="Regjistrim", requester=mother)
    page = besnik.get(f"{PEOPLE}{mother.pk}/")
    assert [enquiry.text.subject for enquiry in page.context["requests"]] == ["Regjistrim"]
    assert "Mbrojtje" not in page.content.decode()


def test_a_person_is_written_down_only_after_looking_at_whom_they_resemble(town, drita, besnik):
    typed = {"kind": "person", "name": "Drita Gj", "phone": "+355661111111", "born": "15.01.1990", "spoken": ["sq", "it"],
             "citizenship": "AL", "citizenship_2": "IT", "personal_number": "J05115999B"}  # fmt: skip
    stopped = besnik.post(f"{PEOPLE}new/", typed)
    assert (stopped.status_code, [row.pk for row in stopped.context["found"]]) == (422, [drita.pk])
    answer = besnik.post(f"{PEOPLE}new/", typed | {"another": "on"})
    with working_for(town.lezha):
        person = Person.objects.latest("pk")
        assert (person.phone, person.born, person.spoken_codes, person.citizenship_codes) == (
            "+355 66 111 1111", "1990-01-15", ["sq", "it"], ["AL", "IT"]
        )  # fmt: skip
    page = besnik.get(answer.url)
    assert [row.pk for row in page.context["doubles"]] == [drita.pk]
    assert len(page.context["warnings"]) == 1  # the check letter


def test_a_doubtful_number_is_saved_with_a_warning(drita, besnik):
    where = f"{PEOPLE}{drita.pk}/edit/"
    typed = {
        "kind": "person",
        "name": "Drita Gjoni",
        "phone": "12 34",
        "personal_number": "XX",
        "version": drita.version,
    }
    answer = besnik.post(where, typed, follow=True)
    assert answer.status_code == 200
    assert (answer.context["person"].phone, len(answer.context["warnings"])) == ("12 34", 2)


def test_a_colleagues_change_is_not_overwritten_unseen(drita, besnik):
    where = f"{PEOPLE}{drita.pk}/edit/"
    typed = {"kind": "person", "name": "Drita Gjoni", "phone": "066 111 1111", "version": drita.version}
    besnik.post(where, typed | {"address": "Rruga e Re 1"})
    late = besnik.post(where, typed | {"address": "Rruga e Vjetër 2"})
    assert (late.status_code, "Rruga e Re 1" in late.content.decode()) == (422, True)
    saved = besnik.post(
        where, typed | {"address": "Rruga e Vjetër 2", "version": late.context["form"]["version"].value()}
    )
    assert saved.status_code == 302


def test_contacts_are_added_made_first_and_removed(town, drita, besnik):
    one = f"{PEOPLE}{drita.pk}/"
    besnik.post(f"{one}contacts/", {"value": "069 222 2222", "note": "e motra"})
    assert besnik.post(f"{one}contacts/", {"value": "+355 69 222 2222"}).status_code == 422
    assert besnik.post(f"{one}contacts/", {"value": "a@b"}).status_code == 422
    (contact,) = besnik.get(one).context["contacts"]
    besnik.post(f"{one}contacts/{contact.pk}/first/")
    page = besnik.get(one)
    assert (page.context["person"].phone, [c.value for c in page.context["contacts"]]) == (
        "+355 69 222 2222", ["+355 66 111 1111"]
    )  # fmt: skip
    besnik.post(f"{one}contacts/{contact.pk}/remove/")
    assert searched(besnik, "066 111 1111") == []
    assert searched(besnik, "069 222 2222") == ["Drita Gjoni"]


def test_merging_is_done_and_undone_on_the_page_and_not_by_a_clerk(town, drita, besnik, client):
    with working_for(town.lezha):
        other = add_person(town.lezha, name="Drita Gj.", phone="066 111 1111")
    where = f"{PEOPLE}{drita.pk}/merge/{other.pk}/"
    assert besnik.get(where).status_code == 200
    besnik.post(where, {"act": "merge"})
    assert besnik.get(f"{PEOPLE}{other.pk}/").url == f"{PEOPLE}{drita.pk}/"
    (act,) = besnik.get(f"{PEOPLE}{drita.pk}/").context["merges"]
    client.force_login(town.ana.user)
    assert client.post(f"{PEOPLE}{drita.pk}/merges/{act.pk}/undo/").status_code == 403
    assert client.get(f"{PEOPLE}{drita.pk}/choose/merge/").status_code == 403
    client.force_login(town.besnik.user)
    client.post(f"{PEOPLE}{drita.pk}/merges/{act.pk}/undo/")
    assert client.get(f"{PEOPLE}{other.pk}/").status_code == 200
    client.post(where, {"act": "two"})
    assert client.get(f"{PEOPLE}{drita.pk}/").context["doubles"] == []


def test_a_child_gets_a_household_and_a_guardian(town, drita, besnik):
    answer = besnik.post(
        f"{PEOPLE}new/?for=guardian&of={drita.pk}", {"kind": "person", "name": "Iris Gjoni", "born": "2019"}
    )
    with working_for(town.lezha):
        child = Person.objects.latest("pk")
    assert answer.url == f"{PEOPLE}{drita.pk}/choose/guardian/?pick={child.pk}"
    assert len(besnik.get(f"{PEOPLE}{child.pk}/").context["warnings"]) == 1
    assert besnik.get(f"{PEOPLE}{child.pk}/choose/guardian/?pick={drita.pk}").status_code == 200
    besnik.post(f"{PEOPLE}{child.pk}/join/guardian/{drita.pk}/", {"relation": "parent", "document": "Certifikata"})
    besnik.post(f"{PEOPLE}{drita.pk}/household/")
    besnik.post(f"{PEOPLE}{drita.pk}/join/member/{child.pk}/", {"relation": "child"})
    page = besnik.get(f"{PEOPLE}{child.pk}/")
    assert page.context["warnings"] == []
    assert [(m.person.name, m.relation) for m in page.context["members"]] == [
        ("Drita Gjoni", "head"),
        ("Iris Gjoni", "child"),
    ]
    household = page.context["household"]
    shown = besnik.get(f"/lezhe/office/households/{household.pk}/")
    member = shown.context["members"][1]
    version = member.form.initial["version"]
    where = f"/lezhe/office/households/{household.pk}/{member.pk}/"
    besnik.post(f"{where}relation/", {"relation": "grandchild", "version": version})
    besnik.post(f"{where}leave/", {"relation": "child", "version": version})  # somebody was faster
    with working_for(town.lezha):
        row = HouseholdMember.objects.get(pk=member.pk)
        assert (row.relation, row.left_on) == ("grandchild", None)
        link = Guardianship.objects.get()
    besnik.post(f"{PEOPLE}{child.pk}/guardians/{link.pk}/end/")
    assert len(besnik.get(f"{PEOPLE}{child.pk}/").context["warnings"]) == 1


def test_what_is_wrong_is_said_and_keeps_what_was_typed(drita, besnik):
    answer = besnik.post(
        f"{PEOPLE}new/", {"kind": "organisation", "name": "Arta", "born": "31.02.1990", "phone": "1" * 99}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"organisation", "born", "phone"}
    assert answer.context["form"]["born"].value() == "31.02.1990"


def test_a_list_of_four_asks_as_many_questions_as_of_two(town, drita, besnik):
    def asked():
        where = besnik.post(PEOPLE, {"q": "Gjoni"}).url
        besnik.get(where)
        with CaptureQueriesContext(connection) as seen:
            assert besnik.get(where).status_code == 200
        return len(seen)

    with working_for(town.lezha):
        add_person(town.lezha, name="Vera Gjoni")  # who never asked for anything
    before = asked()
    with working_for(town.lezha):
        for name in ("Arta Gjoni", "Besa Gjoni"):
            add_person(town.lezha, name=name)
    assert (asked(), len(searched(besnik, "Gjoni"))) == (before, 4)


def test_a_merged_person_leads_only_whom_it_may(town, hidden, besnik):
    mother, _son = hidden
    with working_for(town.lezha):
        other = add_person(town.lezha, name="M. Lleshi")
        merge_persons(mother, other, by=town.ermira)
    assert besnik.get(f"{PEOPLE}{other.pk}/").status_code == 404
