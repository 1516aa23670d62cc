"""The local technical reintegration group by order of the mayor, its conferences on cases, and what they decide."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened
from ura.cases.actions.opening import check_day
from ura.cases.models import Conference, Decision, GroupMember, LocalGroup
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.trail.actions import record


def group_of(municipality):
    """The group that sits now, or nothing."""
    return LocalGroup.objects.filter(municipality=municipality, ended_on=None).first()


@transaction.atomic
def order_group(municipality, *, by, order_number, order_on, keep_members=False):
    """By a new order of the mayor; it ends the earlier group, whose members may go on."""
    if order_on > timezone.localdate():
        raise Refused(_("This day lies ahead of us: check it."), field="order_on")
    earlier = group_of(municipality)
    if earlier is not None:
        if order_on < earlier.order_on:
            raise Refused(_("The order that holds now is younger: check the date."), field="order_on")
        earlier.ended_on = order_on
        earlier.save(update_fields=["ended_on"])
    group = LocalGroup.objects.create(
        municipality=municipality, order_number=" ".join(order_number.split()), order_on=order_on
    )
    record(group, "cases.group_ordered", by=by, order_on=order_on.isoformat())
    if earlier is not None and keep_members:
        for member in earlier.members.active():
            GroupMember.objects.create(
                municipality=municipality, group=group, service=member.service, function=member.function,
                name=member.name, phone=member.phone, email=member.email, officer=member.officer, chair=member.chair,
                joined_on=order_on,
            )  # fmt: skip
    return group


@transaction.atomic
def add_group_member(group, *, by, **values):
    """Somebody of a service; only one leads the group."""
    if values.get("chair"):
        group.members.active().filter(chair=True).update(chair=False)
    member = GroupMember.objects.create(
        municipality=group.municipality, group=group, joined_on=timezone.localdate(), **values
    )
    record(group, "cases.group_member_added", by=by, member=member.pk)
    return member


def leave_group(member, *, by):
    if member.left_on is None:
        member.left_on = timezone.localdate()
        member.save(update_fields=["left_on"])
        record(member.group, "cases.group_member_left", by=by, member=member.pk)
    return member


@transaction.atomic
def hold_conference(case, *, by, held_on, present, minutes, others="", decisions=()):
    """The group looked at this case. `present`: members; `decisions`: {what, who, officer, until_on}."""
    check_day(held_on, case.person, field="held_on")
    if not present and not others.strip():
        raise Refused(_("Say who was present."), field="present")
    if not minutes.strip():
        raise Refused(_("Write the minutes."), field="minutes")
    conference = Conference.objects.create(
        municipality=case.municipality, case=case, group=group_of(case.municipality), held_on=held_on,
        present=[member.pk for member in present], others=others.strip(), minutes=minutes.strip(), officer=by,
    )  # fmt: skip
    conference.case = case
    happened(case, EventKind.CONFERENCE, by=by, on=held_on, conference=conference.pk, present=len(present))
    for values in decisions:
        decide(conference, by=by, **values)
    return conference


@transaction.atomic
def correct_minutes(conference, *, by, version, minutes, others):
    """The minutes as they should have been written; who was there and when stays."""
    lock_version(conference, version)
    if not minutes.strip():
        raise Refused(_("Write the minutes."), field="minutes")
    conference.minutes, conference.others = minutes.strip(), others.strip()
    conference.version += 1
    conference.save(update_fields=["minutes", "others", "version"])
    record(conference, "cases.minutes_corrected", by=by)
    return conference


def decide(conference, *, by, what, who, until_on, officer=None):
    """What is to be done, by whom, until when."""
    if not what.strip():
        raise Refused(_("Write what was decided."), field="what")
    if not who.strip() and officer is None:
        raise Refused(_("Write who does it, or choose a colleague."), field="who")
    if until_on < conference.held_on:
        raise Refused(_("It cannot be due before the conference was held."), field="until_on")
    decision = Decision.objects.create(
        municipality=conference.municipality, conference=conference, what=what.strip(),
        who=who.strip() or str(officer), officer=officer, until_on=until_on,
    )  # fmt: skip
    record(conference, "cases.decided", by=by, decision=decision.pk, until=until_on.isoformat())
    return decision


@transaction.atomic
def settle(decision, *, by, done_on, answer=""):
    """It was done."""
    if decision.done_on is not None:
        raise Refused(_("This is done already."))
    if done_on > timezone.localdate() or done_on < decision.conference.held_on:
        raise Refused(_("It was done between the conference and today: check the day."), field="done_on")
    decision.done_on, decision.answer = done_on, answer.strip()
    decision.save(update_fields=["done_on", "answer"])
    record(decision.conference, "cases.decision_done", by=by, decision=decision.pk)
    return decision


def open_decisions(municipality):
    """What conferences decided and nobody did yet, soonest first."""
    return Decision.objects.filter(municipality=municipality, done_on=None).order_by("until_on", "pk")
