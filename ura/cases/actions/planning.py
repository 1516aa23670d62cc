"""Writing the individual plan: its text, its goals and their actions, version by version (Tirana plan 3.2.7)."""

import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened, lock, move, must_be_open
from ura.cases.days import must_have_been
from ura.cases.models import Action, Goal, Plan, PlanState
from ura.cases.models.plan import PLAN_MOVES, AssistanceType
from ura.cases.needs import persons_of
from ura.cases.states import EventKind, State
from ura.core.refusals import Refused
from ura.trail.actions import record

APPROVAL = ("submitted_by", "submitted_at", "approved_by", "approved_on", "self_approved", "approved_digest")
SIGNATURE = ("signed_on", "signed_how", "signed_file")
HIGHEST_COST = 1_000_000_000  # lek: a slip of the hand is more likely than such an action


def current_plan(case):
    """The version one works with now; None before the first, and after the case was closed."""
    return Plan.objects.filter(municipality=case.municipality_id, case=case).current().first()


@transaction.atomic
def start_plan(case, *, by):
    """The first version, or a new one after the case was opened again: with the goals of the last."""
    case = lock(case)
    must_be_open(case)
    if case.state == State.OPENED:
        raise Refused(_("Assess the needs first: the plan stands on an assessment."))
    if current_plan(case) is not None:
        raise Refused(_("This case has a plan already."))
    last = Plan.objects.filter(municipality=case.municipality, case=case).last()
    plan = Plan.objects.create(
        municipality=case.municipality, case=case, drafted_by=by, number=last.number + 1 if last else 1,
        summary=last.summary if last else "", assistance=last.assistance if last else [],
    )  # fmt: skip
    if last:
        _copy_goals(last, plan)
    happened(case, EventKind.PLAN_WRITTEN, by=by, plan=plan.pk, number=plan.number)
    move(case, State.PLANNED, by=by)
    plan.case = case
    return plan


@transaction.atomic
def edit_plan(plan, *, by, version, summary, assistance):
    """The plan's own words, and which assistance it foresees."""
    plan = lock_plan(plan, version=version)
    assistance = sorted(code for code in assistance if code in AssistanceType.values)
    if (plan.summary, plan.assistance) == (summary.strip(), assistance):
        return plan
    plan = _to_write_on(plan, by=by)
    plan.summary, plan.assistance = summary.strip(), assistance
    return _written(plan, "summary", "assistance")


@transaction.atomic
def save_goal(plan, *, by, version, domain, text, measure="", person=None, actions=(), line=None):
    """A new goal, or (with its `line`) the changed one with all its actions; the approval of another text lapses.

    `actions`: dicts of line (of a known one), text, who, institution, until_on, cost, source.
    """
    plan = lock_plan(plan, version=version)
    old = _goal(plan, line) if line is not None else None
    wanted = {"domain": domain, "text": text.strip(), "measure": measure.strip(),
              "person_id": person.pk if person else None}  # fmt: skip
    actions = _checked(plan, actions)
    if not wanted["text"]:
        raise Refused(_("Write the goal."), field="text")
    if person is not None and person.pk not in {each.pk for each in persons_of(plan.case)}:
        raise Refused(_("This person does not belong to the case."), field="person")
    if old is not None and _same(old, wanted, actions):
        return old
    plan = _to_write_on(plan, by=by)
    if old is None:
        last = plan.goals.aggregate(last=Max("line"))["last"] or 0
        goal = Goal.objects.create(municipality=plan.municipality, plan=plan, line=last + 1, **wanted)
    else:
        goal = _goal(plan, line)
        for name, value in wanted.items():
            setattr(goal, name, value)
        goal.save()
    _write_actions(goal, actions)
    _written(plan)
    goal.plan = plan
    return goal


@transaction.atomic
def remove_goal(plan, *, by, version, line):
    """Out of this version; earlier versions keep it."""
    plan = lock_plan(plan, version=version)
    _goal(plan, line)
    plan = _to_write_on(plan, by=by)
    goal = _goal(plan, line)
    goal.actions.all().delete()
    goal.delete()
    return _written(plan)


@transaction.atomic
def mark_done(plan, *, by, line, action, on=None, undo=False):
    """An action of the plan was done on a day; no change of the text, so the approval stands."""
    plan = lock_plan(plan)
    row = Action.objects.filter(goal=_goal(plan, line), line=action).first()
    if row is None:
        raise Refused(_("This action is not in the plan any more."))
    if plan.state != PlanState.APPROVED:
        raise Refused(_("Actions are marked as done once the plan is approved: put it to the supervisor first."))
    on = None if undo else on or timezone.localdate()
    if on is not None:
        must_have_been(plan.case, on)
    row.done_on = on
    row.save(update_fields=["done_on"])
    if on is None:
        record(plan.case, "cases.action_not_done", by=by, goal=line, action=action)
    else:
        happened(plan.case, EventKind.ACTION_DONE, by=by, on=on, plan=plan.pk, goal=line, action=action)
    return row


def digest(plan):
    """The fingerprint of everything that is approved and signed."""
    return hashlib.sha256(json.dumps(content_of(plan)).encode()).hexdigest()


def content_of(plan):
    """The whole text of one version as plain values: what is approved, compared and printed."""
    return {
        "summary": plan.summary, "assistance": list(plan.assistance),
        "goals": [
            {"line": goal.line, "person": goal.person_id, "domain": goal.domain, "text": goal.text,
             "measure": goal.measure, "actions": [_as_words(action) for action in goal.actions.all()]}
            for goal in goals_of(plan)
        ],
    }  # fmt: skip


