"""Is this person known, and is this the matter they brought before? Shown before a second number is drawn."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from ura.core.folding import words
from ura.desk.models import Enquiry
from ura.people.models import Person
from ura.people.search import find_people

DAYS_BACK = 90
EMPTY_WORDS = {"kerkese", "kerkesa", "lidhje", "request", "about", "with", "from", "informacion", "information"}
SHORTEST_WORD = 4


@dataclass
class Known:
    """A person of this office as the counter may see them before choosing: contacts masked."""

    person: Person
    open: list = field(default_factory=list)  # their open requests this officer may know of
    same: list = field(default_factory=list)  # among them and the recent ones, what looks like this matter

    @property
    def keys(self):
        """What the officer has looked at who has seen this card: the person, and each request pointed out."""
        return [f"p{self.person.pk}", *(str(enquiry.pk) for enquiry in self.same)]

    @property
    def phone(self):
        return masked_phone(self.person.phone)

    @property
    def email(self):
        return masked_email(self.person.email)


def look_up(officer, *, name="", organisation="", phone="", email="", limit=6):
    """People who may be the one at the counter: by address first, then phone, then names."""
    found = {}
    for text in (email, phone, name, organisation):
        if len(text.strip()) < 3:
            continue
        for person in find_people(officer.municipality, text, limit=limit, officer=officer, recognised=True):
            found.setdefault(person.pk, person)
    return list(found.values())[:limit]


def known(officer, people, *, service="", subject=""):
    """These people with their open requests and what looks like the same matter, as far as the officer may know."""
    if not people:
        return []
    since = timezone.localdate() - timedelta(days=DAYS_BACK)
    rows = Enquiry.objects.filter(municipality=officer.municipality, requester__in=people).visible_to(officer)
    rows = rows.filter(Q(closed_on=None) | Q(received_on__gte=since), entry__voided_at=None)
    cards = {person.pk: Known(person) for person in people}
    for enquiry in rows.select_related("entry", "text")[:100]:
        enquiry.municipality = officer.municipality
        card = cards[enquiry.requester_id]
        if enquiry.is_open:
            card.open.append(enquiry)
        alike = enquiry.received_on >= since and same_words(enquiry.text.subject, subject)
        if alike or (enquiry.is_open and subject and enquiry.service == service):
            card.same.append(enquiry)
    return list(cards.values())


def same_words(one, other):
    """Do two subjects share a word that says something?"""
    return bool(_telling(one) & _telling(other))


def _telling(text):
    return {word for word in words(text) if len(word) >= SHORTEST_WORD} - EMPTY_WORDS


def masked_phone(text):
    """+355 •••• 42: enough to ask «does it end in 42?», not enough to call."""
    text = (text or "").strip()
    return f"{text[:4]} •••• {text[-2:]}" if len(text) > 6 else "••••" if text else ""


def masked_email(text):
    name, at, domain = (text or "").partition("@")
    return f"{name[:1]}•••@{domain}" if at else ""
