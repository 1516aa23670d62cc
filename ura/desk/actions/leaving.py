"""When an officer leaves: their open requests go to a colleague, each with its reason and notice."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened, lock, save
from ura.desk.actions.notices import notify
from ura.desk.actions.owners import change_owner
from ura.desk.actions.team import join
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
    """What of them the person at the screen may know of: no complaint about themselves, nothing restricted of others."""
    return open_requests(officer).known_to(by)


def hand_over(officer, *, to, by, reason):
    """Give every open request of an officer who leaves to a colleague in one act; returns how many.

    An administrator may do it too, who reads none of them, but takes none either. A complaint about that colleague
    goes to another supervisor instead; one that an administrator would hand over, to a supervisor.
    """
    if not by.has(Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Refused(_("Only the supervisor changes the focal point."))
    if to.pk == by.pk and not by.has(Role.SUPERVISOR):
        raise Refused(
            _("Choose a colleague: only a supervisor takes over requests by their own decision."), field="owner"
        )
    if to.pk == officer.pk:
        raise Refused(_("Choose another colleague."), field="owner")
    if not to.has(*CARRIERS):
        raise Refused(_("Choose a colleague who carries requests."), field="owner")
    if not reason.strip():
        raise Refused(_("Write why the focal point changes."), field="reason")
    handed = 0
    for enquiry in to_hand_over(officer, by=by):
        enquiry.municipality = officer.municipality
        if enquiry.complaint_about_id == to.pk or (enquiry.complaint and not by.has(Role.SUPERVISOR)):
            lead_on(enquiry, reason=reason, besides=officer)
        else:
            change_owner(enquiry, to, by=by, reason=reason, leaving=officer)
        handed += 1
    return handed


def lead_on(enquiry, *, reason, besides):
    """A complaint or restricted request whose carrier leaves finds the next who may carry it, unseen by others."""
    about = enquiry.complaint_about
    enquiry = lock(enquiry)
    owner = of_the_team(enquiry, besides) or led_to(enquiry.municipality, about=about)
    enquiry.owner = owner if owner and owner.pk != besides.pk else None
    save(enquiry, "owner")
    join(enquiry, enquiry.owner)
    event = happened(enquiry, EventKind.OWNER_CHANGED, text=reason, public=True, owner=enquiry.owner_id)
    if enquiry.owner:
        notify(enquiry, LetterKind.FOCAL_POINT_CHANGE, key=f"owner-{event.pk}", reason=reason)
    return enquiry


def of_the_team(enquiry, besides):
    """A colleague who knows of a restricted request already, and may carry it."""
    if not enquiry.restricted:
        return None
    members = enquiry.team.standing().exclude(officer=besides).select_related("officer__user")
    return next((member.officer for member in members if member.officer.active and member.officer.has(*CARRIERS)), None)


def lead_hidden_on(officer, *, by, reason):
    """What the person who ends the access may not know of is led on without their knowing; returns nothing."""
    for enquiry in open_requests(officer).hidden_from(by):
        enquiry.municipality = officer.municipality
        lead_on(enquiry, reason=reason, besides=officer)
