"""A session is held: named only with the declaration, counted without it, entered later from paper, led into a case."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from ura.cases.actions.counselling import correct_session, hold_session, link, open_case_of, take_name_off
from ura.cases.actions.emergencies import meet_emergency
from ura.cases.actions.opening import note_category, open_case
from ura.cases.actions.registrations import register, strike
from ura.cases.guide_choices import guide_title
from ura.cases.models import Case, CounsellingSession, Registration
from ura.cases.paper_forms import FormKey, paper_form
from ura.cases.session_words import counselling_on_paper, needs_told, suggested_guides
from ura.core.refusals import Refused
from ura.guides.national import national_guides
from ura.people.actions import add_person
from ura.people.consent_acts import give, withdraw
from ura.people.models import Person
from ura.post.files import store
from ura.staff.models import OfficerUnit

NAMES = {"citizen_name": "Teuta Marku", "consent_full_name": "Teuta Marku", "consent_phone": "069 111 2233"}
BY_PHONE = {"how": "phone", "statement": "Teuta më telefonoi, e njoha, ia lexova deklaratën dhe e pranoi."}
CODED = {"gender": "F", "age_band": "31_40", "employment_status": "unemployed", "topics_discussed": ["addresses"]}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def agreeing_today(**more):
    return BY_PHONE | {"given_on": timezone.localdate()} | more


def unnamed(town, **more):
    given = {"form": "internal_counselling", "answers": CODED, "minutes": 12, "origin": "vlore"} | more
    return hold_session(town.lezha, by=town.besnik, **given)


def named(town, **more):
    given = {"form": "internal_counselling", "answers": CODED, "minutes": 12, "contacts": NAMES,
             "consent": agreeing_today(), "agreed": {"consent_stats": True}} | more  # fmt: skip
    return hold_session(town.lezha, by=town.besnik, **given)


def test_a_session_without_a_name_keeps_its_coded_answers_under_a_number(town, working):
    people = Person.objects.count()
    session = unnamed(town, needs=[{"who": "child", "need": "schooling", "urgency": "now"}],
                      guides=[("school_registration", "printed"), ("health_registration", "code")])  # fmt: skip
    assert (session.person, session.sex, session.age_band, session.origin, session.duration) == (
        None, "F", "31_40", "vlore", "10_20",
    )  # fmt: skip
    assert session.answers == CODED
    enquiry = session.enquiry
    assert (enquiry.state, enquiry.requester, enquiry.outcome, enquiry.audience) == (
        "5",
        None,
        "oral_answer",
        "internal_migrant",
    )
    assert enquiry.text.oral_answer == "U këshillua: Vendndodhja dhe adresa e institucioneve"
    assert [(g.guide, g.way) for g in session.guides.all()] == [
        ("school_registration", "printed"), ("health_registration", "code"),
    ]  # fmt: skip
    for given in session.guides.all():  # which text it was
        assert (given.national, given.edition) == (national_guides()[given.guide].version, 0)
    assert [(n.who, n.need, n.urgency) for n in session.needs.all()] == [("child", "schooling", "now")]
    assert Person.objects.count() == people


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"contacts": {"citizen_name": "Teuta"}}, "citizen_name"),
        ({"contacts": {"consent_phone": "069"}}, "consent_phone"),
        ({"words": {"needs": "Strehë për tre fëmijë"}}, "needs"),
        ({"words": {"nationality": "shqiptare"}}, "nationality"),
        ({"words": {"info_source_other": "te dera"}}, "info_source_other"),
        ({"words": {"follow_up_phone": "069"}}, "follow_up_phone"),
        ({"agreed": {"consent_stats": True}}, "consent_stats"),
        ({"needs": [{"who": "self", "need": "health", "note": "astmë"}]}, "needs"),
    ],
)
def test_without_the_declaration_names_contacts_and_words_are_refused(town, working, more, field):
    with pytest.raises(Refused, match="declaration") as refused, transaction.atomic():
        unnamed(town, **more)
    assert refused.value.field == field
    assert not CounsellingSession.objects.exists()


def test_with_the_declaration_the_person_and_the_consent_are_kept(town, working):
    session = named(town, words={"needs": "Strehë", "follow_up_phone": "069 111 2233"},
                    agreed={"consent_stats": True, "consent_follow_up": True})  # fmt: skip
    assert (session.person.name, session.person.sex, session.enquiry.requester) == ("Teuta Marku", "F", session.person)
    assert {part.purpose for part in session.consent.parts} == {
        "processing",
        "internal_statistics",
        "follow_up_contact",
    }
    assert (session.statistics, session.follow_up) == (True, True)
    assert {word.field: word.text for word in session.words.all()} == {
        "needs": "Strehë", "follow_up_phone": "069 111 2233", "consent_full_name": "Teuta Marku",
    }  # fmt: skip
    again = hold_session(town.lezha, by=town.besnik, form="internal_counselling", person=session.person, minutes=3)
    assert (again.consent, again.person, again.enquiry != session.enquiry) == (session.consent, session.person, True)
    withdraw(session.consent, through="counter", by=town.besnik)
    with pytest.raises(Refused, match="has not agreed"):
        hold_session(town.lezha, by=town.besnik, form="internal_counselling", person=session.person, minutes=3)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"words": {"follow_up_phone": "069 111 2233"}}, "follow_up_phone"),
        ({"agreed": {"consent_follow_up": True}, "words": {"follow_up_phone": "069 111 2233"}}, "consent_follow_up"),
    ],
)
def test_beside_an_earlier_declaration_only_what_it_says_is_agreed(town, working, more, field):
    earlier = {"form": "internal_counselling", "person": named(town).person, "minutes": 3}
    with pytest.raises(Refused) as refused, transaction.atomic():
        hold_session(town.lezha, by=town.besnik, **earlier | more)
    assert refused.value.field == field
    assert CounsellingSession.objects.count() == 1
    # What it does say may be ticked again.
    again = hold_session(town.lezha, by=town.besnik, **earlier, agreed={"consent_stats": True})
    assert (again.statistics, again.follow_up) == (True, False)
    with pytest.raises(Refused) as refused, transaction.atomic():
        hold_session(town.lezha, by=town.besnik, **earlier | {"person": silent(town)}, agreed={"consent_stats": True})
    assert refused.value.field == "consent_stats"


def silent(town):
    """Somebody who agreed to the processing, and to nothing else."""
    return named(town, agreed={}).person


def test_an_earlier_declaration_with_the_follow_up_clause_keeps_a_new_number(town, working):
    person = named(town, agreed={"consent_follow_up": True}).person
    again = hold_session(town.lezha, by=town.besnik, form="internal_counselling", person=person, minutes=3,
                         words={"follow_up_phone": "069 444 5566"})  # fmt: skip
    assert [word.text for word in again.words.all()] == ["069 444 5566"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"contacts": {"citizen_name": "Teuta Marku"}}, "consent_full_name"),
        ({"consent": BY_PHONE}, "consent_date"),
        ({"consent": {"how": "phone", "statement": "po", "given_on": date(2026, 1, 5)}, "held_on": date(2026, 1, 5)}, "statement"),
        ({"consent": {"how": "paper", "given_on": date(2026, 1, 5)}, "held_on": date(2026, 1, 5)}, "evidence"),
        ({"held_on": date(2026, 1, 5)}, "consent_date"),  # signed today, after the session
        ({"words": {"follow_up_phone": "069"}}, "follow_up_phone"),
        ({"answers": CODED | {"receives_services": False}, "words": {"receives_services_detail": "Zyra e Punës"}},
         "receives_services_detail"),
        ({"words": {"topics_of_interest_other": "Peshkimi"}}, "topics_of_interest_other"),
        ({"duration": "lt5"}, "duration"),
        ({"minutes": None}, "duration"),
        ({"held_on": date(2999, 1, 1)}, "date"),
        ({"answers": CODED | {"education": "other"}}, "education"),  # not an option of this form
    ],
)  # fmt: skip
def test_a_refused_combination_says_which_field(town, working, more, field):
    with pytest.raises(Refused) as refused, transaction.atomic():
        named(town, **more)
    assert refused.value.field == field
    assert not CounsellingSession.objects.exists()
    assert not Person.objects.filter(sex="F").exists()


def test_a_returnee_needs_unit_category_sex_and_age(town, working):
    answers = {"migrant_category": ["voluntary"], "gender": "F", "age_band": "lt20"}
    unit = town.lezha.units.first()
    for left_out in answers:
        with pytest.raises(Refused) as refused:
            hold_session(town.lezha, by=town.besnik, form="returnee_registration", unit=unit, minutes=5,
                         answers={key: value for key, value in answers.items() if key != left_out})  # fmt: skip
        assert refused.value.field == left_out
    with pytest.raises(Refused, match="unit"):
        hold_session(town.lezha, by=town.besnik, form="returnee_registration", minutes=5, answers=answers)


def test_a_paper_of_last_week_is_entered_with_its_own_day(town, working):
    last_week = timezone.localdate() - timedelta(days=7)
    session = unnamed(town, held_on=last_week, minutes=None, duration="gt30", officer=town.ana)
    assert (session.held_on, session.entered_later, session.officer) == (last_week, True, town.ana)
    enquiry = session.enquiry
    assert (enquiry.received_on, enquiry.closed_on, enquiry.days_taken) == (last_week, last_week, 0)


def test_statistics_by_person_count_who_agreed_and_whom_nobody_knows(town, working):
    silent, told, nameless = named(town, agreed={}), named(town), unnamed(town)
    rows = {row.pk: row.told_sex for row in CounsellingSession.objects.told(town.lezha)}
    assert rows == {silent.pk: "", told.pk: "F", nameless.pk: "F"}


def test_a_session_opens_one_case_under_its_number(town, working):
    session = named(town, guides=[("school_registration", "printed")])
    case = open_case_of(session, by=town.besnik)
    assert (str(case), case.kind, case.person, case.owner) == (str(session), "internal", session.person, town.besnik)
    assert [(e.kind, e.data.get("guide")) for e in case.events.all()] == [
        ("opened", None), ("counselled", None), ("guide", "school_registration"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="already"):
        open_case_of(session, by=town.besnik)
    with pytest.raises(Refused, match="no name"):
        open_case_of(unnamed(town), by=town.besnik)
    second = hold_session(
        town.lezha, by=town.besnik, form="internal_counselling", person=session.person, minutes=3, case=case
    )
    assert second.case == case and list(case.sessions.all()) == [second, session]


def returnee(town, by, **more):
    return hold_session(
        town.lezha, by=by, form="returnee_registration", unit=town.lezha.units.first(), minutes=20, contacts=NAMES,
        answers={"migrant_category": ["trafficking_victim"], "gender": "F", "age_band": "20_25"},
        consent=agreeing_today(), **more,
    )  # fmt: skip


def test_an_emergency_ticked_in_a_session_starts_its_clock_in_an_open_case_too(town, working):
    session = returnee(town, town.besnik)
    case = open_case_of(session, by=town.besnik)
    assert not case.is_emergency
    ticked = {"by": town.besnik, "form": "returnee_registration", "unit": session.unit, "minutes": 5,
              "person": session.person, "case": case,
              "answers": {"migrant_category": ["voluntary"], "gender": "F", "age_band": "20_25", "emergency": True}}  # fmt: skip
    hold_session(town.lezha, **ticked)
    assert case.is_emergency
    assert case.events.get(kind="emergency").text == "Shënuar si rast emergjent në seancë."
    hold_session(town.lezha, **ticked)  # it stands already
    assert case.events.filter(kind="emergency").count() == 1
    meet_emergency(case, by=town.besnik, text="U strehua.")
    Case.objects.filter(pk=case.pk).update(emergency_met_at=timezone.now() + timedelta(days=1))
    hold_session(town.lezha, **ticked)  # put to the case the day after the emergency was met
    assert not case.is_emergency


def test_a_named_victim_of_trafficking_is_known_to_a_team_from_the_first_moment(town, working):
    session = returnee(town, town.besnik)
    seen = CounsellingSession.objects
    assert list(seen.visible_to(town.besnik)) == [session]
    assert not seen.visible_to(town.ana).exists() and not seen.visible_to(town.ermira).exists()
    case = open_case_of(session, by=town.besnik)
    assert [c.category for c in case.categories.all()] == ["trafficking"]
    row = register(
        town.lezha, by=town.besnik, person=session.person, session=session, unit=session.unit, category="returnee"
    )
    assert list(Registration.objects.visible_to(town.besnik)) == [row]
    assert not Registration.objects.visible_to(town.ermira).exists()


def test_a_registration_of_the_child_of_a_restricted_case_is_its_teams(town, working, make_enquiry):
    unit = town.lezha.units.first() or town.lezha.units.create(name_sq="Shëngjin")
    aunt, child = (add_person(town.lezha, name=name) for name in ("Teuta Marku", "Iris Deda"))
    scan = store(town.lezha, b"%PDF-1.4", name="d.pdf", trusted_type="application/pdf")
    give(child, how="paper", purposes=["processing"], by=town.besnik, evidence=scan)
    row = register(town.lezha, by=town.besnik, person=child, unit=unit, category="returnee")
    open_case(make_enquiry(requester=aunt), by=town.besnik, person=child, kind="returnee", categories=["minor"])
    assert list(town.lezha.registrations.visible_to(town.besnik)) == [row]
    assert not town.lezha.registrations.visible_to(town.ermira).exists()


def test_sessions_follow_their_case_behind_its_wall(town, working):
    session = named(town)
    other = hold_session(town.lezha, by=town.ermira, form="internal_counselling", person=session.person, minutes=3)
    case = open_case_of(session, by=town.besnik)
    link(other, case, by=town.besnik)
    assert list(CounsellingSession.objects.visible_to(town.ana)) == [other, session]
    note_category(case, case.person, "trafficking", by=town.besnik)
    assert not CounsellingSession.objects.visible_to(town.ana).exists()
    other.enquiry.refresh_from_db()
    assert other.enquiry.restricted
    late = hold_session(
        town.lezha, by=town.besnik, form="internal_counselling", person=session.person, minutes=3, case=case
    )
    late.enquiry.refresh_from_db()
    assert late.enquiry.restricted


def test_answers_are_rectified_and_an_unnamed_session_stays_unnamed(town, working):
    session = unnamed(town)
    given = {"version": 0, "duration": "lt5", "origin": "korce"}
    with pytest.raises(Refused, match="declaration"):
        correct_session(session, by=town.besnik, answers=CODED, words={"needs": "Strehë"}, **given)
    correct_session(session, by=town.besnik, answers=CODED | {"gender": "M"}, words={}, **given)
    session.refresh_from_db()
    assert (session.sex, session.origin, session.duration, session.version) == ("M", "korce", "lt5", 1)
    with pytest.raises(Refused, match="colleague saved"):
        correct_session(session, by=town.besnik, answers=CODED, words={}, **given)


def test_a_clerk_of_a_unit_sees_their_unit_and_the_office_sees_all(town, working):
    mine, theirs = town.lezha.units.all()[:2]
    OfficerUnit.objects.create(municipality=town.lezha, officer=town.ana, unit=mine)
    here, there = unnamed(town, unit=mine), unnamed(town, unit=theirs)
    rows = [
        register(town.lezha, by=town.besnik, unit=unit, category="foreigner", citizenship="SY")
        for unit in (mine, theirs)
    ]
    assert list(CounsellingSession.objects.visible_to(town.ana)) == [here]
    assert list(Registration.objects.visible_to(town.ana)) == [rows[0]]
    assert set(CounsellingSession.objects.visible_to(town.besnik)) == {here, there}
    assert set(Registration.objects.visible_to(town.ermira)) == set(rows)
    assert not Registration.objects.visible_to(town.fatmir).exists()


def test_a_registration_with_a_name_needs_the_consent_and_stands_once(town, working):
    unit = town.lezha.units.first()
    stranger = add_person(town.lezha, name="Samir Haddad")
    facts = {"unit": unit, "category": "refugee", "origin": "SY", "civil_status": "married", "education": "bachelor",
             "work": "unemployed", "adults": 2, "children": 3, "occupation": "Mjek"}  # fmt: skip
    with pytest.raises(Refused, match="has not agreed"):
        register(town.lezha, by=town.besnik, person=stranger, **facts)
    with pytest.raises(Refused, match="free text"):
        register(town.lezha, by=town.besnik, **facts)
    person = named(town).person
    row = register(town.lezha, by=town.besnik, person=person, **facts)
    with pytest.raises(Refused, match="already"):
        register(town.lezha, by=town.besnik, person=person, **facts)
    strike(row, by=town.besnik, reason="moved")
    assert not Registration.objects.standing().exists()
    register(town.lezha, by=town.besnik, person=person, **facts)
    for wrong in ({"citizenship": "AL"}, {"category": "stateless", "citizenship": "SY"},
                  {"arrived_on": timezone.localdate() + timedelta(days=1)}):  # fmt: skip
        with pytest.raises(Refused):
            register(town.lezha, by=town.besnik, **{"unit": unit, "category": "refugee"} | wrong)


def test_what_was_told_stands_on_the_case_and_suggests_guides(town, working):
    session = named(town, needs=[{"who": "self", "need": "health"}, {"who": "child", "need": "schooling", "note": "klasa 3"}],
                    guides=[("health_registration", "mailed")])  # fmt: skip
    assert [key for key, _title in suggested_guides(session)] == ["school_registration", "school_transfer"]
    case = open_case_of(session, by=town.besnik)
    assert needs_told(case) == {session.person_id: ["Health", "Son or daughter: Children’s schooling"]}
    title, _note, parts = counselling_on_paper(case, town.besnik)
    assert (title, parts[0][1][-2:]) == (
        "Counselling",
        [("Needs", "Health; Children’s schooling"), ("Guides handed out", guide_title("health_registration"))],
    )


def test_who_asks_what_is_held_reads_words_and_no_codes(town, working):
    session = named(town, words={"needs": "Strehë"})
    assert session.get_answers_display().startswith("Sex: Female; Age: 31–40; Current employment status: Unemployed")
    assert (session.get_duration_display(), session.get_sex_display(), session.get_age_band_display()) == (
        "10–20 minutes", "Female", "31–40",
    )  # fmt: skip
    assert [word.get_field_display() for word in session.words.filter(field="needs")] == [
        "Needs for oneself and the family"
    ]


def test_every_suggested_guide_and_every_need_exists(town, working):
    from ura.cases.session_words import _guides_of_needs
    from ura.codelists.lists import choices
    from ura.guides.national import national_guides

    rules = _guides_of_needs()
    topics = {
        o.code
        for key in FormKey.values
        for o in getattr(paper_form(key).by_key.get("topics_of_interest"), "options", ())
    }
    known = {code for name in ("need_kind", "request_kind") for code, _word in choices(town.lezha, name)} | topics
    assert set(rules["needs"]) == known - {"other"}
    assert {key for keys in rules["needs"].values() for key in keys} | set(rules["returnees"]["always"]) <= set(
        national_guides()
    )


def test_when_the_consent_ended_the_name_goes_and_the_session_counts(town, working):
    session = named(town, words={"needs": "Strehë"}, needs=[{"who": "self", "need": "health", "note": "astmë"}],
                    answers=CODED)  # fmt: skip
    with pytest.raises(Refused, match="is valid"):
        take_name_off(session, by=town.besnik)
    withdraw(session.consent, through="email", by=town.besnik)
    take_name_off(session, by=town.besnik)
    session = CounsellingSession.objects.get()
    assert (session.person, session.consent, session.answers, session.words.count()) == (None, None, CODED, 0)
    assert [(need.need, need.note) for need in session.needs.all()] == [("health", "")]
