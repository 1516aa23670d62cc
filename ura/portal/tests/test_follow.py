"""The requester comes back with the code."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ura.core import once
from ura.desk.actions.company import add_note, mark_complaint, write_to_requester
from ura.desk.actions.deadlines import ask_clarification
from ura.desk.actions.moves import close_orally, move, void
from ura.desk.actions.owners import cover_absence
from ura.desk.models import Attachment, Event
from ura.letters.models import LetterKind
from ura.municipalities.tenancy import working_for
from ura.post.files import store
from ura.replies.models import Reply
from ura.replies.states import ReplyState

WRONG = "This number and code do not belong together. Look at the confirmation you got and type them again."


@pytest.fixture
def browser(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def followed(browser, make_enquiry, town):
    """A request that this browser follows."""

    def make(**fields):
        enquiry = make_enquiry(town.lezha, person={"name": "Teuta Prova", "email": "teuta@example.org"}, **fields)
        response = browser.post("/lezhe/follow/", {"code": enquiry.follow_code})
        assert (response.status_code, response["Location"]) == (302, "/lezhe/follow/request/")
        return enquiry

    return make


def page_of(browser):
    response = browser.get("/lezhe/follow/request/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_code_opens_the_request_with_its_state_day_and_focal_point(browser, followed):
    enquiry = followed(body="Si i regjistrojmë fëmijët?")
    page = page_of(browser)
    for text in (
        enquiry.entry.label, enquiry.text.subject, "We are reading your request", "Besnik Prova", "besnik@example.org",
        "Your request was received", "article 15(1)",
    ):  # fmt: skip
        assert text in page


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')} "]
)
def test_the_code_may_be_typed_loosely(change, browser, make_enquiry):
    enquiry = make_enquiry()
    response = browser.post(
        "/lezhe/follow/", {"number": f" {enquiry.entry.label} ", "code": change(enquiry.follow_code)}
    )
    assert response.status_code == 302


def test_a_wrong_code_and_a_wrong_number_get_the_same_sentence(browser, make_enquiry, django_assert_num_queries):
    enquiry = make_enquiry()
    answers = [
        browser.post("/lezhe/follow/", {"number": "999", "code": enquiry.follow_code}),
        browser.post("/lezhe/follow/", {"number": "999", "code": "LEZ-2222-2222-2222"}),
        browser.post("/lezhe/follow/", {"code": "LEZ-2222-2222-2222"}),
    ]
    assert [(a.status_code, a.context["form"].errors["code"]) for a in answers] == [(422, [WRONG])] * 3


def test_a_code_of_another_office_leads_there_and_tells_nothing_more(browser, town, make_enquiry):
    there = make_enquiry(town.korca)
    real = browser.post("/lezhe/follow/", {"code": there.follow_code})
    invented = browser.post("/lezhe/follow/", {"code": there.follow_code[:4] + "2222-2222-2222"})
    links = ['href="/korce/follow/"' in answer.content.decode() for answer in (real, invented)]
    assert ([real.status_code, invented.status_code], links) == ([422, 422], [True, True])
    assert there.text.subject not in real.content.decode()


def test_no_page_behind_the_code_opens_without_it(make_enquiry, town):
    enquiry = make_enquiry()
    with working_for(town.lezha):
        file = store(town.lezha, b"tekst", name="a.txt")
        row = Attachment.objects.create(municipality=town.lezha, enquiry=enquiry, file=file, source="requester")
    stranger = Client()
    assert stranger.get("/lezhe/follow/request/")["Location"] == "/lezhe/follow/"
    assert stranger.post("/lezhe/follow/request/", {"text": "x"})["Location"] == "/lezhe/follow/"
    assert stranger.post("/lezhe/follow/withdraw/")["Location"] == "/lezhe/follow/"
    assert stranger.get(f"/lezhe/follow/papers/{row.pk}/").status_code == 404


def test_one_offices_visit_opens_nothing_in_another(browser, followed, town, make_enquiry):
    followed()
    make_enquiry(town.korca)
    assert browser.get("/korce/follow/request/")["Location"] == "/korce/follow/"


def test_leaving_ends_it_and_so_does_an_hour_of_rest(browser, followed, time_machine):
    enquiry = followed()
    browser.post("/lezhe/follow/leave/")
    assert browser.get("/lezhe/follow/request/")["Location"] == "/lezhe/follow/"
    browser.post("/lezhe/follow/", {"code": enquiry.follow_code})
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert browser.get("/lezhe/follow/request/")["Location"] == "/lezhe/follow/"


def test_what_stays_inside_the_office_is_not_shown(browser, followed, town):
    enquiry = followed()
    with working_for(town.lezha):
        add_note(enquiry, by=town.besnik, text="shënim i brendshëm")
        move(enquiry, "2", by=town.besnik, note="kaluar brenda")
        write_to_requester(enquiry, by=town.ana, text="Na dërgoni vërtetimin.")
    page = page_of(browser)
    assert ["shënim i brendshëm" in page, "kaluar brenda" in page, "Ana Prova" in page] == [False, False, False]
    assert "Na dërgoni vërtetimin." in page
    assert "The municipality is working on your request." in page


def test_a_question_is_answered_on_the_page_with_a_paper(browser, followed, town):
    enquiry = followed()
    with working_for(town.lezha):
        ask_clarification(enquiry, by=town.besnik, question="Në cilën klasë janë?")
    page = page_of(browser)
    assert ["We need a clarification" in page, "Në cilën klasë janë?" in page] == [True, True]
    answer = {"text": "Në të dytën dhe të katërtën.", "files": [SimpleUploadedFile("dëftesa.txt", b"nota 10")]}
    assert browser.post("/lezhe/follow/request/", answer)["Location"] == "/lezhe/follow/request/"
    with working_for(town.lezha):
        events = [(e.kind, e.text) for e in Event.objects.filter(enquiry=enquiry)][-1:]
        assert events == [("clarified", "Në të dytën dhe të katërtën.")]
        enquiry.refresh_from_db()
        assert (enquiry.unread, enquiry.waiting) == (True, False)
        paper = Attachment.objects.get(enquiry=enquiry)
        assert (paper.source, paper.event.kind) == ("requester", "clarified")
    got = browser.get(f"/lezhe/follow/papers/{paper.pk}/")
    assert (got.content, got["Content-Disposition"][:10]) == (b"nota 10", "attachment")


def test_a_message_sent_twice_is_one_message(browser, followed, town):
    enquiry = followed()
    message = {"text": "Edhe diçka.", "token": once.new_token()}
    browser.post("/lezhe/follow/request/", message)
    browser.post("/lezhe/follow/request/", message)
    with working_for(town.lezha):
        assert Event.objects.filter(enquiry=enquiry, kind="message_in").count() == 1


def test_an_empty_or_huge_message_is_refused_and_stays(browser, followed, town):
    followed()
    empty = browser.post("/lezhe/follow/request/", {"text": " "})
    huge = browser.post("/lezhe/follow/request/", {"text": "ë" * 20_001})
    assert [(a.status_code, a.context["form"].errors.as_data()["text"][0].code) for a in (empty, huge)] == [
        (422, "required"), (422, "max_length")]  # fmt: skip
    assert "ë" * 20_001 in huge.content.decode()


def test_a_withdrawn_request_says_so_and_cannot_be_withdrawn_again(browser, followed, town):
    enquiry = followed()
    assert browser.get("/lezhe/follow/withdraw/").status_code == 200
    browser.post("/lezhe/follow/withdraw/", {"reason": "E zgjidha vetë."})
    with working_for(town.lezha):
        enquiry.refresh_from_db()
        assert (enquiry.state, enquiry.outcome) == ("5", "withdrawn")
    page = page_of(browser)
    assert ["Withdrawn by the requester" in page, "Withdraw the request" in page] == [True, False]
    assert browser.post("/lezhe/follow/withdraw/", {}).status_code == 422


def test_a_voided_registration_says_so(browser, followed, town):
    enquiry = followed()
    with working_for(town.lezha):
        void(enquiry, by=town.besnik, reason="dy herë e njëjta")
    page = page_of(browser)
    assert ["voided by the office" in page, "dy herë e njëjta" in page, "Send the message" in page] == [
        True,
        False,
        False,
    ]


def test_the_oral_answer_can_be_read_again(browser, followed, town):
    enquiry = followed()
    with working_for(town.lezha):
        close_orally(enquiry, by=town.besnik, oral_answer="Drejtohuni te zyra arsimore.")
    assert "Drejtohuni te zyra arsimore." in page_of(browser)


def test_silence_after_the_deadline_opens_the_way_to_the_commissioner(browser, followed, town):
    followed(received_on=timezone.localdate() - timedelta(days=40))
    page = page_of(browser)
    assert "article 15(4)" in page
    assert "article 24(2)" in page


def test_before_the_deadline_the_way_to_the_commissioner_is_only_told(browser, followed):
    followed()
    page = page_of(browser)
    assert ["No answer by this day counts as a refusal" in page, "note-bad" in page] == [True, False]


def test_a_complaint_is_followed_like_any_request_with_its_new_code(browser, followed, town):
    enquiry = followed()
    with working_for(town.lezha):
        marked = mark_complaint(enquiry, by=town.ermira, about=town.besnik)
    assert browser.get("/lezhe/follow/request/").status_code == 302  # whoever has the old code is out
    assert browser.post("/lezhe/follow/", {"code": enquiry.text.follow_code}).status_code == 422
    assert browser.post("/lezhe/follow/", {"code": marked.text.follow_code}).status_code == 302
    page = page_of(browser)
    assert ["Ermira Prova" in page, "Besnik Prova" in page] == [True, False]


def test_an_absent_focal_point_has_a_cover_beside(browser, followed, town):
    followed()
    today = timezone.localdate()
    with working_for(town.lezha):
        cover_absence(town.besnik, cover=town.ermira, from_on=today, until_on=today, by=town.ermira)
    page = page_of(browser)
    assert ["Besnik Prova" in page, "Ermira Prova" in page] == [True, True]


@pytest.mark.parametrize(
    ("state", "shown"), [(ReplyState.SENT, True), (ReplyState.SIGNED, False), (ReplyState.DRAFT, False)]
)
def test_only_letters_that_were_sent_can_be_read(state, shown, browser, followed, town):
    enquiry = followed()
    with working_for(town.lezha):
        file = store(town.lezha, b"%PDF-1.7 shkresa", name="pergjigje.pdf", trusted_type="application/pdf")
        reply = Reply.objects.create(
            municipality=town.lezha, enquiry=enquiry, kind=LetterKind.ANSWER, state=state, subject="Përgjigje", body="…",
            drafted_by=town.besnik, signed=file, dispatched_on=timezone.localdate(),
        )  # fmt: skip
    got = browser.get(f"/lezhe/follow/letters/{reply.pk}/")
    assert (got.status_code, f"/lezhe/follow/letters/{reply.pk}/" in page_of(browser)) == (200 if shown else 404, shown)


def test_a_letter_to_an_institution_is_not_the_requesters(browser, followed, town):
    enquiry = followed()
    with working_for(town.lezha):
        file = store(town.lezha, b"%PDF-1.7 shkresa", name="percjellje.pdf", trusted_type="application/pdf")
        reply = Reply.objects.create(
            municipality=town.lezha, enquiry=enquiry, kind=LetterKind.FORWARDING, state=ReplyState.SENT, subject="Përcjellje",
            body="…", drafted_by=town.besnik, signed=file,
        )  # fmt: skip
    assert browser.get(f"/lezhe/follow/letters/{reply.pk}/").status_code == 404


def test_the_page_asks_a_bounded_number_of_queries(browser, followed, town, django_assert_max_num_queries):
    enquiry = followed()
    with working_for(town.lezha):
        for n in range(5):
            write_to_requester(enquiry, by=town.besnik, text=f"Mesazhi {n}")
    page_of(browser)
    with django_assert_max_num_queries(16):
        page_of(browser)


def test_no_code_or_name_stands_in_the_session(browser, followed):
    enquiry = followed()
    kept = str(dict(browser.session))
    assert [text in kept for text in (enquiry.follow_code, "Teuta")] == [False, False]
