"""Who carries a new request, and who acts while the owner is away."""

from copy import copy

from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from ura.municipalities.tenancy import must_be_in_scope
from ura.staff.models import Absence, Officer, Role, StandingFocalPoint

KEPT_FOR = 15  # seconds until every process knows a change of staff


def standing_focal_point(municipality, *, service="", unit=None):
    """The officer a new request falls to: of the unit, of the type, of the office; None in an office without staff.

    The narrower rule wins: unit and type together, then unit, then type, then the office's own. In an office that
    works as one focal point its one officer carries everything, whatever the rules of before say.
    """
    unit_id = getattr(unit, "pk", unit)
    standing = _standing(municipality)
    if municipality.office.single_focal_point:
        return copy(standing["single"])
    for wanted in ((unit_id, service), (unit_id, ""), (None, service), (None, "")):
        if wanted in standing:
            return copy(standing[wanted])
    return copy(standing.get("first"))


def _standing(municipality):
    """{(unit, service): officer}, and the office's first officer; kept for seconds, since every request asks."""
    key = f"standing-{municipality.pk}"
    standing = caches["local"].get(key)
    if standing is None:
        rules = StandingFocalPoint.objects.filter(municipality=municipality, officer__active=True)
        standing = {(rule.unit_id, rule.service): rule.officer for rule in rules.select_related("officer__user")}
        staff = Officer.objects.filter(municipality=municipality, active=True).select_related("user")
        carriers = sorted((o for o in staff if o.has(Role.OFFICER, Role.SUPERVISOR)), key=lambda o: o.pk)
        standing["single"] = next(iter(carriers), None)
        standing["first"] = next((o for o in carriers if o.has(Role.OFFICER)), standing["single"])
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
    must_be_in_scope(officer.municipality_id)
    day = connection.ops.adapt_datefield_value(on or timezone.localdate())
    # Each acknowledgement asks, and nearly always nobody is away: the ORM took a third of a registration for it.
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT cover_id FROM {Absence._meta.db_table} WHERE municipality_id = %s AND officer_id = %s"
            " AND from_on <= %s AND until_on >= %s ORDER BY from_on DESC LIMIT 1",
            [officer.municipality_id, officer.pk, day, day],
        )
        row = cursor.fetchone()
    return Officer.objects.select_related("user").get(pk=row[0]) if row else officer


def covered_by(officer, on=None):
    """The absent colleagues this officer acts for today."""
    return [absence.officer_id for absence in Absence.objects.on(on).filter(cover=officer)]
