"""What is typed about a scheme: its words, its criteria as rows, its documents as lines."""

from datetime import date

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ura.core.refusals import Refused
from ura.desk.forms.fields import NOTHING, line, words
from ura.schemes.catalogue import AREAS, FOR, issuers
from ura.schemes.conditions import documents_from, documents_text, typed
from ura.schemes.facts import facts
from ura.schemes.language import COMPARISONS, data_of, read, rows_of, tree_of
from ura.schemes.states import Confidence

BLANK_ROWS = 4
PAIRS = ("about", "money", "deadline", "next")
CELLS = ("group", "not", "fact", "is", "value", "law", "article")


class SchemeForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    code = line(_("Code"), longest=40, required=True, help_text=_("Latin letters, digits and “_”; it never changes."))
    area = forms.ChoiceField(label=_("Kind of scheme"), choices=AREAS.items())
    of = forms.ChoiceField(label=_("For whom"), choices=FOR.items())
    sq = line(_("Albanian name"), required=True)
    en = line(_("English name"), required=True)
    about_sq = words(_("In short, in Albanian"), rows=2, required=False)
    about_en = words(_("In short, in English"), rows=2, required=False)
    law = line(_("Law"), help_text=_("Number and year: 57/2019; a decision of the Council of Ministers: DCM 362/2019."))
    source = line(_("Source"))
    issuer = forms.ChoiceField(label=_("Institution"), required=False)
    confidence = forms.ChoiceField(label=_("How sure"), choices=Confidence)
    money_sq = line(_("Money, in Albanian"), longest=500)
    money_en = line(_("Money, in English"), longest=500)
    places = forms.IntegerField(label=_("Places"), required=False, min_value=0)
    deadline_sq = line(_("Deadline, in Albanian"), longest=500)
    deadline_en = line(_("Deadline, in English"), longest=500)
    calls = words(
        _("Calls"), rows=2, required=False, help_text=_("One a line: first and last day, 2026-03-01 / 2026-03-31.")
    )
    plus_sq = words(_("Advantages, in Albanian"), rows=3, required=False, help_text=_("One a line."))
    plus_en = words(_("Advantages, in English"), rows=3, required=False)
    minus_sq = words(_("Disadvantages, in Albanian"), rows=3, required=False)
    minus_en = words(_("Disadvantages, in English"), rows=3, required=False)
    next_sq = line(_("Next step, in Albanian"), longest=500)
    next_en = line(_("Next step, in English"), longest=500)
    documents = words(
        _("Documents"), rows=5, required=False,
        help_text=_("One code a line; “a | b” when one is enough; “a if children > 0” when it depends."),
    )  # fmt: skip
    local = forms.BooleanField(label=_("Only where the municipality runs it"), required=False)
    offered = forms.BooleanField(label=_("Offered here"), required=False, initial=True)

    def __init__(self, scheme=None, data=None):
        super().__init__(data, initial=_initial(scheme) if scheme else {"version": 0, "offered": True})
        self.fields["issuer"].choices = NOTHING + issuers()
        if scheme:
            self.fields["code"].disabled = True
        self.scheme = scheme
        self.table = self._table(rows_of(scheme.criteria) if scheme else [])

    def _table(self, rows):
        """Rows of the criteria: [[field, …]]; empty ones at the end."""
        tongue = "en" if (get_language() or "").startswith("en") else "sq"
        chosen = NOTHING + [(key, f"{fact.name(tongue)} [{key}]") for key, fact in facts().items()]
        wanted = int(self.data.get("rows", 0)) if str(self.data.get("rows", "")).isdecimal() else 0
        count = max(min(wanted, 60), len(rows) + BLANK_ROWS)
        table = []
        for n in range(count):
            group, leaf = rows[n] if n < len(rows) else ("", None)
            data = data_of(leaf) if leaf else {}
            plain = data.get("not", data)
            start = {
                "group": group, "not": "not" in data, "fact": plain.get("fact", ""), "is": plain.get("is", "="),
                "value": typed(plain["value"]) if plain else "", "law": leaf.law if leaf else "",
                "article": leaf.article if leaf else "",
            }  # fmt: skip
            fields = {
                "group": forms.CharField(label=_("Group"), max_length=3, required=False),
                "not": forms.BooleanField(label=_("not"), required=False),
                "fact": forms.ChoiceField(label=_("Fact"), choices=chosen, required=False),
                "is": forms.ChoiceField(label=_("Comparison"), choices=[(each, each) for each in COMPARISONS]),
                "value": forms.CharField(label=_("Value"), max_length=300, required=False),
                "law": forms.CharField(label=_("Law"), max_length=60, required=False),
                "article": forms.CharField(label=_("Article"), max_length=30, required=False),
            }
            for name, field in fields.items():
                key = f"c{n}-{name}"
                field.widget.attrs["aria-label"] = f"{field.label} {n + 1}"
                self.fields[key] = field
                self.initial[key] = start[name]
            table.append([self[f"c{n}-{name}"] for name in CELLS])
        return table

    @property
    def plain_fields(self):
        return [
            field
            for field in self.visible_fields()
            if not field.name.startswith("c") or field.name in ("code", "confidence", "calls")
        ]

    def scheme_data(self):
        """The scheme as data; raises Refused for what does not fit."""
        values = self.cleaned_data
        data = dict(self.scheme.data) if self.scheme else {}
        data |= {"code": values["code"], "area": values["area"], "for": values["of"], "local": values["local"]}
        for name in ("sq", "en", "law", "source", "issuer", "confidence"):
            data[name] = values[name]
        for name in PAIRS:
            for tongue in ("sq", "en"):
                data[f"{name}_{tongue}"] = values[f"{name}_{tongue}"]
        for name in ("plus_sq", "plus_en", "minus_sq", "minus_en"):
            data[name] = [row.strip() for row in values[name].splitlines() if row.strip()]
        data["places"] = values["places"]
        data["calls"] = [
            [part.strip() for part in row.split("/")] for row in values["calls"].splitlines() if row.strip()
        ]
        data["documents"] = documents_from(values["documents"])
        data["criteria"] = self._criteria()
        return {name: value for name, value in data.items() if value not in ("", None)}

    def _criteria(self):
        rows = []
        for n in range(len(self.table)):
            cell = {name: self.cleaned_data.get(f"c{n}-{name}") for name in CELLS}
            if not cell["fact"]:
                continue
            leaf = {name: cell[name] for name in ("fact", "is", "value")}
            leaf |= {name: cell[name] for name in ("law", "article") if cell[name]}
            if self.scheme and not cell["not"]:
                leaf |= self._confidence_of(cell)
            leaf = {"not": leaf} if cell["not"] else leaf
            try:
                read([leaf])
            except Refused as refused:
                raise Refused(str(refused), field=f"c{n}-fact") from refused
            rows.append((cell["group"].strip().upper(), leaf))
        return [data_of(part) for part in read(tree_of(rows)).parts]

    def _confidence_of(self, cell):
        """How sure a criterion is stays with it while it is not changed."""
        for _group, leaf in rows_of(self.scheme.criteria):
            if leaf.confidence and (leaf.key, leaf.comparison, typed(data_of(leaf).get("value", ""))) == (
                cell["fact"], cell["is"], cell["value"],
            ):  # fmt: skip
                return {"confidence": leaf.confidence}
        return {}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("Excel or CSV, one row a criterion, as the table to download.")
    )


def _initial(scheme):
    data = scheme.data
    found = {name: data.get(name, "") for name in data if isinstance(data[name], str)}
    found |= {name: "\n".join(data.get(name, [])) for name in ("plus_sq", "plus_en", "minus_sq", "minus_en")}
    found |= {
        "of": data["for"], "local": scheme.local, "places": data.get("places"), "version": scheme.version,
        "documents": documents_text(scheme.documents), "offered": getattr(scheme, "offered", True) is not False,
        "calls": "\n".join(" / ".join(str(date.fromisoformat(each)) for each in call) for call in data.get("calls", [])),
        "confidence": data.get("confidence", "confirmed"),
    }  # fmt: skip
    return found
