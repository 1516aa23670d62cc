"""The office's own declaration of consent: each change is a new version in both languages; what was signed stays."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.office.settings_common import attempt, day_field, posted, status_of
from ura.people.consent_texts import reword, text_in_use, texts_of
from ura.people.models import Purpose
from ura.staff.doors import staff_page
from ura.staff.models import Role

REWORDS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
LANGUAGES = {"sq": gettext_lazy("Albanian"), "en": gettext_lazy("English")}


class TextForm(forms.Form):
    """Title, declaration and one sentence for each purpose, in Albanian and English."""

    valid_from = day_field(gettext_lazy("Valid from"), help_text=gettext_lazy("Left empty: from today."))

    def __init__(self, municipality, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            now = text_in_use(municipality, code, keep=False)
            self.fields[f"{code}_title"] = forms.CharField(
                label=gettext_lazy("Title"), max_length=200, initial=now.title, required=False
            )
            self.fields[f"{code}_statement"] = forms.CharField(
                label=gettext_lazy("Declaration"), max_length=20_000, initial=now.statement, required=False,
                widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
            )  # fmt: skip
            for purpose in Purpose:
                self.fields[f"{code}_{purpose}"] = forms.CharField(
                    label=purpose.label, max_length=1000, initial=now.clauses.get(purpose, ""), required=False,
                    widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
                )  # fmt: skip

    def halves(self):
        """(language, its name, its fields)."""
        return [
            (code, name, [field for field in self if field.name.startswith(f"{code}_")])
            for code, name in LANGUAGES.items()
        ]


def _reword(municipality, *, by, valid_from, **values):
    halves = {
        code: {
            "title": values[f"{code}_title"], "statement": values[f"{code}_statement"],
            "clauses": {str(purpose): values[f"{code}_{purpose}"] for purpose in Purpose},
        }
        for code in LANGUAGES
    }  # fmt: skip
    return reword(municipality, by=by, valid_from=valid_from, **halves)


@staff_page(*REWORDS)
def texts(request):
    """The text in use, to be changed as a new version, and every earlier one."""
    form = TextForm(request.municipality, posted(request))
    if kept := attempt(form, lambda **values: _reword(request.municipality, by=request.officer, **values)):
        messages.success(
            request, _("Kept as version %(n)s. What was signed before stays as it was.") % {"n": kept["sq"].version}
        )
        return redirect("consent_texts", request.municipality.slug)
    context = {"form": form, "versions": texts_of(request.municipality)}
    return render(request, "office/consent_texts.html", context, status=status_of(form))
