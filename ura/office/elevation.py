"""An administrator has no standing right to read requests: they take it for half an hour, with a reason, in the light.

As in pretix' admin session: each page is in the trail before it is shown, the supervisors are told, a line stands on
top of every page, and it ends by itself.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.core.refusals import Refused
from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for
from ura.office.account_mail import tell_supervisors
from ura.staff.doors import LENT, READING, find_officer
from ura.staff.models import Elevation, Role
from ura.trail.actions import record

KEPT = "elevation"  # in the session: {"pk", "office"}
NEVER_LENT = {"export_register", "import_preview"}  # whole lists: to read one matter nobody needs them


def may_elevate(officer):
    """An administrator who may not read requests already."""
    return Role.ADMINISTRATOR in officer.roles and not set(officer.roles) & set(LENT)


def elevate(officer, *, reason):
    """Let an administrator read requests for a while; the supervisors read why."""
    if not may_elevate(officer):
        raise Refused(_("Elevated access is for an administrator who does not read requests anyway."))
    if len(reason.strip()) < 10:
        raise Refused(_("Write the reason in a sentence: the supervisors read it."), field="reason")
    if officer.elevations.running().exists():
        raise Refused(_("Your elevated access is running already. End it first, also in your other browser."))
    until = timezone.now() + timedelta(minutes=settings.ELEVATION_MINUTES)
    row = Elevation.objects.create(
        municipality=officer.municipality, officer=officer, reason=reason.strip(), until=until
    )
    record(row, "staff.elevated", by=officer, until=until.isoformat(timespec="minutes"))
    tell_supervisors(
        officer.municipality,
        subject=gettext_lazy("An administrator reads requests"),
        lines=lambda: [
            _("%(name)s took elevated access to the requests of the office for %(minutes)s minutes.")
            % {"name": officer, "minutes": settings.ELEVATION_MINUTES},
            _("Reason: %(reason)s") % {"reason": row.reason},
            _("Each page they open is in the trail. Here you see it, and can end it:"),
            settings.BASE_URL.rstrip("/") + reverse("settings_elevation", args=[officer.municipality.slug]),
        ],
        but=[officer],
    )
    return row


def end_elevation(row, *, by):
    """Before its time: by the administrator, or by a supervisor."""
    if row.ended_at or row.until <= timezone.now():
        raise Refused(_("This elevated access is over already."))
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    record(row, "staff.elevation_ended", by=by, officer=row.officer_id)


class ElevationMiddleware:
    """Sets `request.elevated` while an elevated access runs in this session, and writes down each page it opens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
            return
        kept, slug = request.session.get(KEPT), kwargs.get("office")
        if not kept or kept["office"] != slug:
            return
        try:
            officer = find_officer(request.user, slug)
        except Http404:
            return
        with working_for(officer.municipality):
            row = officer.elevations.running().filter(pk=kept["pk"]).first()
            if row is None or not may_elevate(officer):
                del request.session[KEPT]
                return
            roles = getattr(view, "roles", "public")
            lends = request.method in READING and roles != "public" and not officer.has(*roles)
            page = request.resolver_match.url_name
            if not lends or page not in NEVER_LENT:
                request.elevated = row
            if lends and page not in NEVER_LENT:
                _write_down(row, officer, page, kwargs)


def _write_down(row, officer, page, parts):
    """Beside the request it is about, where its own timeline shows it; else beside the elevated access."""
    thing, parts = row, {name: value for name, value in parts.items() if name != "office"}
    if {"year", "number"} <= parts.keys():
        rows = Enquiry.objects.filter(municipality=row.municipality_id)
        thing = rows.filter(entry__year=parts["year"], entry__number=parts["number"]).first() or row
    record(thing, "staff.elevated_page", by=officer, page=page, elevation=row.pk, **parts)
