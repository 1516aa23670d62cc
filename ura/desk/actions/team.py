"""Restricted requests: known to a team only, and opened by way of exception for an hour, never unnoticed."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened, lock, save
from ura.desk.actions.team_notice import tell_of_broken_glass
from ura.desk.models import TeamMember
from ura.desk.states import EventKind
from ura.staff.focal_points import first_supervisor
from ura.staff.models import Role

CARRIERS = (Role.OFFICER, Role.SUPERVISOR)


def restrict(enquiry, *, by, ground, team=(), version=None):
    """From now on this request exists for its team only: its owner, who restricts it, and whom they name.

    `ground` is a code of RestrictedFor. Tasks of colleagues outside the team end: they would lead to a closed door.
    """
    enquiry = lock(enquiry, version=version)
    if enquiry.restricted:
        raise Refused(_("Access to this request is restricted already."))
    must_lead(enquiry, by)
    members = {officer.pk: officer for officer in (enquiry.owner, by, *team) if officer and officer.active}
    for officer in members.values():
        _must_fit(enquiry, officer, field="team")
    return _close_to(enquiry, members, by=by, ground=ground)


def restrict_at_once(enquiry, *, by, ground, team=()):
    """A vulnerability that closes a request does so whoever notes it, also the counter: no day passes in between.

    Its team: the focal point, whom `team` names, who notes it if they carry requests; else the office's first supervisor.
    """
    enquiry = lock(enquiry)
    if enquiry.restricted:
        return enquiry
    those = [officer for officer in (enquiry.owner, by, *team) if officer and _fits(enquiry, officer)]
    those = those or [officer for officer in [first_supervisor(enquiry.municipality)] if officer]
    if not those:
        raise Refused(_("Nobody in this office could know of this request: name its focal point first."))
    return _close_to(enquiry, {officer.pk: officer for officer in those}, by=by, ground=ground)


def _close_to(enquiry, members, *, by, ground):
    return close_off(enquiry, members, by=by, ground=ground)


def close_off(enquiry, members, *, by, ground):
    """From now on only these, {key: officer}, know of it; who may say so was asked before."""
    enquiry.restricted = True
    save(enquiry, "restricted")
    TeamMember.objects.bulk_create(
        TeamMember(municipality=enquiry.municipality, enquiry=enquiry, officer=officer) for officer in members.values()
    )
    enquiry.tasks.filter(done_at=None).exclude(officer__in=members).update(done_at=timezone.now())
    happened(enquiry, EventKind.RESTRICTED, by=by, ground=ground, team=",".join(map(str, sorted(members))))
    return enquiry


def unrestrict(enquiry, *, by, reason, version=None):
    """The whole office may know of it again; why is kept."""
    enquiry = lock(enquiry, version=version)
    _must_be_restricted(enquiry)
    must_lead(enquiry, by)
    if not reason.strip():
        raise Refused(_("Write why the office may know of it again."), field="reason")
    enquiry.restricted = False
    save(enquiry, "restricted")
    enquiry.team.all().delete()
    happened(enquiry, EventKind.UNRESTRICTED, by=by, text=reason.strip())
    return enquiry


def add_member(enquiry, *, by, officer):
    """A colleague comes into the team and sees the request from now on."""
    enquiry = lock(enquiry)
    _must_be_restricted(enquiry)
    must_lead(enquiry, by)
    _must_fit(enquiry, officer, field="officer")
    if enquiry.team.standing().filter(officer=officer).exists():
        raise Refused(_("%(name)s is in the team already.") % {"name": officer}, field="officer")
    return join(enquiry, officer, by=by)


def remove_member(enquiry, *, by, officer):
    """A colleague leaves the team: for them the request is no more. Its focal point always stays."""
    enquiry = lock(enquiry)
    _must_be_restricted(enquiry)
    must_lead(enquiry, by)
    if officer.pk == enquiry.owner_id:
        raise Refused(_("%(name)s is the focal point: change the focal point first.") % {"name": officer})
    others = enquiry.team.standing().filter(officer__active=True).exclude(officer=officer)
    if not others.exists():
        raise Refused(_("The team needs at least one colleague at work."))
    if not enquiry.team.filter(officer=officer).delete()[0]:
        raise Refused(_("%(name)s is not in the team.") % {"name": officer})
    enquiry.tasks.filter(officer=officer, done_at=None).update(done_at=timezone.now())
    happened(enquiry, EventKind.TEAM_LEFT, by=by, officer=officer.pk)
    return enquiry


def join(enquiry, officer, *, by=None):
    """Into the team of a restricted request, for good; nothing for one that everybody sees, or who is in it."""
    if not enquiry.restricted or officer is None:
        return None
    row, _new = TeamMember.objects.get_or_create(
        municipality=enquiry.municipality, enquiry=enquiry, officer=officer, defaults={"until": timezone.now()}
    )
    if row.until is not None:
        row.until = None
        row.save(update_fields=["until"])
        happened(enquiry, EventKind.TEAM_JOINED, by=by, officer=officer.pk)
    return row


def leave(enquiry, officer):
    """Out of the team without a word, when a complaint turns out to be about this officer."""
    enquiry.team.filter(officer=officer).delete()


def break_glass(municipality, *, by, year, number, reason):
    """A supervisor outside the team opens one restricted request, by its number, for a limited time.

    The team's owner, the other supervisors and the data protection officer are told at once (law 124/2024 art. 33).
    """
    if not by.has(Role.SUPERVISOR):
        raise Refused(_("Only the supervisor opens a restricted request by way of exception."))
    if not reason.strip():
        raise Refused(_("Write why it must be opened now; the team reads it."), field="reason")
    rows = municipality.enquiries.filter(entry__year=year, entry__number=number)
    if rows.visible_to(by).exists():
        raise Refused(_("This request is open to you: no exception is needed."), field="number")
    enquiry = rows.filter(restricted=True).exclude(complaint_about=by).select_related("entry", "owner__user").first()
    if enquiry is None:
        raise Refused(_("This number is not opened by way of exception. Check it."), field="number")
    until = timezone.now() + timedelta(minutes=settings.GLASS_MINUTES)
    TeamMember.objects.update_or_create(
        municipality=municipality, enquiry=enquiry, officer=by, defaults={"until": until}
    )
    enquiry.municipality = municipality
    event = happened(enquiry, EventKind.GLASS_BROKEN, by=by, text=reason.strip(), until=until.isoformat())
    tell_of_broken_glass(enquiry, event, until=until)
    return enquiry


def must_lead(enquiry, by):
    """The focal point or a supervisor decides on the team, from inside it; from outside only when nobody is left."""
    if not may_lead_team(by, enquiry):
        raise Refused(_("The focal point or a supervisor in the team decides who knows of this request."))


def may_lead_team(officer, enquiry):
    """May this officer restrict the request, or say who is in its team?"""
    if not officer.has(*CARRIERS) or not (officer.has(Role.SUPERVISOR) or enquiry.owner_id == officer.pk):
        return False
    if not enquiry.restricted:
        return True
    inside = [member.officer for member in enquiry.team.standing().select_related("officer")]
    return officer in inside or not any(member.has(*CARRIERS) for member in inside)


def _must_be_restricted(enquiry):
    if not enquiry.restricted:
        raise Refused(_("Everybody in the office may know of this request: it has no team."))


def _fits(enquiry, officer):
    same = officer.municipality_id == enquiry.municipality_id
    return same and officer.active and officer.has(*CARRIERS) and officer.pk != enquiry.complaint_about_id


def _must_fit(enquiry, officer, *, field):
    if officer.municipality_id != enquiry.municipality_id or not officer.has(*CARRIERS):
        raise Refused(_("Choose colleagues who carry requests in this office."), field=field)
    if officer.pk == enquiry.complaint_about_id:
        raise Refused(_("A complaint cannot go to the officer it is about."), field=field)
