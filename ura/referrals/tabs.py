"""The three pages of referrals as tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ura.referrals.models import IncomingReferral


def tabs(request, here):
    slug = request.municipality.slug
    waiting = IncomingReferral.objects.filter(municipality=request.municipality).visible_to(request.officer).waiting()
    pages = [
        ("referrals", _("Open referrals"), 0), ("incoming_referrals", _("Came in"), waiting.count()),
        ("referral_review", _("Yearly review"), 0),
    ]  # fmt: skip
    return [
        {"label": label, "url": reverse(name, args=[slug]), "active": name == here, "count": count}
        for name, label, count in pages
    ]
