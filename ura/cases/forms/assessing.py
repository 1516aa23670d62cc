"""The form of an assessment: one block a domain, as its format says; and the office's own version of a format."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ura.cases.formats import MOST_DOMAINS
from ura.cases.models import Urgency
from ura.desk.forms.fields import day, line, words

WORDS = ("present", "need", "wished")


class AssessForm(forms.Form):
    """`format`: the Format in use; a domain that was not talked about stays without a score."""

    made_on = day(_("Day of the assessment"), required=True)
    closing = forms.BooleanField(
        label=_("This is the closing assessment"), required=False,
        help_text=_("«Fully reintegrated» asks for one; it is compared with the first."),
    )  # fmt: skip
    note = words(_("Note on the assessment"), rows=3, required=False)
    override = line(
        _("Reason to go on without consent"), longest=500, help_text=_("For the supervisor only; the reason is kept.")
    )

    def __init__(self, *args, format, supervises=False, **kwargs):
        self.format = format
        super().__init__(*args, **kwargs)
        if not supervises:
            del self.fields["override"]
        for domain in format.domains:
            code = domain.code
            self.fields[f"{code}-score"] = forms.TypedChoiceField(
                label=_("Score"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
                choices=[("", _("Not talked about")), *((n, f"{n} – {text}") for n, text in domain.scores)],
            )  # fmt: skip
            self.fields[f"{code}-present"] = words(_("Present state"), rows=3, required=False)
            self.fields[f"{code}-need"] = words(_("Need"), rows=2, required=False)
            self.fields[f"{code}-wished"] = words(_("Wished state"), rows=2, required=False)
            self.fields[f"{code}-urgency"] = forms.ChoiceField(label=_("Urgency"), choices=Urgency, required=False)

    @property
    def blocks(self):
        """[(domain, its fields)] in the order of the format."""
        parts = ("score", *WORDS, "urgency")
        return [(domain, [self[f"{domain.code}-{part}"] for part in parts]) for domain in self.format.domains]

    def scores(self):
        """As `assess` takes them."""
        return {
            domain.code: {part: self.cleaned_data[f"{domain.code}-{part}"] for part in ("score", *WORDS, "urgency")}
            for domain in self.format.domains
        }


class FormatForm(forms.Form):
    """A format as an office writes it: one question, description or goal a line, Albanian and English beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name_sq = line(_("Name in Albanian"), required=True, longest=100)
    name_en = line(_("Name in English"), longest=100)
    threshold = forms.TypedChoiceField(
        label=_("Scores up to this one are a concern"), coerce=int, choices=[(n, str(n)) for n in range(4)]
    )
    guide_sq = words(_("How to hold the interview, in Albanian"), rows=5, required=False)
    guide_en = words(_("How to hold the interview, in English"), rows=5, required=False)

    def __init__(self, *args, format, **kwargs):
        self.format = format
        self.codes = [domain.code for domain in format.domains] + [self._free()]
        super().__init__(*args, initial=self._written(), **kwargs)
        for code in self.codes:
            new = code == self.codes[-1]
            self.fields[f"{code}-use"] = forms.BooleanField(
                label=_("Add this domain") if new else _("In use"), required=False, initial=not new
            )
            self.fields[f"{code}-name_sq"] = line(pgettext_lazy("of a domain", "Name in Albanian"), longest=60)
            self.fields[f"{code}-name_en"] = line(pgettext_lazy("of a domain", "Name in English"), longest=60)
            for part, label, rows in self.PARTS:
                for language, of in (("sq", _("Albanian")), ("en", _("English"))):
                    field = words(label, rows=rows, required=False, help_text=of)
                    field.widget.attrs["lang"] = language
                    self.fields[f"{code}-{part}_{language}"] = field

    PARTS = (
        ("questions", _("Questions, one a line"), 5),
        ("scores", _("What the scores 0, 1, 2, 3, 4 mean, one a line"), 5),
        ("goals", _("Goals to suggest, one a line"), 3),
        ("measures", _("How one sees that each is reached, one a line"), 3),
    )

    def _free(self):
        taken = {domain.code for domain in self.format.domains}
        return next(f"own{n}" for n in range(1, MOST_DOMAINS + 2) if f"own{n}" not in taken)

    def _written(self):
        """The format as lines of text."""
        content = self.format.content
        first = {"version": self.format.number, "threshold": content["threshold"], "name_sq": content["name"][0],
                 "name_en": content["name"][1]} | _lines("guide", content["guide"])  # fmt: skip
        for each in content["domains"]:
            code = each["code"]
            first |= {f"{code}-use": True, f"{code}-name_sq": each["name"][0], f"{code}-name_en": each["name"][1]}
            first |= _lines(f"{code}-questions", each["questions"]) | _lines(f"{code}-scores", each["scores"])
            first |= _lines(f"{code}-goals", [four[:2] for four in each["goals"]])
            first |= _lines(f"{code}-measures", [four[2:] for four in each["goals"]])
        return first

    @property
    def blocks(self):
        """[(heading, fields, is it the empty one)]"""
        parts = ["use", "name_sq", "name_en"] + [
            f"{part}_{lang}" for part, *_rest in self.PARTS for lang in ("sq", "en")
        ]
        names = {domain.code: domain.name for domain in self.format.domains}
        return [(names.get(code), [self[f"{code}-{part}"] for part in parts], code not in names) for code in self.codes]

    def content(self):
        """As `keep_own` takes it."""
        data = self.cleaned_data
        domains = []
        for code in self.codes:
            if not data[f"{code}-use"]:
                continue
            goals = self._pairs(f"{code}-goals")
            measures = [*self._pairs(f"{code}-measures"), *([["", ""]] * len(goals))]
            domains.append({
                "code": code, "name": [data[f"{code}-name_sq"].strip(), data[f"{code}-name_en"].strip()],
                "scores": self._pairs(f"{code}-scores"), "questions": self._pairs(f"{code}-questions"),
                "goals": [goal + measure for goal, measure in zip(goals, measures, strict=False)],
            })  # fmt: skip
        return {
            "name": [data["name_sq"].strip(), data["name_en"].strip()], "threshold": data["threshold"],
            "guide": self._pairs("guide"), "category": self.format.content.get("category", ""), "domains": domains,
        }  # fmt: skip

    def _pairs(self, name):
        """Lines in Albanian with the English ones beside them; where English is missing, Albanian is read."""
        albanian, english = (_texts(self.cleaned_data[f"{name}_{language}"]) for language in ("sq", "en"))
        english += [""] * (len(albanian) - len(english))
        return [list(pair) for pair in zip(albanian, english, strict=False)]


def _texts(text):
    return [row.strip() for row in text.splitlines() if row.strip()]


def _lines(name, pairs):
    return {f"{name}_sq": "\n".join(pair[0] for pair in pairs), f"{name}_en": "\n".join(pair[1] for pair in pairs)}
