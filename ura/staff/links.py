"""The links by which staff choose a password: an invitation holds for days, a forgotten password for an hour."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import int_to_base36


class PasswordLink(PasswordResetTokenGenerator):
    """Django's key: used up by the new password, by a sign-in, by time."""

    key_salt = "ura.staff.links.PasswordLink"

    def make_token(self, user):
        # Written as if made later, an invitation outlives the hour that every key has.
        return self._make_token_with_timestamp(user, self._num_seconds(self._now() + _longer(user)), self.secret)


def _longer(user):
    if user.has_usable_password():
        return timedelta()
    return timedelta(days=settings.INVITATION_DAYS) - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def password_link(user):
    """The address where this person, and nobody else, chooses a password."""
    key = {"uidb36": int_to_base36(user.pk), "key": PasswordLink().make_token(user)}
    # Never from the request: whoever asks could name another host in it.
    return settings.BASE_URL.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key)
