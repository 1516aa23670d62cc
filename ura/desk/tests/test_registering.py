"""A request arrives: numbers without gaps, the true day, the owner, the acknowledgement, all or nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.actions.registering import LONGEST_BODY, LONGEST_SUBJECT, register_enquiry, serve_and_close
from ura.desk.models import Enquiry, EnquiryToken, Event
from ura.desk.states import EventKind, State
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.post.models import File, Outbox
from ura.register.models import Entry
from ura.staff.models import Officer, StandingFocalPoint
from ura.trail.models import Trail


def register(town, **fields):
    return register_enquiry(town.lezha, **{"channel": "counter", "subject": "Regjistrimi i fëmijëve"} | fields)


def kinds(enquiry):
    return [event.kind for event in Event.objects.filter(enquiry=enquiry).order_by("pk")]


def test_requests_are_numbered_in_the_order_of_entry(working):
    numbers = [register(working).entry.number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_each_office_counts_for_itself(town):
    with working_for(town.lezha):
        register_enquiry(town.lezha, channel="counter", subject="Një")
    with working_for(town.korca):
        assert register_enquiry(town.korca, channel="counter", subject="Dy").entry.number == 1


def test_a_registration_rolled_back_leaves_no_gap(working):
    register(working)
    with pytest.raises(RuntimeError), transaction.atomic():
        register(working)
        raise RuntimeError("the power goes")
    assert register(working).entry.number == 2
    assert Entry.objects.filter(municipality=working.lezha).count() == 2


def test_a_late_entry_keeps_its_day_and_its_clock_runs_from_it(working):
    came = timezone.localdate() - timedelta(days=40)
    enquiry = register(working, received_on=came)
    event = Event.objects.get(enquiry=enquiry, kind=EventKind.RECEIVED)
    assert (enquiry.received_on, event.on, event.data) == (came, came, {"entered_on": timezone.localdate().isoformat()})
    assert enquiry.due_on < timezone.localdate()
    assert enquiry.entry.year == timezone.localdate().year


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"subject": "  "}, "subject"),
        ({"subject": "x" * (LONGEST_SUBJECT + 1)}, "subject"),
        ({"body": "x" * (LONGEST_BODY + 1)}, "body"),
        ({"received_on": timezone.localdate() + timedelta(days=1)}, "received_on"),
        ({"received_on": timezone.localdate().replace(year=1999, day=1)}, "received_on"),
    ],
)
def test_what_cannot_be_is_refused_before_a_number_is_drawn(fields, field, working):
    with pytest.raises(Refused) as refused:
        register(working, **fields)
    assert refused.value.field == field
    assert Entry.objects.filter(municipality=working.lezha).count() == 0


def test_the_longest_words_are_taken(working):
    enquiry = register(working, subject="x" * LONGEST_SUBJECT, body="y" * LONGEST_BODY)
    assert (len(enquiry.text.subject), len(enquiry.text.body)) == (LONGEST_SUBJECT, LONGEST_BODY)


def test_the_acknowledgement_is_queued_with_the_request(working):
    enquiry = register(working, person={"name": "Arta Prova", "email": "arta@example.org"})
    mail = Outbox.objects.get(municipality=working.lezha)
    assert (mail.kind, mail.to, mail.about, mail.row) == (
        "acknowledgement",
        "arta@example.org",
        "desk.enquiry",
        enquiry.pk,
    )
    for said in (enquiry.entry.label, enquiry.follow_code, "Besnik Prova"):
        assert said in mail.text
    assert kinds(enquiry) == [EventKind.RECEIVED, EventKind.ACKNOWLEDGED]


@pytest.mark.parametrize(
    "fields", [{}, {"person": {"name": "Arta Prova"}}, {"acknowledging": False, "person": {"email": "a@example.org"}}]
)
def test_without_an_address_or_a_wish_nothing_is_queued(fields, working):
    enquiry = register(working, **fields)
    assert (Outbox.objects.filter(municipality=working.lezha).count(), kinds(enquiry)) == (0, [EventKind.RECEIVED])


def test_an_unnamed_walk_in_holds_nobody(working):
    assert register(working, person={"name": "", "language": "sq"}).requester is None
    assert Person.objects.filter(municipality=working.lezha).count() == 0


def test_the_standing_focal_point_of_the_type_carries_the_request(working):
    StandingFocalPoint.objects.create(municipality=working.lezha, service="3", officer=working.ermira)
    assert register(working, service="3").owner == working.ermira


def test_in_an_office_of_one_focal_point_its_one_officer_carries_every_kind_of_request(working):
    office = working.lezha.office
    office.single_focal_point = True
    office.save()
    StandingFocalPoint.objects.create(municipality=working.lezha, service="3", officer=working.ermira)
    owners = {register(working, service=service).owner for service in "123"}
    first = min(working.besnik, working.ermira, key=lambda officer: officer.pk)
    assert owners == {first}


def test_a_chosen_focal_point_wins(working):
    assert register(working, owner=working.ermira).owner == working.ermira


def test_a_complaint_is_led_to_the_supervisor(working):
    enquiry = register(working, complaint=True, complaint_about=working.besnik, owner=working.besnik)
    assert (enquiry.owner, enquiry.complaint_about) == (working.ermira, working.besnik)


def test_a_complaint_about_the_only_supervisor_goes_to_another_officer(working):
    assert register(working, complaint=True, complaint_about=working.ermira).owner == working.besnik


def test_a_complaint_never_falls_to_whom_it_is_about(working):
    Officer.objects.filter(pk=working.ermira.pk).update(active=False)
    enquiry = register(working, complaint=True, complaint_about=working.besnik)
    assert enquiry.owner is None


def test_who_a_complaint_is_about_is_not_kept_for_what_is_no_complaint(working):
    assert register(working, complaint_about=working.besnik).complaint_about is None


def test_files_are_kept_with_the_receipt(working):
    enquiry = register(working, uploads=[("një.txt", b"Tekst"), ("dy.txt", b"Tekst")])
    assert [a.event.kind for a in enquiry.attachments.select_related("event")] == [EventKind.RECEIVED] * 2


def test_a_bad_file_refuses_the_whole_request(working):
    with pytest.raises(Refused) as refused, transaction.atomic():
        register(working, person={"name": "Arta"}, uploads=[("mirë.txt", b"Tekst"), ("keq.exe", b"MZ\x90\x00" * 50)])
    assert refused.value.field == "files"
    for model in (Entry, Person, File):
        assert model.objects.filter(municipality=working.lezha).count() == 0


def test_the_trail_names_the_number_and_nobody(working):
    register(working, by=working.ana, person={"name": "Arta Prova", "email": "arta@example.org"})
    row = Trail.objects.get(municipality=working.lezha, act="desk.registered")
    assert row.officer == working.ana
    assert set(row.fields) == {"number", "channel", "received_on"}


def test_serve_and_close_registers_answers_and_closes_under_one_number(working):
    enquiry = serve_and_close(
        working.lezha,
        by=working.ana,
        channel="counter",
        subject="Orari",
        oral_answer=" Nga ora 8 ",
        person={"email": "a@example.org"},
    )
    enquiry = Enquiry.objects.select_related("text", "entry").get(pk=enquiry.pk)
    assert (enquiry.state, enquiry.outcome, enquiry.text.oral_answer, enquiry.days_taken) == (
        State.CLOSED,
        "oral_answer",
        "Nga ora 8",
        0,
    )
    assert kinds(enquiry) == [EventKind.RECEIVED, EventKind.ANSWERED_ORALLY]
    assert Entry.objects.filter(municipality=working.lezha).count() == 1
    assert Outbox.objects.filter(municipality=working.lezha).count() == 0


def test_serve_and_close_without_an_answer_is_refused(working):
    with pytest.raises(Refused) as refused:
        serve_and_close(working.lezha, by=working.ana, channel="counter", subject="Orari", oral_answer=" ")
    assert refused.value.field == "oral_answer"


def test_search_tokens_are_written_with_the_request(working):
    enquiry = register(working, person={"name": "Arta Prova", "phone": "066 123 4567"})
    assert EnquiryToken.objects.filter(enquiry=enquiry).count() > 5
