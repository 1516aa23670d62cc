"""What a citizen may type. `RequestForm` is the one place where a request is checked: page and API both use it."""

import time
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ura.codelists.countries import country_choices
from ura.codelists.lists import choices
from ura.core.refusals import Refused
from ura.desk.actions.registering import LONGEST_BODY, LONGEST_SUBJECT
from ura.desk.forms.fields import FilesField
from ura.people.models import Person, Purpose
from ura.portal.cleaning import clean_line, clean_words
from ura.post.files import inspect

MOST_FILES = 5
FASTEST = 3  # seconds; nobody reads and fills the form in less
WAYS = ("email", "phone", "address")
PERSON = ("name", "organisation", *WAYS, "country", "language")
NOT_CHOSEN = [("", _("Not stated"))]


class Line(forms.CharField):
    def to_python(self, value):
        return clean_line(super().to_python(value))


class Mail(forms.EmailField):
    def to_python(self, value):
        return clean_line(super().to_python(value)).replace("\ufffd", " ")  # half a sign is no address


class Words(forms.CharField):
    def __init__(self, *, rows, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)
        self.widget.attrs.pop("maxlength", None)  # the browser would cut a pasted text without a word

    def to_python(self, value):
        return clean_words(super().to_python(value)).strip()


def _line(label, longest, autocomplete, **more):
    attrs = {"autocomplete": autocomplete, "dir": "auto"} | more.pop("attrs", {})
    too_long = _("This is too long: %(limit_value)d signs at most (it has %(show_value)d).")
    return Line(
        label=label, max_length=longest, required=more.pop("required", False),
        widget=more.pop("widget", forms.TextInput)(attrs=attrs),
        error_messages={"max_length": too_long} | more.pop("error_messages", {}), **more,
    )  # fmt: skip


class Papers(FilesField):
    """Up to five files, each looked at by its content; cleans to what `store` takes."""

    def clean(self, data, initial=None):
        uploads = super().clean(data, initial)
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(n)d files at once: send the others afterwards, when you follow the request."),
                code="max_files", params={"n": MOST_FILES},
            )  # fmt: skip
        kept, problems = [], []
        for upload in uploads:
            try:
                kept.append(inspect(upload.read(), upload.name))
            except Refused as refused:
                problems.append(forms.ValidationError(f"{clean_line(upload.name)}: {refused}", code="file"))
        if problems:
            raise forms.ValidationError(problems)
        return kept


