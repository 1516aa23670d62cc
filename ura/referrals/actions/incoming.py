"""Somebody is referred to this office: registered at once, restricted at once where the law asks for it."""

import json
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.opening import open_case
from ura.core.refusals import Refused
from ura.core.workdays import add_workdays
from ura.desk.actions.company import give_task
from ura.desk.actions.registering import register_enquiry
from ura.desk.actions.team import CARRIERS, restrict
from ura.desk.states import Channel, RestrictedFor
from ura.municipalities.calendars import calendar_of
from ura.referrals import mails
from ura.referrals.actions.basics import day_for, happened
from ura.referrals.models import IncomingReferral
from ura.referrals.states import EventKind, Side, Source, Urgency
from ura.staff.focal_points import first_supervisor, standing_focal_point

CHANNELS = {Source.BORDER: Channel.BORDER}
# Whoever comes through the national mechanism is a victim, or may be one.
GROUNDS = {Source.NATIONAL: RestrictedFor.TRAFFICKING}
FIRST_CONTACT = 1  # working days


def receive(
    municipality, *, by=None, source, sender, asked="", shared=(), person=None, requester=None, ground="", team=(),
    owner=None, urgency=Urgency.NORMAL, received_at=None, contact="", reference="", case_kind="", origin="",
    from_office=None, from_key=None, unit=None, audience="", uploads=(),
):  # fmt: skip
    """Register a referral that came in, as a request with its number; returns the referral.

    `ground` (a code of RestrictedFor) closes it to all but a team in the same transaction: at no moment does the
    office see it. `case_kind`: the case is opened at once. Whoever carries it gets the first contact as a task.
    """
    received_at = received_at or timezone.now()
    ground = ground or GROUNDS.get(source, "")
    if not sender.strip():
        raise Refused(_("Write who refers the person."), field="sender")
    owner = _owner(municipality, owner, by, unit)
    if ground and owner is None:
        raise Refused(_("Nobody in this office could carry a restricted request: name an officer first."))
    enquiry = register_enquiry(
        municipality, by=by, channel=CHANNELS.get(source, Channel.INSTITUTION), subject=_subject(source),
        body=asked, requester=requester, person=person, received_on=timezone.localdate(received_at),
        received_at=received_at, owner=owner, unit=unit, acknowledging=False, audience=audience, origin=origin,
        sender_reference=reference, uploads=uploads,
    )  # fmt: skip
    enquiry.municipality = municipality
    if ground:
        enquiry = restrict(enquiry, by=_leader(municipality, by, owner), ground=str(ground), team=[owner, *team])
    row = IncomingReferral.objects.create(
        municipality=municipality, enquiry=enquiry, source=source, sender=sender.strip()[:200], contact=contact.strip(),
        reference=reference.strip(), from_office=from_office, from_key=from_key, ground=ground, urgency=urgency,
        shared=json.dumps(list(shared), ensure_ascii=False), asked=asked.strip(), received_at=received_at,
        due_on=day_for(municipality, urgency, "answer", after=timezone.localdate(received_at)),
    )  # fmt: skip
    happened(row, EventKind.SENT, side=Side.OTHER, by=by, source=str(source), number=enquiry.entry.label)
    if case_kind:
        case = open_case(
            enquiry, by=by or owner, kind=case_kind, origin=origin, owner=owner, categories=_category(ground)
        )
        enquiry = case.enquiry
        row.enquiry = enquiry
    if owner is not None:
        due_on = add_workdays(timezone.localdate(), FIRST_CONTACT, calendar_of(municipality))
        give_task(enquiry, by=by or owner, officer=owner, what=_("First contact with the person"), due_on=due_on)
        mails.tell_officer(row, owner, key=f"incoming-{row.pk}")
    return row


def moment_of(day, hour=None):
    """A day and an hour as typed, as a moment; without an hour the beginning of the day."""
    return timezone.make_aware(datetime.combine(day, hour or time(0, 0)))


def _owner(municipality, owner, by, unit):
    """Who carries it: whoever is named, else the standing focal point; a clerk does not."""
    for officer in (owner, standing_focal_point(municipality, unit=unit), by, first_supervisor(municipality)):
        if officer is not None and officer.active and officer.has(*CARRIERS):
            return officer
    return None


def _leader(municipality, by, owner):
    """Who restricts it, by the rule of teams: the focal point itself, or a supervisor."""
    return owner or by or first_supervisor(municipality)


def _category(ground):
    """The vulnerability that a ground stands for; the codes are the same."""
    return [] if ground in ("", RestrictedFor.OTHER) else [str(ground)]


def _subject(source):
    """What lists show: nothing about the person."""
    return {
        Source.BORDER: _("Referral from the border police"),
        Source.NATIONAL: _("Referral to the office"),
        Source.OFFICE: _("Referral from another municipality"),
        Source.INSTITUTION: _("Referral from an institution"),
    }[Source(source)]
