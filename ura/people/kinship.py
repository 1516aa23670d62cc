"""Nobody is their own ancestor: who descends from whom, by households and guardians together."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.people import births
from ura.people.models import Guardianship, HouseholdMember

Relation = HouseholdMember.Relation
FURTHEST = 8  # generations; beyond it nobody is looked for
UP = (Relation.PARENT, Relation.GRANDPARENT)
DOWN = (Relation.CHILD, Relation.GRANDCHILD)


def check_relation(household, person, relation):
    """Raise Refused when the person would become a parent of their own ancestor, or was born on the wrong side."""
    head = HouseholdMember.objects.filter(
        municipality=household.municipality_id, household=household, relation=Relation.HEAD, left_on=None
    ).select_related("person").first()  # fmt: skip
    if head is None or head.person_id == person.pk or relation not in UP + DOWN:
        return
    older, younger = (person, head.person) if relation in UP else (head.person, person)
    check_descent(older, younger)


def check_descent(older, younger):
    """`older` is to be a parent or grandparent of `younger`."""
    if older.pk in descendants(younger):
        text = _(
            "%(older)s descends from %(younger)s in another household and cannot be their parent: check who is who."
        )
        raise Refused(text % {"older": older.shown_name, "younger": younger.shown_name}, field="relation")
    if older.born and younger.born and births.year(older.born) >= births.year(younger.born):
        text = _(
            "%(older)s was not born before %(younger)s and cannot be their parent: check the relation and the births."
        )
        raise Refused(text % {"older": older.shown_name, "younger": younger.shown_name}, field="relation")


def descendants(person):
    """Keys of all who descend from a person, as far as it holds now."""
    office, found, newest = person.municipality_id, set(), {person.pk}
    for _generation in range(FURTHEST):
        rows = HouseholdMember.objects.filter(municipality=office, left_on=None).order_by()
        headed = rows.filter(person__in=newest, relation=Relation.HEAD).values("household")
        children = set(rows.filter(household__in=headed, relation__in=DOWN).values_list("person", flat=True))
        lived = rows.filter(person__in=newest, relation__in=UP).values("household")
        children |= set(rows.filter(household__in=lived, relation=Relation.HEAD).values_list("person", flat=True))
        children |= set(
            Guardianship.objects.filter(
                municipality=office, guardian__in=newest, relation=Guardianship.Relation.PARENT, ended_on=None
            ).values_list("child", flat=True)
        )
        newest = children - found
        if not newest:
            break
        found |= newest
    return found
