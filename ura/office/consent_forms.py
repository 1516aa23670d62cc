"""What an officer types when somebody agrees, or ends what they agreed to."""

import base64
import binascii

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.core.refusals import Refused
from ura.desk.forms.fields import FilesField, day, line, words
from ura.people.consent import guardians_of, under_full_age
from ura.people.models import How, Purpose, Through
from ura.post.files import inspect

PNG = "data:image/png;base64,"
LONGEST_SIGNATURE = 400_000  # signs of base64


class ConsentForm(forms.Form):
    """One consent, by the way it is given: each way has the proof it needs."""

    purposes = forms.MultipleChoiceField(
        label=_("What the person agrees to"), widget=forms.CheckboxSelectMultiple, required=False
    )
    recipient = line(_("Institution that may receive data"))
    given_on = day(_("Given on"))
    valid_until = day(
        _("Valid until and including"), help_text=_("Left empty: three years, the longest the procedure allows.")
    )
    place = line(_("Where"), longest=120)
    version = forms.TypedChoiceField(label=_("Text that was signed"), coerce=int)
    evidence = FilesField(label=_("Signed declaration, scanned"), required=False)
    signature = forms.CharField(widget=forms.HiddenInput, required=False)
    statement = words(
        _("What the person said on the phone"), rows=4, required=False, max_length=4000,
        help_text=_("As a sentence of yours: who called, how you made sure who it was, what was read out and what they agreed to."),
    )  # fmt: skip
    under_16 = forms.BooleanField(
        label=_("The person is under 16"), required=False,
        help_text=_("A parent or guardian consents and signs (law no. 124/2024)."),
    )  # fmt: skip
    guardian_name = line(_("Parent or guardian"))
    guardian_relation = line(_("Relation to the child"), longest=80)

    PROOF = {How.PAPER: "evidence", How.SCREEN: "signature", How.PHONE: "statement"}

    def __init__(self, person, how, text, texts, *args, **kwargs):
        initial = {"given_on": timezone.localdate(), "version": text.version} | _guardian(person)
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.how, self.text = how, text
        self.fields["purposes"].choices = [(str(purpose), text.clauses[purpose]) for purpose in text.purposes]
        if Purpose.SHARING not in text.purposes:
            del self.fields["recipient"]
        self.fields["version"].choices = [
            (text.version, _("the text in use")), *((each.version, each) for each in texts if each.version != text.version)
        ]  # fmt: skip
        for way, name in self.PROOF.items():
            if way != how:
                del self.fields[name]
        if how != How.PAPER:
            del self.fields["given_on"], self.fields["version"]

    def clean_signature(self):
        """The picture the pen drew, as bytes; nothing when nothing was drawn."""
        sent = self.cleaned_data["signature"]
        if not sent:
            return None
        if not sent.startswith(PNG) or len(sent) > LONGEST_SIGNATURE:
            raise forms.ValidationError(_("The signature could not be read: sign again, or print the declaration."))
        try:
            return inspect(base64.b64decode(sent[len(PNG) :], validate=True), "nenshkrimi.png")
        except (binascii.Error, ValueError, Refused) as error:
            raise forms.ValidationError(
                _("The signature could not be read: sign again, or print the declaration.")
            ) from error

    def clean_evidence(self):
        uploads = self.cleaned_data["evidence"]
        try:
            return inspect(uploads[0].read(), uploads[0].name) if uploads else None
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    @property
    def proof(self):
        """The file that proves it, looked at; None by phone."""
        return self.cleaned_data.get("evidence") or self.cleaned_data.get("signature")

    def values(self):
        """As `give` takes them, without the proof."""
        names = ("purposes", "recipient", "given_on", "valid_until", "place", "statement", "under_16",
                 "guardian_name", "guardian_relation")  # fmt: skip
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _guardian(person):
    if not under_full_age(person):
        return {}
    known = next(iter(guardians_of(person)), None)
    named = {"guardian_name": known.guardian.name, "guardian_relation": known.get_relation_display()} if known else {}
    return {"under_16": True} | named


class LinkForm(forms.Form):
    """For what somebody is asked by e-mail."""

    purposes = forms.MultipleChoiceField(label=_("What you ask for"), widget=forms.CheckboxSelectMultiple)
    recipient = line(_("Institution that may receive data"))

    def __init__(self, text, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = [(str(purpose), purpose.label) for purpose in text.purposes]


class WithdrawForm(forms.Form):
    through = forms.ChoiceField(label=_("How the person asked for it"), choices=Through)
    purposes = forms.MultipleChoiceField(label=_("What ends"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, consent, *args, **kwargs):
        super().__init__(*args, **kwargs)
        standing = [(part.purpose, part.get_purpose_display()) for part in consent.standing]
        self.fields["purposes"].choices = standing
        self.fields["purposes"].initial = [purpose for purpose, _label in standing]
