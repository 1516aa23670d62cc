"""The pages of letters: who may open them, what they do, what is refused keeps what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ura.desk.models import Enquiry
from ura.desk.states import State
from ura.municipalities.tenancy import working_for
from ura.post.models import Outbox
from ura.replies.for_enquiry import replies_of
from ura.replies.models import Reply
from ura.replies.states import ReplyState

from .conftest import ANSWER, SCAN


@pytest.fixture
def page(client, town):
    """page("besnik", "reply", pk): the page for one of the cast; with data it posts."""

    def ask(who, name, *args, query="", **data):
        client.force_login(getattr(town, who).user)
        address = reverse(name, args=["lezhe", *args]) + query
        return client.post(address, data) if data else client.get(address)

    return ask


def _number(enquiry):
    return enquiry.entry.year, enquiry.entry.number


PAGES = ["reply", "reply_edit", "reply_pdf", "reply_sign", "reply_send"]
WHO = [("ana", 403), ("besnik", 200), ("ermira", 200), ("fatmir", 403), ("drita", 404)]


@pytest.mark.parametrize(("who", "status"), WHO)
def test_letters_open_for_those_who_write_and_approve_them(who, status, desk, page):
    reply = desk.draft()
    assert [page(who, name, reply.pk).status_code for name in PAGES] == [status] * len(PAGES)
    assert page(who, "replies").status_code == status


@pytest.mark.parametrize(("who", "status"), WHO)
def test_a_new_letter_is_written_by_those_who_carry_requests(who, status, enquiry, page):
    year, number = _number(enquiry)
    assert page(who, "reply_new", year, number).status_code == status
    assert page(who, "reply_new", year, number, "answer").status_code == status
    assert page(who, "reply_new", year, number, "acknowledgement").status_code == (403 if status == 403 else 404)


def test_letters_of_another_office_are_not_there(desk, client, town):
    reply = desk.draft()
    client.force_login(town.drita.user)
    assert client.get(reverse("reply", args=["korce", reply.pk])).status_code == 404
    assert client.get(reverse("reply_pdf", args=["korce", reply.pk])).status_code == 404


def test_a_colleague_reads_a_letter_but_does_not_change_it(desk, page, town):
    other = town.fatmir
    other.roles = ["officer"]
    other.save()
    reply = desk.draft()
    assert page("fatmir", "reply", reply.pk).status_code == 200
    assert page("fatmir", "reply_edit", reply.pk).status_code == 403
    assert page("fatmir", "reply_act", reply.pk, "submit", version=reply.version).status_code == 403


def test_letters_of_a_complaint_do_not_exist_for_the_officer_it_is_about(desk, page, town, make_enquiry):
    complaint = make_enquiry(complaint=True, complaint_about=town.besnik)
    reply = desk.draft(enquiry=complaint, by=town.ermira)
    assert page("ermira", "reply", reply.pk).status_code == 200
    assert [page("besnik", name, reply.pk).status_code for name in PAGES] == [404] * len(PAGES)
    assert page("besnik", "reply_act", reply.pk, "submit", version=0).status_code == 404
    listed = page("besnik", "replies", query="?tab=drafts")
    assert [line.reply for line in listed.context["lines"]] == []
    assert [tab["count"] for tab in listed.context["tabs"]] == [0, 0, 0, 0, 0, 0, None]


def test_from_the_request_to_the_closed_request_through_the_pages(enquiry, page, town):
    year, number = _number(enquiry)
    page(
        "besnik", "reply_new", year, number, "answer", answer=ANSWER, signatory=town.ermira.pk, version=enquiry.version
    )
    with working_for(town.lezha):
        reply = Reply.objects.get()

    def act(who, name, **data):
        with working_for(town.lezha):
            version = Reply.objects.get(pk=reply.pk).version
        answer = page(who, "reply_act", reply.pk, name, version=version, **data)
        assert (answer.status_code, answer.url) == (302, reverse("reply", args=["lezhe", reply.pk]))

    act("besnik", "submit")
    act("ermira", "return", **{"return-reason": "Shtoni orarin.", "return-version": 1})
    assert "Shtoni orarin." in page("besnik", "reply", reply.pk).content.decode()
    act("besnik", "submit")
    act("ermira", "approve")
    act("besnik", "number")
    with working_for(town.lezha):
        reply = Reply.objects.select_related("entry", "pdf").get()
    assert reply.pdf.content_type == "application/pdf"
    scan = SimpleUploadedFile("skanim.pdf", SCAN)
    page("besnik", "reply_sign", reply.pk, file=scan, version=reply.version)
    sent = page(
        "besnik", "reply_send", reply.pk, query="?by=email", version=reply.version + 1, closing="on", outcome="answered"
    )
    assert sent.status_code == 302
    with working_for(town.lezha):
        assert Reply.objects.get().state == ReplyState.SENT
        assert Enquiry.objects.get().state == State.CLOSED
        assert Outbox.objects.get().kind == "reply"


def test_what_was_typed_stays_when_the_letter_changed_meanwhile(desk, page):
    reply = desk.draft()
    desk.edit(reply, version=reply.version, body="Teksti i kolegut.")
    answer = page(
        "besnik", "reply_edit", reply.pk, version=reply.version, subject="Lënda ime", body="Teksti im i gjatë.",
        signatory=reply.signatory_id,
    )  # fmt: skip
    assert answer.status_code == 200
    assert "Teksti im i gjatë." in answer.content.decode()
    assert "Teksti i kolegut." in answer.content.decode()  # and what the colleague wrote, beside it
    assert desk.again(reply).body == "Teksti i kolegut."
    again = {name: answer.context["form"][name].value() for name in ("version", "subject", "body", "signatory")}
    assert page("besnik", "reply_edit", reply.pk, **again).status_code == 302
    assert desk.again(reply).body == "Teksti im i gjatë."


def test_a_scan_that_is_no_scan_is_refused_on_its_page(desk, page):
    reply = desk.numbered()
    answer = page(
        "besnik", "reply_sign", reply.pk, version=reply.version, file=SimpleUploadedFile("shkresa.pdf", b"MZ program")
    )
    assert answer.status_code == 200
    assert len(answer.context["form"].errors) == 1
    assert desk.again(reply).state == ReplyState.NUMBERED


def test_a_refused_act_says_why_on_the_page_of_the_letter(desk, page):
    reply = desk.draft()
    answer = page("besnik", "reply_act", reply.pk, "number", version=reply.version)
    assert answer.status_code == 409
    assert answer.context["refused"]
    assert desk.again(reply).entry is None


def test_english_is_added_afterwards_from_the_office_wording(desk, page, town):
    reply = desk.draft()
    form = page("besnik", "reply_edit", reply.pk).context["form"]
    given = {field.name: field.value() for field in form if field.value() is not None} | {"with_english": "on"}
    assert given["body_en"].startswith("Dear Arta Çela,")
    refused = page("besnik", "reply_edit", reply.pk, **given)
    assert list(refused.context["form"].errors) == ["body_en"]  # the answer itself is still missing
    given["body_en"] = given["body_en"].replace("[…]", "At the nearest school.")
    assert page("besnik", "reply_edit", reply.pk, **given).status_code == 302
    assert (desk.again(reply).with_english, "At the nearest school." in desk.again(reply).body_en) == (True, True)


@pytest.mark.parametrize(
    ("text", "field"),
    [("", "answer"), ("   ", "answer"), ("ë" * 60_000, None), ("Përgjigje [" + "…] e papërfunduar", None)],
)
def test_a_bad_answer_is_refused_with_everything_typed_kept(enquiry, page, town, text, field):
    answer = page("besnik", "reply_new", *_number(enquiry), "answer", answer=text, signatory=town.ermira.pk)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field or "__all__"]
    assert answer.context["form"]["answer"].value() == text
    with working_for(town.lezha):
        assert Reply.objects.count() == 0
        assert Enquiry.objects.get().state == State.ANALYSIS


def test_a_strange_answer_becomes_a_letter(enquiry, page, town):
    words = "Emoji 🌉 dhe عربى, {{ kllapa }} dhe [[dyshe]], *yll* #1\u202e"
    page("besnik", "reply_new", *_number(enquiry), "answer", answer=words, signatory=town.ermira.pk)
    with working_for(town.lezha):
        reply = Reply.objects.get()
    assert "Emoji 🌉 dhe عربى, {{ kllapa }} dhe [[dyshe]], *yll* #1\n" in reply.body
    assert page("besnik", "reply_pdf", reply.pk).content.startswith(b"%PDF-")


def test_a_double_click_makes_one_letter(enquiry, page, town):
    for _click in range(2):
        page("besnik", "reply_new", *_number(enquiry), "answer", answer=ANSWER, signatory=town.ermira.pk)
    with working_for(town.lezha):
        assert Reply.objects.count() == 1


def test_returning_without_a_reason_asks_for_it(desk, page):
    reply = desk.submit(desk.draft())
    answer = page("ermira", "reply_act", reply.pk, "return", **{"return-reason": "", "return-version": reply.version})
    assert answer.status_code == 200
    assert list(answer.context["return_form"].errors) == ["reason"]


def test_acts_are_posted_and_known(desk, page):
    reply = desk.draft()
    assert page("besnik", "reply_act", reply.pk, "submit").status_code == 405
    assert page("besnik", "reply_act", reply.pk, "burn", version=0).status_code == 404


def test_papers_open_sealed_off_and_are_not_guessed(desk, page, enquiry):
    reply = desk.signed()
    pdf = page("besnik", "reply_pdf", reply.pk)
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"].startswith("inline")
    assert pdf["X-Content-Type-Options"] == "nosniff"
    scan = page("besnik", "reply_file", reply.pk, "signed")
    assert scan.content == SCAN
    assert scan["Content-Disposition"].startswith("attachment")
    assert scan["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page("besnik", "reply_file", reply.pk, "proof").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("besnik", 200), ("fatmir", 403), ("drita", 404)])
def test_the_counter_prints_acknowledgement_and_receipt(who, status, enquiry, page):
    for name in ("enquiry_ack_pdf", "enquiry_receipt_pdf"):
        answer = page(who, name, *_number(enquiry))
        assert answer.status_code == status
        if status == 200:
            assert answer.content.startswith(b"%PDF-")
    roll = page("besnik", "enquiry_receipt_pdf", *_number(enquiry), query="?paper=roll&language=en")
    assert roll.content.startswith(b"%PDF-")


def test_the_list_costs_the_same_with_one_letter_and_with_three(
    desk, page, make_enquiry, town, django_assert_max_num_queries
):
    desk.submit(desk.draft())
    page("ermira", "replies")
    with django_assert_max_num_queries(25) as one:
        page("ermira", "replies", query="?tab=approve")
    for _each in range(2):
        desk.submit(desk.draft(enquiry=make_enquiry(owner=town.besnik)))
    with django_assert_max_num_queries(25) as three:
        shown = page("ermira", "replies", query="?tab=approve")
    assert len(shown.context["lines"]) == 3
    assert len(three.captured_queries) == len(one.captured_queries)


def test_the_request_page_gets_the_letters_and_what_may_be_written(desk, enquiry, town):
    with working_for(town.lezha):
        assert [new.kind for new in replies_of(enquiry, town.besnik)["answers"]] == ["answer", "refusal"]
    reply = desk.draft()
    with working_for(town.lezha):
        enquiry.refresh_from_db()
        enquiry.municipality = town.lezha
        mine, clerks = replies_of(enquiry, town.besnik), replies_of(enquiry, town.ana)
    assert [line.reply for line in mine["lines"]] == [reply]
    assert (mine["current"].reply, mine["answers"]) == (reply, [])
    assert [new.kind for new in mine["others"]] == ["refusal", "clarification", "focal_point", "closure"]
    assert (clerks["readable"], clerks["lines"]) == (False, [])
