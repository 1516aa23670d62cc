"""A person asks through the page."""

import base64
import re
import time
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from ura.core.encrypted import ring
from ura.desk.models import Attachment, Enquiry
from ura.municipalities.models import Office
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.portal.tests.conftest import WORDS
from ura.post.models import Outbox

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def requests_of(municipality):
    with working_for(municipality):
        return municipality.enquiries.count()


def test_a_request_by_the_form_is_registered_acknowledged_and_confirmed(town, client, asked):
    enquiry = asked(name="Teuta Prova", phone="+39 051 000 000", country="IT", audience="returnee")
    number = f"1/{timezone.localdate().year}"
    with working_for(town.lezha):
        assert (enquiry.channel, enquiry.audience, enquiry.entry.label) == ("portal", "returnee", number)
        assert (enquiry.text.subject, enquiry.text.body) == (WORDS["subject"], WORDS["text"])
        requester = enquiry.requester
        assert (requester.name, requester.email, requester.country) == ("Teuta Prova", "teuta@example.org", "IT")
        assert [row.to for row in Outbox.objects.all()] == ["teuta@example.org"]
    page = client.get("/lezhe/ask/done/").content.decode()
    assert [text in page for text in (enquiry.text.follow_code, number, "Besnik Prova")] == [True, True, True]


def test_only_subject_text_and_a_way_to_the_answer_are_needed(town, client, typed):
    response = client.post("/lezhe/ask/", typed(subject="", text=" ", email=""))
    form = response.context["form"]
    assert response.status_code == 422
    assert {name: [e.code for e in errors.as_data()] for name, errors in form.errors.items()} == {
        "subject": ["required"], "text": ["required"], "__all__": ["way_to_answer"]}  # fmt: skip
    assert requests_of(town.lezha) == 0


@pytest.mark.parametrize(
    "way",
    [
        {"email": "a@example.org"},
        {"phone": "+355 66 123 4567"},
        {"address": "Rruga e Provës 1"},
        {"follow_by_code": "on"},
    ],
)
def test_one_way_to_the_answer_is_enough(way, town, asked):
    enquiry = asked(**{"email": "", **way})
    with working_for(town.lezha):
        kept = (
            []
            if enquiry.requester is None
            else [enquiry.requester.email, enquiry.requester.phone, enquiry.requester.address]
        )
        assert [value for value in kept if value] == [value for value in way.values() if value != "on"]


def test_a_wrong_form_keeps_all_that_was_typed(town, client, typed):
    typed_words = typed(
        email="teuta@", name="Teuta Prova", address="Via Prova 7, Bologna", text="Fëmijët tanë janë 7 e 9 vjeç."
    )
    response = client.post("/lezhe/ask/", typed_words)
    page = response.content.decode()
    assert response.status_code == 422
    for value in (
        "teuta@",
        "Teuta Prova",
        "Via Prova 7, Bologna",
        "Fëmijët tanë janë 7 e 9 vjeç.",
        typed_words["token"],
    ):
        assert value in page
    assert 'aria-invalid="true"' in page


def test_a_double_click_is_one_request_with_one_confirmation(town, client, typed):
    once = typed()
    first, second = client.post("/lezhe/ask/", once), client.post("/lezhe/ask/", once)
    assert (first.status_code, second.status_code) == (302, 302)
    assert requests_of(town.lezha) == 1
    assert client.get("/lezhe/ask/done/").status_code == 200
    with working_for(town.lezha):
        assert Outbox.objects.count() == 1


def test_the_arithmetic_of_one_form_serves_one_request(town, client, typed):
    first = typed()
    client.post("/lezhe/ask/", first)
    again = client.post("/lezhe/ask/", typed(altcha=first["altcha"]))
    assert again.status_code == 422
    assert WORDS["text"] in again.content.decode()
    assert requests_of(town.lezha) == 1


@pytest.mark.parametrize(
    "trap",
    [
        {"website": "http://example.org"},
        {"begun": signing.dumps(time.time() + 3600, salt="portal.begun")},
        {"begun": "x"},
    ],
)
def test_a_robot_in_a_trap_registers_nothing(trap, town, client, typed):
    response = client.post("/lezhe/ask/", typed(**trap))
    assert (response.status_code, requests_of(town.lezha)) == (422, 0)


def test_papers_come_with_the_request(town, client, asked):
    papers = [SimpleUploadedFile("vërtetim.pdf", PDF), SimpleUploadedFile("shënime.txt", "Të gjitha këtu".encode())]
    enquiry = asked(files=papers)
    with working_for(town.lezha):
        rows = Attachment.objects.filter(enquiry=enquiry).select_related("file", "event")
        assert [(row.file.name, row.source, row.event.kind) for row in rows] == [
            ("vërtetim.pdf", "requester", "received"), ("shënime.txt", "requester", "received")]  # fmt: skip


