"""What is typed about work, training, grants and farms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.desk.forms.fields import NOTHING, day, line, words
from ura.livelihood.states import (
    AdviceKind,
    Contract,
    CourseKind,
    Education,
    Field,
    GrantKind,
    MediationState,
    Payer,
    RefusedBy,
    Sector,
    SupportKind,
    TieRule,
)

MOST_LEK = 10**12


def lek(label, *, required=True, least=1):
    return forms.IntegerField(
        label=label, min_value=least, max_value=MOST_LEK, required=required, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


def count(label, *, least=0, most=10_000, required=True, **more):
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, **more)


def choice(label, choices, *, required=True, **more):
    return forms.ChoiceField(label=label, choices=[*([] if required else NOTHING), *choices], required=required, **more)


class RowForm(forms.Form):
    """A form over one row: `version` guards a row that is there already."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, row, data=None):
        names = [name for name in cls.base_fields if name != "version"]
        initial = (
            {name: getattr(row, name) for name in names if hasattr(row, name)} | {"version": row.version} if row else {}
        )
        return cls(data, initial=initial)

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OfCase(forms.Form):
    """About one person of a case."""

    def __init__(self, case, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        # `case.people`: whom the officer may know of; several of these forms stand on one page.
        self.people = {str(person.pk): person for person in case.people}
        field = forms.ChoiceField(label=_("Who"), choices=[(pk, p.shown_name) for pk, p in self.people.items()])
        if len(self.people) == 1:
            field.widget, field.initial = forms.HiddenInput(), next(iter(self.people))
        self.fields = {"person": field, **self.fields}

    def clean_person(self):
        return self.people[self.cleaned_data["person"]]


class SeekerForm(OfCase):
    occupation = line(_("Occupation"), required=True)
    field = choice(_("Field of work"), Field.choices)
    education = choice(_("Education"), Education.choices)
    years = count(_("Years of experience"), most=70, required=False)
    wishes = words(_("What work is wished"), rows=2, required=False, max_length=5000)
    employment_office_on = day(_("Registered with the employment office on"))


class SeekerEditForm(RowForm):
    occupation = line(_("Occupation"), required=True)
    field = choice(_("Field of work"), Field.choices)
    education = choice(_("Education"), Education.choices)
    years = count(_("Years of experience"), most=70)
    wishes = words(_("What work is wished"), rows=2, required=False, max_length=5000)
    employment_office_on = day(_("Registered with the employment office on"))


class VacancyForm(RowForm):
    title = line(_("Work"), required=True)
    employer = line(_("Employer"), required=True)
    field = choice(_("Field of work"), Field.choices)
    education = choice(_("Education asked for"), Education.choices)
    places = count(_("Places"), least=1, initial=1)
    pay = lek(_("Pay in lek a month"), required=False)
    contract = choice(_("Contract"), Contract.choices)
    where = line(_("Where"), longest=120)
    until_on = day(_("Open until"), required=True)
    note = line(_("What else is asked for"), longest=500)


class ProposeForm(forms.Form):
    vacancy = forms.ChoiceField(label=_("Vacancy"))
    on = day(_("Proposed on"))

    def __init__(self, vacancies, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.vacancies = {str(row.pk): row for row in vacancies}
        self.fields["vacancy"].choices = [(pk, f"{row} ({row.places})") for pk, row in self.vacancies.items()]

    def clean_vacancy(self):
        return self.vacancies[self.cleaned_data["vacancy"]]


class MediationForm(forms.Form):
    to = choice(_("What came of it"), [each for each in MediationState.choices if each[0] != "proposed"])
    on = day(_("Day"))
    refused_by = choice(_("Refused by"), RefusedBy.choices, required=False)
    reason = line(_("Reason"), longest=500)


class PlaceForm(forms.Form):
    employer = line(_("Employer"), required=True)
    started_on = day(_("First day of work"), required=True)
    contract = choice(_("Contract"), Contract.choices)
    pay = lek(_("Pay in lek a month"), required=False)


class CheckForm(forms.Form):
    months = forms.TypedChoiceField(label=_("After"), choices=[("3", _("3 months")), ("6", _("6 months"))], coerce=int)
    kept = forms.TypedChoiceField(
        label=_("Still at work?"), choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda text: text == "yes"
    )
    ended_on = day(_("Last day of work, if not"))


class CourseForm(RowForm):
    title = line(_("Course"), required=True)
    kind = choice(_("Kind of training"), CourseKind.choices)
    provider = line(_("Provider"), required=True)
    where = line(_("Where"), longest=120)
    start_on = day(_("First day"), required=True)
    end_on = day(_("Last day"), required=True)
    places = count(_("Places"), least=1)
    least_share = count(_("Attendance needed to complete it, in percent"), most=100, initial=80)
    cost = lek(_("Cost in lek"), required=False, least=0)


class AttendanceForm(forms.Form):
    on = day(_("Day"), required=True)
    present = forms.TypedMultipleChoiceField(
        label=_("Who was there"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, enrolments, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(row.pk, row.person.shown_name) for row in enrolments]


class CompleteForm(forms.Form):
    on = day(_("Day"))
    certificate = line(_("Number of the certificate"), longest=60)


class OnForm(forms.Form):
    on = day(_("Day"))


class ChooseForm(OfCase):
    """One of the rows offered, for a person of the case."""

    row = forms.ChoiceField(label=_("Which"))
    on = day(_("Day"))

    def __init__(self, case, rows, label, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        self.fields["row"].label = label
        self.fields["row"].choices = [(pk, str(row)) for pk, row in self.rows.items()]

    def clean_row(self):
        return self.rows[self.cleaned_data["row"]]


class ApplyForm(ChooseForm):
    sector = choice(_("Sector of the business"), [*NOTHING, *Sector.choices])
    idea = words(_("Business idea"), rows=4, max_length=20_000)
    asked = lek(_("Asked for, in lek"))


class CallForm(RowForm):
    title = line(_("Call"), required=True)
    kind = choice(_("Kind of grant"), GrantKind.choices)
    source = choice(_("Source of the money"), Payer.choices)
    opens_on = day(_("Opens on"), required=True)
    closes_on = day(_("Last day to apply"), required=True)
    budget = lek(_("Budget in lek"))
    most = lek(_("Most for one application, in lek"))
    least_points = count(_("Least points to be awarded"), initial=0, most=1000)
    tie_rule = choice(_("With equal points"), TieRule.choices)
    criteria = words(
        _("Criteria, one a line, with their most points"), rows=5, max_length=5000,
        help_text=_("For example: Sustainability of the idea; 30"),
    )  # fmt: skip

    @classmethod
    def of(cls, row, data=None):
        form = super().of(row, data)
        if row:
            form.initial["criteria"] = "\n".join(f"{each.name}; {each.most}" for each in row.criteria.all())
        return form

    def clean_criteria(self):
        found = []
        for text in self.cleaned_data["criteria"].splitlines():
            if not text.strip():
                continue
            name, _semicolon, most = text.rpartition(";")
            if not name.strip() or not most.strip().isdecimal() or not 1 <= int(most) <= 1000:
                raise forms.ValidationError(
                    _("“%(line)s”: write the criterion, a semicolon and its most points."), params={"line": text[:80]}
                )
            found.append((" ".join(name.split())[:200], int(most)))
        return found


class ScoreForm(forms.Form):
    def __init__(self, criteria, given, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for each in criteria:
            self.fields[f"points_{each.pk}"] = count(
                _("%(name)s (0–%(most)s)") % {"name": each.name, "most": each.most}, most=each.most,
                initial=given.get(each.pk),
            )  # fmt: skip

    def points(self):
        return {each.pk: self.cleaned_data[f"points_{each.pk}"] for each in self.criteria}


class ProjectForm(RowForm):
    title = line(_("Project"), required=True)
    what = line(_("Work"), longest=300)
    unit = forms.ModelChoiceField(None, label=_("Administrative unit"), required=False, empty_label="—")
    source = choice(_("Source of the money"), Payer.choices)
    start_on = day(_("First day"), required=True)
    end_on = day(_("Last day"), required=True)
    rate = lek(_("Pay in lek a day"))
    places = count(_("Places"), least=1)


class DaysForm(forms.Form):
    worker = forms.ChoiceField(label=_("Who"))
    days = words(
        _("Days worked"), rows=3, max_length=2000, help_text=_("One a line or with commas: 01.06.2026, 02.06.2026; or a range: 01.06.2026 - 05.06.2026 (without Saturdays and Sundays)."),
    )  # fmt: skip

    def __init__(self, workers, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {str(row.pk): row for row in workers}
        self.fields["worker"].choices = [(pk, row.person.shown_name) for pk, row in self.workers.items()]

    def clean_worker(self):
        return self.workers[self.cleaned_data["worker"]]

    def clean_days(self):
        from ura.livelihood.days import read_days

        return read_days(self.cleaned_data["days"])


class PayForm(forms.Form):
    on = day(_("Paid on"))
    reference = line(_("Payment order"), longest=60)


class AdviceForm(OfCase):
    kind = choice(_("Kind of advice"), AdviceKind.choices)
    on = day(_("Day"))
    about = line(
        _("What it was about"), longest=500, required=True, help_text=_("Crop, animals, land; trade; studies.")
    )
    advised = words(_("What was advised"), rows=3, required=False, max_length=10_000)
    adviser = line(_("Who advised"))
    next_on = day(_("Next visit"))


class SupportForm(OfCase):
    kind = choice(_("Kind of support"), SupportKind.choices)
    amount = lek(_("Worth in lek"))
    source = choice(_("Source of the money"), Payer.choices)
    given_on = day(_("Given on"))
    text = line(_("What was given"), longest=500)
