"""Whole days of work in a real browser, on a desk and on a phone, in both languages."""

import re

import pytest

from ura.desk.mail.boxes import read_mailboxes
from ura.desk.tests.mails import letter
from ura.letters.tests.reading import words

from .pages import ANSWER, Citizen, Desk

pytestmark = pytest.mark.browser
WINDOWS = [(1280, "sq"), (1280, "en"), (390, "sq"), (390, "en")]
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

    besnik = Desk(open_window(**look))
    besnik.signs_in(country.besnik, country.password, "a-04")
    besnik.finds("regjistrimi", citizen.number, "a-05")
    besnik.codes("a-06", service="1", requester_type="1", need="local_services")
    besnik.drafts("a-07")
    besnik.act("Put to the supervisor")

    ermira = Desk(open_window(who=country.ermira, **look))
    ermira.window.go("/lezhe/office/").shot("a-08-to-approve")
    ermira.window.page.locator("main .list").get_by_role("link", name=citizen.number, exact=True).first.click()
    ermira.opens_the_letter()
    ermira.window.shot("a-09-approve")
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
    besnik.window.go("/lezhe/office/enquiries/?unread=yes").shot("a-15-unread")
    besnik.window.page.locator("#rows").get_by_role("link", name=citizen.number, exact=True).click()
    assert besnik.window.shows("A vlen kjo edhe për kopshtin?")
    besnik.window.shot("a-16-read").press("Mark as read")
    assert not besnik.window.shows(besnik.window.words("The requester wrote"))
