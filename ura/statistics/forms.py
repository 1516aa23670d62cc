"""Choosing a period."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.core.periods import Period

LAST_DAY = MaxValueValidator(date(2999, 12, 31))  # a period ends with the day after, which the calendar must have


class PeriodForm(forms.Form):
    """First and last day, both included; nothing chosen means this month."""

    first = forms.DateField(label=gettext_lazy("From"), required=False, validators=[LAST_DAY])
    last = forms.DateField(label=gettext_lazy("Until and including"), required=False, validators=[LAST_DAY])

    def clean(self):
        data = self.cleaned_data
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day lies before the first: check the dates."))
        return data

    @classmethod
    def of(cls, asked):
        """From an address; where that names no day, the fields show this month, which is what is counted."""
        form = cls(asked)
        if form.is_valid() and not any(form.cleaned_data.values()):
            form = cls(initial={"first": form.period().start, "last": form.period().last})
        return form

    def period(self):
        """The chosen period; this month while the form is empty or wrong."""
        today = timezone.localdate()
        first = last = None
        if self.is_bound and self.is_valid():
            first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if first and not last:
            last = max(today, first)
        if last and not first:
            first = last.replace(day=1)
        return Period.of_days(first, last) if first else Period.month(today.year, today.month)
