"""Whole days of work in a real browser, on a desk and on a phone, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from ura.desk.actions.registering import register_enquiry
from ura.desk.mail.boxes import read_mailboxes
from ura.desk.states import State
from ura.desk.tests.mails import letter
from ura.letters.tests.reading import words
from ura.municipalities.tenancy import working_for

from .pages import ANSWER, Citizen, Desk

pytestmark = pytest.mark.browser
EACH_ONCE = [(1280, "sq"), (390, "en")]
# Each width and each language in every run; the other two windows with --long.
WINDOWS = [*EACH_ONCE, *(pytest.param(*each, marks=pytest.mark.long) for each in [(1280, "en"), (390, "sq")])]
SUBJECT = "Regjistrimi i fëmijëve në shkollë"
TEXT = "Kthehemi nga Bolonja në gusht me dy fëmijë. Ku dhe me çfarë dokumentesh i regjistrojmë?"
TEUTA = {"email": "teuta@example.org", "name": "Teuta Çela"}


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_citizen_asks_by_portal_and_reads_the_answer(width, language, country, open_window, post):
    citizen = Citizen(open_window(width=width, language=language))
    citizen.asks("a", subject=SUBJECT, text=TEXT, audience="diaspora", **TEUTA)
    citizen.keeps_the_code("a")
    answered_by_letter(citizen, country, open_window, post, width=width, language=language)


def test_both_sides_work_without_javascript(country, open_window, post):
    """Without it a link in an e-mail confirms that a person asks; the office works all the same."""
    citizen = Citizen(open_window(width=390, javascript=False))
    citizen.asks("a", subject=SUBJECT, text=TEXT, audience="diaspora", **TEUTA)
    citizen.window.shot("a-03-one-step-left")
    (confirmation,) = post.comes()
    (link,) = re.findall(r"http\S+", confirmation.get_content())
    citizen.window.go(link).press("Register my request")
    citizen.keeps_the_code("a")
    answered_by_letter(citizen, country, open_window, post, width=390, language="sq", javascript=False)


def answered_by_letter(citizen, country, open_window, post, **look):
    """Besnik answers, Ermira approves; the letter leaves signed, and the citizen reads it and writes back."""
    (acknowledgement,) = post.comes()
    assert (acknowledgement["To"], citizen.number in acknowledgement.get_content()) == ("teuta@example.org", True)

    country.besnik.user.language = look["language"]  # an account keeps its language, whatever the window spoke
    country.besnik.user.save()
    besnik = Desk(open_window(**look))
    besnik.signs_in(country.besnik, country.password, "a-04")
    besnik.finds("regjistrimi", citizen.number, "a-05")
    besnik.codes("a-06", service="1", requester_type="1", need="local_services")
    besnik.drafts("a-07")
    besnik.act("Put to the supervisor")

    ermira = Desk(open_window(who=country.ermira, **look))
    ermira.opens_what_waits(citizen.number, "a-08")
    ermira.act("Approve")

    besnik.window.page.reload()
    pdf = besnik.numbers("a-10")
    assert "Fëmijët regjistrohen në shkollën" in words(pdf)
    besnik.brings_the_scan(pdf, "a-11")
    besnik.sends("a-12", outcome="answered")
    (mail,) = post.comes()
    (paper,) = mail.iter_attachments()
    assert (mail["To"], paper.get_content()) == ("teuta@example.org", pdf)

    citizen.follows("a-13")
    assert citizen.reads_the_letter() == words(pdf)
    citizen.writes("Faleminderit! A vlen kjo edhe për kopshtin?")
    citizen.window.shot("a-14-written")
    besnik.window.go("/lezhe/office/").shot("a-15-unread")
    besnik.window.click(besnik.window.page.locator("main .list").get_by_role("link", name=citizen.number, exact=True))
    assert besnik.window.shows("A vlen kjo edhe për kopshtin?")
    besnik.window.shot("a-16-request").press("Mark as read")
    expect(besnik.window.found("Mark as read")).to_have_count(0)


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_an_email_becomes_a_request_and_is_answered_by_email(width, language, country, open_window, post, mailbox):
    country.lezha.office.reply_needs_approval = False
    country.lezha.office.save()
    mailbox.deliver(
        "smd",
        letter("agim@example.org", name="Agim Leka", subject="Vërtetim për pensionin", text="Si e marr nga Greqia?"),
    )
    assert read_mailboxes(country.lezha) == 1
    (acknowledgement,) = post.comes()
    (number,) = re.findall(r"\d+/20\d\d", acknowledgement["Subject"])

    besnik = Desk(open_window(width=width, language=language, who=country.besnik))
    besnik.window.go("/lezhe/office/").shot("b-01-day")
    besnik.finds("vertetim", number, "b-02")
    besnik.drafts("b-03", "Vërtetimin e lëshon dega e sigurimeve shoqërore; ne e kërkuam dhe e bashkëlidhim.")
    pdf = besnik.numbers("b-04")
    besnik.brings_the_scan(pdf, "b-05")
    besnik.sends("b-06", closing=False)
    (mail,) = post.comes()
    assert (mail["To"], mail["In-Reply-To"]) == ("agim@example.org", None)

    mailbox.deliver(
        "smd",
        letter(
            "agim@example.org",
            name="Agim Leka",
            subject="Re: Vërtetim",
            text="E mora. Faleminderit!",
            answers=mail["Message-ID"],
        ),
    )
    assert read_mailboxes(country.lezha) == 1
    besnik.window.go("/lezhe/office/").shot("b-07-day")
    besnik.window.click(besnik.window.page.locator("main .list").get_by_role("link", name=number, exact=True).first)
    assert besnik.window.shows("E mora. Faleminderit!")
    besnik.window.shot("b-08-answered")
    besnik.menu("Outbox")
    besnik.window.shot("b-09-outbox")


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_a_paper_at_the_counter_is_answered_by_registered_post(width, language, country, open_window, post):
    """The intake and the receipt by keyboard alone."""
    besnik = Desk(open_window(width=width, language=language, who=country.besnik))
    window = besnik.window.go("/lezhe/office/")
    window.key("n")
    window.page.wait_for_url("**/office/new/")
    for name, text in {
        "name": "Dile Gjoka", "phone": "+355 66 123 4567", "address": "Rruga e Detit 5, 4501 Lezhë",
        "subject": "Ndihmë me qira pas kthimit", "body": "U ktheva nga Greqia me nënën. Kërkoj ndihmë me qiranë.",
    }.items():  # fmt: skip
        window.tab_to(name)
        window.page.keyboard.type(text)
    window.tab_to("service")
    window.page.keyboard.press("ArrowDown")
    window.shot("c-01-intake")
    window.key("Control+Enter")
    window.page.wait_for_url("**?new")
    number = window.page.locator(".big-code").inner_text()
    window.shot("c-02-registered")
    window.tab_to_words("Receipt")
    window.key("Enter")
    window.page.wait_for_url("**/receipt/")
    window.shot("c-03-receipt")
    window.page.evaluate("() => { window.print = () => { document.title = 'printed' } }")
    window.tab_to_words("Print the receipt")
    window.key("Enter")
    expect(window.page).to_have_title("printed")

    window.back()
    besnik.drafts("c-04", "Ndihma me qiranë jepet sipas vendimit të këshillit bashkiak; shkresa tregon dokumentet.")
    besnik.act("Put to the supervisor")
    ermira = Desk(open_window(width=width, language=language, who=country.ermira))
    ermira.opens_what_waits(number, "c-05")
    ermira.act("Approve")
    besnik.opens_what_waits(number, "c-06")
    besnik.brings_the_scan(besnik.numbers("c-07"), "c-08")
    besnik.sends("c-09", way="post", proof="RR123456785AL", outcome="answered")
    assert window.shows("RR123456785AL")
    window.go("/lezhe/office/book/").shot("c-10-book")
    assert post.comes() == []


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_the_supervisor_returns_a_letter_then_approves_it(width, language, country, open_window):
    enquiry = register(country, owner=country.besnik, person={"name": "Arta Çela", "email": "arta@example.org"})
    besnik = Desk(open_window(width=width, language=language, who=country.besnik))
    besnik.window.go(enquiry.get_absolute_url())
    besnik.drafts("d-01", "Po.")
    besnik.act("Put to the supervisor")
    ermira = Desk(open_window(width=width, language=language, who=country.ermira))
    ermira.opens_what_waits(enquiry.entry.label, "d-02")
    ermira.window.press("Return for changes").fill(**{"return-reason": "Shkruani edhe ku dorëzohen dokumentet."})
    ermira.window.shot("d-03-returning").press("Return", "button")
    ermira.window.shot("d-04-returned")

    besnik.opens_what_waits(enquiry.entry.label, "d-05")
    assert besnik.window.shows("Shkruani edhe ku dorëzohen dokumentet.")
    besnik.window.press("Change", "button")
    body = besnik.window.page.input_value("[name=body]")
    besnik.window.fill(body=body.replace("Po.", ANSWER)).shot("d-06-changing").press("Save")
    besnik.act("Put to the supervisor")
    ermira.opens_what_waits(enquiry.entry.label, "d-07")
    ermira.act("Approve")
    ermira.window.shot("d-08-approved")
    besnik.window.page.reload()
    assert ANSWER.split(".")[0] in words(besnik.numbers("d-09")).replace("\n", " ")


@pytest.mark.parametrize(("width", "language"), EACH_ONCE)
def test_a_walk_in_is_served_and_closed_on_one_screen(width, language, country, open_window):
    window = open_window(width=width, language=language, who=country.ana).go("/lezhe/office/serve/")
    window.fill(subject="Ku nxirret certifikata?", oral_answer="Në njësinë administrative ose në e-Albania.")
    window.fill(service="1").shot("e-01-serve").press("Register and close")
    window.page.wait_for_url("**/receipt/")
    window.shot("e-02-receipt")
    assert state_of(country, 1) == (State.CLOSED, "oral_answer")


@pytest.mark.parametrize(("width", "language"), EACH_ONCE)
def test_a_double_click_and_the_back_button_lose_and_repeat_nothing(width, language, country, open_window):
    window = open_window(width=width, language=language, who=country.besnik).go("/lezhe/office/new/")
    window.fill(name="Zef Prendi", subject="Kurs gjuhe", service="1").found("Register").dblclick()
    window.page.wait_for_url("**?new")
    window.back()
    expect(window.page.locator("[name=subject]")).to_have_value("Kurs gjuhe")
    window.press("Register")
    window.page.wait_for_url(re.compile(r"/enquiries/\d+/1/"))
    window.shot("e-03-once")
    assert numbers_of(country) == [1]

    window.go("/lezhe/office/new/").fill(name="Zef Prendi", subject="Tjetër gjë", service="1", email="zef@")
    window.fill(received_on="31.02.2026").press("Register")
    expect(window.page.locator(".errors")).to_be_visible()
    window.shot("e-04-mistakes")
    kept = [window.page.input_value(f"[name={name}]") for name in ("name", "subject", "email", "received_on")]
    assert (kept, numbers_of(country)) == (["Zef Prendi", "Tjetër gjë", "zef@", "31.02.2026"], [1])


@pytest.mark.parametrize(("width", "language"), EACH_ONCE)
def test_the_second_of_two_officers_is_told_and_keeps_the_text(width, language, country, open_window):
    enquiry = register(country, owner=country.besnik)
    besnik = open_window(width=width, language=language, who=country.besnik).go(enquiry.get_absolute_url())
    ermira = open_window(width=width, language=language, who=country.ermira).go(enquiry.get_absolute_url())
    for window in (besnik, ermira):
        window.press("Change the status")
    ermira.fill(to="3", note="Pyetëm konsullatën në Athinë.").send()
    ermira.page.wait_for_url(f"**{enquiry.get_absolute_url()}")
    besnik.fill(to="2", note="E shqyrton drejtoria e arsimit.").send()
    expect(besnik.page.locator(".errors")).to_be_visible()
    besnik.shot("e-05-two-officers")
    assert besnik.shows("Pyetëm konsullatën në Athinë.")
    assert besnik.page.input_value("[name=note]") == "E shqyrton drejtoria e arsimit."
    besnik.send()
    besnik.page.wait_for_url(f"**{enquiry.get_absolute_url()}")
    assert state_of(country, 1) == (State.INSIDE, "")


def register(country, **fields):
    fields = {"channel": "counter", "subject": SUBJECT, "requester_type": "1", "acknowledging": False} | fields
    with working_for(country.lezha):
        enquiry = register_enquiry(country.lezha, **fields)
    enquiry.municipality = country.lezha
    return enquiry


def state_of(country, number):
    with working_for(country.lezha):
        return country.lezha.enquiries.values_list("state", "outcome").get(entry__number=number)


def numbers_of(country):
    with working_for(country.lezha):
        return list(country.lezha.enquiries.order_by("pk").values_list("entry__number", flat=True))
