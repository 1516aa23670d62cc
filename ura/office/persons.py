"""The door to a person and to a household, and what their pages say."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.codelists.countries import place
from ura.people import births, personal_numbers, phones
from ura.people.households import lacks_guardian
from ura.people.languages import language_word
from ura.people.merging import kept_of
from ura.people.models import Guardianship, Household, HouseholdMember, Merge, Person
from ura.staff.models import Role

SHOWN_REQUESTS = 25
MERGERS = (Role.OFFICER, Role.SUPERVISOR)


def visible_people(officer):
    """Everybody this officer may know of: see PersonQuerySet.visible_to."""
    return Person.objects.filter(municipality=officer.municipality).visible_to(officer).current()


def find_person(officer, pk):
    """The door to a person: 404 for whom this officer may not know of."""
    person = get_object_or_404(visible_people(officer), pk=pk)
    person.municipality = officer.municipality
    return person


def find_kept(officer, pk):
    """The person into whom this row was merged; 404 when it was not, or the officer may not know of them."""
    gone = get_object_or_404(Person.objects.filter(municipality=officer.municipality), pk=pk, merged_into__isnull=False)
    return find_person(officer, kept_of(gone).pk)


def find_household(officer, pk):
    """The door to a household: whoever may know one of its members. Returns it with the members they may know of."""
    household = get_object_or_404(Household.objects.filter(municipality=officer.municipality), pk=pk)
    household.municipality = officer.municipality
    members = members_of(officer, household)
    if not members:
        raise Http404
    return household, members


def members_of(officer, household):
    """Who lives there now, the head first, then as they were written down."""
    rows = HouseholdMember.objects.filter(municipality=officer.municipality, household=household)
    found = list(rows.present().visible_to(officer).select_related("person"))
    for member in found:
        member.person.municipality = officer.municipality
    return sorted(found, key=lambda member: member.relation != HouseholdMember.Relation.HEAD)


def household_of(officer, person):
    """(household, its members the officer may know of), or (None, [])."""
    own = HouseholdMember.objects.filter(municipality=officer.municipality, person=person).present()
    member = own.select_related("household").order_by("-pk").first()
    if member is None:
        return None, []
    member.household.municipality = officer.municipality
    return member.household, members_of(officer, member.household)


def guardianships(officer, **of):
    """The guardians of a child, or the children of a guardian, as far as the officer may know of them."""
    rows = Guardianship.objects.filter(municipality=officer.municipality, ended_on=None, **of)
    seen = visible_people(officer).values("pk")
    found = list(rows.filter(child__in=seen, guardian__in=seen).select_related("child", "guardian"))
    for link in found:
        link.child.municipality = link.guardian.municipality = officer.municipality
    return found


def merges_of(officer, person):
    """What was merged into this person and can be parted again."""
    rows = Merge.objects.filter(municipality=officer.municipality, kept=person, undone_at=None)
    return list(rows.select_related("gone", "officer__user"))


def requests_of(officer, person):
    """The person's requests this officer may read, newest first."""
    rows = officer.municipality.enquiries.visible_to(officer).filter(requester=person)
    found = list(rows.select_related("entry", "text", "owner__user").order_by("-pk")[:SHOWN_REQUESTS])
    for enquiry in found:
        enquiry.municipality = officer.municipality
    return found


def must_merge(officer):
    """Merging and parting is for those who carry requests, not for the counter."""
    if not officer.has(*MERGERS):
        raise PermissionDenied


def facts_of(person):
    """Who they are: (label, value) pairs, without what is not known."""
    label = _("NIPT (business number)") if person.is_organisation else _("Personal number")
    every = [
        (_("Organisation"), person.organisation if person.name else ""),
        (label, person.personal_number),
        (_("Born"), _born(person)),
        (_("Sex"), person.get_sex_display()),
        (_("Citizenship"), ", ".join(place(code) for code in person.citizenship_codes)),
        (_("Languages spoken"), ", ".join(language_word(code) for code in person.spoken_codes)),
        (_("Country of residence"), place(person.country) if person.country else ""),
        (_("Postal address"), person.address),
        (_("Language of the answer"), person.get_language_display()),
    ]
    return [(name, value) for name, value in every if value]


def _born(person):
    years = births.age(person.born)
    if years is None:
        return births.shown(person.born)
    age = ngettext("%(n)s year old", "%(n)s years old", years) % {"n": years}
    return f"{births.shown(person.born)} ({age})"


def warnings_of(person, contacts=()):
    """What looks doubtful or is missing, in sentences; nothing of it blocks."""
    said = personal_numbers.doubts(
        person.personal_number, born=person.born, sex=person.sex, organisation=person.is_organisation
    )
    said += [phones.doubt(text) for text in (person.phone, *(c.value for c in contacts if c.kind == "phone"))]
    if lacks_guardian(person):
        said.append(
            _(
                "Under 16, or perhaps under 16, and no parent or guardian is written down: "
                "nobody can agree for this child (law no. 124/2024)."
            )
        )
    return [sentence for sentence in said if sentence]
