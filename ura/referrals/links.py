"""Tokens and codes of links: how they are made, and how one is found without knowing the office beforehand."""

import secrets
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ura.core.encrypted import keyed_hash
from ura.municipalities.models import Municipality
from ura.referrals.catalogue import rules
from ura.referrals.models import ReferralLink

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which look alike
CODE = 8  # signs: 39 bits behind a token of 192, locked after five wrong ones


def new_token(municipality):
    """The office's short name, by which its wall is entered, then 192 random bits; nothing about a person."""
    return municipality.short.lower() + secrets.token_urlsafe(24)


def new_code():
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE))
    return f"{signs[:4]}-{signs[4:]}"


def normal_code(typed):
    """What was typed, in the form of a code: small letters, blanks and missing dashes are forgiven."""
    signs = "".join(sign for sign in (typed or "").upper() if sign.isalnum())
    return f"{signs[:4]}-{signs[4:]}"


def office_of(token):
    """The office whose short name begins the token, or None; it tells nothing of whether the token exists."""
    return Municipality.objects.select_related("office", "county").filter(short=token[:3].upper()).first()


def token_hash(municipality, token):
    return keyed_hash("referral-link", municipality.pk, token)


def find_link(municipality, token):
    """The link of this token with its referral, inside the office; None when there is none."""
    return find_by_hash(municipality, token_hash(municipality, token))


def find_by_hash(municipality, hashed):
    rows = ReferralLink.objects.filter(municipality=municipality, token_hash=hashed)
    link = rows.select_related(
        "referral__enquiry__entry", "referral__enquiry__owner__user", "referral__case", "referral__person",
        "referral__consent", "referral__made_by__user", "referral__service",
    ).first()  # fmt: skip
    if link is not None:
        link.municipality = link.referral.municipality = link.referral.enquiry.municipality = municipality
        if link.referral.case is not None:
            link.referral.case.municipality = municipality
        if link.referral.person is not None:
            link.referral.person.municipality = municipality
    return link


def address_of(token):
    return settings.BASE_URL.rstrip("/") + reverse("referral_link", args=[token])


def end_of_link(day=None):
    """The last moment of the day until which a link opens."""
    last = (day or timezone.localdate()) + timedelta(days=rules()["link"]["days"])
    return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))
