"""Families helped in the demo: one on its way, one back on its feet, one protected, others just begun."""

import tomllib
from datetime import timedelta

from django.utils import timezone

from ura.cases.actions.approving import approve_plan, sign_plan, submit_plan
from ura.cases.actions.assessing import assess
from ura.cases.actions.assisting import give_assistance
from ura.cases.actions.closing import close_case
from ura.cases.actions.counselling import hold_session, link
from ura.cases.actions.emergencies import meet_emergency, raise_emergency
from ura.cases.actions.group import group_of, hold_conference, settle
from ura.cases.actions.opening import open_case
from ura.cases.actions.planning import current_plan, edit_plan, save_goal, start_plan
from ura.cases.actions.registrations import register
from ura.cases.actions.reviewing import review
from ura.cases.actions.work import add_note, join_household
from ura.cases.models import Case
from ura.demo.facts import DATA
from ura.demo.papers import paper
from ura.desk.actions.registering import register_enquiry
from ura.desk.states import Channel
from ura.directory.finding import find_services
from ura.directory.models import Institution, Service, ServiceKind
from ura.housing.actions.applying import apply
from ura.housing.models import Call
from ura.housing.states import CallState
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.people.models import HouseholdMember, How, Purpose
from ura.post.files import inspect
from ura.referrals.actions.answering import accept, decline, finish, progress
from ura.referrals.actions.incoming import receive
from ura.referrals.actions.sending import refer
from ura.referrals.states import Source
from ura.schemes.actions.applying import begin_application, mark_paper
from ura.schemes.actions.scenarios import choose, make_card, present
from ura.staff.models import Role

SPOKEN = "Personi telefonoi vetë; iu lexua deklarata dhe u pajtua me qëllimet e shënuara."
COUNSELLING = (Purpose.PROCESSING, Purpose.INTERNAL_STATISTICS, Purpose.FOLLOW_UP_CONTACT)
FORMS = {"returnee": "returnee_registration", "diaspora": "diaspora_registration"}


def told():
    return tomllib.loads((DATA / "casework.toml").read_text(encoding="utf-8"))


def families(desk):
    """The histories of casework of one office, as generators."""
    words = told()
    yield _comes_home(desk, words["family"])
    yield _stands_again(desk, words["home"])
    yield _protected(desk, words["victim"])
    yield _without_name(desk)
    for place, each in enumerate(words["others"]["people"]):
        yield _begun(desk, each, place)


