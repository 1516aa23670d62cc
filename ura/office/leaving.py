"""When somebody leaves the office: one act moves all their open work to a colleague and ends the access."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ura.cases.actions.basics import happened as happened_in_case
from ura.cases.actions.basics import save as save_case
from ura.cases.states import EventKind as CaseEventKind
from ura.core.refusals import Refused
from ura.desk.actions import owners
from ura.desk.actions.basics import happened
from ura.desk.actions.leaving import hand_over, lead_hidden_on, of_the_team, to_hand_over
from ura.desk.actions.team import join
from ura.desk.models import Enquiry, Task, TeamMember
from ura.desk.states import EventKind
from ura.plans.models import NeedsStep
from ura.post.models import Mailbox
from ura.replies.actions.drafting import edit_reply
from ura.replies.models import Reply
from ura.replies.states import FROZEN, ReplyState
from ura.rights.models import RightsRequest
from ura.rights.states import RightsState
from ura.staff import actions as staff
from ura.staff.focal_points import led_to
from ura.staff.models import Role, StandingFocalPoint
from ura.trail.actions import record


def work_of(officer, *, by):
    """{what: how many} of the open work the person at the screen may know of."""
    office = officer.municipality
    known = Enquiry.objects.filter(municipality=office).known_to(by)
    return {
        "requests": to_hand_over(officer, by=by).count(),
        "tasks": _tasks(officer).filter(enquiry__in=known.values("pk")).count(),
        "cases": _cases(officer).known_to(by).count(),
        "rights": _rights(officer).count(),
        "letters": _letters(officer).filter(enquiry__in=known.values("pk")).count(),
        "standing": StandingFocalPoint.objects.filter(municipality=office, officer=officer).count(),
        "mailboxes": Mailbox.objects.filter(municipality=office, focal_point=officer).count(),
        "covers": staff.covers_to_come(officer).count(),
    }


def end_access(officer, *, by, to=None, reason=""):
    """Close the office to an officer; with `to`, everything open goes to that colleague in the same act.

    Complaints and restricted requests that the person at the screen may not know of find their own way. Returns how
    many requests were handed over.
    """
    if officer.pk == by.pk:
        raise Refused(_("You cannot end your own access: another administrator does it."))
    if to is not None and (to.pk == officer.pk or to.municipality_id != officer.municipality_id or not to.active):
        raise Refused(_("Choose another colleague."), field="owner")
    staff.keep_an_administrator(officer)
    handed = 0
    if to is not None and to_hand_over(officer, by=by).exists():
        handed = hand_over(officer, to=to, by=by, reason=reason)
    must_carry_nothing(officer, by)
    with override("sq"):
        lead_hidden_on(officer, by=by, reason=_("the focal point left the office"))
    moved = {
        "handed": handed,
        "tasks": _pass_on_tasks(officer, to=to, by=by),
        "cases": _pass_on_cases(officer, to=to, by=by),
        "rights": _pass_on_rights(officer, to=to),
        "letters": _pass_on_letters(officer, to=to, by=by),
        "steps": _steps(officer).update(officer=to) if to else 0,
        "mailboxes": pass_on_mailboxes(officer, to=to),
    }
    covered = [
        (row.officer, max(row.from_on, timezone.localdate()), row.until_on) for row in staff.covers_to_come(officer)
    ]
    TeamMember.objects.filter(municipality=officer.municipality, officer=officer).delete()
    officer.elevations.running().update(ended_at=timezone.now())
    staff.end_access(officer, to=to)
    moved["covers"] = _pass_on_covers(covered, to=to, by=by)
    record(officer, "staff.ended", by=by, to=to.pk if to else None, **moved)
    return handed


def must_carry_nothing(officer, by):
    n = to_hand_over(officer, by=by).count()
    if n:
        raise Refused(
            ngettext(
                "%(name)s carries %(n)s open request: hand it to a colleague first.",
                "%(name)s carries %(n)s open requests: hand them to a colleague first.",
                n,
            )
            % {"name": officer, "n": n},
            field="owner",
        )


def pass_on_mailboxes(officer, *, to=None):
    """Who becomes the standing focal point of the mailboxes; without `to` the office's own rule decides."""
    to = to if to and to.has(*staff.CARRIERS) else None
    return Mailbox.objects.filter(municipality=officer.municipality, focal_point=officer).update(focal_point=to)


def _tasks(officer):
    return Task.objects.filter(municipality=officer.municipality, officer=officer, done_at=None)


def _cases(officer):
    return officer.municipality.cases.open().filter(owner=officer)


