"""What an officer says of a doubtful mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.codelists.lists import choices
from ura.desk.models import Enquiry


class ReleaseForm(forms.Form):
    """It is a new request, of this person."""

    name = forms.CharField(label=_("Name and surname"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    service = forms.ChoiceField(label=_("Service type"))
    audience = forms.ChoiceField(label=_("Audience"), required=False)

    def __init__(self, request, data=None):
        super().__init__(data)
        self.fields["service"].choices = choices(request.municipality, "service_type")
        self.fields["audience"].choices = [("", "—"), *choices(request.municipality, "audience")]


class JoinForm(forms.Form):
    """It belongs to a request of this office."""

    number = forms.CharField(label=_("Number of the request"), max_length=60, help_text=_("For example 123/2026"))

    def __init__(self, request, data=None):
        super().__init__(data)
        self.request = request

    def clean(self):
        number = (self.cleaned_data.get("number") or "").strip()
        rows = Enquiry.objects.filter(municipality=self.request.municipality).visible_to(self.request.officer)
        enquiry = rows.filter(entry__label=number).select_related("entry", "text", "requester", "owner__user").first()
        if number and enquiry is None:
            self.add_error("number", _("No request of this office has this number. Check it and write it as 123/2026."))
        elif enquiry:
            enquiry.municipality = self.request.municipality
            self.cleaned_data["enquiry"] = enquiry
        return self.cleaned_data


class AsideForm(forms.Form):
    """It is no request."""

    reason = forms.CharField(label=_("Why"), max_length=60, help_text=_("For example: advertising"))

    def __init__(self, request, data=None):
        super().__init__(data)
