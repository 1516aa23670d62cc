"""The one door to a referral, out or in: who may know of its request may know of it."""

from django.http import Http404

from ura.desk.looking import looked
from ura.referrals.models import IncomingReferral, Referral
from ura.staff.second_factor import may_see_restricted


def find_referral(officer, pk):
    """404 for a stranger and for what is hidden; a restricted matter is opened with a second factor and noted."""
    rows = Referral.objects.filter(municipality=officer.municipality).visible_to(officer)
    return _opened(officer, rows.for_list().select_related(
        "enquiry__entry", "enquiry__owner__user", "case__owner__user", "person", "institution", "service",
        "made_by__user", "consent", "override", "entry", "letter", "to_office",
    ).filter(pk=pk).first())  # fmt: skip


def find_incoming(officer, pk):
    rows = IncomingReferral.objects.filter(municipality=officer.municipality).visible_to(officer)
    rows = rows.select_related(
        "enquiry__entry", "enquiry__owner__user", "enquiry__text", "enquiry__requester", "from_office"
    )
    return _opened(officer, rows.filter(pk=pk).first())


def _opened(officer, row):
    if row is None:
        raise Http404
    row.municipality = row.enquiry.municipality = officer.municipality
    for part in (
        getattr(row, "case", None),
        getattr(row, "person", None),
        row.enquiry.requester_id and row.enquiry.requester,
    ):
        if part:
            part.municipality = officer.municipality
    if getattr(row, "case", None):
        row.case.enquiry = row.enquiry
    if row.enquiry.restricted:
        may_see_restricted(officer)
    looked(officer, row.enquiry)
    return row
