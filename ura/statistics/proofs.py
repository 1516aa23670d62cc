"""The records that prove what casework counts to, figure by figure; the figures themselves are in casework.py."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from ura.cases.models import (
    Assessment,
    Assistance,
    Case,
    CaseEvent,
    CounsellingSession,
    Plan,
    Review,
)
from ura.cases.models.plan import AssistanceType
from ura.cases.paper_forms import FormKey
from ura.cases.states import EventKind, Kind
from ura.cases.states import Outcome as CaseOutcome
from ura.desk.states import Channel
from ura.livelihood.models import (
    Advice,
    AgriSupport,
    Enrolment,
    GrantApplication,
    Jobseeker,
    Mediation,
    Placement,
    WorkDay,
)
from ura.livelihood.states import AdviceKind, CourseKind, EnrolmentState, GrantKind, GrantState
from ura.municipalities.models import AdministrativeUnit
from ura.people.models import Consent
from ura.referrals.models import Referral
from ura.referrals.states import Outcome as ReferralOutcome
from ura.replies.models import Reply
from ura.schemes.models import Application, ProfileCard

SERVED_WITHIN = timedelta(days=60)  # of a referral: a proposal, the sources set no limit
COHORT_MONTHS = (12, 24, 36)  # after the last day of the cohort's period (plan for returnees, 3.3.5)
INTERNAL_SERVICES = ("employment", "education", "housing")
AUDIENCES = {Kind.DIASPORA: "diaspora", Kind.INTERNAL: "internal_migrant"}  # of a request that has no case


@dataclass(frozen=True, slots=True)
class Proof:
    """One record behind a figure. `who` is counted once in the period; the other fields split it."""

    part: str
    who: object
    person: int | None = None
    case: int | None = None
    n: float | None = None  # adds up instead of counting: days, lek; or is averaged: hours
    unit: int | None = None  # where it happened; none: the unit of the case
    origin: str = ""  # as told on that day; none: that of the case
    unnamed: tuple = ()  # the coded answers of a session without a name: sex, age band, origin
    of: tuple = ()  # what the record itself says: (("sector", "trade"), …)


@dataclass(frozen=True)
class Scope:
    """Of which office, and what of it this reader may count; no officer: all, for sums that name nobody."""

    municipality: object
    officer: object = None

    @property
    def cases(self):
        rows = Case.objects.filter(municipality=self.municipality)
        return rows.visible_to(self.officer) if self.officer else rows

    def of_cases(self, model, *kinds, **filters):
        """Rows of a table with a case, of cases of these kinds."""
        rows = model.objects.filter(municipality=self.municipality, **filters)
        if kinds:
            rows = rows.filter(case__kind__in=kinds)
        return rows.filter(case__in=self.cases.order_by().values("pk")) if self.officer else rows

    @property
    def sessions(self):
        rows = CounsellingSession.objects.filter(municipality=self.municipality)
        return rows.visible_to(self.officer) if self.officer else rows

    @property
    def referrals(self):
        rows = Referral.objects.filter(municipality=self.municipality)
        if not self.officer:
            return rows
        known = self.municipality.enquiries.visible_to(self.officer)
        return rows.filter(enquiry__in=known.order_by().values("pk"))


def within(name, period):
    return Q(**{f"{name}__gte": period.start, f"{name}__lt": period.end})


def served(scope, period):
    told = ("person", "case", "enquiry__case", "unit", "sex", "age_band", "origin")
    for person, case, opened, unit, *coded in scope.sessions.in_period(period).values_list(*told):
        if person:
            yield Proof("persons", person, person, case or opened, unit=unit, origin=coded[-1])
        else:
            yield Proof("unnamed", object(), unit=unit, unnamed=tuple(coded))
    sent = scope.referrals.filter(within("sent_on", period)).exclude(person=None)
    for person, case, unit in sent.values_list("person", "case", "enquiry__unit"):
        yield Proof("persons", person, person, case, unit=None if case else unit)
    answered = _replies(scope, period).exclude(enquiry__requester=None)
    for person, unit in answered.values_list("enquiry__requester", "enquiry__unit"):
        yield Proof("persons", person, person, unit=unit)


def _replies(scope, period):
    """Official replies dispatched in the period."""
    rows = Reply.objects.filter(within("dispatched_on", period), municipality=scope.municipality)
    if not scope.officer:
        return rows
    known = scope.municipality.enquiries.visible_to(scope.officer)
    return rows.filter(enquiry__in=known.order_by().values("pk"))


def durations(scope, period):
    held = scope.sessions.in_period(period).exclude(duration="")
    for pk, band, unit in held.values_list("pk", "duration", "unit"):
        yield Proof(band, pk, unit=unit)


def _referred(scope, period, kind):
    """(key, person, case, unit, kind of service) of referrals from a case of this kind, or from a request of such
    people that has no case. A request may name nobody: then the referral counts, and no person."""
    of = Q(case__kind=kind) | Q(case=None, enquiry__audience=AUDIENCES[kind])
    rows = scope.referrals.filter(of, within("sent_on", period))
    told = ("pk", "person", "case", "case__unit", "enquiry__unit", "category")
    for pk, person, case, of_case, of_request, category in rows.values_list(*told):
        yield pk, person, case, of_case if case else of_request, category


def referred_diaspora(scope, period):
    for pk, person, case, unit, category in _referred(scope, period, Kind.DIASPORA):
        if person:
            yield Proof("persons", person, person, case, unit=unit, of=(("service", category),))
        yield Proof("referrals", pk, case=case, unit=unit, of=(("service", category),))


def referred_internal(scope, period):
    for _pk, person, case, unit, category in _referred(scope, period, Kind.INTERNAL):
        if person and category in INTERNAL_SERVICES:
            yield Proof(category, person, person, case, unit=unit)
            yield Proof("persons", person, person, case, unit=unit)
        elif person:
            yield Proof("others", person, person, case, unit=unit)


def referral_outcome(scope, period):
    over = min(period.end, timezone.localdate() - SERVED_WITHIN)
    rows = scope.referrals.filter(sent_on__gte=period.start, sent_on__lt=over)
    told = ("pk", "case", "category", "sent_on", "ended_on", "outcome")
    for pk, case, category, sent, ended, outcome in rows.values_list(*told):
        service = (("service", category),)
        yield Proof("sent", pk, case=case, of=service)
        if outcome == ReferralOutcome.SERVED and ended and ended - sent <= SERVED_WITHIN:
            yield Proof("provided", pk, case=case, of=service)


def units(scope, period):
    for unit in AdministrativeUnit.objects.filter(municipality=scope.municipality, active=True):
        yield Proof("all", unit.pk)
    held = scope.sessions.in_period(period).filter(form=FormKey.INTERNAL).values_list("unit", flat=True)
    sent = [unit for _pk, _person, _case, unit, _category in _referred(scope, period, Kind.INTERNAL)]
    answered = _replies(scope, period).filter(enquiry__audience=AUDIENCES[Kind.INTERNAL])
    for unit in {*held, *sent, *answered.values_list("enquiry__unit", flat=True)} - {None}:
        yield Proof("units", unit)


def consents(scope, period):
    first = scope.of_cases(Assessment).values("person").annotate(on=Min("made_on"))
    first = [row for row in first if period.start <= row["on"] < period.end]
    given = defaultdict(list)
    signed = Consent.objects.filter(municipality=scope.municipality, given_on__isnull=False)
    for person, on in signed.filter(person__in=[row["person"] for row in first]).values_list("person", "given_on"):
        given[person].append(on)
    for row in first:
        yield Proof("assessments", row["person"])
        if any(on <= row["on"] for on in given[row["person"]]):
            yield Proof("with consent", row["person"])


def border(scope, period):
    """Cases that came by the channel of the border police, or of which a session says that the police referred them."""
    said = {"answers__referral_source": "border_police"}
    told = CounsellingSession.objects.filter(municipality=scope.municipality, **said)
    came = Q(enquiry__channel=Channel.BORDER) | Exists(
        told.filter(Q(case=OuterRef("pk")) | Q(enquiry=OuterRef("enquiry")))
    )
    rows = scope.cases.filter(came, within("opened_on", period), kind=Kind.RETURNEE)
    for pk, person in rows.values_list("pk", "person"):
        yield Proof("cases", pk, person, pk)


def emergencies(scope, period):
    """Each that was met, of a case that had several too."""
    rows = scope.of_cases(CaseEvent, Kind.RETURNEE, kind=EventKind.EMERGENCY_MET).filter(within("on", period))
    for pk, case, person, data in rows.values_list("pk", "case", "case__person", "data"):
        since, met = (datetime.fromisoformat(data[name]) for name in ("since", "met"))
        yield Proof("cases", pk, person, case)
        yield Proof("hours", pk, case=case, n=(met - since).total_seconds() / 3600)


def plans(scope, period):
    rows = scope.of_cases(Plan, Kind.RETURNEE)
    for part, day in (("approved", "approved_on"), ("completed", "completed_on")):
        for case, person in rows.filter(within(day, period)).values_list("case", "case__person"):
            yield Proof(part, case, person, case)


def reviews(scope, period):
    rows = scope.of_cases(Review, Kind.RETURNEE).filter(within("made_on", period) | within("planned_on", period))
    for pk, planned, made, case, person in rows.values_list("pk", "planned_on", "made_on", "case", "case__person"):
        if period.start <= made < period.end:
            yield Proof("done", pk, person, case)
        if planned and period.start <= planned < period.end:
            yield Proof("planned", pk, person, case)
            if made <= planned:
                yield Proof("on time", pk, person, case)
    due = scope.cases.filter(within("next_review_on", period), kind=Kind.RETURNEE).open()
    for pk, person in due.values_list("pk", "person"):
        yield Proof("planned", ("due", pk), person, pk)
    closed = scope.of_cases(CaseEvent, Kind.RETURNEE, kind=EventKind.CLOSED, on__gt=period.start)
    closed = closed.filter(data__has_key="missed")
    for pk, case, person, data in closed.values_list("pk", "case", "case__person", "data"):
        if period.start <= date.fromisoformat(data["missed"]) < period.end:
            yield Proof("planned", ("missed", pk), person, case)


def papers(scope, period):
    yield from assisted(scope, period, "persons", AssistanceType.PAPERS)


def legal(scope, period):
    yield from assisted(scope, period, "advised", AssistanceType.LEGAL, detail="advice")
    yield from assisted(
        scope, period, "drafted or represented", AssistanceType.LEGAL, detail__in=["drafting", "representation"]
    )


def assisted(scope, period, part, type, **filters):
    rows = scope.of_cases(Assistance, Kind.RETURNEE, type=type, **filters).standing().filter(within("on", period))
    for person, case, detail, topic in rows.values_list("person", "case", "detail", "topic"):
        of = {AssistanceType.PAPERS: (("paper", detail),), AssistanceType.LEGAL: (("topic", topic),)}
        yield Proof(part, person, person, case, of=of.get(type, ()))


def cards(scope, period):
    rows = scope.of_cases(ProfileCard, Kind.RETURNEE).filter(within("made_on", period))
    for pk, person, case in rows.annotate(n=Count("scenarios")).filter(n__gt=0).values_list("pk", "person", "case"):
        yield Proof("cards", pk, person, case)


def informed(scope, period):
    rows = scope.of_cases(ProfileCard, Kind.RETURNEE).filter(within("presented_on", period))
    for person, case, scheme in rows.values_list("person", "case", "scenarios__scheme"):
        yield Proof("persons", person, person, case, of=(("scheme", scheme),) if scheme else ())


def files(scope, period):
    rows = scope.of_cases(Application, Kind.RETURNEE).filter(within("complete_on", period))
    yield from _each_person(rows, "persons", "scheme")


def reintegrated(scope, period):
    """Cases by the day of their first referral, so that no case stands in two cohorts; and by the day they opened."""
    told = ("case", "case__person", "case__outcome", "case__closed_on")
    first = scope.referrals.filter(case__kind=Kind.RETURNEE).order_by().values(*told).annotate(on=Min("sent_on"))
    for case, person, outcome, closed in first.filter(within("on", period)).values_list(*told):
        yield Proof("referred", case, person, case)
        for months in COHORT_MONTHS:
            if outcome == CaseOutcome.REINTEGRATED and closed and closed <= months_after(period.last, months):
                yield Proof(str(months), case, person, case)
    cohort = scope.cases.filter(within("opened_on", period), kind=Kind.RETURNEE)
    for pk, person, outcome in cohort.values_list("pk", "person", "outcome"):
        yield Proof("cohort", pk, person, pk)
        if outcome == CaseOutcome.REINTEGRATED:
            yield Proof("reintegrated", pk, person, pk)


def not_yet(period):
    """The parts of «reintegrated» whose last day is still to come: they are told when it has passed."""
    return {str(months) for months in COHORT_MONTHS if months_after(period.last, months) >= timezone.localdate()}


def months_after(day, months):
    """The same day so many months later; of a month that is shorter, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def works(scope, period):
    rows = WorkDay.objects.filter(within("on", period), municipality=scope.municipality, payment__isnull=False)
    rows = rows.filter(worker__case__kind=Kind.RETURNEE, worker__case__in=scope.cases.order_by().values("pk"))
    for pk, person, case in rows.values_list("pk", "person", "worker__case"):
        yield Proof("persons", person, person, case)
        yield Proof("days", pk, person, case)


