"""Every part of the looks in a real browser: nothing for axe to find, nothing wider than a phone, keys and drafts work."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.urls("ura.core.tests.guide_urls"), pytest.mark.django_db]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
FORM = "form[data-draft=guide]"
PATIENCE = 60_000  # ms: a page that comes late on a busy machine is no fault
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def open_guide(chromium, live_server, settings):
    """A fresh window on the guide; complaints of the browser fail the test."""
    settings.DEBUG = True
    complaints, contexts = [], []

    def open_(address="/ui/", width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 850}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto(live_server.url + address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def until(page, holds):
    """Look again and again until it holds."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < end
        page.wait_for_timeout(50)


@pytest.mark.parametrize("address", ["/ui/", "/ui/?public=1"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_guide_is_accessible_and_fits(open_guide, address, scheme, width):
    page = open_guide(address, width=width, color_scheme=scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_keys_find_rows_and_can_be_switched_off(open_guide):
    page = open_guide()
    page.evaluate("document.activeElement.blur()")
    focused = "document.activeElement.name || document.activeElement.textContent"
    for key, where in (("j", "1200/2026"), ("j", "1199/2026"), ("k", "1200/2026"), ("/", "q")):
        page.keyboard.press(key)
        assert page.evaluate(focused) == where
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate(focused) != "q"


def test_a_draft_survives_and_can_be_discarded(open_guide):
    page = open_guide()
    page.fill(f"{FORM} [name=name]", "Vjollca Përmeti")
    page.check(f"{FORM} [name=needs][value=b]")
    until(page, lambda: '["needs","b"]' in page.evaluate("localStorage.getItem('draft:guide') ?? ''"))
    page.reload()
    assert page.input_value(f"{FORM} [name=name]") == "Vjollca Përmeti"
    assert page.is_checked(f"{FORM} [name=needs][value=b]")
    page.click(f"{FORM} [data-discard]")
    page.reload()
    assert page.input_value(f"{FORM} [name=name]") == ""


def test_a_form_is_sent_once(open_guide, live_server):
    page = open_guide()
    sent = []

    def answer(route):
        if route.request.method == "POST":
            sent.append(route.request.url)
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/ui/", answer)
    page.focus(f"{FORM} [name=name]")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"{FORM} [type=submit]")).to_be_disabled()
    until(page, lambda: sent)
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(200)  # so long a second one would have to leave
    assert page.is_disabled(f"{FORM} [type=submit]")
    assert sent == [live_server.url + "/ui/"]


def test_without_javascript_the_menu_opens_and_nothing_empty_is_offered(open_guide):
    page = open_guide(width=390, java_script_enabled=False)
    page.click(".drawer summary")
    assert page.locator(".drawer .nav a").count() == 8
    assert page.locator(".drawer .nav a").first.is_visible()
    assert page.locator(".needs-js:visible").count() == 0
