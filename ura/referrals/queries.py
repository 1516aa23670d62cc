"""The questions asked of many referrals. Each begins with the requests the officer may know of."""

from django.utils import timezone

from ura.municipalities.tenancy import TenantQuerySet
from ura.referrals.states import OPEN, State, Way


class ReferralQuerySet(TenantQuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def late(self, on=None):
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def visible_to(self, officer):
        """Those of requests this officer may know of: a restricted one's referrals exist for its team only."""
        requests = officer.municipality.enquiries.visible_to(officer).order_by()
        return self.filter(enquiry__in=requests.values("pk"))

    def to_cross(self):
        """For another office of Ura, and not there yet."""
        return self.filter(way=Way.OFFICE, crossed_at=None, state=State.PENDING)

    def for_list(self):
        return self.select_related("enquiry__entry", "person", "institution", "service", "made_by__user")


class IncomingQuerySet(TenantQuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def waiting(self):
        return self.filter(state=State.PENDING)

    def late(self, on=None):
        return self.waiting().filter(due_on__lt=on or timezone.localdate())

    def visible_to(self, officer):
        requests = officer.municipality.enquiries.visible_to(officer).order_by()
        return self.filter(enquiry__in=requests.values("pk"))
