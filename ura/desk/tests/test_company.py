"""Others at work on a request: notes, messages, tasks, talks, stakeholders, steps, complaints, corrections."""

import pytest
from django.utils import translation

from ura.core.refusals import Refused
from ura.desk.actions import coding, company, deadlines
from ura.desk.models import Enquiry, EnquiryToken, Event, Involvement
from ura.desk.states import EventKind
from ura.desk.timeline import sentence
from ura.directory.actions import add_stakeholder
from ura.people.models import Person
from ura.people.search import exact_hash, find_people
from ura.post.models import Outbox

PERSON = {"name": "Arta Prova", "email": "arta@example.org"}


@pytest.fixture
def one(working, make_enquiry):
    return make_enquiry(owner=working.besnik, person=PERSON, acknowledging=False)


def fresh(enquiry):
    again = Enquiry.objects.select_related("entry", "text", "requester").get(pk=enquiry.pk)
    again.municipality = enquiry.municipality
    return again


def last(enquiry):
    return Event.objects.filter(enquiry=enquiry).order_by("pk").last()


def test_a_note_is_for_the_office_only(one, working):
    company.add_note(one, by=working.ana, text="  Telefonoi vëllai ")
    assert (last(one).kind, last(one).text, last(one).public, last(one).officer) == (
        EventKind.NOTE,
        "Telefonoi vëllai",
        False,
        working.ana,
    )


def test_a_message_is_seen_when_following_and_goes_by_mail(one, working):
    company.write_to_requester(one, by=working.besnik, text="Ejani nesër")
    mail = Outbox.objects.get(municipality=working.lezha)
    assert (last(one).kind, last(one).public) == (EventKind.MESSAGE_OUT, True)
    assert (mail.to, mail.text, mail.automatic, mail.subject) == (
        "arta@example.org",
        "Ejani nesër",
        False,
        f"{one.entry.label}: {one.text.subject}",
    )


def test_a_message_to_somebody_without_address_waits_for_the_requester_to_look(working, make_enquiry):
    enquiry = make_enquiry(person={"name": "Arta"})
    company.write_to_requester(enquiry, by=working.besnik, text="Ejani nesër")
    assert Outbox.objects.filter(municipality=working.lezha).count() == 0


def test_what_the_requester_adds_is_unread_until_an_officer_says_so(one, working):
    company.requester_writes(one, text="Kam edhe një pyetje")
    assert (fresh(one).unread, last(one).kind, last(one).officer) == (True, EventKind.MESSAGE_IN, None)
    company.mark_read(fresh(one))
    assert not fresh(one).unread


def test_an_answer_to_our_question_is_the_clarification(one, working):
    deadlines.ask_clarification(one, by=working.besnik, question="Cilin vit?")
    company.requester_writes(fresh(one), text="2019")
    assert (last(one).kind, fresh(one).waiting, fresh(one).unread) == (EventKind.CLARIFIED, False, True)


@pytest.mark.parametrize(
    ("act", "field", "words"),
    [
        ("add_note", "text", {"text": " "}), ("write_to_requester", "text", {"text": "\n"}), ("discuss", "text", {"text": ""}),
        ("name_focal_point", "name", {"name": " ", "step": "diaspora/5.9b.9"}),
    ],
)  # fmt: skip
def test_empty_words_are_refused(act, field, words, one, working):
    with pytest.raises(Refused) as refused:
        getattr(company, act)(one, by=working.besnik, **words)
    assert refused.value.field == field


def test_a_task_leaves_the_request_with_its_owner(one, working):
    task = company.give_task(one, by=working.besnik, officer=working.ana, what="Telefono shoqatën")
    company.finish_task(task, by=working.ana, answer="U krye")
    task.refresh_from_db()
    assert (fresh(one).owner_id, task.answer, last(one).kind) == (working.besnik.pk, "U krye", EventKind.TASK_DONE)
    with pytest.raises(Refused):
        company.finish_task(task, by=working.ana)


def test_a_complaint_is_no_task_for_whom_it_is_about(working, make_enquiry):
    complaint = make_enquiry(complaint=True, complaint_about=working.besnik)
    with pytest.raises(Refused) as refused:
        company.give_task(complaint, by=working.ermira, officer=working.besnik, what="Telefono")
    assert refused.value.field == "officer"


def test_a_stakeholder_has_one_status_in_each_request(one, working, make_enquiry):
    other = make_enquiry()
    actor = add_stakeholder(working.lezha, by=working.besnik, name="ZVA  Lezhë", type="1", service="1")
    company.involve(one, actor, by=working.besnik, status="1")
    company.involve(one, actor, by=working.besnik, status="3", notes="U dha")
    company.involve(other, actor, by=working.besnik, status="2")
    rows = Involvement.objects.filter(municipality=working.lezha).order_by("pk").values_list("enquiry", "status")
    assert list(rows) == [(one.pk, "3"), (other.pk, "2")]
    assert actor.name == "ZVA Lezhë"


def test_a_stakeholder_is_written_down_once(working):
    add_stakeholder(working.lezha, by=working.besnik, name="ZVA Lezhë", type="1", service="1")
    with pytest.raises(Refused) as refused:
        add_stakeholder(working.lezha, by=working.besnik, name="zva lezhë", type="1", service="1")
    assert refused.value.field == "name"


