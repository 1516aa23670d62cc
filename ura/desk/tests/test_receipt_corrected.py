"""A day of receipt written down wrongly: what the correction moves, what stays, and what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from ura.core.refusals import Refused
from ura.core.workdays import add_workdays, workdays_between
from ura.desk.actions import deadlines, moves
from ura.desk.clock import deadline_of
from ura.desk.deadline_words import long_day, short_day
from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind
from ura.letters.albanian import date_in_text
from ura.municipalities.calendars import calendar_of
from ura.post.models import Outbox
from ura.trail.models import Trail

PERSON = {"name": "Arta Prova", "email": "arta@example.org"}
TODAY = timezone.localdate()


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def one(working, make_enquiry):
    return make_enquiry(by=working.besnik, owner=working.besnik, person=PERSON)


def fresh(enquiry):
    again = Enquiry.objects.select_related("entry", "text").get(pk=enquiry.pk)
    again.municipality = enquiry.municipality
    return again


def correct(enquiry, day, by, reason="Vula e postës"):
    return deadlines.correct_received(fresh(enquiry), by=by, received_on=day, reason=reason)


def after(enquiry, day, n):
    return add_workdays(day, n, calendar_of(enquiry.municipality))


def test_the_clock_runs_from_the_corrected_day_and_the_book_keeps_number_and_registration(one, working):
    correct(one, ago(7), working.besnik)
    now = fresh(one)
    assert (now.received_on, now.due_on, now.version) == (ago(7), after(one, ago(7), 10), 1)
    assert (now.entry.label, now.entry.entered_at, now.entry.received_on) == (
        one.entry.label, one.entry.entered_at, ago(7)
    )  # fmt: skip


def test_the_correction_is_an_event_with_its_law_and_a_row_of_the_trail(one, working):
    event = correct(one, ago(7), working.besnik)
    days = {"from": TODAY.isoformat(), "to": ago(7).isoformat(), "entered_on": TODAY.isoformat()}
    assert (event.law, event.text, event.data, event.officer) == (
        "119/2014 15(1)", "Vula e postës", days, working.besnik
    )  # fmt: skip
    row = Trail.objects.filter(municipality=working.lezha, act="desk.receipt_corrected").get()
    assert row.fields == days


def test_the_explanation_says_that_the_day_was_corrected(one, working):
    correct(one, ago(7), working.besnik)
    with translation.override("en"):
        steps = [step.sentence() for step in deadline_of(fresh(one)).steps]
        assert steps[1] == (
            f"{long_day(TODAY)}: the day of receipt was corrected from {short_day(TODAY)} to {short_day(ago(7))}; "
            f"the clock runs from {short_day(ago(7))}."
        )
        assert long_day(ago(7)) in steps[0]


def test_the_last_of_two_corrections_counts(one, working):
    correct(one, ago(9), working.besnik)
    correct(one, ago(2), working.ermira)
    assert (fresh(one).received_on, fresh(one).due_on) == (ago(2), after(one, ago(2), 10))


def test_what_was_extended_and_forwarded_before_counts_from_the_true_arrival(one, working):
    deadlines.forward(fresh(one), by=working.besnik, institution="ZVA Lezhë")
    deadlines.extend(fresh(one), by=working.besnik, reason="shumë dokumente")
    correct(one, ago(7), working.besnik)
    assert fresh(one).due_on == after(one, after(one, ago(7), 15), 5)


def test_the_requester_is_told_the_new_day_only_when_it_moved(one, working):
    Outbox.objects.all().delete()
    event = correct(one, ago(7), working.besnik)
    mail = Outbox.objects.get(municipality=working.lezha)
    assert (mail.kind, mail.key, mail.to) == ("acknowledgement", f"ack-{one.pk}-{event.pk}", "arta@example.org")
    assert date_in_text(fresh(one).due_on, "sq") in mail.text
    moves.close(fresh(one), by=working.besnik, outcome="duplicate")
    Outbox.objects.all().delete()
    correct(one, ago(3), working.besnik)
    assert not Outbox.objects.exists()
    assert fresh(one).days_taken == workdays_between(ago(3), TODAY, calendar_of(working.lezha))


@pytest.mark.parametrize(
    ("day", "field"),
    [
        (TODAY + timedelta(days=1), "received_on"),
        (date(1999, 12, 31), "received_on"),
        (TODAY, "received_on"),
    ],
    ids=["the future", "before 2000", "the day it has"],
)
def test_a_day_that_cannot_be_is_refused(day, field, one, working):
    with pytest.raises(Refused) as refused:
        correct(one, day, working.besnik)
    assert refused.value.field == field
    assert fresh(one).version == 0


def test_a_paper_cannot_have_come_after_its_number_was_drawn(one, working):
    type(one.entry).objects.filter(pk=one.entry.pk).update(entered_at=timezone.now() - timedelta(days=5))
    with pytest.raises(Refused) as refused:
        correct(one, ago(1), working.besnik)
    assert refused.value.field == "received_on"


@pytest.mark.parametrize("how", ["no reason", "void", "portal"])
def test_what_is_not_corrected(how, one, working):
    if how == "void":
        moves.void(one, by=working.ermira, reason="Gabim")
    if how == "portal":
        Enquiry.objects.filter(pk=one.pk).update(channel="portal")
    with pytest.raises(Refused):
        correct(one, ago(3), working.besnik, reason=" " if how == "no reason" else "Vula e postës")
    assert not Event.objects.filter(enquiry=one, kind=EventKind.RECEIPT_CORRECTED).exists()
