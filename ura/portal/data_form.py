"""What a citizen types who asks about their own data."""

from copy import deepcopy

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.portal.forms import Guarded, RequestForm, Words
from ura.rights.states import Right

REACHED = ("name", "email", "phone", "address")
WORDS = {  # the law's words are the office's; here stands what one wants
    Right.ACCESS: _("See what the office holds about me and get a copy (access)"),
    Right.RECTIFICATION: _("Have something corrected (rectification)"),
    Right.ERASURE: _("Have my data deleted (erasure)"),
    Right.RESTRICTION: _("Have my data kept but not used for now (restriction)"),
    Right.PORTABILITY: _("Get my data in a form that machines read (portability)"),
    Right.OBJECTION: _("Object to the use of my data (objection)"),
}


class DataForm(Guarded):
    """Which right, who asks, one way to reach them."""

    right = forms.ChoiceField(
        label=_("What do you want?"), choices=[(right.value, words) for right, words in WORDS.items()], widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want."), "invalid_choice": _("Choose one of the list.")},
    )  # fmt: skip
    details = Words(
        rows=5, label=_("More about it"), required=False, max_length=5000,
        help_text=_("For example the number of your request, or what is wrong and how it should read."),
        error_messages={"max_length": _("This is too long: %(limit_value)d signs at most (it has %(show_value)d).")},
    )  # fmt: skip

    clean_phone = RequestForm.clean_phone

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in REACHED:
            self.fields[name] = deepcopy(RequestForm.base_fields[name])
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Write your name: the data are looked for under it.")

    def clean(self):
        data = super().clean()
        if not any(data.get(way) or way in self.errors for way in REACHED[1:]):
            raise forms.ValidationError(
                _("How shall the answer reach you? Give an e-mail, a phone or a postal address."), code="way_to_answer"
            )
        return data

    def asked(self, language):
        """What `receive_from_public` takes."""
        data = self.cleaned_data
        person = {name: data[name] for name in REACHED if data[name]} | {"language": language}
        return {"right": data["right"], "details": data["details"], "person": person}
