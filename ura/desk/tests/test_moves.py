"""From status to status: only what the table allows, closing with an outcome, voiding and opening again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.actions import moves
from ura.desk.actions.basics import happened
from ura.desk.models import Enquiry, Event
from ura.desk.states import MOVES, EventKind, State
from ura.post.models import Outbox
from ura.register.models import Entry

OUTCOMES_WITH_LETTER = [
    "answered",
    "partly_answered",
    "referred",
    "refused",
    "forwarded",
    "no_competence",
    "not_clarified",
]
OUTCOMES_WITHOUT = ["oral_answer", "withdrawn", "duplicate", "voided"]


@pytest.fixture
def one(working, make_enquiry):
    return make_enquiry(owner=working.besnik)


def put(enquiry, state):
    """Set a status without a move, to begin from."""
    closed = timezone.localdate() if state == State.CLOSED else None
    Enquiry.objects.filter(pk=enquiry.pk).update(state=state, closed_on=closed)
    return fresh(enquiry)


def fresh(enquiry):
    again = Enquiry.objects.select_related("entry", "text").get(pk=enquiry.pk)
    again.municipality = enquiry.municipality
    return again


def last(enquiry):
    return Event.objects.filter(enquiry=enquiry).order_by("pk").last()


@pytest.mark.parametrize("to", State)
@pytest.mark.parametrize("was", State)
def test_a_move_follows_the_table(was, to, one, working):
    enquiry = put(one, was)
    allowed = to in MOVES[was] and State.CLOSED not in (was, to)
    if allowed:
        moves.move(enquiry, to, by=working.besnik, note="sepse")
        event = last(one)
        assert (fresh(one).state, event.kind, event.data, event.text) == (
            to,
            EventKind.MOVED,
            {"was": was, "to": to},
            "sepse",
        )
    else:
        with pytest.raises(Refused):
            moves.move(enquiry, to, by=working.besnik)
        assert fresh(one).state == was


def test_a_closed_request_is_opened_by_its_own_verb_not_by_a_move(one, working):
    with pytest.raises(Refused):
        moves.move(put(one, State.CLOSED), State.ANALYSIS, by=working.besnik)


@pytest.mark.parametrize("outcome", OUTCOMES_WITH_LETTER)
def test_closing_with_an_answer_needs_the_reply_to_be_sent(outcome, one, working):
    with pytest.raises(Refused) as refused:
        moves.close(one, by=working.besnik, outcome=outcome)
    assert refused.value.field == "outcome"
    happened(one, EventKind.REPLY_SENT, by=working.besnik, closing=True)
    moves.close(one, by=working.besnik, outcome=outcome)
    assert (fresh(one).state, fresh(one).outcome) == (State.CLOSED, outcome)


def test_a_letter_that_answers_nothing_does_not_allow_closing(one, working):
    happened(one, EventKind.REPLY_SENT, by=working.besnik, closing=False)
    with pytest.raises(Refused):
        moves.close(one, by=working.besnik, outcome="answered")


@pytest.mark.parametrize("outcome", OUTCOMES_WITHOUT)
def test_some_outcomes_need_no_letter(outcome, one, working):
    moves.close(one, by=working.besnik, outcome=outcome, note="shënim")
    closed = fresh(one)
    assert (closed.state, closed.outcome, closed.closed_on, closed.waiting) == (
        State.CLOSED,
        outcome,
        timezone.localdate(),
        False,
    )
    assert (last(one).kind, last(one).data) == (EventKind.CLOSED, {"outcome": outcome})


def test_closing_without_an_outcome_is_refused(one, working):
    with pytest.raises(Refused) as refused:
        moves.close(one, by=working.besnik, outcome="")
    assert refused.value.field == "outcome"


def test_closing_twice_is_refused(one, working):
    moves.close(one, by=working.besnik, outcome="duplicate")
    with pytest.raises(Refused):
        moves.close(fresh(one), by=working.besnik, outcome="duplicate")


def test_closing_counts_the_working_days_and_ends_open_tasks(working, make_enquiry):
    from ura.desk.actions.company import give_task

    enquiry = make_enquiry(received_on=timezone.localdate() - timedelta(days=14))
    task = give_task(enquiry, by=working.besnik, officer=working.ana, what="Telefono")
    moves.close(enquiry, by=working.besnik, outcome="duplicate")
    task.refresh_from_db()
    assert task.done_at is not None
    assert 6 <= fresh(enquiry).days_taken <= 10


@pytest.mark.parametrize("act", ["move", "close", "withdraw", "void", "close_orally"])
def test_an_act_on_a_changed_request_is_refused_and_changes_nothing(act, one, working):
    moves.move(one, State.INSIDE, by=working.ermira)
    what = {
        "move": {"to": State.REPLY}, "close": {"outcome": "duplicate"}, "withdraw": {"reason": "x"}, "void": {"reason": "x"},
        "close_orally": {"oral_answer": "x"},
    }[act]  # fmt: skip
    with pytest.raises(Refused):
        getattr(moves, act)(one, by=working.besnik, version=0, **what)
    assert (fresh(one).state, fresh(one).entry.voided_at) == (State.INSIDE, None)


def test_withdrawing_keeps_the_number_and_says_so(one, working):
    moves.withdraw(one, reason="E zgjidha vetë")
    assert (fresh(one).outcome, last(one).kind, last(one).text, last(one).public) == (
        "withdrawn",
        EventKind.WITHDRAWN,
        "E zgjidha vetë",
        True,
    )


def test_a_void_number_stays_in_the_book_and_is_never_used_again(one, working, make_enquiry):
    moves.void(one, by=working.ermira, reason="Dy herë e njëjta")
    entry = Entry.objects.get(pk=one.entry_id)
    assert (entry.number, entry.void_reason, entry.voided_by) == (1, "Dy herë e njëjta", working.ermira)
    assert (fresh(one).state, fresh(one).outcome) == (State.CLOSED, "voided")
    assert make_enquiry().entry.number == 2


def test_voiding_needs_a_reason_and_happens_once(one, working):
    with pytest.raises(Refused) as refused:
        moves.void(one, by=working.ermira, reason=" ")
    assert refused.value.field == "reason"
    moves.void(one, by=working.ermira, reason="Gabim")
    with pytest.raises(Refused):
        moves.void(fresh(one), by=working.ermira, reason="Prapë")


def test_voiding_a_closed_request_keeps_its_outcome_and_tells(one, working):
    moves.close(one, by=working.besnik, outcome="duplicate")
    moves.void(fresh(one), by=working.ermira, reason="Gabim")
    assert (fresh(one).outcome, last(one).kind) == ("duplicate", EventKind.VOIDED)


def test_opening_again_starts_a_new_clock(one, working):
    Enquiry.objects.filter(pk=one.pk).update(due_on=timezone.localdate() - timedelta(days=30))
    moves.close(one, by=working.besnik, outcome="duplicate")
    moves.reopen(fresh(one), by=working.besnik, reason="Ka fakte të reja")
    again = fresh(one)
    assert (again.state, again.closed_on, again.outcome, again.days_taken) == (State.ANALYSIS, None, "", None)
    assert again.due_on > timezone.localdate()
    assert (last(one).kind, last(one).text, last(one).public) == (EventKind.REOPENED, "Ka fakte të reja", True)


def test_opening_again_tells_the_requester_in_their_language(working, make_enquiry):
    one = make_enquiry(
        owner=working.besnik, person={"name": "Ann Example", "email": "ann@example.org", "language": "en"}
    )
    moves.close(fresh(one), by=working.besnik, outcome="duplicate")
    Outbox.objects.all().delete()
    moves.reopen(fresh(one), by=working.besnik, reason="New facts")
    mail = Outbox.objects.get(municipality=working.lezha)
    assert (mail.kind, mail.to, mail.language) == ("reopening", "ann@example.org", "en")
    assert mail.subject.startswith(f"Reopening of your request no. {one.entry.label} ")
    assert "Reason for reopening: New facts" in mail.text


@pytest.mark.parametrize("how", ["open", "void", "no reason"])
def test_what_cannot_be_opened_again(how, one, working):
    if how != "open":
        moves.close(one, by=working.besnik, outcome="duplicate")
    if how == "void":
        moves.void(fresh(one), by=working.ermira, reason="Gabim")
    with pytest.raises(Refused):
        moves.reopen(fresh(one), by=working.besnik, reason=" " if how == "no reason" else "po")


def test_the_requester_may_object_without_a_reason(one, working):
    moves.close(one, by=working.besnik, outcome="duplicate")
    assert moves.reopen(fresh(one), by=None, reason="").state == State.ANALYSIS


def test_an_oral_answer_closes_and_is_kept(one, working):
    moves.close_orally(one, by=working.besnik, oral_answer=" Shkoni te ZVA ", version=0)
    assert (fresh(one).text.oral_answer, last(one).kind) == ("Shkoni te ZVA", EventKind.ANSWERED_ORALLY)
