"""Households and guardians: who belongs together, and who speaks for a child."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.people.kinship import check_descent, check_relation
from ura.people.models import Guardianship, Household, HouseholdMember
from ura.trail.actions import record

CHILD = 16  # under it a parent or guardian agrees: law no. 124/2024
ADULT = 18
Relation = HouseholdMember.Relation


@transaction.atomic
def found_household(head, *, by):
    """A household begins with its head."""
    if head.is_organisation:
        raise Refused(_("An organisation has no household."))
    if head.memberships.filter(municipality=head.municipality_id).present().exists():
        raise Refused(_("This person belongs to a household already."))
    household = Household.objects.create(municipality=head.municipality)
    HouseholdMember.objects.create(
        municipality=head.municipality, household=household, person=head, relation=Relation.HEAD
    )
    record(household, "people.household_founded", by=by, head=head.pk)
    return household


@transaction.atomic
def add_member(household, person, *, by, relation):
    """One more who lives there."""
    if person.is_organisation:
        raise Refused(_("An organisation has no household."))
    present = _members(household)
    if present.filter(person=person).exists():
        raise Refused(_("%(name)s belongs to this household already.") % {"name": person.shown_name})
    check_relation(household, person, relation)
    if relation == Relation.HEAD:
        _no_other_head(household)
    member = HouseholdMember.objects.create(
        municipality=household.municipality, household=household, person=person, relation=relation
    )
    _changed(household)
    record(household, "people.member_added", by=by, person=person.pk, relation=relation)
    return member


@transaction.atomic
def change_relation(member, *, by, relation, version=None):
    """Who they are to the head. A new head: the earlier one and the others are asked anew who they are to them."""
    household = member.household
    lock_version(household, version)
    if relation == member.relation:
        return member
    check_relation(household, member.person, relation)
    if relation == Relation.HEAD:
        _no_other_head(household)
    member.relation = relation
    member.save(update_fields=["relation"])
    _changed(household)
    record(household, "people.relation_changed", by=by, person=member.person_id, relation=relation)
    return member


@transaction.atomic
def leave(member, *, by, version=None):
    """They live there no more; the row stays with the day."""
    household = member.household
    lock_version(household, version)
    if member.left_on:
        return member
    member.left_on = timezone.localdate()
    member.save(update_fields=["left_on"])
    _changed(household)
    record(household, "people.member_left", by=by, person=member.person_id)
    return member


@transaction.atomic
def name_guardian(child, guardian, *, by, relation, document=""):
    """Who speaks for this child, and which paper shows it."""
    if child.pk == guardian.pk:
        raise Refused(_("Nobody is their own guardian: choose another person."))
    if guardian.is_under(ADULT):
        raise Refused(_("%(name)s is under 18 and cannot be a guardian.") % {"name": guardian.shown_name})
    if relation == Guardianship.Relation.PARENT:
        check_descent(guardian, child)
    if guardians_of(guardian).filter(guardian=child).exists():
        raise Refused(
            _("%(child)s is written down as the guardian of %(guardian)s: nobody is the guardian of their guardian.")
            % {"child": child.shown_name, "guardian": guardian.shown_name}
        )
    if relation == Guardianship.Relation.APPOINTED and not document.strip():
        raise Refused(_("Write the number and the day of the court's decision."), field="document")
    if guardians_of(child).filter(guardian=guardian).exists():
        raise Refused(_("%(name)s is the guardian of this child already.") % {"name": guardian.shown_name})
    link = Guardianship.objects.create(
        municipality=child.municipality, child=child, guardian=guardian, relation=relation, document=document.strip(),
        from_on=timezone.localdate(),
    )  # fmt: skip
    record(child, "people.guardian_named", by=by, guardian=guardian.pk, relation=relation)
    return link


@transaction.atomic
def end_guardianship(link, *, by):
    if link.ended_on is None:
        link.ended_on = timezone.localdate()
        link.save(update_fields=["ended_on"])
        record(link.child, "people.guardian_ended", by=by, guardian=link.guardian_id)
    return link


def guardians_of(child):
    """The guardianships of today."""
    return Guardianship.objects.filter(municipality=child.municipality_id, child=child, ended_on=None)


def lacks_guardian(person):
    """A child under 16, or perhaps under 16, for whom nobody may agree."""
    return person.is_under(CHILD) and not guardians_of(person).exists()


def _members(household):
    return HouseholdMember.objects.filter(municipality=household.municipality_id, household=household).present()


def _no_other_head(household):
    """The head gives way: until somebody says more, they are a relative of the new one."""
    heads = HouseholdMember.objects.filter(municipality=household.municipality_id, household=household, left_on=None)
    heads.filter(relation=Relation.HEAD).update(relation=Relation.RELATIVE)


def _changed(household):
    household.version += 1
    household.save(update_fields=["version"])
