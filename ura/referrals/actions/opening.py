"""Opening a link with its code: five wrong codes lock it, whoever types them and wherever they are counted."""

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ura.referrals.actions.basics import happened
from ura.referrals.actions.sending import still_allowed
from ura.referrals.catalogue import rules
from ura.referrals.links import normal_code
from ura.referrals.models import ReferralLink
from ura.referrals.states import EventKind, Side, State


def why_shut(link):
    """The reason a link opens nothing now, or nothing."""
    if link is None:
        return "unknown"
    if link.referral.state == State.REVOKED:
        return "taken_back"
    if link.revoked_at:
        return "revoked"
    if link.expires_at < timezone.now():
        return "expired"
    if link.locked_at:
        return "locked"
    if not still_allowed(link.referral):
        return "withdrawn"
    return ""


def try_code(link, typed):
    """Is it the right code? Every opening and every wrong code is in the trail; the fifth wrong one locks the link.

    The row is locked first, so that two who type at once are counted one after the other.
    """
    link_row = ReferralLink.objects.select_for_update().get(pk=link.pk)
    link_row.referral, link_row.municipality = link.referral, link.municipality
    if why_shut(link_row):
        return False
    referral = link.referral
    if constant_time_compare(normal_code(typed), link_row.code):
        link_row.wrong, link_row.opened_at = 0, link_row.opened_at or timezone.now()
        link_row.save(update_fields=["wrong", "opened_at"])
        happened(referral, EventKind.OPENED, side=Side.OTHER, link=link_row.pk)
        return True
    link_row.wrong += 1
    happened(referral, EventKind.WRONG_CODE, side=Side.OTHER, link=link_row.pk, wrong=link_row.wrong)
    if link_row.wrong >= rules()["link"]["wrong_codes"]:
        link_row.locked_at = timezone.now()
        happened(referral, EventKind.LOCKED, side=Side.URA, link=link_row.pk)
    link_row.save(update_fields=["wrong", "locked_at"])
    return False
