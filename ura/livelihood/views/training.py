"""Courses."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ura.livelihood.actions import training as acts
from ura.livelihood.forms import all as forms
from ura.livelihood.models import Attendance, Course, Enrolment
from ura.livelihood.views.parts import WORK, find, known, panel, posted, tabs
from ura.staff.doors import staff_page

MOST = 100


@staff_page(*WORK)
def courses(request):
    found, status, answer = posted(request, {
        "new": (forms.CourseForm, lambda form: acts.keep_course(request.municipality, by=request.officer, **form.values())),
    }, request.path)  # fmt: skip
    seen = known(request.officer, Enrolment.objects.filter(municipality=request.municipality))
    rows = Course.objects.filter(municipality=request.municipality).prefetch_related(Prefetch("enrolments", seen))[
        :MOST
    ]
    for row in rows:
        row.taken = sum(1 for each in row.enrolments.all() if each.state != "left")
        row.completed = sum(1 for each in row.enrolments.all() if each.state == "completed")
    return answer or render(request, "livelihood/courses.html", {
        "tabs": tabs(request, "courses"), "rows": rows, "panels": [panel("new", _("A course more"), found)]}, status=status)  # fmt: skip


@staff_page(*WORK)
def course(request, pk):
    """One course: who is in it, who was there on which day, who completed it."""
    row = get_object_or_404(Course.objects.filter(municipality=request.municipality), pk=pk)
    row.municipality = request.municipality
    rows = known(request.officer, Enrolment.objects.filter(municipality=request.municipality, course=row))
    rows = rows.select_related("person", "case__enquiry__entry")
    enrolments = list(rows)

    def attend(form):
        seen = {each.pk for each in enrolments}
        hidden = Attendance.objects.filter(
            municipality=request.municipality, day__course=row, day__on=form.cleaned_data["on"]
        ).exclude(enrolment__in=seen)  # fmt: skip
        present = {*form.cleaned_data["present"], *hidden.values_list("enrolment", flat=True)}
        acts.mark_attendance(row, by=request.officer, on=form.cleaned_data["on"], present=present)

    def of_row(act):
        def do(form):
            found = find(rows, request, "enrolment")
            found.course, found.municipality = row, request.municipality
            found.case.municipality = request.municipality
            act(found, by=request.officer, **(form.cleaned_data if form else {}))

        return do

    found, status, answer = posted(request, {
        "edit": (lambda data: forms.CourseForm.of(row, data), lambda form: acts.keep_course(
            request.municipality, by=request.officer, course=row, version=form.cleaned_data["version"], **form.values())),
        "attend": (lambda data: forms.AttendanceForm(enrolments, data), attend),
        "complete": (forms.CompleteForm, of_row(acts.complete)),
        "leave": (lambda data: None, of_row(acts.leave_course)),
    }, request.path)  # fmt: skip
    if answer:
        return answer
    counts, held = acts.attendance_of(row)
    for each in enrolments:
        each.attended = counts.get(each.pk, 0)
        each.share = each.attended * 100 // held if held else None
    attends = [(each.pk, each.person.shown_name) for each in enrolments if each.state == "enrolled"]
    chosen = request.POST.get("enrolment", "")
    panels = [
        panel("attend", _("Who was there"), found, rows=None if enrolments else []),
        panel("complete", _("Completed the course"), found, name="enrolment", rows=attends, posted=chosen),
        panel("leave", _("Left the course"), found, name="enrolment", rows=attends, posted=chosen, danger=True),
        panel("edit", _("Correct"), found),
    ]
    mine = Attendance.objects.filter(municipality=request.municipality, enrolment__in=[each.pk for each in enrolments])
    days = row.days.filter(municipality=request.municipality).prefetch_related(Prefetch("attendance", mine))
    return render(request, "livelihood/course.html", {
        "tabs": tabs(request, "courses"), "course": row, "enrolments": enrolments, "panels": panels, "held": held,
        "days": [(each.on, len(each.attendance.all())) for each in days],
    }, status=status)  # fmt: skip
