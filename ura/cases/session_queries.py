"""The questions asked of many sessions and registrations."""

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from ura.municipalities.tenancy import TenantQuerySet
from ura.people.consent import agreeing
from ura.people.models import Purpose
from ura.staff.models import Role

TELLING = ("sex", "age_band", "origin")


def _of_their_units(rows, officer):
    """Who works for the whole office sees all; a clerk their own units; others nothing."""
    if officer.has(Role.OFFICER, Role.SUPERVISOR):
        return rows
    if not officer.has(Role.CLERK):
        return rows.none()
    units = officer.unit_ids()
    return rows.filter(unit__in=units) if units else rows


class SessionQuerySet(TenantQuerySet):
    def visible_to(self, officer):
        """What this officer may know of: not what belongs to a restricted request or case of another team."""
        hidden = officer.municipality.enquiries.hidden_from(officer).order_by().values("pk")
        rows = self.filter(~Q(enquiry__in=hidden), Q(case=None) | ~Q(case__enquiry__in=hidden))
        return _of_their_units(rows, officer)

    def named(self):
        return self.filter(person__isnull=False)

    def unnamed(self):
        return self.filter(person=None)

    def in_period(self, period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)

    def told(self, municipality):
        """`told_sex`, `told_age_band`, `told_origin`: empty («not stated») for a named person who did not agree,
        or no longer agrees, to be counted in statistics by person. Nobody is recognised in an unnamed session.
        """
        agree = agreeing(municipality, Purpose.INTERNAL_STATISTICS).order_by().values("pk")
        counted = Q(person=None) | Q(person__in=agree)
        return self.annotate(**{
            f"told_{name}": Case(When(counted, then=F(name)), default=Value("")) for name in TELLING
        })  # fmt: skip

    def for_list(self):
        """Everything a line of the list shows, in one query."""
        return self.select_related("enquiry__entry", "person", "officer__user", "unit")


class RegistrationQuerySet(TenantQuerySet):
    def visible_to(self, officer):
        """Own unit for a clerk; nobody of whom a restricted matter of another team is on the record, as the one who
        asked or the one whom its case is about."""
        hidden = officer.municipality.enquiries.hidden_from(officer).order_by()
        of_case = hidden.filter(Q(case__person=OuterRef("person")) | Q(case__categories__person=OuterRef("person")))
        rows = self.filter(~Exists(hidden.filter(requester=OuterRef("person"))), ~Exists(of_case))
        return _of_their_units(rows, officer)

    def standing(self):
        """Without those crossed out."""
        return self.filter(struck_on=None)

    def for_list(self):
        return self.select_related("person", "officer__user", "unit")
