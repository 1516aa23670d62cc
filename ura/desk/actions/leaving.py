"""When an officer leaves: their open requests go to a colleague, each with its reason and notice."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened, lock, save
from ura.desk.actions.notices import notify
from ura.desk.actions.owners import change_owner
from ura.desk.models import Enquiry
from ura.desk.states import EventKind
from ura.letters.models import LetterKind
from ura.staff.actions import CARRIERS
from ura.staff.focal_points import led_to
from ura.staff.models import Role


def open_requests(officer):
    """The requests an officer carries now."""
    rows = Enquiry.objects.filter(municipality=officer.municipality, owner=officer).open()
    return rows.select_related("entry", "text", "requester", "owner__user").order_by("pk")


def to_hand_over(officer, *, by):
    """What of them the person at the screen may know of: never a complaint about themselves."""
    return open_requests(officer).exclude(complaint_about=by)


def hand_over(officer, *, to, by, reason):
    """Give every open request of an officer to a colleague in one act; returns how many. Only a supervisor may.

    A complaint about that colleague goes to another supervisor instead.
    """
    if not by.has(Role.SUPERVISOR):
        raise Refused(_("Only the supervisor changes the focal point."))
    if to.pk == officer.pk:
        raise Refused(_("Choose another colleague."), field="owner")
    if not to.has(*CARRIERS):
        raise Refused(_("Choose a colleague who carries requests."), field="owner")
    if not reason.strip():
        raise Refused(_("Write why the focal point changes."), field="reason")
    handed = 0
    for enquiry in to_hand_over(officer, by=by):
        enquiry.municipality = officer.municipality
        if enquiry.complaint_about_id == to.pk:
            lead_on(enquiry, reason=reason, besides=officer)
        else:
            change_owner(enquiry, to, by=by, reason=reason)
        handed += 1
    return handed


def lead_on(enquiry, *, reason, besides):
    """A complaint whose carrier leaves finds the next who may carry it, without passing whom it is about."""
    about = enquiry.complaint_about
    enquiry = lock(enquiry)
    owner = led_to(enquiry.municipality, about=about)
    enquiry.owner = owner if owner and owner.pk != besides.pk else None
    save(enquiry, "owner")
    event = happened(enquiry, EventKind.OWNER_CHANGED, text=reason, public=True, owner=enquiry.owner_id)
    if enquiry.owner:
        notify(enquiry, LetterKind.FOCAL_POINT_CHANGE, key=f"owner-{event.pk}", reason=reason)
    return enquiry


def lead_hidden_on(officer, *, by, reason):
    """The complaints about the person who ends the access are led on without their knowing; returns nothing."""
    for enquiry in open_requests(officer).filter(complaint_about=by):
        enquiry.municipality = officer.municipality
        lead_on(enquiry, reason=reason, besides=officer)
