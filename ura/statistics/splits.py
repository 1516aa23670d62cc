"""By what a figure is split: whose values need an agreement, and the words for each of them."""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models import AssistanceDetail, Case, CaseCategory, CounsellingSession, Registration
from ura.cases.models.plan import LegalTopic
from ura.cases.states import Category
from ura.codelists.countries import place
from ura.directory.models import ServiceKind, VulnerableGroup
from ura.housing.national import programmes
from ura.housing.national import word as housing_word
from ura.livelihood.states import Sector
from ura.municipalities.models import AdministrativeUnit
from ura.people import births
from ura.people.consent import agreeing
from ura.people.models import Purpose
from ura.schemes.catalogue import schemes_of
from ura.statistics.homes_and_services import source_words

NOT_STATED = ""
NONE_NOTED = "none"  # agreed to be counted, and no vulnerability is on the record
# The bands of the SOP's form; its «>61» leaves 61 itself out, here it is among the last.
AGE_BANDS = ((20, "<20"), (26, "20-25"), (31, "26-30"), (41, "31-40"), (51, "41-50"), (61, "51-60"))
OLDEST = ">61"
BANDS_OF_FORMS = {"lt20": "<20", "61_plus": OLDEST}  # where they are written otherwise than with «-» for «_»
SPLITS = {
    "sex": _("Sex"), "age": _("Age"), "origin": _("Origin"), "category": _("Vulnerability"),
    "unit": _("Administrative unit"), "service": _("Kind of service"), "programme": _("Housing programme"),
    "scheme": _("Scheme"), "paper": _("Paper"), "topic": _("What it was about"), "sector": _("Sector of the business"),
    "group": _("Vulnerable group"), "source": _("Heard of us from"),
}  # fmt: skip
SEXES = {"F": _("Women"), "M": _("Men")}


class Told:
    """What splits each proof. Sex, age, origin and vulnerability only of those who agreed to be counted by them; all
    others are «not stated». Unit and the codes of the record itself say nothing of a person, nor do the coded answers
    of a session without a name. Where the register of people and the case say nothing, the newest session or
    registration until the end of the period that says it does (declaration of consent, SOP Annex 1)."""

    def __init__(self, municipality, period, proofs):
        keys = {proof.person for proof in proofs if proof.person}
        agreed = agreeing(municipality, Purpose.INTERNAL_STATISTICS).filter(pk__in=keys)
        self.people = {
            pk: (sex, age_band(born, period.last), NOT_STATED)
            for pk, sex, born in agreed.values_list("pk", "sex", "born")
        }
        self._fill(municipality, period)
        rows = Case.objects.filter(municipality=municipality, pk__in={proof.case for proof in proofs if proof.case})
        self.cases = {pk: (origin, unit) for pk, origin, unit in rows.values_list("pk", "origin", "unit")}
        self.categories = defaultdict(set)
        noted = CaseCategory.objects.filter(
            Q(until_on=None) | Q(until_on__gte=period.start), municipality=municipality, case__in=self.cases,
            from_on__lt=period.end,
        )  # fmt: skip
        for case, person, category in noted.values_list("case", "person", "category"):
            self.categories[case, person].add(category)

    def _fill(self, municipality, period):
        """What somebody told themselves stands in for what the register of people does not say."""
        coded = ("person", "sex", "age_band", "origin")
        of_them = {"municipality": municipality, "person__in": self.people}
        held = CounsellingSession.objects.filter(held_on__lt=period.end, **of_them)
        registered = Registration.objects.filter(registered_on__lt=period.end, **of_them)
        told = [
            *held.values_list("held_on", "made_at", *coded),
            *registered.exclude(strike_reason="mistake").values_list("registered_on", "made_at", *coded),
        ]
        for _day, _made_at, person, *values in sorted(told, reverse=True):
            own = zip(self.people[person], _in_our_bands(values), strict=True)
            self.people[person] = tuple(known or said for known, said in own)

    def of(self, proof):
        """(split, value) of one proof; several values of one split count each."""
        origin, unit = self.cases.get(proof.case, (NOT_STATED, None))
        if proof.person:
            yield from self._of_person(proof, origin or proof.origin)
        elif proof.unnamed:
            yield from zip(("sex", "age", "origin"), _in_our_bands(proof.unnamed), strict=True)
        if unit := proof.unit or unit:
            yield "unit", unit
        yield from proof.of

    def _of_person(self, proof, origin):
        known = self.people.get(proof.person)
        sex, age, came_from = known or (NOT_STATED, NOT_STATED, NOT_STATED)
        yield "sex", sex
        yield "age", age
        yield "origin", (origin or came_from) if known else NOT_STATED
        if proof.case and known:
            for category in self.categories.get((proof.case, proof.person), (NONE_NOTED,)):
                yield "category", category
        elif proof.case:
            yield "category", NOT_STATED


def _in_our_bands(coded):
    """Sex, age band and origin as a form holds them, with the band as the figures name it."""
    sex, band, origin = coded
    return sex, BANDS_OF_FORMS.get(band, band.replace("_", "-")), origin


def age_band(born, on):
    """The band of the SOP's form on a day; of whom only the year is known, the birthday is taken as passed."""
    year = births.year(born)
    if year is None:
        return NOT_STATED
    age = births.age(born, on=on)
    age = on.year - year if age is None else age
    return next((band for below, band in AGE_BANDS if age < below), OLDEST)


class Words:
    """The words for the values of the splits, in one office."""

    def __init__(self, municipality):
        units = AdministrativeUnit.objects.filter(municipality=municipality)
        self.known = {
            "sex": SEXES, "category": dict(Category.choices) | {NONE_NOTED: _("None noted")},
            "unit": dict(units.values_list("pk", "name_sq")), "service": dict(ServiceKind.choices),
            "programme": {code: housing_word(programmes(), code) for code in programmes()},
            "scheme": {code: scheme.name for code, scheme in schemes_of(municipality, offered=False).items()},
            "paper": dict(AssistanceDetail.choices), "topic": dict(LegalTopic.choices),
            "sector": dict(Sector.choices), "group": dict(VulnerableGroup.choices),
            "source": source_words(),
        }  # fmt: skip

    def of(self, split, value):
        if value == NOT_STATED:
            return str(_("Not stated"))
        return str(place(value) if split == "origin" else self.known.get(split, {}).get(value, value))

    def table(self, part):
        """[(label, [(words, number)])] of a part, in the order of the splits; ages by age, the rest by number."""
        found = []
        for split, label in SPLITS.items():
            if values := part.splits.get(split):
                rows = sorted(values.items(), key=_by_age if split == "age" else _by_number)
                found.append((label, [(self.of(split, value), n) for value, n in rows]))
        return found


def _by_age(row):
    return [*(band for _below, band in AGE_BANDS), OLDEST, NOT_STATED].index(row[0])


def _by_number(row):
    return (-row[1], str(row[0]))
