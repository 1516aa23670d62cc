"""Registering somebody in an administrative unit, correcting the row, crossing it out."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.models import Registration
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.people.births import must_be_born
from ura.people.consent import require
from ura.people.models import Purpose
from ura.trail.actions import record

MOST_IN_A_FAMILY = 60
CODES = (
    "unit", "category", "registered_on", "arrived_on", "sex", "age_band", "origin", "citizenship", "civil_status",
    "education", "work", "adults", "children", "occupation", "note",
)  # fmt: skip
REASONS = ("moved", "left", "mistake")


def register(municipality, *, by, person=None, session=None, **facts):
    """One row in a unit's list. With a person it needs their consent; without one, coded facts only."""
    facts = {name: facts[name] for name in CODES if facts.get(name) not in (None, "")}
    facts.setdefault("registered_on", timezone.localdate())
    _check(person, facts)
    if person is not None:
        require(person, Purpose.PROCESSING, on=facts["registered_on"])
        _must_stand_once(municipality.registrations, person, facts["category"])
    if session is not None and Registration.objects.filter(municipality=municipality, session=session).exists():
        raise Refused(_("This session led to a registration already."))
    row = Registration.objects.create(municipality=municipality, person=person, session=session, officer=by, **facts)
    record(row, "cases.registered", by=by, category=row.category, unit=row.unit_id, unnamed=person is None)
    return row


def _must_stand_once(others, person, category):
    if others.standing().filter(person=person, category=category).exists():
        raise Refused(_("This person is registered in this category already."), field="category")


def _check(person, facts):
    today = timezone.localdate()
    if facts.get("unit") is None:
        raise Refused(_("Choose the administrative unit."), field="unit")
    if facts["registered_on"] > today:
        raise Refused(_("A registration cannot lie in the future."), field="registered_on")
    if (arrived := facts.get("arrived_on")) and arrived > facts["registered_on"]:
        raise Refused(_("The arrival lies after the registration: check the days."), field="arrived_on")
    for name in ("arrived_on", "registered_on"):
        must_be_born(person, facts.get(name), field=name)
    if facts["category"] in Registration.FOREIGN and facts.get("citizenship") == "AL":
        raise Refused(_("A citizen of Albania is not registered as a foreigner."), field="citizenship")
    if facts["category"] == Registration.Category.STATELESS and facts.get("citizenship"):
        raise Refused(_("A stateless person has no citizenship: leave it empty."), field="citizenship")
    for name in ("adults", "children"):
        if facts.get(name, 0) > MOST_IN_A_FAMILY:
            raise Refused(_("Check the size of the family."), field=name)
    if person is None:
        for name in ("occupation", "note"):
            if facts.get(name):
                raise Refused(
                    _("Without the signed declaration the registration has no name: free text stays empty."), field=name
                )


def correct_registration(row, *, by, version, **facts):
    """Rectify; the trail names the fields."""
    lock_version(row, version)
    facts = {name: facts[name] for name in CODES if name in facts}
    _check(row.person, {name: value for name, value in facts.items() if value not in (None, "")})
    if row.person is not None and row.struck_on is None:
        others = row.municipality.registrations.exclude(pk=row.pk)
        _must_stand_once(others, row.person, facts.get("category", row.category))
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record(row, "cases.registration_corrected", by=by, changed=",".join(changed))
    return row


def strike(row, *, by, reason, on=None):
    """Cross out who moved on, or what was written by mistake; the row stays and is no longer counted."""
    if row.struck_on:
        raise Refused(_("This registration is crossed out already."))
    if reason not in REASONS:
        raise Refused(_("Say why it is crossed out."), field="reason")
    row.struck_on, row.strike_reason = on or timezone.localdate(), reason
    row.version += 1
    row.save(update_fields=["struck_on", "strike_reason", "version"])
    record(row, "cases.registration_struck", by=by, cause=reason)
    return row
