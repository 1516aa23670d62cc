"""A reply joins its request by reference headers and by who sends it; a subject line proves nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.actions.deadlines import ask_clarification
from ura.desk.actions.moves import move, void
from ura.desk.mail.intake import take_in
from ura.desk.mail.pen import release_as_request, release_into, set_aside
from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind, State
from ura.desk.tests.mails import ARTA, PDF, letter
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.post.models import InboundMail, Outbox
from ura.register.models import Entry
from ura.trail.models import Trail

HERS = "<pyetja@mail.example.org>"


@pytest.fixture
def asked(town):
    """Arta asked by mail, and has her acknowledgement."""
    take_in(town.lezha, letter(message_id=HERS))
    with working_for(town.lezha):
        enquiry = Enquiry.objects.select_related("entry", "text", "requester", "owner__user").get()
        enquiry.ours = Outbox.objects.get().message_id
    enquiry.municipality = town.lezha
    return enquiry


def take(town, *args, **kwargs):
    return take_in(town.lezha, letter(*args, **kwargs))


def joined(town, enquiry):
    with working_for(town.lezha):
        return [event.text for event in enquiry.events.filter(kind=EventKind.MESSAGE_IN)]


def count(town):
    with working_for(town.lezha):
        return Enquiry.objects.count()


@pytest.mark.parametrize("which", ["ours", "hers"])
def test_the_requesters_answer_joins_the_request(which, town, asked):
    taken = take(
        town, subject="Krejt tjetër temë", text="Ja edhe të dhënat.", answers=asked.ours if which == "ours" else HERS
    )
    assert (taken.outcome, taken.reason, taken.protocol) == ("reply", "joined", asked.entry.label)
    assert (joined(town, asked), count(town)) == (["Ja edhe të dhënat."], 1)
    with working_for(town.lezha):
        asked.refresh_from_db()
        assert asked.unread
        assert Outbox.objects.count() == 1  # nobody acknowledges an acknowledgement


def test_the_answer_of_an_answer_joins_too(town, asked):
    take(town, message_id="<second@mail.example.org>", answers=HERS)
    assert take(town, answers="<second@mail.example.org>").reason == "joined"
    assert (len(joined(town, asked)), count(town)) == (2, 1)


def test_what_it_quotes_is_left_out_and_its_papers_come_along(town, asked):
    text = f"Ja dokumenti.\n\nOn Thu, 12 Mar 2026, Zyra <zyra@example.org> wrote:\n> Kodi: {asked.text.follow_code}\n"
    take(town, text=text, answers=asked.ours, files=[("dëshmi.pdf", PDF, "application/pdf")])
    assert joined(town, asked) == ["Ja dokumenti."]
    with working_for(town.lezha):
        assert [(a.file.name, a.event.kind) for a in asked.attachments.all()] == [("dëshmi.pdf", EventKind.MESSAGE_IN)]


def test_a_stranger_in_the_thread_waits_with_a_suggestion(town, asked):
    taken = take(town, "tjetri@example.org", answers=asked.ours)
    assert (taken.outcome, taken.reason, taken.mail.suggested) == ("held", "stranger_in_thread", [asked.pk])
    assert (joined(town, asked), count(town)) == ([], 1)


def test_a_stranger_who_gives_the_code_joins(town, asked):
    code = asked.text.follow_code.lower()
    taken = take(town, "burri@example.org", text=f"Shkruaj për Artën, kodi {code}.", answers=asked.ours)
    assert (taken.outcome, taken.reason) == ("reply", "joined_by_code")


def test_the_code_in_a_quotation_is_no_proof(town, asked):
    text = f"Nuk jam unë.\n\nOn Thu, 12 Mar 2026, Zyra <zyra@example.org> wrote:\n> Kodi: {asked.text.follow_code}\n"
    assert take(town, "tjetri@example.org", text=text, answers=asked.ours).reason == "stranger_in_thread"


def test_the_code_of_another_request_is_no_proof(town, asked, make_enquiry):
    other = make_enquiry()
    taken = take(town, "tjetri@example.org", text=f"Kodi {other.follow_code}", answers=asked.ours)
    assert taken.reason == "stranger_in_thread"


@pytest.mark.parametrize("sender", [ARTA, "tjetri@example.org"])
def test_a_subject_line_alone_never_joins(sender, town, asked):
    taken = take(town, sender, subject=f"Re: {asked.entry.label} Kërkesë për shkollën")
    assert (taken.outcome, taken.reason, taken.mail.suggested) == ("held", "names_a_request", [asked.pk])
    assert joined(town, asked) == []


def test_the_same_subject_of_the_same_person_is_a_new_request(town, asked):
    assert take(town, subject="Re: Kërkesë për shkollën").reason == "new_sender"
    assert count(town) == 2


def test_a_code_without_references_waits_with_a_suggestion(town, asked):
    taken = take(town, text=f"Kodi im është {asked.text.follow_code}")
    assert (taken.reason, taken.mail.suggested) == ("names_a_request", [asked.pk])


def test_references_of_another_office_mean_nothing_here(town, asked):
    assert take_in(town.korca, letter(answers=asked.ours)).reason == "new_sender"


def test_unknown_references_make_a_new_request(town, asked):
    assert take(town, answers="<dikush@tjeter.example.org>").reason == "new_sender"


def test_an_answer_to_our_question_starts_the_clock_again(town, asked):
    with working_for(town.lezha):
        ask_clarification(asked, by=town.besnik, question="Për cilin fëmijë?")
        question = Outbox.objects.latest("pk").message_id
    take(town, text="Për vajzën.", answers=question)
    with working_for(town.lezha):
        assert [e.text for e in asked.events.filter(kind=EventKind.CLARIFIED)] == ["Për vajzën."]
        # Out at another institution, and clarified before: the next word of hers is a message, not a refusal.
        move(Enquiry.objects.get(), to=State.OUTSIDE, by=town.besnik)
    assert take(town, text="Edhe diçka.", answers=question).outcome == "reply"
    assert joined(town, asked) == ["Edhe diçka."]


def test_an_answer_reaches_a_closed_request(town, asked):
    with working_for(town.lezha):
        Enquiry.objects.update(state=State.CLOSED, closed_on=timezone.localdate(), outcome="answered")
    assert take(town, answers=asked.ours).outcome == "reply"
    with working_for(town.lezha):
        asked.refresh_from_db()
    assert (asked.state, asked.unread) == (State.CLOSED, True)


def test_many_forged_references_cost_few_queries(town, asked, django_assert_max_num_queries):
    forged = " ".join(f"<x{n}@example.org>" for n in range(3000))
    raw = letter(headers={"References": forged})
    with django_assert_max_num_queries(40):
        assert take_in(town.lezha, raw).outcome == "new"


# ── the pen ──


@pytest.fixture
def held(town):
    """A mail that waits."""
    mail = take(town, headers={"X-Spam-Flag": "YES"}, files=[("a.pdf", PDF, "application/pdf")]).mail
    mail.municipality = town.lezha
    return mail


def test_a_released_mail_gets_its_number_then_and_its_clock_runs_from_arrival(town, held, make_enquiry):
    make_enquiry(subject="Një tjetër erdhi ndërkohë")
    with working_for(town.lezha):
        arrived = timezone.now() - timedelta(days=2)
        InboundMail.objects.update(arrived_at=arrived)
        enquiry = release_as_request(held, by=town.besnik, person={"name": "Arta Prova", "email": ARTA}, service="2")
        assert (enquiry.entry.number, enquiry.service) == (2, "2")
        assert (enquiry.received_on, enquiry.entry.entered_at.date()) == (
            timezone.localdate(arrived), timezone.localdate(),
        )  # fmt: skip
        assert Event.objects.get(mail=held).data["entered_on"] == timezone.localdate().isoformat()
        assert [a.file.name for a in enquiry.attachments.all()] == ["a.pdf"]
        mail = InboundMail.objects.get()
        assert (mail.state, mail.handled_by, mail.reason) == ("new", town.besnik, "marked_spam")
        assert Outbox.objects.get(row=enquiry.pk).to == ARTA
        assert Trail.objects.filter(act="post.released", row=mail.pk).count() == 1


@pytest.mark.parametrize(("name", "people"), [("Arta Prova", 1), ("ARTA PROVA", 1), ("Ben Prova", 2)])
def test_a_released_mail_belongs_to_the_person_the_officer_names(name, people, town, held, make_enquiry):
    make_enquiry(person={"name": "Arta Prova", "email": ARTA})
    with working_for(town.lezha):
        enquiry = release_as_request(held, by=town.besnik, person={"name": name, "email": ARTA})
        assert (Person.objects.count(), Person.objects.filter(enquiries=enquiry).count()) == (people, 1)


def test_a_released_mail_joins_the_request_the_officer_chose(town, held, make_enquiry):
    enquiry = make_enquiry()
    with working_for(town.lezha):
        release_into(held, enquiry, by=town.besnik)
        mail = InboundMail.objects.get()
        assert (mail.state, mail.handled_by, Entry.objects.count()) == ("reply", town.besnik, 1)
        assert enquiry.events.get(kind=EventKind.MESSAGE_IN).mail == mail


def test_a_mail_joins_no_void_number(town, held, make_enquiry):
    enquiry = make_enquiry()
    with working_for(town.lezha):
        void(enquiry, by=town.ermira, reason="gabim")
        enquiry.entry.refresh_from_db()
        with pytest.raises(Refused):
            release_into(held, enquiry, by=town.besnik)


def test_a_mail_set_aside_is_kept_with_its_reason(town, held):
    with working_for(town.lezha):
        with pytest.raises(Refused):
            set_aside(held, by=town.besnik, reason=" ")
        set_aside(held, by=town.besnik, reason="Reklamë")
        mail = InboundMail.objects.get()
        assert (mail.state, mail.reason, Entry.objects.count()) == ("rejected", "Reklamë", 0)
        # Somebody thinks better of it.
        assert release_as_request(held, by=town.ermira).entry.number == 1


@pytest.mark.parametrize("second", [release_as_request, set_aside])
def test_a_mail_is_handled_once(second, town, held):
    with working_for(town.lezha):
        release_as_request(held, by=town.besnik)
        more = {"reason": "Reklamë"} if second is set_aside else {}
        with pytest.raises(Refused):
            second(held, by=town.ermira, **more)
        assert Entry.objects.count() == 1
