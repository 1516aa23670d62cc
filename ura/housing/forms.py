"""What is typed about calls, tables of points and applications."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.core.refusals import Refused
from ura.desk.forms.fields import FilesField, read_uploads
from ura.housing.actions.applying import OTHER
from ura.housing.national import choices, groups, instruments, papers, priorities, programmes, word
from ura.housing.states import CallState, PaperState, Tie, Why
from ura.post.files import inspect

NONE = [("", "—")]


def day(label, *, required=True, **more):
    widget = forms.DateInput(attrs={"placeholder": _("dd.mm.yyyy"), "autocomplete": "off", "class": "day"})
    return forms.DateField(label=label, required=required, widget=widget, **more)


def lek(label, *, required=False, **more):
    return forms.IntegerField(label=label, required=required, min_value=0, max_value=10_000_000_000, **more)


def reason(label, *, required=True):
    return forms.CharField(
        label=label, required=required, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )


class CallForm(forms.Form):
    programme = forms.ChoiceField(label=_("Programme"))
    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    year = forms.IntegerField(label=_("Year"), min_value=2019, max_value=2100)
    opens_on = day(_("Opens"))
    closes_on = day(_("Last day for applications"))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000)
    quota = forms.IntegerField(label=_("Of these, kept for returnees"), min_value=0, max_value=100_000, initial=0)
    income_ceiling = lek(
        _("Highest monthly income of the family, in lek"), help_text=_("Empty: this call has no ceiling.")
    )
    tie_1 = forms.ChoiceField(label=_("Equal points are decided by"), choices=Tie.choices, initial=Tie.EARLIEST)
    tie_2 = forms.ChoiceField(label=_("then by"), choices=NONE + Tie.choices, required=False)
    tie_3 = forms.ChoiceField(label=_("and then by"), choices=NONE + Tie.choices, required=False)
    priority_points = forms.IntegerField(
        label=_("Points for priority categories"),
        min_value=0,
        max_value=25,
        initial=0,
        required=False,
        help_text=_("Rent subsidy only. They are shared by the share of each category among the applications."),
    )
    priority_group = forms.ChoiceField(label=_("They count in the group"), required=False)
    names_public = forms.BooleanField(
        label=_("Publish names"), required=False,
        help_text=_(
            "Without it the public list shows number, points and decision only. Names of restricted matters are never "
            "published."
        ),
    )  # fmt: skip

    def __init__(self, data=None):
        super().__init__(data, initial={"year": timezone.localdate().year})
        self.fields["programme"].choices = choices(programmes())
        self.fields["instrument"].choices = NONE + choices(instruments())
        self.fields["priority_group"].choices = choices(groups())
        self.initial["priority_group"] = "social"

    def values(self):
        values = dict(self.cleaned_data)
        ties = [values.pop(f"tie_{n}") for n in (1, 2, 3)]
        values["priority_points"] = values["priority_points"] or 0
        values["priority_group"] = values["priority_group"] or "social"
        return values | {"ties": [tie for tie in ties if tie]}


class TiesForm(forms.Form):
    """What decides between equal points, in this order."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    tie_1 = forms.ChoiceField(label=_("Equal points are decided by"), choices=Tie.choices)
    tie_2 = forms.ChoiceField(label=_("then by"), choices=NONE + Tie.choices, required=False)
    tie_3 = forms.ChoiceField(label=_("and then by"), choices=NONE + Tie.choices, required=False)

    def __init__(self, call, data=None):
        initial = {f"tie_{n}": tie for n, tie in enumerate(call.ties, 1)}
        super().__init__(data, initial=initial | {"version": call.version})

    def ties(self):
        return [tie for n in (1, 2, 3) if (tie := self.cleaned_data[f"tie_{n}"])]


class PrioritiesForm(forms.Form):
    """How many points the priority categories of a rent subsidy share, and where they count."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    points = forms.IntegerField(
        label=_("Points for priority categories"), min_value=0, max_value=25, help_text=_("0: they are not weighed.")
    )
    group = forms.ChoiceField(label=_("They count in the group"))

    def __init__(self, call, data=None):
        super().__init__(data, initial={
            "version": call.version, "points": call.priority_points, "group": call.priority_group,
        })  # fmt: skip
        self.fields["group"].choices = choices(groups())


class MoveUpForm(forms.Form):
    """Who gets the place that became free, why, and by which decision."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    application = forms.ChoiceField(label=_("Next on the waiting list"))
    on = day(_("Day"))
    act = forms.CharField(label=_("Number of the act"), required=False, max_length=60)
    reason = reason(_("Why the place became free"))

    def __init__(self, call, rows, data=None):
        super().__init__(data, initial={"version": call.version, "on": timezone.localdate()})
        self.rows = {str(row.pk): row for row in rows}
        self.fields["application"].choices = [
            (key, f"{row.label} – {row.name}" if row.name else row.label) for key, row in self.rows.items()
        ]


