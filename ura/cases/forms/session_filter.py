"""What the lists of sessions and registrations are narrowed by; what is typed wrong narrows nothing and is said."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Registration
from ura.cases.paper_forms import FormKey
from ura.desk.forms.fields import NOTHING
from ura.desk.forms.fields import day as day_field
from ura.staff.models import Role

NAMED = [("named", _("With a name")), ("unnamed", _("Without a name"))]


def _chosen(label, choices=()):
    return forms.ChoiceField(label=label, choices=NOTHING + list(choices), required=False)


class _Filter(forms.Form):
    def __init__(self, officer, data):
        super().__init__(data or None)
        self.officer = officer
        office = officer.municipality
        units = office.units.filter(active=True)
        limited = [] if officer.has(Role.OFFICER, Role.SUPERVISOR) else officer.unit_ids()
        units = units.filter(pk__in=limited) if limited else units
        self.fields["unit"].choices = NOTHING + [(str(unit.pk), str(unit)) for unit in units]
        staff = office.officers.select_related("user").order_by("user__name")
        self.fields["officer"].choices = NOTHING + [(str(one.pk), str(one)) for one in staff]

    def clean(self):
        data = self.cleaned_data
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("The last day lies before the first."))

    def narrow(self, rows):
        """The rows that fit what was understood."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {}) if self.is_bound else {}
        if data.get("since"):
            rows = rows.filter(**{f"{self.by_day}__gte": data["since"]})
        if data.get("until"):
            rows = rows.filter(**{f"{self.by_day}__lte": data["until"]})
        for name in self.codes:
            if data.get(name):
                rows = rows.filter(**{name: data[name]})
        if data.get("named"):
            rows = rows.filter(person__isnull=data["named"] == "unnamed")
        return rows


class SessionFilter(_Filter):
    by_day, codes = "held_on", ("form", "unit", "officer", "origin")

    since = day_field(_("Held from"))
    until = day_field(_("Held until"))
    form = _chosen(_("Form"), FormKey.choices)
    unit = _chosen(_("Administrative unit"))
    officer = _chosen(_("Officer"))
    named = _chosen(_("Name"), NAMED)
    origin = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)


class RegistrationFilter(_Filter):
    by_day, codes = "registered_on", ("category", "unit", "officer", "sex")

    since = day_field(_("Registered from"))
    until = day_field(_("Registered until"))
    category = _chosen(_("Category"), Registration.Category.choices)
    unit = _chosen(_("Administrative unit"))
    officer = _chosen(_("Officer"))
    named = _chosen(_("Name"), NAMED)
    sex = _chosen(_("Sex"), [("F", _("Female")), ("M", _("Male"))])
