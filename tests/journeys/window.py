"""A window of a real browser, as a person uses it: by the words on the screen, in the reader's language."""

import os
import re
import time

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
AXE = Axe().axe_script
FOUND_BY_AXE = """async (rules) => (await axe.run(document, rules)).violations.map((v) =>
  `axe ${v.id}: ${JSON.stringify(v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)))}`)"""
NO_FAULT = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
A_WHILE = 15_000  # ms: for what a page that has loaded still does by itself
# Whole words that no Albanian page shows; «a», «me», «do», «to», «is» are not among them, for Albanian has such words too.
ENGLISH = re.compile(
    r"\b(the|and|of|your|you|this|that|not|with|for|from|have|was|were|been|which|will|nobody|somebody|"
    r"requests?|requester|save|search|cancel|close[ds]?|open(ed)?|letters?|answer(ed)?|due|back|number|name|new|day|days|"
    r"send|sent|files?|settings|add(ed)?|change[ds]?|remove[ds]?|notes?|tasks?|yes|choose|click|today|working|office|"
    r"mailbox|received|void(ed)?|draft|approve[ds]?|returned|signed|sign|officer|supervisor|clerk|page|"
    r"year|month|write|written|here|there|what|when|who|why|how|where|show|more|less|other|first|last|next|previous|"
    r"nothing|none|everything|every|only|already|still|please|wrong|error|sorry|found|missing|required|optional)\b",
    re.IGNORECASE,
)
# The parts that a protocol number is put together from; a programme that the law of Albania calls so.
NAMES = re.compile(r"\{\w+\}|«Cash for Work»")
# What is seen or read aloud, without what is in English on purpose (the other language's button, an English letter).
WORDS_OF_THE_PAGE = """() => {
  const foreign = (e) => { const l = e.closest("[lang]"); return l && l !== document.documentElement && l.lang !== "sq"; };
  const seen = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (e.closest("script, style, template, noscript, code, .code, bdi, [dir=auto], datalist") || foreign(e)) continue;
    if (walk.currentNode.data.trim()) seen.push(walk.currentNode.data.trim());
  }
  for (const e of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    if (foreign(e) || e.closest("template")) continue;
    seen.push(...["aria-label", "placeholder", "title", "alt"].map((n) => e.getAttribute(n)).filter(Boolean));
  }
  return seen;
}"""
PARTS_OF_THE_PAGE = """() => [...new Set([...document.querySelectorAll("body *")].map((e) =>
  `${e.parentElement.tagName}.${e.parentElement.className}>${e.tagName}.${e.getAttribute("class")}[${e.getAttributeNames()}]`))]"""
SEEN = set()  # the parts of pages that axe has looked at
LOOKS = "() => [document.documentElement.lang, document.documentElement.scrollWidth]"
OVER_THE_EDGE = """() => [...document.querySelectorAll("body *")].filter((e) => {
    const r = e.getBoundingClientRect();
    return r.width && (r.right > innerWidth + 1 || r.left < -1) && !e.closest(".vh, .skip, .band-arches, .scroll-x, [data-scroll]");
  }).slice(0, 5).map((e) => e.outerHTML.slice(0, 120))"""

