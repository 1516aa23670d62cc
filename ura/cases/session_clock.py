"""The clock of a session: its start travels through the form under the server's own signature."""

from django.core import signing
from django.utils import timezone

from ura.cases.paper_forms import band_of

SALT = "cases.session"
AT_MOST = 8 * 3600  # a page left open overnight measures nothing


def start():
    """Now, signed, for a hidden field."""
    return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


def started(token):
    """The second the clock began at; None for a broken or an old one."""
    try:
        return signing.loads(token, salt=SALT, max_age=AT_MOST)
    except signing.BadSignature:
        return None


def minutes_since(token):
    """Whole minutes since the form was opened; None when the clock says nothing."""
    began = started(token)
    return None if began is None else max(0, int(timezone.now().timestamp()) - began) // 60


def fits(band, minutes):
    """Does what the clock measured lie in the band that was chosen?"""
    return band_of(minutes) == band
