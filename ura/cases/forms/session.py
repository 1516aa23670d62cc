"""The form of a session, made from its data: consent first, then what it opens, then the rest in one pass."""

import base64
import binascii
from datetime import date
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.cases import session_clock
from ura.cases.actions.counselling import AUDIENCES
from ura.cases.forms.session_rows import GuideRows, NeedRows
from ura.cases.models import Solved
from ura.cases.paper_forms import SECTION_WORDS, SECTIONS, clause, paper_form
from ura.codelists.countries import origin_choices
from ura.core.refusals import Refused
from ura.desk.forms.fields import NOTHING, ColleagueField, FilesField, colleagues, day, line, words
from ura.desk.states import Channel
from ura.people.models import How
from ura.post.files import inspect
from ura.staff.models import Role

PNG = "data:image/png;base64,"
LONGEST_SIGNATURE = 400_000  # signs of base64
WITHOUT, EARLIER = "no", "earlier"
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
CONTACTS = ("citizen_name", "consent_full_name", "consent_phone", "consent_email")
CLAUSES = ("consent_stats", "consent_follow_up")
SHORT = 8  # as many options are shown to be ticked, more as a list


def field_of(field):
    """The control for one field of the paper."""
    required = field.required is True
    if field.type in ("text", "longtext"):
        made = words(field.label, rows=2, required=required, max_length=4000) if field.type == "longtext" else line(
            field.label, longest=300, required=required)  # fmt: skip
        made.widget.attrs["data-draft"] = "no"  # words about a person stay out of the browser's store
        return made
    if field.type == "date":
        return day(field.label, required=required)
    if field.type == "int":
        return forms.IntegerField(label=field.label, required=required, min_value=0, max_value=120)
    options = [(option.code, str(option)) for option in field.options]
    if field.type == "multichoice":
        return forms.MultipleChoiceField(
            label=field.label, choices=options, required=required, widget=forms.CheckboxSelectMultiple
        )
    if field.type == "bool":
        options = YES_NO
    if len(options) <= SHORT:
        return forms.ChoiceField(label=field.label, choices=options, required=required, widget=forms.RadioSelect)
    return forms.ChoiceField(label=field.label, choices=NOTHING + options, required=required)


