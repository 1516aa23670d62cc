"""What a person may type about a letter."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ura.codelists.lists import choices as terms
from ura.desk.forms.acts import MOST_PAGES
from ura.desk.forms.fields import ColleagueField, coded, day, line, words
from ura.letters.defaults import default_letters
from ura.replies import signatories
from ura.replies.actions.numbering import LONGEST_REASON
from ura.replies.states import CLOSING, OUTCOMES, Dispatch
from ura.replies.texts import TRANSLATED, TYPED, asked, known_values

NOT_BY_LETTER = {"oral_answer", "withdrawn", "duplicate", "voided"}


class Versioned(forms.Form):
    """A form about a letter as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def renew(self, version):
        """After a refusal: the reader has been told what changed, and may decide for what was typed."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


class Bilingual:
    """A form whose English lies in a fold of its own."""

    @property
    def english(self):
        return [field for field in self.visible_fields() if field.name == "with_english" or field.name.endswith("_en")]

    @property
    def albanian(self):
        return [field for field in self.visible_fields() if field not in self.english]

    @property
    def english_shown(self):
        """Open when English is wanted, or when something in it must be corrected."""
        return any(field.errors or (field.name == "with_english" and field.value()) for field in self.english)


class SignatoryField(ColleagueField):
    """One of those who sign, shown by function."""

    def __init__(self, municipality):
        offered = [choice for choice in signatories.choices(municipality) if choice.officer]
        super().__init__(label=_("Signatory"), required=bool(offered), help_text=_("Who signs, by function."))
        self.people = {choice.officer.pk: choice.officer for choice in offered}
        self.choices = [(str(choice.officer.pk), str(choice)) for choice in offered] or [
            ("", next((str(choice) for choice in signatories.choices(municipality)), "—"))
        ]


class DraftForm(Bilingual, forms.Form):
    """What only the officer knows; the office's wording brings the rest."""

    def __init__(self, *args, enquiry, kind, **kwargs):
        self.enquiry, self.kind = enquiry, kind
        municipality, requester = enquiry.municipality, enquiry.requester
        known = known_values(enquiry, kind)
        super().__init__(*args, initial=known, **kwargs)
        self.asked = asked(municipality, kind)
        for name, needed in self.asked.items():
            self.fields[name] = self._field(municipality, name, needed)
        if default_letters()[kind].signed:
            self.fields["signatory"] = SignatoryField(municipality)
        translated = [name for name in self.asked if name in TRANSLATED]
        if municipality.office.letters_in_english:
            wanted = bool(requester and requester.language == "en")
            self.fields["with_english"] = forms.BooleanField(
                label=_("Send it in English too"), required=False, initial=wanted
            )
            for name in translated:
                label = _("%(what)s, in English") % {"what": TYPED[name]}
                self.fields[f"{name}_en"] = words(label, rows=6, required=False)
                self.fields[f"{name}_en"].widget.attrs["lang"] = "en"

    def given(self):
        """As draft_reply takes it."""
        data = self.cleaned_data
        return {
            "with_english": data.get("with_english", False), "signatory": data.get("signatory"),
            "english": {name: data.get(f"{name}_en", "") for name in TRANSLATED},
            **{name: data.get(name) for name in self.asked},
        }  # fmt: skip

    def _field(self, municipality, name, needed):
        label = TYPED[name]
        if name == "outcome":
            return forms.ChoiceField(label=label, choices=coded(municipality, "outcome", required=True))
        if name == "answer_by":
            return day(label, required=needed)
        if name == "institution":
            return line(label, required=needed)
        if name == "institution_contact":
            return words(label, rows=2, required=needed)
        return words(label, rows=12 if name == "answer" else 5, required=needed)


