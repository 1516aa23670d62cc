"""Finding requests by number, name, subject, organisation, phone or e-mail, without reading a word of them."""

import re

from ura.core.folding import search_terms, whole_number, words
from ura.desk.models import EnquiryToken
from ura.people.search import exact_hash, hashes, normal_email, normal_phone

_NUMBER = re.compile(r"^[^\d\s]{0,20}?(\d{1,9})\s*/\s*(\d{4})$")
_PHONE = re.compile(r"^[+0-9][0-9 ()./-]{5,}$")
MOST_WORDS, MOST_NUMBERED = 5, 200
NUMBER_WORDS = 4  # «Nr. 45 / 3» at most


def search(rows, municipality, text):
    """Those of `rows` in which everything typed occurs; accents and capitals do not matter.

    A number of our book is also looked for among the archive numbers: the register brought along from before has
    its own «7/2025».
    """
    text = text.strip()
    if number := numbered(municipality, text):
        return rows.filter(pk__in=bearing(municipality, *number))
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


def bearing(municipality, number, year):
    """Keys of the request with this number in our book and of those with it in the archive, in one question."""
    own = municipality.enquiries.filter(entry__year=year, entry__number=number).order_by().values_list("pk")
    token = exact_hash(municipality.pk, "number", f"{number}/{year}")
    found = EnquiryToken.objects.filter(municipality=municipality, token=token).order_by().values_list("enquiry")
    return [pk for (pk,) in own.union(found)[:MOST_NUMBERED]]


def numbered(municipality, text):
    """(number, year) when the text is a number of ours: «119/2014» may also be a law in the subject."""
    if number := _NUMBER.match(text):
        n, year = int(number[1]), int(number[2])
        if municipality.entries.filter(year=year, number=n).exists():
            return n, year
    return None


def wanted(municipality_id, text):
    """Groups of tokens: a request fits when each group has one of its tokens. The longest word comes first."""
    whole = _whole_number(municipality_id, text)
    if _PHONE.match(text) and sum(c.isdigit() for c in text) >= 6:
        return [{exact_hash(municipality_id, "phone", normal_phone(text))} | whole | _word(municipality_id, text)]
    groups = {}
    for piece in text.split():
        if "@" in piece.strip("@"):
            groups[piece] = {exact_hash(municipality_id, "email", normal_email(piece))}
            continue
        for word in words(piece):
            groups[word] = _word(municipality_id, word)
            if word.isdecimal():
                groups[word].add(exact_hash(municipality_id, "number", word.lstrip("0") or word))
    if not groups and whole:
        return [whole]
    for tokens in groups.values():
        tokens |= whole  # the whole text may be one number, «A-7/b» or «12/3»
    longest = sorted(groups, key=len, reverse=True)[:MOST_WORDS]
    return [groups[word] for word in longest]


def _whole_number(municipality_id, text):
    """The token of the text as one number, when it holds a digit; its parts are not looked for."""
    number = whole_number(text)
    if "@" in text or not any(c.isdigit() for c in number) or len(text.split()) > NUMBER_WORDS:
        return set()
    return {exact_hash(municipality_id, "number", number)}


def _word(municipality_id, word):
    return hashes(municipality_id, search_terms(word)[:1])
