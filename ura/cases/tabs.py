"""What the page of a case is made of: its tabs, its cards, the sections of its dossier.

Packages above say in their `AppConfig.ready` what they add:

    add_tab("plan", _("Plan"), "case_plan", 30)           the page `case_plan`, args office, year, number
    add_card(plan_card, 30)                                plan_card(case, officer) -> (template, {name: value}) or None
    add_dossier(plan_section, 30)                          plan_section(case, officer) -> (title, note, parts) or None
    add_need(needs_by_person)                              needs_by_person(case) -> {person key: [what they need]}

A card is a <section class="card"> that may use `case`, `municipality` and its own names. `parts` of a dossier are
[(heading, [(label, value)])]. Cards and sections are asked only for officers who work on cases, never for a clerk.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    url_name: str
    order: int
    shown: Callable | None = None  # shown(case, officer)

    def url(self, case):
        entry = case.enquiry.entry
        return reverse(self.url_name, args=[case.municipality.slug, entry.year, entry.number])


_tabs, _cards, _dossier, _needs = {}, {}, {}, []


def add_tab(key, label, url_name, order, shown=None):
    """A part of the case on a page of its own."""
    _tabs[key] = Tab(key, label, url_name, order, shown)


def add_card(card, order=50):
    """A part of the case on its first page."""
    _cards[card] = order


def add_dossier(section, order=50):
    """A part of the printed dossier."""
    _dossier[section] = order


def add_need(needs):
    """What the members of the household need, as this package knows it."""
    if needs not in _needs:
        _needs.append(needs)


def tabs_of(case, officer, path):
    """For `ui/tabs.html`; the one whose address the page lies under is the active one."""
    found = []
    for tab in sorted(_tabs.values(), key=lambda tab: tab.order):
        if tab.shown and not tab.shown(case, officer):
            continue
        try:
            found.append({"label": tab.label, "url": tab.url(case), "active": False})
        except NoReverseMatch:  # the page is still to come
            continue
    here = max((tab for tab in found if path.startswith(tab["url"])), key=lambda tab: len(tab["url"]), default=None)
    if here:
        here["active"] = True
    return found


def cards_of(case, officer):
    """(template, values) of each card that has something to say."""
    return _said(_cards, case, officer)


def dossier_of(case, officer):
    """(title, note, parts) of each section that has something to say."""
    return _said(_dossier, case, officer)


def needs_of(case):
    """{person key: [what they need]} of all packages together."""
    found = {}
    for needs in _needs:
        for person, said in needs(case).items():
            found.setdefault(person, []).extend(said)
    return found


def _said(those, case, officer):
    said = (tell(case, officer) for tell in sorted(those, key=those.get))
    return [each for each in said if each is not None]
