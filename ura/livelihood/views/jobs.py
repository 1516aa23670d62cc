"""Jobseekers and vacancies."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.livelihood.actions import jobs as acts
from ura.livelihood.forms import all as forms
from ura.livelihood.models import Jobseeker, Mediation, Placement, Vacancy
from ura.livelihood.states import SeekerState
from ura.livelihood.views.parts import WORK, find, known, known_cases, opened, panel, posted, tabs
from ura.staff.doors import staff_page

MOST = 200


@staff_page(*WORK)
def seekers(request):
    """Who looks for work, and who should be asked whether they are still at work."""
    state = request.GET.get("state", SeekerState.SEEKING)
    rows = known(request.officer, Jobseeker.objects.filter(municipality=request.municipality))
    if state in SeekerState.values:
        rows = rows.filter(state=state)
    if request.GET.get("field"):
        rows = rows.filter(field=request.GET["field"][:20])
    due = [(months, list(known(request.officer, placements).select_related("person", "jobseeker")[:25]))
           for months, placements in acts.due_checks(request.municipality)]  # fmt: skip
    return render(request, "livelihood/seekers.html", {
        "tabs": tabs(request, "livelihood"), "rows": rows.select_related("person", "case__enquiry__entry")[:MOST],
        "due": [each for each in due if each[1]], "states": SeekerState.choices, "state": state,
        "fields": forms.Field.choices, "field": request.GET.get("field", ""),
    })  # fmt: skip


@staff_page(*WORK)
def seeker(request, pk):
    """One jobseeker: what they can, what was proposed, where they work."""
    rows = known(request.officer, Jobseeker.objects.filter(municipality=request.municipality))
    row = get_object_or_404(rows.select_related("person", "case__enquiry__entry", "case__person"), pk=pk)
    row.municipality = row.case.municipality = row.case.enquiry.municipality = request.municipality
    row.person.municipality = row.case.person.municipality = request.municipality
    opened(request.officer, row)
    by, today = request.officer, timezone.localdate()
    vacancies = Vacancy.objects.filter(municipality=request.municipality, until_on__gte=today)
    vacancies = sorted(vacancies, key=lambda each: each.field != row.field)
    mediations = Mediation.objects.filter(municipality=request.municipality, jobseeker=row)
    placements = Placement.objects.filter(municipality=request.municipality, jobseeker=row)

    def mediate(form):
        found = find(mediations.select_related("vacancy"), request, "mediation")
        found.jobseeker, found.municipality = row, request.municipality
        found.vacancy.municipality = request.municipality
        acts.move_mediation(found, by=by, **form.cleaned_data)

    def check(form):
        found = find(placements, request, "placement")
        found.jobseeker, found.case, found.municipality = row, row.case, request.municipality
        acts.check_placement(found, by=by, **form.cleaned_data)

    found, status, answer = posted(request, {
        "edit": (lambda data: forms.SeekerEditForm.of(row, data), lambda form: acts.correct_jobseeker(
            row, by=by, version=form.cleaned_data["version"], **form.values())),
        "propose": (lambda data: forms.ProposeForm(vacancies, data), lambda form: acts.propose(
            row, form.cleaned_data["vacancy"], by=by, on=form.cleaned_data["on"])),
        "mediation": (forms.MediationForm, mediate),
        "place": (forms.PlaceForm, lambda form: acts.place(row, by=by, **form.cleaned_data)),
        "check": (forms.CheckForm, check),
        "end": (lambda data: None, lambda form: acts.end_search(row, by=by)),
    }, request.path)  # fmt: skip
    if answer:
        return answer
    open_ones = [(each.pk, str(each.vacancy)) for each in mediations.select_related("vacancy")
                 if each.state in ("proposed", "interviewed")]  # fmt: skip
    to_ask = [(each.pk, each.employer) for each in placements if each.ended_on is None and each.kept_6 is None]
    here = row.ended_on is None
    panels = [
        panel("mediation", _("What came of a proposal"), found, name="mediation", rows=open_ones,
              posted=request.POST.get("mediation", "")),
        panel("propose", _("Propose for a vacancy"), found, rows=None if here and vacancies else []),
        panel("check", _("Still at work?"), found, name="placement", rows=to_ask, posted=request.POST.get("placement", "")),
        panel("place", _("Found work by themselves"), found, rows=None if here else []),
        panel("edit", _("Correct"), found, rows=None if here else []),
        panel("end", _("Looks for work no more"), found, rows=None if here else [], danger=True),
    ]  # fmt: skip
    return render(request, "livelihood/seeker.html", {
        "tabs": tabs(request, "livelihood"), "seeker": row, "panels": panels, "placements": placements,
        "mediations": mediations.select_related("vacancy"),
    }, status=status)  # fmt: skip


@staff_page(*WORK)
def vacancies(request):
    found, status, answer = posted(request, {
        "new": (forms.VacancyForm, lambda form: acts.keep_vacancy(
            request.municipality, by=request.officer, **form.values())),
    }, request.path)  # fmt: skip
    rows = Vacancy.objects.filter(municipality=request.municipality)
    over = request.GET.get("over") == "1"
    rows = rows.filter(until_on__lt=timezone.localdate()).order_by("-until_on") if over else rows.filter(
        until_on__gte=timezone.localdate())  # fmt: skip
    return answer or render(request, "livelihood/vacancies.html", {
        "tabs": tabs(request, "vacancies"), "rows": rows[:MOST], "over": over,
        "panels": [panel("new", _("A vacancy more"), found)],
    }, status=status)  # fmt: skip


@staff_page(*WORK)
def vacancy(request, pk):
    """One vacancy: who was proposed, and which jobseekers fit it."""
    row = get_object_or_404(Vacancy.objects.filter(municipality=request.municipality), pk=pk)
    row.municipality = request.municipality
    found, status, answer = posted(request, {
        "edit": (lambda data: forms.VacancyForm.of(row, data), lambda form: acts.keep_vacancy(
            request.municipality, by=request.officer, vacancy=row, version=form.cleaned_data["version"], **form.values())),
    }, request.path)  # fmt: skip
    mediations = row.mediations.filter(municipality=request.municipality)
    proposed = mediations.filter(jobseeker__case__in=known_cases(request.officer)).select_related("jobseeker__person")
    fitting = known(request.officer, Jobseeker.objects.filter(
        municipality=request.municipality, field=row.field, state=SeekerState.SEEKING, education__gte=row.education
    )).exclude(pk__in=mediations.values("jobseeker"))  # fmt: skip
    return answer or render(request, "livelihood/vacancy.html", {
        "tabs": tabs(request, "vacancies"), "vacancy": row, "panels": [panel("edit", _("Correct"), found)], "mediations": proposed,
        "taken": acts.taken(row), "fitting": fitting.select_related("person")[:50],
    }, status=status)  # fmt: skip