FOCUS_IS_SEEN = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
  return r.bottom > 0 && r.top < innerHeight && parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none";
}"""


class Window:
    """One browser window: `go`, `press`, `fill`, `shot`. What is seen to be wrong is kept in `wrong`, what the browser says in `complaints`."""

    def __init__(self, context, home, *, language, width, folder, scripted=True):
        self.context, self.home, self.language, self.width, self.folder = context, home, language, width, folder
        self.scripted, self.complaints, self.wrong = scripted, [], []
        self.page = context.new_page()
        self.listen(self.page)

    def listen(self, page):
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", self._heard)
        page.on("response", self._answered)
        page.on("request", self._asked)
        page.on("dialog", lambda dialog: dialog.accept())

    def _heard(self, line):
        # Chromium also notes each page that answers 404, 409 or 422, which forms do on purpose, and htmx what it breaks off
        # when somebody leaves the page; a fault has a line of its own beside these.
        if line.type == "error" and not line.text.startswith(NO_FAULT):
            self.complaints.append(f"{self.page.url}: {line.text}")

    def _answered(self, response):
        wanted = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not wanted):
            self.complaints.append(f"{response.url}: {response.status}")

    def _asked(self, request):
        if not request.url.startswith((self.home, "data:", "blob:", "about:", "chrome")):
            self.complaints.append(f"asked elsewhere: {request.url}")

    # ── what a person does ──

    def go(self, address):
        self.page.goto(self.home + address if address.startswith("/") else address)
        return self

    def words(self, msgid, context=None):
        """A word of the program as this reader sees it."""
        with translation.override(self.language):
            return pgettext(context, msgid) if context else gettext(msgid)

    def found(self, msgid, context=None):
        """The button, link or fold with these words."""
        name = re.compile(rf"^\s*{re.escape(self.words(msgid, context))}\s*$")
        page = self.page
        parts = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
        return parts.or_(page.locator("summary").filter(has_text=name)).first

    def click(self, part):
        """Click a part of the page, and wait for the page that it leads to."""
        (self.page.locator(part).first if isinstance(part, str) else part).click()
        return self.loaded()

    def loaded(self):
        """The click has waited until an answer began; here all of it has come, and its scripts run."""
        self.page.wait_for_load_state()
        return self

    def press(self, msgid, context=None):
        return self.click(self.found(msgid, context))

    def fill(self, **fields):
        """Type into the fields of the page by their names; True ticks, a list of files is chosen."""
        for name, value in fields.items():
            box = self.page.locator(f"main [name='{name}']")
            if isinstance(value, bool):
                box.set_checked(value)
            elif isinstance(value, list | dict):
                box.set_input_files(value)
            elif box.first.get_attribute("type") == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif box.first.evaluate("e => e.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        return self

    def send(self):
        """Press the main button of the page's form."""
        return self.click("main form[method=post] [type=submit].button-main:visible")

    def key(self, key):
        self.page.keyboard.press(key)
        return self

    def back(self):
        self.page.go_back(wait_until="commit")  # a page that the browser kept is not loaded again
        self.until(lambda: self.page.evaluate("document.readyState") == "complete")
        return self

    def until(self, holds):
        """Look again and again until it holds."""
        end = time.monotonic() + A_WHILE / 1000
        while not holds():
            assert time.monotonic() < end, f"waited in vain at {self.page.url}"
            self.page.wait_for_timeout(50)

    def tab_to(self, name):
        """Tab on to the field of this name, as somebody without a mouse."""
        self._tab(lambda: self.page.evaluate("document.activeElement.name") == name, name)

    def tab_to_words(self, msgid):
        wanted = self.words(msgid)
        self._tab(lambda: self.page.evaluate("document.activeElement.innerText.trim()") == wanted, wanted)

    def _tab(self, is_there, wanted):
        for _step in range(60):
            if is_there():
                assert self.page.evaluate(FOCUS_IS_SEEN), f"the focus is not to be seen on {wanted}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by Tab")

    def shows(self, text):
        """Does the page show this text, or come to show it in a while?"""
        self.loaded()
        try:
            expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True, timeout=A_WHILE)
        except AssertionError:
            return False
        return True

    def lacks(self, text, *, beside):
        """Does the page that shows `beside` keep this text to itself?"""
        assert self.shows(beside), f"{beside} is not at {self.page.url}"
        return text not in self.page.locator("body").inner_text()

    def fetch(self, address):
        """A file behind a link, with this window's session."""
        answer = self.context.request.get(self.home + address if address.startswith("/") else address)
        assert answer.status == 200, (address, answer.status)
        return answer.body()

    def resize(self, width, scheme="light"):
        self.page.set_viewport_size({"width": width, "height": 850})
        self.page.emulate_media(color_scheme=scheme)
        self.width = width
        return self

    # ── what the tests look at ──

    def shot(self, step):
        """A picture of the page for people to look at, and what a machine can see on it."""
        name = f"{step}-{self.width}-{self.language}{'' if self.scripted else '-plain'}"
        self.page.wait_for_load_state()
        self.page.evaluate("scrollTo(0, 0)")  # what the head of the page covers just now is no fault
        if self.folder:
            self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)
        self.wrong += [f"{name}: {fault}" for fault in self.faults() if fault not in self.complaints]
        return self

    def faults(self, *, thorough=None, reading=True):
        """What is wrong with the page as it stands: language, words (if `reading`), width, axe, complaints of the browser."""
        faults = [*self.complaints]
        language, width = self.page.evaluate(LOOKS)
        if language != self.language:
            faults.append("the page says it is in another language")
        if reading and self.language == "sq":
            faults += english_on(self.page)
        if wide := width - self.width:
            faults.append(f"{wide} px wider than the screen: {self.page.evaluate(OVER_THE_EDGE)}")
        if self.scripted and (self._is_new() if thorough is None else thorough):
            faults += axe(self.page)
        return faults

    def _is_new(self):
        """Axe takes longest, so in a journey it looks at pages with something on them that it has not seen yet."""
        # Each step on a phone in English, with --long also on a screen in Albanian; test_axe.py has every page in both.
        if (self.width, self.language) not in [(390, "en"), *([(1280, "sq")] if os.environ.get("URA_LONG") else [])]:
            return False
        parts = {(self.language, part) for part in self.page.evaluate(PARTS_OF_THE_PAGE)}
        new = parts - SEEN
        SEEN.update(parts)
        return bool(new)


def axe(page):
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    return page.evaluate(FOUND_BY_AXE, RULES)


def english_on(page):
    """Texts on an Albanian page that hold an English word."""
    return [
        f"English: {text[:120]}" for text in page.evaluate(WORDS_OF_THE_PAGE) if ENGLISH.search(NAMES.sub("", text))
    ]
