"""Pages of the needs analysis (SOP Annex 4, procedure diaspora/5.1a)."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.codelists.lists import word
from ura.core.refusals import Refused, refusal_into
from ura.core.spreadsheets import write_xlsx
from ura.core.versions import in_savepoint
from ura.letters.word import WordTable, report_docx
from ura.plans.actions import add_topic, fill, keep_step, open_analysis
from ura.plans.forms import OpenForm, StepForm, TableForm, TopicForm
from ura.plans.models import NeedsAnalysis, NeedsStep
from ura.staff.doors import staff_page
from ura.staff.models import Role

STAFF = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)


@staff_page(*STAFF)
def analyses(request):
    """The years; a new one is opened here."""
    form = OpenForm(request.POST or None)
    if form.is_valid():
        try:
            analysis = in_savepoint(
                lambda: open_analysis(
                    request.municipality, form.cleaned_data["year"], by=request.officer, language=request.LANGUAGE_CODE
                )
            )
            return redirect("needs_analysis", request.municipality.slug, analysis.year)
        except Refused as refused:
            refusal_into(form, refused)
    rows = request.municipality.needs_analyses.select_related("author__user").prefetch_related("steps")
    return render(request, "plans/analyses.html", {"form": form, "analyses": rows}, status=_status(form))


@staff_page(*STAFF)
def analysis(request, year):
    """One year's table and steps; saving keeps what was typed when a colleague was faster."""
    row = find_analysis(request, year)
    form = TableForm(row, request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                fill(row, form.cells(), by=request.officer, version=form.cleaned_data["version"])
            messages.success(request, _("Saved."))
            return redirect("needs_analysis", request.municipality.slug, year)
        except Refused as refused:
            refusal_into(form, refused)
            # The next save is meant to overwrite: the reader has been told and sees both texts.
            form.data = form.data.copy()
            form.data["version"] = NeedsAnalysis.objects.get(pk=row.pk).version
            row = find_analysis(request, year)
    context = {
        "analysis": row,
        "form": form,
        "topic_form": TopicForm(row),
        "steps": row.steps.select_related("officer__user"),
    }
    return render(request, "plans/analysis.html", context, status=_status(form))


@staff_page(*STAFF)
@require_POST
def topic(request, year):
    row = find_analysis(request, year)
    form = TopicForm(row, request.POST)
    if form.is_valid():
        add_topic(row, form.cleaned_data["topic"], by=request.officer)
    return redirect("needs_analysis", request.municipality.slug, year)


@staff_page(*STAFF)
def step(request, year, pk=None):
    """A task, a talk or a round table: who, when, who came, what was decided, what it costs."""
    row = find_analysis(request, year)
    known = get_object_or_404(row.steps, pk=pk) if pk else None
    form, theirs = StepForm(row, request.POST or None, instance=known), []
    if form.is_valid():
        try:
            with transaction.atomic():
                keep_step(row, by=request.officer, step=known, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("needs_analysis", request.municipality.slug, year)
        except Refused as refused:
            refusal_into(form, refused)
            theirs = form.saved_now(row.steps.get(pk=pk))
    context = {"analysis": row, "form": form, "step": known, "theirs": theirs}
    return render(request, "plans/step.html", context, status=_status(form))


@staff_page(*STAFF)
def analysis_file(request, year, kind):
    """The table as it leaves the office, with the tasks and round tables of procedure 5.1a."""
    row = find_analysis(request, year)
    more = _steps(row)
    columns = [_("Topic"), _("Current situation"), _("Needs"), _("Desired situation")]
    rows = [(word(request.municipality, "gap_topic", r.topic), r.current, r.needs, r.desired) for r in row.rows.all()]
    title = _("Needs analysis %(year)s") % {"year": year}
    if kind == "docx":
        tables = [WordTable(columns=tuple(columns), rows=tuple(rows))]
        tables += [WordTable(title=name, columns=heads, rows=tuple(lines)) for name, heads, lines in more if lines]
        data = report_docx(title, request.municipality.official, tables, language=request.LANGUAGE_CODE)
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    elif kind == "xlsx":
        data = write_xlsx(columns, rows, title=title, more=more)
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        raise Http404
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="ura-{request.municipality.slug}-aneksi-4-{year}.{kind}"'
    return response


def _steps(analysis):
    """(name, columns, rows) of the tasks, and of the round tables and talks."""
    steps = list(analysis.steps.select_related("officer__user"))
    kind = NeedsStep.Kind
    tasks = (_("Task"), _("Who"), _("Until"), _("Cost in lek"), _("Source of money"), _("Done on"))
    tables = (_("What"), _("Day"), _("Who"), _("Invited"), _("Attended"), _("Minutes and decisions"), _("Done on"))
    return [
        (_("Tasks"), tasks, [
            (step.what, step.officer and str(step.officer), step.on, step.cost, step.source, step.done_on)
            for step in steps if step.kind == kind.TASK
        ]),
        (_("Round tables and discussions"), tables, [
            (step.what, step.on, step.officer and str(step.officer), step.invited, step.attended, step.minutes, step.done_on)
            for step in steps if step.kind != kind.TASK
        ]),
    ]  # fmt: skip


def find_analysis(request, year):
    row = get_object_or_404(request.municipality.needs_analyses.select_related("author__user"), year=year)
    row.municipality = request.municipality
    return row


def _status(form):
    return 422 if form.errors else 200
