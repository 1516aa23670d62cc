"""The office's calendar: the country's days off, and days of its own that move the open deadlines."""

from datetime import date

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateformat import format as format_day
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.municipalities.models import Holiday, OfficeDay
from ura.office import settings_acts as acts
from ura.office.settings_common import attempt, day_field, posted, settings_page, status_of, to
from ura.office.settings_office import moved_words


class DayForm(forms.Form):
    on = day_field(gettext_lazy("Day"), required=True)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OfficeDay.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200,
        help_text=gettext_lazy("For example: decision of the mayor no. 12. Each request whose deadline moves shows it."),
    )  # fmt: skip


@settings_page
def calendar(request):
    """A year by months; a day announced late moves the open deadlines all the same."""
    office, today = request.municipality, timezone.localdate()
    form = DayForm(posted(request), initial={"kind": OfficeDay.Kind.OFF})
    moved = attempt(form, acts.add_office_day, municipality=office, by=request.officer)
    if moved is not None:
        messages.success(request, f"{_('The day is in the calendar.')} {moved_words(moved)}")
        return _back(request, form.cleaned_data["on"].year)
    year = _year(request.GET.get("year"), today.year)
    context = {"form": form, "year": year, "months": list(_months(office, year)), "today": today,
               "years": range(today.year - 1, today.year + 4), "known": Holiday.objects.filter(on__year=year).exists()}  # fmt: skip
    return render(request, "office/settings/calendar.html", context, status=status_of(form))


@settings_page
@require_POST
def day_remove(request, pk):
    day = get_object_or_404(OfficeDay, municipality=request.municipality, pk=pk)
    day.municipality = request.municipality
    moved = acts.remove_office_day(day, by=request.officer)
    messages.success(request, f"{_('The day is out of the calendar.')} {moved_words(moved)}")
    return _back(request, day.on.year)


def _months(office, year):
    """(name of the month, its days): national days off and the office's own, in order."""
    days = [(row.on, row, None) for row in Holiday.objects.filter(on__year=year)]
    days += [(row.on, None, row) for row in OfficeDay.objects.filter(municipality=office, on__year=year)]
    days.sort(key=lambda day: (day[0], day[2] is not None))
    for month in range(1, 13):
        found = [(on, national, own) for on, national, own in days if on.month == month]
        if found:
            yield format_day(date(year, month, 1), "F"), found


def _back(request, year):
    response = to(request, "settings_calendar")
    if year != timezone.localdate().year:
        response["Location"] += f"?year={year}"
    return response


def _year(text, otherwise):
    return (
        int(text)
        if text and len(text) == 4 and text.isascii() and text.isdigit() and 2015 <= int(text) <= 2100
        else otherwise
    )
