"""The case file on one page: who, what is urgent, the household and its needs, the cards of all parts, the timeline."""

from operator import attrgetter
from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import gettext as _

from ura.cases import timeline
from ura.cases.acts import FIRST, offered
from ura.cases.models import CaseCategory, CaseEvent, CaseWorker
from ura.cases.needs import hidden_family
from ura.cases.rules import may_work
from ura.cases.states import State
from ura.cases.tabs import cards_of, needs_of
from ura.codelists.countries import place
from ura.core.templatetags.ui import short_date
from ura.municipalities.often import asked_often
from ura.people import births
from ura.people.models import HouseholdMember
from ura.staff.models import Officer

SHOWN_AT_ONCE = 50  # events
LATEST = 2**62  # above every event's key


def page_of(case, officer, *, before=None):
    """Everything the page shows, each table read once. A clerk sees who and how far, never what was written."""
    works = may_work(officer, case)
    staff = staff_of(case)
    case.owner = staff.get(case.owner_id)
    acts = [(act, act.url(case)) for act in offered(officer, case)] if works else []
    first, menu = [each for each in acts if each[0].code in FIRST], [each for each in acts if each[0].code not in FIRST]
    members = members_of(case, officer) if works else []
    names = {member.person.pk: member.person.shown_name for member in members}
    found = _events(case.municipality_id, case.pk, before or LATEST)
    lines = [_with_file(case, line) for line in
             timeline.lines(case, found[:SHOWN_AT_ONCE], staff, people=names, words=works)]  # fmt: skip
    return {
        "case": case, "works": works, "members": members, "facts": facts_of(case, works=works),
        "timeline": timeline.written(lines),
        "events": lines,
        "older": found[SHOWN_AT_ONCE - 1].pk if len(found) > SHOWN_AT_ONCE else None, "later": before,
        "workers": _workers(case, staff), "first": first, "menu": menu,
        "cards": [] if before or not works else cards_of(case, officer),
    }  # fmt: skip


def _with_file(case, line):
    """The address of an event's file."""
    if line["file"]:
        entry = case.enquiry.entry
        line["url"] = reverse("case_stored", args=[case.municipality.slug, entry.year, entry.number, line["file"].pk])
    return line


def staff_of(case):
    """{id: Officer} with their names, in one question."""
    return {officer.pk: officer for officer in _staff(case.municipality_id)}


def members_of(case, officer):
    """The person and who lives with them, as far as the officer may know of them, with vulnerabilities and needs."""
    relations, rows = {}, []
    people = {case.person_id: case.person}
    if case.household_id:
        rows = sorted(_household(case.municipality_id, case.household_id), key=attrgetter("pk"))
        case.family_size = len(rows)
        hidden = hidden_family(case, officer, [row.person_id for row in rows])
        for row in rows:
            if row.person_id not in hidden:
                people.setdefault(row.person_id, row.person)
                relations[row.person_id] = row.get_relation_display()
    holding = {}
    for row in _categories(case.municipality_id, case.pk):
        holding.setdefault(row.person_id, []).append(row)
    case.here = {case.person_id, *(row.person_id for row in rows)}
    needs = needs_of(case)
    for person in people.values():
        person.municipality = case.municipality
    return [
        SimpleNamespace(
            person=person, relation=relations.get(pk, ""), age=births.age(person.born), categories=holding.get(pk, []),
            needs=needs.get(pk, []),
        )
        for pk, person in people.items()
    ]  # fmt: skip


def facts_of(case, *, works=True):
    """(label, value) pairs of what is known in codes and days."""
    every = [
        (_("Opened"), short_date(case.opened_on)),
        (_("Closed"), short_date(case.closed_on)),
        (_("Arrived or returned on"), short_date(case.arrived_on)),
        (_("Origin"), place(case.origin) if case.origin else ""),
        (_("Administrative unit"), str(case.unit) if case.unit_id else ""),
        (_("Case manager"), str(case.owner) if case.owner_id else ""),
        (next_step(case), short_date(case.next_review_on) if case.state != State.CLOSED else ""),
    ]
    if works:
        every += [(_("Phone"), case.person.phone), (_("E-mail"), case.person.email)]
    return [(name, value) for name, value in every if value]


def next_step(case):
    """What the day in `next_review_on` is for."""
    return _("To be closed by") if case.to_close else _("Next review")


def _workers(case, staff):
    """[(role, officer)] of those who work on it beside the case manager."""
    rows = _working(case.municipality_id, case.pk)
    return [(row.get_role_display(), staff[row.officer_id]) for row in rows if row.officer_id in staff]


@asked_often
def _staff(office):
    return Officer.objects.filter(municipality=office).select_related("user").order_by()


@asked_often
def _household(office, household):
    rows = HouseholdMember.objects.filter(municipality=office, household=household).present()
    return rows.select_related("person").order_by()


@asked_often
def _categories(office, case):
    return CaseCategory.objects.filter(municipality=office, case=case, until_on=None)


@asked_often
def _working(office, case):
    return CaseWorker.objects.filter(municipality=office, case=case, until_on=None)


@asked_often
def _events(office, case, before):
    rows = CaseEvent.objects.filter(municipality=office, case=case, pk__lt=before)
    return rows.select_related("file").order_by("-pk")[: SHOWN_AT_ONCE + 1]