class RequestForm(forms.Form):
    """A request with its papers, and who brings it. Only subject, text and one way to the answer are needed."""

    subject = _line(
        _("Subject"), LONGEST_SUBJECT, "off", required=True,
        help_text=_("In a few words, for example: “Enrolling my children in school after returning”."),
        error_messages={"required": _("Write in a few words what you ask.")},
    )  # fmt: skip
    text = Words(
        rows=9, label=_("What do you ask?"), max_length=LONGEST_BODY,
        help_text=_("Write in your own words, in the language you like. Leave out what is not needed for the answer."),
        error_messages={
            "required": _("Write what you ask, in your own words."),
            "max_length": _("The text has %(show_value)d signs, %(limit_value)d at most: attach it as a document instead."),
        },
    )  # fmt: skip
    files = Papers(
        label=_("Attachments"), required=False,
        help_text=_("Up to 5 files, 20 MB each: PDF, picture, Word or Excel document, or text."),
    )  # fmt: skip
    complaint = forms.BooleanField(
        label=_("This is a complaint about the work of the office or of one of its staff"), required=False,
        help_text=_(
            "It goes to the supervisor of the office; the employee it is about does not see it. If it is about the "
            "supervisor, write to the mayor of the municipality."
        ),
    )  # fmt: skip
    complaint_about = _line(
        _("Whom or what the complaint is about"), 200, "off",
        help_text=_("Only for a complaint, and only if you like: the name of the employee, or the service."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("I am…"), required=False, error_messages={"invalid_choice": _("Choose one of the list, or nothing.")}
    )
    name = _line(_("Name and surname"), 200, "name")
    organisation = _line(_("Organisation, if any"), 200, "organization")
    email = Mail(
        label=_("E-mail"), required=False, max_length=254, help_text=_("The confirmation comes there at once."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Write the whole e-mail address, as in name@example.org."),
            "max_length": _("Write the whole e-mail address, as in name@example.org."),
        },
    )  # fmt: skip
    phone = _line(
        _("Phone"), 40, "tel", attrs={"inputmode": "tel"}, help_text=_("From abroad with the country code, as in +39…")
    )
    address = _line(_("Postal address"), 300, "street-address")
    country = forms.ChoiceField(
        label=_("Country of residence"),
        required=False,
        error_messages={"invalid_choice": _("Choose a country of the list, or nothing.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the messages to you"), required=False, choices=Person._meta.get_field("language").choices,
        help_text=_("The official answer is in Albanian; with English chosen, ask for English beside it."),
        error_messages={"invalid_choice": _("Choose Albanian (sq) or English (en).")},
    )  # fmt: skip
    follow_by_code = forms.BooleanField(
        label=_("I will follow with the code"), required=False,
        help_text=_("If you give no contact: you read the answer here, with the code you get after sending. Keep it well."),
    )  # fmt: skip

    def __init__(self, municipality, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.fields["audience"].choices = NOT_CHOSEN + choices(municipality, "audience")
        self.fields["country"].choices = NOT_CHOSEN + country_choices()

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and sum(sign.isdigit() for sign in phone) < 6:
            raise forms.ValidationError(_("Write the whole phone number, with at least six digits."), code="invalid")
        return phone

    def clean_language(self):
        return self.cleaned_data["language"] or "sq"

    def clean(self):
        data = super().clean()
        self._clean_complaint(data)
        ways = [*WAYS, "follow_by_code"]
        if not any(data.get(way) or way in self.errors for way in ways):
            raise forms.ValidationError(
                _("How shall the answer reach you? Give an e-mail, a phone or a postal address, or tick “I will follow with the code”."),
                code="way_to_answer",
            )  # fmt: skip
        return data

    def _clean_complaint(self, data):
        """Whom it is about stands above the sender's words, for the supervisor, who picks the officer."""
        about = data.get("complaint_about")
        if about and not data.get("complaint"):
            self.add_error("complaint_about", forms.ValidationError(
                _("Tick that this is a complaint, or leave this field empty."), code="no_complaint",
            ))  # fmt: skip
        elif about and "text" in data:
            with override("sq"):  # the words of the office
                first = _("The complaint is about: %(whom)s") % {"whom": about}
            data["text"] = f"{first}\n\n{data['text']}"
            if len(data["text"]) > LONGEST_BODY:
                self.add_error("text", forms.ValidationError(
                    self.fields["text"].error_messages["max_length"], code="max_length",
                    params={"show_value": len(data["text"]), "limit_value": LONGEST_BODY},
                ))  # fmt: skip

    @property
    def request(self):
        """What `actions.ask` takes, without the papers: plain words that a draft can keep."""
        names = ("subject", "text", "audience", "complaint")
        return {name: self.cleaned_data[name] for name in names} | {"person": self.person}

    @property
    def person(self):
        """Who brings it, as `add_person` takes it; None when nothing about them was said."""
        data = self.cleaned_data
        said = any(data[name] for name in ("name", "organisation", *WAYS))
        return {name: data[name] for name in PERSON if data[name]} if said else None


class Guarded(forms.Form):
    """A public form with a token that makes a repeat harmless, and two quiet traps for robots."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    begun = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        label=_("Leave this field empty"), required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off", "data-draft": "no"}),
    )  # fmt: skip

    def clean_token(self):
        return token_in(self.cleaned_data["token"])

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("A field that stays empty was filled in, perhaps by your browser: empty it and send again."),
                code="robot",
            )
        return ""

    def clean_begun(self):
        try:
            begun = float(signing.loads(self.cleaned_data["begun"], salt="portal.begun"))
        except (signing.BadSignature, ValueError, TypeError):
            begun = time.time()
        if time.time() - begun < FASTEST:
            raise forms.ValidationError(
                _("That was very quick. Please look your request over and send it again."), code="robot"
            )
        return ""


class AskForm(Guarded, RequestForm):
    """The page's form: a request, and the guards of a page."""

    field_order = list(RequestForm.base_fields)


def token_in(text):
    """The token of a form, or nothing when it is none of ours."""
    try:
        return UUID(text).hex
    except (ValueError, AttributeError, TypeError):
        return ""


def begin():
    """The hidden mark of when a form was opened."""
    return signing.dumps(time.time(), salt="portal.begun")


class FollowForm(forms.Form):
    number = _line(_("Number of the request"), 80, "off", help_text=_("If you have it at hand, as in 123/2026."))
    code = _line(
        _("Follow-up code"), 40, "off", required=True, attrs={"autocapitalize": "characters", "spellcheck": "false", "data-draft": "no"},
        help_text=_("You got it when you sent the request: three letters and twelve signs."),
        error_messages={"required": _("Write the code you got with your number.")},
    )  # fmt: skip


class WriteForm(forms.Form):
    text = Words(
        rows=6, label=_("Your message"), max_length=20_000,
        error_messages={
            "required": _("Write your message; files alone do not say what they are for."),
            "max_length": _("The text has %(show_value)d signs, %(limit_value)d at most: attach it as a document instead."),
        },
    )  # fmt: skip
    files = Papers(
        label=_("Attachments"), required=False,
        help_text=_("Up to 5 files, 20 MB each: PDF, picture, Word or Excel document, or text."),
    )  # fmt: skip
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    clean_token = Guarded.clean_token


class WithdrawForm(forms.Form):
    reason = Words(
        rows=3, label=_("Reason"), required=False, max_length=1000, help_text=_("Only if you like to say it.")
    )


class BookForm(forms.Form):
    """Filters of the public register."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False, empty_value=None)
    service = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("Status"), required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, *args, years, services, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["service"].choices = [("", _("All")), *services]
        self.fields["state"].choices = [("", _("All")), *states]


class ConsentForm(forms.Form):
    """What somebody agrees to: a box for each purpose, none ticked for them."""

    purposes = forms.MultipleChoiceField(
        label=_("I agree to"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what you agree to; if nothing, close this page: nothing is kept.")},
    )  # fmt: skip
    recipient = _line(_("Institution that may receive data"), 200, "off")
    under_16 = forms.BooleanField(label=_("The person is under 16: I am the parent or guardian"), required=False)
    guardian_name = _line(_("Name and surname of the parent or guardian"), 200, "name")

    def __init__(self, text, *args, offered=None, minor=False, **kwargs):
        super().__init__(*args, **kwargs)
        asked = text.purposes if offered is None else [purpose for purpose in text.purposes if purpose in offered]
        self.fields["purposes"].choices = [(str(purpose), text.clauses[purpose]) for purpose in asked]
        if offered is not None or Purpose.SHARING not in asked:
            self.fields["recipient"].widget = forms.HiddenInput()
        self.initial.setdefault("under_16", bool(minor))
