"""Elevated access: taking it, seeing who had it, ending it."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.office.elevation import KEPT, elevate, end_elevation, may_elevate
from ura.office.settings_common import attempt, posted, status_of, to
from ura.staff.doors import staff_page
from ura.staff.models import Elevation, Role

SHOWN = 50


class ElevationForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: a request cannot be opened by its focal point since Monday. Name no person."),
    )  # fmt: skip


@staff_page(Role.ADMINISTRATOR, Role.SUPERVISOR)
@reauthentication_required(allow_get=True)
def elevation(request):
    """An administrator takes it here; supervisors see who had it, and why."""
    officer = request.officer
    form = ElevationForm(posted(request)) if may_elevate(officer) else None
    if form and (row := attempt(form, elevate, officer=officer)):
        request.session[KEPT] = {"pk": row.pk, "office": request.municipality.slug}
        messages.success(request, _("You may read requests now. Each page you open is in the trail."))
        return to(request, "settings_elevation")
    rows = list(request.municipality.elevations.select_related("officer__user")[:SHOWN])
    now = timezone.now()
    for row in rows:
        row.runs = row.ended_at is None and row.until > now
    context = {"form": form, "rows": rows, "running": any(row.runs and row.officer_id == officer.pk for row in rows)}
    return render(request, "office/settings/elevation.html", context, status=status_of(form) if form else 200)


@staff_page(Role.ADMINISTRATOR, Role.SUPERVISOR)
@require_POST
def elevation_end(request, pk):
    row = get_object_or_404(Elevation, municipality=request.municipality, pk=pk)
    row.municipality = request.municipality
    end_elevation(row, by=request.officer)
    messages.success(request, _("The elevated access has ended."))
    return to(request, "settings_elevation")