class SessionForm(forms.Form):
    """One of the three forms on the screen; its fields bear the names that the paper's data give them."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    start = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    person = forms.IntegerField(widget=forms.HiddenInput, required=False)
    case = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, officer, key, *args, person=None, allowing=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer, self.municipality, self.paper = officer, officer.municipality, paper_form(key)
        self.known, self.allowing = person, allowing
        self._head()
        self._consent()
        for field in self.paper.asked:
            self.fields[field.key] = field_of(field)
        self._end()
        data, files = (self.data, self.files) if self.is_bound else (None, None)
        self.need_rows = NeedRows(self.municipality, data, files, prefix="needs")
        audience = AUDIENCES[key]
        self.guide_rows = GuideRows(self.municipality, data, files, prefix="guides", audience=audience)

    def _head(self):
        fields = self.fields
        fields["date"] = day(self.paper.by_key["date"].label, required=True)
        self.initial.setdefault("date", timezone.localdate())
        fields["officer_name"] = ColleagueField(label=self.paper.by_key["officer_name"].label, required=True)
        fields["officer_name"].offer(colleagues(self.municipality, roles=(Role.CLERK, Role.OFFICER, Role.SUPERVISOR)))
        fields["officer_name"].choices = fields["officer_name"].choices[1:]
        self.initial.setdefault("officer_name", self.officer.pk)
        asked = self.paper.by_key.get("admin_unit")
        fields["admin_unit"] = forms.ModelChoiceField(
            self.municipality.units.filter(active=True), label=asked.label if asked else _("Administrative unit"),
            required=bool(asked and asked.required), empty_label="—",
        )  # fmt: skip
        limited = [] if self.officer.has(Role.OFFICER, Role.SUPERVISOR) else self.officer.unit_ids()
        if limited:  # what a clerk of one unit writes down belongs to it, or they could not open it again
            units = fields["admin_unit"]
            units.queryset, units.required, units.empty_label = units.queryset.filter(pk__in=limited), True, None
            self.initial.setdefault("admin_unit", limited[0])
        fields["channel"] = forms.ChoiceField(
            label=_("Channel"), choices=[(c.value, c.label) for c in (Channel.COUNTER, Channel.PHONE)],
            initial=Channel.COUNTER, widget=forms.RadioSelect,
        )  # fmt: skip
        fields["origin"] = forms.ChoiceField(
            label=_("Country or municipality of origin"), choices=NOTHING + origin_choices(), required=False,
            help_text=_("For the figures; kept as a code."),
        )  # fmt: skip

    def _consent(self):
        paper, fields = self.paper.by_key, self.fields
        ways = [(WITHOUT, _("Without the declaration: the session has no name")),
                *((way.value, way.label) for way in (How.PAPER, How.SCREEN, How.PHONE))]  # fmt: skip
        if self.allowing:
            ways.insert(0, (EARLIER, _("Agreed earlier: the consent of this person is valid")))
        fields["consent_signed"] = forms.ChoiceField(
            label=paper["consent_signed"].label, choices=ways, widget=forms.RadioSelect,
            initial=EARLIER if self.allowing else WITHOUT,
        )  # fmt: skip
        fields["consent_date"] = day(paper["consent_date"].label)
        self.initial.setdefault("consent_date", timezone.localdate())
        fields["evidence"] = FilesField(label=_("Signed declaration, scanned"), required=False)
        fields["signature"] = forms.CharField(widget=forms.HiddenInput, required=False)
        fields["statement"] = words(
            _("What the person said on the phone"), rows=2, required=False, max_length=4000,
            help_text=_("Who called, how you made sure who it was, what was read out and what they agreed to."),
        )  # fmt: skip
        for name in CLAUSES:
            said = clause(paper[name].consent_clause)
            fields[name] = forms.BooleanField(label=str(said), required=False)
        if self.known is None:
            fields["citizen_name"] = field_of(paper["citizen_name"])
            for name in CONTACTS[1:]:
                fields[name] = field_of(paper[name])
            fields["consent_email"] = forms.EmailField(
                label=paper["consent_email"].label, required=False,
                widget=forms.EmailInput(attrs={"autocomplete": "off", "data-draft": "no"}),
            )  # fmt: skip
            fields["consent_phone"].widget.attrs["inputmode"] = "tel"
        fields["follow_up_phone"] = field_of(paper["follow_up_phone"])
        fields["follow_up_phone"].widget.attrs["inputmode"] = "tel"
        fields["under_16"] = forms.BooleanField(
            label=_("The person is under 16"), required=False,
            help_text=_("A parent or guardian consents and signs (law no. 124/2024)."),
        )  # fmt: skip
        fields["guardian_name"] = line(_("Parent or guardian"), **{"data-draft": "no"})
        fields["guardian_relation"] = line(_("Relation to the child"), longest=80, **{"data-draft": "no"})

    def _end(self):
        band = self.paper.by_key.get("duration") or paper_form("diaspora_registration").by_key["duration"]
        self.fields["duration"] = forms.ChoiceField(
            label=band.label, choices=[(o.code, str(o)) for o in band.options], required=False,
            widget=forms.RadioSelect, help_text=_("Left empty, the clock of this page says it."),
        )  # fmt: skip
        self.fields["minutes"] = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=480)
        self.fields["solved"] = forms.ChoiceField(
            label=_("What became of it"), choices=[("", _("Not stated")), *Solved.choices], required=False,
            widget=forms.RadioSelect,
        )  # fmt: skip
        if self.paper.officer_signs:
            self.fields["officer_signed"] = forms.BooleanField(label=self.paper.by_key["officer_signed"].label)
            self.fields["officer_signed_date"] = day(self.paper.by_key["officer_signed_date"].label, required=True)
            self.initial.setdefault("officer_signed_date", timezone.localdate())

    @property
    def groups(self):
        """(key, heading, [(bound field, closed without the declaration)]) of what is asked, in the paper's groups."""
        for section in SECTIONS[2:]:
            found = [(self[field.key], field.closed_unnamed) for field in self.paper.asked if field.section == section]
            if found:
                yield section, SECTION_WORDS[section], found

    @property
    def closed_groups(self):
        """Groups in which nothing can be filled without the declaration."""
        return [key for key, _heading, found in self.groups if all(closed for _field, closed in found)]

    def clean_token(self):
        try:
            return UUID(self.cleaned_data["token"]).hex
        except ValueError:
            return ""

    def clean_signature(self):
        """The picture the pen drew, looked at; nothing when nothing was drawn."""
        sent = self.cleaned_data["signature"]
        if not sent:
            return None
        bad = forms.ValidationError(_("The signature could not be read: sign again, or print the declaration."))
        if not sent.startswith(PNG) or len(sent) > LONGEST_SIGNATURE:
            raise bad
        try:
            return inspect(base64.b64decode(sent[len(PNG) :], validate=True), "nenshkrimi.png")
        except (binascii.Error, ValueError, Refused) as error:
            raise bad from error

    def clean_evidence(self):
        uploads = self.cleaned_data["evidence"]
        try:
            return inspect(uploads[0].read(), uploads[0].name) if uploads else None
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def is_valid(self):
        return all([super().is_valid(), self.need_rows.is_valid(), self.guide_rows.is_valid()])

    @property
    def how(self):
        return self.cleaned_data["consent_signed"]

    @property
    def proof(self):
        """What was looked at and proves the consent: the scan, or the signature on the screen."""
        return self.cleaned_data.get({How.PAPER: "evidence", How.SCREEN: "signature"}.get(self.how, ""))

    def consent(self, evidence):
        """What `give` takes, or None when nothing is signed now."""
        data = self.cleaned_data
        if self.how in (WITHOUT, EARLIER):
            return None
        taken = {name: data[name] for name in ("statement", "under_16", "guardian_name", "guardian_relation")}
        return taken | {"how": self.how, "given_on": data["consent_date"], "evidence": evidence}

    def values(self):
        """What `hold_session` takes, but for the person, the case and the consent."""
        data = self.cleaned_data
        minutes = data["minutes"]
        if minutes is None and data["date"] == timezone.localdate():
            measured = session_clock.minutes_since(data["start"])
            if measured is not None and (not data["duration"] or session_clock.fits(data["duration"], measured)):
                minutes = measured
        free = {f.key: data[f.key] for f in self.paper.asked if f.free}
        return {
            "held_on": data["date"], "officer": data["officer_name"], "unit": data["admin_unit"],
            "channel": data["channel"], "origin": data["origin"], "minutes": minutes, "duration": data["duration"],
            "answers": self.answers(), "words": free | {"follow_up_phone": data["follow_up_phone"]},
            "contacts": {name: data.get(name, "") for name in CONTACTS},
            "agreed": {name: data[name] for name in CLAUSES}, "needs": self.need_rows.values(),
            "guides": self.guide_rows.values(), "solved": data["solved"],
        }  # fmt: skip

    def answers(self):
        return answers_of(self.paper, self.cleaned_data)


