"""Which people an officer may know of: those whose requests they may know of.

Requests stand above people; they are asked through the office, so that their one rule decides here too.
"""

from django.db.models import Exists, OuterRef

from ura.municipalities.tenancy import TenantQuerySet


class PersonQuerySet(TenantQuerySet):
    def current(self):
        """Without the rows that were merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, officer):
        """Whose page this officer may open: somebody with a request they may read, or with none at all.

        Who came only with restricted matters of others does not exist here, nor who is known only as one of theirs.
        """
        return self._reached_by(officer, officer.municipality.enquiries.visible_to(officer))

    def known_to(self, officer):
        """Who may be recognised at the counter, contacts masked: other units' people too, restricted ones not."""
        return self._reached_by(officer, officer.municipality.enquiries.known_to(officer))

    def _reached_by(self, officer, requests):
        from ura.people.models import Guardianship, HouseholdMember

        requests, every = requests.order_by(), officer.municipality.enquiries.order_by()

        def hidden(who):
            """Rows whose person `who` has asked something, but nothing this officer may know of."""
            asked = {"requester": OuterRef(who)}
            return Exists(every.filter(**asked)) & ~Exists(requests.filter(**asked))

        office = {"municipality": officer.municipality}
        mates = HouseholdMember.objects.filter(**office, household__members__person=OuterRef("pk")).order_by()
        wards = Guardianship.objects.filter(**office, guardian=OuterRef("pk")).order_by()
        guardians = Guardianship.objects.filter(**office, child=OuterRef("pk")).order_by()
        tied = (
            Exists(mates.filter(hidden("person")))
            | Exists(wards.filter(hidden("child")))
            | Exists(guardians.filter(hidden("guardian")))
        )
        theirs = {"requester": OuterRef("pk")}
        return self.filter(Exists(requests.filter(**theirs)) | (~Exists(every.filter(**theirs)) & ~tied))


class MemberQuerySet(TenantQuerySet):
    def present(self):
        """Who lives in the household now."""
        return self.filter(left_on=None, person__merged_into=None)

    def visible_to(self, officer):
        from ura.people.models import Person

        seen = Person.objects.filter(municipality=officer.municipality).visible_to(officer)
        return self.filter(person__in=seen)
