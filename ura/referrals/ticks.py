"""What referrals know of the steps of a request."""

from ura.cases.ticks import case_of
from ura.desk.checklist import Known
from ura.desk.states import EventKind
from ura.referrals.models import Referral
from ura.referrals.states import State


def referred(enquiry, events, involvements):
    """The first referral of this request or its case that went out and was not taken back (SOP 5.2)."""
    if case_of(enquiry) is None and not any(event.kind == EventKind.REFERRED for event in events):
        return None
    rows = Referral.objects.filter(municipality=enquiry.municipality, enquiry=enquiry).exclude(state=State.REVOKED)
    row = rows.order_by("order").values_list("sent_on", "made_by_id").first()
    return Known(*row) if row else None
