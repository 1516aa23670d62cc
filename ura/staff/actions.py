"""Who works in an office, in which role, and who stands for which matters.

This package lies below the trail, whose rows name officers: the trail of these acts is written by
`ura.office.settings_acts`, the only caller.
"""

import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.staff.focal_points import forget_standing
from ura.staff.models import Absence, Officer, OfficerUnit, Role, StandingFocalPoint, User

CARRIERS = (Role.OFFICER, Role.SUPERVISOR)  # who may be the focal point of a request
FIELDS = ("roles", "function_sq", "function_en", "phone", "may_sign")
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # without those that look alike


def new_first_password():
    """Four groups of four signs: long enough to be safe, short enough to be typed from a slip."""
    return "-".join("".join(secrets.choice(_SIGNS) for _n in range(4)) for _n in range(4))


def add_officer(municipality, *, email, name, roles, units=(), **fields):
    """Take somebody into the office; returns (officer, first password or None).

    Whoever has an account through another office keeps its password: only its owner knows it.
    """
    _check_roles(roles)
    email = User.objects.normalize_email(email).strip().lower()
    user = User.objects.filter(email=email).first()
    officer = user and Officer.objects.filter(municipality=municipality, user=user).first()
    if officer and officer.active:
        raise Refused(_("%(name)s works in this office already.") % {"name": user.name}, field="email")
    password = None
    if user is None:
        password = new_first_password()
        user = User.objects.create_user(email, password, name=" ".join(name.split()))
    elif belongs_to(user, municipality):
        password = new_first_password()
        user.name, user.is_active = " ".join(name.split()) or user.name, True
        user.set_password(password)
        user.save(update_fields=["name", "is_active", "password"])
    elif not user.is_active:
        user.is_active = True  # their access elsewhere has ended; the password stays theirs
        user.save(update_fields=["is_active"])
    officer = officer or Officer(municipality=municipality, user=user)
    officer.active, officer.roles = True, list(roles)
    _set(officer, fields)
    officer.save()
    _give_units(officer, units)
    forget_standing(municipality)
    return officer, password


def change_officer(officer, *, roles, name, units=(), version=None, **fields):
    """Change roles, function and units; returns the names of what changed. Who carries no more stands for nothing."""
    _check_roles(roles)
    if Role.ADMINISTRATOR not in roles:
        keep_an_administrator(officer)
    lock_version(officer, version)
    changed = _set(officer, {"roles": list(roles), **fields})
    name = " ".join(name.split())
    if name and name != officer.user.name and belongs_to(officer.user, officer.municipality):
        officer.user.name = name
        officer.user.save(update_fields=["name"])
        changed.append("name")
    if _give_units(officer, units):
        changed.append("units")
    officer.version += bool(changed)
    officer.save()
    if not officer.has(*CARRIERS):
        StandingFocalPoint.objects.filter(municipality=officer.municipality, officer=officer).delete()
    forget_standing(officer.municipality)
    return changed


def reset_password(officer):
    """A new first password for somebody who forgot theirs; refused for an account that other offices share."""
    if not officer.active or not belongs_to(officer.user, officer.municipality):
        raise Refused(
            _("%(name)s also works elsewhere with this account: the password can be changed only by themselves.")
            % {"name": officer}
        )
    password = new_first_password()
    officer.user.set_password(password)
    officer.user.save(update_fields=["password"])
    return password


def end_access(officer):
    """Close the office to somebody who left; the name stays on what they did. Their standing matters end too."""
    keep_an_administrator(officer)
    officer.active = False
    officer.save(update_fields=["active"])
    StandingFocalPoint.objects.filter(municipality=officer.municipality, officer=officer).delete()
    yesterday = timezone.localdate() - timedelta(days=1)
    for absence in Absence.objects.filter(municipality=officer.municipality, until_on__gt=yesterday, cover=officer):
        end_absence(absence)
    user = officer.user
    if not user.national_reader and not user.posts.filter(active=True).exists():
        user.is_active = False  # an open session ends at its next page
        user.save(update_fields=["is_active"])
    forget_standing(officer.municipality)


def keep_an_administrator(officer):
    """Refuse what would leave the office without anybody who may change its settings."""
    staff = Officer.objects.select_for_update().filter(municipality=officer.municipality, active=True)
    others = [o for o in staff if o.pk != officer.pk and o.has(Role.ADMINISTRATOR)]
    known = next((o for o in staff if o.pk == officer.pk), None)
    if known and known.has(Role.ADMINISTRATOR) and not others:
        raise Refused(
            _("%(name)s is the last administrator of the office: make somebody else administrator first.")
            % {"name": officer}
        )


def belongs_to(user, municipality):
    """Is this account used by this office alone? Only then may the office rename it or give it a new password."""
    return not user.national_reader and not user.posts.exclude(municipality=municipality).exists()


def set_standing(municipality, *, officer, service="", unit=None):
    """Name the standing focal point of a type, a unit, both, or of the whole office; a new name replaces the old."""
    if officer.municipality_id != municipality.pk or not officer.has(*CARRIERS):
        raise Refused(_("Choose a colleague who carries requests."), field="officer")
    rule, _new = StandingFocalPoint.objects.update_or_create(
        municipality=municipality, service=service, unit=unit, defaults={"officer": officer}
    )
    forget_standing(municipality)
    return rule


def remove_standing(rule):
    rule.delete()
    forget_standing(rule.municipality)


def end_absence(absence):
    """The absent colleague is back: the cover ends with yesterday; one that has not begun yet goes."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if absence.until_on <= yesterday:
        raise Refused(_("This cover is over already."))
    if absence.from_on > yesterday:
        absence.delete()
    else:
        absence.until_on = yesterday
        absence.save(update_fields=["until_on"])


def _check_roles(roles):
    if not roles or any(role not in Role.values for role in roles):
        raise Refused(_("Choose at least one role."), field="roles")


def _set(officer, values):
    changed = [name for name in FIELDS if name in values and getattr(officer, name) != values[name]]
    for name in changed:
        setattr(officer, name, values[name])
    return changed


def _give_units(officer, units):
    """Limit a clerk to these units; others see the whole office. Returns whether anything changed."""
    wanted = {unit.pk: unit for unit in units} if Role.CLERK in officer.roles else {}
    held = {row.unit_id: row for row in OfficerUnit.objects.filter(municipality=officer.municipality, officer=officer)}
    for pk in held.keys() - wanted.keys():
        held[pk].delete()
    for pk in wanted.keys() - held.keys():
        OfficerUnit.objects.create(municipality=officer.municipality, officer=officer, unit=wanted[pk])
    officer.__dict__.pop("_unit_ids", None)
    return held.keys() != wanted.keys()