def jobseekers(scope, period):
    yield from _each_person(
        scope.of_cases(Jobseeker, Kind.RETURNEE).filter(within("registered_on", period)), "registered"
    )
    mediated = Mediation.objects.filter(within("proposed_on", period), municipality=scope.municipality)
    mediated = mediated.filter(jobseeker__in=scope.of_cases(Jobseeker, Kind.RETURNEE).order_by().values("pk"))
    for person, case in mediated.values_list("jobseeker__person", "jobseeker__case"):
        yield Proof("mediated", person, person, case)
    yield from _each_person(scope.of_cases(Placement, Kind.RETURNEE).filter(within("started_on", period)), "placed")


def career(scope, period):
    advice = scope.of_cases(Advice, Kind.RETURNEE, kind=AdviceKind.CAREER).filter(within("on", period))
    yield from _each_person(advice, "persons")
    yield from _each_person(completed(scope, period, CourseKind.CAREER), "persons")


def business(scope, period):
    yield from _each_person(completed(scope, period, CourseKind.BUSINESS_PLAN), "trained")
    grants = scope.of_cases(GrantApplication, Kind.RETURNEE, state=GrantState.AWARDED, call__kind=GrantKind.STARTUP)
    paid = list(_each_person(grants.filter(within("paid_on", period)), "grants", "sector"))
    yield from paid
    called = {proof.person for proof in paid}
    for proof in assisted(scope, period, "grants", AssistanceType.BUSINESS):  # a grant without a call of the office
        if proof.person not in called:
            yield replace(proof, of=(("sector", ""),))


def completed(scope, period, kind):
    rows = scope.of_cases(Enrolment, Kind.RETURNEE, state=EnrolmentState.COMPLETED, course__kind=kind)
    return rows.filter(within("ended_on", period))


def farms(scope, period):
    advice = scope.of_cases(Advice, Kind.RETURNEE, kind=AdviceKind.FARM).filter(within("on", period))
    yield from _each_person(advice, "advised")
    supports = scope.of_cases(AgriSupport, Kind.RETURNEE).standing()
    yield from _each_person(supports.filter(within("given_on", period)), "supported")
    grants = scope.of_cases(GrantApplication, Kind.RETURNEE, state=GrantState.AWARDED)
    yield from _each_person(grants.filter(within("paid_on", period), call__kind=GrantKind.AGRIBUSINESS), "supported")
    yield from assisted(scope, period, "supported", AssistanceType.AGRIBUSINESS)


def _each_person(rows, part, *says):
    """Each person of these rows once; `says`: the codes of the row by which the figure is split too."""
    for person, case, *values in rows.values_list("person", "case", *says):
        yield Proof(part, person, person, case, of=tuple(zip(says, values, strict=True)))
