"""The records that prove who got a home or heard of one, what the directory offers, and how people heard of the office."""

from datetime import timedelta

from django.db.models import Q

from ura.cases.models import Assistance
from ura.cases.models.plan import AssistanceType
from ura.cases.models.session import SessionNeed
from ura.cases.paper_forms import FormKey, paper_form
from ura.cases.states import Kind
from ura.directory.models import Service, VulnerableGroup
from ura.housing.models import Application, HousingEvent
from ura.housing.states import State, What
from ura.referrals.models import ReferralReport
from ura.schemes.catalogue import national
from ura.schemes.models import ProfileCard, Scenario
from ura.statistics.proofs import Proof, within

CONFIRMED_WITHIN = timedelta(days=365)  # of a service, to be counted as offered
OF_RETURNEES = Q(form=FormKey.RETURNEE) | Q(case__kind=Kind.RETURNEE) | Q(enquiry__case__kind=Kind.RETURNEE)
HOUSING = "housing"  # the code of the need, of the topic, and the area of the schemes


def housing(scope, period):
    """Households that got a place in a programme, and those whose home was furnished or renovated."""
    yield from _included(scope, period)
    rows = scope.of_cases(Assistance, Kind.RETURNEE, type=AssistanceType.FURNISHING).standing()
    rows = rows.filter(within("on", period))
    for person, case in rows.values_list("person", "case"):
        yield Proof("furnished", case, person, case)


def _included(scope, period):
    """Returnees' applications whose last move in the period made them beneficiaries: who gave the place back is out."""
    known = Application.objects.filter(municipality=scope.municipality)
    known = known.visible_to(scope.officer) if scope.officer else known
    known = known.filter(Q(returnee=True) | Q(case__kind=Kind.RETURNEE))
    moves = HousingEvent.objects.filter(within("on", period), municipality=scope.municipality, what=What.MOVED)
    moves = moves.filter(application__in=known.order_by().values("pk")).order_by("on", "pk")
    last = {application: data.get("to") for application, data in moves.values_list("application", "data")}
    granted = [application for application, to in last.items() if to == State.GRANTED]
    told = ("household", "case", "person", "call__programme")
    for household, case, person, programme in known.filter(pk__in=granted).values_list(*told):
        who = ("household", household) if household else ("person", person)
        yield Proof("included", who, person, case, of=(("programme", programme),))


def housing_informed(scope, period):
    """Returnees with a session in which housing was treated, or to whom a housing scheme was presented."""
    sessions = scope.sessions.in_period(period).exclude(person=None)
    sessions = sessions.filter(OF_RETURNEES)
    needs = SessionNeed.objects.filter(municipality=scope.municipality, need=HOUSING)
    asked = set(needs.filter(session__in=sessions.order_by().values("pk")).values_list("session", flat=True))
    told = ("pk", "person", "case", "enquiry__case", "unit", "origin", "answers")
    for pk, person, case, opened, unit, origin, answers in sessions.values_list(*told):
        if pk in asked or HOUSING in answers.get("needs", ()) or HOUSING in answers.get("topics_discussed", ()):
            yield Proof("persons", person, person, case or opened, unit=unit, origin=origin)
    codes = [code for code, scheme in national().items() if scheme.area == HOUSING]
    cards = scope.of_cases(ProfileCard, Kind.RETURNEE).filter(within("presented_on", period))
    shown = Scenario.objects.filter(municipality=scope.municipality, scheme__in=codes)
    shown = shown.filter(card__in=cards.order_by().values("pk"))
    for person, case, scheme in shown.values_list("card__person", "card__case", "scheme"):
        yield Proof("persons", person, person, case, of=(("scheme", scheme),))


def tailored(scope, period):
    """Services in use made to measure for a vulnerable group and confirmed within twelve months before the last day."""
    rows = Service.objects.filter(municipality=scope.municipality, active=True, institution__active=True)
    rows = rows.filter(confirmed_on__gt=period.last - CONFIRMED_WITHIN)
    for pk, kind, groups in rows.values_list("pk", "kind", "tailored"):
        groups = [code for code in groups if code in VulnerableGroup.values]
        if groups:
            of = (("service", kind), *(("group", code) for code in groups))
            yield Proof("services", pk, of=of)
            for code in groups:
                yield Proof("groups", code)
    for code in VulnerableGroup.values:
        yield Proof("all groups", code)


def sources(scope, period):
    """Sessions whose form says how the person heard of the office; several answers count each."""
    rows = scope.sessions.in_period(period)
    told = ("pk", "person", "unit", "answers", "sex", "age_band", "origin")
    for pk, person, unit, answers, *coded in rows.values_list(*told):
        if codes := answers.get("info_source"):
            unnamed = () if person else tuple(coded)
            of = tuple(("source", code) for code in codes)
            yield Proof("forms", pk, person, unit=unit, origin=coded[-1] if person else "", unnamed=unnamed, of=of)


def source_words():
    """{code: words} of every answer that the forms offer to it."""
    fields = [paper_form(key).by_key.get("info_source") for key in FormKey.values]
    return {code: words for field in fields if field for code, words in field.words.items()}


def reports(scope, period):
    rows = ReferralReport.objects.filter(within("approved_on", period), municipality=scope.municipality)
    for pk in rows.values_list("pk", flat=True):
        yield Proof("reports", pk)
