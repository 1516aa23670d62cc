"""Who carries which requests from the first day, and who acts for an absent colleague."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.codelists.lists import choices, word
from ura.desk.forms.fields import ColleagueField, colleagues
from ura.office import settings_acts as acts
from ura.office.settings_common import attempt, day_field, posted, settings_page, status_of, to
from ura.staff.actions import CARRIERS
from ura.staff.doors import staff_page
from ura.staff.focal_points import standing_focal_point
from ura.staff.models import Absence, Role

KEPT_ABSENCES = 50  # past covers shown


class StandingForm(forms.Form):
    service = forms.ChoiceField(label=gettext_lazy("Service type"), required=False)
    unit = forms.ModelChoiceField(None, label=gettext_lazy("Administrative unit"), required=False)
    officer = ColleagueField(label=gettext_lazy("Focal point"))

    def __init__(self, municipality, data=None):
        super().__init__(data)
        self.fields["service"].choices = [("", _("every type")), *choices(municipality, "service_type")]
        self.fields["unit"].queryset = municipality.units.filter(active=True)
        self.fields["unit"].empty_label = _("every unit")
        self.fields["officer"].offer(colleagues(municipality, roles=CARRIERS))


@settings_page
def standing(request):
    """The narrower rule wins: unit and type together, then the unit, then the type, then the whole office."""
    office = request.municipality
    form = StandingForm(office, posted(request))
    if attempt(form, acts.set_standing, municipality=office, by=request.officer):
        messages.success(request, _("Saved. New requests fall to this colleague from now on."))
        return to(request, "settings_standing")
    rules = list(office.standing_focal_points.select_related("officer__user", "unit"))
    for rule in rules:
        rule.what = word(office, "service_type", rule.service) if rule.service else _("every type")
    context = {"form": form, "rules": rules, "otherwise": standing_focal_point(office)}
    return render(request, "office/settings/standing.html", context, status=status_of(form))


@settings_page
@require_POST
def standing_remove(request, pk):
    rule = get_object_or_404(request.municipality.standing_focal_points, pk=pk)
    rule.municipality = request.municipality
    acts.remove_standing(rule, by=request.officer)
    messages.success(request, _("Removed."))
    return to(request, "settings_standing")


class AbsenceForm(forms.Form):
    officer = ColleagueField(label=gettext_lazy("Who is away"))
    cover = ColleagueField(label=gettext_lazy("Who acts for them"))
    from_on = day_field(gettext_lazy("From"), required=True)
    until_on = day_field(gettext_lazy("Until and including"), required=True)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, required=False,
        help_text=gettext_lazy("For the office only, for example: annual leave."),
    )  # fmt: skip

    def __init__(self, municipality, data=None):
        super().__init__(data)
        staff = colleagues(municipality, roles=CARRIERS)
        for name in ("officer", "cover"):
            self.fields[name].offer(staff)

    def clean(self):
        super().clean()
        last = self.cleaned_data.get("until_on")
        if last and last < timezone.localdate():
            self.add_error("until_on", _("The last day is past: write today or a later day."))
        return self.cleaned_data


@staff_page(Role.ADMINISTRATOR, Role.SUPERVISOR)
def absences(request):
    """Dated cover; the owner of a request stays the owner, and the requesters are told who acts."""
    office = request.municipality
    form = AbsenceForm(office, posted(request))

    def cover(officer, **values):
        officer.municipality = office
        return acts.cover_absence(officer, by=request.officer, **values)

    if attempt(form, cover):
        messages.success(
            request, _("Saved. Those whose requests are concerned are told who acts for their focal point.")
        )
        return to(request, "settings_absences")
    rows = list(office.absences.select_related("officer__user", "cover__user")[:KEPT_ABSENCES])
    today = timezone.localdate()
    for row in rows:
        row.state = "past" if row.until_on < today else "now" if row.from_on <= today else "later"
    context = {"form": form, "absences": rows, "administrator": request.officer.has(Role.ADMINISTRATOR)}
    return render(request, "office/settings/absences.html", context, status=status_of(form))


@staff_page(Role.ADMINISTRATOR, Role.SUPERVISOR)
@require_POST
def absence_end(request, pk):
    row = get_object_or_404(Absence.objects.select_related("officer__user"), municipality=request.municipality, pk=pk)
    acts.end_absence(row, by=request.officer)
    messages.success(request, _("The cover has ended: %(name)s is back.") % {"name": row.officer})
    return to(request, "settings_absences")
