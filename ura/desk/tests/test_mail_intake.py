"""One mail, whatever it brings and however often it comes, becomes one thing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from ura.desk.actions.moves import void
from ura.desk.mail import becoming, deciding
from ura.desk.mail.intake import take_in
from ura.desk.models import Enquiry, Event
from ura.desk.states import Channel, EventKind
from ura.desk.tests.mails import ARTA, PDF, TEXT, bounce, how_many, label, letter, outcome, the_request
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.post.files import read
from ura.post.models import InboundMail, Mailbox, Outbox
from ura.post.tests.nasty_mails import MAILS
from ura.staff.models import StandingFocalPoint

# ── a new mail ──


def test_a_new_mail_is_a_numbered_request_with_its_acknowledgement_in_reply(town):
    raw = letter(message_id="<pyetja@mail.example.org>")
    taken = take_in(town.lezha, raw)
    assert (*outcome(taken), taken.protocol) == ("new", "new_sender", label(1))
    enquiry = the_request(town.lezha)
    assert (enquiry.channel, enquiry.text.subject, enquiry.text.body) == (Channel.EMAIL, "Kërkesë për shkollën", TEXT)
    assert (enquiry.requester.name, enquiry.requester.email, enquiry.owner) == ("Arta Prova", ARTA, town.besnik)
    with working_for(town.lezha):
        ack = Outbox.objects.get()
        assert (ack.to, ack.kind, ack.in_reply_to, ack.row) == (
            ARTA, "acknowledgement", "<pyetja@mail.example.org>", enquiry.pk,
        )  # fmt: skip
        assert enquiry.entry.label in ack.text and enquiry.text.follow_code in ack.text
        assert "Besnik Prova" in ack.text
        mail = InboundMail.objects.get()
        assert read(mail.raw) == raw
        assert [event.mail_id for event in Event.objects.filter(kind=EventKind.RECEIVED)] == [mail.pk]


ENGLISH = "Dear Sir or Madam, we would like to know what is needed for the school of our children. Thank you."


def test_who_writes_english_is_acknowledged_in_english(town):
    take_in(town.lezha, letter(subject="School", text=ENGLISH))
    enquiry = the_request(town.lezha)
    with working_for(town.lezha):
        ack = Outbox.objects.get()
    assert (enquiry.requester.language, ack.language) == ("en", "en")
    assert ack.subject.startswith(f"Acknowledgement of request no. {enquiry.entry.label} ")


def test_a_person_known_keeps_their_language(town):
    take_in(town.lezha, letter())
    take_in(town.lezha, letter(subject="School", text=ENGLISH))
    with working_for(town.lezha):
        assert list(Person.objects.values_list("language", flat=True)) == ["sq"]
        assert list(Outbox.objects.values_list("language", flat=True)) == ["sq", "sq"]


def test_the_clock_runs_from_arrival(town):
    arrived = timezone.now() - timedelta(days=3)
    take_in(town.lezha, letter(), arrived_at=arrived)
    enquiry = the_request(town.lezha)
    assert enquiry.received_on == timezone.localdate(arrived)
    with working_for(town.lezha):
        event = Event.objects.get(kind=EventKind.RECEIVED)
    assert (event.on, event.data["time"]) == (enquiry.received_on, timezone.localtime(arrived).strftime("%H:%M"))


@pytest.mark.parametrize("arrived", [datetime(2999, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_mail_server_with_a_wrong_clock_does_not_stop_the_mail(arrived, town):
    assert take_in(town.lezha, letter(), arrived_at=arrived).outcome == "new"
    assert the_request(town.lezha).received_on == timezone.localdate()


def test_the_mailbox_says_audience_topic_and_focal_point(town):
    with working_for(town.lezha):
        box = Mailbox.objects.create(
            municipality=town.lezha, address="investime@example.org", audience="diaspora", service="3",
            focal_point=town.ermira,
        )  # fmt: skip
    take_in(town.lezha, letter(), mailbox=box)
    enquiry = the_request(town.lezha)
    assert (enquiry.audience, enquiry.service, enquiry.owner) == ("diaspora", "3", town.ermira)


@pytest.mark.parametrize(
    ("heads", "to", "audience"),
    [
        ({"Delivered-To": "Investime@example.org"}, "smd@example.org", "diaspora"),
        ({"Cc": "Kthimi <kthimi@example.org>"}, "tjeter@example.org", "returnee"),
        ({}, "smd@example.org, kthimi@example.org", "returnee"),
        ({}, "smd@example.org", ""),
    ],
)
def test_of_a_mail_that_comes_as_a_file_its_headers_name_the_mailbox(heads, to, audience, town):
    with working_for(town.lezha):
        for address, whose in (("investime@example.org", "diaspora"), ("kthimi@example.org", "returnee")):
            Mailbox.objects.create(
                municipality=town.lezha, address=address, audience=whose, service="3", focal_point=town.ermira
            )
    take_in(town.lezha, letter(to=to, headers=heads))
    enquiry = the_request(town.lezha)
    assert (enquiry.audience, enquiry.service) == (audience, "3" if audience else "1")
    assert (enquiry.owner == town.ermira) == bool(audience)


def test_a_mailbox_whose_focal_point_has_left_falls_to_the_standing_one(town):
    with working_for(town.lezha):
        box = Mailbox.objects.create(municipality=town.lezha, address="a@example.org", focal_point=town.ermira)
        town.ermira.active = False
        town.ermira.save()
        StandingFocalPoint.objects.create(municipality=town.lezha, officer=town.besnik)
    take_in(town.lezha, letter(), mailbox=box)
    assert the_request(town.lezha).owner == town.besnik


def test_in_an_office_of_one_focal_point_its_mailboxes_name_no_other(town):
    first, other = sorted((town.besnik, town.ermira), key=lambda officer: officer.pk)
    with working_for(town.lezha):
        town.lezha.office.single_focal_point = True
        town.lezha.office.save()
        box = Mailbox.objects.create(municipality=town.lezha, address="a@example.org", focal_point=other)
    take_in(town.lezha, letter(), mailbox=box)
    assert the_request(town.lezha).owner == first


def test_a_known_person_is_found_again(town):
    take_in(town.lezha, letter())
    take_in(town.lezha, letter(subject="Tjetër gjë"))
    with working_for(town.lezha):
        assert (Person.objects.count(), Enquiry.objects.count()) == (1, 2)


def test_a_mail_without_a_subject_is_named_by_its_first_words(town):
    take_in(town.lezha, letter(subject=""))
    assert the_request(town.lezha).text.subject == TEXT


def test_an_answer_that_would_come_back_to_ourselves_goes_to_the_sender(town):
    with working_for(town.lezha):
        Mailbox.objects.create(municipality=town.lezha, address="smd@lezha.example.org")
    take_in(town.lezha, letter(headers={"Reply-To": "smd@lezha.example.org"}))
    assert the_request(town.lezha).requester.email == ARTA


# ── papers ──


def test_papers_are_kept_with_the_request_and_what_may_not_be_is_named(town):
    raw = letter(files=[("kërkesa.pdf", PDF, "application/pdf"), ("loja.exe", b"MZ\x90" * 50, "application/pdf")])
    take_in(town.lezha, raw)
    enquiry = the_request(town.lezha)
    with working_for(town.lezha):
        kept = [(a.file.name, a.source, a.event.kind, read(a.file)) for a in enquiry.attachments.all()]
        notes = [event.text for event in enquiry.events.filter(kind=EventKind.NOTE)]
        assert kept == [("kërkesa.pdf", "requester", EventKind.RECEIVED, PDF)]
        assert [note.partition(":")[0] for note in notes] == ["loja.exe"]
        assert read(InboundMail.objects.get().raw) == raw


def test_a_text_too_long_to_read_is_a_paper_too(town):
    text = "Fjalë pas fjale. " * 10_000
    take_in(town.lezha, letter(text=text))
    enquiry = the_request(town.lezha)
    with working_for(town.lezha):
        whole = enquiry.attachments.get()
        assert len(enquiry.text.body) <= 100_000
        assert (whole.file.name, read(whole.file).decode().split()) == ("teksti-i-plotë.txt", text.split())


def test_a_paper_that_breaks_its_reader_does_not_stop_the_mail(town, monkeypatch):
    def breaks(*_arguments):
        raise MemoryError

    monkeypatch.setattr(becoming, "inspect", breaks)
    assert take_in(town.lezha, letter(files=[("a.pdf", PDF, "application/pdf")])).outcome == "new"
    with working_for(town.lezha):
        assert Event.objects.filter(kind=EventKind.NOTE).count() == 1


# ── what makes nothing, or waits ──

AUTOMATIC = {
    "an answer of an absent person": ({"Auto-Submitted": "auto-replied"}, ("ignored", "auto_reply")),
    "a robot's": ({"X-Autoreply": "yes"}, ("ignored", "auto_reply")),
    "our own mail": ({"X-Ura-Loop": "ura-lezhe"}, ("ignored", "loop")),
    "another office's letter": ({"X-Ura-Loop": "ura-korce", "Auto-Submitted": "no"}, ("new", "new_sender")),
    "a list's": ({"List-Id": "<lajme.example.org>"}, ("held", "doubtful_auto_reply")),
    "spam": ({"X-Spam-Flag": "YES"}, ("held", "marked_spam")),
}


@pytest.mark.parametrize(("headers", "expected"), AUTOMATIC.values(), ids=AUTOMATIC)
def test_machines_get_no_number_and_no_acknowledgement(headers, expected, town):
    made = 1 if expected[0] == "new" else 0
    assert outcome(take_in(town.lezha, letter(headers=headers))) == expected
    assert how_many(town.lezha) == (1, made, made, made)


@pytest.mark.parametrize("own", ["smd@lezha.example.org", "zyra.lezhe@example.org"])
def test_mail_from_the_offices_own_address_is_a_loop(own, town):
    with working_for(town.lezha):
        Mailbox.objects.create(municipality=town.lezha, address="smd@lezha.example.org")
        town.lezha.office.email = "zyra.lezhe@example.org"
    assert outcome(take_in(town.lezha, letter(own))) == ("ignored", "loop")


@pytest.mark.parametrize(
    ("was", "status", "state"),
    [
        ("sent", "5.1.1", "failed"),
        ("uncertain", "5.1.1", "failed"),
        ("sent", "4.4.1", "sent"),
        ("queued", "5.1.1", "queued"),
    ],
)
def test_a_bounce_shows_our_message_as_not_sent(was, status, state, town):
    take_in(town.lezha, letter())
    with working_for(town.lezha):
        Outbox.objects.update(state=was)
        returned = Outbox.objects.get().message_id
    assert outcome(take_in(town.lezha, bounce(returned, status))) == ("ignored", "bounce")
    with working_for(town.lezha):
        row = Outbox.objects.get()
    assert (row.state, row.last_error) == (state, "bounced: 5.1.1" if state == "failed" else "")
    assert how_many(town.lezha)[1:] == (1, 1, 1)


def test_a_flood_waits_and_other_senders_do_not(town):
    caches["local"].clear()
    outcomes = [take_in(town.lezha, letter("zhurma@example.org")).outcome for _ in range(deciding.FLOOD + 3)]
    assert outcomes == ["new"] * deciding.FLOOD + ["held"] * 3
    assert take_in(town.lezha, letter()).outcome == "new"
    later = timezone.now() - timedelta(hours=3)
    assert take_in(town.lezha, letter("zhurma@example.org"), arrived_at=later).outcome == "new"


def test_a_colleagues_forward_waits_for_the_true_requester(town):
    assert outcome(take_in(town.lezha, letter("besnik@example.org", subject="FW: Kërkesë"))) == ("held", "from_staff")
    assert outcome(take_in(town.korca, letter("besnik@example.org", subject="FW: Kërkesë"))) == ("new", "new_sender")


def test_a_mail_above_the_limit_waits(town):
    assert outcome(take_in(town.lezha, letter(), oversized=True)) == ("held", "oversized")


def test_two_offices_answering_each_other_do_not_loop(town):
    """An acknowledgement of one office, taken in by another, is automatic: it gets no acknowledgement of its own."""
    from ura.post.sending import _build, _claim

    take_in(town.lezha, letter("smd.korce@example.org"))
    row = _claim(town.lezha)
    returned = _build(town.lezha, row).as_bytes()
    assert outcome(take_in(town.korca, returned)) == ("ignored", "auto_reply")
    assert outcome(take_in(town.lezha, returned)) == ("ignored", "loop")


ALLOWED = {"new", "held", "ignored", "rejected", "duplicate"}


@pytest.mark.parametrize("name", MAILS)
def test_every_nasty_mail_is_kept_and_becomes_something(name, town):
    raw = MAILS[name]
    taken = take_in(town.lezha, raw)
    assert taken.outcome in ALLOWED
    if taken.outcome != "rejected":
        with working_for(town.lezha):
            assert read(InboundMail.objects.get().raw) == raw
    made = 1 if taken.outcome == "new" else 0
    assert how_many(town.lezha)[1:3] == (made, made)
    assert take_in(town.lezha, raw).outcome in ("duplicate", "rejected")


def test_a_reply_to_a_void_number_waits(town):
    take_in(town.lezha, letter(message_id="<a@mail.example.org>"))
    with working_for(town.lezha):
        enquiry = Enquiry.objects.get()
        enquiry.municipality = town.lezha
        void(enquiry, by=town.ermira, reason="E regjistruar gabim")
    taken = take_in(town.lezha, letter(answers="<a@mail.example.org>"))
    assert (outcome(taken), taken.mail.suggested) == (("held", "void_number"), [enquiry.pk])