def answers_of(paper, data):
    """Codes, numbers and days by field, as JSON holds them."""
    found = {}
    for field in paper.asked:
        if field.free:
            continue
        value = data[field.key]
        if field.type == "bool":
            value = {"yes": True, "no": False}.get(value)
        elif field.type == "date":
            value = value and value.isoformat()
        found[field.key] = value
    return found


class CorrectForm(SessionForm):
    """The answers of a session held before, to be rectified; name and consent have their own pages."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, officer, session, *args, **kwargs):
        self.session = session
        super().__init__(officer, session.form, *args, initial=_kept(session), **kwargs)
        kept = {f.key for f in self.paper.asked} | {"admin_unit", "origin", "duration", "minutes", "solved", "version"}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        if session.unnamed:
            for field in self.paper.asked:
                if field.closed_unnamed:
                    del self.fields[field.key]

    @property
    def groups(self):
        for section, heading, _found in (
            (s, SECTION_WORDS[s], None) for s in SECTIONS[2:]
        ):  # fmt: skip
            found = [(self[f.key], False) for f in self.paper.asked if f.section == section and f.key in self.fields]
            if found:
                yield section, heading, found

    def is_valid(self):
        return forms.Form.is_valid(self)

    def values(self):
        """What `correct_session` takes."""
        data = self.cleaned_data
        whole = {f.key: data.get(f.key) for f in self.paper.asked}
        return {
            "version": data["version"], "answers": answers_of(self.paper, whole),
            "words": {f.key: whole[f.key] or "" for f in self.paper.asked if f.free}, "unit": data["admin_unit"],
            "origin": data["origin"], "minutes": data["minutes"], "duration": data["duration"], "solved": data["solved"],
        }  # fmt: skip


def _kept(session):
    """What is held, as the form shows it."""
    answers = {}
    for key, value in session.answers.items():
        kind = session.paper.by_key[key].type
        answers[key] = {True: "yes", False: "no"}[value] if kind == "bool" else value
        if kind == "date":
            answers[key] = date.fromisoformat(value)
    return answers | {word.field: word.text for word in session.words.all()} | {
        "admin_unit": session.unit_id, "origin": session.origin, "duration": session.duration,
        "minutes": session.minutes, "solved": session.solved, "version": session.version,
    }  # fmt: skip
