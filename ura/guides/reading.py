"""The guides of an office: the national text, its own additions, and until when somebody said they hold."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ura.core.folding import fold
from ura.guides.models import GuideConfirmation, GuideEdition
from ura.guides.national import NationalGuide, fill, national_guides

SOURCES = {
    "sop-a": _("SOP of the diaspora,"),
    "sop-b": _("SOP on internal migration,"),
    "plan-c": _("Tirana plan"),
}


@dataclass(frozen=True)
class GuidePage:
    """A guide in one language with every fact filled in: what the page and the paper show."""

    language: str
    title: str
    laws: list  # (name, link)
    institutions: list
    steps: list
    papers: list  # (name, issuer, how to get it)
    own_papers: list
    deadlines: list  # (what, how long)
    cost: str
    fee: int | None
    notes: list
    office_notes: list
    own_text: str
    phone: str
    place: str
    hours: str
    links: tuple


@dataclass(frozen=True)
class Guide:
    """One guide as this office gives it out."""

    national: NationalGuide
    edition: GuideEdition | None
    confirmation: GuideConfirmation | None

    def __str__(self):
        return self.title

    @property
    def key(self):
        return self.national.key

    @property
    def audience(self):
        return self.national.audience

    @property
    def channel(self):
        return self.national.channel

    @property
    def title(self):
        return self.national.title.say(reader())

    @property
    def number(self):
        """Which edition of the office's additions; 0 without any."""
        return self.edition.number if self.edition else 0

    @property
    def needs_review(self):
        """Nobody confirmed it, its day has passed, or it changed since."""
        said = self.confirmation
        return said is None or said.until < timezone.localdate() or self.changed_since

    @property
    def changed_since(self):
        """Was the office's part or the national text changed after somebody confirmed the guide?"""
        said = self.confirmation
        return said is not None and (said.edition != self.number or self.is_rewritten)

    @property
    def is_rewritten(self):
        """Is the national text another one than that which was confirmed?"""
        return self.confirmation is not None and self.confirmation.national != self.national.version

    @property
    def source(self):
        """Where the text is from, in words."""
        code, _space, rest = self.national.source.partition(" ")
        return f"{SOURCES[code]} {rest}" if code in SOURCES else self.national.source

    def fact_values(self):
        """{name: (fact, the office's value or None)}"""
        own = self.edition.facts if self.edition else {}
        return {name: (fact, own.get(name)) for name, fact in self.national.facts.items()}

    def law_values(self):
        """[(code, the national name, {language: what the office writes in its place})]"""
        own = self.edition.laws if self.edition else {}
        rows = zip(self.national.law_codes, self.national.laws, strict=True)
        return [(code, name, own.get(code, {})) for code, (name, _link) in rows]

    def _national_laws(self, language):
        """The laws of the national text, or what the office writes in their place: the link was of the old one."""
        for (_code, name, own), (_name, link) in zip(self.law_values(), self.national.laws, strict=True):
            text = own.get(language) or own.get("sq") or own.get("en")
            yield _law(text) if text else (name.say(language), link)

    def page(self, language=None):
        """The guide in one language; without one, in the reader's."""
        language = language or reader()
        national, own, facts = self.national, self.edition, self.fact_values()

        def say(both):
            return fill(both.say(language), facts, language)

        def mine(name):
            return getattr(own, f"{name}_{language}") or getattr(own, f"{name}_sq") if own else ""

        return GuidePage(
            language=language, title=say(national.title), steps=[say(step) for step in national.steps],
            laws=[*self._national_laws(language), *map(_law, _lines(mine("laws")))],
            institutions=[name.say(language) for name in national.institutions],
            papers=[
                (say(paper.name), paper.issuer.say(language), paper.how.say(language)) for paper in national.papers
            ],
            own_papers=_lines(mine("papers")),
            deadlines=[
                (fact.what.say(language), fact.say(language, value))
                for fact, value in facts.values()
                if fact.kind == "duration" and (fact.value if value is None else value)
            ],
            cost=say(national.cost), fee=own.fee if own else None, notes=[say(note) for note in national.notes],
            office_notes=[say(note) for note in national.office_notes], own_text=mine("text"),
            phone=own.phone if own else "", place=own.place if own else "", hours=own.hours if own else "",
            links=national.links,
        )  # fmt: skip


def guides_for(municipality, audience="", text=""):
    """All guides of the office, or those for an audience, or those whose words hold the text; in the order of the sources."""
    editions = {row.key: row for row in GuideEdition.objects.filter(municipality=municipality).order_by("number")}
    said = {
        row.key: row
        for row in GuideConfirmation.objects.filter(municipality=municipality).select_related("by__user").order_by("pk")
    }
    every = (
        Guide(national, editions.get(key), said.get(key))
        for key, national in national_guides().items()
        if not audience or audience in national.audience
    )
    wanted = fold(text).split()
    return [one for one in every if all(part in _words(one) for part in wanted)]


def guide(municipality, key):
    """One guide of the office, or None."""
    national = national_guides().get(key)
    if national is None:
        return None
    edition = GuideEdition.objects.filter(municipality=municipality, key=key).order_by("-number").first()
    said = GuideConfirmation.objects.filter(municipality=municipality, key=key).select_related("by__user")
    return Guide(national, edition, said.order_by("-pk").first())


def reader():
    """The language of the guides for whoever reads: Albanian unless the screen is in English."""
    return "en" if (get_language() or "sq").startswith("en") else "sq"


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _law(text):
    """(name, link) of a law as an office writes it: the address, when there is one, stands last."""
    name, _space, link = text.rpartition(" ")
    return (name.strip(), link) if name.strip() and link.startswith(("https://", "http://")) else (text, "")


def _words(one):
    national = one.national
    texts = [national.title.sq, national.title.en, *(step.say("sq") for step in national.steps)]
    return fold(" ".join([*texts, *(paper.name.sq for paper in national.papers)]))
