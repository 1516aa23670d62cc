"""Between Lezhë and Korçë: copied, accepted or declined over there, and the answer comes back; each sees only its side."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.models import Task
from ura.municipalities.tenancy import working_for
from ura.people.consent_acts import withdraw_all
from ura.people.models import Person
from ura.post.files import read
from ura.post.models import Outbox
from ura.referrals.actions import answering
from ura.referrals.actions.reminding import look_at_clocks
from ura.referrals.actions.sending import refer, revoke, send_again
from ura.referrals.crossing import carry
from ura.referrals.models import IncomingReferral, Referral, ReferralEvent
from ura.referrals.states import Side
from ura.referrals.tests.conftest import agree


@pytest.fixture
def sent(teuta, town):
    """Teuta moves to Korçë and agreed that its office is told."""
    with working_for(town.lezha):
        agree(teuta.person, "Bashkia Korçë", town.besnik)
        return refer(
            teuta.enquiry, by=town.besnik, case=teuta.case, office=town.korca, asked="Strehim për familjen.",
            chosen=["name", "birth_year"], urgency="soon",
        )  # fmt: skip


def came(town):
    row = IncomingReferral.objects.select_related("enquiry__entry", "enquiry__requester").get(municipality=town.korca)
    row.municipality = row.enquiry.municipality = town.korca
    return row


def test_the_other_office_gets_a_request_of_its_own_with_what_was_chosen_and_nothing_else(sent, town):
    assert carry(town.lezha) == 1
    with working_for(town.korca):
        row = came(town)
        assert (row.enquiry.entry.label, row.enquiry.channel, row.sender) == ("1/2026", "institution", "Bashkia Lezhë")
        assert (row.asked, row.urgency, row.state) == ("Strehim për familjen.", "soon", "pending")
        assert [(field.code, text) for field, text in row.told] == [("name", "Teuta Marku"), ("birth_year", "1988")]
        person = row.enquiry.requester
        assert (person.name, person.born, person.phone, person.address) == ("Teuta Marku", "1988", "", "")
        assert Task.objects.filter(enquiry=row.enquiry, officer=town.drita).exists()
        mail = Outbox.objects.get(kind="referral")
        assert mail.to == "drita@example.org" and "Teuta" not in mail.text + mail.subject


def test_after_the_consent_ended_nothing_more_of_the_person_crosses(sent, town):
    with working_for(town.lezha):
        sent.person.municipality = town.lezha
        withdraw_all(sent.person, through="counter", by=town.besnik)
    assert carry(town.lezha) == 0
    with working_for(town.korca):
        assert IncomingReferral.objects.count() == 0
    with working_for(town.lezha):
        agree(sent.person, "Bashkia Korçë", town.besnik)
    assert carry(town.lezha) == 1
    with working_for(town.lezha):
        answering.ask(sent, by=town.besnik, side=Side.OFFICE, text="A ka fjetur mbrëmë brenda?")
        withdraw_all(sent.person, through="counter", by=town.besnik)
    assert carry(town.lezha) == 0
    with working_for(town.lezha):
        revoke(sent, by=town.besnik, reason="Nuk pranon më.")
    assert carry(town.lezha) == 1
    with working_for(town.korca):
        assert came(town).state == "revoked" and not came(town).events.filter(kind="question").exists()


def test_carried_twice_it_arrives_once(sent, town):
    carry(town.lezha)
    with working_for(town.lezha):
        Referral.objects.update(crossed_at=None)  # as if the worker was killed before it wrote that it arrived
    carry(town.lezha)
    with working_for(town.korca):
        assert IncomingReferral.objects.count() == 1 and Person.objects.count() == 1


def test_each_sees_only_its_side(sent, town):
    carry(town.lezha)
    with working_for(town.lezha):
        assert not IncomingReferral.objects.exists() and Referral.objects.count() == 1
    with working_for(town.korca):
        assert not Referral.objects.exists() and IncomingReferral.objects.count() == 1


def test_accepted_asked_answered_and_done_over_there_is_known_here(sent, town):
    carry(town.lezha)
    with working_for(town.korca):
        row = answering.accept(came(town), by=town.drita, side=Side.OFFICE, text="Mirë se vjen.")
        answering.ask(row, by=town.drita, side=Side.OFFICE, text="Sa anëtarë ka familja?")
    assert carry(town.korca) == 2
    assert carry(town.korca) == 0
    with working_for(town.lezha):
        mine = Referral.objects.select_related("enquiry__entry").get()
        mine.municipality = mine.enquiry.municipality = town.lezha
        assert (mine.state, mine.unread) == ("accepted", True)
        answering.answer(mine, by=town.besnik, text="Tre.")
    assert carry(town.lezha) == 1
    with working_for(town.korca):
        row = came(town)
        assert [event.text for event in row.events.filter(kind="answer")] == ["Tre."]
        answering.finish(row, by=town.drita, side=Side.OFFICE, outcome="served")
    carry(town.korca)
    with working_for(town.lezha):
        mine.refresh_from_db()
        assert (mine.state, mine.outcome) == ("done", "served")
        assert not ReferralEvent.objects.filter(officer=None, side=Side.OFFICE).exists()


def test_a_document_added_at_the_screen_over_there_is_read_here(sent, town, client):
    carry(town.lezha)
    client.force_login(town.drita.user)
    with working_for(town.korca):
        where = came(town).get_absolute_url()
    assert client.post(f"{where}answer/", {"act": "papers"}).status_code == 422
    paper = SimpleUploadedFile("vendim.txt", "U pranua në strehim.".encode())
    assert client.post(f"{where}answer/", {"act": "papers", "files": paper}).status_code == 302
    assert carry(town.korca) == 1
    with working_for(town.lezha):
        (mine,) = Referral.objects.get().events.filter(kind="file").select_related("file")
        assert (mine.side, mine.file.name, read(mine.file)) == (
            Side.OTHER,
            "vendim.txt",
            "U pranua në strehim.".encode(),
        )


def test_declined_over_there_comes_back_with_the_reason(sent, town):
    carry(town.lezha)
    with working_for(town.korca):
        answering.decline(came(town), by=town.drita, side=Side.OFFICE, reason="Jeton në një bashki tjetër.")
    carry(town.korca)
    with working_for(town.lezha):
        mine = Referral.objects.get()
        assert mine.state == "declined"
        assert mine.events.get(kind="declined").text == "Jeton në një bashki tjetër."


def test_taken_back_here_it_is_known_there(sent, town):
    carry(town.lezha)
    with working_for(town.lezha):
        revoke(sent, by=town.besnik, reason="Nuk shkon më.")
    carry(town.lezha)
    with working_for(town.korca):
        assert came(town).state == "revoked"


def test_an_answer_that_crosses_a_taking_back_is_kept_and_changes_nothing(sent, town):
    carry(town.lezha)
    with working_for(town.korca):
        answering.accept(came(town), by=town.drita, side=Side.OFFICE)
    with working_for(town.lezha):
        revoke(sent, by=town.besnik, reason="Nuk shkon më.")
    carry(town.korca)
    carry(town.lezha)
    with working_for(town.lezha):
        mine = Referral.objects.get()
        assert mine.state == "revoked" and mine.events.filter(kind="accepted").count() == 1
    with working_for(town.korca):
        assert came(town).state == "revoked"


def _expired(sent, town):
    with working_for(town.lezha):
        Referral.objects.update(due_on=timezone.localdate() - timedelta(days=31))
        look_at_clocks(town.lezha)
        sent.refresh_from_db()
        assert sent.state == "expired"


@pytest.mark.parametrize(
    ("act", "state"), [("accept", "accepted"), ("decline", "declined"), ("ask", "pending"), ("done", "done")]
)
def test_what_the_other_office_says_after_the_end_makes_the_referral_live_again(sent, town, act, state):
    carry(town.lezha)
    _expired(sent, town)
    with working_for(town.korca):
        row, how = came(town), {"by": town.drita, "side": Side.OFFICE}
        if act == "decline":
            answering.decline(row, reason="Nuk ka vende.", **how)
        elif act == "ask":
            answering.ask(row, text="Sa anëtarë ka familja?", **how)
        else:
            row = answering.accept(row, **how)
        if act == "done":
            answering.finish(row, outcome="served", **how)
    assert carry(town.korca) == (2 if act == "done" else 1)
    with working_for(town.lezha):
        mine = Referral.objects.get()
        assert (mine.state, mine.unread, mine.ended_on is None) == (state, True, mine.is_open)
        assert mine.due_on >= timezone.localdate() or not mine.is_open


def test_after_the_case_is_closed_a_late_answer_is_only_kept(sent, teuta, town):
    carry(town.lezha)
    _expired(sent, town)
    with working_for(town.lezha):
        type(teuta.case).objects.filter(pk=teuta.case.pk).update(state="5", closed_on=timezone.localdate())
    with working_for(town.korca):
        answering.accept(came(town), by=town.drita, side=Side.OFFICE)
    assert carry(town.korca) == 1 and carry(town.korca) == 0
    with working_for(town.lezha):
        mine = Referral.objects.get()
        assert mine.state == "expired" and mine.events.filter(kind="accepted").count() == 1


def test_an_expired_referral_waits_anew_and_the_other_office_is_told(sent, town):
    carry(town.lezha)
    _expired(sent, town)
    with working_for(town.lezha):
        assert send_again(sent, by=town.besnik).state == "pending"
        with pytest.raises(Refused, match="other office"):
            send_again(sent, by=town.besnik)
    assert carry(town.lezha) == 1 and carry(town.lezha) == 0
    with working_for(town.korca):
        assert came(town).events.filter(kind="resent").count() == 1
        assert [mail.to for mail in Outbox.objects.filter(kind="referral")] == ["drita@example.org"] * 2


def test_what_is_restricted_here_is_restricted_there_from_the_first_moment(sent, teuta, town):
    from ura.cases.actions.opening import note_category

    with working_for(town.lezha):
        note_category(teuta.case, teuta.person, "minor", by=town.besnik)
    carry(town.lezha)
    with working_for(town.korca):
        row = came(town)
        assert row.enquiry.restricted and row.ground == "minor"
        assert [member.officer for member in row.enquiry.team.all()] == [town.drita]


def test_an_office_where_nobody_may_carry_it_is_asked_again_later(sent, teuta, town):
    from ura.cases.actions.opening import note_category
    from ura.staff.focal_points import forget_standing

    with working_for(town.lezha):
        note_category(teuta.case, teuta.person, "minor", by=town.besnik)
    town.drita.active = False
    town.drita.save()
    forget_standing(town.korca)
    assert carry(town.lezha) == 0
    with working_for(town.korca):
        assert not IncomingReferral.objects.exists()
    town.drita.active = True
    town.drita.save()
    forget_standing(town.korca)
    assert carry(town.lezha) == 1


def test_ones_own_office_is_no_other_office(teuta, town, working):
    agree(teuta.person, "Bashkia Lezhë", town.besnik)
    with pytest.raises(Refused, match="your own office"):
        refer(teuta.enquiry, by=town.besnik, case=teuta.case, office=town.lezha, asked="x", chosen=["name"])
