"""The public side in a real browser: with JavaScript and without, on a phone, in both languages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from ura.municipalities.models import Office
from ura.municipalities.tenancy import working_for
from ura.post.models import Outbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def citizen(chromium, live_server, real_town):
    """A window of somebody at home; what the browser complains of fails the test, except our own refusals."""
    complaints, contexts = [], []

    def open_(address="/lezhe/", language="sq", **options):
        context = chromium.new_context(
            base_url=live_server.url, **{"viewport": {"width": 390, "height": 850}} | options
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: (
                complaints.append(line.text) if line.type == "error" and "status of 4" not in line.text else None
            ),
        )
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def faults(page):
    found = Axe().run(page, options=RULES).response
    assert len(found["passes"]) > 10
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] + (["wider than the window"] if wide else [])


def send(page):
    page.locator("form[data-draft] button[type=submit]").click()
    page.wait_for_load_state()


def fill(page, **words):
    for name, value in words.items():
        page.fill(f"#id_{name}", value)


@pytest.mark.parametrize(("language", "width"), [("sq", 390), ("en", 1280)])
def test_every_public_page_is_accessible_and_fits(language, width, citizen, real_town):
    page = citizen("/", language, viewport={"width": width, "height": 850})
    wrong = {}
    Office.objects.filter(municipality=real_town.korca).update(portal_open=False)

    def look():
        if found := faults(page):
            wrong[page.url] = found

    look()
    for address in ("/?q=ma", "/lezhe/", "/korce/", "/korce/ask/", "/lezhe/ask/sent/", "/lezhe/ask/confirm/",
                    "/lezhe/follow/", "/lezhe/register/", "/api/v1/", "/lezhe/ask/"):  # fmt: skip
        page.goto(address)
        look()
    send(page)
    look()
    fill(page, subject="Regjistrimi në shkollë", text="Si?", phone="+355 66 123 456")
    page.locator("altcha-widget input[type=hidden]").wait_for(state="attached")
    page.wait_for_timeout(3000)
    send(page)
    assert page.url.endswith("/lezhe/ask/done/")
    look()
    page.locator("main form button").click()
    look()
    page.goto("/lezhe/follow/withdraw/")
    look()
    page.goto("/lezhe/register/")
    look()
    assert wrong == {}


def test_a_draft_survives_a_lost_connection_and_goes_when_it_was_sent(citizen, real_town):
    page = citizen("/lezhe/ask/")
    fill(page, subject="Nostrifikimi i diplomës", text="Kam mbaruar studimet në Bari.", email="agim@example.org")
    page.wait_for_timeout(3000)
    page.context.set_offline(True)
    page.locator("form[data-draft] button[type=submit]").click(no_wait_after=True)
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto("/lezhe/ask/")
    assert [page.input_value(f"#id_{name}") for name in ("subject", "text", "email")] == [
        "Nostrifikimi i diplomës", "Kam mbaruar studimet në Bari.", "agim@example.org"]  # fmt: skip
    page.locator("altcha-widget input[type=hidden]").wait_for(state="attached")
    page.wait_for_timeout(3000)
    send(page)
    assert page.url.endswith("/lezhe/ask/done/")
    page.goto("/lezhe/ask/")
    assert page.input_value("#id_subject") == ""


def test_without_javascript_one_asks_confirms_by_mail_follows_and_withdraws(citizen, real_town):
    page = citizen("/lezhe/ask/", "en", java_script_enabled=False)
    fill(page, subject="Enrolling my children", text="How do I enrol them?", email="teuta@example.org")
    page.wait_for_timeout(3100)
    page.click("form[data-draft] button[type=submit]")
    assert page.url.endswith("/lezhe/ask/sent/")
    with working_for(real_town.lezha):
        mail = Outbox.objects.get(kind="portal_confirm")
    page.goto(re.search(r"https?://[^/\s]+(/\S+)", mail.text)[1])
    page.click("main form button")
    assert page.url.endswith("/lezhe/ask/done/")
    code = page.inner_text("#code")
    page.goto("/lezhe/follow/")
    page.fill("#id_code", code.lower())
    page.click("main form button[type=submit]")
    assert page.inner_text("h1") == "Enrolling my children"
    page.fill("#id_text", "They are 7 and 9.")
    page.click("form[data-draft] button[type=submit]")
    assert page.locator(".timeline .body").first.inner_text() == "They are 7 and 9."
    page.get_by_role("link", name="Withdraw the request").click()
    page.click("main form button[type=submit]")
    assert "Withdrawn by the requester" in page.inner_text("main")
    page.get_by_role("button", name="Leave").click()
    page.goto("/lezhe/follow/request/")
    assert page.url.endswith("/lezhe/follow/")