def _comes_home(desk, words):
    """From the unit's counter to three referrals (one answered by its link, one declined, one late), the group's
    conference, a second assessment and the next year's call for the rent subsidy."""
    helped, days = Helped(desk, words["mother"]), desk.days
    yield (moment := days.at(days.back(62), 9, 11))
    helped.comes(kind="returnee", origin="DE", subject=words["subject"], summary=words["summary"],
                 categories=["single_parent"], minutes=28)  # fmt: skip
    for each in words["children"]:
        join_household(helped.case, by=helped.by, name=each["name"], born=each["born"], sex=each["sex"],
                       relation=HouseholdMember.Relation.CHILD)  # fmt: skip
    register(desk.municipality, by=helped.by, person=helped.person, unit=helped.case.unit, category="returnee", sex="F",
             age_band="31_40", origin="DE", civil_status="divorced", adults=1, children=2)  # fmt: skip
    raise_emergency(helped.now(), by=helped.by, reason=words["emergency"])
    yield days.after(moment, 0)
    meet_emergency(helped.now(), by=helped.by, text=words["met"])
    yield days.at(days.back(60), 9, 11)
    helped.assessed(format="family", shelter=(0, "now"), papers=(1, "month"), income=(1, "month"), education=(2, "month"),
                    health=(3, "none"), psychosocial=(2, "months"))  # fmt: skip
    yield days.at(days.back(57), 9, 12)
    helped.plans(words["plan"], words["goals"])
    yield days.at(days.back(56), 9, 10)
    helped.signs()
    yield days.at(days.back(50), 9, 12)
    helped.compares(["rent_subsidy", "economic_aid", "bsq"], chosen="rent_subsidy")
    yield days.at(days.back(42), 9, 12)
    helped.given("shelter", 45000)
    helped.given("papers", 4000, detail="school")
    answered = helped.refers("employment", "Ju lutemi ta regjistroni si punëkërkuese dhe ta ftoni në kurs.")
    yield days.at(days.back(40), 9, 12)
    declined = helped.refers("shelter", "Strehim i përkohshëm për një nënë me dy fëmijë.")
    answered = accept(answered, text="E ftojmë të hënën në orën 10:00.")
    yield days.at(days.back(36), 9, 12)
    decline(declined, reason="Nuk kemi vende të lira deri në fund të muajit.")
    answered = progress(answered, text="Është regjistruar dhe ka filluar kursin e kuzhinës.")
    yield days.at(days.back(30), 9, 12)
    helped.refers("education", "Njësimi i dëftesave dhe regjistrimi i dy fëmijëve në shkollë.")
    yield days.at(days.back(26), 9, 12)
    decided = helped.discussed(words["conference"])
    yield days.at(days.back(19), 9, 12)
    finish(answered, outcome="served", text="E mbaroi kursin e kuzhinës dhe vazhdon të kërkojë punë.")
    settle(decided, by=helped.by, done_on=timezone.localdate(), answer=words["conference"]["done"])
    yield days.at(days.back(13), 9, 12)
    helped.assessed(format="family", shelter=(1, "month"), papers=(3, "none"), income=(2, "month"), education=(3, "none"),
                    health=(3, "none"), psychosocial=(3, "none"))  # fmt: skip
    yield days.at(days.back(12), 9, 12)
    helped.reviewed("partly", next_on=days.today + timedelta(days=60))
    yield days.at(days.back(8), 9, 12)
    call = Call.objects.get(municipality=desk.municipality, state=CallState.OPEN)
    apply(call, helped.person, by=helped.by, case=helped.now(), household=helped.case.household, returnee=True, members=3,
          children=2, income=24_000, priorities=["returned_emigrant", "single_parent"])  # fmt: skip


def _stands_again(desk, words):
    """The whole way, to the closing as fully reintegrated."""
    helped, days = Helped(desk, words["person"]), desk.days
    yield days.at(days.back(98), 9, 12)
    helped.comes(kind="returnee", origin="FR", subject=words["subject"], summary=words["summary"], minutes=17)
    yield days.at(days.back(97), 9, 12)
    helped.assessed(format="general", work=(1, "month"), shelter=(3, "none"), income=(2, "month"))
    yield days.at(days.back(95), 9, 12)
    helped.plans(words["plan"], [{"domain": "work", "text": words["goal"], "measure": "Kontratë pune", "cost": 0,
                                  "action": "Ndërmjetësim për punë", "institution": "Zyra e punës"}])  # fmt: skip
    yield days.at(days.back(80), 9, 12)
    sent = helped.refers("employment", "Ju lutemi ta ndihmoni të gjejë punë.")
    yield days.at(days.back(72), 9, 12)
    finish(
        progress(accept(sent), text="Intervista e parë."), outcome="served", text="U punësua me kontratë njëvjeçare."
    )
    yield days.at(days.back(30), 9, 12)
    helped.reviewed("reached", next_on=None)
    yield days.at(days.back(20), 9, 12)
    helped.assessed(format="general", closing=True, work=(4, "none"), shelter=(4, "none"), income=(3, "none"))
    close_case(helped.now(), by=helped.by, outcome="reintegrated")


