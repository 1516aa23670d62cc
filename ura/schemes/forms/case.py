"""What is typed on a case about schemes: facts, papers, choices, applications."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ura.desk.forms.fields import NOTHING, day, line, words
from ura.schemes.catalogue import documents
from ura.schemes.facts import facts
from ura.schemes.states import PaperState, Source, State, moves_of

GROUPS = {
    "person": _("The person"), "papers": _("Papers and address"), "family": _("The family"), "money": _("Income and needs"),
    "home": _("Dwelling"), "work": _("Work"), "health": _("Health"), "protection": _("Protection"),
}  # fmt: skip
YES_NO = [*NOTHING, ("yes", _("Yes")), ("no", _("No"))]


class FactsForm(forms.Form):
    """What the records do not tell; empty is «not known»."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    source = forms.ChoiceField(label=_("Where it is from"), choices=Source, initial=Source.STATED)
    on = day(_("Known on"), required=True, initial=timezone.localdate)

    def __init__(self, picture, *, only=None, data=None):
        newest = max((row.pk for row in picture.written.values()), default=0)
        super().__init__(data, initial={"seen": newest})
        tongue = "en" if (get_language() or "").startswith("en") else "sq"
        self.asked = [
            fact for key, fact in facts().items()
            if fact.type != "codes" and (key not in picture.derived or key in picture.written)
            and (only is None or key in only)
        ]  # fmt: skip
        for fact in self.asked:
            self.fields[fact.key] = _field(fact, picture, tongue)
        self.order_fields([*(fact.key for fact in self.asked), "source", "on", "seen"])

    @property
    def groups(self):
        found = []
        for code, title in GROUPS.items():
            if fields := [self[fact.key] for fact in self.asked if fact.group == code]:
                found.append((title, fields))
        return found

    def values(self):
        """{fact: value or None} of all that was asked."""
        return {fact.key: _value(self.cleaned_data[fact.key]) for fact in self.asked}


def _value(typed):
    return None if typed in ("", None) else typed


def _field(fact, picture, tongue):
    row = picture.written.get(fact.key)
    help_text = ""
    if row:
        help_text = f"{row.source_label}, {date_format(row.on, 'SHORT_DATE_FORMAT')}"
        if fact.key in picture.derived:
            help_text += f" · {fact.shown(picture.derived[fact.key], tongue)}"
    elif fact.sensitive:
        help_text = _("Kept only with the person’s consent.")
    common = {"label": fact.name(tongue), "required": False, "help_text": help_text}
    written = row.read if row else None
    if fact.type == "yes-no":
        initial = "" if written is None else "yes" if written else "no"
        return forms.ChoiceField(choices=YES_NO, initial=initial, **common)
    if fact.type == "code":
        choices = [(code, en if tongue == "en" else sq) for code, sq, en in fact.choices]
        return forms.ChoiceField(choices=NOTHING + choices, initial=written or "", **common)
    if fact.type == "date":
        field = day(common.pop("label"), required=False, initial=written, help_text=help_text)
        return field
    unit = fact.unit_sq if tongue == "sq" else fact.unit_en
    common["label"] = f"{common['label']} ({unit})" if unit else common["label"]
    widget = forms.NumberInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(
        initial=written,
        min_value=fact.low,
        max_value=fact.high,
        max_digits=12,
        decimal_places=2,
        widget=widget,
        **common,
    )


class PaperForm(forms.Form):
    document = forms.ChoiceField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("Status"), choices=PaperState)
    note = line(_("Note"))
    file = forms.FileField(label=_("Scan"), required=False)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["document"].choices = [(code, each.name) for code, each in documents().items()]


class ChooseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    scenario = forms.ChoiceField(label=_("What the person chose"), widget=forms.RadioSelect)
    next_step = line(_("Next step"), longest=300)
    note = words(_("What the person says"), rows=3, required=False)
    on = day(_("Day"), required=True, initial=timezone.localdate)

    def __init__(self, card, offered, data=None):
        super().__init__(data, initial={"version": card.version})
        self.scenarios = {str(each.pk): each for each in card.scenarios.all()}
        self.fields["scenario"].choices = [
            (key, offered[each.scheme].name if each.scheme in offered else each.scheme)
            for key, each in self.scenarios.items()
        ]


class MoveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Becomes"))
    on = day(_("Day"), required=True, initial=timezone.localdate)
    reference = line(_("Their number"), longest=80)
    note = words(_("Note, or the reason"), rows=3, required=False)

    def __init__(self, application, data=None):
        super().__init__(data, initial={"version": application.version, "reference": application.reference})
        possible = moves_of(application)
        self.fields["to"].choices = [(state.value, state.label) for state in State if state in possible]
