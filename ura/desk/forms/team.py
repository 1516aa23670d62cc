"""What is typed about the team of a restricted request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.desk.actions.team import CARRIERS
from ura.desk.forms.acts import ActForm
from ura.desk.forms.fields import ColleagueField, colleagues, line, words
from ura.desk.states import RestrictedFor


class RestrictForm(ActForm):
    ground = forms.ChoiceField(label=_("Why"), choices=RestrictedFor, widget=forms.RadioSelect)
    team = forms.TypedMultipleChoiceField(
        label=_("Who else knows of it"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("You and the focal point are in the team. For everybody else this request does not exist."),
    )  # fmt: skip

    def offer(self):
        self.people = colleagues(self.municipality, roles=CARRIERS, other_than=self.enquiry.complaint_about_id)
        for pk in (self.officer.pk, self.enquiry.owner_id):
            self.people.pop(pk, None)
        self.fields["team"].choices = [(pk, str(officer)) for pk, officer in self.people.items()]

    def values(self):
        return {"ground": self.cleaned_data["ground"], "team": [self.people[pk] for pk in self.cleaned_data["team"]]}


class MemberForm(ActForm):
    officer = ColleagueField(label=_("Colleague"))

    def offer(self):
        people = colleagues(self.municipality, roles=CARRIERS, other_than=self.enquiry.complaint_about_id)
        inside = set(self.enquiry.team.standing().values_list("officer", flat=True))
        self.fields["officer"].offer({pk: officer for pk, officer in people.items() if pk not in inside})


class LeaveForm(ActForm):
    officer = ColleagueField(label=_("Colleague"))

    def offer(self):
        members = self.enquiry.team.standing().select_related("officer__user")
        people = {member.officer_id: member.officer for member in members}
        people.pop(self.enquiry.owner_id, None)
        self.fields["officer"].offer(people)


class GlassForm(forms.Form):
    """A restricted request by its number, and why."""

    number = line(_("Number of the request"), longest=60, required=True, inputmode="numeric")
    reason = words(_("Why it must be opened now"), rows=4, max_length=2000, help_text=_("The team reads it."))

    def clean_number(self):
        number, _slash, year = self.cleaned_data["number"].strip().rpartition("/")
        digits = "".join(c for c in number if c.isdecimal())[-9:]
        if not digits or not year.strip().isdecimal() or len(year.strip()) > 4:
            raise forms.ValidationError(_("Write the number as it stands in the book, for example 123/2026."))
        return int(year), int(digits)