class EditForm(Bilingual, Versioned):
    """The whole letter, until it has a number."""

    subject = line(pgettext_lazy("of a letter", "Subject"), longest=300, required=True)
    body = words(_("Text of the letter"), rows=20)
    addressee = words(_("Addressee"), rows=3, required=False, help_text=_("Name and address, one under the other."))
    annexes = words(_("Enclosed"), rows=2, required=False, help_text=_("One enclosure a line, as it will be printed."))
    with_english = forms.BooleanField(label=_("Send it in English too"), required=False)
    subject_en = line(_("Subject in English"), longest=300, lang="en")
    body_en = words(_("Text in English"), rows=16, required=False)

    def __init__(self, *args, reply, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body_en"].widget.attrs["lang"] = "en"
        if reply.rule.signed:
            self.fields["signatory"] = SignatoryField(reply.municipality)
        if not (reply.municipality.office.letters_in_english or reply.with_english):
            for name in ("with_english", "subject_en", "body_en"):
                del self.fields[name]


class ReturnForm(Versioned):
    """What the drafter should change."""

    reason = words(_("What should be changed"), rows=4, max_length=5000)


class VoidForm(Versioned):
    """Why a letter is given up."""

    reason = words(_("Reason"), rows=3, max_length=LONGEST_REASON)


class PaperForm(Versioned):
    """What the town hall's archive says of the letter."""

    archive_number = line(_("Town hall's archive number"), longest=60)
    archive_on = day(_("Archive date"))
    pages = forms.IntegerField(label=_("Pages"), required=False, min_value=0, max_value=MOST_PAGES)
    annexes = forms.IntegerField(label=_("Annexes"), required=False, min_value=0, max_value=MOST_PAGES)


class SignForm(Versioned):
    file = forms.FileField(
        label=_("The signed letter"), help_text=_("The scan or photo of the signed and stamped paper: PDF, JPG or PNG.")
    )


class SendForm(Versioned):
    """How the letter leaves; the fields are those of the chosen way."""

    def __init__(self, *args, reply, way, **kwargs):
        self.reply, self.way = reply, way
        super().__init__(*args, **kwargs)
        if way == Dispatch.EMAIL:
            self._by_mail()
        else:
            by_post = way == Dispatch.POST
            self.fields["on"] = day(
                _("Day of posting") if by_post else _("Day of handing over"),
                required=True,
                initial=timezone.localdate(),
            )
            self.fields["proof"] = line(
                _("Number of the registered letter") if by_post else _("Who took it (name, document)"), required=True
            )
            self.fields["proof_file"] = forms.FileField(
                label=_("Slip or signed copy"),
                required=False,
                help_text=_("A scan or photo of the proof, if there is one."),
            )
        if reply.kind in CLOSING and reply.enquiry.is_open:
            self._closing()

    def _by_mail(self):
        if self.reply.rule.to == "institution":
            self.fields["to"] = line(_("E-mail of the institution"), required=True, inputmode="email")
        self.papers = {a.pk: a for a in self.reply.enquiry.attachments.select_related("file").exclude(source="reply")}
        if self.papers:
            self.fields["enclosures"] = forms.TypedMultipleChoiceField(
                label=_("Send along"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(pk, attachment.file.name) for pk, attachment in self.papers.items()],
                help_text=_("Papers of the request that go with the letter."),
            )  # fmt: skip

    def _closing(self):
        municipality, chosen = self.reply.municipality, self.reply.outcome or OUTCOMES.get(self.reply.kind, "")
        self.fields["closing"] = forms.BooleanField(label=_("Close the request"), required=False, initial=True)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("Outcome"), required=False, initial=chosen,
            choices=[(code, word) for code, word in terms(municipality, "outcome") if code not in NOT_BY_LETTER],
        )  # fmt: skip
        self.fields["note"] = line(_("Note on the closing"))

    def given(self):
        """As send_reply takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "proof_file"}
        if "enclosures" in data:
            data["enclosures"] = [self.papers[pk] for pk in data["enclosures"]]
        return data | {"dispatch": self.way}
