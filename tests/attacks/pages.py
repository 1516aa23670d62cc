"""The forms that Ura's pages show, read from the pages themselves: an attacker knows no more, and no less."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"date": "2026-01-15", "email": "x@example.org", "number": "1", "tel": "+355 66 111 2222", "password": "x"}


@dataclass
class Form:
    """One form of a page: where it goes, and its fields {name: [values]}."""

    page: str
    action: str
    method: str
    texts: dict = field(default_factory=dict)
    choices: dict = field(default_factory=dict)
    files: set = field(default_factory=set)
    hidden: dict = field(default_factory=dict)

    def filled(self, text):
        """Every field holds this text; what a click gives stays as the page gave it."""
        given = {**self.hidden, **{name: (values or [""])[0] for name, values in self.choices.items()}}
        return given | dict.fromkeys(self.texts, text)

    def chosen(self, value):
        """As above, and every choice too holds what no list offered."""
        return self.filled("fjalë") | dict.fromkeys(self.choices, value)

    def believable(self, name, value):
        """As somebody fills it in who means well, but for one choice."""
        return self.filled("") | self.texts | {name: value}


class _Reader(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.page, self.found, self.select = page, [], None

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self.found.append(Form(self.page, has.get("action") or self.page, (has.get("method") or "get").lower()))
        elif self.found and (name := has.get("name") or (self.select if tag == "option" else "")):
            form, kind = self.found[-1], has.get("type", "text")
            if tag == "textarea" or (tag == "input" and kind not in ("hidden", "checkbox", "radio", "file", "submit")):
                form.texts[name] = has.get("value") or TYPED.get(kind, "fjalë të mira")
            elif tag == "input" and kind == "hidden":
                form.hidden[name] = has.get("value") or ""
            elif tag == "input" and kind == "file":
                form.files.add(name)
            elif tag == "select":
                self.select = name
                form.choices.setdefault(name, [])
            elif tag in ("option", "input", "button"):
                form.choices.setdefault(name, []).append(has.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None


def forms_of(page, html):
    """The forms of a page that are posted."""
    reader = _Reader(page)
    reader.feed(html)
    return [form for form in reader.found if form.method == "post"]
