"""Writing down what schemes ask for."""

import json

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import must_be_open
from ura.core.refusals import Refused
from ura.people.births import must_be_born
from ura.people.consent import require
from ura.people.models import Purpose
from ura.schemes.facts import clean, fact_of, kept
from ura.schemes.models import CaseFact
from ura.trail.actions import record


def write_facts(case, person, values, *, by, source="stated", on=None, seen=None):
    """Keep what an officer learned of a person and their family; None forgets a fact. Returns the names that changed.

    What shows health, ethnicity or an offence needs the person's consent to counselling first (law 124/2024).
    `seen`: the newest row the form was made from; a fact that a colleague wrote meanwhile is not overwritten.
    """
    must_be_open(case)
    on = on or timezone.localdate()
    if on > timezone.localdate():
        raise Refused(_("A fact cannot be known on a day to come."), field="on")
    must_be_born(person, on)
    cleaned = {key: None if value is None else clean(fact_of(key), value) for key, value in values.items()}
    current = _current(case, person)
    changed = {key: value for key, value in cleaned.items() if _differs(current.get(key), value)}
    if seen is not None and (late := [key for key in changed if key in current and current[key].pk > seen]):
        raise Refused(
            _("A colleague wrote down “%(fact)s” meanwhile. Look at what is written now and save again.")
            % {"fact": fact_of(late[0]).key},
            field=late[0],
        )
    if any(fact_of(key).sensitive and value is not None for key, value in changed.items()):
        require(person, Purpose.PROCESSING)
    for key, value in changed.items():
        if key in current:
            current[key].replaced_on = on
            current[key].save(update_fields=["replaced_on"])
        if value is not None:
            CaseFact.objects.create(
                municipality=case.municipality, case=case, fact=key, value=json.dumps(kept(value)), source=source, on=on,
                person=person if fact_of(key).of == "person" else None, officer=by,
            )  # fmt: skip
    if changed:
        record(case, "schemes.facts", by=by, facts=len(changed))
    return list(changed)


def _current(case, person):
    rows = CaseFact.objects.filter(municipality=case.municipality_id, case=case, replaced_on=None)
    rows = rows.select_for_update()
    return {row.fact: row for row in rows if row.person_id in (None, person.pk)}


def _differs(row, value):
    if row is None:
        return value is not None
    return value is None or json.loads(row.value or "null") != kept(value)
