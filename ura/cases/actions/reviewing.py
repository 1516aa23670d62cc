"""Periodic review of the plan until the case is closed (Tirana plan 3.2.10)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.approving import review_after
from ura.cases.actions.basics import happened, lock, must_be_open, save
from ura.cases.actions.planning import current_plan, goals_of
from ura.cases.days import must_have_been
from ura.cases.models import Judgement, PlanState, Result, Review
from ura.cases.states import EventKind
from ura.core.refusals import Refused

CLOSED_WITHIN = 30  # days; a case that was to be closed and is not is reviewed again


@transaction.atomic
def review(case, *, by, judgements, on=None, quality_person=None, words_person="", quality_professional=None,
           words_professional="", note="", next_on=None, to_close=False, version=None):  # fmt: skip
    """Judge every goal of the approved plan. `judgements`: {line of the goal: (result, note)}.

    The next one falls due by the office's rule unless `next_on` names a day. `to_close`: none is planned, the case
    waits for its closing; it comes to the review list again when it is still open after CLOSED_WITHIN days.
    """
    case = lock(case, version=version)
    must_be_open(case)
    plan = current_plan(case)
    if plan is None or plan.state != PlanState.APPROVED:
        raise Refused(_("Only an approved plan is reviewed: the supervisor approves it first."))
    on = on or timezone.localdate()
    must_have_been(case, on)
    if on < plan.approved_on:
        raise Refused(_("This day lies before the plan was approved."), field="on")
    last = Review.objects.filter(municipality=case.municipality, case=case).last()
    if last and on < last.made_on:
        raise Refused(_("This day lies before the last review."), field="on")
    goals = list(goals_of(plan))
    for goal in goals:
        if not judgements.get(goal.line, ("",))[0]:
            raise Refused(
                _("Judge every goal: «%(goal)s» is still open.") % {"goal": goal.text}, field=f"goal-{goal.line}"
            )
    if next_on is not None and next_on <= on:
        raise Refused(_("The next review lies after this one."), field="next_on")
    next_on = None if to_close else next_on or review_after(case, on)
    made = Review.objects.create(
        municipality=case.municipality, case=case, plan=plan, planned_on=case.next_review_on, made_on=on, officer=by,
        quality_person=quality_person, words_person=words_person, quality_professional=quality_professional,
        words_professional=words_professional, note=note, next_on=next_on,
    )  # fmt: skip
    Judgement.objects.bulk_create(
        Judgement(municipality=case.municipality, review=made, goal=goal, result=Result(judgements[goal.line][0]),
                  note=judgements[goal.line][1])
        for goal in goals
    )  # fmt: skip
    results = [judgements[goal.line][0] for goal in goals]
    planned = case.next_review_on
    case.to_close, case.next_review_on = to_close, on + timedelta(days=CLOSED_WITHIN) if to_close else next_on
    save(case, "to_close", "next_review_on")
    happened(
        case, EventKind.REVIEWED, by=by, on=on, text=note, review=made.pk, plan=plan.pk,
        planned=planned.isoformat() if planned else None, late=bool(planned and on > planned),
        next=next_on.isoformat() if next_on else None, **{str(each): results.count(each) for each in Result},
    )  # fmt: skip
    return made
