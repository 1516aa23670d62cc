"""Who carries a new request, and who acts while the owner is away."""

from django.core.cache import caches

from ura.staff.models import Absence, Officer, Role, StandingFocalPoint

KEPT_FOR = 15  # seconds until every process knows a change of staff


def standing_focal_point(municipality, *, service="", unit=None):
    """The officer a new request falls to: of the unit, of the type, of the office; None in an office without staff.

    The narrower rule wins: unit and type together, then unit, then type, then the office's own.
    """
    unit_id = getattr(unit, "pk", unit)
    standing = _standing(municipality)
    for wanted in ((unit_id, service), (unit_id, ""), (None, service), (None, "")):
        if wanted in standing:
            return standing[wanted]
    return standing.get("first")


def _standing(municipality):
    """{(unit, service): officer}, and the office's first officer; kept for seconds, since every request asks."""
    key = f"standing-{municipality.pk}"
    standing = caches["local"].get(key)
    if standing is None:
        rules = StandingFocalPoint.objects.filter(municipality=municipality, officer__active=True)
        standing = {(rule.unit_id, rule.service): rule.officer for rule in rules.select_related("officer__user")}
        staff = Officer.objects.filter(municipality=municipality, active=True).select_related("user")
        by_rank = sorted(staff, key=lambda o: (not o.has(Role.OFFICER), not o.has(Role.SUPERVISOR), o.pk))
        standing["first"] = next((o for o in by_rank if o.has(Role.OFFICER, Role.SUPERVISOR)), None)
        caches["local"].set(key, standing, KEPT_FOR)
    return standing


def forget_standing(municipality):
    """After the office changed its staff or its standing focal points."""
    caches["local"].delete(f"standing-{municipality.pk}")


def first_supervisor(municipality, *, other_than=None):
    """The supervisor a complaint is led to: never the officer it is about."""
    staff = Officer.objects.filter(municipality=municipality, active=True).select_related("user")
    return next((o for o in staff if o.has(Role.SUPERVISOR) and o != other_than), None)


def led_to(municipality, *, about=None, otherwise=None):
    """Who carries a complaint: a supervisor, in an office without one another officer; never whom it is about."""
    if supervisor := first_supervisor(municipality, other_than=about):
        return supervisor
    staff = Officer.objects.filter(municipality=municipality, active=True).select_related("user")
    others = [officer for officer in staff if officer != about and officer.has(Role.OFFICER)]
    return otherwise if otherwise in others else next(iter(others), None)


def cover_of(officer, on=None):
    """Who acts for an officer on a day: their cover while they are absent, else themselves."""
    if officer is None:
        return None
    absence = Absence.objects.on(on).filter(officer=officer).select_related("cover__user").first()
    return absence.cover if absence else officer


def covered_by(officer, on=None):
    """The absent colleagues this officer acts for today."""
    return [absence.officer_id for absence in Absence.objects.on(on).filter(cover=officer)]
