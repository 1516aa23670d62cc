"""What casework counts to: each figure with its meaning, its parts, and how they split.

The keys and meanings are those of the SOPs' indicators and of the plan for returnees. A figure may have several
parts; each proof (proofs.py) names whom it counts, so that nobody counts twice in a period.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from ura.cases.models import (
    Case,
)
from ura.people import births
from ura.people.consent import agreeing
from ura.people.models import Purpose
from ura.statistics import proofs
from ura.statistics.proofs import Scope

NOT_STATED = ""
# The bands of the SOP's form; its «>61» leaves 61 itself out, here it is among the last.
AGE_BANDS = ((20, "<20"), (26, "20-25"), (31, "26-30"), (41, "31-40"), (51, "41-50"), (61, "51-60"))
OLDEST = ">61"


@dataclass
class Part:
    """How much one part of a figure comes to, and by sex, age and origin of those who agreed to be counted so."""

    label: str
    count: int = 0
    splits: dict = field(default_factory=dict)  # {"sex": {"F": 3, "": 1}, "age": {…}, "origin": {…}}


@dataclass(frozen=True)
class Figure:
    key: str
    title: str
    meaning: str
    parts: dict  # part → words
    prove: object  # (scope, period) → proofs


def count(municipality, period, *, officer=None, only=None):
    """{figure: {part: Part}} of one office and period; `officer` counts only what they may know of."""
    scope = Scope(municipality, officer)
    found = {key: list(figure.prove(scope, period)) for key, figure in FIGURES.items() if not only or key in only}
    told = _Told(municipality, period, [proof for each in found.values() for proof in each])
    return {key: _parts(FIGURES[key], rows, told) for key, rows in found.items()}


def _parts(figure, proofs, told):
    by_part = defaultdict(dict)
    for number, proof in enumerate(proofs):
        by_part[proof.part].setdefault((proof.who, number if proof.n else 0), proof)
    parts = {}
    for name, label in figure.parts.items():
        chosen = by_part.get(name, {}).values()
        part = parts[name] = Part(label, sum(proof.n or 1 for proof in chosen))
        for proof in chosen:
            if proof.person:
                for split, value in told.of(proof).items():
                    part.splits.setdefault(split, defaultdict(int))[value] += proof.n or 1
    return parts


class _Told:
    """Sex, age and origin of those who agreed to be counted by them; «not stated» for everybody else."""

    def __init__(self, municipality, period, proofs):
        keys = {proof.person for proof in proofs if proof.person}
        agreed = agreeing(municipality, Purpose.INTERNAL_STATISTICS).filter(pk__in=keys)
        self.people = {
            pk: (sex, age_band(born, period.last)) for pk, sex, born in agreed.values_list("pk", "sex", "born")
        }
        cases = {proof.case for proof in proofs if proof.case}
        self.origins = dict(Case.objects.filter(municipality=municipality, pk__in=cases).values_list("pk", "origin"))

    def of(self, proof):
        sex, age = self.people.get(proof.person, (NOT_STATED, NOT_STATED))
        known = proof.person in self.people
        return {"sex": sex, "age": age, "origin": self.origins.get(proof.case, NOT_STATED) if known else NOT_STATED}


def age_band(born, on):
    """The band of the SOP's form on a day; of whom only the year is known, the birthday is taken as passed."""
    year = births.year(born)
    if year is None:
        return NOT_STATED
    age = births.age(born, on=on)
    age = on.year - year if age is None else age
    return next((band for below, band in AGE_BANDS if age < below), OLDEST)


