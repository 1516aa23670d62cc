"""Finding requests by number, name, subject, organisation, phone or e-mail, without reading a word of them."""

import re

from ura.core.folding import search_terms, words
from ura.desk.models import EnquiryToken
from ura.people.search import exact_hash, hashes, normal_email, normal_phone

_NUMBER = re.compile(r"^[^\d\s]{0,20}?(\d{1,9})\s*/\s*(\d{4})$")
_PHONE = re.compile(r"^[+0-9][0-9 ()./-]{5,}$")
MOST_WORDS = 5


def search(rows, municipality, text):
    """Those of `rows` in which everything typed occurs; accents and capitals do not matter."""
    text = text.strip()
    if number := numbered(municipality, text):
        return rows.filter(entry__year=number[1], entry__number=number[0])
    groups = wanted(municipality.pk, text)
    if not groups:
        return rows.none()
    for tokens in groups:
        if len(tokens) == 1:
            # Joined, not IN: the index gives them newest first, and PostgreSQL stops when the pages are full.
            rows = rows.filter(tokens__municipality=municipality, tokens__token=next(iter(tokens)))
        else:
            found = EnquiryToken.objects.filter(municipality=municipality, token__in=sorted(tokens))
            rows = rows.filter(pk__in=found.values("enquiry"))
    return rows


def numbered(municipality, text):
    """(number, year) when the text is a number of ours: «119/2014» may also be a law in the subject."""
    if number := _NUMBER.match(text):
        n, year = int(number[1]), int(number[2])
        if municipality.entries.filter(year=year, number=n).exists():
            return n, year
    return None


def wanted(municipality_id, text):
    """Groups of tokens: a request fits when each group has one of its tokens. The longest word comes first."""
    if _PHONE.match(text) and sum(c.isdigit() for c in text) >= 6:
        number = exact_hash(municipality_id, "number", text)
        return [{exact_hash(municipality_id, "phone", normal_phone(text)), number} | _word(municipality_id, text)]
    groups = {}
    for piece in text.split():
        if "@" in piece.strip("@"):
            groups[piece] = {exact_hash(municipality_id, "email", normal_email(piece))}
            continue
        for word in words(piece):
            groups[word] = _word(municipality_id, word)
            if word.isdecimal():
                groups[word].add(exact_hash(municipality_id, "number", word.lstrip("0") or word))
    longest = sorted(groups, key=len, reverse=True)[:MOST_WORDS]
    return [groups[word] for word in longest]


def _word(municipality_id, word):
    return hashes(municipality_id, search_terms(word)[:1])
