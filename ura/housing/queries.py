"""The questions asked of many housing applications."""

from django.db.models import Q

from ura.housing.states import FREED, RANKED, State
from ura.municipalities.tenancy import TenantQuerySet


class ApplicationQuerySet(TenantQuerySet):
    def visible_to(self, officer):
        """Without what belongs to a case hidden from this officer, or to a person they may not know of."""
        from ura.desk.known_people import hidden_people

        hidden = officer.municipality.enquiries.hidden_from(officer).order_by().values("pk")
        people = hidden_people(officer).order_by().values("pk")
        return self.filter(Q(case=None) | ~Q(case__enquiry__in=hidden)).exclude(person__in=people)

    def ranked(self):
        """Those that stand in the list, best first; who left a place behind, or waits on in another call after the
        list was decided, keeps the line."""
        in_list = Q(state__in=(*RANKED, *FREED)) | Q(state=State.CARRIED, rank__isnull=False)
        return self.filter(in_list).order_by("rank", "year", "number")
