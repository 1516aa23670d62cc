"""Everything by keyboard, with the focus always to be seen."""

import pytest
from playwright.sync_api import expect

from .test_journeys import register

pytestmark = pytest.mark.browser
HERE = "document.activeElement.closest('tr, li')?.innerText ?? ''"
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  if (e === document.body) return null;
  const at = document.elementFromPoint(r.left + r.width / 2, Math.min(innerHeight - 2, r.top + r.height / 2));
  return {
    what: e.outerHTML.slice(0, 100),
    outlined: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2,
    in_sight: r.width > 0 && r.bottom > 0 && r.top < innerHeight,
    uncovered: !!at && (e.contains(at) || at.contains(e)),
  };
}"""


@pytest.fixture
def desk(country, open_window):
    for subject in ("Njohja e diplomës", "Leje ndërtimi", "Kurs gjuhe"):
        register(country, subject=subject, owner=country.besnik)
    return open_window(who=country.besnik)


def test_keys_skip_search_walk_open_and_begin(desk):
    page = desk.go("/lezhe/office/enquiries/").page
    desk.key("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    desk.key("Enter")
    expect(page.locator("#main")).to_be_focused()

    desk.key("/")
    expect(page.locator(".find [name=q]")).to_be_focused()
    page.keyboard.type("njn")  # letters in a field are letters
    assert page.input_value(".find [name=q]") == "njn"
    page.evaluate("document.activeElement.blur()")
    seen = []
    for key in "jjk":
        desk.key(key)
        seen.append(page.evaluate(HERE).split()[0])
    assert seen == ["3/2026", "2/2026", "3/2026"]
    desk.key("Enter")
    expect(page.locator("h1")).to_have_text("Kurs gjuhe")
    desk.loaded()
    page.evaluate("document.activeElement.blur()")
    desk.key("n")
    page.wait_for_url("**/office/new/")


def test_dialogs_and_menus_close_by_escape_and_give_the_focus_back(desk):
    page = desk.go("/lezhe/office/enquiries/2026/1/").page
    desk.key("?")
    expect(page.locator("#keys")).to_be_visible()
    desk.key("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    for menu in page.locator("details.menu").all():
        summary = menu.locator("summary")
        summary.focus()
        desk.key("Enter")
        expect(menu.locator(".menu-box")).to_be_visible()
        desk.key("Tab")
        desk.key("Escape")
        expect(menu.locator(".menu-box")).to_be_hidden()
        expect(summary).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
def test_each_stop_of_the_tab_key_is_seen(width, desk):
    desk.resize(width)
    hidden = {}
    for address in ("/lezhe/office/enquiries/2026/1/", "/lezhe/office/new/", "/lezhe/office/enquiries/", "/lezhe/ask/"):
        stops = stops_on(desk.go(address))
        assert len(stops) > 10, address
        hidden |= {
            (address, stop["what"]): stop for stop in stops
            if not (stop["outlined"] and stop["in_sight"] and stop["uncovered"])
        }  # fmt: skip
    assert hidden == {}


def stops_on(window):
    """Each part of the page that the Tab key comes to, once around."""
    stops = []
    while len(stops) < 200:
        window.key("Tab")
        stop = window.page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    return stops
