"""Plays the sixty hand-made cases through the real actions, each thing on its day."""

from datetime import date, datetime, time
from pathlib import Path

from django.utils import timezone

from tests.sixty import livelihood
from ura.cases.actions.approving import approve_plan, submit_plan
from ura.cases.actions.assessing import assess
from ura.cases.actions.assisting import give_assistance
from ura.cases.actions.closing import close_case
from ura.cases.actions.counselling import hold_session
from ura.cases.actions.emergencies import meet_emergency, raise_emergency
from ura.cases.actions.opening import open_case
from ura.cases.actions.planning import current_plan, save_goal, start_plan
from ura.cases.actions.reviewing import review
from ura.cases.models import Case
from ura.demo.clock import set_back
from ura.desk.actions.registering import register_enquiry
from ura.directory.models import Institution, Service
from ura.municipalities.models import AdministrativeUnit
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.people.models import How, Purpose
from ura.referrals.actions.answering import record_answer
from ura.referrals.actions.sending import refer
from ura.referrals.models import Referral
from ura.referrals.states import OPEN
from ura.schemes.actions.applying import begin_application, lines_of, mark_paper, move_application
from ura.schemes.actions.scenarios import make_card, present
from ura.schemes.models import Application

YEAR = 2026
RETURNEE = {"migrant_category": ["voluntary"], "gender": "F", "age_band": "31_40"}  # what its form cannot be without
FORMS = {"returnee": "returnee_registration", "internal": "internal_counselling", "diaspora": "diaspora_registration"}
KINDS = {"cadastre": "property", "civil_status": "documents"}  # words of the list → kinds of service
# Words of the list → fields of the forms: those with several answers, and those with one.
ANSWERS = {"needs": "needs", "from": "info_source"}
ANSWER = {"by": "referral_source", "sex": "gender", "age": "age_band"}
AUDIENCES = {"diaspora": "diaspora", "internal": "internal_migrant"}
HERE = Path(__file__).parent


