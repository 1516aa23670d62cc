"""The part of a case about work: what the person does, and the forms that take them into something new."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.needs import persons_of
from ura.cases.rules import find_case, may_work
from ura.livelihood.actions import grants, jobs, support, training, works
from ura.livelihood.forms import all as forms
from ura.livelihood.models import Course, GrantCall, WorkProject
from ura.livelihood.summary import summary_of
from ura.livelihood.views.parts import WORK, panel, posted
from ura.staff.doors import staff_page


@staff_page(*WORK)
def of_case(request, year, number):
    case, by, today = find_case(request.officer, year, number, may=may_work), request.officer, timezone.localdate()
    office, case.people = request.municipality, persons_of(case, request.officer)
    courses = Course.objects.filter(municipality=office, end_on__gte=today)
    calls = GrantCall.objects.filter(municipality=office, closes_on__gte=today, decided_on=None)
    projects = WorkProject.objects.filter(municipality=office, end_on__gte=today)

    def values(form):
        return {name: value for name, value in form.cleaned_data.items() if name not in ("person", "row")}

    def person(form):
        return form.cleaned_data["person"]

    acts = {
        "seeker": (lambda data: forms.SeekerForm(case, data), lambda form: jobs.register_jobseeker(
            case, person(form), by=by, **values(form))),
        "course": (lambda data: forms.ChooseForm(case, courses, _("Course"), data), lambda form: training.enrol(
            form.cleaned_data["row"], case, person(form), by=by, on=form.cleaned_data["on"])),
        "grant": (lambda data: forms.ApplyForm(case, calls, _("Call"), data), lambda form: grants.apply_for_grant(
            form.cleaned_data["row"], case, person(form), by=by, idea=form.cleaned_data["idea"],
            asked=form.cleaned_data["asked"], sector=form.cleaned_data["sector"], applied_on=form.cleaned_data["on"])),
        "work": (lambda data: forms.ChooseForm(case, projects, _("Project"), data), lambda form: works.take_on(
            form.cleaned_data["row"], case, person(form), by=by, on=form.cleaned_data["on"])),
        "advice": (lambda data: forms.AdviceForm(case, data), lambda form: support.advise(
            case, person(form), by=by, **values(form))),
        "support": (lambda data: forms.SupportForm(case, data), lambda form: support.support_farm(
            case, person(form), by=by, **values(form))),
    }  # fmt: skip
    titles = {
        "seeker": _("Register a jobseeker"), "course": _("Enrol in a training"), "grant": _("Apply for a grant"),
        "work": _("Take into Cash for Work"), "advice": _("Advice on the farm or on work"),
        "support": _("Support for agribusiness"),
    }  # fmt: skip
    found, status, answer = posted(request, acts if case.is_open else {}, request.path)
    offered = {"course": courses, "grant": calls, "work": projects}
    panels = [panel(code, titles[code], found) for code, form in found.items() if code not in offered or form.rows]
    return answer or render(request, "livelihood/of_case.html", {
        "case": case, "panels": panels, "summary": summary_of(case)}, status=status)  # fmt: skip
