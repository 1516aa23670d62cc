"""What casework knows of the steps of a request: its counselling session, the approved plan of its case."""

from django.db.models import Q

from ura.cases.models import CounsellingSession, Plan
from ura.cases.models.plan import PlanState
from ura.desk.checklist import Known

AGREED = (PlanState.APPROVED, PlanState.LAPSED, PlanState.COMPLETED, PlanState.ENDED)


def case_of(enquiry):
    """The case that this request opened, or None; asked once for the page of the request."""
    return getattr(enquiry, "case", None)


def counselled(enquiry, events, involvements):
    """The first session under this number, or in the case that this request opened (SOP 5.2)."""
    if case_of(enquiry) is None and enquiry.outcome != "oral_answer":
        return None  # a session is served and closed under its number
    sessions = CounsellingSession.objects.filter(municipality=enquiry.municipality)
    held = sessions.filter(Q(enquiry=enquiry) | Q(case=case_of(enquiry), case__isnull=False))
    return _known(held.order_by("held_on", "pk").values_list("held_on", "officer_id").first())


def planned(enquiry, events, involvements):
    """The plan of the case, from its first approval on: a newer version does not take the step back."""
    if case_of(enquiry) is None:
        return None
    plans = Plan.objects.filter(
        municipality=enquiry.municipality, case=case_of(enquiry), state__in=AGREED, approved_on__isnull=False
    )
    return _known(plans.order_by("number").values_list("approved_on", "approved_by_id").first())


def _known(row):
    return Known(*row) if row else None