@pytest.mark.parametrize(
    ("papers", "rule"),
    [
        ([("program.exe", b"MZ\x90\x00")], "file"),
        ([("bosh.pdf", b"")], "empty"),
        ([(f"{n}.txt", b"tekst") for n in range(6)], "max_files"),
    ],
)
def test_papers_that_are_not_taken_are_named_and_nothing_is_registered(papers, rule, town, client, typed):
    files = [SimpleUploadedFile(name, data) for name, data in papers]
    response = client.post("/lezhe/ask/", typed(files=files))
    assert response.status_code == 422
    assert [e.code for e in response.context["form"].errors.as_data()["files"]] == [rule]
    assert requests_of(town.lezha) == 0
    assert papers[0][0] in response.content.decode()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("rreshti 1\r\nrreshti 2", "rreshti 1\nrreshti 2"),
        ("👨‍👩‍👧 مرحبا שלום ë ç", "👨‍👩‍👧 مرحبا שלום ë ç"),
    ],
)
def test_strange_signs_arrive_as_they_were_meant(text, kept, town, asked):
    enquiry = asked(text=text, subject=f"Lënda {text}"[:200])
    with working_for(town.lezha):
        assert enquiry.text.body == kept


def test_two_million_signs_are_refused_with_a_sentence_and_stay(town, client, typed):
    response = client.post("/lezhe/ask/", typed(text="ë" * 2_000_000))
    assert response.status_code == 422
    assert [e.code for e in response.context["form"].errors.as_data()["text"]] == ["max_length"]
    assert "ë" * 2_000_000 in response.content.decode()


def test_an_office_whose_portal_is_closed_says_how_else_to_ask(town, client, typed):
    Office.objects.filter(municipality=town.lezha).update(portal_open=False, phone="+355 66 111 2222")
    page = client.get("/lezhe/ask/")
    assert page.status_code == 200
    assert "+355 66 111 2222" in page.content.decode()
    assert client.post("/lezhe/ask/", typed()).status_code == 409
    assert requests_of(town.lezha) == 0


# ── without JavaScript ──────────────────────────────────────────────────────────────────────────────────


def mailed_link(municipality):
    with working_for(municipality):
        mail = Outbox.objects.get(kind="portal_confirm")
    return re.search(r"https?://[^/\s]+(/\S+)", mail.text)[1]


def test_without_javascript_the_request_waits_for_a_click_in_the_mail(town, client, typed):
    papers = [SimpleUploadedFile("vërtetim.pdf", PDF)]
    response = client.post("/lezhe/ask/", typed(altcha=None, name="Teuta Prova", files=papers))
    assert (response.status_code, response["Location"]) == (302, "/lezhe/ask/sent/")
    assert requests_of(town.lezha) == 0
    link, other = mailed_link(town.lezha), Client()
    page = other.get(link)
    assert (page.status_code, WORDS["subject"] in page.content.decode()) == (200, True)
    assert requests_of(town.lezha) == 0  # a mail program that opens links registers nothing
    assert other.post(link)["Location"] == "/lezhe/ask/done/"
    with working_for(town.lezha):
        assert [(e.text.body, e.requester.name, e.attachments.count()) for e in town.lezha.enquiries.all()] == [
            (WORDS["text"], "Teuta Prova", 1)]  # fmt: skip


def test_the_link_clicked_twice_shows_the_same_request(town, client, typed, django_capture_on_commit_callbacks):
    client.post("/lezhe/ask/", typed(altcha=None))
    link = mailed_link(town.lezha)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link)
    assert client.get(link).status_code == 200
    assert client.post(link)["Location"] == "/lezhe/ask/done/"
    assert requests_of(town.lezha) == 1


def test_the_form_sent_twice_without_javascript_mails_once(town, client, typed):
    form = typed(altcha=None)
    client.post("/lezhe/ask/", form)
    client.post("/lezhe/ask/", form)
    with working_for(town.lezha):
        assert Outbox.objects.count() == 1


@pytest.mark.parametrize("link", ["", "?t=", "?t=abc", "?t=ImFiYyI:1w:xyz"])
def test_a_broken_link_registers_nothing_and_says_so(link, town, client):
    assert client.get(f"/lezhe/ask/confirm/{link}").status_code == 410
    assert client.post(f"/lezhe/ask/confirm/{link}").status_code == 410


def test_a_link_opens_only_at_its_own_office(town, client, typed):
    client.post("/lezhe/ask/", typed(altcha=None))
    link = mailed_link(town.lezha).replace("/lezhe/", "/korce/")
    assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
    assert requests_of(town.korca) == 0


def test_a_link_older_than_a_day_no_longer_works(town, client, typed, time_machine):
    client.post("/lezhe/ask/", typed(altcha=None))
    link = mailed_link(town.lezha)
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    assert client.post(link).status_code == 410


