"""What an institution may write behind its link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.desk.forms.fields import NOTHING
from ura.portal.cleaning import clean_line
from ura.portal.forms import Papers, Words
from ura.referrals.actions.answering import LONGEST
from ura.referrals.states import Outcome


def _words(label, *, required=True, rows=3, **more):
    return Words(
        rows=rows, label=label, required=required, max_length=LONGEST,
        error_messages={"required": _("Write a few words."), "max_length": _("At most %(limit_value)d signs.")}, **more,
    )  # fmt: skip


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Eight letters and digits, as in 7K3M-9QWX."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "code"}),
        error_messages={"required": _("Type the code that the office told you.")},
    )  # fmt: skip

    def clean_code(self):
        return clean_line(self.cleaned_data["code"])


class AcceptForm(forms.Form):
    text = _words(
        _("A word to the office"), required=False, rows=2, help_text=_("For example when the person may come.")
    )


class DeclineForm(forms.Form):
    text = _words(_("Why you do not take it up"), help_text=_("The office must know where else to go."))


class ProgressForm(forms.Form):
    text = _words(_("How it stands"))


class DoneForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What came of it"), choices=[*NOTHING, *Outcome.choices])
    text = _words(_("In a few words"), required=False)


class QuestionForm(forms.Form):
    text = _words(_("Your question"))


class PaperForm(forms.Form):
    files = Papers(label=_("Documents"), required=True)
