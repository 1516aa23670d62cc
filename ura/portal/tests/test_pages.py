"""The public side in a real browser: with JavaScript and without, on a phone, in both languages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ura.desk.models import Enquiry
from ura.municipalities.models import Office
from ura.municipalities.tenancy import working_for
from ura.post.models import Outbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PATIENCE = 60_000  # ms: a page that comes late on a busy machine is no fault
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def citizen(chromium, live_server, real_town):
    """A window of somebody at home; what the browser complains of fails the test, except our own refusals."""
    complaints, contexts = [], []

    def open_(address="/lezhe/", language="sq", **options):
        context = chromium.new_context(
            base_url=live_server.url, **{"viewport": {"width": 390, "height": 850}} | options
        )
        context.set_default_timeout(PATIENCE)
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


def click(page, part):
    """And wait for the page that it leads to."""
    page.locator(part).click()
    page.wait_for_load_state()


def send(page):
    click(page, "form[data-draft] button[type=submit]")


def fill(page, **words):
    for name, value in words.items():
        page.fill(f"#id_{name}", value)


@pytest.mark.parametrize(("language", "width"), [("sq", 390), ("en", 1280)])
def test_pages_on_the_way_are_accessible_and_fit(language, width, citizen, real_town):
    """What a search, a closed office, a mistake and a sent request show; the walk in tests/journeys sees the rest."""
    page = citizen("/", language, viewport={"width": width, "height": 850})
    wrong = {}
    Office.objects.filter(municipality=real_town.korca).update(portal_open=False)

    def look():
        if found := faults(page):
            wrong[page.url] = found

    for address in ("/?q=ma", "/korce/", "/korce/ask/"):
        page.goto(address)
        look()
    page.goto("/lezhe/ask/")
    send(page)
    expect(page.locator(".errors")).to_be_visible()
    look()
    fill(page, subject="Regjistrimi në shkollë", text="Si?", phone="+355 66 123 456")
    page.locator("altcha-widget input[type=hidden]").wait_for(state="attached")
    page.wait_for_timeout(3000)
    send(page)
    expect(page).to_have_url(re.compile("/lezhe/ask/done/$"))
    look()
    click(page, "main form button")
    expect(page).to_have_url(re.compile("/lezhe/follow/request/$"))
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
    expect(page).to_have_url(re.compile("^chrome-error:"))
    page.context.set_offline(False)
    page.goto("/lezhe/ask/")
    assert [page.input_value(f"#id_{name}") for name in ("subject", "text", "email")] == [
        "Nostrifikimi i diplomës", "Kam mbaruar studimet në Bari.", "agim@example.org"]  # fmt: skip
    page.locator("altcha-widget input[type=hidden]").wait_for(state="attached")
    page.wait_for_timeout(3000)
    send(page)
    expect(page).to_have_url(re.compile("/lezhe/ask/done/$"))
    page.goto("/lezhe/ask/")
    assert page.input_value("#id_subject") == ""


def test_a_request_whose_answer_was_lost_goes_again_without_a_second_number(citizen, real_town):
    page = citizen("/lezhe/ask/")
    lost = []

    def lose_the_answer(route):
        if route.request.method != "POST" or len(lost) == 2:
            return route.continue_()
        lost.append(route.fetch(max_redirects=0).status)
        return route.abort()

    page.route("**/lezhe/ask/", lose_the_answer)

    def asked_again():
        page.locator("altcha-widget input[type=hidden]").wait_for(state="attached")
        page.wait_for_timeout(3000)
        page.locator("form[data-draft] button[type=submit]").click(no_wait_after=True)

    fill(page, subject="Nostrifikimi", text="Kam mbaruar studimet.", email="agim@example.org")
    asked_again()
    expect(page).to_have_url(re.compile("^chrome-error:"))
    page.goto("/lezhe/ask/")
    asked_again()
    expect(page).to_have_url(re.compile("^chrome-error:"))
    page.goto("/lezhe/ask/")
    fill(page, text="Tjetër gjë.")
    asked_again()
    expect(page).to_have_url(re.compile("/lezhe/ask/done/$"))
    assert lost == [302, 302]
    with working_for(real_town.lezha):
        asked = Enquiry.objects.order_by("pk").values_list("text__body", flat=True)
        assert list(asked) == ["Kam mbaruar studimet.", "Tjetër gjë."]


def test_without_javascript_one_asks_confirms_by_mail_follows_and_withdraws(citizen, real_town):
    page = citizen("/lezhe/ask/", "en", java_script_enabled=False)
    fill(page, subject="Enrolling my children", text="How do I enrol them?", email="teuta@example.org")
    page.wait_for_timeout(3100)
    send(page)
    expect(page).to_have_url(re.compile("/lezhe/ask/sent/$"))
    with working_for(real_town.lezha):
        mail = Outbox.objects.get(kind="portal_confirm")
    page.goto(re.search(r"https?://[^/\s]+(/\S+)", mail.text)[1])
    click(page, "main form button")
    expect(page).to_have_url(re.compile("/lezhe/ask/done/$"))
    code = page.inner_text("#code")
    page.goto("/lezhe/follow/")
    page.fill("#id_code", code.lower())
    click(page, "main form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Enrolling my children")
    page.fill("#id_text", "They are 7 and 9.")
    send(page)
    expect(page.locator(".timeline .body").first).to_have_text("They are 7 and 9.")
    page.get_by_role("link", name="Withdraw the request").click()
    click(page, "main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("Withdrawn by the requester")
    page.get_by_role("button", name="Leave").click()
    page.wait_for_load_state()
    page.goto("/lezhe/follow/request/")
    assert page.url.endswith("/lezhe/follow/")
