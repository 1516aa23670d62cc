"""Words searched for, kept out of addresses and logs: they are often a person's name.

A search form posts; the words stay in the session, as ciphertext, and the address carries a short name for them
(`?s=…`). A link that is passed on opens the page without the words. Numbers may stand in an address.
"""

import re
import secrets

from ura.core.encrypted import Unreadable, ring

NAME = "s"  # of the address
LONGEST = 200
MOST = 30  # searches one session remembers
_KEPT = "searches"
_NUMBER = re.compile(r"\d{1,6}|[^\d\s]{0,20}\d{1,9}\s*/\s*\d{4}")  # a longer one may be a phone


def clean(text):
    return " ".join((text or "").replace("\0", " ").split())[:LONGEST]


def remember(request, text):
    """Keep the words for this session; returns the name that stands for them in an address, or nothing."""
    text = clean(text)
    if not text:
        return ""
    kept = dict(request.session.get(_KEPT, {}))
    name = secrets.token_urlsafe(6)
    kept[name] = ring().encrypt(text.encode()).decode()
    request.session[_KEPT] = dict(list(kept.items())[-MOST:])
    return name


def words(request):
    """The words behind the address; nothing for a link from another session, or from before signing in."""
    kept = request.session.get(_KEPT, {}).get(request.GET.get(NAME, ""))
    if not kept:
        return ""
    try:
        return ring().decrypt(kept.encode()).decode()
    except Unreadable:  # its key was left behind
        return ""


def forgotten(request):
    """Does the address stand for words this session does not know?"""
    return bool(request.GET.get(NAME)) and not words(request)


def harmless(text):
    """May it stand in an address? Only numbers may."""
    return not text or bool(_NUMBER.fullmatch(text))


def without_words(request, typed, *, first_sort):
    """The filters of a list as they were typed, and a short name for the words searched for: «?…», or nothing."""
    kept = typed.copy()
    for name in ("csrfmiddlewaretoken", "q", "page", "after", NAME):
        kept.pop(name, None)
    for name in list(kept):
        if kept.getlist(name) == [""] or (name, kept[name]) == ("sort", first_sort):
            del kept[name]
    words = clean(typed.get("q", ""))
    if words and harmless(words):
        kept["q"] = words
    elif words:
        kept[NAME] = remember(request, words)
    return f"?{kept.urlencode()}" if kept else ""
