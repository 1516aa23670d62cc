"""The individual plan: its page, its text and goals, the acts on it, the signature, the paper, two versions compared."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.cases.actions import approving, planning
from ura.cases.comparing import compare_plans
from ura.cases.formats import domain_names, read_format
from ura.cases.forms.planning import GoalForm, PlanForm, ReturnForm, SignForm, action_forms
from ura.cases.models import Judgement, Plan, PlanState, Review
from ura.cases.needs import assessments_of, concerns_of, without_goal
from ura.cases.papers import plan_paper
from ura.cases.rules import find_case, may_manage, may_work
from ura.cases.views.common import attempt, number, pdf_response, to, where
from ura.core.refusals import Refused, refusal_into
from ura.desk.views.files import file_response
from ura.letters.pdf import listing_pdf
from ura.municipalities.tenancy import reading_for, working_for
from ura.staff.doors import staff_page
from ura.staff.models import Role

CARRIERS = (Role.OFFICER, Role.SUPERVISOR)
BADGES = {"draft": "1", "submitted": "wait", "returned": "warn", "approved": "done", "lapsed": "off", "completed": "done",
          "ended": "off"}  # fmt: skip


@staff_page(*CARRIERS)
def plan(request, year, number):
    return plan_page(request, find_case(request.officer, year, number, may=may_work))


def plan_page(request, case, *, refused="", return_form=None, status=200):
    """The current version, or an older one by `?v=`, with what may be done."""
    versions = list(Plan.objects.filter(municipality=case.municipality, case=case).select_related(
        "approved_by__user", "drafted_by__user", "submitted_by__user", "signed_file"))  # fmt: skip
    asked = request.GET.get("v", "")
    shown = next((each for each in versions if str(each.number) == asked), versions[-1] if versions else None)
    found = assessments_of(case)
    names = domain_names(case.municipality)
    goals, lacking = [], []
    if shown:
        shown.case, shown.municipality = case, case.municipality
        goals = list(planning.goals_of(shown))
        judged = judgements_of(case)
        for goal in goals:
            goal.domain_name = names.get(goal.domain, goal.domain)
            goal.judged = judged.get(goal.line)
    if shown is None or shown.is_current:
        lacking = [(each, names.get(each.domain, each.domain)) for each in without_goal(case, goals, found)]
    current = shown is not None and shown.is_current and case.is_open
    actions = [action for goal in goals for action in goal.actions.all()]
    return render(request, "cases/plan.html", {
        "case": case, "plan": shown, "versions": versions, "goals": goals, "lacking": lacking, "current": current,
        "may": possible(request.officer, case, shown) if current else set(), "refused": refused,
        "may_start": shown is None or not shown.is_current, "writes": case.is_open and may_manage(request.officer, case),
        "return_form": return_form or (ReturnForm(prefix="return", initial={"version": shown.version}) if current else None),
        "badge": shown and BADGES[shown.state], "done": sum(1 for action in actions if action.done_on), "all": len(actions),
        "cost": sum(action.cost or 0 for action in actions), "today": timezone.localdate(), "assessed": bool(found),
        "previous": shown and next((each for each in versions if each.number == shown.number - 1), None),
    }, status=status)  # fmt: skip


def possible(officer, case, plan):
    """What this officer may do with the current version: the names of the acts."""
    acts = set()
    if may_manage(officer, case):
        acts.add("edit")
        if plan.state == PlanState.APPROVED:
            acts.add("done")
        if plan.state in (PlanState.DRAFT, PlanState.RETURNED):
            acts.add("submit")
        if plan.state == PlanState.SUBMITTED:
            acts |= {"take-back"}
        if plan.state in (PlanState.SUBMITTED, PlanState.APPROVED):
            acts.add("sign")
    if plan.state == PlanState.SUBMITTED:
        own = approving.is_own(officer, plan)
        if (own and case.municipality.office.approves_alone) or (not own and officer.has(Role.SUPERVISOR)):
            acts.add("approve")
        if not own and officer.has(Role.SUPERVISOR):
            acts.add("return")
    return acts


def judgements_of(case):
    """{line of a goal: what the last review says of it}"""
    last = Review.objects.filter(municipality=case.municipality, case=case).last()
    if last is None:
        return {}
    rows = Judgement.objects.filter(municipality=case.municipality, review=last).select_related("goal")
    return {row.goal.line: row for row in rows}


ACTS = {  # act: (the verb, who may, what is said afterwards)
    "submit": (approving.submit_plan, may_manage, gettext_lazy("The plan lies with the supervisor.")),
    "take-back": (approving.take_back, may_manage, gettext_lazy("The plan is a draft again.")),
    "approve": (approving.approve_plan, may_work, gettext_lazy("The plan is approved; the review date is set.")),
}


@staff_page(*CARRIERS)
@require_POST
def act(request, year, number, act):
    """One act by its name; what is refused is said on the page of the plan."""
    may = ACTS[act][1] if act in ACTS else may_work if act == "return" else may_manage
    case = find_case(request.officer, year, number, may=may)
    try:
        if act == "start":
            planning.start_plan(case, by=request.officer)
            return to("case_plan", case)
        current = planning.current_plan(case)
        if current is None:
            raise Refused(_("This case has no plan to work on: begin one."))
        current.case = case
        if act == "return":
            return _return(request, case, current)
        if act in ACTS:
            verb, _may, said = ACTS[act]
            verb(current, by=request.officer, version=_version(request))
            messages.success(request, said)
        elif act == "remove":
            line = _line(request)
            planning.remove_goal(current, by=request.officer, version=_version(request), line=line)
            messages.success(request, _("The goal is out of the plan; earlier versions keep it."))
        elif act == "done":
            planning.mark_done(current, by=request.officer, line=_line(request), on=_day(request),
                               action=_line(request, "action"), undo="undo" in request.POST)  # fmt: skip
        else:
            raise Http404
    except Refused as refused:
        return plan_page(request, case, refused=str(refused), status=409)
    return to("case_plan", case)


def _return(request, case, current):
    form = ReturnForm(request.POST, prefix="return")
    if form.is_valid() and attempt(
        form, lambda: approving.return_plan(current, by=request.officer, **form.cleaned_data)
    ):
        messages.success(request, _("The plan went back to its author."))
        return to("case_plan", case)
    form.renew(current.version)
    return plan_page(request, case, return_form=form, status=422)


def _version(request):
    """The version the page showed; a form without one may decide on nobody's text."""
    found = number(request.POST.get("version", ""), 9)
    return -1 if found is None else found