def _protected(desk, words):
    """Told by the border police: from the first moment a team only knows of it."""
    days = desk.days
    carrier = desk.first(Role.OFFICER)
    yield days.at(days.back(15), 9, 12)
    receive(
        desk.municipality, by=carrier, owner=carrier, team=[desk.supervisor], source=Source.BORDER, sender=words["sender"],
        asked=words["asked"], person={"name": "Alba Shembulli", "phone": "+355 66 410 9901"}, ground="trafficking",
        urgency="urgent", case_kind="returnee", origin="IT",
    )  # fmt: skip
    yield days.at(days.back(13), 9, 12)
    case = Case.objects.filter(municipality=desk.municipality, enquiry__restricted=True).latest("pk")
    case.municipality = desk.municipality
    add_note(
        case, by=carrier, text="Takimi i parë u bë në mjedis të sigurt. Pëlqen të ndihmohet; shtegu i strehimit u hap."
    )


def _without_name(desk):
    """An internal migrant says no name and leaves with two guides."""
    days = desk.days
    yield days.at(days.back(9), 9, 14)
    hold_session(
        desk.municipality, by=desk.first(Role.OFFICER), form="internal_counselling", unit=desk.units[0], minutes=7,
        origin="kukes", answers={"gender": "M", "age_band": "26_30"},
        guides=[("rent_subsidy", "printed"), ("employment_akpa", "code")],
    )  # fmt: skip


def _begun(desk, each, place):
    """Other cases, each a little further than the one before."""
    helped, days = Helped(desk, each), desk.days
    start = 70 - 9 * place
    yield days.at(days.back(start), 9, 14)
    helped.comes(kind=each["kind"], origin=each["origin"], subject="Këshillim dhe ndihmë për t'u vendosur në bashki",
                 categories=each["categories"], minutes=8 + 4 * place)  # fmt: skip
    if "emergency" in each:
        yield days.at(days.back(1), 9, 14)
        raise_emergency(helped.now(), by=helped.by, reason=each["emergency"])
    if place % 3 == 2:
        return
    yield days.at(days.back(start - 3), 9, 14)
    helped.assessed(format="general", shelter=(1, "month"), work=(2, "months"), health=(3, "none"))
    if place % 2:
        return
    yield days.at(days.back(start - 6), 9, 14)
    helped.plans("Strehë dhe punë brenda vitit.", [{
        "domain": "shelter", "text": "Një banesë me qira", "measure": "Kontrata", "action": "Kërkim banese", "cost": 0,
        "institution": "Bashkia"}], approved=place == 0)  # fmt: skip


