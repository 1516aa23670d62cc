"""Cases on «Dita ime»: emergencies, reviews that are due, plans that wait for a hand, what waits for closing, what is late."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.models import Action, Decision, Plan, PlanState
from ura.cases.states import OPEN
from ura.core.lookups import where_any
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
    own = officer.municipality.cases.order_by()
    if owners is not None:
        own = own.filter(Q(owner__in=owners) | Q(owner=None))

    def cases(rows, order):
        return where_any(rows, lambda: _first(rows.visible_to(officer).order_by(order, "pk")))

    groups = [
        _group(_("Emergencies"), cases(own.emergencies(), "emergency_due_at"),
               lambda case: (case, timezone.localdate(case.emergency_due_at))),
        *_plans(officer, owners),
        _group(_("Reviews due"), cases(own.filter(to_close=False).reviews_due(), "next_review_on"),
               lambda case: (case, case.next_review_on)),
        _group(_("Waits for closing"), cases(own.waiting_for_closing(), "next_review_on"),
               lambda case: (case, case.next_review_on)),
        _group(_("Late actions of plans"), _late_actions(officer, own),
               lambda action: (action.goal.plan.case, action.until_on)),
        _group(_("Late decisions of conferences"), _late_decisions(officer, owners),
               lambda decision: (decision.conference.case, decision.until_on)),
    ]  # fmt: skip
    return {"case_groups": [group for group in groups if group.lines]}


def _plans(officer, owners):
    """To approve, returned, approved without signature: read together."""
    own = Q() if owners is None else Q(case__owner__in=owners) | Q(drafted_by__in=owners)
    wanted = own & (Q(state=PlanState.RETURNED) | Q(state=PlanState.APPROVED, signed_on=None, case__state__in=OPEN))
    if officer.has(Role.SUPERVISOR):
        wanted |= Q(state=PlanState.SUBMITTED)
    rows = Plan.objects.filter(wanted, municipality=officer.municipality)
    known = officer.municipality.cases.order_by()
    found = where_any(rows, lambda: _first(
        rows.filter(case__in=known.visible_to(officer).values("pk")).order_by("submitted_at", "pk"), "case__", most=READ
    ))  # fmt: skip
    titles = {
        PlanState.SUBMITTED: _("Plans to approve"), PlanState.RETURNED: _("Plans that were returned"),
        PlanState.APPROVED: _("Approved plans without signature"),
    }  # fmt: skip
    return [
        _group(title, [plan for plan in found if plan.state == state], lambda plan: (plan.case, None))
        for state, title in titles.items()
    ]


def _late_actions(officer, own):
    late = Action.objects.filter(
        municipality=officer.municipality, done_on=None, until_on__lt=timezone.localdate(),
        goal__plan__state=PlanState.APPROVED,
    )  # fmt: skip

    def known():
        cases = own.filter(state__in=OPEN).visible_to(officer)
        return _first(
            late.filter(goal__plan__case__in=cases.values("pk")).order_by("until_on", "pk"), "goal__plan__case__"
        )

    return where_any(late, known)


def _late_decisions(officer, owners):
    office = officer.municipality
    late = Decision.objects.filter(municipality=office, done_on=None, until_on__lt=timezone.localdate())
    if owners is not None:
        late = late.filter(Q(officer__in=owners) | Q(conference__case__owner__in=owners))

    def known():
        cases = office.cases.filter(state__in=OPEN).order_by().visible_to(officer)
        return _first(
            late.filter(conference__case__in=cases.values("pk")).order_by("until_on", "pk"), "conference__case__"
        )

    return where_any(late, known)


def _first(rows, road="", most=FEW + 1):
    return rows.select_related(f"{road}enquiry__entry", f"{road}person")[:most]


def _group(title, found, read):
    group = Group(title, more=len(found) > FEW)
    for row in found[:FEW]:
        case, day = read(row)
        case.municipality = case.enquiry.municipality = row.municipality
        group.lines.append((case, day))
    return group
