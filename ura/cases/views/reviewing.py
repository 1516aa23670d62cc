"""Assistance given, reviews of the plan, and the closing of the case."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.cases.actions.assisting import give_assistance, strike_assistance
from ura.cases.actions.closing import close_case, keep_letter, letter_words, reopen_case
from ura.cases.actions.letters import mail_address, send_letter, sign_letter
from ura.cases.actions.planning import current_plan, goals_of
from ura.cases.actions.reviewing import review
from ura.cases.closing import criteria, obstacles
from ura.cases.formats import domain_names
from ura.cases.forms.planning import AssistForm, StrikeForm
from ura.cases.forms.reviewing import CloseForm, LeaveForm, ReopenForm, ReviewForm, ScanForm
from ura.cases.models import Assistance, Closure, Judgement, PlanState, Review
from ura.cases.papers import closing_letter
from ura.cases.rules import find_case, may_manage, may_work
from ura.cases.states import Outcome
from ura.cases.views.common import attempt, pdf_response, to
from ura.core.refusals import Refused, refusal_into
from ura.desk.views.files import file_response
from ura.letters.dispatch import look_at_scan
from ura.letters.pdf import letter_pdf
from ura.municipalities.tenancy import reading_for, working_for
from ura.post.files import read
from ura.staff.doors import staff_page
from ura.staff.models import Role

CARRIERS = (Role.OFFICER, Role.SUPERVISOR)


@staff_page(*CARRIERS)
def assistance(request, year, number):
    """What was given to whom, with its amounts; and one more."""
    case = find_case(request.officer, year, number, may=may_work)
    form = _assist_form(request, case, request.POST or None)
    if form.is_valid() and attempt(form, lambda: give_assistance(case, by=request.officer, **form.cleaned_data)):
        messages.success(request, _("The assistance is kept."))
        return to("case_assistance", case)
    return _assistance(request, case, form, status=422 if form.is_bound else 200)


@staff_page(*CARRIERS)
@require_POST
def assistance_strike(request, year, number, pk):
    """What was written by mistake is struck out with a reason; it stays readable."""
    case = find_case(request.officer, year, number, may=may_work)
    row = Assistance.objects.filter(municipality=case.municipality, case=case, pk=pk).first()
    if row is None:
        raise Http404
    if row.struck_on:
        messages.info(request, _("This assistance is struck out already."))
        return to("case_assistance", case)
    row.case, form = case, StrikeForm(request.POST, auto_id=f"strike{pk}_%s")
    if form.is_valid() and attempt(form, lambda: strike_assistance(row, by=request.officer, **form.cleaned_data)):
        messages.success(request, _("The assistance is struck out and no longer counted."))
        return to("case_assistance", case)
    return _assistance(request, case, _assist_form(request, case), strike=(pk, form), status=422)


def _assist_form(request, case, data=None):
    return AssistForm(data, case=case, officer=request.officer, initial={"type": request.GET.get("type", "")})


def _assistance(request, case, form, *, strike=(None, None), status=200):
    rows = list(Assistance.objects.filter(municipality=case.municipality, case=case).select_related("person")[::-1])
    for row in rows:
        row.bound = row.pk == strike[0]
        row.strike = strike[1] if row.bound else StrikeForm(auto_id=f"strike{row.pk}_%s")
    return render(request, "cases/assistance.html", {
        "case": case, "form": form, "rows": rows, "total": sum(row.amount or 0 for row in rows if not row.struck_on),
    }, status=status)  # fmt: skip


@staff_page(*CARRIERS)
def reviews(request, year, number):
    """The reviews made, the newest first, and when the next one is due."""
    case = find_case(request.officer, year, number, may=may_work)
    found = list(
        Review.objects.filter(municipality=case.municipality, case=case).select_related("officer__user", "plan")
    )
    rows = Judgement.objects.filter(municipality=case.municipality, review__in=found).select_related("goal")
    names = domain_names(case.municipality)
    by_review = {}
    for row in rows:
        row.goal.domain_name = names.get(row.goal.domain, row.goal.domain)
        by_review.setdefault(row.review_id, []).append(row)
    for each in found:
        each.judged = by_review.get(each.pk, [])
    plan = current_plan(case)
    return render(request, "cases/reviews.html", {
        "case": case, "reviews": found[::-1], "plan": plan,
        "may_review": case.is_open and plan is not None and plan.state == PlanState.APPROVED
        and may_manage(request.officer, case),
    })  # fmt: skip


@staff_page(*CARRIERS)
def review_new(request, year, number):
    """Review every goal of the approved plan."""
    case = find_case(request.officer, year, number, may=may_manage)
    plan = current_plan(case)
    goals = list(goals_of(plan)) if plan else []
    names = domain_names(case.municipality)
    for goal in goals:
        goal.domain_name = names.get(goal.domain, goal.domain)
    form = ReviewForm(request.POST or None, goals=goals, initial={"version": case.version})
    if form.is_valid() and attempt(form, lambda: review(case, by=request.officer, **form.given())):
        messages.success(request, _("The review is kept."))
        return to("case_closing" if form.cleaned_data["to_close"] else "case_reviews", case)
    _renew(form, case)
    return render(
        request,
        "cases/review_new.html",
        {"case": case, "plan": plan, "form": form},
        status=422 if form.is_bound else 200,
    )


@staff_page(*CARRIERS)
def closing(request, year, number):
    """Close the case, or see how it was closed."""
    case = find_case(request.officer, year, number, may=may_work)
    if not case.is_open or not may_manage(request.officer, case):
        return closing_page(request, case)
    form = CloseForm(request.POST or None, municipality=case.municipality, initial={"version": case.version})
    if form.is_valid():
        if "preview" in request.POST:
            return closing_page(request, case, form=_with_words(form, case))
        if attempt(form, lambda: close_case(case, by=request.officer, **form.given())):
            messages.success(request, _("The case is closed."))
            return to("case_closing", case)
    _renew(form, case)
    return closing_page(request, case, form=form, status=422 if form.is_bound else 200)


def _with_words(form, case):
    """The form again, its letter written in the office's wording for editing."""
    data = form.cleaned_data
    subject, body = letter_words(
        case, outcome=data["outcome"], on=data["on"], reason=data["reason"], language=data["language"]
    )
    form.data = form.data.copy()
    form.data["subject"], form.data["body"] = subject, body
    return form


