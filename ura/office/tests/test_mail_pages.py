"""The office's post on the screen: what waits, what an officer makes of it, and what leaves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ura.desk.actions.company import mark_complaint
from ura.desk.mail.intake import take_in
from ura.desk.models import Enquiry
from ura.desk.tests.mails import ARTA, PDF, bounce, letter
from ura.municipalities.tenancy import working_for
from ura.post.models import InboundMail, Mailbox, Outbox
from ura.post.outbox import queue
from ura.post.tests.nasty_mails import MAILS
from ura.register.models import Entry

HELD, OUTBOX = "/lezhe/office/mail/", "/lezhe/office/outbox/"
SPAM = {"X-Spam-Flag": "YES"}


@pytest.fixture
def besnik(town, client):
    client.force_login(town.besnik.user)
    return client


def take(town, *args, **kwargs):
    mail = take_in(town.lezha, letter(*args, **kwargs)).mail
    mail.municipality = town.lezha
    return mail


def page_of(mail):
    return f"{HELD}{mail.pk}/"


def shown(client, url=HELD):
    return [row.pk for row in client.get(url).context["page"].object_list]


def again(town, model, **fields):
    with working_for(town.lezha):
        return model.objects.get(**fields)


# ── what waits ──


def test_what_waits_stands_first_and_the_rest_under_its_tab(besnik, town):
    new, spam = take(town), take(town, headers=SPAM)
    robot = take(town, headers={"Auto-Submitted": "auto-replied"})
    assert [shown(besnik, f"{HELD}?state={state}") for state in ("", "held", "new", "ignored", "reply", "nonsense")] == [
        [spam.pk], [spam.pk], [new.pk], [robot.pk], [], [spam.pk],
    ]  # fmt: skip
    tabs = besnik.get(HELD).context["tabs"]
    assert [tab["count"] for tab in tabs] == [1, 1, 0, 1, 0]


def test_a_mailbox_that_is_silent_is_seen(besnik, town):
    with working_for(town.lezha):
        Mailbox.objects.create(municipality=town.lezha, address="smd@lezha.example.org", host="x", last_error="refused")
    page = besnik.get(HELD, headers={"accept-language": "en"}).content.decode()
    assert "smd@lezha.example.org" in page


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("fatmir", 403), ("ermira", 200), ("drita", 404)])
@pytest.mark.parametrize("path", ["mail/", "mail/{pk}/", "mail/{pk}/raw/", "outbox/"])
def test_the_post_is_for_officers_and_supervisors_of_the_office(path, who, status, town, client):
    mail = take(town, headers=SPAM)
    client.force_login(getattr(town, who).user)
    assert client.get("/lezhe/office/" + path.format(pk=mail.pk)).status_code == status


def test_another_office_does_not_see_the_mail(town, client):
    mail = take(town, headers=SPAM)
    client.force_login(town.drita.user)
    assert client.get(f"/korce/office/mail/{mail.pk}/").status_code == 404
    assert client.post(f"/korce/office/mail/{mail.pk}/aside/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_list_asks_as_much_for_one_as_for_many(n, besnik, town):
    for _ in range(n):
        take(town, headers=SPAM)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        besnik.get(HELD)
    asked = [
        q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config"))
    ]
    assert len(asked) <= 11


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_page_of_every_nasty_mail_opens(language, besnik, town):
    besnik.cookies["django_language"] = language
    for name, raw in MAILS.items():
        taken = take_in(town.lezha, raw)
        if taken.mail:
            assert (name, besnik.get(page_of(taken.mail)).status_code) == (name, 200)


def test_a_very_long_mail_is_shown_in_part(besnik, town):
    mail = take(town, headers=SPAM, text="fjalë " * 100_000, subject="Temë " * 200)
    assert len(besnik.get(page_of(mail)).content) < 200_000


def test_what_a_stranger_wrote_is_words_and_never_markup(besnik, town):
    mail = take(
        town, headers=SPAM, name="<b>Arta</b>", subject="<script>alert(1)</script>", text="<img src=x onerror=y>"
    )
    for url in (HELD, page_of(mail)):
        page = besnik.get(url).content.decode()
        assert "<script>alert(1)" not in page and "<img src=x" not in page


def test_the_original_comes_as_a_file_that_no_browser_opens(besnik, town):
    raw = letter(headers=SPAM)
    mail = take_in(town.lezha, raw).mail
    answer = besnik.get(page_of(mail) + "raw/")
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        raw, "application/octet-stream", "nosniff",
    )  # fmt: skip
    assert answer["Content-Disposition"] == f'attachment; filename="mesazhi-{mail.pk}.eml"'


# ── what an officer makes of it ──


def test_it_becomes_a_request_of_the_person_the_officer_names(besnik, town):
    mail = take(town, headers=SPAM, files=[("a.pdf", PDF, "application/pdf")])
    form = besnik.get(page_of(mail)).context["release"]
    assert form.initial == {"name": "Arta Prova", "email": ARTA, "service": "1"}
    answer = besnik.post(page_of(mail) + "release/", {"name": "Ben Prova", "email": "ben@example.org", "service": "2"})
    enquiry = again(town, Enquiry)
    year = timezone.localdate().year
    assert (answer.status_code, answer.url) == (302, f"/lezhe/office/enquiries/{year}/1/")
    with working_for(town.lezha):
        assert (enquiry.requester.name, enquiry.service, enquiry.attachments.count()) == ("Ben Prova", "2", 1)
    assert shown(besnik) == []
    again_page = besnik.post(page_of(mail) + "release/", {"name": "Ben Prova", "service": "2"})
    assert again_page.status_code == 422  # a double click
    with working_for(town.lezha):
        assert Entry.objects.count() == 1


def test_it_joins_the_request_the_officer_names(besnik, town, make_enquiry):
    enquiry, mail = make_enquiry(), take(town, headers=SPAM)
    answer = besnik.post(page_of(mail) + "join/", {"number": f" {enquiry.entry.label} "})
    assert (answer.status_code, again(town, InboundMail).state) == (302, "reply")


def test_a_suggestion_is_one_click(besnik, town):
    take(town, message_id="<a@mail.example.org>")
    mail = take(town, "tjetri@example.org", answers="<a@mail.example.org>")
    (suggested,) = besnik.get(page_of(mail)).context["suggested"]
    assert besnik.post(page_of(mail) + "join/", {"number": suggested.entry.label}).status_code == 302
    assert again(town, InboundMail, pk=mail.pk).state == "reply"


@pytest.mark.parametrize(
    ("act", "typed", "field"),
    [("join", {"number": "999/2026"}, "number"), ("join", {"number": ""}, "number"), ("aside", {"reason": " "}, "reason"),
     ("aside", {"reason": "x" * 61}, "reason"), ("release", {"service": "nonsense", "name": "Ana"}, "service"),
     ("release", {"service": "1", "name": "Ana", "email": "nuk është"}, "email")],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(act, typed, field, besnik, town):
    mail = take(town, headers=SPAM)
    answer = besnik.post(page_of(mail) + f"{act}/", typed)
    form = answer.context[act]
    assert (answer.status_code, list(form.errors), form.data.dict()) == (422, [field], typed)
    assert again(town, InboundMail).state == "held"


def test_it_is_set_aside_with_a_reason_and_found_under_its_tab(besnik, town):
    mail = take(town, headers=SPAM)
    assert besnik.post(page_of(mail) + "aside/", {"reason": "Reklamë"}).url == HELD
    assert (shown(besnik), shown(besnik, f"{HELD}?state=rejected")) == ([], [mail.pk])
    assert "Reklamë" in besnik.get(page_of(mail)).content.decode()


def test_an_act_nobody_knows_is_not_found(besnik, town):
    mail = take(town, headers=SPAM)
    assert besnik.post(page_of(mail) + "delete/").status_code == 404
    assert besnik.get(page_of(mail) + "aside/").status_code == 405


def test_a_released_mail_carries_a_request_hidden_papers_and_all(besnik, town):
    """A file that may not be kept is named in a note of the request."""
    mail = take(town, headers=SPAM, files=[("loja.exe", b"MZ\x90" * 50, "application/pdf")])
    besnik.post(page_of(mail) + "release/", {"name": "Ben", "service": "1"})
    with working_for(town.lezha):
        assert [e.text.partition(":")[0] for e in Enquiry.objects.get().events.filter(kind="note")] == ["loja.exe"]


# ── complaints ──


@pytest.fixture
def complaint(town):
    """Arta's mail was a complaint about Besnik; what came after it belongs to it."""
    take(town, message_id="<a@mail.example.org>")
    with working_for(town.lezha):
        enquiry = Enquiry.objects.select_related("entry").get()
        enquiry.municipality = town.lezha
        mark_complaint(enquiry, by=town.ermira, about=town.besnik)
        enquiry.again, enquiry.ours = Outbox.objects.order_by("-pk")  # the new code was sent too
    return enquiry


