"""One focal point from first to last; only the supervisor changes it, with a reason."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened, lock, must_be_open, save
from ura.desk.actions.notices import notify
from ura.desk.actions.team import join
from ura.desk.models import Enquiry
from ura.desk.states import EventKind
from ura.letters.models import LetterKind
from ura.staff.models import Absence, Role
from ura.trail.actions import record


def change_owner(enquiry, owner, *, by, reason, version=None, leaving=None):
    """Give the request another focal point; the requester is told who it is now.

    `leaving`: the focal point whose access ends in the same act, which an administrator does.
    """
    enquiry = lock(enquiry, version=version)
    must_be_open(enquiry)
    hands_over = leaving is not None and enquiry.owner_id == leaving.pk and by.has(Role.ADMINISTRATOR)
    if not by.has(Role.SUPERVISOR) and not hands_over:
        raise Refused(_("Only the supervisor changes the focal point."))
    if owner.municipality_id != enquiry.municipality_id or not owner.active:
        raise Refused(_("Choose a colleague who works in this office."), field="owner")
    if enquiry.complaint_about_id == owner.pk:
        raise Refused(_("A complaint cannot go to the officer it is about."), field="owner")
    if enquiry.owner_id == owner.pk:
        raise Refused(_("%(name)s is the focal point already.") % {"name": owner}, field="owner")
    if not reason.strip():
        raise Refused(_("Write why the focal point changes."), field="reason")
    enquiry.owner = owner
    save(enquiry, "owner")
    join(enquiry, owner, by=by)
    event = happened(enquiry, EventKind.OWNER_CHANGED, by=by, text=reason, public=True, owner=owner.pk)
    notify(enquiry, LetterKind.FOCAL_POINT_CHANGE, key=f"owner-{event.pk}", reason=reason)
    return enquiry


def cover_absence(officer, *, cover, from_on, until_on, reason="", by):
    """Let a colleague act for an absent one; each requester with an open request is told, nobody changes owner."""
    if cover == officer:
        raise Refused(_("Somebody else must cover: choose another colleague."), field="cover")
    if until_on < from_on:
        raise Refused(_("The last day lies before the first: check the dates."), field="until_on")
    municipality = officer.municipality
    overlapping = Absence.objects.filter(
        municipality=municipality, officer=officer, from_on__lte=until_on, until_on__gte=from_on
    )
    if overlapping.exists():
        raise Refused(_("There is already a cover for some of these days. End it first."), field="from_on")
    absence = Absence.objects.create(
        municipality=municipality,
        officer=officer,
        cover=cover,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
    )
    record(
        absence,
        "staff.covered",
        by=by,
        officer=officer.pk,
        cover=cover.pk,
        from_on=from_on,
        until_on=until_on,
    )
    rows = Enquiry.objects.filter(municipality=municipality, owner=officer).open()
    # Nobody covers a complaint about themselves, or a restricted matter from outside its team; its requester is
    # not told that they would.
    rows = rows.known_to(cover)
    for enquiry in rows.select_related("entry", "text", "requester", "owner__user"):
        enquiry.municipality = municipality
        event = happened(enquiry, EventKind.COVERED, by=by, public=True, cover=cover.pk, until=until_on.isoformat())
        notify(
            enquiry, LetterKind.COVER, key=f"cover-{event.pk}", cover_name=cover.user.name,
            cover_phone=cover.phone or municipality.office.phone, cover_email=cover.user.email,
            cover_from=from_on, cover_until=until_on,
        )  # fmt: skip
    return absence
