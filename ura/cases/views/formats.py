"""The office's own formats of assessment, and how it works its cases."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.cases.actions.rules import keep_rule
from ura.cases.formats import format_of, formats_of, keep_own, restore_shipped
from ura.cases.forms.assessing import FormatForm
from ura.cases.forms.reviewing import RulesForm
from ura.cases.models import AssessmentFormat, CaseRule
from ura.cases.views.common import attempt
from ura.core.refusals import Refused
from ura.staff.doors import staff_page
from ura.staff.models import Role

KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


@staff_page(*KEEPERS)
def formats(request):
    """The formats in use, each with its versions, and the rules of reviews and closing."""
    rule = CaseRule.of(request.municipality)
    form = RulesForm(request.POST or None, instance=rule, initial={"version": rule.version})
    if form.is_valid() and attempt(
        form, lambda: keep_rule(request.municipality, by=request.officer, **form.cleaned_data)
    ):
        messages.success(request, _("The rules are kept; they hold for what comes next."))
        return redirect("case_formats", request.municipality.slug)
    return render(request, "cases/formats.html", {
        "formats": formats_of(request.municipality).values(), "form": form,
    }, status=422 if form.is_bound else 200)  # fmt: skip


@staff_page(*KEEPERS)
def format(request, kind):
    """One format as the office writes it; saving makes its next version."""
    try:
        now = format_of(request.municipality, kind)
    except KeyError as error:
        raise Http404 from error
    form = FormatForm(request.POST or None, format=now)
    if form.is_valid() and attempt(
        form,
        lambda: keep_own(
            request.municipality, kind, form.content(), by=request.officer, version=form.cleaned_data["version"]
        ),
    ):
        messages.success(request, _("The format is kept as a new version; earlier assessments keep theirs."))
        return redirect("case_formats", request.municipality.slug)
    if form.is_bound:
        form.data = form.data.copy()
        form.data["version"] = now.number
    rows = AssessmentFormat.objects.filter(municipality=request.municipality, code=kind).select_related("made_by__user")
    return render(request, "cases/format.html", {"format": now, "form": form, "rows": rows},
                  status=422 if form.is_bound else 200)  # fmt: skip


@staff_page(*KEEPERS)
@require_POST
def restore(request, kind):
    """Back to the shipped format."""
    try:
        restore_shipped(request.municipality, kind, by=request.officer)
        messages.success(request, _("The shipped format is in use again, as a new version."))
    except KeyError as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("case_formats", request.municipality.slug)
