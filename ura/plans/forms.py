"""What is typed into the needs analysis."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.codelists.lists import choices, word
from ura.plans.actions import COLUMNS
from ura.plans.models import NeedsRow, NeedsStep

LONGEST_CELL = 10_000


class OpenForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2015, initial=lambda: timezone.localdate().year)


class TableForm(forms.Form):
    """Annex 4: a text for each topic and column; the version says what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, analysis, data=None):
        super().__init__(data, initial={"version": analysis.version})
        self.rows = []
        columns = {name: NeedsRow._meta.get_field(name).verbose_name for name in COLUMNS}
        for row in analysis.rows.all():
            topic = word(analysis.municipality, "gap_topic", row.topic)
            fields = []
            for column in COLUMNS:
                name = f"{row.pk}-{column}"
                self.fields[name] = forms.CharField(
                    label=f"{topic}: {columns[column]}", required=False, max_length=LONGEST_CELL,
                    initial=getattr(row, column), widget=forms.Textarea(attrs={"rows": 4}),
                )  # fmt: skip
                fields.append(self[name])
            self.rows.append((row, topic, fields))

    def cells(self):
        return {
            (row.topic, column): self.cleaned_data[f"{row.pk}-{column}"]
            for row, _topic, _fields in self.rows
            for column in COLUMNS
        }


class TopicForm(forms.Form):
    topic = forms.ChoiceField(label=_("Topic"))

    def __init__(self, analysis, data=None):
        super().__init__(data)
        there = {row.topic for row in analysis.rows.all()}
        topics = choices(analysis.municipality, "gap_topic")
        self.fields["topic"].choices = [(code, label) for code, label in topics if code not in there]


class StepForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = NeedsStep
        fields = [
            "kind", "what", "officer", "on", "invited", "attended", "minutes", "cost", "source", "done_on",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("invited", "attended", "minutes")}

    def __init__(self, analysis, data=None, instance=None):
        super().__init__(data, instance=instance)
        if instance:
            self.initial["version"] = instance.version
        else:
            del self.fields["version"]
        staff = analysis.municipality.officers.filter(active=True).select_related("user")
        self.fields["officer"].queryset = staff

    def _post_clean(self):
        """The action writes, with its checks; a ModelForm would change the row before it is asked."""

    def saved_now(self, row):
        """[(label, value)] of what a colleague saved meanwhile; the next save replaces it knowingly."""
        self.data = self.data.copy()
        self.data["version"] = row.version
        found = []
        for name in self._meta.fields:
            stored = getattr(row, name)
            if name in self.cleaned_data and self.cleaned_data[name] != stored:
                found.append((self.fields[name].label, row.get_kind_display() if name == "kind" else stored))
        return found