def closing_page(request, case, *, form=None, reopen=None, scan=None, leave=None, status=200):
    closures = list(Closure.objects.filter(municipality=case.municipality, case=case).select_related(
        "entry", "officer__user", "signatory__user", "signed", "outbox"))  # fmt: skip
    may = may_manage(request.officer, case)
    for each in closures:
        each.word, each.case = Outcome(each.outcome).label, case
        waits = may and each.entry is not None and each.reopened_on is None
        if waits and not each.dispatch:
            each.scan = scan or ScanForm()
        if waits and each.signed and (not each.dispatch or each.has_failed):
            each.leave = leave or LeaveForm(to=mail_address(each), again=each.has_failed)
    return render(request, "cases/closing.html", {
        "case": case, "form": form, "closures": closures[::-1], "obstacles": obstacles(case) if case.is_open else [],
        "criteria": criteria(case) if case.is_open else [],
        "reopen": (reopen or ReopenForm(initial={"version": case.version})) if may and not case.is_open else None,
    }, status=status)  # fmt: skip


@staff_page(*CARRIERS)
@require_POST
def reopen(request, year, number):
    """Open the case again, with a reason."""
    case = find_case(request.officer, year, number, may=may_manage)
    form = ReopenForm(request.POST)
    if form.is_valid() and attempt(form, lambda: reopen_case(case, by=request.officer, **form.cleaned_data)):
        messages.success(request, _("The case is open again: begin with a new assessment."))
        return to("case_assessments", case)
    _renew(form, case)
    return closing_page(request, case, reopen=form, status=422)


@staff_page(*CARRIERS, own_transaction=True)
def letter(request, year, number, pk):
    """The closing letter as PDF; made once and kept."""
    with reading_for(request.municipality):
        case = find_case(request.officer, year, number, may=may_work)
        rows = Closure.objects.filter(municipality=case.municipality, case=case, pk=pk)
        closure = rows.select_related("entry", "letter", "officer__user", "signatory__user").first()
        if closure is None or closure.entry is None:
            raise Http404
        closure.case = case
        if closure.letter is not None:
            return pdf_response(read(closure.letter), closure.letter.name)
        values = closing_letter(closure)
    data = letter_pdf(letter=values)
    with working_for(request.municipality):
        kept = keep_letter(closure, data)
        return pdf_response(read(kept), kept.name)


@staff_page(*CARRIERS, own_transaction=True)
@require_POST
def letter_sign(request, year, number, pk):
    """Bring back the scan of the signed closing letter; it is looked at before the transaction begins."""
    form = ScanForm(request.POST, request.FILES)
    with reading_for(request.municipality):
        closure_of(find_case(request.officer, year, number, may=may_manage), pk)
    try:
        seen = (
            look_at_scan((form.cleaned_data["file"].name, form.cleaned_data["file"].read()))
            if form.is_valid()
            else None
        )
    except Refused as refused:
        refusal_into(form, refused)
        seen = None
    with working_for(request.municipality):
        case = find_case(request.officer, year, number, may=may_manage)
        closure = closure_of(case, pk)
        if seen and attempt(form, lambda: sign_letter(closure, by=request.officer, seen=seen)):
            messages.success(request, _("The signed letter is kept; it can be sent."))
            return to("case_closing", case)
        return closing_page(request, case, scan=form, status=422)


@staff_page(*CARRIERS)
@require_POST
def letter_send(request, year, number, pk):
    """The signed closing letter leaves."""
    case = find_case(request.officer, year, number, may=may_manage)
    closure = closure_of(case, pk)
    form = LeaveForm(request.POST, to=mail_address(closure), again=closure.has_failed)
    if form.is_valid() and attempt(form, lambda: send_letter(closure, by=request.officer, **form.cleaned_data)):
        messages.success(request, _("The letter is on its way."))
        return to("case_closing", case)
    return closing_page(request, case, leave=form, status=422)


@staff_page(*CARRIERS)
def letter_signed(request, year, number, pk):
    """The scan of the signed closing letter."""
    closure = closure_of(find_case(request.officer, year, number, may=may_work), pk)
    if closure.signed is None:
        raise Http404
    return file_response(closure.signed)


def closure_of(case, pk):
    rows = Closure.objects.filter(municipality=case.municipality, case=case, pk=pk)
    closure = rows.select_related("entry", "signed", "outbox").first()
    if closure is None:
        raise Http404
    closure.case, closure.municipality = case, case.municipality
    return closure


def _renew(form, case):
    """After a refusal the next try may stand on the case as it is now."""
    if form.is_bound:
        now = (
            type(case)
            .objects.filter(municipality=case.municipality, pk=case.pk)
            .values_list("version", flat=True)
            .get()
        )
        form.renew(now)