def lines(name):
    """The lines of a file of the list, cut at «|», without comments."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [part.strip() for part in line.split("|")]


class Told:
    """One line of cases.txt."""

    def __init__(self, number, facts, happened):
        self.number = number
        self.kind, self.sex, self.born, self.origin, unit, statistics, *categories = facts.split()
        self.unit, self.statistics = int(unit), statistics == "y"
        self.categories = [] if categories == ["-"] else categories
        self.events = []
        for text in happened.split(","):
            day, what, *how = text.split()
            month, number = map(int, day.split("-"))
            self.events.append((date(YEAR, month, number), what, how))
        self.case = self.person = self.enquiry = None


class Players:
    """Who acts, in which office, on which day."""

    def __init__(self, municipality, officer, supervisor):
        self.municipality, self.officer, self.supervisor = municipality, officer, supervisor
        self.units = list(AdministrativeUnit.objects.filter(municipality=municipality).order_by("pk")[:3])


def play(municipality, officer, supervisor):
    """Everything that the list tells, in the order of its days; {number: Told}."""
    players = Players(municipality, officer, supervisor)
    told = [Told(*line) for line in lines("cases.txt")]
    acts = [(day, place, n, what, how, one)
            for place, one in enumerate(told) for n, (day, what, how) in enumerate(one.events)]  # fmt: skip
    with set_back() as clock:
        for day, _place, n, what, how, one in sorted(acts, key=lambda act: act[:3]):
            clock.moment = timezone.make_aware(datetime.combine(day, time(9 + n % 8)))
            if one.case:
                one.case = Case.objects.select_related("enquiry__entry", "person").get(pk=one.case.pk)
                one.case.municipality = one.case.enquiry.municipality = municipality
            act = globals().get(f"_{what}") or getattr(livelihood, what)
            act(players, one, *how)
    return {one.number: one for one in told}


def _who(players, one):
    """The person, who agreed to counselling, and perhaps to be counted; a child through somebody."""
    if one.person is None:
        born = "" if one.born == "-" else one.born
        one.person = add_person(
            players.municipality,
            name=f"Vetja {one.number} e Shembullit",
            sex=one.sex,
            born=born,
            phone="+355 66 000 0000",
        )
        purposes = [Purpose.PROCESSING, *([Purpose.INTERNAL_STATISTICS] if one.statistics else [])]
        child = {"guardian_name": "Kujdestari i Shembullit"} if one.born > "2009" else {}
        give(
            one.person,
            how=How.PHONE,
            purposes=purposes,
            by=players.officer,
            statement="Pyetjes sonë në telefon iu përgjigj se pranon.",
            **child,
        )
    return one.person


def _session(players, one, minutes, *told):
    """`told`: needs=housing, from=media, by=border_police."""
    named = one.sex != "-"
    answers = dict(RETURNEE) if one.kind == "returnee" else {}
    for name, code in (each.split("=") for each in told):
        answers |= {ANSWERS[name]: [code]} if name in ANSWERS else {ANSWER[name]: code}
    form = FORMS.get(one.kind, "internal_counselling")
    hold = {"by": players.officer, "form": form, "unit": players.units[one.unit - 1], "minutes": int(minutes),
            "origin": one.origin, "answers": answers}  # fmt: skip
    session = hold_session(players.municipality, **hold, person=_who(players, one) if named else None)
    one.enquiry = session.enquiry


def _border(players, one):
    one.enquiry = register_enquiry(
        players.municipality, by=players.officer, channel="border", subject="Njoftim nga kufiri",
        requester=_who(players, one), owner=players.officer, unit=players.units[one.unit - 1],
    )  # fmt: skip
    one.enquiry.municipality = players.municipality


def _request(players, one):
    one.enquiry = register_enquiry(
        players.municipality, by=players.officer, channel="counter", subject="Kërkesë", requester=_who(players, one),
        owner=players.officer, unit=players.units[one.unit - 1], audience=AUDIENCES[one.kind],
    )  # fmt: skip
    one.enquiry.municipality = players.municipality


def _open(players, one):
    one.case = open_case(
        one.enquiry, by=players.officer, kind=one.kind, person=_who(players, one), origin=one.origin,
        unit=players.units[one.unit - 1], categories=one.categories, owner=players.officer,
    )  # fmt: skip


def _emergency(players, one):
    raise_emergency(one.case, by=players.officer, reason="Pa strehë.")


def _met(players, one):
    meet_emergency(one.case, by=players.officer, text="U strehua.")


def _assess(players, one):
    scores = {"shelter": {"score": 1, "urgency": "month", "need": "Një shtëpi me qira"}, "work": {"score": 3}}
    assess(one.case, by=players.officer, person=one.person, format="general", scores=scores)


def _plan(players, one):
    plan = start_plan(one.case, by=players.officer)
    plan = save_goal(plan, by=players.officer, version=plan.version, domain="shelter", text="Një strehë e qëndrueshme")
    plan = submit_plan(getattr(plan, "plan", plan), by=players.officer)
    # A restricted case is unknown to the supervisor: its own officer is one here.
    approve_plan(plan, by=players.officer if one.case.enquiry.restricted else players.supervisor)


def _review(players, one):
    goals = current_plan(one.case).goals.all()
    review(
        one.case, by=players.officer, judgements={goal.line: ("partly", "") for goal in goals},
        next_on=date(YEAR + 1, 3, 1),
    )  # fmt: skip


def _papers(players, one, detail):
    give_assistance(one.case, by=players.officer, type="papers", detail=detail, person=one.person)


def _legal(players, one, detail, topic):
    give_assistance(one.case, by=players.officer, type="legal", detail=detail, topic=topic, person=one.person)


def _aid(players, one, type, amount):
    give_assistance(
        one.case, by=players.officer, type=type, person=one.person, amount=int(amount), source="municipality"
    )


def _refer(players, one, kind):
    kind = KINDS.get(kind, kind)
    name = f"Institucioni {kind}"
    institution, _new = Institution.objects.get_or_create(
        municipality=players.municipality, name_sq=name, defaults={"name_en": name, "email": "zyra@example.org"}
    )
    service, _new = Service.objects.get_or_create(
        municipality=players.municipality,
        institution=institution,
        kind=kind,
        defaults={"name_sq": name, "name_en": name},
    )
    livelihood.agree_to_share(players, one, name)
    asked = one.case.enquiry if one.case else one.enquiry
    refer(asked, case=one.case, by=players.officer, asked="Ju lutemi ta ndihmoni.", chosen=["name"],
          service=service, email="zyra@example.org")  # fmt: skip


def _done(players, one):
    record_answer(_first_open(one), by=players.officer, answer="done", outcome="served")


def _declined(players, one):
    record_answer(_first_open(one), by=players.officer, answer="declined", text="Nuk ka vende.")


def _first_open(one):
    return (
        Referral.objects.filter(municipality=one.case.municipality, case=one.case, state__in=OPEN)
        .order_by("order")
        .first()
    )


def _scenario(players, one, scheme):
    present(make_card(one.case, one.person, [scheme], by=players.officer), by=players.officer)


def _file(players, one, scheme):
    application = begin_application(one.case, one.person, scheme, by=players.officer)
    for code in [line.options[0].code for line in lines_of(application)]:
        mark_paper(one.case, one.person, code, by=players.officer, state="have")


def _granted(players, one):
    application = Application.objects.get(municipality=players.municipality, case=one.case)
    application = move_application(application, "handed_in", by=players.officer) or application
    move_application(application, "granted", by=players.officer)


def _close(players, one, outcome):
    if outcome == "reintegrated":
        fine = {"shelter": {"score": 4}, "work": {"score": 4}}
        assess(one.case, by=players.officer, person=one.person, format="general", scores=fine, closing=True)
    for referral in Referral.objects.filter(municipality=one.case.municipality, case=one.case, state__in=OPEN):
        record_answer(referral, by=players.officer, answer="declined", text="Nuk ndihmon më.")
    one.case = Case.objects.select_related("enquiry__entry", "person").get(pk=one.case.pk)
    one.case.municipality = one.case.enquiry.municipality = players.municipality
    close_case(
        one.case, by=players.officer, outcome=outcome, reason="Sipas rrjedhës së dosjes.",
        no_assessment="Nuk u takua më para mbylljes.",
    )  # fmt: skip
