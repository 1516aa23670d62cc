"""What is typed about referrals that go out and come in."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ura.cases.states import Kind
from ura.codelists.countries import origin_choices
from ura.codelists.lists import choices
from ura.desk.actions.team import CARRIERS
from ura.desk.forms.fields import NOTHING, ColleagueField, FilesField, colleagues, day, line, read_uploads, words
from ura.desk.states import RestrictedFor
from ura.directory.finding import find_services
from ura.municipalities.models import Municipality
from ura.people.consent import may_override
from ura.referrals.actions.incoming import moment_of
from ura.referrals.catalogue import fields, values_of
from ura.referrals.states import Outcome, Source, Urgency, Way


class ReferForm(forms.Form):
    """To whom, what is told field by field, what is asked, how and until when."""

    receiver = forms.ChoiceField(label=_("Refer to"), error_messages={"required": _("Choose to whom you refer.")})
    person = forms.ChoiceField(label=_("Who is referred"), required=False)
    chosen = forms.MultipleChoiceField(
        label=_("What the receiver may know"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Choose only what is needed to help. What you choose is copied; nothing else leaves the office."),
    )  # fmt: skip
    asked = words(
        _("What is asked of them"), help_text=_("For example: “Registration as a jobseeker and a first interview.”")
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL, widget=forms.RadioSelect,
    )  # fmt: skip
    due_on = day(_("Answer expected by"), help_text=_("Left empty, it follows from the urgency."))
    way = forms.ChoiceField(
        label=_("How it goes"), choices=[(Way.LINK, Way.LINK.label), (Way.LETTER, Way.LETTER.label)],
        initial=Way.LINK, widget=forms.RadioSelect,
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail of the receiver"), required=False,
        help_text=_("Left empty, the address of the directory is used. A link and no personal data goes there."),
    )  # fmt: skip
    reason = line(
        _("Without consent, because"), longest=500,
        help_text=_("Only a supervisor, and only where the law or an emergency allows it; the reason is kept."),
    )  # fmt: skip

    def __init__(self, officer, enquiry, *args, case=None, people=(), person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.enquiry, self.case, office = enquiry, case, officer.municipality
        self.people = {str(each.pk): each for each in people}
        self.services = {f"s{row.pk}": row for row in find_services(office)}
        self.offices = {f"m{row.pk}": row for row in Municipality.objects.exclude(pk=office.pk)}
        self.fields["receiver"].choices = self._receivers()
        person = self.people.get(self.data.get("person", "")) or person
        if len(self.people) > 1:
            self.fields["person"].choices = [(key, each.shown_name) for key, each in self.people.items()]
            self.fields["person"].initial = str(person.pk) if person else ""
        else:
            del self.fields["person"]
        self.known = values_of(enquiry, case=case, person=person)
        self.fields["chosen"].choices = self._offered()
        self.order_fields(["receiver", "person", "chosen", *self._typed(), "asked"])
        if not may_override(officer):
            del self.fields["reason"]

    def _receivers(self):
        groups = {}
        for key, service in self.services.items():
            groups.setdefault(str(service.institution), []).append((key, service.name))
        offices = [(key, str(row)) for key, row in self.offices.items()]
        return [*NOTHING, *groups.items(), (gettext("Another municipality"), offices)]

    def _offered(self):
        """Each field with what would be told; what is not known is not offered, what is typed has a line below."""
        told = []
        for code, field in fields().items():
            if field.typed:
                told.append((code, gettext("%(label)s (write it below)") % {"label": field.label}))
            elif code in self.known:
                warn = gettext("sensitive") if field.sensitive else ""
                told.append((code, f"{field.label}: {self.known[code]}" + (f" ({warn})" if warn else "")))
        return told

    def _typed(self):
        for code, field in fields().items():
            if field.typed:
                self.fields[f"typed_{code}"] = forms.CharField(
                    label=field.label, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
                )
        return [f"typed_{code}" for code, field in fields().items() if field.typed]

    def values(self):
        """What `refer` takes. What was typed under a heading is told, whether or not its box is ticked."""
        data = dict(self.cleaned_data)
        typed = {code: data.pop(f"typed_{code}") for code, field in fields().items() if field.typed}
        chosen = [*data.pop("chosen"), *(code for code, text in typed.items() if text.strip())]
        receiver = data.pop("receiver")
        service, office = self.services.get(receiver), self.offices.get(receiver)
        person = self.people.get(data.pop("person", "")) or next(iter(self.people.values()), None)
        return data | {
            "chosen": chosen, "typed": typed, "service": service, "office": office, "person": person, "case": self.case,
        }  # fmt: skip


class TextForm(forms.Form):
    text = words(_("Text"))


class RecordForm(forms.Form):
    """An answer by phone or on paper, written down by the officer."""

    answer = forms.ChoiceField(
        label=_("What they answered"),
        choices=[("accepted", _("Accepted")), ("declined", _("Declined")), ("progress", _("Progress reported")),
                 ("done", _("Done"))],
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("If done: what came of it"), choices=[*NOTHING, *Outcome.choices], required=False
    )
    text = words(_("In their words"), rows=3, required=False)
    on = day(_("Day of the answer"), initial=timezone.localdate, required=True)


class ResendForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of the receiver"), required=False)


class ReasonForm(forms.Form):
    reason = words(_("Reason"), rows=2)


class DueForm(forms.Form):
    due_on = day(_("Due"), required=True)


class PapersForm(forms.Form):
    files = FilesField(label=_("Documents"), required=True)

    def papers(self):
        return [(name, data, None) for name, data in read_uploads(self.cleaned_data["files"])]


class ReplyForm(forms.Form):
    """The office's own answer to a referral that came in."""

    answer = forms.ChoiceField(
        label=_("Our answer"),
        choices=[("accepted", _("We accept")), ("declined", _("We decline")), ("progress", _("We report how it stands")),
                 ("done", _("It is done")), ("question", _("We ask a question"))],
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("If done: what came of it"), choices=[*NOTHING, *Outcome.choices], required=False
    )
    text = words(_("In a few words"), rows=3, required=False)


