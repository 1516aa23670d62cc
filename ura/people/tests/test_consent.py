"""Consent: nothing happens without the one that allows it, and each way to give and to end it is kept."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from ura.core.refusals import Refused
from ura.people import consent, consent_acts, consent_texts
from ura.people.actions import add_person
from ura.people.consent_words import asks_to_withdraw
from ura.people.models import Consent, ConsentOverride, How, Purpose, Through, WithdrawalAsked
from ura.post.files import store
from ura.post.models import Outbox
from ura.trail.models import Trail


@pytest.fixture
def elona(working):
    return add_person(working.lezha, name="Elona Prova", email="elona@example.org")


@pytest.fixture
def agree(working):
    def make(person, *purposes, how=How.PHONE, **more):
        more = {"statement": "Elona tha se pajtohet me këto qëllime.", "by": working.besnik} | more
        return consent_acts.give(person, how=how, purposes=purposes or [Purpose.PROCESSING], **more)

    return make


@pytest.mark.parametrize("purpose", list(Purpose))
def test_without_a_consent_every_purpose_is_refused_with_a_sentence_of_its_own_in_both_languages(elona, purpose):
    sentences = []
    for language in ("sq", "en"):
        with translation.override(language), pytest.raises(Refused) as refused:
            consent.require(elona, purpose, recipient="Zyra e Punës")
        sentences.append(str(refused.value))
    albanian, english = sentences
    assert albanian != english
    others = [str(consent.missing(other)) for other in Purpose if other != purpose]
    assert english not in others
    assert ("Zyra e Punës" in albanian and "Zyra e Punës" in english) == (purpose == Purpose.SHARING)


def test_every_purpose_has_its_refusal_and_its_sentence_in_the_shipped_text():
    assert set(consent.MISSING) == set(Purpose)
    for language in ("sq", "en"):
        assert list(consent_texts.shipped(language)["clauses"]) == [str(purpose) for purpose in Purpose]


@pytest.mark.parametrize("purpose", [p for p in Purpose if p != Purpose.SHARING])
def test_the_act_gets_the_consent_that_allows_it_and_no_other_purpose_opens(elona, agree, purpose):
    given = agree(elona, purpose)
    assert consent.require(elona, purpose) == given
    for other in Purpose:
        if other != purpose:
            assert consent.allowed(elona, other, recipient="X") is None


def test_sharing_is_allowed_for_the_named_institution_only(elona, agree):
    given = agree(elona, Purpose.SHARING, recipient="Zyra e Punës Lezhë")
    assert consent.require(elona, Purpose.SHARING, recipient="zyra e punes  lezhe") == given
    for other in ("Qendra Shëndetësore", ""):
        with pytest.raises(Refused):
            consent.require(elona, Purpose.SHARING, recipient=other)


def test_nobody_named_and_an_organisation(working, elona):
    with pytest.raises(Refused):
        consent.require(None, Purpose.FOLLOW_UP_CONTACT)
    association = add_person(working.lezha, organisation="Shoqata Prova")
    assert consent.require(association, Purpose.FOLLOW_UP_CONTACT) is None


def test_a_consent_ends_with_its_last_day_and_lives_three_years_at_most(elona, agree):
    given = agree(elona, given_on=date(2024, 2, 29))
    assert given.valid_until == date(2027, 2, 28)
    assert consent_acts.last_day(date(2025, 5, 10)) == date(2028, 5, 9)
    assert consent.allowed(elona, Purpose.PROCESSING, on=date(2027, 2, 28)) == given
    assert consent.allowed(elona, Purpose.PROCESSING, on=date(2027, 3, 1)) is None
    assert consent.allowed(elona, Purpose.PROCESSING, on=date(2024, 2, 28)) is None
    with pytest.raises(Refused) as refused:
        agree(elona, given_on=date(2025, 5, 10), valid_until=date(2028, 5, 10))
    assert refused.value.field == "valid_until"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"how": How.PAPER}, "evidence"),
        ({"how": How.SCREEN}, "evidence"),
        ({"statement": "po"}, "statement"),
        ({"purposes": ["sharing"]}, "recipient"),
        ({"purposes": []}, "purposes"),
        ({"under_16": True}, "guardian_name"),
        ({"given_on": date(2999, 1, 1)}, "given_on"),
    ],
)
def test_a_consent_without_its_proof_is_not_written(elona, working, change, field):
    fields = {"how": How.PHONE, "purposes": ["processing"], "statement": "Tha se pajtohet me të gjitha."} | change
    with pytest.raises(Refused) as refused:
        consent_acts.give(elona, by=working.besnik, **fields)
    assert refused.value.field == field
    assert not Consent.objects.exists()


def test_under_sixteen_the_guardian_stands_beside_the_consent(elona, agree):
    given = agree(elona, under_16=True, guardian_name="Agim Prova", guardian_relation="babai")
    assert (given.guardian_name, given.guardian_relation) == ("Agim Prova", "babai")


def test_a_supervisor_goes_on_without_and_the_reason_is_kept(elona, working):
    reason = "Rrezik për jetën e fëmijës."
    with pytest.raises(Refused) as refused:
        consent.require(elona, Purpose.SHARING, recipient="QSH", by=working.besnik, reason=reason)
    assert refused.value.field == "reason"
    with pytest.raises(Refused):
        consent.require(elona, Purpose.SHARING, by=working.ermira, reason="po")
    override = consent.require(elona, Purpose.SHARING, recipient="QSH", by=working.ermira, reason=reason)
    assert isinstance(override, ConsentOverride) and override.reason == reason
    act = Trail.objects.get(act="people.consent_overridden")
    assert (act.officer, act.row) == (working.ermira, elona.pk)
    assert reason not in str(act.fields)


def test_withdrawn_is_withdrawn_at_once_for_these_purposes_and_answered(elona, agree, working):
    given = agree(elona, Purpose.PROCESSING, Purpose.FOLLOW_UP_CONTACT)
    consent_acts.withdraw(given, through=Through.EMAIL, by=working.besnik, purposes=[Purpose.FOLLOW_UP_CONTACT])
    assert consent.allowed(elona, Purpose.FOLLOW_UP_CONTACT) is None
    assert consent.allowed(elona, Purpose.PROCESSING) == given
    part = given.agreed.get(purpose=Purpose.FOLLOW_UP_CONTACT)
    assert (part.withdrawn_through, part.withdrawn_by) == (Through.EMAIL, working.besnik)
    mail = Outbox.objects.get(kind="consent")
    assert mail.to == "elona@example.org"
    assert Trail.objects.filter(act="people.consent_withdrawn", row=elona.pk).count() == 1
    consent_acts.withdraw(given, through=Through.COUNTER, by=working.besnik)
    with pytest.raises(Refused):
        consent_acts.withdraw(given, through=Through.COUNTER, by=working.besnik)
    assert Consent.objects.get(pk=given.pk).state == "withdrawn"


def test_double_opt_in_counts_only_after_the_click_and_only_for_what_was_ticked(elona, working):
    asked = consent_acts.ask_by_link(elona, by=working.besnik, purposes=[Purpose.PROCESSING, Purpose.FOLLOW_UP_CONTACT])
    assert consent.allowed(elona, Purpose.PROCESSING) is None
    assert (asked.state, list(Consent.objects.waiting())) == ("waiting", [asked])
    mail = Outbox.objects.get(kind="consent")
    link = mail.text.split("?t=")[1].split()[0].replace("%3A", ":")
    found = consent_acts.find_by_link(working.lezha, link)
    assert found == asked
    assert consent_acts.find_by_link(working.lezha, link + "x") is None
    consent_acts.confirm(found, purposes=[Purpose.PROCESSING, Purpose.PUBLICATION])
    assert consent.require(elona, Purpose.PROCESSING) == asked
    assert [consent.allowed(elona, p) for p in (Purpose.FOLLOW_UP_CONTACT, Purpose.PUBLICATION)] == [None, None]
    consent_acts.confirm(asked, purposes=[])  # a second click
    assert consent.allowed(elona, Purpose.PROCESSING) == asked


def test_a_link_taken_back_opens_nothing(elona, working):
    asked = consent_acts.ask_by_link(elona, by=working.besnik, purposes=[Purpose.PROCESSING])
    link = Outbox.objects.get(kind="consent").text.split("?t=")[1].split()[0].replace("%3A", ":")
    consent_acts.withdraw(asked, through=Through.PHONE, by=working.besnik)
    assert consent_acts.find_by_link(working.lezha, link) is None
    assert Outbox.objects.filter(kind="consent").count() == 1


def test_renewal_takes_the_old_one_off_the_list_and_expired_ones_are_listed(elona, agree):
    today = timezone.localdate()
    old = agree(elona, given_on=today - timedelta(days=800), valid_until=today + timedelta(days=20))
    gone = agree(elona, given_on=today - timedelta(days=800), valid_until=today - timedelta(days=1))
    rows = Consent.objects.filter(person=elona)
    assert [list(rows.ending(days)) for days in (60, 30, 0)] == [[old], [old], []]
    assert list(rows.expired()) == [gone]
    new = agree(elona, replaces=old)
    assert list(rows.ending(60)) == []
    assert consent.allowed(elona, Purpose.PROCESSING) == new
    agree(elona, replaces=gone)
    assert list(rows.expired()) == []


def test_agreeing_anew_to_the_same_takes_the_place_of_what_ends_soon(elona, agree, working):
    today = timezone.localdate()
    ends = {"given_on": today - timedelta(days=800), "valid_until": today + timedelta(days=20)}
    both = agree(elona, Purpose.PROCESSING, Purpose.SHARING, recipient="Zyra e Punës", **ends)
    agree(elona, Purpose.PROCESSING)  # less than before
    agree(elona, Purpose.PROCESSING, Purpose.SHARING, recipient="Shkolla")  # for another institution
    assert list(Consent.objects.ending(60)) == [both]
    asked = consent_acts.ask_by_link(
        elona, by=working.besnik, purposes=[Purpose.PROCESSING, Purpose.SHARING], recipient="Zyra e Punës"
    )
    assert list(Consent.objects.ending(60)) == [both]  # not before the click
    new = consent_acts.confirm(asked, purposes=[Purpose.PROCESSING, Purpose.SHARING])
    assert (new.replaces, list(Consent.objects.ending(60))) == (both, [])


def test_statistics_by_person_count_only_those_who_agree(elona, agree, working):
    other = add_person(working.lezha, name="Gent Prova")
    given = agree(elona, Purpose.INTERNAL_STATISTICS)
    agree(other, Purpose.PROCESSING)
    assert list(consent.agreeing(working.lezha, Purpose.INTERNAL_STATISTICS)) == [elona]
    consent_acts.withdraw(given, through=Through.PHONE)
    assert list(consent.agreeing(working.lezha, Purpose.INTERNAL_STATISTICS)) == []


def test_what_was_signed_stays_when_the_office_writes_a_new_text(elona, agree, working):
    given = agree(elona)
    before = (given.text.title, given.text.statement)
    own = {code: consent_texts.shipped(code) | {"title": f"Titulli ynë {code}"} for code in ("sq", "en")}
    own["sq"] = own["sq"] | {"statement": "Teksti ynë."}
    texts = consent_texts.reword(working.lezha, by=working.fatmir, **own)
    assert (texts["sq"].version, texts["en"].version) == (2, 2)
    assert consent_texts.text_in_use(working.lezha, "sq") == texts["sq"]
    kept = Consent.objects.get(pk=given.pk)
    assert (kept.text.title, kept.text.statement) == before
    assert agree(elona).text == texts["sq"]
    with pytest.raises(Refused):
        consent_texts.reword(working.lezha, by=working.fatmir, **own)


def test_a_text_keeps_the_processing_and_both_languages(working):
    sq, en = consent_texts.shipped("sq"), consent_texts.shipped("en")
    without = {purpose: words for purpose, words in en["clauses"].items() if purpose != "publication"}
    with pytest.raises(Refused) as refused:
        consent_texts.reword(working.lezha, by=working.fatmir, sq=sq, en=en | {"clauses": without})
    assert refused.value.field == "en_publication"
    with pytest.raises(Refused) as refused:
        consent_texts.reword(working.lezha, by=working.fatmir, sq=sq | {"clauses": {}}, en=en)
    assert refused.value.field == "sq_processing"


def test_a_purpose_the_text_does_not_ask_for_cannot_be_given(elona, agree, working):
    own = {}
    for code in ("sq", "en"):
        words = consent_texts.shipped(code)
        own[code] = words | {"clauses": {"processing": words["clauses"]["processing"]}}
    consent_texts.reword(working.lezha, by=working.fatmir, **own)
    with pytest.raises(Refused) as refused:
        agree(elona, Purpose.PUBLICATION)
    assert refused.value.field == "purposes"


@pytest.mark.parametrize("form", consent_texts.FORMS)
def test_each_form_has_its_notice_whole_in_both_languages(town, form):
    for language in ("sq", "en"):
        with translation.override(language):
            facts = consent_texts.notice(form, town.lezha).facts
        assert len(facts) == 7 and all(value for _label, value in facts)
        assert "124/2024" in dict(facts)[facts[2][0]]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Përshëndetje, dua ta tërheq pëlqimin tim. Faleminderit", True),
        ("E tërheq pëlqimin që kam dhënë më 3 mars", True),
        ("Ju lutem anuloni pëlqimin", True),
        ("Nuk jap më pëlqim për telefonata", True),
        ("Pëlqimin tim e heq nga sot.", True),
        ("I hereby withdraw my consent to all of this", True),
        ("Please revoke the consent I gave you", True),
        ("I no longer consent to being called", True),
        ("Nuk e tërheq pëlqimin, por dua të pyes", False),
        ("Si mund ta jap pëlqimin?", False),
        ("I do not withdraw my consent", False),
        ("Kam dhënë pëlqimin dhe pres përgjigje", False),
        ("Dua të tërheq dokumentet e mia", False),
        ("I gave my consent at the counter", False),
    ],
)
def test_only_clear_words_count_as_asking_for_a_withdrawal(text, asks):
    assert asks_to_withdraw(text) is asks


def test_words_put_the_matter_on_the_desk_and_only_the_officer_ends_the_consent(elona, agree, working):
    words = "Dua ta tërheq pëlqimin tim."
    assert consent_acts.hear(elona, words, through=Through.EMAIL) is None  # nothing to withdraw
    given = agree(elona)
    asked = consent_acts.hear(elona, words, through=Through.EMAIL)
    assert consent.allowed(elona, Purpose.PROCESSING) == given
    consent_acts.settle(asked, by=working.besnik, meant=True)
    assert consent.allowed(elona, Purpose.PROCESSING) is None
    assert given.agreed.get().withdrawn_through == Through.EMAIL
    assert Outbox.objects.filter(kind="consent").count() == 1
    assert WithdrawalAsked.objects.get().outcome == WithdrawalAsked.Outcome.WITHDRAWN
    with pytest.raises(Refused):
        consent_acts.settle(asked, by=working.ermira, meant=False)


def test_consents_of_tells_what_each_purpose_stands_on(elona, agree, working):
    scan = store(working.lezha, b"%PDF-1.4 prova", name="deklarata.pdf", trusted_type="application/pdf")
    given = agree(elona, Purpose.PROCESSING, how=How.PAPER, evidence=scan)
    shown = consent.consents_of(elona)
    assert shown["rows"] == [given]
    assert dict(shown["purposes"]) == dict.fromkeys(Purpose) | {Purpose.PROCESSING: given}
