"""What is typed about institutions, services, places and contact persons, and how the list is narrowed."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ura.directory.models import (
    Audience,
    Contact,
    Institution,
    InstitutionKind,
    Location,
    Service,
    ServiceKind,
    VulnerableGroup,
)
from ura.directory.models.checked import LANGUAGES

DAY = {"placeholder": _("dd.mm.yyyy"), "autocomplete": "off", "class": "day"}


class Kept(forms.ModelForm):
    """Shows a row; the action writes it, with its checks."""

    def _post_clean(self):
        """A ModelForm would change the row before the action is asked."""

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class Versioned(Kept):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, instance=None, **more):
        super().__init__(data, instance=instance, initial={"version": instance.version if instance else 0}, **more)
        if instance is None:
            del self.fields["active"]


def _several(label, offered):
    return forms.MultipleChoiceField(
        label=label, choices=offered, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip


def _one_of(label, rows, initial, help_text=""):
    """A field that chooses one of these rows or none, without asking the database when the class is made."""
    by_key = {str(row.pk): row for row in rows}
    return forms.TypedChoiceField(
        label=label, required=False, choices=[("", "—"), *((key, str(row)) for key, row in by_key.items())],
        coerce=by_key.get, empty_value=None, initial=initial, help_text=help_text,
    )  # fmt: skip


class InstitutionForm(Versioned):
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    languages = _several(_("Languages spoken"), LANGUAGES)

    class Meta:
        model = Institution
        fields = ["version", "kind", "name_sq", "name_en", "area", "phone", "email", "website", "hours", "languages",
                  "notes", "valid_until", "active"]  # fmt: skip
        widgets = {"notes": forms.Textarea(attrs={"rows": 3, "dir": "auto"}), "valid_until": forms.DateInput(attrs=DAY)}
        help_texts = {
            "area": _("Empty: the whole municipality."),
            "phone": _("Of the institution, not of a private person."),
        }

    def __init__(self, municipality, data=None, instance=None):
        super().__init__(data, instance)
        self.fields["kind"].choices = [("", "—"), *InstitutionKind.choices]
        own = instance.stakeholder_id if instance else None
        known = municipality.stakeholders.filter(Q(active=True, institution=None) | Q(pk=own)).order_by("name")
        self.fields["stakeholder"] = _one_of(
            _("The same as the stakeholder"), known, own,
            help_text=_("If it is also written among the stakeholders of requests (SOP Annex 3)."),
        )  # fmt: skip


class ServiceForm(Versioned):
    audiences = _several(_("For whom"), Audience.choices)
    tailored = _several(_("Tailored to vulnerable groups"), VulnerableGroup.choices)
    languages = _several(_("Languages spoken"), LANGUAGES)

    class Meta:
        model = Service
        fields = ["version", "kind", "name_sq", "name_en", "audiences", "tailored", "how_to_refer_sq", "how_to_refer_en",
                  "referral_email", "cost_sq", "cost_en", "hours", "area", "languages", "notes",
                  "valid_until", "active"]  # fmt: skip
        widgets = {
            "notes": forms.Textarea(attrs={"rows": 3, "dir": "auto"}), "valid_until": forms.DateInput(attrs=DAY),
            "how_to_refer_sq": forms.Textarea(attrs={"rows": 2}), "how_to_refer_en": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip
        help_texts = {"referral_email": _("Empty: the institution’s own address, or a printed letter.")}

    def __init__(self, institution, data=None, instance=None):
        super().__init__(data, instance)
        self.fields["kind"].choices = [("", "—"), *ServiceKind.choices]
        self.fields["tailored"].help_text = _("Only groups for whom the service itself is adapted; it is counted.")
        places = list(Location.objects.filter(municipality=institution.municipality, institution=institution))
        self.fields["location"] = _one_of(_("Where"), places, instance.location_id if instance else None)


class LocationForm(Kept):
    address = forms.CharField(label=_("Address"), required=False, max_length=300)

    class Meta:
        model = Location
        fields = ["name", "address", "confidential", "hours", "phone"]
        help_texts = {
            "confidential": _(
                "As of a shelter: the address is shown only to supervisors and to officers in the team of a restricted "
                "matter, is never printed or exported, and no public page knows it."
            )
        }


class ContactForm(Kept):
    name = forms.CharField(label=_("First name and surname"), max_length=150)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)

    class Meta:
        model = Contact
        fields = ["name", "function", "phone", "email"]


class LookForm(forms.Form):
    """The list's filters; every one may be empty."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("Name, service or area"),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind of service"), required=False, choices=[("", "—"), *ServiceKind.choices]
    )  # fmt: skip
    institution = forms.ChoiceField(
        label=_("Kind of institution"), required=False, choices=[("", "—"), *InstitutionKind.choices]
    )
    audience = forms.ChoiceField(label=_("For whom"), required=False, choices=[("", "—"), *Audience.choices])
    off = forms.BooleanField(label=_("Also those no longer in use"), required=False)

    def chosen(self):
        self.is_valid()
        return self.cleaned_data
