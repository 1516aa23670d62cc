"""What the board and the review are narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.directory.models import ServiceKind
from ura.referrals.states import OPEN, State, Urgency

ALL = [("", _("All"))]


class BoardForm(forms.Form):
    recipient = forms.ChoiceField(label=_("Institution"), required=False)
    state = forms.ChoiceField(
        label=_("Status"), choices=[*ALL, *((each.value, State(each).label) for each in OPEN)], required=False
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=[*ALL, *Urgency.choices], required=False)
    category = forms.ChoiceField(label=_("Kind of service"), choices=[*ALL, *ServiceKind.choices], required=False)
    late = forms.BooleanField(label=_("Only late ones"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args, recipients=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [*ALL, *((name, name) for name in recipients)]

    def values(self):
        """What was chosen and understood; what somebody mistyped in the address narrows nothing."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)
