"""Which people an officer may know of: those whose requests they may know of.

Requests stand above people; they are asked through the office, so that their one rule decides here too.
"""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef

from ura.municipalities.tenancy import TenantQuerySet


class PersonQuerySet(TenantQuerySet):
    def current(self):
        """Without the rows that were merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, officer):
        """Whose page this officer may open: somebody with a request they may read, or with none at all.

        Who came only with restricted matters does not exist here, nor who is known only as family of theirs.
        """
        return self.filter(_reached_by(officer, officer.municipality.enquiries.visible_to(officer)))

    def known_to(self, officer):
        """Who may be recognised at the counter, contacts masked: other units' people too, restricted ones not."""
        return self.filter(_reached_by(officer, officer.municipality.enquiries.known_to(officer)))

    def hidden_from(self, officer):
        """Who may not even be guessed at."""
        return self.filter(~_reached_by(officer, officer.municipality.enquiries.known_to(officer)))


def reached_keys(officer, keys, *, recognised=False):
    """`visible_to` (or `known_to`, `recognised`) for a few people: the same rule in small questions, which cost less."""
    from ura.people.models import Guardianship, HouseholdMember, Person

    office, every = officer.municipality, officer.municipality.enquiries.order_by()
    requests = every.known_to(officer) if recognised else every.visible_to(officer)
    asked = set(every.filter(requester__in=keys).values_list("requester", flat=True))
    reached = set(requests.filter(requester__in=asked).values_list("requester", flat=True)) if asked else set()
    quiet = [key for key in keys if key not in asked]
    if not quiet:
        return reached
    kin = HouseholdMember.objects.filter(municipality=office, person__in=quiet).order_by().values_list("person")
    links = Guardianship.objects.filter(municipality=office).order_by()
    kin = kin.union(
        links.filter(child__in=quiet).values_list("child"), links.filter(guardian__in=quiet).values_list("guardian")
    )
    related = {key for (key,) in kin}
    if related:  # the long way, for the few who have a family here
        people = Person.objects.filter(_reached_by(officer, requests), municipality=office, pk__in=related)
        reached |= set(people.values_list("pk", flat=True))
    return reached | {key for key in quiet if key not in related}


FAMILY = (  # from a request to those who are known only through its requester
    "requester__memberships__household__members__person",
    "requester__wards__child",
    "requester__guardianships__guardian",
)


def _reached_by(officer, requests):
    """The condition that one of these requests leads to the person.

    Who never asked for anything is reached like their family; without one, by everybody.
    """
    from ura.people.models import Guardianship, HouseholdMember

    requests, every = requests.order_by(), officer.municipality.enquiries.order_by()

    def leads(rows, *ways):
        return reduce(or_, (Exists(rows.filter(**{way: OuterRef("pk")})) for way in ways))

    # Asked first, by the index: nearly nobody has a family here, and the ways through it are long.
    office = {"municipality": officer.municipality}
    alone = ~(
        leads(HouseholdMember.objects.filter(**office).order_by(), "person")
        | leads(Guardianship.objects.filter(**office).order_by(), "child", "guardian")
    )
    by_family = alone | ~leads(every, *FAMILY) | leads(requests, *FAMILY)
    return leads(requests, "requester") | (~leads(every, "requester") & by_family)


class MemberQuerySet(TenantQuerySet):
    def present(self):
        """Who lives in the household now."""
        return self.filter(left_on=None, person__merged_into=None)

    def visible_to(self, officer):
        from ura.people.models import Person

        seen = Person.objects.filter(municipality=officer.municipality).visible_to(officer)
        return self.filter(person__in=seen)
