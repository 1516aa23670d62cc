"""Each move of a referral by the table, and none besides; what was answered on the phone counts as answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.post.models import Outbox
from ura.referrals.actions import answering
from ura.referrals.actions.basics import lock, move
from ura.referrals.actions.reminding import look_at_clocks
from ura.referrals.actions.sending import revoke, send_again
from ura.referrals.in_case import open_ones
from ura.referrals.models import Referral
from ura.referrals.states import MOVES, OPEN, State
from ura.register.models import Entry

DAY = timedelta(days=1)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_only_the_moves_of_the_table_are_made(state, to, send, working):
    row = send()
    Referral.objects.filter(pk=row.pk).update(state=state, outcome="served")
    row.refresh_from_db()
    if to in MOVES[state]:
        move(row, to)
        assert Referral.objects.get(pk=row.pk).state == to
    else:
        with pytest.raises(Refused, match="cannot become"):
            move(row, to)


def test_accepted_reported_done(send, agreed, working):
    row = answering.accept(send(), text="Nesër në 9.")
    assert (row.state, row.answered_on, row.unread) == (State.ACCEPTED, timezone.localdate(), True)
    row = answering.progress(row, text="U takua me këshilltarin.")
    assert row.state == State.IN_PROGRESS
    row = answering.finish(row, outcome="served", text="U punësua.")
    assert (row.state, row.outcome, row.ended_on) == (State.DONE, "served", timezone.localdate())
    moves = [event.data["to"] for event in agreed.case.events.filter(kind="referral_moved")]
    assert moves == ["accepted", "in_progress", "done"]


def test_done_needs_an_outcome_and_declined_a_reason(send, working):
    row = answering.accept(send())
    with pytest.raises(Refused, match="what came of it"):
        answering.finish(row, outcome="")
    with pytest.raises(Refused, match="why"):
        answering.decline(row, reason=" ")
    assert answering.decline(row, reason="Nuk ka vende.").state == State.DECLINED


def test_nothing_is_reported_before_it_is_accepted(send, working):
    with pytest.raises(Refused, match="Accept the referral first"):
        answering.progress(send(), text="Po ecën.")


def test_a_question_is_answered_and_the_mail_says_nothing_of_it(send, town, working):
    row = answering.ask(send(), text="A ka leje drejtimi?")
    assert row.unread
    row = answering.answer(row, by=town.besnik, text="Po, kategoria B.")
    assert not row.unread
    mail = Outbox.objects.filter(kind="referral").first()
    assert "answered your question" in mail.text or "pyetjes" in mail.text
    assert "kategoria" not in mail.text


def test_a_document_is_looked_at_before_it_is_kept(send, working):
    row = answering.accept(send())
    with pytest.raises(Refused, match="Programs"):
        answering.hand_over(row, papers=[("lista.pdf", b"MZ" + bytes(200), None)])
    row = answering.hand_over(row, papers=[("shënim.txt", "Erdhi më 3.".encode(), None)])
    assert row.events.get(kind="file").file.name == "shënim.txt"


def test_an_answer_by_phone_is_written_down_with_its_day(send, town, working):
    row = send()
    Referral.objects.filter(pk=row.pk).update(sent_on=timezone.localdate() - 9 * DAY)
    row.refresh_from_db()
    row = answering.record_answer(
        row, by=town.besnik, answer="done", outcome="partly", text="Kursi filloi.", on=timezone.localdate() - 2 * DAY
    )
    assert (row.state, row.outcome, row.unread) == (State.DONE, "partly", False)
    assert row.answered_on == timezone.localdate() - 2 * DAY
    with pytest.raises(Refused, match="between the day"):
        answering.record_answer(row, by=town.besnik, answer="accepted", on=timezone.localdate() + DAY)


def test_a_case_is_not_closed_while_a_referral_is_open(send, agreed, town, working):
    row = send()
    assert [row.label in sentence for sentence in open_ones(agreed.case)] == [True]
    revoke(row, by=town.besnik, reason="Gjeti punë.")
    assert open_ones(agreed.case) == []


def _late(row, days):
    Referral.objects.filter(pk=row.pk).update(due_on=timezone.localdate() - days * DAY)


def test_one_reminder_and_one_escalation_for_each_due_date(send, town, working):
    row = send()
    assert look_at_clocks(town.lezha) == 0
    _late(row, 14)
    assert look_at_clocks(town.lezha) == 2
    assert look_at_clocks(town.lezha) == 0
    mails = Outbox.objects.filter(kind="referral").order_by("pk")
    assert [mail.to for mail in mails][1:] == ["puna@example.org", "ermira@example.org"]
    assert all("Teuta" not in mail.text for mail in mails)
    row = answering.accept(lock(row))
    assert (row.reminded_on, row.escalated_on) == (None, None)


def test_what_nobody_answered_expires_and_can_be_sent_again(send, town, working):
    row = send()
    _late(row, 31)
    assert look_at_clocks(town.lezha) == 1
    row.refresh_from_db()
    assert row.state == State.EXPIRED and not row.links.filter(revoked_at=None).exists()
    row = send_again(row, by=town.besnik)
    assert row.state == State.PENDING and row.due_on > timezone.localdate() and row.link


def test_the_letter_bears_one_number_however_often_it_is_printed(send, town, working):
    from ura.referrals.letter import number_letter, paper_of

    row = number_letter(send(), by=town.besnik)
    assert number_letter(row, by=town.besnik).entry == row.entry
    assert Entry.objects.filter(direction="out").count() == 1
    paper = paper_of(row)
    assert paper.number == row.entry.label and "Teuta Marku" in paper.body and "123 4567" in paper.body
    assert "1988" not in paper.body


def test_every_state_is_open_or_ends():
    assert {state for state in State if MOVES[state] & {State.DONE, State.REVOKED}} == set(OPEN)