class IncomingForm(forms.Form):
    """A referral of the border police, the national mechanism or another institution, as it came in."""

    source = forms.ChoiceField(
        label=_("Referred by"),
        choices=[(each.value, each.label) for each in Source if each != Source.OFFICE],
    )  # fmt: skip
    sender = line(_("Institution and unit"), required=True)
    contact = line(_("Who to answer to"), help_text=_("Name, phone or e-mail of whoever refers."))
    reference = line(_("Their number"), longest=100)
    received_on = day(_("Received on"), initial=timezone.localdate, required=True)
    received_time = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput(attrs={"placeholder": "14:30", "autocomplete": "off"})
    )
    ground = forms.ChoiceField(
        label=_("Restricted because"), choices=[*NOTHING, *RestrictedFor.choices], required=False,
        help_text=_("Then it exists for its team only, from the first moment. Through the national mechanism always."),
    )  # fmt: skip
    owner = ColleagueField(label=_("Who carries it"), required=False)
    team = forms.MultipleChoiceField(label=_("Also in the team"), widget=forms.CheckboxSelectMultiple, required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency, initial=Urgency.SOON, widget=forms.RadioSelect)
    name = line(_("Name and surname"))
    born = line(_("Born"), longest=10, help_text=_("The day (31.12.2010) or only the year."))
    phone = line(_("Phone"), longest=40)
    origin = forms.ChoiceField(label=_("Country or municipality of origin"), required=False)
    audience = forms.ChoiceField(label=_("Audience"), required=False)
    asked = words(_("What they tell and ask"), rows=6)
    case_kind = forms.ChoiceField(
        label=_("Open the case at once"), choices=[("", _("No, only the request")), *Kind.choices], required=False
    )
    files = FilesField(label=_("Documents"), required=False)

    def __init__(self, officer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        office = officer.municipality
        self.staff = colleagues(office, roles=CARRIERS)
        self.fields["owner"].offer(self.staff, empty=gettext("The standing focal point"))
        self.fields["team"].choices = [(str(pk), str(each)) for pk, each in self.staff.items()]
        self.fields["origin"].choices = [*NOTHING, *origin_choices()]
        self.fields["audience"].choices = [*NOTHING, *choices(office, "audience")]

    def values(self):
        data = dict(self.cleaned_data)
        person = {name: data.pop(name) for name in ("name", "born", "phone")}
        files = read_uploads(data.pop("files"))
        moment = moment_of(data.pop("received_on"), data.pop("received_time"))
        team = [self.staff[int(pk)] for pk in data.pop("team")]
        return data | {"person": person if any(person.values()) else None, "uploads": files, "team": team,
                       "received_at": moment}  # fmt: skip
