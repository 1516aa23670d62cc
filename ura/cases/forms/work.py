"""What is typed for one act on a case. Each form is made for (case, officer)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.cases.models.group import CaseRole
from ura.cases.states import Category, Kind
from ura.codelists.countries import origin_choices
from ura.desk.actions.team import CARRIERS
from ura.desk.forms.fields import (
    NOTHING,
    ColleagueField,
    FilesField,
    colleagues,
    day,
    line,
    moment,
    read_uploads,
    words,
)
from ura.people import births
from ura.people.models import HouseholdMember, Person

RELATIONS = [each for each in HouseholdMember.Relation.choices if each[0] != HouseholdMember.Relation.HEAD]


class CaseForm(forms.Form):
    """An act on this case by this officer."""

    def __init__(self, case, officer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.officer, self.municipality = case, officer, case.municipality
        self.offer()

    def offer(self):
        """Fill the choices in, where a form has some."""

    def values(self):
        """What the action takes."""
        return self.cleaned_data


class PersonField(forms.ChoiceField):
    """One of those whom the case is about; cleans to the Person."""

    people = {}

    def offer(self, case, officer):
        from ura.cases.file import members_of

        self.people = {member.person.pk: member.person for member in members_of(case, officer)}
        self.choices = [(str(pk), person.shown_name) for pk, person in self.people.items()]
        if len(self.people) == 1:
            self.widget = forms.HiddenInput()
        self.initial = str(case.person_id)

    def clean(self, value):
        return self.people[int(super().clean(value))]


class BirthField(forms.CharField):
    def clean(self, value):
        return births.read(super().clean(value))


class NoteForm(CaseForm):
    text = words(_("Note"), rows=5, max_length=20_000)


class FilesForm(CaseForm):
    files = FilesField(label=_("Files"))
    text = line(_("What they are"))

    def values(self):
        return {"uploads": read_uploads(self.cleaned_data["files"]), "text": self.cleaned_data["text"]}


class WrittenForm(CaseForm):
    kind = forms.ChoiceField(label=_("Kind of case"), choices=Kind)
    origin = forms.ChoiceField(label=_("Country or municipality of origin"), required=False)
    arrived_on = day(_("Arrived or returned on"))
    unit = forms.ModelChoiceField(None, label=_("Administrative unit"), required=False, empty_label="—")
    summary = line(_("In one sentence"), longest=300)
    story = words(_("What happened"), rows=6, required=False, max_length=50_000)
    wishes = words(_("What the person wishes"), rows=4, required=False, max_length=20_000)

    def offer(self):
        case = self.case
        facts = {name: getattr(case, name) for name in ("kind", "origin", "arrived_on", "unit")}
        self.initial = (
            facts | {name: getattr(case.text, name) for name in ("summary", "story", "wishes")} | self.initial
        )
        self.fields["origin"].choices = NOTHING + origin_choices()
        self.fields["unit"].queryset = self.municipality.units.filter(active=True)


class OwnerForm(CaseForm):
    owner = ColleagueField(label=_("Case manager"))
    reason = words(_("Why"), rows=3, required=False, max_length=2000)

    def offer(self):
        people = colleagues(self.municipality, roles=CARRIERS, other_than=self.case.owner_id)
        people.pop(self.case.enquiry.complaint_about_id, None)
        self.fields["owner"].offer(people)


class CategoryForm(CaseForm):
    person = PersonField(label=_("Who"))
    category = forms.ChoiceField(label=_("Vulnerability"), choices=Category, widget=forms.RadioSelect)

    def offer(self):
        self.fields["person"].offer(self.case, self.officer)


class CategoryEndForm(CaseForm):
    row = forms.ChoiceField(label=_("What no longer holds"), widget=forms.RadioSelect)
    on = day(_("Since"))

    def offer(self):
        rows = self.case.categories.filter(municipality=self.municipality, until_on=None).select_related("person")
        self.rows = {str(row.pk): row for row in rows}
        self.fields["row"].choices = [
            (pk, f"{row.get_category_display()} · {row.person.shown_name}") for pk, row in self.rows.items()
        ]

    def values(self):
        return {"row": self.rows[self.cleaned_data["row"]], "on": self.cleaned_data["on"]}


class EmergencyForm(CaseForm):
    reason = words(_("What cannot wait"), rows=4, max_length=5000)
    at = moment(_("Day and hour when the office learned of it"))


class MetForm(CaseForm):
    text = words(_("What was done"), rows=4, max_length=5000)
    at = moment(
        _("Day and hour of the first intervention"),
        help_text=_("The hour at which help came, not the one at which it is written down."),
    )


class RoleForm(CaseForm):
    officer = ColleagueField(label=_("Colleague"))
    role = forms.ChoiceField(label=_("Role in the case"), choices=CaseRole)

    def offer(self):
        self.fields["officer"].offer(
            colleagues(self.municipality, roles=CARRIERS, other_than=self.case.enquiry.complaint_about_id)
        )


class RoleEndForm(CaseForm):
    row = forms.ChoiceField(label=_("Who works on it no more"), widget=forms.RadioSelect)

    def offer(self):
        rows = self.case.workers.filter(municipality=self.municipality, until_on=None).select_related("officer__user")
        self.rows = {str(row.pk): row for row in rows}
        self.fields["row"].choices = [
            (pk, f"{row.officer} · {row.get_role_display()}") for pk, row in self.rows.items()
        ]

    def values(self):
        return {"row": self.rows[self.cleaned_data["row"]]}


class MemberForm(CaseForm):
    name = line(_("Name and surname"), required=True)
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=RELATIONS)
    born = BirthField(label=_("Born"), required=False, max_length=20, help_text=_("The day, or only the year."))
    sex = forms.ChoiceField(label=_("Sex"), choices=NOTHING + Person.Sex.choices, required=False)


class OpenForm(forms.Form):
    """A case from a request: whom it is about, where they come from, what makes them vulnerable."""

    ROWS = 4

    kind = forms.ChoiceField(label=_("Kind of case"), choices=Kind, widget=forms.RadioSelect)
    person = forms.ChoiceField(label=_("Who the case is about"))
    origin = forms.ChoiceField(label=_("Country or municipality of origin"), required=False)
    arrived_on = day(_("Arrived or returned on"))
    summary = line(_("In one sentence"), longest=300)
    categories = forms.MultipleChoiceField(
        label=_("Vulnerability"), choices=Category, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Trafficking, an unaccompanied minor, serious illness and a former prisoner close the case at once "
                    "to all but a team."),
    )  # fmt: skip
    owner = ColleagueField(label=_("Case manager"), required=False)
    unit = forms.ModelChoiceField(None, label=_("Administrative unit"), required=False, empty_label="—")
    emergency = words(
        _("Emergency: what cannot wait"), rows=3, required=False, max_length=5000,
        help_text=_("Left empty when nothing is urgent. Written, the clock of the emergency starts."),
    )  # fmt: skip
    family = forms.ChoiceField(label=_("Household"), widget=forms.RadioSelect)

    def __init__(self, enquiry, officer, people, household, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.enquiry, self.officer, self.people = enquiry, officer, people
        office = enquiry.municipality
        self.fields["person"].choices = [(str(pk), person.shown_name) for pk, person in people.items()]
        self.fields["origin"].choices = NOTHING + origin_choices()
        self.fields["unit"].queryset = office.units.filter(active=True)
        staff = colleagues(office, roles=CARRIERS, other_than=enquiry.complaint_about_id)
        self.fields["owner"].offer(staff, empty=_("The focal point of the request"))
        self.fields["family"].choices = [
            *(
                [("old", _("The household they live in"))]
                if household
                else [("new", _("A household, written down here"))]
            ),
            ("", _("The person alone")),
        ]
        self.fields["family"].required = False
        self.fields["family"].initial = "old" if household else ""
        self.initial = {"origin": enquiry.origin, "unit": enquiry.unit_id, "kind": _kind_of(enquiry)} | self.initial
        for n in range(0 if household else self.ROWS):
            self.fields[f"name_{n}"] = line(_("Name and surname"))
            self.fields[f"relation_{n}"] = forms.ChoiceField(
                label=_("Relation to the head"), choices=NOTHING + RELATIONS, required=False
            )
            self.fields[f"born_{n}"] = BirthField(label=_("Born"), required=False, max_length=20)
            self.fields[f"sex_{n}"] = forms.ChoiceField(
                label=_("Sex"), choices=NOTHING + Person.Sex.choices, required=False
            )
        self.has_rows = household is None

    def rows(self):
        """The bound fields of each new member, for the page."""
        return [[self[f"{part}_{n}"] for part in ("name", "relation", "born", "sex")]
                for n in range(self.ROWS if self.has_rows else 0)]  # fmt: skip

    def plain(self):
        """The fields that stand before the household."""
        return [self[name] for name in ("kind", "person", "origin", "arrived_on", "summary", "categories", "emergency",
                                        "owner", "unit")]  # fmt: skip

    def clean(self):
        data = super().clean()
        for n in range(self.ROWS if self.has_rows else 0):
            if data.get(f"name_{n}") and not data.get(f"relation_{n}"):
                self.add_error(f"relation_{n}", _("Choose who they are to the head."))
            if data.get(f"name_{n}") and data.get("family") != "new":
                self.add_error("family", _("You wrote members down: choose “a household”, or empty their lines."))
        return data

    def members(self):
        data = self.cleaned_data
        return [{"name": data[f"name_{n}"], "relation": data[f"relation_{n}"], "born": data[f"born_{n}"],
                 "sex": data[f"sex_{n}"]}
                for n in range(self.ROWS if self.has_rows else 0) if data.get(f"name_{n}")]  # fmt: skip


def _kind_of(enquiry):
    """What the request's audience suggests."""
    return {"returnee": Kind.RETURNEE, "internal_migrant": Kind.INTERNAL, "diaspora": Kind.DIASPORA,
            "foreigner": Kind.FOREIGNER}.get(enquiry.audience, "")  # fmt: skip
