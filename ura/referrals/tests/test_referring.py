"""Referring somebody: only what was chosen leaves, on a consent, and it goes by link, letter or inside Ura."""

from datetime import date

import pytest

from ura.core.refusals import Refused
from ura.municipalities.tenancy import working_for
from ura.post.models import Outbox
from ura.referrals.actions.basics import day_for
from ura.referrals.actions.sending import change_due, refer, revoke, revoke_link, send_again, still_allowed
from ura.referrals.models import Referral, ReferralLink
from ura.referrals.states import State
from ura.referrals.tests.conftest import WORK_OFFICE


def test_only_what_was_chosen_is_copied_and_the_mail_names_nobody(send, agreed, working):
    row = send(chosen=["name", "birth_year"], typed={"situation": "Kërkon punë.", "documents": "Pasaportë."})
    assert [(field.code, text) for field, text in row.told] == [("name", "Teuta Marku"), ("birth_year", "1988")]
    mail = Outbox.objects.get(kind="referral")
    assert mail.to == "puna@example.org" and row.label in mail.text
    for secret in ("Teuta", "Marku", "069", "1988", "Regjistrim", row.link.code):
        assert secret not in mail.text + mail.subject
    assert (row.consent, row.category, row.state) == (agreed.consent, "employment", "pending")
    assert [event.kind for event in agreed.case.events.all()] == ["opened", "referred"]


def test_a_typed_field_is_told_when_it_is_chosen(send, working):
    row = send(chosen=["name", "situation"], typed={"situation": " Kërkon punë. ", "documents": "Pasaportë."})
    assert [(field.code, text) for field, text in row.told] == [("name", "Teuta Marku"), ("situation", "Kërkon punë.")]


def test_without_the_consent_it_is_refused_and_the_sentence_says_which_is_missing(teuta, town, working):
    with pytest.raises(Refused, match=f"given to “{WORK_OFFICE}”"):
        refer(teuta.enquiry, by=town.besnik, case=teuta.case, service=teuta.service, asked="Punë", chosen=["name"])
    assert not Referral.objects.exists() and not Outbox.objects.filter(kind="referral").exists()


def test_consent_to_one_institution_is_none_to_another(send, agreed, working):
    with pytest.raises(Refused, match="Streha Prova"):
        send(service=agreed.bed, way="letter")


def test_only_a_supervisor_goes_on_without_consent_and_says_why(teuta, town, working):
    how = {"case": teuta.case, "service": teuta.service, "asked": "Punë", "chosen": ["name"]}
    with pytest.raises(Refused, match="Only a supervisor"):
        refer(teuta.enquiry, by=town.besnik, reason="Rrezik i menjëhershëm për jetën", **how)
    row = refer(teuta.enquiry, by=town.ermira, reason="Rrezik i menjëhershëm për jetën", **how)
    assert row.consent is None and row.override.reason == "Rrezik i menjëhershëm për jetën"


def test_what_names_nobody_goes_without_a_person(town, teuta, working, make_enquiry):
    unnamed = make_enquiry(need="referral")
    with pytest.raises(Refused, match="Nothing is known"):
        refer(unnamed, by=town.besnik, service=teuta.service, asked="Punë", chosen=["name"])
    row = refer(unnamed, by=town.besnik, service=teuta.service, asked="Punë", chosen=["need"])
    assert (row.person, row.consent) == (None, None)
    assert [event.kind for event in unnamed.events.all()][-1] == "referred"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"chosen": []}, "at least one thing"),
        ({"chosen": ["guardian"]}, "Nothing is known"),
        ({"asked": "  "}, "what the institution is asked"),
        ({"service": None}, "to whom you refer"),
        ({"due_on": date(2020, 1, 1)}, "in the past"),
        ({"due_on": date(2099, 1, 1)}, "more than a year"),
    ],
)
def test_what_cannot_be_sent_is_refused(more, sentence, send, working):
    with pytest.raises(Refused, match=sentence):
        send(**more)
    assert not Referral.objects.exists()


