"""What people do on Ura's pages, step by step; each step leaves a picture."""

import re
import time

from playwright.sync_api import expect

from ura.letters.tests.reading import words

ANSWER = "Fëmijët regjistrohen në shkollën më të afërt me banesën. Dëftesat e huaja pranohen të përkthyera."
ANSWER_IN_ENGLISH = (
    "Children are enrolled at the school nearest to their home. Foreign reports are accepted with a translation."
)
THE_MENU_FOLDS = 1100  # px
A_ROBOT_IS_FASTER = 3.2  # seconds


class Citizen:
    """Somebody abroad, at a computer or with a phone."""

    def __init__(self, window):
        self.window = window
        self.number = self.code = ""

    def asks(self, picture, *, subject, text, **more):
        """Fill in the office's form and send it."""
        window = self.window
        window.go("/lezhe/").shot(f"{picture}-01-portal").press("Begin")
        begun = time.monotonic()
        window.fill(subject=subject, text=text, **more).shot(f"{picture}-02-ask")
        window.page.wait_for_timeout(max(0, A_ROBOT_IS_FASTER - (time.monotonic() - begun)) * 1000)
        if window.scripted:
            expect(window.page.locator("input[name=altcha]")).to_have_value(re.compile("."))
        window.press("Send the request")

    def keeps_the_code(self, picture):
        window = self.window
        window.page.wait_for_url("**/ask/done/")
        self.number, self.code = window.page.locator(".big-code").all_inner_texts()
        window.shot(f"{picture}-03-registered")

    def follows(self, picture):
        window = self.window
        window.go("/lezhe/follow/").fill(number=self.number, code=self.code).press("Open the request")
        window.page.wait_for_url("**/follow/request/")
        window.shot(f"{picture}-followed")

    def reads_the_letter(self):
        """The words of the official letter behind the newest link."""
        link = self.window.page.locator("a[href*='/follow/letters/']").first
        return words(self.window.fetch(link.get_attribute("href")))

    def writes(self, text):
        self.window.fill(text=text).press("Send the message")
        assert self.window.shows(self.window.words("Your message has reached us."))


class Desk:
    """A person at work in the office of Lezhë."""

    def __init__(self, window):
        self.window = window

    def signs_in(self, officer, password, picture):
        window = self.window
        window.go("/sign-in/").fill(login=officer.user.email, password=password).shot(f"{picture}-sign-in")
        window.click("main form [type=submit]")
        window.page.wait_for_url("**/lezhe/office/")
        window.shot(f"{picture}-day")

    def menu(self, msgid):
        """A part of the office, by the rail or on a phone by the folded menu."""
        window = self.window
        if window.width < THE_MENU_FOLDS:
            window.page.locator(".drawer summary").click()
        window.click(window.page.locator(".nav a:visible", has_text=re.compile(rf"^\s*{window.words(msgid)}")).first)

    def finds(self, text, number, picture):
        """Search above every page, then open the request."""
        window = self.window
        self.menu("Requests")
        window.page.fill(".find [name=q]", text)
        window.page.press(".find [name=q]", "Enter")
        window.page.wait_for_url("**s=**")
        window.shot(f"{picture}-found")
        window.click(window.page.locator("#rows").get_by_role("link", name=number, exact=True))
        window.shot(f"{picture}-request")

    def codes(self, picture, **codes):
        self.window.press("Set the codes").fill(**codes).shot(f"{picture}-codes").send()

    def drafts(self, picture, answer=ANSWER):
        """An official reply from the office's wording."""
        window = self.window
        window.click("main .page-head .button-main")
        window.fill(answer=answer)
        english = window.page.locator("main [name=with_english]")
        if english.count() and english.is_checked():  # whoever asked in English is answered in both
            window.fill(answer_en=ANSWER_IN_ENGLISH)
        window.shot(f"{picture}-write").press("Write the draft")
        window.page.wait_for_url(re.compile(r"/letters/\d+/$"))
        window.shot(f"{picture}-draft")

    def opens_what_waits(self, number, picture):
        """From «Dita ime» to the letter of this request that waits for a hand."""
        window = self.window
        window.go("/lezhe/office/").shot(f"{picture}-day")
        window.click(
            window.page.locator("main [aria-labelledby^=l]").get_by_role("link", name=number, exact=True).first
        )
        window.page.wait_for_url(re.compile(r"/letters/\d+/$"))
        window.shot(f"{picture}-letter")

    def act(self, msgid):
        self.window.press(msgid, "button")

    def numbers(self, picture):
        """Give the letter its number; answers with its PDF."""
        window = self.window
        self.act("Give it a number")
        window.shot(f"{picture}-numbered")
        return window.fetch(window.found("PDF").get_attribute("href"))

    def brings_the_scan(self, pdf, picture):
        window = self.window
        window.press("Add the signed copy")
        window.fill(file={"name": "e nënshkruar.pdf", "mimeType": "application/pdf", "buffer": pdf})
        window.shot(f"{picture}-scan").press("Keep the signed copy")
        window.shot(f"{picture}-signed")

    def sends(self, picture, way="", **fields):
        """The signed letter leaves, and the request is closed with its outcome."""
        window = self.window
        window.click("#next a[href$='/send/']")
        if way:
            window.click(f".tabs a[href='?by={way}']")
        window.fill(**fields).shot(f"{picture}-send").press("Send", "button")
        window.page.wait_for_url(re.compile(r"/enquiries/\d+/\d+/$"))
        window.shot(f"{picture}-closed")
