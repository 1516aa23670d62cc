"""What is typed when a request comes in: the whole form, and the short one of serve-and-close."""

from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.codelists.countries import country_choices, origin_choices
from ura.desk.actions.registering import CHANNELS_BY_STAFF, CODES, LONGEST_SUBJECT, PAPER
from ura.desk.forms.fields import NOTHING, ColleagueField, FilesField, coded, colleagues, day, line, read_uploads, words
from ura.desk.known_people import known_people
from ura.desk.states import Channel, RestrictedFor
from ura.people.actions import FIELDS
from ura.people.models import Person
from ura.staff.models import Role

MOST_PAGES = 32_767
INDIVIDUAL = "1"


class Intake(forms.Form):
    """What both forms share: who asks, the words, the codes, the files, and the token that makes a repeat harmless."""

    template = ""
    held = ()  # of a person's fields those that are asked here
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    person = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = line(_("Name and surname"))
    organisation = line(_("Organisation"))
    phone = line(_("Phone"), longest=60, inputmode="tel")
    subject = line(_("Subject"), longest=LONGEST_SUBJECT, required=True)
    service = forms.ChoiceField(label=_("Service type"))
    audience = forms.ChoiceField(label=_("Audience"), required=False)
    unit = forms.ModelChoiceField(None, label=_("Administrative unit"), required=False, empty_label="—")
    requester_type = forms.ChoiceField(label=_("Requester"))
    files = FilesField(label=_("Attachments"), required=False)

    def __init__(self, officer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer, self.municipality = officer, officer.municipality
        if self.is_bound or self.initial.get("subject"):  # nobody is thrown back to the first field
            self.fields["name"].widget.attrs.pop("autofocus", None)
        self.fields["requester_type"].choices = coded(self.municipality, "requester_type", required=True)
        self.fields["service"].choices = coded(self.municipality, "service_type", required=True)
        self.fields["audience"].choices = coded(self.municipality, "audience")
        self._offer_units()

    def _offer_units(self):
        units = self.fields["unit"]
        units.queryset = self.municipality.units.filter(active=True)
        # A clerk of one unit registers for that unit, or could not open what was just written down.
        limited = [] if self.officer.has(Role.OFFICER, Role.SUPERVISOR) else self.officer.unit_ids()
        if limited:
            units.queryset = units.queryset.filter(pk__in=limited)
            units.required, units.empty_label = True, None
            self.initial.setdefault("unit", limited[0])

    def clean_subject(self):
        return " ".join(self.cleaned_data["subject"].split())

    def clean_token(self):
        try:
            return UUID(self.cleaned_data["token"]).hex
        except ValueError:
            return ""

    def clean_person(self):
        if not (pk := self.cleaned_data["person"]):
            return None
        person = Person.objects.filter(municipality=self.municipality, pk=pk).first()
        if person is None or not known_people(self.officer, [person]):
            raise forms.ValidationError(_("This requester is no longer there: search again."))
        return person

    def common(self):
        data = self.cleaned_data
        kept = {name: data[name] for name in ("subject", "service", "audience", "unit", "requester_type")}
        person = None if data["person"] else {name: data.get(name, "") for name in self.held}
        return kept | {"uploads": read_uploads(data["files"]), "requester": data["person"], "person": person}


class IntakeForm(Intake):
    template, held = "desk/intake.html", FIELDS
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(c.value, c.label) for c in CHANNELS_BY_STAFF],
        initial=Channel.COUNTER, widget=forms.RadioSelect,
    )  # fmt: skip
    received_on = day(
        _("Day of receipt"), required=True,
        help_text=_("The true day: the deadline runs from it, also when you enter the request later."),
    )  # fmt: skip
    name = line(_("Name and surname"), autofocus=True)
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    address = line(_("Postal address"), longest=300)
    country = forms.ChoiceField(label=_("Country of residence"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=Person._meta.get_field("language").choices, required=False
    )
    body = words(_("What is asked, in full"), rows=7, required=False)
    need = forms.ChoiceField(label=_("Kind of need"), required=False)
    origin = forms.ChoiceField(label=_("Country or municipality of origin"), required=False)
    owner = ColleagueField(label=_("Focal point"), required=False)
    archive_number = line(_("Town hall's archive number"), longest=60)
    archive_on = day(_("Archive date"))
    sender_reference = line(_("Sender's reference"), longest=100)
    pages = forms.IntegerField(label=_("Pages"), required=False, min_value=0, max_value=MOST_PAGES)
    annexes = forms.IntegerField(label=_("Annexes"), required=False, min_value=0, max_value=MOST_PAGES)
    complaint = forms.BooleanField(
        label=_("This is a complaint"), required=False,
        help_text=_("It goes to the supervisor; the officer it is about does not see it."),
    )  # fmt: skip
    complaint_about = ColleagueField(label=_("Complaint about"), required=False)
    ground = forms.ChoiceField(
        label=_("Only a team may know of it"), required=False, choices=[("", _("No: everybody here works with it")), *RestrictedFor.choices],
        help_text=_("It is restricted from its first moment to the focal point and, if you carry requests, to you."),
    )  # fmt: skip
    acknowledging = forms.BooleanField(
        label=_("Send the acknowledgement by e-mail, when there is an address"), required=False, initial=True,
        help_text=_("Number, focal point, due date and follow-up code (law no. 119/2014, article 8)."),
    )  # fmt: skip

    def __init__(self, officer, *args, **kwargs):
        super().__init__(officer, *args, **kwargs)
        fields, municipality = self.fields, self.municipality
        self.initial.setdefault("received_on", timezone.localdate())
        fields["need"].choices = coded(municipality, "request_kind")
        fields["origin"].choices = lambda: NOTHING + origin_choices()  # hundreds: asked for only when needed
        fields["country"].choices = lambda: NOTHING + country_choices()
        everyone = colleagues(municipality)
        focal = {pk: o for pk, o in everyone.items() if o.has(Role.OFFICER, Role.SUPERVISOR)}
        fields["owner"].offer(focal, _("The standing focal point"))
        fields["complaint_about"].offer(everyone, _("nobody in particular"))

    def request(self):
        """What `register_enquiry` takes."""
        data = self.cleaned_data
        names = ("channel", "received_on", "body", "owner", "complaint", "complaint_about", "acknowledging")
        kept = {name: data[name] for name in (*names, *CODES, *PAPER)}
        if data["ground"]:
            kept["ground"] = data["ground"]
        return self.common() | kept


class ServeForm(Intake):
    """Shërbe dhe mbyll: five minutes at the counter on one screen. Only what finds a person again is asked."""

    template, held = "desk/intake_serve.html", ("name", "organisation", "phone")
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(c.value, c.label) for c in (Channel.COUNTER, Channel.PHONE)],
        initial=Channel.COUNTER, widget=forms.RadioSelect,
    )  # fmt: skip
    oral_answer = words(_("What you answered"), rows=4)
    requester_type = forms.ChoiceField(label=_("Requester"), required=False, initial=INDIVIDUAL)

    def request(self):
        """What `serve_and_close` takes."""
        data = self.cleaned_data
        kept = {"channel": data["channel"], "oral_answer": data["oral_answer"]}
        return self.common() | kept
