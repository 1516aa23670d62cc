"""The register of breaches and its clock."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.rights.breaches import close_breach, correct_breach, note_breach, notification_draft
from ura.rights.clock import breach_clock, notify_until
from ura.rights.forms import BreachForm
from ura.rights.models import Breach
from ura.rights.rules import KEEPERS
from ura.rights.words import tabs
from ura.staff.doors import staff_page


@staff_page(*KEEPERS)
@require_GET
def breaches(request):
    rows = list(request.municipality.breaches.all())
    for row in rows:
        row.municipality = request.municipality
        row.tone, row.clock = breach_clock(row)
    return render(request, "rights/breaches.html", {"tabs": tabs(request, "breaches"), "rows": rows})


@staff_page(*KEEPERS)
def breach_new(request):
    """What is known now is enough: the hours run."""
    form = BreachForm(Breach(municipality=request.municipality, noticed_at=timezone.now()), request.POST or None)
    if form.is_valid():
        try:
            row = in_savepoint(lambda: note_breach(request.municipality, by=request.officer, **form.values()))
            messages.success(request, _("Written down as number %(n)s.") % {"n": row.number})
            return redirect("breach", request.municipality.slug, row.pk)
        except Refused as refused:
            refusal_into(form, refused)
    context = {"tabs": tabs(request, "breaches"), "form": form}
    return render(request, "rights/breach.html", context, status=422 if form.errors else 200)


@staff_page(*KEEPERS)
def breach(request, pk):
    """One breach with its clock, what is known, and the draft of the notification."""
    row = _find(request, pk)
    form = BreachForm(_find(request, pk), request.POST or None)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            in_savepoint(lambda: correct_breach(row, by=request.officer, version=version, **form.values()))
            messages.success(request, _("Saved."))
            return redirect("breach", request.municipality.slug, row.pk)
        except Refused as refused:
            refusal_into(form, refused)
            form.data = form.data.copy()
            form.data["version"] = _find(request, pk).version
    tone, clock = breach_clock(row)
    return render(request, "rights/breach.html", {
        "tabs": tabs(request, "breaches"), "row": row, "form": form, "tone": tone, "clock": clock,
        "until": notify_until(row), "draft": notification_draft(row, "sq"),
        "draft_en": notification_draft(row, "en") if request.LANGUAGE_CODE == "en" else "",
    }, status=422 if form.errors else 200)  # fmt: skip


@staff_page(*KEEPERS)
@require_POST
def breach_close(request, pk):
    row = close_breach(_find(request, pk), by=request.officer)
    messages.success(request, _("Closed."))
    return redirect("breach", request.municipality.slug, row.pk)


def _find(request, pk):
    row = get_object_or_404(request.municipality.breaches, pk=pk)
    row.municipality = request.municipality
    return row
