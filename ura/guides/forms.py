"""What an office adds to a guide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.directory.models import Audience
from ura.guides.models import GuideEdition

LAW_LABELS = {"sq": _("Law, in Albanian: %(law)s"), "en": _("Law, in English: %(law)s")}


def _text(label, rows, **more):
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more
    )


class EditionForm(forms.Form):
    """The facts of the guide, each once for both languages; then the words, language by language."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    fee = forms.IntegerField(label=_("Fee in lek"), required=False, min_value=0, max_value=10_000_000)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    hours = forms.CharField(label=_("Opening hours"), required=False, max_length=200)
    text_sq = _text(_("In our municipality, in Albanian"), 4)
    text_en = _text(_("In our municipality, in English"), 4)
    papers_sq = _text(_("Further documents, in Albanian"), 3, help_text=_("One a line."))
    papers_en = _text(_("Further documents, in English"), 3, help_text=_("One a line."))
    laws_sq = _text(_("Further laws, in Albanian"), 2, help_text=_("One a line; its internet address may stand last."))
    laws_en = _text(_("Further laws, in English"), 2, help_text=_("One a line; its internet address may stand last."))

    def __init__(self, guide, data=None):
        self.guide = guide
        own = guide.edition or GuideEdition()
        initial = {name: getattr(own, name) for name in self.base_fields if name != "number"}
        super().__init__(data, initial=initial | {"number": guide.number})
        spoken = guide.page().language
        for name, (fact, value) in guide.fact_values().items():
            made = forms.CharField if fact.kind == "text" else forms.IntegerField
            more = {"max_length": 40} if fact.kind == "text" else {"min_value": 0, "max_value": 100_000}
            self.fields[f"fact_{name}"] = made(
                label=fact.what.say(spoken), required=False, initial=value, **more,
                help_text=_("Empty: %(value)s, as in the national text.") % {"value": fact.say(spoken)},
            )  # fmt: skip
        for code, name, own in guide.law_values():
            for language, label in LAW_LABELS.items():
                self.fields[f"law_{code}_{language}"] = forms.CharField(
                    label=label % {"law": name.say(language)}, required=False, max_length=300,
                    initial=own.get(language, ""),
                    help_text=_("Empty: as in the national text. Else the law that stands in its place; its internet address may stand last."),
                )  # fmt: skip
        self.order_fields(["number", *(name for name in self.fields if name.startswith("fact_"))])

    def values(self):
        data = self.cleaned_data
        facts = {name.removeprefix("fact_"): value for name, value in data.items() if name.startswith("fact_")}
        laws = {
            code: {language: data[f"law_{code}_{language}"].strip() for language in LAW_LABELS}
            for code in self.guide.national.law_codes
        }
        rest = {name: data[name] for name in self.base_fields if name != "number"}
        return {"facts": facts, "laws": laws} | {
            name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
            for name, value in rest.items()
        }


class LookForm(forms.Form):
    q = forms.CharField(
        label=_("Search"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("For whom"), required=False, choices=[("", "—"), *Audience.choices])
    review = forms.BooleanField(label=_("Only those to confirm"), required=False)

    def chosen(self):
        self.is_valid()
        return self.cleaned_data