@pytest.mark.parametrize(
    "kind", ["the mail itself", "a reply", "a stranger's", "spam in the thread", "names it", "bounce", "absent"]
)
def test_a_complaints_mail_is_hidden_from_whom_it_is_about(kind, besnik, client, town, complaint):
    ours = complaint.ours.message_id
    if kind == "the mail itself":
        mail = again(town, InboundMail)
    elif kind == "bounce":
        mail = take_in(town.lezha, bounce(ours)).mail
    else:
        mail = take(town, **{
            "a reply": {"answers": ours},
            "a stranger's": {"sender": "tjetri@example.org", "answers": ours},
            "spam in the thread": {"answers": ours, "headers": SPAM},
            "names it": {"subject": f"Lidhur me {complaint.entry.label}"},
            "absent": {"answers": ours, "headers": {"Auto-Submitted": "auto-replied"}},
        }[kind])  # fmt: skip
    states = ("held", "new", "reply", "ignored", "rejected")
    assert [shown(besnik, f"{HELD}?state={state}") for state in states] == [[]] * 5
    assert [tab["count"] for tab in besnik.get(HELD).context["tabs"]] == [0] * 5
    for path in ("", "raw/"):
        assert besnik.get(page_of(mail) + path).status_code == 404
    assert besnik.post(page_of(mail) + "aside/", {"reason": "x"}).status_code == 404
    assert shown(besnik, f"{OUTBOX}?state=all") == []
    client.force_login(town.ermira.user)
    assert client.get(page_of(mail)).status_code == 200
    assert shown(client, f"{OUTBOX}?state=all") == [complaint.again.pk, complaint.ours.pk]


