"""Writing down institutions, services, places and contact persons; and saying that they are still right."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.folding import fold
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.directory.finding import institutions_of
from ura.directory.models import Contact, Institution, Location, Service
from ura.staff.models import Role
from ura.trail.actions import record

HOLDS_FOR = 365  # days after which somebody asks again
INSTITUTION = (
    "kind", "name_sq", "name_en", "area", "languages", "phone", "email", "website", "hours", "notes", "stakeholder",
    "valid_until", "active",
)  # fmt: skip
SERVICE = (
    "kind", "name_sq", "name_en", "audiences", "tailored", "languages", "area", "location", "cost_sq", "cost_en", "hours",
    "how_to_refer_sq", "how_to_refer_en", "referral_email", "notes", "valid_until", "active",
)  # fmt: skip


def add_institution(municipality, *, by, **fields):
    """A local institution; one of the same name is not written twice."""
    fields["name_sq"] = " ".join(fields.get("name_sq", "").split())
    if any(fold(row.name_sq) == fold(fields["name_sq"]) for row in institutions_of(municipality)):
        raise Refused(
            _("%(name)s is in the list already: choose it there.") % {"name": fields["name_sq"]}, field="name_sq"
        )
    row = Institution.objects.create(municipality=municipality, **_only(fields, INSTITUTION))
    record(row, "directory.institution_added", by=by, kind=row.kind)
    return row


def change_institution(institution, *, by, version, **fields):
    return _change(institution, _only(fields, INSTITUTION), "directory.institution_changed", by, version)


def add_service(institution, *, by, **fields):
    """One more service of an institution."""
    _same_house(institution, fields)
    row = Service.objects.create(
        municipality=institution.municipality, institution=institution, **_only(fields, SERVICE)
    )
    record(row, "directory.service_added", by=by, kind=row.kind)
    return row


def change_service(service, *, by, version, **fields):
    _same_house(service.institution, fields)
    return _change(service, _only(fields, SERVICE), "directory.service_changed", by, version)


def keep_location(institution, *, by, location=None, **fields):
    """A place of an institution, new or changed."""
    row = location or Location(municipality=institution.municipality, institution=institution)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    record(institution, "directory.location_kept", by=by, confidential=row.confidential)
    return row


def keep_contact(institution, *, by, contact=None, **fields):
    """Who answers there, new or changed; the trail says nothing of who it is."""
    row = contact or Contact(municipality=institution.municipality, institution=institution)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    record(institution, "directory.contact_kept", by=by)
    return row


def remove_contact(contact, *, by):
    """Somebody who left: an office keeps no name it does not need."""
    institution = contact.institution
    contact.delete()
    record(institution, "directory.contact_removed", by=by)


def confirm(row, *, by, until=None):
    """Still right, says this officer; the record comes to the review list again after the day."""
    today = timezone.localdate()
    until = until or today + timedelta(days=HOLDS_FOR)
    if until < today:
        raise Refused(_("The day until which it holds has passed already."), field="until")
    row.confirmed_on, row.confirmed_by, row.valid_until = today, by, until
    row.save(update_fields=["confirmed_on", "confirmed_by", "valid_until"])
    record(row, "directory.confirmed", by=by, until=until)
    return row


def confirm_all(institution, *, by):
    """The institution and all its services in one click."""
    confirm(institution, by=by)
    for service in Service.objects.filter(municipality=institution.municipality, institution=institution, active=True):
        service.municipality = institution.municipality
        confirm(service, by=by)


def to_review(municipality):
    """Institutions in use that nobody confirmed or whose day has passed, they themselves or one of their services."""
    return [
        row
        for row in institutions_of(municipality)
        if row.active and (row.needs_review or any(each.active and each.needs_review for each in row.offered))
    ]


def sees_confidential(officer):
    """May this officer see where a shelter is: supervisors, and who is in the team of a restricted matter just now."""
    if officer.has(Role.SUPERVISOR):
        return True
    if not officer.has(Role.OFFICER):
        return False
    # Requests stand above the directory; they are asked through the office.
    now = Q(team__until=None) | Q(team__until__gt=timezone.now())
    return officer.municipality.enquiries.filter(now, restricted=True, team__officer=officer).exists()


def locations_for(institution, officer=None):
    """[(location, address or None)]: the address of a confidential one only for who may see it, else for nobody."""
    rows = list(Location.objects.filter(municipality=institution.municipality, institution=institution))
    hidden = any(row.confidential for row in rows) and not (officer and sees_confidential(officer))
    return [(row, None if row.confidential and hidden else row.address) for row in rows]


def _change(row, fields, act, by, version):
    lock_version(row, version)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.version += 1
        row.save(update_fields=[*changed, "version"])
        record(row, act, by=by, changed=",".join(changed))
    return row


def _only(fields, names):
    return {name: fields[name] for name in names if name in fields}


def _same_house(institution, fields):
    location = fields.get("location")
    if location and location.institution_id != institution.pk:
        raise Refused(_("This place belongs to another institution."), field="location")
