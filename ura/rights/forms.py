"""What is typed about rights, retention, holds and breaches."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.rights.actions import LONGEST
from ura.rights.models import Breach, PrivacySettings
from ura.rights.states import FROM, AnswerWay, Decision, Identity, Kept, Right

TEXT = forms.Textarea(attrs={"rows": 5, "data-draft": "no"})  # nothing about a person is kept on the device


def day_field(label, **more):
    widget = forms.DateInput(attrs={"placeholder": _("dd.mm.yyyy"), "autocomplete": "off", "class": "day"})
    return forms.DateField(label=label, widget=widget, **more)


class VersionForm(forms.Form):
    """A form about a row: it says which state of the row was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, row, data=None, **options):
        super().__init__(data, **options)
        self.initial["version"] = row.version


class NewForm(forms.Form):
    right = forms.ChoiceField(label=_("Right"), choices=Right, widget=forms.RadioSelect)
    received_on = day_field(_("Received"), initial=timezone.localdate)
    sender_reference = forms.CharField(label=_("Sender's reference"), required=False, max_length=100)
    details = forms.CharField(label=_("What is asked"), required=False, max_length=LONGEST, widget=TEXT)


class IdentifyForm(VersionForm):
    identity = forms.ChoiceField(label=_("How the identity was checked"), choices=Identity)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, help_text=_("No copy of the document, and not its number.")
    )


class ExtendForm(VersionForm):
    reason = forms.CharField(label=_("Reason for the extension"), max_length=LONGEST, widget=TEXT)


class DecideForm(VersionForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=Decision, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=LONGEST, widget=TEXT)


class AnswerForm(VersionForm):
    way = forms.ChoiceField(label=_("How it is answered"), choices=AnswerWay)
    text = forms.CharField(label=_("Answer"), max_length=LONGEST, widget=TEXT)


class RectifyForm(VersionForm):
    """The fields that are held, as they are; what is changed is corrected."""

    name = forms.CharField(label=_("Name and surname"), required=False, max_length=200)
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Postal address"), required=False, max_length=300)

    def __init__(self, row, data=None, **options):
        super().__init__(row, data, **options)
        for name in ("name", "organisation", "phone", "email", "address"):
            self.initial[name] = getattr(row.person, name)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=TEXT)


class HoldForm(forms.Form):
    number = forms.RegexField(
        r"^\s*\d{1,9}\s*/\s*\d{4}\s*$", label=_("Number of the request"), help_text=_("For example 12/2026.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=TEXT)

    def year_and_number(self):
        number, year = self.cleaned_data["number"].split("/")
        return int(year), int(number)


class RetentionForm(forms.Form):
    """Years and the decision behind them, kind by kind; an empty field keeps everything."""

    def __init__(self, rules, data=None):
        super().__init__(data)
        for kind in Kept:
            rule = rules.get(kind)
            self.fields[f"{kind}_years"] = forms.IntegerField(
                label=_("%(kind)s: years") % {"kind": kind.label}, required=False, min_value=1, max_value=100,
                initial=rule and rule.years, help_text=_("Counted from %(day)s.") % {"day": FROM[kind]},
            )  # fmt: skip
            self.fields[f"{kind}_basis"] = forms.CharField(
                label=_("Decision or rule behind it"), required=False, max_length=200, initial=rule and rule.basis
            )

    def values(self):
        return {kind: (self.cleaned_data[f"{kind}_years"], self.cleaned_data[f"{kind}_basis"].strip()) for kind in Kept}


class BreachForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Breach
        fields = [
            "what", "happened_on", "noticed_at", "whose", "persons", "records", "consequences", "measures", "high_risk",
            "authority_told_at", "persons_told_on", "delay_reason",
        ]  # fmt: skip

    def __init__(self, breach, data=None):
        super().__init__(data, instance=breach, initial={"version": breach.version})
        moment = {"placeholder": _("dd.mm.yyyy hh:mm"), "autocomplete": "off", "class": "day"}
        for name in ("noticed_at", "authority_told_at"):
            self.fields[name].widget = forms.DateTimeInput(attrs=moment)
        for name in ("happened_on", "persons_told_on"):
            self.fields[name].widget = forms.DateInput(attrs=moment | {"placeholder": _("dd.mm.yyyy")})
        for name in ("what", "whose", "consequences", "measures", "delay_reason"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "data-draft": "no", "maxlength": LONGEST})
            self.fields[name].max_length = LONGEST
        self.fields["noticed_at"].help_text = _("The hours run from this moment, day and night, rest days included.")
        self.fields["what"].help_text = _("Without names of persons.")

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PrivacyForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PrivacySettings
        fields = ["answer_days", "extension_days", "breach_hours", "dpo_name", "dpo_contact"]

    def __init__(self, row, data=None):
        super().__init__(data, instance=row, initial={"version": row.version})
        uncertain = _("A reading of law no. 124/2024 after the European model; its text may say otherwise.")
        for name in ("answer_days", "extension_days", "breach_hours"):
            self.fields[name].help_text = uncertain
            self.fields[name].min_value = 1
            self.fields[name].widget.attrs["min"] = 1