def _line(request, name="line"):
    found = number(request.POST.get(name, ""), 9)
    return 0 if found is None else found


def _day(request):
    from django.forms import DateField, ValidationError

    try:
        return DateField().clean(request.POST["on"]) if request.POST.get("on", "").strip() else None
    except ValidationError as error:
        raise Refused(_("Write the day as 31.12.2026.")) from error


@staff_page(*CARRIERS)
def plan_text(request, year, number):
    """The plan's own words and the assistance it foresees."""
    case = find_case(request.officer, year, number, may=may_manage)
    current = _current(case)
    form = PlanForm(
        request.POST or None,
        initial={"version": current.version, "summary": current.summary, "assistance": current.assistance},
    )
    if form.is_valid() and attempt(form, lambda: planning.edit_plan(current, by=request.officer, **form.cleaned_data)):
        return to("case_plan", case)
    changed = _renew(form, case)
    return render(request, "cases/plan_text.html", {
        "case": case, "plan": changed or current, "form": form, "changed": changed,
    }, status=422 if form.is_bound else 200)  # fmt: skip


@staff_page(*CARRIERS)
def goal(request, year, number, which=None):
    """A goal with its actions: new, or changed. `?domain=` begins one for a concern."""
    case = find_case(request.officer, year, number, may=may_manage)
    current = _current(case)
    old = next((each for each in planning.goals_of(current) if each.line == which), None) if which is not None else None
    if which is not None and old is None:
        raise Http404
    form = GoalForm(
        request.POST or None, case=case, officer=request.officer, keep=old.person if old else None,
        initial=_goal_values(request, current, old),
    )  # fmt: skip
    rows = action_forms(request.POST if request.method == "POST" else None, old.actions.all() if old else [])
    if request.method == "POST" and "more" in request.POST:
        rows += action_forms(None, [], 3)
        for n, row in enumerate(rows):
            row.prefix = str(n)
    elif form.is_valid() and all(row.is_valid() for row in rows):
        data = form.cleaned_data
        try:
            planning.save_goal(
                current, by=request.officer, version=data["version"], domain=data["domain"], text=data["text"], line=which,
                measure=data["measure"], person=data["person"], actions=[row.cleaned_data for row in rows],
            )  # fmt: skip
            return to("case_plan", case)
        except Refused as refused:
            _place(form, rows, refused)
    changed = _renew(form, case)
    return render(request, "cases/goal.html", {
        "case": case, "plan": changed or current, "form": form, "rows": rows, "goal": old, "changed": changed,
        "wrong_rows": [(_("Action %(n)s") % {"n": n}, row) for n, row in enumerate(rows, 1) if row.errors],
        "now": next((each for each in planning.goals_of(changed) if each.line == which), None) if changed and old else None,
        "suggestions": suggestions(case, form["domain"].value()), "concerns": _concerns(case),
    }, status=422 if form.is_bound and "more" not in request.POST else 200)  # fmt: skip


def suggestions(case, domain):
    """[(goal, measure)] that the formats used in this case offer for a domain: the plan format of the group."""
    found, used = [], {row.format.code: row.format for row in assessments_of(case)}
    for form in reversed(used.values()):
        for each in read_format(form).domains:
            if each.code == domain:
                found += [pair for pair in each.goals if pair not in found]
    return found


