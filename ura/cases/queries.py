"""The questions asked of many cases."""

from django.db.models import Q
from django.utils import timezone

from ura.cases.states import State
from ura.core.moments import now
from ura.municipalities.tenancy import TenantQuerySet
from ura.staff.models import Role


class CaseQuerySet(TenantQuerySet):
    def open(self):
        return self.exclude(state=State.CLOSED)

    def known_to(self, officer):
        """Without what does not exist for this officer: restricted cases of other teams."""
        requests = officer.municipality.enquiries.order_by()
        # Two questions, each with an index of its own: asked with «or», all requests of the office are read.
        for hidden in (requests.about(officer), requests.restricted_from(officer)):
            self = self.filter(~Q(enquiry__in=hidden.values("pk")))
        return self

    def visible_to(self, officer):
        """What this officer may know of: cases of requests they may read; a clerk only those of their units."""
        rows = self.known_to(officer)
        if not officer.has(Role.SUPERVISOR):  # a complaint is led to the supervisor and its carriers
            others = officer.municipality.enquiries.filter(complaint=True).exclude(owner=officer).order_by()
            rows = rows.filter(~Q(enquiry__in=others.values("pk")) | Q(owner=officer))
        if officer.has(Role.OFFICER, Role.SUPERVISOR):
            return rows
        if not officer.has(Role.CLERK):
            return rows.none()
        units = officer.unit_ids()
        return rows.filter(unit__in=units) if units else rows

    def reviews_due(self, on=None):
        """Open cases whose review should have been by now."""
        return self.open().filter(next_review_on__lte=on or timezone.localdate())

    def waiting_for_closing(self):
        """Open cases whose last review said that they are closed next."""
        return self.open().filter(to_close=True)

    def emergencies(self):
        return self.open().filter(emergency_at__isnull=False, emergency_met_at=None)

    def emergencies_late(self):
        return self.emergencies().filter(emergency_due_at__lt=now())
