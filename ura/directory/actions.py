"""Writing down the stakeholders an office works with (SOP Annex 3)."""

from django.utils.translation import gettext as _

from ura.core.folding import fold
from ura.core.refusals import Refused
from ura.directory.models import Stakeholder
from ura.trail.actions import record

FIELDS = ("name", "inside", "type", "service", "email", "phone", "address", "notes")
SHORTEST_BEGINNING = 5  # signs of a name that is the beginning of another


def add_stakeholder(municipality, *, by, **fields):
    """A new stakeholder; one of the same name is not written twice."""
    name = _free_name(municipality, fields.get("name", ""))
    kept = {key: fields[key] for key in FIELDS if key in fields} | {"name": name}
    stakeholder = Stakeholder.objects.create(municipality=municipality, **kept)
    record(stakeholder, "directory.added", by=by, inside=stakeholder.inside, type=stakeholder.type)
    return stakeholder


def change_stakeholder(stakeholder, *, by, version, active=True, **fields):
    """Change what is known of a stakeholder, or switch it off; refuses when a colleague saved in between."""
    row = Stakeholder.objects.select_for_update().get(pk=stakeholder.pk)
    row.municipality = stakeholder.municipality
    if int(version) != row.version:
        raise Refused(
            _(
                "A colleague changed this stakeholder while you were writing. Your text is kept below: "
                "look at what is saved now and save again."
            )
        )
    values = {key: fields[key] for key in FIELDS if key in fields} | {"active": active}
    values["name"] = _free_name(row.municipality, values.get("name", row.name), besides=row)
    changed = [key for key, value in values.items() if getattr(row, key) != value]
    for key in changed:
        setattr(row, key, values[key])
    if changed:
        row.version += 1
        row.save(update_fields=[*changed, "version"])
        record(row, "directory.changed", by=by, changed=",".join(changed))
    return row


def similar_stakeholders(municipality, name, *, besides=None):
    """Those that may be the same: the same name written otherwise, or one name that begins with the other."""
    wanted = _bare(name)
    if not wanted:
        return []
    rows = Stakeholder.objects.filter(municipality=municipality).exclude(pk=besides.pk if besides else None)
    found = []
    for row in rows:
        known = _bare(row.name)
        shorter = min(known, wanted, key=len)
        if known == wanted or (len(shorter) >= SHORTEST_BEGINNING and max(known, wanted, key=len).startswith(shorter)):
            found.append(row)
    return found


def _bare(name):
    """A name as it sounds: no accents, no case, no signs."""
    return "".join(sign for sign in fold(name) if sign.isalnum())


def _free_name(municipality, name, besides=None):
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Write the name of the stakeholder."), field="name")
    rows = Stakeholder.objects.filter(municipality=municipality).exclude(pk=besides.pk if besides else None)
    if fold(name) in {fold(other) for other in rows.values_list("name", flat=True)}:
        raise Refused(_("%(name)s is in the list already: choose it there.") % {"name": name}, field="name")
    return name
