"""Cash for Work, and the page of farms and advice."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ura.cases.timeline import lek
from ura.core.templatetags.ui import short_date
from ura.livelihood.actions import works as acts
from ura.livelihood.forms import all as forms
from ura.livelihood.models import Advice, AgriSupport, WorkDay, Worker, WorkProject
from ura.livelihood.states import AdviceKind
from ura.livelihood.views.parts import WORK, find, known, panel, posted, tabs
from ura.staff.doors import staff_page

MOST = 100


def _project_form(request, row, data):
    form = forms.ProjectForm.of(row, data)
    form.fields["unit"].queryset = request.municipality.units.filter(active=True)
    return form


@staff_page(*WORK)
def works(request):
    found, status, answer = posted(request, {
        "new": (lambda data: _project_form(request, None, data),
                lambda form: acts.keep_project(request.municipality, by=request.officer, **form.values())),
    }, request.path)  # fmt: skip
    seen = known(request.officer, Worker.objects.filter(municipality=request.municipality))
    rows = WorkProject.objects.filter(municipality=request.municipality).prefetch_related(Prefetch("workers", seen))[
        :MOST
    ]
    return answer or render(request, "livelihood/works.html", {
        "tabs": tabs(request, "works"), "rows": rows, "panels": [panel("new", _("A project more"), found)]}, status=status)  # fmt: skip


@staff_page(*WORK)
def work(request, pk):
    """One project: who works in it, which days, what was paid."""
    row = get_object_or_404(WorkProject.objects.filter(municipality=request.municipality), pk=pk)
    row.municipality = request.municipality
    rows = known(request.officer, Worker.objects.filter(municipality=request.municipality, project=row))
    rows = rows.select_related("person", "case__enquiry__entry", "case__person")
    workers = list(rows)
    for each in workers:
        each.project, each.municipality = row, request.municipality
        each.case.municipality = each.person.municipality = each.case.enquiry.municipality = request.municipality

    def of_row(act):
        def do(form):
            worker = find(rows, request, "worker")
            worker = next(each for each in workers if each.pk == worker.pk)
            act(worker, by=request.officer, **(form.cleaned_data if form else {}))

        return do

    def take_back(form):
        days = WorkDay.objects.filter(municipality=request.municipality, worker__in=[each.pk for each in workers])
        acts.take_back_day(find(days.select_related("worker"), request, "day"), by=request.officer)

    found, status, answer = posted(request, {
        "edit": (lambda data: _project_form(request, row, data), lambda form: acts.keep_project(
            request.municipality, by=request.officer, project=row, version=form.cleaned_data["version"], **form.values())),
        "days": (lambda data: forms.DaysForm(workers, data), lambda form: acts.mark_days(
            form.cleaned_data["worker"], form.cleaned_data["days"], by=request.officer)),
        "pay": (forms.PayForm, of_row(acts.pay_days)),
        "end": (lambda data: None, of_row(acts.end_work)),
        "back": (lambda data: None, take_back),
    }, request.path)  # fmt: skip
    if answer:
        return answer
    days = {}
    for day in WorkDay.objects.filter(municipality=request.municipality, worker__in=[each.pk for each in workers]):
        days.setdefault(day.worker_id, []).append(day)
    for each in workers:
        each.all_days = days.get(each.pk, [])
        each.open_days = [day for day in each.all_days if day.payment_id is None]
        each.owed = len(each.open_days) * row.rate
        each.paid = sum(
            payment.amount for payment in each.payments.standing().filter(municipality=request.municipality)
        )
    chosen = request.POST.get("worker", "")
    owed = [(each.pk, f"{each.person.shown_name}: {lek(each.owed)}") for each in workers if each.owed]
    here = [(each.pk, each.person.shown_name) for each in workers if each.ended_on is None]
    unpaid = [(day.pk, f"{each.person.shown_name}: {short_date(day.on)}") for each in workers for day in each.open_days]
    panels = [
        panel("days", _("Days worked"), found, rows=None if workers else []),
        panel("pay", _("Pay the days"), found, name="worker", rows=owed, posted=chosen),
        panel("end", _("Works here no more"), found, name="worker", rows=here, posted=chosen),
        panel("back", _("Take a day back"), found, name="day", rows=unpaid, danger=True),
        panel("edit", _("Correct"), found),
    ]
    return render(request, "livelihood/work.html", {
        "tabs": tabs(request, "works"), "project": row, "workers": workers, "panels": panels,
    }, status=status)  # fmt: skip


@staff_page(*WORK)
def farms(request):
    """Advice given and support for agribusiness, newest first."""
    kind = request.GET.get("kind", "")
    advice = known(request.officer, Advice.objects.filter(municipality=request.municipality))
    advice = advice.filter(kind=kind) if kind in AdviceKind.values else advice
    support = known(request.officer, AgriSupport.objects.standing().filter(municipality=request.municipality))
    return render(request, "livelihood/farms.html", {
        "tabs": tabs(request, "farms"), "advice": _with_cases(request, advice), "support": _with_cases(request, support),
        "kinds": AdviceKind.choices, "kind": kind,
    })  # fmt: skip


def _with_cases(request, rows):
    found = list(rows.select_related("person", "case__enquiry__entry")[:MOST])
    for row in found:
        row.case.municipality = row.case.enquiry.municipality = request.municipality
    return found
