"""What is typed about the local reintegration group and its conferences."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.cases.actions.group import group_of
from ura.cases.forms.work import CaseForm
from ura.cases.models import GroupMember
from ura.desk.forms.fields import ColleagueField, colleagues, day, line, words

ROWS = 3


class OrderForm(forms.Form):
    order_number = line(_("Number of the mayor’s order"), longest=60, required=True)
    order_on = day(_("Date of the order"), required=True)
    keep_members = forms.BooleanField(label=_("The members go on"), required=False, initial=True)


class GroupMemberForm(forms.Form):
    service = line(_("Service or institution"), required=True)
    function = line(_("Function"), longest=120, required=True)
    name = line(_("Name and surname"), required=True)
    phone = line(_("Phone"), longest=60, inputmode="tel")
    email = forms.EmailField(label=_("E-mail"), required=False)
    officer = ColleagueField(label=_("Colleague of this office"), required=False)
    chair = forms.BooleanField(label=_("Leads the group"), required=False)

    def __init__(self, municipality, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].offer(colleagues(municipality), empty=_("None"))


class DecisionForm(CaseForm):
    what = line(_("What was decided"), longest=1000, required=True)
    who = line(_("Who does it"))
    officer = ColleagueField(label=_("or a colleague"), required=False)
    until_on = day(_("Until"), required=True)

    def offer(self):
        self.fields["officer"].offer(colleagues(self.municipality))


class ConferenceForm(CaseForm):
    held_on = day(_("Day of the conference"), required=True)
    present = forms.TypedMultipleChoiceField(
        label=_("Members present"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    others = line(_("Others present"), longest=500)
    minutes = words(_("Minutes"), rows=8, max_length=50_000)

    def offer(self):
        group = group_of(self.municipality)
        rows = GroupMember.objects.filter(municipality=self.municipality, group=group).active() if group else ()
        self.members = {member.pk: member for member in rows}
        self.fields["present"].choices = [(pk, f"{m.name} · {m.service}") for pk, m in self.members.items()]
        people = colleagues(self.municipality)
        for n in range(ROWS):
            self.fields[f"what_{n}"] = line(_("What was decided"), longest=1000)
            self.fields[f"who_{n}"] = line(_("Who does it"))
            self.fields[f"officer_{n}"] = ColleagueField(label=_("or a colleague"), required=False)
            self.fields[f"officer_{n}"].offer(people)
            self.fields[f"until_{n}"] = day(_("Until"))

    def plain(self):
        return [self[name] for name in ("held_on", "present", "others", "minutes")]

    def rows(self):
        return [[self[f"{part}_{n}"] for part in ("what", "who", "officer", "until")] for n in range(ROWS)]

    def clean(self):
        data = super().clean()
        for n in range(ROWS):
            if data.get(f"what_{n}") and not data.get(f"until_{n}"):
                self.add_error(f"until_{n}", _("Write until when."))
        return data

    def values(self):
        data = self.cleaned_data
        return {
            "held_on": data["held_on"], "others": data["others"], "minutes": data["minutes"],
            "present": [self.members[pk] for pk in data["present"]],
            "decisions": [{"what": data[f"what_{n}"], "who": data[f"who_{n}"], "officer": data[f"officer_{n}"],
                           "until_on": data[f"until_{n}"]} for n in range(ROWS) if data[f"what_{n}"]],
        }  # fmt: skip


class MinutesForm(forms.Form):
    minutes = words(_("Minutes"), rows=8, max_length=50_000)
    others = line(_("Others present"), longest=500)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SettleForm(forms.Form):
    done_on = day(_("Done on"), required=True)
    answer = line(_("What was done"), longest=1000)