def test_an_institution_without_contact_gets_a_printed_letter_with_a_number(send, agreed, working, town):
    from ura.referrals.tests.conftest import agree

    agree(agreed.person, "Streha Prova", town.besnik)
    with pytest.raises(Refused, match="print a referral letter"):
        send(service=agreed.bed)
    row = send(service=agreed.bed, way="letter")
    assert row.entry.direction == "out" and row.entry.number == agreed.enquiry.entry.number + 1
    assert not row.links.exists() and not Outbox.objects.filter(kind="referral").exists()


@pytest.mark.parametrize(("urgency", "due"), [("urgent", 3), ("soon", 9), ("normal", 17)])
def test_the_due_date_follows_the_urgency_in_working_days(urgency, due, working):
    """Of 2 March 2026: the holiday of the 14th is a Saturday, so Monday the 16th is free."""
    assert day_for(working.lezha, urgency, "answer", after=date(2026, 3, 2)) == date(2026, 3, due)


def test_a_new_link_ends_the_old_one(send, town, working):
    row = send()
    old = row.link
    row = send_again(row, by=town.besnik)
    old.refresh_from_db()
    assert old.revoked_at and row.link.revoked_at is None and old.token_hash != row.link.token_hash
    assert Outbox.objects.filter(kind="referral").count() == 2


def test_taken_back_it_stays_so_and_its_link_is_dead(send, town, working):
    row = send()
    with pytest.raises(Refused, match="why"):
        revoke(row, by=town.besnik, reason=" ")
    row = revoke(row, by=town.besnik, reason="Personi gjeti punë vetë.")
    assert (row.state, row.ended_on is None) == (State.REVOKED, False)
    assert not ReferralLink.objects.filter(revoked_at=None).exists()
    for act in (lambda: revoke(row, by=town.besnik, reason="x"), lambda: send_again(row, by=town.besnik)):
        with pytest.raises(Refused):
            act()


def test_the_link_alone_can_be_revoked_once(send, town, working):
    row = send()
    row = revoke_link(row, by=town.besnik)
    assert row.state == State.PENDING
    with pytest.raises(Refused, match="no link"):
        revoke_link(row, by=town.besnik)


def test_another_due_date_begins_the_reminders_anew(send, town, working):
    row = send()
    Referral.objects.filter(pk=row.pk).update(reminded_on=row.due_on, escalated_on=row.due_on)
    row = change_due(row, by=town.besnik, due_on=date(2099, 1, 1))
    assert (row.due_on, row.reminded_on, row.escalated_on) == (date(2099, 1, 1), None, None)


def test_two_officers_at_once_overwrite_nothing(send, town, working):
    row = send()
    change_due(row, by=town.besnik, due_on=date(2099, 1, 1), version=row.version)
    with pytest.raises(Refused, match="while you were writing"):
        change_due(row, by=town.ermira, due_on=date(2099, 2, 1), version=row.version)


def test_a_withdrawn_consent_closes_the_referral_to_its_receiver(send, agreed, working):
    from ura.people.consent_acts import withdraw

    row = send()
    assert still_allowed(row)
    withdraw(agreed.consent, through="phone", by=agreed.officer)
    row = Referral.objects.select_related("person", "institution").get(pk=row.pk)
    row.person.municipality = agreed.officer.municipality
    assert not still_allowed(row)


def test_what_is_restricted_is_referred_unseen_by_others(send, agreed, town, working):
    from ura.cases.actions.opening import note_category

    row = send()
    note_category(agreed.case, agreed.person, "trafficking", by=town.besnik)
    assert list(Referral.objects.visible_to(town.besnik)) == [row]
    assert not Referral.objects.visible_to(town.ermira).exists()


def test_a_referral_of_one_office_does_not_exist_in_another(send, town):
    row = send()
    with working_for(town.korca):
        assert not Referral.objects.filter(pk=row.pk).exists()