def _rights(officer):
    over = (RightsState.CLOSED, RightsState.WITHDRAWN)
    return RightsRequest.objects.filter(municipality=officer.municipality, officer=officer).exclude(state__in=over)


def _steps(officer):
    return NeedsStep.objects.filter(municipality=officer.municipality, officer=officer, done_on=None)


def _letters(officer):
    return Reply.objects.filter(municipality=officer.municipality, signatory=officer).exclude(state__in=FROZEN)


def _pass_on_tasks(officer, *, to, by):
    """To the colleague, unless the request does not exist for them: then to its focal point; where none is, it ends."""
    n = 0
    for task in _tasks(officer).select_related("enquiry", "enquiry__owner"):
        enquiry = task.enquiry
        enquiry.municipality = officer.municipality
        known = to is not None and Enquiry.objects.filter(pk=enquiry.pk).known_to(to).exists()
        receiver = to if known else enquiry.owner
        if receiver is None or receiver.pk == officer.pk:
            task.done_at = timezone.now()
            task.save(update_fields=["done_at"])
            continue
        task.officer = receiver
        task.save(update_fields=["officer"])
        seen = Enquiry.objects.filter(pk=enquiry.pk).known_to(by).exists()
        happened(enquiry, EventKind.TASK, by=by if seen else None, text=task.what, officer=receiver.pk)
        n += 1
    return n


def _pass_on_cases(officer, *, to, by):
    """To the colleague; a restricted case to its team. One whose team was this officer alone is led to a supervisor:
    else nobody in the office would know of it any more."""
    n = 0
    for case in _cases(officer).select_related("enquiry"):
        case.municipality = case.enquiry.municipality = officer.municipality
        if case.enquiry.restricted:
            owner = _who_stays(case.enquiry, officer)
        elif to is None or not to.has(*staff.CARRIERS):
            raise Refused(_("%(name)s carries open cases: choose a colleague who carries cases.") % {"name": officer},
                          field="owner")  # fmt: skip
        else:
            owner = to if to.pk != case.enquiry.complaint_about_id else None
        case.owner = owner
        save_case(case, "owner")
        seen = not case.enquiry.restricted
        happened_in_case(case, CaseEventKind.OWNER_CHANGED, by=by if seen else None, owner=owner.pk if owner else None)
        n += seen
    alone = officer.municipality.cases.open().filter(enquiry__restricted=True, enquiry__team__officer=officer)
    for case in alone.select_related("enquiry"):
        case.enquiry.municipality = officer.municipality
        join(case.enquiry, _who_stays(case.enquiry, officer))
    return n


def _who_stays(enquiry, leaver):
    """Who of the team goes on with a restricted case; without anybody, whom complaints are led to."""
    if found := of_the_team(enquiry, leaver):
        return found
    other = led_to(enquiry.municipality, about=enquiry.complaint_about)
    if other is not None and other.pk == leaver.pk:
        staff_left = enquiry.municipality.officers.filter(active=True).exclude(
            pk__in=[leaver.pk, enquiry.complaint_about_id or 0]
        )
        other = next((each for each in staff_left.select_related("user") if each.has(*staff.CARRIERS)), None)
    join(enquiry, other)
    return other


def _pass_on_rights(officer, *, to):
    if to is None:
        if _rights(officer).exists():
            raise Refused(_("%(name)s carries requests about personal data: choose a colleague.") % {"name": officer},
                          field="owner")  # fmt: skip
        return 0
    return _rights(officer).update(officer=to)


def _pass_on_letters(officer, *, to, by):
    """Another signatory on letters without a number; one that was approved is a draft again, since its text changed."""
    signing = to if to and to.may_sign else None
    n = 0
    for reply in _letters(officer).select_related("enquiry"):
        reply.municipality = reply.enquiry.municipality = officer.municipality
        if reply.state == ReplyState.APPROVED:
            edit_reply(reply, by=by, signatory=signing)
        else:
            Reply.objects.filter(pk=reply.pk).update(signatory=signing)
        n += 1
    return n


def _pass_on_covers(covered, *, to, by):
    """Those whom the leaver covered are covered by the colleague, who is at work and not themselves away."""
    n = 0
    for absent, first, last in covered:
        if to is None or to.pk == absent.pk or not to.has(Role.OFFICER, Role.SUPERVISOR):
            continue
        away = to.absences.filter(from_on__lte=last, until_on__gte=first)
        if not away.exists():
            owners.cover_absence(absent, cover=to, from_on=first, until_on=last, by=by)
            n += 1
    return n
