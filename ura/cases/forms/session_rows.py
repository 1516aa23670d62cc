"""The rows of a session: needs of each member of the family, guides handed out. Empty rows count for nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.cases.guide_choices import guide_choices
from ura.cases.models import GuideGiven, SessionNeed
from ura.codelists.lists import choices
from ura.desk.forms.fields import NOTHING, line

NEED_ROWS, GUIDE_ROWS = 5, 3


def need_choices(municipality):
    """Kinds of help, and the kinds of need of the procedures for the diaspora."""
    return [
        (_("Help"), choices(municipality, "need_kind")),
        (_("Information"), choices(municipality, "request_kind")),
    ]


class NeedRow(forms.Form):
    who = forms.ChoiceField(label=_("Whose need"), choices=SessionNeed.WHO, initial=SessionNeed.SELF, required=False)
    need = forms.ChoiceField(label=_("Need"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=NOTHING + SessionNeed.Urgency.choices, required=False)
    note = line(_("Note"), longest=300, **{"data-draft": "no"})

    def clean(self):
        data = self.cleaned_data
        if not data.get("need") and any(data.get(name) for name in ("urgency", "note")):
            self.add_error("need", _("Choose the need that this row is about."))


class GuideRow(forms.Form):
    guide = forms.ChoiceField(label=_("Guide"), required=False)
    way = forms.ChoiceField(label=_("Way"), choices=NOTHING + GuideGiven.Way.choices, required=False)

    def clean(self):
        data = self.cleaned_data
        if data.get("guide") and not data.get("way"):
            self.add_error("way", _("Say how the guide was handed out."))
        if data.get("way") and not data.get("guide"):
            self.add_error("guide", _("Choose the guide that was handed out."))


class _Rows:
    """A fixed number of equal rows; they need no script."""

    row = None
    count = 0

    def __init__(self, municipality, data=None, files=None, *, prefix, audience=""):
        self.forms = [self.row(data, files, prefix=f"{prefix}-{n}") for n in range(self.count)]
        self._offer(municipality, audience)

    def __iter__(self):
        return iter(self.forms)

    def is_valid(self):
        return all(form.is_valid() for form in self.forms)


class NeedRows(_Rows):
    row, count = NeedRow, NEED_ROWS

    def _offer(self, municipality, audience):
        offered = [("", "—"), *need_choices(municipality)]
        for form in self.forms:
            form.fields["need"].choices = offered

    def values(self):
        names = ("who", "need", "urgency", "note")
        rows = [{n: f.cleaned_data[n] for n in names} for f in self.forms if f.cleaned_data.get("need")]
        return [row | {"who": row["who"] or SessionNeed.SELF} for row in rows]


class GuideRows(_Rows):
    row, count = GuideRow, GUIDE_ROWS

    def _offer(self, municipality, audience):
        offered = NOTHING + guide_choices(municipality, audience)
        for form in self.forms:
            form.fields["guide"].choices = offered
        self.any = len(offered) > 1

    def values(self):
        return [(f.cleaned_data["guide"], f.cleaned_data["way"]) for f in self.forms if f.cleaned_data.get("guide")]
