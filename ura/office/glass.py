"""Breaking the glass: a supervisor opens one restricted request for a while, and those concerned are told."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ura.core.refusals import Refused, refusal_into
from ura.desk.actions.team import break_glass
from ura.desk.forms.team import GlassForm
from ura.municipalities.tenancy import reading_for, working_for
from ura.staff.doors import staff_page
from ura.staff.models import Role
from ura.trail.actions import record


@staff_page(Role.SUPERVISOR, own_transaction=True)
def page(request):
    form = GlassForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        year, number = form.cleaned_data["number"]
        try:
            with working_for(request.municipality):
                enquiry = break_glass(
                    request.municipality,
                    by=request.officer,
                    year=year,
                    number=number,
                    reason=form.cleaned_data["reason"],
                )
                messages.warning(request, _("Opened by way of exception. Those concerned have been told."))
                return redirect(enquiry)
        except Refused as refused:
            refusal_into(form, refused)
            _tried(request, year, number)
            status = 409
    with reading_for(request.municipality):
        return render(request, "office/glass.html", {"form": form, "minutes": settings.GLASS_MINUTES}, status=status)


def _tried(request, year, number):
    """A door that stayed shut is in the trail too, in a transaction of its own."""
    with working_for(request.municipality):
        entry = request.municipality.entries.filter(year=year, number=number).first()
        if entry:
            record(entry, "desk.glass_refused", by=request.officer)
