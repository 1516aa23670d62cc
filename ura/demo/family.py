"""A household with two children and who speaks for them, a request about one's own data, a breach whose hours run."""

import tomllib
from datetime import datetime, time, timedelta

from django.utils import timezone

from ura.demo.facts import DATA
from ura.desk.actions.registering import register_enquiry
from ura.desk.states import Channel
from ura.people.actions import add_person, correct_person
from ura.people.households import add_member, found_household, name_guardian
from ura.people.models import Guardianship, HouseholdMember
from ura.rights.actions import identify, receive
from ura.rights.breaches import note_breach
from ura.rights.states import Identity, Right
from ura.staff.models import Role


def told():
    return tomllib.loads((DATA / "family.toml").read_text(encoding="utf-8"))


def come_home(desk):
    """A mother asks for her children; the family is written down. Weeks later she asks what is held of them."""
    words, officer = told(), desk.first(Role.OFFICER) or desk.supervisor
    relation, guards = HouseholdMember.Relation, Guardianship.Relation
    yield _at(desk.days.back(20), 9)
    given = {name: words["mother"][name] for name in ("name", "phone", "email")}
    enquiry = register_enquiry(
        desk.municipality, by=officer, owner=officer, channel=Channel.COUNTER, subject=words["subject"], body=words["body"],
        audience="returnee", person=given,
    )  # fmt: skip
    mother = _born(desk, enquiry.requester, words["mother"], officer)
    grandmother = _written(desk, words["grandmother"], officer)
    household = found_household(mother, by=officer)
    add_member(household, grandmother, by=officer, relation=relation.PARENT)
    for place, each in enumerate(words["children"]):
        child = _written(desk, each, officer)
        add_member(household, child, by=officer, relation=relation.CHILD)
        name_guardian(child, mother, by=officer, relation=guards.PARENT)
        if place == 0:
            name_guardian(child, grandmother, by=officer, relation=guards.APPOINTED, document=words["document"])
    yield _at(desk.days.back(6), 10)
    row = receive(desk.municipality, by=desk.supervisor, person=mother, right=Right.ACCESS, details=words["asked"])
    identify(row, by=desk.supervisor, identity=Identity.DOCUMENT)


def lose_a_mail(desk):
    """Noticed yesterday: the Commissioner is to be told within 72 hours."""
    yield (moment := _at(desk.days.today - timedelta(days=1), 15))
    facts = {name: told()["breach"][name] for name in ("what", "whose", "consequences", "measures")}
    note_breach(
        desk.municipality,
        by=desk.supervisor,
        noticed_at=moment,
        happened_on=moment.date(),
        persons=1,
        records=1,
        **facts,
    )


def _written(desk, each, officer):
    return _born(
        desk, add_person(desk.municipality, by=officer, name=each["name"], phone=each.get("phone", "")), each, officer
    )


def _born(desk, person, each, officer):
    person.municipality = desk.municipality
    day = desk.days.today.replace(day=1, year=desk.days.today.year - each["born_years"]) - timedelta(days=40)
    return correct_person(person, by=officer, born=day.isoformat())


def _at(day, hour):
    """Without a draw by chance: the rest of the country stays as it was."""
    return timezone.make_aware(datetime.combine(day, time(hour, 20)))
