"""Cases on «Dita ime»: emergencies, reviews that are due, plans that wait for a hand, what waits for closing, what is late."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.models import Action, Decision, Plan, PlanState
from ura.cases.states import OPEN
from ura.staff.models import Role

FEW = 5
READ = 200  # plans, for all their groups together


@dataclass
class Group:
    """A heading and at most five cases: (address, number, who, day)."""

    title: str
    lines: list = field(default_factory=list)
    more: bool = False


def cases_of_the_day(officer, owners):
    """What waits in the cases of these owners, or of the whole office; nothing of what the officer may not know."""
    office = officer.municipality
    known = office.cases.visible_to(officer).order_by()
    mine = Q() if owners is None else Q(owner__in=owners) | Q(owner=None)
    due = known.filter(mine, to_close=False).reviews_due().order_by("next_review_on", "pk")
    ending = known.filter(mine).waiting_for_closing().order_by("next_review_on", "pk")
    late = Action.objects.filter(
        municipality=office, done_on=None, until_on__lt=timezone.localdate(), goal__plan__state=PlanState.APPROVED,
        goal__plan__case__in=known.filter(mine, state__in=OPEN).values("pk"),
    )  # fmt: skip
    urgent = known.filter(mine).emergencies().order_by("emergency_due_at", "pk")
    decided = Decision.objects.filter(
        municipality=office, done_on=None, until_on__lt=timezone.localdate(),
        conference__case__in=known.filter(state__in=OPEN).values("pk"),
    )  # fmt: skip
    if owners is not None:
        decided = decided.filter(Q(officer__in=owners) | Q(conference__case__owner__in=owners))
    groups = [
        _group(_("Emergencies"), _read(urgent, ""), lambda case: (case, timezone.localdate(case.emergency_due_at))),
        *_plans(officer, owners, known),
        _group(_("Reviews due"), _read(due, ""), lambda case: (case, case.next_review_on)),
        _group(_("Waits for closing"), _read(ending, ""), lambda case: (case, case.next_review_on)),
        _group(_("Late actions of plans"), _read(late.order_by("until_on", "pk"), "goal__plan__case__"),
               lambda action: (action.goal.plan.case, action.until_on)),
        _group(_("Late decisions of conferences"), _read(decided.order_by("until_on", "pk"), "conference__case__"),
               lambda decision: (decision.conference.case, decision.until_on)),
    ]  # fmt: skip
    return {"case_groups": [group for group in groups if group.lines]}


def _plans(officer, owners, known):
    """To approve, returned, approved without signature: read together."""
    own = Q() if owners is None else Q(case__owner__in=owners) | Q(drafted_by__in=owners)
    wanted = own & (Q(state=PlanState.RETURNED) | Q(state=PlanState.APPROVED, signed_on=None, case__state__in=OPEN))
    if officer.has(Role.SUPERVISOR):
        wanted |= Q(state=PlanState.SUBMITTED)
    rows = Plan.objects.filter(wanted, municipality=officer.municipality, case__in=known.values("pk"))
    found = _read(rows.order_by("submitted_at", "pk"), "case__", most=READ)
    titles = {
        PlanState.SUBMITTED: _("Plans to approve"), PlanState.RETURNED: _("Plans that were returned"),
        PlanState.APPROVED: _("Approved plans without signature"),
    }  # fmt: skip
    return [
        _group(title, [plan for plan in found if plan.state == state], lambda plan: (plan.case, None))
        for state, title in titles.items()
    ]


def _read(rows, road, most=FEW + 1):
    return list(rows.select_related(f"{road}enquiry__entry", f"{road}person")[:most])


def _group(title, found, read):
    group = Group(title, more=len(found) > FEW)
    for row in found[:FEW]:
        case, day = read(row)
        case.municipality = case.enquiry.municipality = row.municipality
        group.lines.append((case, day))
    return group
