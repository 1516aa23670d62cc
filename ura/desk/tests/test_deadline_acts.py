"""Acts that touch the clock: what moves the due date, what is refused, what the requester is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.core.workdays import add_workdays
from ura.desk.actions import deadlines, moves
from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind, State
from ura.municipalities.calendars import calendar_of
from ura.municipalities.models import OfficeDay
from ura.post.models import Outbox

PERSON = {"name": "Arta Prova", "email": "arta@example.org"}


@pytest.fixture
def one(working, make_enquiry):
    return make_enquiry(owner=working.besnik, person=PERSON)


def fresh(enquiry):
    again = Enquiry.objects.select_related("entry", "text").get(pk=enquiry.pk)
    again.municipality = enquiry.municipality
    return again


def events(enquiry, kind):
    return list(Event.objects.filter(enquiry=enquiry, kind=kind))


def after(enquiry, day, n):
    return add_workdays(day, n, calendar_of(enquiry.municipality))


def test_a_new_request_is_due_after_ten_working_days(one):
    assert one.due_on == after(one, timezone.localdate(), 10)


def test_extending_adds_five_working_days_with_law_and_reason(one, working):
    deadlines.extend(one, by=working.besnik, reason="shumë dokumente", version=0)
    (event,) = events(one, EventKind.EXTENDED)
    assert (event.law, event.text, event.data, event.public) == ("119/2014 15(3)", "shumë dokumente", {"days": 5}, True)
    assert fresh(one).due_on == after(one, one.due_on, 5)


def test_the_deadline_is_extended_once(one, working):
    deadlines.extend(one, by=working.besnik, reason="shumë dokumente")
    with pytest.raises(Refused):
        deadlines.extend(fresh(one), by=working.besnik, reason="edhe një herë")
    assert len(events(one, EventKind.EXTENDED)) == 1


def test_a_request_opened_again_may_be_extended_again(one, working):
    deadlines.extend(one, by=working.besnik, reason="shumë dokumente")
    moves.close(fresh(one), by=working.besnik, outcome="duplicate")
    moves.reopen(fresh(one), by=working.besnik, reason="fakte të reja")
    deadlines.extend(fresh(one), by=working.besnik, reason="shumë dokumente")
    assert len(events(one, EventKind.EXTENDED)) == 2


@pytest.mark.parametrize("late", [False, True])
def test_an_extension_after_the_last_day_is_refused(late, one, working):
    day = one.due_on + timedelta(days=1) if late else one.due_on
    if late:
        with pytest.raises(Refused):
            deadlines.extend(one, by=working.besnik, reason="vonë", on=day)
    else:
        deadlines.extend(one, by=working.besnik, reason="në kohë", on=day)
    assert len(events(one, EventKind.EXTENDED)) == (0 if late else 1)


@pytest.mark.parametrize(
    ("act", "field", "empty"),
    [
        ("extend", "reason", {"reason": " "}),
        ("ask_clarification", "question", {"question": " "}),
        ("forward", "institution", {"institution": " "}),
    ],
)
def test_each_act_needs_its_words(act, field, empty, one, working):
    with pytest.raises(Refused) as refused:
        getattr(deadlines, act)(one, by=working.besnik, **empty)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "act", [("extend", {"reason": "x"}), ("ask_clarification", {"question": "x"}), ("forward", {"institution": "x"})]
)
def test_a_closed_request_has_no_clock_to_touch(act, one, working):
    moves.close(one, by=working.besnik, outcome="duplicate")
    name, words = act
    with pytest.raises(Refused):
        getattr(deadlines, name)(fresh(one), by=working.besnik, **words)


def test_asking_for_clarification_waits_and_tells_the_requester(one, working):
    Outbox.objects.all().delete()
    deadlines.ask_clarification(one, by=working.besnik, question="Cilin vit?")
    (event,) = events(one, EventKind.CLARIFICATION_ASKED)
    assert (fresh(one).waiting, event.law, event.data) == (True, "119/2014 14", {"clock_stops": False})
    mail = Outbox.objects.get(municipality=working.lezha)
    assert (mail.kind, mail.to) == ("clarification", "arta@example.org")
    assert "Cilin vit?" in mail.text


def test_by_default_the_clock_does_not_stop_while_the_requester_clarifies(one, working):
    deadlines.ask_clarification(one, by=working.besnik, question="Cilin vit?")
    deadlines.clarified(fresh(one), text="2019")
    assert (fresh(one).due_on, fresh(one).waiting) == (one.due_on, False)


def test_where_the_office_says_so_the_clock_stops_until_the_answer(working, make_enquiry):
    working.lezha.office.clock_stops_while_waiting = True
    came = timezone.localdate() - timedelta(days=7)
    enquiry = make_enquiry(received_on=came)
    event = deadlines.ask_clarification(enquiry, by=working.besnik, question="Cilin vit?")
    Event.objects.filter(pk=event.pk).update(on=came + timedelta(days=1))
    deadlines.clarified(fresh(enquiry), text="2019")
    assert fresh(enquiry).due_on > enquiry.due_on


def test_forwarding_waits_outside_and_counts_from_the_first_authority(one, working):
    deadlines.forward(one, by=working.besnik, institution="ZVA Lezhë", reason="Është kompetente")
    (event,) = events(one, EventKind.FORWARDED)
    assert (event.text, event.law) == ("ZVA Lezhë\nËshtë kompetente", "119/2014 12")
    assert event.data == {"first_authority_on": one.received_on.isoformat()}
    forwarded = fresh(one)
    assert (forwarded.state, forwarded.waiting, forwarded.owner_id) == (State.OUTSIDE, True, working.besnik.pk)
    assert forwarded.due_on == after(one, one.received_on, 15)


@pytest.mark.parametrize(
    "act", [("extend", {"reason": "x"}), ("ask_clarification", {"question": "x"}), ("forward", {"institution": "x"})]
)
def test_an_act_on_a_changed_request_is_refused(act, one, working):
    moves.move(one, State.INSIDE, by=working.ermira)
    name, words = act
    with pytest.raises(Refused):
        getattr(deadlines, name)(one, by=working.besnik, version=0, **words)
    assert fresh(one).due_on == one.due_on


def test_a_day_off_announced_late_moves_the_open_deadlines_and_says_so(one, working, make_enquiry):
    closed = make_enquiry()
    moves.close(closed, by=working.besnik, outcome="duplicate")
    off = after(one, timezone.localdate(), 3)
    OfficeDay.objects.create(municipality=working.lezha, on=off, kind=OfficeDay.Kind.OFF, reason="Përmbytje")
    moved = deadlines.calendar_changed(working.lezha, by=working.fatmir, day=off, reason="Përmbytje")
    (event,) = events(one, EventKind.CALENDAR_CHANGED)
    assert moved == 1
    assert (event.data["from"], event.data["to"]) == (one.due_on.isoformat(), fresh(one).due_on.isoformat())
    assert fresh(one).due_on > one.due_on
    assert events(closed, EventKind.CALENDAR_CHANGED) == []
