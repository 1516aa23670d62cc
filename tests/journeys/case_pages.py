"""What people do on the pages of casework, step by step; each step leaves a picture."""

import re

from playwright.sync_api import expect

from .pages import Desk

CASE = re.compile(r"/cases/(\d+/\d+)/")


class Caseworker(Desk):
    """Somebody of the office of Lezhë who helps a family; `case` is the case as its address has it: 2026/1."""

    case = ""

    # ── small things that the pages of casework share ──

    def tick(self, name, *values):
        for value in values:
            page, box = self.window.page, f"[name='{name}'][value='{value}']"
            fold = page.locator(f"main details.fold:not([open]):has({box}) > summary")
            if fold.count():
                fold.click()
            page.locator(f"main {box}").check()

    def draws(self):
        """A signature with the mouse, or with the finger."""
        page = self.window.page
        canvas = page.locator("canvas.sign")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 30)
        page.mouse.down()
        for step in range(1, 5):
            page.mouse.move(box["x"] + 20 + step * 30, box["y"] + (60 if step % 2 else 20))
        page.mouse.up()
        expect(page.locator(f"#{canvas.get_attribute('data-sign')}")).to_have_value(re.compile("."))

    def part(self, name):
        """A tab of the case."""
        self.window.go(f"/lezhe/office/cases/{self.case}/").click(f".tabs a[href$='/{self.case}/{name}/']")
        self.window.page.wait_for_url(f"**/{self.case}/{name}/")

    def does(self, code):
        """One of the acts on the case, from its menu."""
        window = self.window.go(f"/lezhe/office/cases/{self.case}/")
        window.press("All acts")
        window.click(f".menu-box a[href$='/{code}/']")

    # ── counselling ──

    def begins(self, form):
        self.window.go("/lezhe/office/")
        self.menu("Counselling")
        self.window.click(f"main a[href$='/sessions/new/{form}/']")

    def writes_down(self, picture):
        self.window.press("Write the session down")
        self.window.page.wait_for_url(re.compile(r"/sessions/\d+/\d+/$"))
        self.window.shot(picture)

    def opens_the_case(self, picture):
        self.window.press("Open a case")
        self.window.page.wait_for_url(re.compile(r"/cases/\d+/\d+/$"))
        self.case = CASE.search(self.window.page.url)[1]
        self.window.shot(picture)

    def takes_in(self, picture, **child):
        self.does("member")
        self.window.fill(**child).shot(picture).send()
        self.window.page.wait_for_url(f"**/{self.case}/")

    # ── assessment, plan, review, closing ──

    def assesses(self, picture, *, closing=False, **scores):
        window = self.window
        self.part("closing" if closing else "assessments")
        window.press("Make the closing assessment" if closing else "New assessment")
        for domain, (score, urgency) in scores.items():
            window.fill(**{f"{domain}-score": score, f"{domain}-urgency": urgency})
        window.shot(f"{picture}-assessing").press("Keep the assessment")
        window.page.wait_for_url("**/assessments/")
        window.shot(f"{picture}-assessed")

    def sets_goals(self, picture):
        """A goal for each concern, as the format suggests it, with one action."""
        window = self.window
        self.part("plan")
        window.press("Begin the plan")
        window.shot(f"{picture}-concerns")
        while window.found("write the goal").count():
            window.press("write the goal")
            window.click("section.card .list a[href*='text=']")
            window.page.wait_for_url("**text=**")
            window.fill(
                **{
                    "0-text": "Kërkesa me dokumentet e saj",
                    "0-who": "officer",
                    "0-cost": "4000",
                    "0-source": "municipality",
                }
            )
            window.shot(f"{picture}-goal").press("Save")
            window.page.wait_for_url(f"**/{self.case}/plan/")
        window.shot(f"{picture}-plan")

    def signs_the_plan(self, picture):
        self.part("plan")
        self.window.press("Sign")
        self.window.click("a[href='?how=screen']")
        self.draws()
        self.window.shot(f"{picture}-signing").press("Keep the signed plan")
        self.window.page.wait_for_url(f"**/{self.case}/plan/")

    def reviews(self, picture, result):
        window = self.window
        self.part("reviews")
        window.press("Review the plan")
        for box in window.page.locator(f"main [name^='goal-'][value='{result}']").all():
            box.check()
        window.fill(quality_person="4", quality_professional="4", note="Të dy objektivat u arritën.", to_close=True)
        window.shot(f"{picture}-reviewing").press("Keep the review")
        window.page.wait_for_url("**/closing/")

    def closes(self, picture, outcome):
        window = self.window
        self.part("closing")
        window.fill(outcome=outcome).press("Fill in the office’s wording")
        window.shot(f"{picture}-closing").press("Close the case")
        window.page.wait_for_url("**/closing/")
        window.shot(f"{picture}-closed")

    # ── schemes ──

    def compares(self, picture, *schemes, chosen):
        window = self.window
        self.part("schemes")
        self.tick("scheme", *schemes)
        window.shot(f"{picture}-schemes").press("Set the ticked ones side by side")
        window.press("I presented it today")
        window.page.locator("main [name=scenario]").first.wait_for()
        self.picks("scenario", chosen)
        window.fill(note="Ka fëmijët në shkollë pranë.").shot(f"{picture}-scenarios").press("Record the choice")
        window.shot(f"{picture}-chosen")

    def picks(self, name, words):
        """The choice of a list or among radios that says this."""
        box = self.window.page.locator(f"main [name='{name}']")
        if box.first.evaluate("e => e.tagName") == "SELECT":
            box.select_option(label=words)
        else:
            self.window.page.locator("main label", has_text=words).locator(f"[name='{name}']").first.check()

    # ── referrals ──

    def refers(self, picture, receiver, asked):
        """To a service of the directory; answers with the address of the referral."""
        window = self.window
        self.part("referrals")
        window.press("Refer to an institution")
        window.page.locator("main [name=receiver]").select_option(f"s{receiver.pk}")
        self.tick("chosen", "name", "phone")
        window.fill(asked=asked).shot(f"{picture}-refer").press("Refer")

    def sent(self, picture):
        self.window.page.wait_for_url(re.compile(r"/referrals/\d+/$"))
        self.window.shot(f"{picture}-sent")
        return self.window.page.url.removeprefix(self.window.home)

    def agrees_to_share(self, picture, name):
        """The consent by phone, from the page that refused."""
        window = self.window
        window.press("Take a consent")
        window.go(re.sub(r"\?.*", "", window.page.url) + "?how=phone")
        self.tick("purposes", "sharing")
        window.fill(recipient=name, statement="Telefonoi vetë; iu lexua deklarata dhe u pajtua.")
        window.shot(f"{picture}-consent").press("Keep the consent")
        window.page.wait_for_url("**/consents/**")

    def records(self, referral, picture, answer, text, **more):
        """What the institution said on the phone."""
        window = self.window.go(referral)
        window.fill(answer=answer, **more)
        window.page.locator("#record [name=text]").fill(text)
        window.shot(f"{picture}-answering").press("Write down")
        window.shot(f"{picture}-answered")


class Institution:
    """Somebody at an institution with the link of a mail and the code of a call."""

    def __init__(self, window):
        self.window = window

    def opens(self, mail, code, picture):
        (link,) = re.findall(r"http\S+", mail.get_content())
        self.window.go(link).shot(f"{picture}-code").fill(code=code).press("Open the referral")
        self.window.page.locator("#accept").wait_for()
        self.window.shot(f"{picture}-referral")

    def accepts(self, text):
        self.window.page.locator("#accept [name=text]").fill(text)
        self.window.press("Accept the referral")

    def is_done(self, outcome, text, picture):
        done = self.window.page.locator("#done")
        done.locator("[name=outcome]").select_option(outcome)
        done.locator("[name=text]").fill(text)
        self.window.press("Report the result")
        self.window.shot(f"{picture}-done")