def _concerns(case):
    names = domain_names(case.municipality)
    return [(each, names.get(each.domain, each.domain)) for each in concerns_of(case)]


def _goal_values(request, current, old):
    if old:
        return {"version": current.version, "domain": old.domain, "person": old.person_id or "", "text": old.text,
                "measure": old.measure}  # fmt: skip
    asked = {name: request.GET.get(name, "") for name in ("domain", "person", "text", "measure")}
    return {"version": current.version} | {name: value[:500] for name, value in asked.items() if value}


def _place(form, rows, refused):
    """An error of a row stands at its field."""
    part, _dash, field = (refused.field or "").partition("-")
    filled = [row for row in rows if row.cleaned_data.get("text", "").strip()]
    at = number(part)
    if field and at is not None and at < len(rows):
        target = rows[at] if rows[at] in filled else filled[0] if filled else None
        if target is not None:
            return target.add_error(field if field in target.fields else None, str(refused))
    return refusal_into(form, refused)


def _current(case):
    current = planning.current_plan(case)
    if current is None or not case.is_open:
        raise Refused(_("This case has no plan to work on: begin one."))
    current.case, current.municipality = case, case.municipality
    return current


def _renew(form, case):
    """After a refusal because of the version: the plan as it is now, and its version for the next try."""
    if not form.is_bound:
        return None
    now = planning.current_plan(case)
    if now is None or str(now.version) == str(form.data.get("version")):
        return None
    form.renew(now.version)
    now.case = case
    return now


@staff_page(*CARRIERS, own_transaction=True)
def sign(request, year, number):
    """The person signs: on paper that is scanned back, or on the screen."""
    how = "screen" if request.GET.get("how") == "screen" else "paper"
    with reading_for(request.municipality):
        case = find_case(request.officer, year, number, may=may_manage)
        current = _current(case)
        form = SignForm(request.POST or None, request.FILES or None, how=how,
                        initial={"version": current.version, "on": timezone.localdate()})  # fmt: skip
        valid = form.is_valid()
    if valid:
        data = form.cleaned_data
        try:
            with working_for(request.municipality):
                approving.sign_plan(current, by=request.officer, how=how, seen=form.seen, on=data["on"],
                                    version=data["version"])  # fmt: skip
            messages.success(request, _("The signed plan is kept."))
            return to("case_plan", case)
        except Refused as refused:
            refusal_into(form, refused)
    with reading_for(request.municipality):
        case = find_case(request.officer, year, number, may=may_manage)
        _renew(form, case)
        return render(request, "cases/sign.html", {
            "case": case, "plan": current, "form": form, "how": how, "goals": list(planning.goals_of(current)),
            "tabs": [{"url": "?how=paper", "label": _("On paper"), "active": how == "paper"},
                     {"url": "?how=screen", "label": _("On the screen"), "active": how == "screen"}],
        }, status=422 if form.is_bound else 200)  # fmt: skip


@staff_page(*CARRIERS, own_transaction=True)
def paper(request, year, number, which):
    """One version as a PDF to print and sign."""
    with reading_for(request.municipality):
        found = _version_of(find_case(request.officer, year, number, may=may_work), which)
        values = plan_paper(found)
    return pdf_response(listing_pdf(**values), f"plani-{number}-{year}-{which}.pdf")


@staff_page(*CARRIERS)
def signed(request, year, number, which):
    """What the person signed."""
    found = _version_of(find_case(request.officer, year, number, may=may_work), which)
    if found.signed_file is None:
        raise Http404
    return file_response(found.signed_file)


@staff_page(*CARRIERS)
def compare(request, year, number):
    """Two versions side by side; by default the last two."""
    case = find_case(request.officer, year, number, may=may_work)
    versions = list(Plan.objects.filter(municipality=case.municipality, case=case))
    if not versions:
        raise Http404
    by_number = {each.number: each for each in versions}
    new = by_number.get(_asked(request, "b")) or versions[-1]
    old = by_number.get(_asked(request, "a")) or by_number.get(new.number - 1) or versions[0]
    for each in (old, new):
        each.municipality, each.case = case.municipality, case
    names = domain_names(case.municipality)
    pairs = compare_plans(old, new)
    for pair in pairs:
        for each in (pair.old, pair.new):
            if each:
                each.domain_name = names.get(each.domain, each.domain)
    return render(request, "cases/compare.html", {
        "case": case, "versions": versions, "old": old, "new": new, "pairs": pairs, "back": where("case_plan", case),
    })  # fmt: skip


def _asked(request, name):
    return number(request.GET.get(name, ""), 6)


def _version_of(case, version):
    rows = Plan.objects.filter(municipality=case.municipality, case=case, number=version)
    found = rows.select_related("approved_by__user", "signed_file").first()
    if found is None:
        raise Http404
    found.case, found.municipality = case, case.municipality
    return found
