"""What is typed for one act on a request. Each form is made for (enquiry, officer)."""

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ura.codelists.countries import country_choices, origin_choices
from ura.codelists.lists import choices
from ura.desk.actions.coding import CODED, PAPER
from ura.desk.actions.deadlines import EXTENSION_REASONS
from ura.desk.actions.moves import WITHOUT_LETTER, is_answered
from ura.desk.actions.notices import PAPER_WAYS
from ura.desk.actions.registering import LONGEST_BODY, LONGEST_SUBJECT
from ura.desk.forms.fields import (
    NOTHING,
    ColleagueField,
    FilesField,
    coded,
    colleagues,
    day,
    line,
    read_uploads,
    words,
)
from ura.desk.models import Attachment, Involvement
from ura.desk.rules import may_finish
from ura.desk.states import MOVES, State
from ura.letters.dispatch import Dispatch
from ura.people.actions import FIELDS as PERSON_FIELDS
from ura.people.consent import may_override
from ura.people.models import Person
from ura.staff.models import Role

MOST_PAGES = 32_767


class ActForm(forms.Form):
    """An act on this request by this officer."""

    def __init__(self, enquiry, officer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.enquiry, self.officer, self.municipality = enquiry, officer, enquiry.municipality
        self.offer()

    def offer(self):
        """Fill the choices in, where a form has some."""

    def values(self):
        """What the action takes."""
        return self.cleaned_data


class CodeForm(ActForm):
    service = forms.ChoiceField(label=_("Service type"))
    requester_type = forms.ChoiceField(label=_("Requester"))
    audience = forms.ChoiceField(label=_("Audience"), required=False)
    need = forms.ChoiceField(label=_("Kind of need"), required=False)
    origin = forms.ChoiceField(label=_("Country or municipality of origin"), required=False)
    unit = forms.ModelChoiceField(None, label=_("Administrative unit"), required=False, empty_label="—")

    def offer(self):
        enquiry, office = self.enquiry, self.municipality
        self.initial = {name: getattr(enquiry, name) for name in CODED} | self.initial
        lists = {
            "service": "service_type",
            "requester_type": "requester_type",
            "audience": "audience",
            "need": "request_kind",
        }
        for name, codes in lists.items():
            required = name in ("service", "requester_type")
            self.fields[name].choices = coded(office, codes, required=required, keep=getattr(enquiry, name))
        origins = NOTHING + origin_choices()
        if enquiry.origin and not any(enquiry.origin in dict(group) for _name, group in origins[1:]):
            origins.append((enquiry.origin, enquiry.origin))  # a word from an old spreadsheet
        self.fields["origin"].choices = origins
        self.fields["unit"].queryset = office.units.filter(active=True)


class CorrectForm(ActForm):
    subject = line(_("Subject"), longest=LONGEST_SUBJECT, required=True)
    body = words(_("What is asked"), rows=8, required=False, max_length=LONGEST_BODY)
    name = line(_("Name and surname"))
    organisation = line(_("Organisation"))
    phone = line(_("Phone"), longest=60, inputmode="tel")
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = line(_("Postal address"), longest=300)
    country = forms.ChoiceField(label=_("Country of residence"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=Person._meta.get_field("language").choices, required=False
    )
    archive_number = line(_("Town hall's archive number"), longest=60)
    archive_on = day(_("Archive date"))
    sender_reference = line(_("Sender's reference"), longest=100)
    pages = forms.IntegerField(label=_("Pages"), required=False, min_value=0, max_value=MOST_PAGES)
    annexes = forms.IntegerField(label=_("Annexes"), required=False, min_value=0, max_value=MOST_PAGES)

    def offer(self):
        text, person, entry = self.enquiry.text, self.enquiry.requester, self.enquiry.entry
        known = {name: getattr(person, name) for name in PERSON_FIELDS if name in self.fields} if person else {}
        paper = {name: getattr(entry, name) for name in PAPER}
        self.initial = {"subject": text.subject, "body": text.body, **known, **paper} | self.initial
        self.fields["country"].choices = NOTHING + country_choices()

    def clean_subject(self):
        return " ".join(self.cleaned_data["subject"].split())

    def values(self):
        data = self.cleaned_data
        person = {name: data[name] for name in PERSON_FIELDS if name in data}
        given = any(value for name, value in person.items() if name not in ("language", "country"))
        return {
            "subject": data["subject"],
            "body": data["body"],
            "person": person if given or self.enquiry.requester else None,
            "paper": {name: data[name] for name in PAPER},
        }


class AcknowledgedForm(ActForm):
    """That the printed acknowledgement reached the requester, or is on its way by post."""

    way = forms.ChoiceField(
        label=_("How it left"), widget=forms.RadioSelect, initial=Dispatch.HAND,
        choices=[(each.value, each.label) for each in PAPER_WAYS],
    )  # fmt: skip
    on = day(_("Day"), required=True)
    note = line(_("Who took it, or the number of the registered letter"))
    files = FilesField(label=_("Slip or signed copy"), required=False)

    def offer(self):
        self.initial.setdefault("on", timezone.localdate())

    def values(self):
        data = self.cleaned_data
        return {name: data[name] for name in ("way", "on", "note")} | {"uploads": read_uploads(data["files"])}


class MoveForm(ActForm):
    to = forms.ChoiceField(label=_("New status"), widget=forms.RadioSelect)
    note = words(_("Note"), rows=3, required=False)

    def offer(self):
        offered = MOVES[State(self.enquiry.state)] - {State.CLOSED}
        self.fields["to"].choices = [(s.value, s.label) for s in State if s in offered]


class QuestionForm(ActForm):
    question = words(_("What the requester should clarify"), rows=6)


class ClarifiedForm(ActForm):
    text = words(_("What the requester clarified"), rows=6)


class ExtendForm(ActForm):
    why = forms.ChoiceField(label=_("Reason"), choices=list(EXTENSION_REASONS.items()), widget=forms.RadioSelect)
    more = words(_("In this request"), rows=3, required=False, help_text=_("The requester reads it."))

    def values(self):
        with translation.override("sq"):  # the notice goes out in Albanian
            reason = str(EXTENSION_REASONS[self.cleaned_data["why"]])
        more = self.cleaned_data["more"].strip()
        return {"reason": f"{reason}: {more}" if more else reason}


class ReceivedForm(ActForm):
    received_on = day(_("True day of receipt"), required=True)
    reason = words(
        _("Reason"), rows=3, max_length=2000, help_text=_("What was written down wrongly, and how it is known.")
    )

    def offer(self):
        self.initial.setdefault("received_on", self.enquiry.received_on)


class ForwardForm(ActForm):
    institution = line(_("Competent institution"), required=True, list="institutions")
    reason = words(_("Why it is competent"), rows=4, required=False)

    def offer(self):
        self.institutions = self.municipality.stakeholders.filter(active=True).values_list("name", flat=True)


class CloseForm(ActForm):
    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    oral_answer = words(
        _("What was answered by word of mouth"), required=False, help_text=_("Only for an answer by word of mouth.")
    )
    note = words(_("Note"), rows=2, required=False)

    def offer(self):
        # Withdrawing and voiding have acts of their own.
        own_act = {"withdrawn", "voided"}
        offered = [(code, name) for code, name in choices(self.municipality, "outcome") if code not in own_act]
        answered = is_answered(self.enquiry)
        self.fields["outcome"].choices = [(c, n) for c, n in offered if answered or c in WITHOUT_LETTER]


class ReasonForm(ActForm):
    reason = words(_("Reason"), rows=3, max_length=2000)


class VoidForm(ActForm):
    reason = line(_("Reason"), longest=300, required=True)


class OwnerForm(ActForm):
    owner = ColleagueField(label=_("New focal point"))
    reason = words(_("Reason"), rows=3, help_text=_("The requester is told who it is now."))

    def offer(self):
        people = colleagues(
            self.municipality, roles=(Role.OFFICER, Role.SUPERVISOR), other_than=self.enquiry.complaint_about_id
        )
        people.pop(self.enquiry.owner_id, None)
        self.fields["owner"].offer(people)


class ComplaintForm(ActForm):
    about = ColleagueField(label=_("Complaint about"), required=False)

    def offer(self):
        self.fields["about"].offer(colleagues(self.municipality), _("nobody in particular"))
        self.initial.setdefault("about", self.enquiry.complaint_about_id)


class TextForm(ActForm):
    text = words(_("Text"), rows=5, max_length=20_000)


class NoteForm(TextForm):
    text = words(_("Note for the office"), rows=3, max_length=20_000)


class MessageForm(TextForm):
    text = words(_("Message"), rows=6, max_length=20_000)


class FollowUpForm(TextForm):
    """A message when all is done; a supervisor may go on without the consent it needs, with a reason."""

    text = words(_("Message"), rows=6, max_length=20_000)
    reason = line(_("Reason, when there is no consent (supervisor only)"), longest=500)

    def offer(self):
        if not may_override(self.officer):
            del self.fields["reason"]


class DiscussForm(TextForm):
    text = words(_("What was discussed and decided"), rows=5, max_length=20_000)


class TaskForm(ActForm):
    officer = ColleagueField(label=_("Colleague"))
    what = words(_("What is to be done"), rows=3, max_length=5000)
    due_on = day(_("Until"))

    def offer(self):
        people = colleagues(self.municipality, other_than=self.enquiry.complaint_about_id)
        if self.enquiry.complaint:  # hidden from everybody else: a task would lead to a closed door
            people = {pk: o for pk, o in people.items() if o.has(Role.SUPERVISOR) or pk == self.enquiry.owner_id}
        if self.enquiry.restricted:
            inside = set(self.enquiry.team.standing().values_list("officer", flat=True))
            people = {pk: o for pk, o in people.items() if pk in inside}
        self.fields["officer"].offer(people)


class FinishForm(ActForm):
    task = forms.TypedChoiceField(label=_("Task"), coerce=int, widget=forms.HiddenInput)
    answer = words(_("What was done"), rows=3, required=False, max_length=5000)

    def offer(self):
        tasks = self.enquiry.tasks.filter(done_at=None)
        self.open_tasks = {task.pk: task for task in tasks if may_finish(self.officer, self.enquiry, task)}
        self.fields["task"].choices = [(pk, pk) for pk in self.open_tasks]

    def values(self):
        return {"task": self.open_tasks[self.cleaned_data["task"]], "answer": self.cleaned_data["answer"]}


class InvolveForm(ActForm):
    stakeholder = forms.ModelChoiceField(
        None, label=_("Stakeholder"), required=False, empty_label=_("a new one, below")
    )
    name = line(_("Name of the new stakeholder"))
    inside = forms.BooleanField(label=_("Part of the municipality"), required=False)
    type = forms.ChoiceField(label=_("Type of institution"))
    service = forms.ChoiceField(label=_("Type of service offered"))
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = line(_("Phone"), longest=40)
    status = forms.ChoiceField(label=_("Status in this request"), choices=Involvement.Status)
    contacted_on = day(_("Contacted"))
    notes = words(_("Notes"), rows=3, required=False, max_length=5000)

    NEW = ("name", "inside", "type", "service", "email", "phone")

    def offer(self):
        office = self.municipality
        self.fields["stakeholder"].queryset = office.stakeholders.filter(active=True).order_by("name")
        self.fields["type"].choices = coded(office, "stakeholder_type", required=True)
        self.fields["service"].choices = coded(office, "stakeholder_service", required=True)

    def clean(self):
        data = super().clean()
        if not data.get("stakeholder") and not data.get("name") and "stakeholder" not in self.errors:
            self.add_error("stakeholder", _("Choose a stakeholder, or write the name of a new one."))
        return data

    def values(self):
        data = self.cleaned_data
        new = None if data["stakeholder"] else {name: data[name] for name in self.NEW}
        rest = {name: data[name] for name in ("stakeholder", "status", "contacted_on", "notes")}
        return rest | {"new": new}


class InvolvedForm(InvolveForm):
    """The status of a stakeholder that is in the request already."""

    def offer(self):
        super().offer()
        for name in self.NEW:
            del self.fields[name]
        self.fields["stakeholder"].widget = forms.HiddenInput()
        self.fields["stakeholder"].required = True

    def clean(self):
        return forms.Form.clean(self)

    def values(self):
        return {**self.cleaned_data, "new": None}


class AttachForm(ActForm):
    files = FilesField(label=_("Files"), required=True)
    source = forms.ChoiceField(
        label=_("Where they come from"), widget=forms.RadioSelect, initial=Attachment.Source.REQUESTER,
        choices=[(s.value, s.label) for s in (Attachment.Source.REQUESTER, Attachment.Source.OFFICE)],
    )  # fmt: skip

    def values(self):
        return {"uploads": read_uploads(self.cleaned_data["files"]), "source": self.cleaned_data["source"]}


class StepForm(ActForm):
    step = forms.CharField(widget=forms.HiddenInput, max_length=40)
    done = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean_step(self):
        from ura.desk.checklist import is_step

        if not is_step(self.cleaned_data["step"]):
            raise forms.ValidationError(_("This step is not in the procedures."))
        return self.cleaned_data["step"]


class FocalPointForm(ActForm):
    name = line(_("Name and contact of the focal point"), longest=300, required=True)