PERSONS = {"persons": _("Persons")}
FIGURES = {figure.key: figure for figure in (
    Figure("served", _("Persons served"),
           _("Persons with a counselling session, a referral or an official reply in the period; each once."),
           PERSONS | {"unnamed": _("Sessions without a name, never added")}, proofs.served),
    Figure("session_duration", _("Duration of sessions"), _("Sessions held in the period, in minutes."),
           {"lt5": "<5", "5_10": "5–10", "10_20": "10–20", "20_30": "20–30", "gt30": ">30"}, proofs.durations),
    Figure("admin_units_covered", _("Administrative units covered"),
           _("Units with a session of an internal migrant in the period."),
           {"units": _("Units"), "all": _("Of all units")}, proofs.units),
    Figure("consent_coverage", _("Consent before the assessment"),
           _("First assessments of the period, and those with a consent given on or before that day."),
           {"with consent": _("With consent"), "assessments": _("First assessments")}, proofs.consents),
    Figure("referred_diaspora", _("Diaspora members referred"), _("Referrals sent in the period."),
           PERSONS | {"referrals": _("Referrals")}, proofs.referred_diaspora),
    Figure("referred_internal", _("Internal migrants referred"),
           _("Referred in the period to employment, education or housing; a person may count in several."),
           {"employment": _("Employment"), "education": _("Education"), "housing": _("Housing"),
            "persons": _("Persons in all"), "others": _("To other services")}, proofs.referred_internal),
    Figure("referral_outcome", _("Referrals that led to a service"),
           _("Referrals sent in the period, 60 days ago or earlier; service provided within 60 days."),
           {"provided": _("Service provided"), "sent": _("Referrals")}, proofs.referral_outcome),
    Figure("border_police_cases", _("Cases through the border police"), _("Cases opened in the period."),
           {"cases": _("Cases")}, proofs.border),
    Figure("emergency_cases", _("Emergencies met"), _("Emergencies with a first intervention in the period."),
           {"cases": _("Cases")}, proofs.emergencies),
    Figure("individual_plans", _("Individual plans"), _("Plans approved, and plans carried out, in the period."),
           {"approved": _("Approved"), "completed": _("Carried out")}, proofs.plans),
    Figure("evaluations_done", _("Reviews"), _("Reviews made in the period, and those that were due in it."),
           {"done": _("Made"), "planned": _("Due"), "on time": _("Made in time")}, proofs.reviews),
    Figure("documents_obtained", _("Helped to papers"), _("Persons with a paper obtained or applied for."),
           PERSONS, proofs.papers),
    Figure("legal_advice", _("Legal aid"), _("Persons advised, and persons for whom something was drafted or done."),
           {"advised": _("Advised"), "drafted or represented": _("Drafted or represented")}, proofs.legal),
    Figure("profile_cards", _("Profile cards"), _("Cards with a scenario, made in the period."),
           {"cards": _("Cards")}, proofs.cards),
    Figure("informed_on_schemes", _("Informed about schemes"), _("Persons to whom a scenario was presented."),
           PERSONS, proofs.informed),
    Figure("assisted_with_files", _("Helped with the file of a scheme"), _("Persons whose file became complete."),
           PERSONS, proofs.files),
    Figure("housing_beneficiaries", _("Homes renovated or furnished"), _("Households helped in the period."),
           {"furnished": _("Households")}, proofs.housing),
    Figure("seasonal_work", _("Cash for Work"), _("Persons with a paid day of work in the period."),
           PERSONS | {"days": _("Days paid")}, proofs.works),
    Figure("jobseekers", _("Jobseekers"), _("Registered, mediated and placed in the period."),
           {"registered": _("Registered"), "mediated": _("Mediated"), "placed": _("Found work")}, proofs.jobseekers),
    Figure("career_advice", _("Career guidance"), _("Persons guided alone or in a group."), PERSONS, proofs.career),
    Figure("business_support", _("Business support"),
           _("Business-plan training completed, and grants paid, in the period."),
           {"trained": _("Trained"), "grants": _("Grants")}, proofs.business),
    Figure("farm_support", _("Farm support"), _("Farmers advised, and supported with money or goods."),
           {"advised": _("Advised"), "supported": _("Supported")}, proofs.farms),
    Figure("reintegration_ratio", _("Fully reintegrated"),
           _("Of the returnees whose case was opened in the period; the office sets the criteria."),
           {"reintegrated": _("Fully reintegrated"), "cohort": _("Cases opened")}, proofs.reintegrated),
)}  # fmt: skip
