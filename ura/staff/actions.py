"""Who works in an office, in which role, and who stands for which matters.

This package lies below the trail, whose rows name officers: the trail of these acts is written by
`ura.office.settings_acts`, the only caller.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.staff import second_factor, sessions
from ura.staff.focal_points import forget_standing
from ura.staff.models import Absence, Officer, OfficerUnit, Role, StandingFocalPoint, User

CARRIERS = (Role.OFFICER, Role.SUPERVISOR)  # who may be the focal point of a request
FIELDS = ("roles", "function_sq", "function_en", "phone", "may_sign")


def add_officer(municipality, *, email, name, roles, units=(), **fields):
    """Take somebody into the office; returns (officer, whether they have yet to choose a password).

    Whoever has an account through another office keeps its password. Nobody else ever knows one.
    """
    _check_roles(roles)
    email = User.objects.normalize_email(email).strip().lower()
    user = User.objects.filter(email=email).first()
    officer = user and Officer.objects.filter(municipality=municipality, user=user).first()
    if officer and officer.active:
        raise Refused(_("%(name)s works in this office already.") % {"name": user.name}, field="email")
    invited = user is None or belongs_to(user, municipality)
    if user is None:
        user = User.objects.create_user(email, name=" ".join(name.split()))
    elif invited:
        user.name, user.is_active = " ".join(name.split()) or user.name, True
        user.set_unusable_password()
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
    return officer, invited


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


def may_be_sent_a_link(officer):
    """Refused for an account that other offices share: its owner asks for the link on the page of signing in."""
    if not officer.active or not belongs_to(officer.user, officer.municipality):
        raise Refused(
            _("%(name)s also works elsewhere with this account: the password can be changed only by themselves.")
            % {"name": officer}
        )


def take_away_second_factor(officer):
    """For somebody who lost phone and recovery codes: at the next sign-in the password is enough, and a new one is set up.

    Every session of theirs ends. Refused for an account that other offices share.
    """
    may_be_sent_a_link(officer)
    if not second_factor.remove(officer.user):
        raise Refused(_("%(name)s has set up no second factor.") % {"name": officer})
    sessions.end_all(officer.user)


def end_access(officer, *, to=None):
    """Close the office to somebody who left; the name stays on what they did.

    What they stood for goes to `to`, or ends. Every session ends, in other offices too.
    """
    keep_an_administrator(officer)
    officer.active = False
    officer.save(update_fields=["active"])
    if to is not None:
        pass_on_standing(officer, to=to)
    StandingFocalPoint.objects.filter(municipality=officer.municipality, officer=officer).delete()
    for absence in covers_to_come(officer):
        end_absence(absence)
    user = officer.user
    if not user.national_reader and not user.posts.filter(active=True).exists():
        user.is_active = False
        user.save(update_fields=["is_active"])
    sessions.end_all(user)
    forget_standing(officer.municipality)


def covers_to_come(officer):
    """Whom they cover today or later."""
    rows = Absence.objects.filter(municipality=officer.municipality, until_on__gte=timezone.localdate(), cover=officer)
    return rows.select_related("officer__user")


def pass_on_standing(officer, *, to):
    """The standing matters of a leaver, to a colleague who carries requests."""
    if to.has(*CARRIERS):
        StandingFocalPoint.objects.filter(municipality=officer.municipality, officer=officer).update(officer=to)


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