class Helped:
    """One person and their case, as the officer who helps them acts."""

    def __init__(self, desk, person):
        self.desk, self.office, self.told = desk, desk.municipality, person
        self.by, self.case, self.person = desk.first(Role.OFFICER), None, None

    def comes(self, *, kind, origin, subject, minutes, summary="", categories=()):
        """Registered at a unit, with consent; the session opens the case."""
        told = {name: self.told.get(name, "") for name in ("name", "born", "sex", "phone")}
        self.person = add_person(self.office, by=self.by, **told)
        give(self.person, how=How.PHONE, purposes=COUNSELLING, by=self.by, statement=SPOKEN)
        unit = self.desk.rnd.choice(self.desk.units)
        enquiry = register_enquiry(
            self.office, by=self.by, owner=self.by, channel=Channel.COUNTER, subject=subject, requester=self.person,
            unit=unit, audience="returnee" if kind == "returnee" else "", origin=origin,
        )  # fmt: skip
        enquiry.municipality = self.office
        self.case = open_case(
            enquiry, by=self.by, kind=kind, person=self.person, origin=origin, unit=unit, summary=summary,
            categories=categories, owner=self.by, arrived_on=timezone.localdate() - timedelta(days=12),
        )  # fmt: skip
        answers = {"migrant_category": ["voluntary"], "gender": self.told["sex"], "age_band": "31_40"}
        session = hold_session(
            self.office, by=self.by, form=FORMS.get(kind, "internal_counselling"), unit=unit, minutes=minutes,
            origin=origin, person=self.person, answers=answers if kind == "returnee" else {},
        )  # fmt: skip
        link(session, self.now(), by=self.by)

    def now(self):
        """The case as it is now."""
        case = Case.objects.select_related("enquiry__entry", "person", "household", "text").get(pk=self.case.pk)
        case.municipality = case.enquiry.municipality = case.person.municipality = self.office
        self.case = case
        return case

    def assessed(self, *, format, closing=False, **scores):
        scores = {
            domain: {"score": score, "urgency": urgency, "present": "", "need": "Sipas bisedës." if score < 2 else ""}
            for domain, (score, urgency) in scores.items()
        }
        assess(self.now(), by=self.by, person=self.person, format=format, scores=scores, closing=closing)

    def plans(self, summary, goals, *, approved=True):
        plan = start_plan(self.now(), by=self.by)
        plan = edit_plan(plan, by=self.by, version=plan.version, summary=summary, assistance=["shelter", "papers"])
        for goal in goals:
            until = timezone.localdate() + timedelta(days=60)
            action = {"text": goal["action"], "who": "institution", "institution": goal["institution"], "until_on": until,
                      "cost": goal["cost"], "source": "municipality" if goal["cost"] else "free"}  # fmt: skip
            save_goal(plan, by=self.by, version=None, domain=goal["domain"], text=goal["text"], measure=goal["measure"],
                      actions=[action])  # fmt: skip
        plan = submit_plan(current_plan(self.now()), by=self.by)
        if approved:
            approve_plan(plan, by=self.desk.supervisor)

    def signs(self):
        name, data = paper("letra.jpg")
        sign_plan(current_plan(self.now()), by=self.by, how="paper", seen=inspect(data, name))

    def compares(self, codes, *, chosen):
        case = self.now()
        card = make_card(case, self.person, codes, by=self.by)
        present(card, by=self.by)
        scenario = next(each for each in card.scenarios.all() if each.scheme == chosen)
        choose(card, scenario, by=self.by, note="Ka fëmijët në shkollë pranë.")
        begin_application(case, self.person, chosen, by=self.by, scenario=scenario)
        mark_paper(case, self.person, "family_certificate", by=self.by, state="have")

    def given(self, type, amount, detail=""):
        give_assistance(self.now(), by=self.by, type=type, person=self.person, amount=amount, source="municipality",
                        detail=detail)  # fmt: skip

    def refers(self, kind, asked):
        service = next((each for each in find_services(self.office, kind=kind) if each.pk), None) or _service(
            self.desk, kind
        )
        institution = service.institution
        give(
            self.person,
            how=How.PHONE,
            purposes=[Purpose.SHARING],
            recipient=str(institution),
            by=self.by,
            statement=SPOKEN,
        )
        return refer(self.now().enquiry, case=self.case, by=self.by, asked=asked, service=service,
                     chosen=["name", "phone", *(["family_size"] if self.case.household_id else [])], email=f"{kind}.{self.office.slug}@example.org")  # fmt: skip

    def discussed(self, words):
        """The group looks at the case; returns the first of its decisions."""
        today = timezone.localdate()
        decisions = [each | {"until_on": today + timedelta(days=30)} for each in words["decisions"]]
        conference = hold_conference(
            self.now(), by=self.by, held_on=today, present=group_of(self.office).members.active(),
            minutes=words["minutes"], others=words["others"], decisions=decisions,
        )  # fmt: skip
        return conference.decisions.order_by("pk").first()

    def reviewed(self, result, *, next_on):
        goals = current_plan(self.now()).goals.all()
        review(self.case, by=self.by, judgements={goal.line: (result, "") for goal in goals}, quality_person=4,
               quality_professional=4, next_on=next_on, to_close=next_on is None, note="Shihni objektivat një nga një.")  # fmt: skip


def _service(desk, kind):
    name = f"Qendra «{ServiceKind(kind).label}» (shembull)"
    institution, _new = Institution.objects.get_or_create(
        municipality=desk.municipality,
        name_sq=name,
        defaults={"name_en": name, "email": f"{kind}.{desk.municipality.slug}@example.org"},
    )
    service, _new = Service.objects.get_or_create(
        municipality=desk.municipality, institution=institution, kind=kind, defaults={"name_sq": name, "name_en": name}
    )
    return service
