"""Each move of a referral by the table, and none besides; what was answered on the phone counts as answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.core.workdays import workdays_between
from ura.municipalities.calendars import calendar_of
from ura.post.files import store
from ura.post.models import Outbox
from ura.referrals.actions import answering
from ura.referrals.actions.basics import lock, move
from ura.referrals.actions.reminding import look_at_clocks
from ura.referrals.actions.sending import print_letter, revoke, send_again
from ura.referrals.in_case import open_ones
from ura.referrals.models import Referral
from ura.referrals.review import review
from ura.referrals.states import MOVES, OPEN, State
from ura.referrals.tests.conftest import agree
from ura.referrals.timeline import line
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
    assert row.answered_on == row.ended_on == timezone.localdate() - 2 * DAY
    assert {event.on for event in row.events.filter(kind="done")} == {timezone.localdate() - 2 * DAY}
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


def _expired(row, town):
    _late(row, 31)
    look_at_clocks(town.lezha)
    row.refresh_from_db()
    assert (row.state, row.ended_on) == (State.EXPIRED, timezone.localdate())
    return row


def test_a_result_told_late_counts_from_the_day_on_which_it_was_told(send, town, working):
    """Sent 70 days ago, served by letter 20 days later, entered today: within the sixty days, and twenty in the review."""
    row, today = send(), timezone.localdate()
    Referral.objects.filter(pk=row.pk).update(sent_on=today - 70 * DAY)
    row.refresh_from_db()
    answering.record_answer(row, by=town.besnik, answer="done", outcome="served", on=today - 50 * DAY)
    whole = review(town.besnik, (today - 70 * DAY).year).whole
    worked = workdays_between(today - 70 * DAY, today - 50 * DAY, calendar_of(town.lezha))
    assert (whole.median_answer, whole.median_whole, whole.brought_service) == (worked, worked, 100)


@pytest.mark.parametrize(
    ("answer", "more", "state"),
    [
        ("accepted", {}, State.ACCEPTED), ("declined", {"text": "Nuk ka vende."}, State.DECLINED),
        ("progress", {"text": "Po ecën."}, State.IN_PROGRESS), ("done", {"outcome": "served"}, State.DONE),
    ],
)  # fmt: skip
def test_an_answer_told_after_the_end_makes_the_referral_live_again(send, town, working, answer, more, state):
    row = answering.record_answer(_expired(send(), town), by=town.besnik, answer=answer, **more)
    assert (row.state, row.answered_on) == (state, timezone.localdate())
    assert (row.ended_on is None) == row.is_open


def test_nothing_lives_again_in_a_closed_case(send, agreed, town, working):
    row = _expired(send(), town)
    type(agreed.case).objects.filter(pk=agreed.case.pk).update(state="5", closed_on=timezone.localdate())
    for act in (
        lambda: send_again(row, by=town.besnik),
        lambda: answering.record_answer(row, by=town.besnik, answer="accepted"),
    ):
        with pytest.raises(Refused, match="case is closed"):
            act()
    assert answering.record_answer(row, by=town.besnik, answer="declined", text="Vonë.").state == State.DECLINED


def test_an_expired_letter_is_printed_anew_under_its_number_with_a_new_due_date(send, agreed, town, working):
    agree(agreed.person, "Streha Prova", town.besnik)
    row = send(service=agreed.bed, way="letter")
    old = store(town.lezha, b"%PDF-1.4", name="referim.pdf", trusted_type="application/pdf")
    Referral.objects.filter(pk=row.pk).update(letter=old)
    number = row.entry.label
    row = send_again(_expired(row, town), by=town.besnik)
    assert (row.state, row.way, row.entry.label, row.letter) == (State.PENDING, "letter", number, None)
    assert row.due_on == row.answer_due_on > timezone.localdate() and row.ended_on is None
    event = row.events.get(kind="resent")
    assert event.file == old and line(row, event, "/r/")["what"] == "Sent once more, by letter with a new due date"
    assert not Outbox.objects.filter(kind="referral").exists()


def test_after_a_link_expired_a_letter_may_go_instead(send, town, working):
    row = print_letter(_expired(send(), town), by=town.besnik)
    assert (row.state, row.way, row.entry.direction) == (State.PENDING, "letter", "out")


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