def test_a_mail_joins_no_request_that_is_hidden(besnik, town, complaint):
    mail = take(town, "tjetri@example.org", headers=SPAM)
    answer = besnik.post(page_of(mail) + "join/", {"number": complaint.entry.label})
    assert (answer.status_code, list(answer.context["join"].errors)) == (422, ["number"])


# ── what leaves ──


def put(town, state, key="a", **fields):
    with working_for(town.lezha):
        row = queue(town.lezha, key=key, kind="notice", to=ARTA, subject="Konfirmim", text="Teksti")
        Outbox.objects.filter(pk=row.pk).update(state=state, **fields)
        return row.pk


def test_what_needs_an_officer_stands_first(besnik, town):
    rows = {state: put(town, state, key=state) for state in ("queued", "sent", "failed", "uncertain")}
    assert shown(besnik, OUTBOX) == [rows["uncertain"], rows["failed"]]
    assert shown(besnik, f"{OUTBOX}?state=all") == [rows[s] for s in ("uncertain", "failed", "sent", "queued")]
    assert shown(besnik, f"{OUTBOX}?state=queued") == [rows["queued"]]


def test_the_trouble_is_a_sentence_in_the_readers_language(besnik, town):
    put(town, "failed", last_error="server_said_no: 5.1.1 unknown")
    besnik.cookies["django_language"] = "en"
    page = besnik.get(OUTBOX).content.decode()
    assert "The recipient&#x27;s mail server does not take this message. Check the address. (5.1.1 unknown)" in page


@pytest.mark.parametrize(
    ("was", "act", "status", "becomes"),
    [("failed", "again", 302, "queued"), ("uncertain", "again", 302, "queued"), ("uncertain", "sent", 302, "sent"),
     ("sent", "again", 404, "sent"), ("queued", "sent", 404, "queued"), ("sending", "again", 404, "sending"),
     ("failed", "nonsense", 404, "failed"), ("failed", "sent", 404, "failed")],
)  # fmt: skip
def test_an_officer_decides_about_an_uncertain_message(was, act, status, becomes, besnik, town):
    pk = put(town, was)
    assert besnik.post(f"{OUTBOX}{pk}/{act}/").status_code == status
    assert again(town, Outbox).state == becomes


def test_another_office_touches_no_message(town, client):
    pk = put(town, "failed")
    client.force_login(town.drita.user)
    assert client.post(f"/korce/office/outbox/{pk}/again/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "to", "state"),
    [
        ("", ARTA, "queued"),
        ("arta.prova@example.org", "arta.prova@example.org", "queued"),
        ("nuk është", ARTA, "failed"),
    ],
)
def test_a_wrong_address_is_corrected_where_it_failed(typed, to, state, besnik, town):
    pk = put(town, "failed")
    besnik.post(f"{OUTBOX}{pk}/again/", {"to": typed})
    row = again(town, Outbox)
    assert (row.to, row.state) == (to, state)
