"""Writing down the stakeholders an office works with (SOP Annex 3)."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.directory.models import Stakeholder
from ura.trail.actions import record

FIELDS = ("name", "inside", "type", "service", "email", "phone", "address", "notes")


def add_stakeholder(municipality, *, by, **fields):
    """A new stakeholder; one of the same name is not written twice."""
    name = " ".join(fields.get("name", "").split())
    if not name:
        raise Refused(_("Write the name of the stakeholder."), field="name")
    if Stakeholder.objects.filter(municipality=municipality, name__iexact=name).exists():
        raise Refused(_("%(name)s is in the list already: choose it there.") % {"name": name}, field="name")
    kept = {key: fields[key] for key in FIELDS if key in fields} | {"name": name}
    stakeholder = Stakeholder.objects.create(municipality=municipality, **kept)
    record(stakeholder, "directory.added", by=by, inside=stakeholder.inside, type=stakeholder.type)
    return stakeholder
