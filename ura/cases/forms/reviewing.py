"""What is typed at a review, at the closing, at the reopening, and in the office's rules."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.cases.actions.closing import WITHOUT_LETTER
from ura.cases.forms.planning import Versioned
from ura.cases.models import CaseRule, Quality, Result
from ura.cases.states import Outcome
from ura.desk.forms.fields import NOTHING, ColleagueField, day, line, words
from ura.letters import signatories
from ura.letters.dispatch import Dispatch


class ReviewForm(Versioned):
    """Every goal of the plan, both views on the services, and what is next."""

    on = day(_("Day of the review"), required=True)
    quality_person = forms.TypedChoiceField(
        label=_("Quality of the services, as the person sees it"), choices=[*NOTHING, *Quality.choices], coerce=int,
        required=False, empty_value=None,
    )  # fmt: skip
    words_person = words(_("What the person says"), rows=2, required=False)
    quality_professional = forms.TypedChoiceField(
        label=_("Quality of the services, as the professional sees it"), choices=[*NOTHING, *Quality.choices], coerce=int,
        required=False, empty_value=None,
    )  # fmt: skip
    words_professional = words(_("What the professional says"), rows=2, required=False)
    note = words(_("Conclusion"), rows=3, required=False)
    to_close = forms.BooleanField(
        label=_("No further review: the case goes to its closing"), required=False,
        help_text=_("A case that is still open 30 days later comes to the reviews again."),
    )  # fmt: skip
    next_on = day(_("Next review"), help_text=_("Empty: by the office’s rule."))

    def __init__(self, *args, goals, **kwargs):
        self.goals = list(goals)
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        for goal in self.goals:
            self.fields[f"goal-{goal.line}"] = forms.ChoiceField(
                label=goal.text, choices=Result, widget=forms.RadioSelect, required=False
            )
            self.fields[f"note-{goal.line}"] = line(_("Note on the goal"), longest=1000)

    @property
    def judged(self):
        """[(goal, its choice, its note)]"""
        return [(goal, self[f"goal-{goal.line}"], self[f"note-{goal.line}"]) for goal in self.goals]

    def given(self):
        """As `review` takes it."""
        data = self.cleaned_data
        names = ("on", "quality_person", "words_person", "quality_professional", "words_professional", "note", "to_close",
                 "next_on", "version")  # fmt: skip
        return {name: data[name] for name in names} | {
            "judgements": {g.line: (data[f"goal-{g.line}"], data[f"note-{g.line}"]) for g in self.goals}
        }


class SignatoryField(ColleagueField):
    """One of those who sign, shown by function."""

    def __init__(self, municipality):
        offered = [choice for choice in signatories.choices(municipality) if choice.officer]
        super().__init__(label=_("Signatory"), required=False, help_text=_("Who signs, by function."))
        self.people = {choice.officer.pk: choice.officer for choice in offered}
        self.choices = [(str(choice.officer.pk), str(choice)) for choice in offered] or NOTHING


class CloseForm(Versioned):
    """The outcome and the letter. Empty subject and text: the office's wording."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome, widget=forms.RadioSelect)
    on = day(_("Closed on"), required=True)
    reason = words(_("Reason"), rows=3, required=False, help_text=_("Stands in the letter too."))
    no_assessment = words(
        _("Why there is no closing assessment"), rows=2, required=False,
        help_text=_("For «partly reintegrated», «moved» and «handed over»; empty when the assessment is made."),
    )  # fmt: skip
    letter = forms.BooleanField(
        label=_("Write the closing letter"), required=False, initial=True,
        help_text=_("It may be left out only for who died or cannot be reached."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the letter"), choices=[("sq", "Shqip"), ("en", "English")])
    addressee = words(_("Addressee"), rows=3, required=False, help_text=_("Name and address, one under the other."))
    subject = line(_("Subject of the letter"), longest=300)
    body = words(
        _("Text of the letter"), rows=12, required=False, help_text=_("Empty: the office’s wording is filled in.")
    )

    def __init__(self, *args, municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.fields["signatory"] = SignatoryField(municipality)

    def given(self):
        """As `close_case` takes it."""
        data = dict(self.cleaned_data)
        if data["outcome"] not in WITHOUT_LETTER:
            data["letter"] = True
        return data


class ScanForm(forms.Form):
    file = forms.FileField(
        label=_("The signed letter"), help_text=_("The scan or photo of the signed paper: PDF, JPG or PNG.")
    )


class LeaveForm(forms.Form):
    """How the letter leaves."""

    dispatch = forms.ChoiceField(label=_("Sent by"), choices=Dispatch, widget=forms.RadioSelect)
    on = day(_("Day of posting or handing over"))
    proof = line(
        _("Number of the registered letter, or who took it"), help_text=_("For post and by hand; not for e-mail.")
    )

    def __init__(self, *args, to="", again=False, **kwargs):
        super().__init__(*args, **kwargs)
        mail = [(Dispatch.EMAIL, f"{Dispatch.EMAIL.label}: {to}")] if to and not again else []
        self.fields["dispatch"].choices = [*mail, *((way, way.label) for way in Dispatch if way != Dispatch.EMAIL)]
        self.fields["dispatch"].initial = Dispatch.EMAIL if mail else Dispatch.POST
        self.fields["on"].initial = timezone.localdate()


class ReopenForm(Versioned):
    reason = words(_("Why it is opened again"), rows=3)


class RulesForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = CaseRule
        fields = ["review_months", "review_months_urgent", "emergency_hours", "concerns_left", "least_score", "goals_settled",
                  "newer_than_review"]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (least, most) in LIMITS.items():
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label, help_text=self.fields[name].help_text, min_value=least, max_value=most
            )


LIMITS = {
    "review_months": (1, 24), "review_months_urgent": (1, 12), "emergency_hours": (1, 168), "concerns_left": (0, 9),
    "least_score": (0, 4),
}  # fmt: skip
