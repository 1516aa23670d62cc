"""Who carries a new request, and who acts while the owner is away."""

from ura.staff.models import Absence, Officer, Role, StandingFocalPoint


def standing_focal_point(municipality, *, service="", unit=None):
    """The officer a new request falls to: of the unit, of the type, of the office; None in an office without staff.

    The narrower rule wins: unit and type together, then unit, then type, then the office's own.
    """
    rules = list(
        StandingFocalPoint.objects.filter(municipality=municipality, officer__active=True).select_related(
            "officer__user"
        )
    )
    unit_id = getattr(unit, "pk", unit)
    for wanted in ((unit_id, service), (unit_id, ""), (None, service), (None, "")):
        for rule in rules:
            if (rule.unit_id, rule.service) == wanted:
                return rule.officer
    staff = Officer.objects.filter(municipality=municipality, active=True).select_related("user")
    by_rank = sorted(staff, key=lambda o: (not o.has(Role.OFFICER), not o.has(Role.SUPERVISOR), o.pk))
    return next((officer for officer in by_rank if officer.has(Role.OFFICER, Role.SUPERVISOR)), None)


def first_supervisor(municipality, *, other_than=None):
    """The supervisor a complaint is led to: never the officer it is about."""
    staff = Officer.objects.filter(municipality=municipality, active=True).select_related("user")
    return next((o for o in staff if o.has(Role.SUPERVISOR) and o != other_than), None)


def cover_of(officer, on=None):
    """Who acts for an officer on a day: their cover while they are absent, else themselves."""
    if officer is None:
        return None
    absence = Absence.objects.on(on).filter(officer=officer).select_related("cover__user").first()
    return absence.cover if absence else officer


def covered_by(officer, on=None):
    """The absent colleagues this officer acts for today."""
    return [absence.officer_id for absence in Absence.objects.on(on).filter(cover=officer)]
