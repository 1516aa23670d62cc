"""Choosing a spreadsheet and saying what its columns are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.desk.importing.columns import FIELDS, match


class ChooseForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "Excel (.xlsx, .xls), LibreOffice (.ods) or CSV; at most 200,000 rows. Nothing is written before you have seen it."
        ),
    )


class ColumnsForm(forms.Form):
    """One choice for each column of the file; what was guessed is chosen already."""

    default_day = forms.DateField(
        label=_("Day of receipt for rows without one"),
        required=False,
        help_text=_("Leave empty if every row has its day."),
    )

    def __init__(self, headings, data=None):
        self.headings = [
            heading if str(heading).strip() else _("Column %(n)s") % {"n": n + 1} for n, heading in enumerate(headings)
        ]
        guessed = match(headings)
        initial = {f"column_{place}": field for place, field in guessed.items()}
        super().__init__(data, initial=initial)
        choices = [("", _("— leave out —")), *((code, label) for code, (label, _known) in FIELDS.items())]
        for place, heading in enumerate(self.headings[:80]):
            self.fields[f"column_{place}"] = forms.ChoiceField(label=heading, choices=choices, required=False)

    def clean(self):
        chosen = [v for name, v in self.cleaned_data.items() if name.startswith("column_") and v]
        doubled = {v for v in chosen if chosen.count(v) > 1}
        for name, value in self.cleaned_data.items():
            if name.startswith("column_") and value in doubled:
                self.add_error(name, _("Two columns cannot be the same field: leave one out."))
                break
        return self.cleaned_data

    @property
    def columns(self):
        return [self[name] for name in self.fields if name.startswith("column_")]

    def mapping(self):
        """{column: field}, from what was chosen, or from the guess while nothing was sent."""
        source = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        places = ((name, source.get(name)) for name in self.fields if name.startswith("column_"))
        return {int(name.removeprefix("column_")): field for name, field in places if field}
