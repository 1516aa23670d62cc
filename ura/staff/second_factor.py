"""When a sign-in needs more than a password, and whether this one had it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from ura.staff.models import Role

MARK = "second_factor"  # in the session: the key of the user who showed it
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorNeeded(Exception):
    """This page wants a second factor; `SignedInMiddleware` leads the way to it."""


def has_one(user):
    """Did this user set one up?"""
    return is_mfa_enabled(user, FACTORS)


def passed(request):
    """Was a second factor shown in this session?"""
    return request.session.get(MARK) == request.user.pk


def may_enter(officer, roles):
    """Raise SecondFactorNeeded for an office that wants it of everybody, and for pages of the administration."""
    if officer.second_factor:
        return
    administers = (
        Role.ADMINISTRATOR in roles
        and officer.has(Role.ADMINISTRATOR)
        and not officer.has(*set(roles) - {Role.ADMINISTRATOR})
    )
    if officer.municipality.office.second_factor_required or (settings.SECOND_FACTOR and administers):
        raise SecondFactorNeeded


def may_see_restricted(officer):
    """Raise SecondFactorNeeded before a restricted request is shown or changed."""
    if settings.SECOND_FACTOR and not officer.second_factor:
        raise SecondFactorNeeded


def remove(user):
    """Take every second factor of a user away, recovery codes too; returns how many there were."""
    n, _by_table = Authenticator.objects.filter(user=user).delete()
    return n


def remember(request, user, authenticator, **kwargs):
    """allauth says that a code or a key was shown, or the first one set up."""
    if authenticator.type in (*FACTORS, Authenticator.Type.RECOVERY_CODES):
        request.session[MARK] = user.pk


def remember_new(request, user, authenticator, **kwargs):
    """Recovery codes are made beside the first factor: that they were made shows nothing."""
    if authenticator.type in FACTORS:
        request.session[MARK] = user.pk


def forget(request, user, **kwargs):
    if not has_one(user):
        request.session.pop(MARK, None)
