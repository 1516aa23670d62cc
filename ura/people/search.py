"""Finding people without reading text about people: keyed hashes, a key per office."""

import re

from ura.core.encrypted import keyed_hash
from ura.core.folding import index_terms, search_terms
from ura.people.models import Person, PersonToken

_DIGITS = re.compile(r"\D+")


def normal_phone(text):
    """Digits only, in international form: 066… and 00355 66… and +355 66… are one number."""
    digits = _DIGITS.sub("", text or "")
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = "355" + digits[1:]
    return digits


def normal_email(text):
    return (text or "").strip().casefold()


def hashes(municipality_id, terms):
    """The tokens of folded words of names, subjects and organisations."""
    return {keyed_hash("search", municipality_id, term) for term in terms}


def exact_hash(municipality_id, kind, text):
    """The token of a phone, an e-mail address or a number, found only whole."""
    return keyed_hash(f"exact-{kind}", municipality_id, text)


def person_hashes(person):
    """All tokens of one person."""
    found = hashes(person.municipality_id, index_terms(person.name) | index_terms(person.organisation))
    if phone := normal_phone(person.phone):
        found.add(exact_hash(person.municipality_id, "phone", phone))
    if email := normal_email(person.email):
        found.add(exact_hash(person.municipality_id, "email", email))
    return found


def query_hashes(municipality_id, text):
    """What a reader typed: an address, a phone number, or words that must all occur."""
    text = (text or "").strip()
    if "@" in text and " " not in text:
        return {exact_hash(municipality_id, "email", normal_email(text))}
    if len(_DIGITS.sub("", text)) >= 6 and not re.search(r"[^\W\d_]", text):
        return {exact_hash(municipality_id, "phone", normal_phone(text))}
    return hashes(municipality_id, search_terms(text))


def find_people(municipality, text, *, limit=8):
    """People of this office whose name, organisation, phone or address fits what was typed; newest first."""
    wanted = query_hashes(municipality.pk, text)
    if not wanted:
        return Person.objects.none()
    people = Person.objects.filter(municipality=municipality)
    for token in wanted:
        rows = PersonToken.objects.filter(municipality=municipality, token=token)
        people = people.filter(pk__in=rows.values("person"))
    return people.order_by("-pk")[:limit]


def find_by_email(municipality, address):
    """The people of this office with exactly this address."""
    token = exact_hash(municipality.pk, "email", normal_email(address))
    rows = PersonToken.objects.filter(municipality=municipality, token=token)
    return Person.objects.filter(municipality=municipality, pk__in=rows.values("person"))
