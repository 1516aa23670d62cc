"""What is typed about a stakeholder (SOP Annex 3), and how the list is narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.codelists.lists import choices
from ura.directory.actions import similar_stakeholders
from ura.directory.models import Stakeholder


class StakeholderForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    type = forms.ChoiceField(label=_("Type of institution"))
    service = forms.ChoiceField(label=_("Type of service offered"))
    another = forms.BooleanField(label=_("It is another one: write it down"), required=False)

    class Meta:
        model = Stakeholder
        fields = ["version", "name", "inside", "type", "service", "email", "phone", "address", "notes", "active"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "inside": _("A directorate or unit of the municipality itself."),
            "phone": _("Of the institution, not of a private person."),
            "active": _("Switched off, it is no longer offered; the requests of the past keep it."),
        }

    def __init__(self, municipality, data=None, stakeholder=None):
        self.municipality, self.stakeholder = municipality, stakeholder
        super().__init__(data, instance=stakeholder, initial={"version": stakeholder.version if stakeholder else 0})
        for field, name in (("type", "stakeholder_type"), ("service", "stakeholder_service")):
            keep = getattr(stakeholder, field, None)
            self.fields[field].choices = [("", "—"), *choices(municipality, name, keep=keep)]
        self.similar = []
        if stakeholder is None:
            del self.fields["active"]
            if data:
                self.similar = similar_stakeholders(municipality, data.get("name", ""))
        if not self.similar:
            del self.fields["another"]

    def clean(self):
        if self.similar and not self.cleaned_data.get("another"):
            self.add_error("name", _("It may be in the list already: look above."))
        return self.cleaned_data

    def _post_clean(self):
        """The action writes, with its checks; a ModelForm would change the row before it is asked."""

    def values(self):
        """What the actions take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "another")}


class FilterForm(forms.Form):
    """The list's filters; every one may be empty."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    type = forms.ChoiceField(label=_("Type of institution"), required=False)
    service = forms.ChoiceField(label=_("Type of service offered"), required=False)
    where = forms.ChoiceField(
        label=_("Where it belongs"), required=False,
        choices=[("", "—"), ("inside", _("Part of the municipality")), ("outside", _("Outside the municipality"))],
    )  # fmt: skip
    off = forms.BooleanField(label=_("Also those no longer in use"), required=False)

    def __init__(self, municipality, data):
        super().__init__(data)
        for field, name in (("type", "stakeholder_type"), ("service", "stakeholder_service")):
            self.fields[field].choices = [("", "—"), *choices(municipality, name)]

    def chosen(self):
        """What of the address the filters understand; the rest counts as not chosen."""
        self.is_valid()
        return self.cleaned_data