def goals_of(plan):
    return plan.goals.filter(municipality=plan.municipality_id).select_related("person").prefetch_related("actions")


def lock_plan(plan, *, version=None):
    """The current version under lock, its case locked before it; refuses when somebody saved in between."""
    case = lock(plan.case)
    must_be_open(case)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    locked.municipality, locked.case = case.municipality, case
    if not locked.is_current:
        raise Refused(
            _("Somebody made a newer version of this plan while you were writing. Your text is kept below: "
              "look at what changed and save again.")
        )  # fmt: skip
    if version is not None and int(version) != locked.version:
        raise Refused(
            _("Somebody changed this plan while you were writing. Your text is kept below: "
              "look at what changed and save again.")
        )  # fmt: skip
    return locked


def go(plan, to):
    """Set the next state by the table of moves; the caller saves."""
    was, to = PlanState(plan.state), PlanState(to)
    if to not in PLAN_MOVES[was]:
        raise Refused(_("The plan is «%(state)s» now; this step is not possible any more.") % {"state": was.label})
    plan.state = to


def save_plan(plan, *fields):
    plan.version += 1
    plan.save(update_fields=[*fields, "version"])
    return plan


def lapse(plan):
    """Nobody stands behind this text any more; the caller saves."""
    plan.submitted_by = plan.submitted_at = plan.approved_by = plan.approved_on = plan.signed_on = None
    plan.self_approved, plan.approved_digest, plan.signed_how, plan.signed_file = False, "", "", None


def _to_write_on(plan, *, by):
    """The version that may be changed: this one, or after an approval the next."""
    if plan.state == PlanState.APPROVED:
        return _next_version(plan, by=by)
    if plan.state == PlanState.SUBMITTED:
        go(plan, PlanState.DRAFT)
        lapse(plan)
        plan.save(update_fields=["state", *APPROVAL, *SIGNATURE])
    elif plan.signed_on:
        lapse(plan)
        plan.save(update_fields=[*APPROVAL, *SIGNATURE])
    return plan


def _next_version(plan, *, by):
    """The approved text stays as it was approved; its approval lapses and the case waits for the next one."""
    go(plan, PlanState.LAPSED)
    save_plan(plan, "state")
    new = Plan.objects.create(
        municipality=plan.municipality, case=plan.case, number=plan.number + 1, drafted_by=by, summary=plan.summary,
        assistance=plan.assistance,
    )  # fmt: skip
    _copy_goals(plan, new)
    happened(plan.case, EventKind.PLAN_LAPSED, by=by, plan=plan.pk, number=plan.number)
    happened(plan.case, EventKind.PLAN_WRITTEN, by=by, plan=new.pk, number=new.number)
    move(plan.case, State.PLANNED, by=by)
    return new


def _copy_goals(old, new):
    for goal in goals_of(old):
        actions = list(goal.actions.all())
        goal.pk, goal._state.adding, goal.plan = None, True, new
        goal.save(force_insert=True)
        for action in actions:
            action.pk, action._state.adding, action.goal = None, True, goal
        Action.objects.bulk_create(actions)


def _written(plan, *fields):
    return save_plan(plan, *fields)


def _goal(plan, line):
    goal = Goal.objects.filter(municipality=plan.municipality, plan=plan, line=line).first()
    if goal is None:
        raise Refused(_("This goal is not in the plan any more."))
    goal.municipality = plan.municipality
    return goal


FIELDS = ("line", "text", "who", "institution", "until_on", "cost", "source")


def _checked(plan, actions):
    """The actions with text, their values as they are kept."""
    kept = []
    for n, given in enumerate(actions):
        action = {name: given.get(name) for name in FIELDS}
        action["text"], action["institution"] = (action["text"] or "").strip(), (action["institution"] or "").strip()
        action["source"] = action["source"] or ""
        if not action["text"]:
            continue
        if action["who"] == "institution" and not action["institution"]:
            raise Refused(_("Name the institution that acts."), field=f"{n}-institution")
        if action["until_on"] and action["until_on"] < plan.case.opened_on:
            raise Refused(_("This day lies before the case was opened."), field=f"{n}-until_on")
        if action["cost"] is not None and not 0 <= action["cost"] <= HIGHEST_COST:
            raise Refused(_("Check the cost: it is written in lek."), field=f"{n}-cost")
        if action["cost"] and not action["source"]:
            raise Refused(_("Say where the money comes from."), field=f"{n}-source")
        kept.append(action)
    return kept


def _same(goal, wanted, actions):
    if any(getattr(goal, name) != value for name, value in wanted.items()):
        return False
    return [_as_words(action) for action in goal.actions.all()] == [
        {**each, "until_on": each["until_on"] and each["until_on"].isoformat()} for each in actions
    ]


def _as_words(action):
    values = {name: getattr(action, name) for name in FIELDS}
    return values | {"until_on": action.until_on and action.until_on.isoformat()}


def _write_actions(goal, actions):
    """Known ones keep their line and the day they were done; what is not named any more goes."""
    known = {action.line: action for action in goal.actions.all()}
    free = max(known, default=0)
    for given in actions:
        values = {name: given[name] for name in FIELDS if name != "line"}
        if row := known.pop(given["line"], None):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        else:
            free += 1
            Action.objects.create(municipality=goal.municipality, goal=goal, line=free, **values)
    for row in known.values():
        row.delete()
