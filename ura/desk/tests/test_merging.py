"""Two rows that are one person: everything goes along, and all of it comes back."""

import pytest

from ura.core.refusals import Refused
from ura.desk.actions.persons import merge_persons, part_persons
from ura.desk.models import Enquiry
from ura.desk.search import search
from ura.people.actions import add_contact, add_person, correct_person, say_two_persons
from ura.people.doubles import known_already, likely_doubles
from ura.people.households import (
    add_member,
    change_relation,
    found_household,
    lacks_guardian,
    leave,
    name_guardian,
)
from ura.people.models import Household, HouseholdMember, Merge, Person, PersonContact, PersonToken
from ura.people.search import find_people
from ura.trail.models import Trail


@pytest.fixture
def two(town, make_enquiry, working):
    """Drita twice: as she asked first, and under her married name with another phone."""
    first = make_enquiry(subject="Strehim", person={"name": "Drita Gjoni", "phone": "066 111 1111"}).requester
    second = make_enquiry(
        subject="Diplomë", person={"name": "Drita Hoxha", "phone": "066 222 2222", "email": "drita@example.org"}
    ).requester
    return working, first, second


def everything(*people):
    """All rows about these people, as they stand."""
    keys = [person.pk for person in people]
    rows = {
        "people": Person.objects.filter(pk__in=keys).order_by("pk").values("name", "phone", "email", "born", "merged_into"),
        "requests": Enquiry.objects.filter(requester__in=keys).order_by("pk").values("pk", "requester"),
        "contacts": PersonContact.objects.filter(person__in=keys).order_by("pk").values("pk", "person", "value"),
        "members": HouseholdMember.objects.order_by("pk").values("pk", "person", "household", "left_on"),
        "tokens": PersonToken.objects.filter(person__in=keys).order_by("person", "token").values("person", "token"),
    }  # fmt: skip
    return {name: list(found) for name, found in rows.items()}


def found(office, text):
    return [person.pk for person in find_people(office, text)]


def register(office, text):
    return sorted(search(office.enquiries.all(), office, text).values_list("entry__number", flat=True))


def test_merging_moves_requests_contacts_and_household_and_both_names_find_the_one(two):
    town, first, second = two
    add_contact(second, by=town.besnik, value="02 244 5566")
    household = found_household(second, by=town.besnik)
    merge_persons(first, second, by=town.besnik)
    first.refresh_from_db()
    assert sorted(first.enquiries.values_list("text__subject", flat=True)) != []
    assert first.enquiries.count() == 2 and second.enquiries.count() == 0
    assert (first.phone, first.email) == ("+355 66 111 1111", "drita@example.org")
    assert sorted(c.value for c in first.contacts.all()) == ["+355 22 445 566", "+355 66 222 2222"]
    assert [m.person_id for m in household.members.present()] == [first.pk]
    assert [found(town.lezha, text) for text in ("gjoni", "hoxha", "066 222 2222", "drita@example.org")] == [
        [first.pk]
    ] * 4
    assert register(town.lezha, "gjoni") == [1, 2]
    assert Person.objects.filter(pk=second.pk, merged_into=first).exists()


def test_undoing_gives_back_exactly_what_each_had(two):
    town, first, second = two
    add_contact(second, by=town.besnik, value="069 333 3333")
    found_household(second, by=town.besnik)
    correct_person(second, by=town.besnik, born="1990-01-15", personal_number="J05115999A")
    before, index = everything(first, second), register(town.lezha, "hoxha")
    act = merge_persons(first, second, by=town.besnik)
    assert everything(first, second) != before
    part_persons(act, by=town.ermira)
    assert everything(first, second) == before
    assert (register(town.lezha, "hoxha"), register(town.lezha, "gjoni")) == (index, [1])
    acts = Trail.objects.filter(about="people.person", act__startswith="people.merge").values_list("act", flat=True)
    assert list(acts) == ["people.merged", "people.merged_into", "people.merge_undone", "people.merge_undone"]
    with pytest.raises(Refused):
        part_persons(act, by=town.ermira)


def test_both_in_one_household_stay_once_and_come_back(two):
    town, first, second = two
    household = found_household(first, by=town.besnik)
    add_member(household, second, by=town.besnik, relation="spouse")
    before = everything(first, second)
    act = merge_persons(first, second, by=town.besnik)
    assert [m.person_id for m in household.members.present()] == [first.pk]
    part_persons(act, by=town.besnik)
    assert everything(first, second) == before


def test_merges_are_undone_in_the_opposite_order(two):
    town, first, second = two
    third = add_person(town.lezha, name="Drita Gj.")
    inner = merge_persons(second, third, by=town.besnik)
    outer = merge_persons(first, second, by=town.besnik)
    assert found(town.lezha, "hoxha") == [first.pk]
    with pytest.raises(Refused):
        part_persons(inner, by=town.besnik)
    part_persons(outer, by=town.besnik)
    part_persons(inner, by=town.besnik)
    assert Merge.objects.filter(undone_at=None).count() == 0


@pytest.mark.parametrize("other", ["same", "organisation", "guardian"])
def test_what_cannot_be_one_person_is_refused(two, other):
    town, first, second = two
    if other == "guardian":
        name_guardian(first, second, by=town.besnik, relation="parent")
    else:
        second = first if other == "same" else add_person(town.lezha, organisation="Shoqata Drita")
    with pytest.raises(Refused):
        merge_persons(first, second, by=town.besnik)


def test_doubles_share_a_contact_a_number_or_name_and_year_until_said_to_be_two(two):
    town, first, second = two
    assert likely_doubles(first, town.besnik) == []
    correct_person(first, by=town.besnik, born="1990-01-15")
    same_name = add_person(town.lezha, name="Gjoni  DRITA", born="1990")
    same_phone = add_person(town.lezha, name="Arta Gjoni", phone="+355661111111")
    assert {row.pk for row in likely_doubles(first, town.besnik)} == {same_name.pk, same_phone.pk}
    say_two_persons(same_phone, first, by=town.besnik)
    assert [row.pk for row in likely_doubles(first, town.besnik)] == [same_name.pk]
    assert [row.pk for row in known_already(town.besnik, name="", phone="00355 66 222 2222")] == [second.pk]


def test_a_child_lacks_a_guardian_until_one_is_named(two):
    town, first, _second = two
    child = add_person(town.lezha, name="Iris Gjoni", born="2019")
    assert lacks_guardian(child) and not lacks_guardian(first)
    with pytest.raises(Refused):
        name_guardian(child, first, by=town.besnik, relation="appointed")
    with pytest.raises(Refused):
        name_guardian(first, child, by=town.besnik, relation="parent")
    name_guardian(child, first, by=town.besnik, relation="appointed", document="Vendimi nr. 12, 01.02.2026")
    assert not lacks_guardian(child)


def test_a_new_head_takes_over_and_who_left_is_kept_with_the_day(two):
    town, first, second = two
    household = found_household(first, by=town.besnik)
    member = add_member(household, second, by=town.besnik, relation="spouse")
    change_relation(member, by=town.besnik, relation="head")
    assert sorted(household.members.values_list("person", "relation")) == [(first.pk, "relative"), (second.pk, "head")]
    household = Household.objects.get(pk=household.pk)
    with pytest.raises(Refused):
        leave(member, by=town.besnik, version=household.version - 1)
    leave(member, by=town.besnik, version=household.version)
    assert [m.person_id for m in household.members.present()] == [first.pk]
    assert household.members.count() == 2