class DecisionForm(forms.Form):
    """The next step of the chain; which fields it needs depends on the step."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Step"))
    on = day(_("Day"), required=False)
    act = forms.CharField(label=_("Number of the act"), required=False, max_length=60)
    funds = lek(_("State funds, in lek"))
    funded_places = forms.IntegerField(label=_("Places the funds reach for"), required=False, min_value=1)
    reason = reason(_("Reason, when the list goes back a step"), required=False)

    def __init__(self, call, moves, data=None):
        super().__init__(data, initial={"version": call.version, "on": timezone.localdate()})
        self.fields["to"].choices = [(to.value, to.label) for to in moves]
        if CallState.FUNDED not in moves:
            del self.fields["funds"], self.fields["funded_places"]
        if not any(to < call.state for to in moves):
            del self.fields["reason"]


class TableForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput)
    decision_number = forms.CharField(label=_("Council decision no."), max_length=40, required=False)
    decision_on = day(_("Date of the decision"), required=False)

    def __init__(self, data=None, initial=None):
        super().__init__(data, initial=initial)
        for group, row in groups().items():
            self.fields[group] = forms.CharField(
                label=_("%(group)s, at most %(points)s points") % {"group": word(groups(), group), "points": row["points"]},
                required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 9, "class": "code"}),
            )  # fmt: skip
        self.order_fields(["number", *groups(), "decision_number", "decision_on"])

    def values(self):
        data = self.cleaned_data
        return {
            "texts": {group: data[group] for group in groups()}, "decision_number": data["decision_number"],
            "decision_on": data["decision_on"], "number": data["number"],
        }  # fmt: skip


class ApplicationForm(forms.Form):
    """What is known of the family."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    received_on = day(_("Received"))
    returnee = forms.BooleanField(label=_("Returned from emigration"), required=False)
    members = forms.IntegerField(label=_("Members of the family"), min_value=1, max_value=30)
    children = forms.IntegerField(label=_("Of these, children under 18"), min_value=0, max_value=29)
    income = lek(_("Monthly income of the family, in lek"))
    priorities = forms.MultipleChoiceField(
        label=_("Priority categories"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Law 22/2018, articles 33 and 34. Some are sensitive: only what this programme needs."),
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, call, data=None, initial=None):
        super().__init__(data, initial=initial)
        if call.income_ceiling is not None:
            self.fields["income"].required = True
        if call.instrument == "rent_subsidy":
            self.fields["priorities"].choices = choices(priorities())
        else:
            del self.fields["priorities"]

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class EnteredForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmation = forms.CharField(label=_("Confirmation number of e-Albania"), max_length=60)
    confirmed_on = day(_("Entered on e-Albania on"))
    assisted = forms.ChoiceField(
        label=_("Why the office enters it"), choices=[("", _("The person entered it")), *Why.choices], required=False
    )


class PointsForm(forms.Form):
    """One choice for each sub-criterion of the call's table."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, table, data=None, initial=None):
        super().__init__(data, initial=initial)
        self.groups = []
        for group, rows in table.items():
            names = []
            for row in rows:
                offered = [("", _("does not apply")), *((a.code, f"{a} ({a.points})") for a in row.answers)]
                self.fields[row.code] = forms.ChoiceField(label=str(row), choices=offered, required=False)
                names.append(row.code)
            self.groups.append((word(groups(), group), groups()[group]["points"], names))

    def by_group(self):
        return [(name, limit, [self[code] for code in codes]) for name, limit, codes in self.groups]

    def answers(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version" and value}


class PaperForm(forms.Form):
    code = forms.ChoiceField(label=_("Document"))
    state = forms.ChoiceField(label=_("Where it stands"), choices=PaperState.choices, initial=PaperState.THERE)
    on = day(_("Day"), required=False)
    fee = lek(_("Fee paid by the municipality, in lek"))
    files = FilesField(
        label=_("Scan or photo"), required=False,
        help_text=_("PDF, picture or text document; several at once. Each is looked at by its content."),
    )  # fmt: skip

    def __init__(self, data=None, files=None):
        super().__init__(data, files, initial={"on": timezone.localdate()})
        self.fields["code"].choices = [
            *((code, f"{row['group']} – {word(papers(), code)}") for code, row in papers().items()),
            (OTHER, _("Another document")),
        ]

    def clean_files(self):
        try:
            return [inspect(data, name) for name, data in read_uploads(self.cleaned_data["files"])]
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class EndForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.ChoiceField(label=_("How it ends"), choices=[("refuse", _("Refused")), ("withdraw", _("Withdrawn"))])
    reason = reason(_("Reason"))

    def __init__(self, data=None, *, frees=False, initial=None):
        super().__init__(data, initial=initial)
        if frees:
            self.fields["how"].choices = [
                ("withdraw", _("The family gives its place back")), ("refuse", _("Struck from the list")),
            ]  # fmt: skip


class CarryForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    to = forms.ChoiceField(label=_("Into the call"))
    reason = reason(_("Reason"), required=False)

    def __init__(self, calls, data=None, initial=None):
        super().__init__(data, initial=initial)
        self.calls = {str(call.pk): call for call in calls}
        self.fields["to"].choices = [(key, str(call)) for key, call in self.calls.items()]
