"""What is written down when somebody is registered in a unit."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Registration
from ura.cases.paper_forms import FormKey, paper_form
from ura.codelists.countries import country_choices, origin_choices
from ura.desk.forms.fields import NOTHING, day, line, words
from ura.people.models import Person
from ura.staff.models import Role

REASONS = [("moved", _("Moved to another place")), ("left", _("Left Albania")), ("mistake", _("Written by mistake"))]


def education_choices():
    """The education of both procedures together."""
    found = {}
    for key in (FormKey.DIASPORA, FormKey.INTERNAL):
        found |= {code: str(option) for code, option in paper_form(key).by_key["education"].words.items()}
    return list(found.items())


def age_choices():
    return [(o.code, str(o)) for o in paper_form(FormKey.DIASPORA).by_key["age_band"].options]


def _one_of(label, choices, *, radio=True, required=False):
    widget = forms.RadioSelect if radio else forms.Select
    offered = list(choices) if radio else NOTHING + list(choices)
    return forms.ChoiceField(label=label, choices=offered, required=required, widget=widget)


class RegistrationForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    person = forms.IntegerField(widget=forms.HiddenInput, required=False)
    session = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    category = _one_of(_("Category"), Registration.Category.choices, required=True)
    unit = forms.ModelChoiceField(None, label=_("Administrative unit"), empty_label="—")
    registered_on = day(_("Registered on"), required=True)
    arrived_on = day(_("Arrived or returned on"))
    origin = forms.ChoiceField(label=_("Country or municipality of origin"), required=False)
    citizenship = forms.ChoiceField(label=_("Citizenship"), required=False)
    sex = _one_of(_("Sex"), Person.Sex.choices)
    age_band = forms.ChoiceField(label=_("Age"), required=False, widget=forms.RadioSelect)
    civil_status = _one_of(_("Civil status"), Registration.CivilStatus.choices)
    education = forms.ChoiceField(label=_("Highest education"), required=False)
    work = _one_of(_("Work"), Registration.Work.choices)
    occupation = line(_("Occupation"), longest=200)
    adults = forms.IntegerField(label=_("Adults in the family"), required=False, min_value=0, max_value=60)
    children = forms.IntegerField(label=_("Children in the family"), required=False, min_value=0, max_value=60)
    note = words(_("Note"), rows=2, required=False, max_length=2000)

    def __init__(self, officer, *args, named=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("registered_on", timezone.localdate())
        fields = self.fields
        fields["unit"].queryset = officer.municipality.units.filter(active=True)
        limited = [] if officer.has(Role.OFFICER, Role.SUPERVISOR) else officer.unit_ids()
        if limited:
            fields["unit"].queryset = fields["unit"].queryset.filter(pk__in=limited)
            fields["unit"].empty_label = None
            self.initial.setdefault("unit", limited[0])
        fields["origin"].choices = NOTHING + origin_choices()
        fields["citizenship"].choices = NOTHING + country_choices()
        fields["age_band"].choices = age_choices()
        fields["education"].choices = NOTHING + education_choices()
        if not named and not self.is_bound:  # without the declaration no free text; the server refuses it as well
            del fields["occupation"], fields["note"]

    def facts(self):
        hidden = ("version", "person", "session")
        return {name: value for name, value in self.cleaned_data.items() if name not in hidden}


class StrikeForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why it is crossed out"), choices=REASONS)
