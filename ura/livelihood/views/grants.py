"""Grant calls."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ura.livelihood.actions import grants as acts
from ura.livelihood.forms import all as forms
from ura.livelihood.grant_paper import grant_list, grant_list_pdf
from ura.livelihood.models import GrantApplication, GrantCall, GrantScore
from ura.livelihood.views.parts import WORK, find, known, known_cases, opened, panel, posted, tabs
from ura.municipalities.tenancy import working_for
from ura.staff.doors import staff_page
from ura.trail.actions import record

MOST = 100


@staff_page(*WORK)
def grants(request):
    def new(form):
        values = form.values()
        acts.keep_call(request.municipality, by=request.officer, criteria=values.pop("criteria"), **values)

    found, status, answer = posted(request, {"new": (forms.CallForm, new)}, request.path)
    rows = GrantCall.objects.filter(municipality=request.municipality).prefetch_related("applications")[:MOST]
    return answer or render(request, "livelihood/grants.html", {
        "tabs": tabs(request, "grants"), "rows": rows, "panels": [panel("new", _("A call more"), found)]}, status=status)  # fmt: skip


@staff_page(*WORK)
def grant(request, pk):
    """One call: its ranked list, and the decision."""
    row = get_object_or_404(GrantCall.objects.filter(municipality=request.municipality), pk=pk)
    row.municipality = request.municipality
    applications = known(request.officer, GrantApplication.objects.filter(municipality=request.municipality, call=row))

    def edit(form):
        values = form.values()
        acts.keep_call(request.municipality, by=request.officer, call=row, version=form.cleaned_data["version"],
                       criteria=values.pop("criteria"), **values)  # fmt: skip

    def of_row(act):
        def do(form):
            found = find(applications.select_related("person", "case"), request, "application")
            found.call, found.municipality = row, request.municipality
            found.case.municipality = found.person.municipality = request.municipality
            act(found, by=request.officer, **(form.cleaned_data if form else {}))

        return do

    found, status, answer = posted(request, {
        "edit": (lambda data: forms.CallForm.of(row, data), edit),
        "decide": (forms.OnForm, lambda form: acts.decide_call(row, by=request.officer, **form.cleaned_data)),
        "pay": (forms.OnForm, of_row(acts.pay_grant)),
        "withdraw": (lambda data: None, of_row(acts.withdraw)),
    }, request.path)  # fmt: skip
    if answer:
        return answer
    seen = set(applications.values_list("pk", flat=True))
    lines = acts.ranked(row)
    for line in lines:
        line.known = line.application.pk in seen
        line.shown = float(line.points)
        line.parts = [(each, float(line.by_criterion[each.pk]) if each.pk in line.by_criterion else None)
                      for each in row.criteria.all()]  # fmt: skip
    names = [(line.application, line.application.person.shown_name) for line in lines if line.known]
    chosen, undecided = request.POST.get("application", ""), row.decided_on is None
    payable = [(each.pk, name) for each, name in names if each.state == "awarded" and each.paid_on is None]
    open_ones = [(each.pk, name) for each, name in names if each.state in ("received", "awarded") and not each.paid_on]
    panels = [
        panel("decide", _("Decide by this list"), found, rows=None if undecided and lines else []),
        panel("pay", _("The grant was paid"), found, name="application", rows=payable, posted=chosen),
        panel("withdraw", _("Withdrawn by the person"), found, name="application", rows=open_ones, posted=chosen, danger=True),
        panel("edit", _("Correct"), found, rows=None if undecided else []),
    ]  # fmt: skip
    return render(request, "livelihood/grant.html", {
        "tabs": tabs(request, "grants"), "call": row, "lines": lines, "panels": panels,
        "criteria": row.criteria.all(), "evaluators": acts.evaluators_of(row),
        "spent": sum(line.award for line in lines),
    }, status=status)  # fmt: skip


@staff_page(*WORK, own_transaction=True)
def grant_pdf(request, pk):
    """The ranked list for the commission, as PDF; what is restricted stands without a name."""
    with working_for(request.municipality):
        row = get_object_or_404(GrantCall.objects.filter(municipality=request.municipality), pk=pk)
        row.municipality = request.municipality
        rows = GrantApplication.objects.filter(municipality=request.municipality, call=row)
        words = grant_list(row, set(known(request.officer, rows).values_list("pk", flat=True)))
        record(row, "livelihood.exported", by=request.officer, kind="pdf")
    response = HttpResponse(grant_list_pdf(request.municipality, words), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="grante-{row.opens_on.year}-{row.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@staff_page(*WORK)
def application(request, pk):
    """One application: the idea, and this evaluator's points."""
    rows = GrantApplication.objects.filter(municipality=request.municipality, case__in=known_cases(request.officer))
    row = rows.select_related("call", "person", "case__enquiry__entry").filter(pk=pk).first()
    if row is None:
        raise Http404
    row.municipality = row.call.municipality = row.case.municipality = request.municipality
    row.case.enquiry.municipality = request.municipality
    opened(request.officer, row)
    criteria = list(row.call.criteria.all())
    mine = dict(GrantScore.objects.filter(
        municipality=request.municipality, application=row, officer=request.officer
    ).values_list("criterion", "points"))  # fmt: skip
    found, status, answer = posted(request, {
        "score": (lambda data: forms.ScoreForm(criteria, mine, data),
                  lambda form: acts.score(row, by=request.officer, points=form.points())),
    }, request.path)  # fmt: skip
    return answer or render(request, "livelihood/application.html", {
        "tabs": tabs(request, "grants"), "application": row, "forms": found}, status=status)  # fmt: skip
