"""Referrals on pages that show several packages: «Dita ime» and the page of a request."""

from django.db.models import Q
from django.utils import timezone

from ura.core.lookups import where_any
from ura.referrals.in_case import SHOWN
from ura.referrals.models import IncomingReferral, Referral
from ura.referrals.states import OPEN

FEW = 5


def referrals_waiting(officer, owners):
    """Late ones, those with a new answer, and those that came in: of these owners, or of the whole office."""
    office, today = officer.municipality, timezone.localdate()
    wanted = Q(due_on__lt=today, state__in=OPEN) | Q(unread=True)
    out = Referral.objects.filter(wanted, municipality=office)
    came = IncomingReferral.objects.filter(municipality=office).waiting()
    if owners is not None:
        out = out.filter(Q(made_by__in=owners) | Q(case__owner__in=owners) | Q(enquiry__owner__in=owners))
        came = came.filter(enquiry__owner__in=owners)

    def first(rows, *deferred):
        known = rows.select_related("enquiry__entry").defer("shared", "asked", *deferred).order_by("due_on", "pk")
        return where_any(rows, lambda: known.visible_to(officer)[: FEW + 1])

    rows, arrived = first(out, "email"), first(came)
    for row in (*rows, *arrived):
        row.municipality = row.enquiry.municipality = office
    return {
        "late_referrals": rows[:FEW], "came_referrals": arrived[:FEW], "more_referrals": max(len(rows), len(arrived)) > FEW,
    }  # fmt: skip


def referrals_of(enquiry):
    """The referrals of one request, newest first."""
    rows = Referral.objects.filter(municipality=enquiry.municipality, enquiry=enquiry)
    found = list(rows.order_by("-pk").only(*SHOWN))
    for row in found:
        row.municipality, row.enquiry = enquiry.municipality, enquiry
    return found
