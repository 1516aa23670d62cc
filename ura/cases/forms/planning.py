"""What is typed about a plan, its goals, the signature, and assistance given."""

import base64
import binascii

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.cases.formats import domain_names
from ura.cases.models import AssistanceDetail, AssistanceType, Source, Who
from ura.cases.models.plan import LegalTopic
from ura.cases.needs import persons_of
from ura.core.refusals import Refused
from ura.desk.forms.fields import NOTHING, day, words
from ura.desk.forms.fields import line as one_line
from ura.post.files import inspect

PNG = "data:image/png;base64,"
LONGEST_SIGNATURE = 400_000  # signs of base64
EMPTY_ROWS = 3


class Versioned(forms.Form):
    """A form about a row as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def renew(self, version):
        """After a refusal: the reader was told what changed, and may decide for what was typed."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


class PersonField(forms.ChoiceField):
    """Somebody of the case whom the officer may know of; cleans to the Person, or None for the whole family."""

    def __init__(self, case, officer, *, keep=None, everybody=False, **kwargs):
        people = persons_of(case, officer) + ([keep] if keep else [])
        self.people = {str(person.pk): person for person in people}
        choices = [(pk, person.shown_name) for pk, person in self.people.items()]
        super().__init__(choices=([("", _("The whole family"))] if everybody else []) + choices, **kwargs)

    def clean(self, value):
        return self.people.get(super().clean(value))


class PlanForm(Versioned):
    summary = words(
        _("What the plan is to achieve"), rows=4, required=False,
        help_text=_("In the words of the person: where they want to stand at its end."),
    )  # fmt: skip
    assistance = forms.MultipleChoiceField(
        label=_("Assistance foreseen"), choices=AssistanceType, required=False, widget=forms.CheckboxSelectMultiple
    )


class GoalForm(Versioned):
    """One goal; its actions are rows of their own."""

    text = words(_("Goal"), rows=2)
    measure = words(_("How one will see that it is reached"), rows=2, required=False)

    def __init__(self, *args, case, officer, keep=None, **kwargs):
        super().__init__(*args, **kwargs)
        names = domain_names(case.municipality)
        self.fields = {
            "version": self.fields["version"],
            "domain": forms.ChoiceField(label=_("Domain"), choices=list(names.items())),
            "person": PersonField(case, officer, keep=keep, everybody=True, label=_("For whom"), required=False),
            **{name: self.fields[name] for name in ("text", "measure")},
        }


class ActionForm(forms.Form):
    """One action; without text the row is left out."""

    line = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = one_line(_("Action"), longest=500)
    who = forms.ChoiceField(label=_("Who"), choices=Who, initial=Who.OFFICER, required=False)
    institution = one_line(_("Institution"))
    until_on = day(_("Until"))
    cost = forms.IntegerField(label=_("Cost in lek"), required=False, min_value=0, widget=forms.TextInput(attrs={"inputmode": "numeric"}))  # fmt: skip
    source = forms.ChoiceField(label=_("Source of the money"), choices=[*NOTHING, *Source.choices], required=False)

    def clean_who(self):
        return self.cleaned_data["who"] or Who.OFFICER


def action_forms(data, actions, extra=EMPTY_ROWS):
    """The rows of a goal's actions: those there are and some empty ones; a form without text is left out later."""
    if data is None:
        first = [
            {
                name: getattr(action, name)
                for name in ("line", "text", "who", "institution", "until_on", "cost", "source")
            }
            for action in actions
        ]
        return [ActionForm(prefix=str(n), initial=given) for n, given in enumerate([*first, *([{}] * extra)])]
    count = data.get("rows", "")
    count = min(int(count), 60) if count.isascii() and count.isdecimal() and len(count) < 4 else 0
    rows = [ActionForm(data, prefix=str(n)) for n in range(count)]
    for row in rows:
        row.empty_permitted = True
        row.use_required_attribute = False
    return rows


class ReturnForm(Versioned):
    reason = words(_("What should be changed"), rows=4, max_length=5000)


class SignForm(Versioned):
    """The scan of the signed paper, or what the pen drew."""

    on = day(_("Signed on"), required=True)
    signature = forms.CharField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=_("The signed plan"),
        required=False,
        help_text=_("The scan or photo of the signed paper: PDF, JPG or PNG."),
    )

    def __init__(self, *args, how, **kwargs):
        super().__init__(*args, **kwargs)
        self.how = how
        del self.fields["file" if how == "screen" else "signature"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload:
            raise forms.ValidationError(_("Add the scan of the signed plan."))
        try:
            return inspect(upload.read(), upload.name)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_signature(self):
        sent, sentence = self.cleaned_data["signature"], _("The signature is missing: let the person sign.")
        if not sent.startswith(PNG) or len(sent) > LONGEST_SIGNATURE:
            raise forms.ValidationError(sentence)
        try:
            return inspect(base64.b64decode(sent[len(PNG) :], validate=True), "nenshkrimi.png")
        except (binascii.Error, ValueError, Refused) as error:
            raise forms.ValidationError(sentence) from error

    @property
    def seen(self):
        return self.cleaned_data.get("signature") or self.cleaned_data.get("file")


class StrikeForm(forms.Form):
    """Why assistance that was written down is struck out."""

    reason = words(_("Why it is struck out"), rows=2)


class AssistForm(forms.Form):
    """Help that was given."""

    type = forms.ChoiceField(label=_("Type of assistance"), choices=[*NOTHING, *AssistanceType.choices])
    detail = forms.ChoiceField(
        label=_("Which paper or which legal help"), required=False, choices=[*NOTHING, *AssistanceDetail.choices],
        help_text=_("For papers and legal aid."),
    )  # fmt: skip
    topic = forms.ChoiceField(
        label=_("What the legal help was about"), required=False, choices=[*NOTHING, *LegalTopic.choices],
        help_text=_("For legal aid."),
    )  # fmt: skip
    on = day(_("Day"), required=True)
    amount = forms.IntegerField(label=_("Amount in lek"), required=False, min_value=0, widget=forms.TextInput(attrs={"inputmode": "numeric"}))  # fmt: skip
    source = forms.ChoiceField(label=_("Source of the money"), choices=[*NOTHING, *Source.choices], required=False)
    text = words(_("What was given"), rows=2, required=False)

    def __init__(self, *args, case, officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.fields = {
            "type": self.fields.pop("type"), "detail": self.fields.pop("detail"),
            "topic": self.fields.pop("topic"),
            "person": PersonField(case, officer, label=_("For whom")), **self.fields,
        }  # fmt: skip
