"""Whose consents an officer may know of: those of the people they may know of."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from ura.people.models import Person


def known_consents(officer):
    """The consents of people this officer may know of."""
    people = Person.objects.filter(municipality=officer.municipality).visible_to(officer).order_by()
    return officer.municipality.consents.filter(person__in=people.values("pk"))


def open_askings(officer):
    """Words that seem to ask for a withdrawal and that nobody has settled; none of a request hidden from the officer."""
    office = officer.municipality
    people = Person.objects.filter(municipality=office).visible_to(officer).order_by()
    requests = office.enquiries.visible_to(officer).order_by()
    return office.withdrawals_asked.filter(
        ~Q(about="desk.enquiry") | Q(row__in=requests.values("pk")), person__in=people.values("pk"), settled_at=None
    ).select_related("person", "mail")


def find_person(officer, pk):
    """The door to a person: 404 for whom this officer may not know of."""
    rows = Person.objects.filter(municipality=officer.municipality).visible_to(officer).current()
    person = get_object_or_404(rows, pk=pk)
    person.municipality = officer.municipality
    return person


def find_consent(officer, pk):
    rows = known_consents(officer).select_related("person", "text", "taken_by__user", "evidence", "replaces")
    consent = get_object_or_404(rows, pk=pk)
    consent.municipality = consent.person.municipality = officer.municipality
    return consent


def place(municipality, asked):
    """The request each asking belongs to, for the way there."""
    rows = municipality.enquiries.filter(pk__in=[a.row for a in asked if a.about == "desk.enquiry"])
    found = {row.pk: row for row in rows.select_related("entry", "municipality")}
    for one in asked:
        one.enquiry = found.get(one.row) if one.about == "desk.enquiry" else None
