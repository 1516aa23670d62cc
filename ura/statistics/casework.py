"""Figures of casework: each figure with its meaning, its parts, and how they split.

The keys and meanings are those of the SOPs' indicators and of the plan for returnees. A figure may have several
parts; each proof (proofs.py) names whom it counts, so that nobody counts twice in a period.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from ura.statistics import homes_and_services as homes
from ura.statistics import proofs
from ura.statistics.proofs import Scope
from ura.statistics.splits import Told


@dataclass
class Part:
    """How much one part of a figure comes to, and split: by sex, age and origin only those who agreed to it."""

    label: str
    count: float | None = 0  # None: its last day is still to come, or there is nothing to take a mean of
    splits: dict = field(default_factory=dict)  # {"sex": {"F": 3, "": 1}, "age": {…}, "unit": {…}}


@dataclass(frozen=True)
class Figure:
    key: str
    title: str
    meaning: str
    parts: dict  # part → words
    prove: object  # (scope, period) → proofs
    means: tuple = ()  # the parts that are the mean of their proofs, not their sum
    not_yet: object = None  # period → the parts that nobody can know yet


def count(municipality, period, *, officer=None, only=None):
    """{figure: {part: Part}} of one office and period; `officer` counts only what they may know of."""
    scope = Scope(municipality, officer)
    found = {key: list(figure.prove(scope, period)) for key, figure in FIGURES.items() if not only or key in only}
    told = Told(municipality, period, [proof for each in found.values() for proof in each])
    return {key: _parts(FIGURES[key], rows, told, period) for key, rows in found.items()}


def _parts(figure, proofs, told, period):
    by_part = defaultdict(list)
    for proof in proofs:
        by_part[proof.part].append(proof)
    unknown = figure.not_yet(period) if figure.not_yet else ()
    parts = {}
    for name, label in figure.parts.items():
        chosen = by_part.get(name, [])
        if name in unknown:
            parts[name] = Part(label, None)
        elif name in figure.means:
            parts[name] = Part(label, round(sum(proof.n for proof in chosen) / len(chosen), 1) if chosen else None)
        else:
            parts[name] = Part(label, _sum(chosen), _splits(chosen, told))
    return parts


def _sum(proofs):
    """Whoever is proved several times counts once; amounts add up."""
    return len({proof.who for proof in proofs if proof.n is None}) + sum(proof.n or 0 for proof in proofs)


def _splits(chosen, told):
    """The same of each value of each split."""
    by_value = defaultdict(lambda: defaultdict(list))
    for proof in chosen:
        for split, value in told.of(proof):
            by_value[split][value].append(proof)
    return {split: {value: _sum(rows) for value, rows in values.items()} for split, values in by_value.items()}


PERSONS = {"persons": _("Persons")}
FIGURES = {figure.key: figure for figure in (
    Figure("served", _("Persons served"),
           _("Persons with a counselling session, a referral or an official reply in the period; each once."),
           PERSONS | {"unnamed": _("Sessions without a name, never added")}, proofs.served),
    Figure("session_duration", _("Duration of sessions"), _("Sessions held in the period, in minutes."),
           {"lt5": "<5", "5_10": "5–10", "10_20": "10–20", "20_30": "20–30", "gt30": ">30"}, proofs.durations),
    Figure("admin_units_covered", _("Administrative units covered"),
           _("Units with a session, a referral or an official reply for an internal migrant in the period."),
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
           {"cases": _("Cases"), "hours": _("Hours until the first intervention, mean")}, proofs.emergencies,
           means=("hours",)),
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
    Figure("housing_informed", _("Informed about social housing"),
           _("Persons with a session about housing, or to whom a housing scheme was presented, in the period."),
           PERSONS, homes.housing_informed),
    Figure("housing_beneficiaries", _("Social housing and better homes"),
           _("Households of returnees that became beneficiaries of a housing programme in the period, and those whose "
             "home was renovated or furnished."),
           {"included": _("In a housing programme"), "furnished": _("Renovated or furnished")}, homes.housing),
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
           _("Of the returnees’ cases first referred in the period, those closed as fully reintegrated so many months "
             "after its last day; beside it, of the cases opened in the period. The office sets the criteria."),
           {"referred": _("Cases referred"), "12": _("Fully reintegrated 12 months after the period"),
            "24": _("Fully reintegrated 24 months after the period"),
            "36": _("Fully reintegrated 36 months after the period"),
            "cohort": _("Cases opened"), "reintegrated": _("Of the cases opened: fully reintegrated until today")},
           proofs.reintegrated, not_yet=proofs.not_yet),
    Figure("referral_system_reports", _("Reviews of the referral system"),
           _("Yearly reviews that the supervisor approved in the period."),
           {"reports": _("Approved reviews")}, homes.reports),
    Figure("vulnerable_services", _("Services for vulnerable groups"),
           _("Services of the directory tailored to a vulnerable group and confirmed within twelve months before the "
             "last day of the period."),
           {"services": _("Services"), "groups": _("Groups with such a service"), "all groups": _("Of all groups")},
           homes.tailored),
    Figure("information_source", _("How people heard of the office"),
           _("Sessions of the period whose form says it; several answers may be given."),
           {"forms": _("Forms with an answer")}, homes.sources),
)}  # fmt: skip
