"""Referrals that go out, the links by which they are answered, and those that come in."""

from ura.referrals.models.event import ReferralEvent
from ura.referrals.models.incoming import IncomingReferral
from ura.referrals.models.link import ReferralLink
from ura.referrals.models.referral import Referral
from ura.referrals.models.report import ReferralReport

__all__ = ["IncomingReferral", "Referral", "ReferralEvent", "ReferralLink", "ReferralReport"]
