"""The plan before the supervisor, and the signature of the person."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened, move, save
from ura.cases.actions.planning import APPROVAL, SIGNATURE, digest, go, goals_of, lapse, lock_plan, save_plan
from ura.cases.days import in_months, must_have_been
from ura.cases.models import CaseRule, PlanState, SignedHow
from ura.cases.needs import named, persons_of, without_goal
from ura.cases.states import Category, EventKind, State
from ura.core.refusals import Refused
from ura.post.files import store
from ura.staff.models import Role
from ura.trail.actions import record

FULL_AGE = 18  # a child by the law on the rights of the child (18/2017): its plan is looked at sooner


@transaction.atomic
def submit_plan(plan, *, by, version=None):
    """Put the plan to the supervisor; refused without goals, or while a concern has none."""
    plan = lock_plan(plan, version=version)
    must_be_whole(plan)
    _must_reach_a_supervisor(plan)
    go(plan, PlanState.SUBMITTED)
    plan.submitted_by, plan.submitted_at, plan.return_reason = by, timezone.now(), ""
    save_plan(plan, "state", "submitted_by", "submitted_at", "return_reason")
    happened(plan.case, EventKind.PLAN_SUBMITTED, by=by, plan=plan.pk, number=plan.number)
    return plan


@transaction.atomic
def take_back(plan, *, by, version=None):
    """Take a plan back from the supervisor before the decision."""
    plan = lock_plan(plan, version=version)
    go(plan, PlanState.DRAFT)
    lapse(plan)
    save_plan(plan, "state", *APPROVAL, *SIGNATURE)
    record(plan.case, "cases.plan_taken_back", by=by, number=plan.number)
    return plan


@transaction.atomic
def approve_plan(plan, *, by, version=None):
    """Approve exactly this text. One's own plan only where the office allows it, and then marked as such.

    It begins the clock of the reviews. One that is set already stays, and a case that waits for its closing still does:
    a plan approved anew is no review.
    """
    plan = lock_plan(plan, version=version)
    own = is_own(by, plan)
    if own and not plan.municipality.office.approves_alone:
        raise Refused(_("You wrote this plan yourself: somebody else approves it, or the office allows self-approval."))
    if not own and not by.has(Role.SUPERVISOR):
        raise Refused(_("Only the supervisor approves plans of others."))
    must_be_whole(plan)
    go(plan, PlanState.APPROVED)
    today = timezone.localdate()
    plan.approved_by, plan.approved_on, plan.self_approved, plan.approved_digest = by, today, own, digest(plan)
    save_plan(plan, "state", "approved_by", "approved_on", "self_approved", "approved_digest")
    happened(plan.case, EventKind.PLAN_APPROVED, by=by, plan=plan.pk, number=plan.number, self_approved=own)
    move(plan.case, State.CARRIED_OUT, by=by)
    following = review_after(plan.case, today)
    plan.case.next_review_on = min(plan.case.next_review_on or following, following)
    save(plan.case, "next_review_on")
    return plan


@transaction.atomic
def return_plan(plan, *, by, reason, version=None):
    """Return the plan to its author with words."""
    plan = lock_plan(plan, version=version)
    if not by.has(Role.SUPERVISOR):
        raise Refused(_("Only the supervisor returns plans."))
    if not reason.strip():
        raise Refused(_("Write what should be changed; the author reads it."), field="reason")
    go(plan, PlanState.RETURNED)
    lapse(plan)
    plan.return_reason = reason.strip()
    save_plan(plan, "state", "return_reason", *APPROVAL, *SIGNATURE)
    happened(plan.case, EventKind.PLAN_RETURNED, by=by, text=reason.strip(), plan=plan.pk, number=plan.number)
    return plan


@transaction.atomic
def sign_plan(plan, *, by, how, seen, on=None, version=None):
    """Keep the person's signature: the scan of the signed paper, or the picture drawn on the screen.

    `seen`: what ura.post.files.inspect says of it. Only a text that stands is signed: put to the supervisor or
    approved; a change of the text takes the signature away with the approval.
    """
    plan = lock_plan(plan, version=version)
    if plan.state not in (PlanState.SUBMITTED, PlanState.APPROVED):
        raise Refused(_("The text may still change: put the plan to the supervisor first, then the person signs it."))
    on = on or timezone.localdate()
    must_have_been(plan.case, on)
    replaced = plan.signed_on is not None
    plan.signed_file = store(plan.municipality, seen.data, name=seen.name, inspected=seen)
    plan.signed_on, plan.signed_how = on, SignedHow(how)
    save_plan(plan, *SIGNATURE)
    happened(plan.case, EventKind.PLAN_SIGNED, by=by, on=on, plan=plan.pk, number=plan.number, how=str(how),
             replaced=replaced)  # fmt: skip
    return plan


def is_own(officer, plan):
    """Did this officer write the plan, or put its present text forward?"""
    return officer.pk in (plan.drafted_by_id, plan.submitted_by_id)


def must_be_whole(plan):
    """A plan has goals, and each domain that is a concern has one."""
    goals = list(goals_of(plan))
    if not goals:
        raise Refused(_("A plan without goals cannot be approved: write at least one goal."))
    if lacking := without_goal(plan.case, goals):
        raise Refused(
            _("The assessment shows a concern without a goal: %(domains)s. Write a goal for each.")
            % {"domains": named(plan.case, lacking)}
        )


def review_after(case, on):
    """The day of the next review by the office's rule: sooner for an emergency and where a child is alone or in it."""
    rule = CaseRule.of(case.municipality)
    return in_months(on, rule.review_months_urgent if is_pressing(case, on) else rule.review_months)


def is_pressing(case, on):
    """An emergency not met yet, an unaccompanied minor, or a case whose person is a child."""
    if case.is_emergency or case.person.is_under(FULL_AGE, on=on):
        return True
    holding = case.categories.filter(municipality=case.municipality_id, until_on=None, category=Category.MINOR)
    return holding.filter(person__in=[person.pk for person in persons_of(case)]).exists()


def _must_reach_a_supervisor(plan):
    """A plan of a restricted case lies with nobody while no supervisor is in its team."""
    enquiry = plan.case.enquiry
    if not enquiry.restricted or plan.municipality.office.approves_alone:
        return
    members = enquiry.team.standing().select_related("officer")
    if not any(member.officer.has(Role.SUPERVISOR) for member in members):
        raise Refused(_("Nobody in the team may approve the plan: take a supervisor into the team first."))
