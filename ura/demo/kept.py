"""What an office keeps beside its cases: registrations in the units, the local group, what is still right."""

from datetime import timedelta

from django.utils import timezone

from ura.cases.actions.group import add_group_member, order_group
from ura.cases.actions.registrations import register
from ura.demo.casework import COUNSELLING, SPOKEN, told
from ura.directory.finding import institutions_of
from ura.directory.keeping import confirm_all
from ura.guides.actions import confirm_guide
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.people.models import How
from ura.staff.models import Role


def beside_cases(desk):
    words = told()
    yield _group(desk, words["group"])
    yield _registered(desk, words["registered"]["people"])
    yield _confirmed(desk)


def _group(desk, words):
    """The local technical reintegration group, by order of the mayor: the head of the office leads it."""
    days, office, by = desk.days, desk.municipality, desk.supervisor
    yield days.at(days.back(90), 9, 12)
    group = order_group(office, by=by, order_number=words["order"], order_on=timezone.localdate())
    add_group_member(
        group, by=by, service=office.official_sq, function=by.function_sq, name=by.user.name, phone=by.phone,
        email=by.user.email, officer=by, chair=True,
    )  # fmt: skip
    for place, each in enumerate(words["members"]):
        add_group_member(group, by=by, email=f"grupi.{place}.{office.slug}@example.org", **each)


def _registered(desk, people):
    """Somebody of each category: with a name where the declaration is signed, otherwise coded facts only."""
    days, officer, clerk = desk.days, desk.first(Role.OFFICER), desk.first(Role.CLERK)
    for place, each in enumerate(people):
        yield days.at(days.back(52 - 8 * place), 9, 14)
        by, unit = officer, desk.units[place % len(desk.units)]
        if place % 2 == 0:  # at the counter of the clerk's own unit
            by, unit = clerk, next(each for each in desk.units if each.pk in clerk.unit_ids())
        facts = {name: value for name, value in each.items() if name not in ("name", "phone")}
        register(
            desk.municipality, by=by, person=_named(desk, each, officer) if "name" in each else None, unit=unit,
            arrived_on=timezone.localdate() - timedelta(days=9), **facts,
        )  # fmt: skip


def _named(desk, each, by):
    person = add_person(desk.municipality, name=each["name"], phone=each["phone"], sex=each["sex"], by=by)
    give(person, how=How.PHONE, purposes=COUNSELLING, by=by, statement=SPOKEN)
    return person


def _confirmed(desk):
    """Guides and an institution that somebody looked at again; for one guide the day has passed since."""
    days, office, by = desk.days, desk.municipality, desk.first(Role.OFFICER)
    yield days.at(days.back(80), 9, 12)
    confirm_guide(office, "residence_change", by=by, until=timezone.localdate() + timedelta(days=60))
    yield days.at(days.back(24), 9, 12)
    for key in ("rent_subsidy", "employment_akpa"):
        confirm_guide(office, key, by=by)
    confirm_all(next(row for row in institutions_of(office) if row.national == "employment_office"), by=by)
