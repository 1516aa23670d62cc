"""What splits a figure where nobody wrote down a birthday: what people told on the forms, as far as they agreed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.cases.actions.counselling import hold_session
from ura.cases.actions.registrations import register, strike
from ura.core.periods import Period
from ura.directory.models import Institution, Service
from ura.people.actions import add_person
from ura.people.consent_acts import give, withdraw
from ura.people.models import Purpose
from ura.referrals.actions.sending import refer
from ura.replies.models import Reply
from ura.statistics.casework import count
from ura.statistics.splits import age_band

SAID = "Pyetjes sonë në telefon iu përgjigj se pranon."
CODED = {"gender": "F", "age_band": "61_plus", "employment_status": "unemployed"}
INTERNAL = "internal_migrant"


@pytest.fixture
def this_week():
    """Up to and including today, also where a year ends in between."""
    today = timezone.localdate()
    return Period.of_days(today - timedelta(days=7), today)


def held(town, **more):
    given = {"form": "internal_counselling", "answers": CODED, "minutes": 12, "origin": "vlore"} | more
    return hold_session(town.lezha, by=town.besnik, **given)


def signed(town, **agreed):
    consent = {"how": "phone", "statement": SAID, "given_on": timezone.localdate()}
    return held(town, consent=consent, contacts={"consent_full_name": "Teuta Marku"}, agreed=agreed)


def splits(town, period, part="persons"):
    found = count(town.lezha, period, only=["served"])["served"][part].splits
    return {name: found[name] for name in ("sex", "age", "origin")}


def test_who_accepted_the_statistics_clause_is_counted_by_what_the_form_says(town, working, this_week):
    session = signed(town, consent_stats=True)
    assert splits(town, this_week) == {"sex": {"F": 1}, "age": {">61": 1}, "origin": {"vlore": 1}}
    withdraw(session.consent, through="counter", by=town.besnik)
    assert splits(town, this_week) == {"sex": {"": 1}, "age": {"": 1}, "origin": {"": 1}}


def test_without_the_statistics_clause_the_form_says_nothing_of_its_person(town, working, this_week):
    signed(town)
    assert splits(town, this_week) == {"sex": {"": 1}, "age": {"": 1}, "origin": {"": 1}}


def test_the_newest_session_or_registration_that_says_it_counts_and_a_mistake_does_not(town, working, this_week):
    person = signed(town, consent_stats=True).person
    row = {"by": town.besnik, "person": person, "unit": town.lezha.units.first()}
    register(town.lezha, category="internal", age_band="51_60", **row)
    strike(register(town.lezha, category="returnee", age_band="20_25", **row), by=town.besnik, reason="mistake")
    assert splits(town, this_week)["age"] == {"51-60": 1}
    held(town, person=person, answers={"gender": "F"}, origin="kukes")  # says nothing of the age
    assert splits(town, this_week) == {"sex": {"F": 1}, "age": {"51-60": 1}, "origin": {"vlore": 1, "kukes": 1}}
    person.born = "1990"
    person.save()
    assert list(splits(town, this_week)["age"]) == [age_band("1990", this_week.last)]  # a birthday goes before a band


def test_a_session_without_a_name_counts_by_its_coded_answers_and_never_among_the_persons(town, working, this_week):
    held(town)
    assert splits(town, this_week, "unnamed") == {"sex": {"F": 1}, "age": {">61": 1}, "origin": {"vlore": 1}}
    assert count(town.lezha, this_week, only=["served"])["served"]["persons"].count == 0
    held(town, answers=CODED | {"info_source": ["media"], "gender": "M"})
    forms = count(town.lezha, this_week, only=["information_source"])["information_source"]["forms"]
    assert (forms.splits["sex"], forms.splits["age"]) == ({"M": 1}, {">61": 1})


def test_a_unit_is_covered_by_a_session_a_referral_or_a_reply_for_internal_migrants(
    town, working, make_enquiry, this_week
):
    seen, referred, answered, foreign = town.lezha.units.all()[:4]
    held(town, unit=seen)
    person = add_person(town.lezha, name="Teuta Marku")
    give(person, how="phone", purposes=[Purpose.SHARING], recipient="Zyra e Punës", by=town.besnik, statement=SAID)
    house = Institution.objects.create(municipality=town.lezha, name_sq="Zyra e Punës", name_en="Employment office")
    service = Service.objects.create(municipality=town.lezha, institution=house, kind="employment", name_sq="Punë")
    enquiry = make_enquiry(requester=person, unit=referred, audience=INTERNAL)
    refer(enquiry, by=town.besnik, asked="Ju lutemi ta ndihmoni.", chosen=["name"], service=service,
          email="zyra@example.org")  # fmt: skip
    for unit, audience in ((answered, INTERNAL), (foreign, "diaspora")):
        Reply.objects.create(
            municipality=town.lezha, enquiry=make_enquiry(requester=person, unit=unit, audience=audience),
            kind="answer", state="sent", subject="Përgjigje", body="Po.", drafted_by=town.besnik,
            dispatched_on=timezone.localdate(),
        )  # fmt: skip
    covered = count(town.lezha, this_week, only=["admin_units_covered"])["admin_units_covered"]["units"]
    assert covered.count == 3