def test_marking_a_complaint_leads_it_away_from_whom_it_is_about(one, working):
    task = company.give_task(one, by=working.ermira, officer=working.besnik, what="Telefono")
    company.mark_complaint(one, by=working.ana, about=working.besnik, version=0)
    complaint = fresh(one)
    task.refresh_from_db()
    assert (complaint.complaint, complaint.complaint_about_id, complaint.owner_id) == (
        True,
        working.besnik.pk,
        working.ermira.pk,
    )
    assert task.done_at is not None
    assert not Enquiry.objects.filter(pk=one.pk).visible_to(working.besnik).exists()


def test_whom_it_is_about_knows_the_old_code_so_the_requester_gets_a_new_one(working, make_enquiry):
    one = make_enquiry(owner=working.besnik, person={"name": "Arta Prova", "email": "arta@example.org"})
    old = one.text.follow_code
    Outbox.objects.all().delete()
    company.mark_complaint(fresh(one), by=working.ana)
    assert (fresh(one).text.follow_code, Outbox.objects.count()) == (old, 0)  # about nobody in particular
    company.mark_complaint(fresh(one), by=working.ana, about=working.besnik)
    new = fresh(one).text.follow_code
    mail = Outbox.objects.get()
    assert new != old
    assert (mail.kind, mail.to, new in mail.text, old in mail.text) == (
        "acknowledgement", "arta@example.org", True, False
    )  # fmt: skip
    company.mark_complaint(fresh(one), by=working.ana, about=working.besnik)
    assert (fresh(one).text.follow_code, Outbox.objects.count()) == (new, 1)  # marked twice is one change
    data = Event.objects.filter(enquiry=one, kind=EventKind.COMPLAINT).order_by("pk").values_list("data", flat=True)
    assert list(data) == [{}, {"new_code": True, "told": True}, {}]


def test_who_has_no_address_is_given_the_new_code_by_the_office(working, make_enquiry):
    one = make_enquiry(owner=working.besnik, person={"name": "Arta Prova"})
    company.mark_complaint(one, by=working.ana, about=working.besnik)
    event = Event.objects.get(enquiry=one, kind=EventKind.COMPLAINT)
    assert event.data == {"new_code": True, "told": False}
    with translation.override("en"):
        assert sentence(fresh(one), event, {}).endswith("give it to the requester")


def test_a_complaint_about_a_stranger_to_the_office_is_refused(one, working):
    with pytest.raises(Refused) as refused:
        company.mark_complaint(one, by=working.ana, about=working.drita)
    assert refused.value.field == "about"


def test_the_focal_point_of_an_activity_is_told_to_the_requester_and_ticks_the_step(one, working):
    company.name_focal_point(one, by=working.besnik, step="diaspora/5.9b.9", name="Gent Prova, tel. 066")
    assert (last(one).kind, last(one).data, last(one).public) == (
        EventKind.MESSAGE_OUT,
        {"step": "diaspora/5.9b.9"},
        True,
    )
    assert "Gent Prova, tel. 066" in Outbox.objects.get(municipality=working.lezha).text


def test_coding_says_what_changed_and_confirming_changes_nothing(one, working):
    coding.code(one, by=working.besnik, version=0, service="3", audience="diaspora", need="")
    assert (last(one).data, fresh(one).version) == (
        {"changed": "service,audience", "service": "3", "audience": "diaspora"},
        1,
    )
    coding.code(fresh(one), by=working.besnik, service="3")
    assert (last(one).data, fresh(one).version) == ({"changed": ""}, 1)


def test_a_correction_is_found_under_the_new_words_only(one, working):
    other = company_of(one)
    coding.correct(
        one,
        by=working.besnik,
        version=0,
        subject="Kopshti",
        person={"name": "Arta Mirëdita", "email": "m@example.org"},
        paper={"pages": 3},
    )
    again = fresh(one)
    assert (again.text.subject, again.requester.name, again.entry.pages, again.version) == (
        "Kopshti",
        "Arta Mirëdita",
        3,
        1,
    )
    assert last(one).data == {"corrected": True, "changed": "subject,pages,requester"}
    assert [p.name for p in find_people(working.lezha, "miredita")] == ["Arta Mirëdita"]
    assert list(find_people(working.lezha, "prova")) == []
    for email, found in (("m@example.org", {one.pk, other.pk}), ("arta@example.org", set())):
        token = exact_hash(working.lezha.pk, "email", email)
        assert set(EnquiryToken.objects.filter(token=token).values_list("enquiry", flat=True)) == found


def company_of(enquiry):
    """A second request of the same requester: it must be found under the corrected name too."""
    from ura.desk.actions.registering import register_enquiry

    return register_enquiry(enquiry.municipality, channel="phone", subject="Tjetër", requester=enquiry.requester)


def test_a_walk_in_without_a_name_may_get_one(working, make_enquiry):
    enquiry = make_enquiry()
    coding.correct(enquiry, by=working.besnik, person={"name": "Arta Prova"})
    assert fresh(enquiry).requester.name == "Arta Prova"
    assert Person.objects.filter(municipality=working.lezha).count() == 1


@pytest.mark.parametrize(("words", "field"), [({"subject": " "}, "subject"), ({"body": "x" * 100_001}, "body")])
def test_a_correction_keeps_the_rules_of_the_counter(words, field, one, working):
    with pytest.raises(Refused) as refused:
        coding.correct(one, by=working.besnik, **words)
    assert refused.value.field == field