def test_a_draft_whose_key_was_retired_is_an_empty_form_with_a_sentence(town, client, typed, settings):
    client.post("/lezhe/ask/", typed(altcha=None, files=[SimpleUploadedFile("vërtetim.pdf", PDF)]))
    link = mailed_link(town.lezha)
    retired, settings.FIELD_KEYS = settings.FIELD_KEYS, [Fernet.generate_key().decode()]
    ring.cache_clear()
    for ask in (client.get, client.post):
        answer = ask(link, follow=True)
        assert answer.redirect_chain == [("/lezhe/ask/", 302)]
        assert [str(message) for message in answer.context["messages"]] == [
            "Ajo që shkruat u ruajt me një çelës që nuk ekziston më dhe askush nuk mund ta lexojë. Ju lutemi, shkruajeni përsëri."
        ]
        assert answer.context["form"].is_bound is False
    settings.FIELD_KEYS = retired
    ring.cache_clear()
    assert requests_of(town.lezha) == 0


def test_a_confirmed_link_belongs_to_its_request(town, client, typed):
    client.post("/lezhe/ask/", typed(altcha=None))
    client.post(mailed_link(town.lezha))
    with working_for(town.lezha):
        enquiry = town.lezha.enquiries.get()
        mail = Outbox.objects.get(kind="portal_confirm")
    assert (mail.about, mail.row) == ("desk.enquiry", enquiry.pk)


def test_without_javascript_and_without_email_a_sentence_says_what_to_do(town, client, typed):
    response = client.post("/lezhe/ask/", typed(altcha=None, email="", phone="+355 66 123 4567"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])


def test_the_shared_cache_holds_no_word_of_a_waiting_request(town, client, typed):
    client.post("/lezhe/ask/", typed(altcha=None, name="Teuta Prova"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM ura_cache")
        kept = b"".join(base64.b64decode(value) for (value,) in cursor.fetchall())
    assert [word in kept for word in (b"Teuta", b"teuta@example.org", b"Bolonja")] == [False, False, False]


# ── nothing personal on the way ─────────────────────────────────────────────────────────────────────────


def test_no_address_and_no_session_carries_a_name_or_a_code(town, client, asked):
    enquiry = asked(name="Teuta Prova")
    kept = str(dict(client.session))
    assert [text in kept for text in (enquiry.text.follow_code, "Teuta", "teuta")] == [False, False, False]


def test_the_confirmation_is_seen_by_no_other_browser_and_ends_after_half_an_hour(town, client, asked, time_machine):
    asked()
    assert Client().get("/lezhe/ask/done/")["Location"] == "/lezhe/follow/"
    assert client.get("/korce/ask/done/")["Location"] == "/korce/follow/"
    assert client.get("/lezhe/ask/done/")["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    assert client.get("/lezhe/ask/done/")["Location"] == "/lezhe/follow/"


def test_a_requester_who_is_known_by_email_is_not_mixed_with_another(town, asked):
    asked(name="Teuta Prova")
    asked(name="Agim Prova")
    with working_for(town.lezha):
        assert sorted(person.name for person in Person.objects.all()) == ["Agim Prova", "Teuta Prova"]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_form_asks_a_bounded_number_of_queries(language, town, client, django_assert_max_num_queries):
    client.cookies["django_language"] = language
    client.get("/lezhe/ask/")
    with django_assert_max_num_queries(8):
        assert client.get("/lezhe/ask/").status_code == 200


def test_more_than_can_be_read_gets_a_page_that_says_what_to_do(town, client, typed):
    client.cookies["django_language"] = "en"
    response = client.post("/lezhe/ask/", typed(text="x" * 5_300_000))
    assert (response.status_code, "Send a long text as an attachment" in response.content.decode()) == (400, True)


def test_a_complaint_is_led_to_the_supervisor_and_hidden_from_its_officer(town, client, asked):
    enquiry = asked(complaint="on", complaint_about="Besniku")
    with working_for(town.lezha):
        assert (enquiry.complaint, enquiry.complaint_about, enquiry.owner) == (True, None, town.ermira)
        assert enquiry.text.body == f"Ankesa ka të bëjë me: Besniku\n\n{WORDS['text']}"
        seen = [Enquiry.objects.visible_to(who).filter(pk=enquiry.pk).exists() for who in (town.ermira, town.besnik)]
    assert seen == [True, False]


def test_a_request_without_the_tick_is_none_and_names_nobody(town, client, typed, asked):
    assert asked().complaint is False
    response = client.post("/lezhe/ask/", typed(complaint_about="Besniku"))
    assert [e.code for e in response.context["form"].errors.as_data()["complaint_about"]] == ["no_complaint"]
    assert requests_of(town.lezha) == 1


def test_a_complaint_confirmed_by_e_mail_is_one(town, client, typed):
    client.post("/lezhe/ask/", typed(altcha=None, complaint="on", complaint_about="Besniku"))
    with working_for(town.lezha):
        link = re.search(r"https?://[^/]+(/\S+)", Outbox.objects.get().text)[1]
    client.post(link)
    with working_for(town.lezha):
        enquiry = Enquiry.objects.get()
        assert (enquiry.complaint, enquiry.owner) == (True, town.ermira)
