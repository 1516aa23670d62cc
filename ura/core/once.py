"""A form sent twice is one act: each form carries a token, and the first to use it keeps it.

The claim is a row of the database cache, written in the transaction of the act itself: it goes when the act is
rolled back, and a second click waits for the first. Nothing about a person is kept, only what was made.
"""

from uuid import uuid4

from django.core.cache import cache

KEPT_FOR = 7 * 24 * 3600  # as long as a browser keeps a draft, whose words may go again


def new_token():
    return uuid4().hex


def claim(officer_id, token, kept_for=KEPT_FOR):
    """Is this the first use of the token? Without a token (no form of ours) every use is the first."""
    return not token or cache.add(_key(officer_id, token), "", kept_for)


def remember(officer_id, token, made):
    """Keep the address of what the act made, so that a repeat leads to it."""
    if token:
        cache.set(_key(officer_id, token), made, KEPT_FOR)


def made_by(officer_id, token):
    """The address of what the first use made; empty when there was none."""
    return (token and cache.get(_key(officer_id, token))) or ""


def _key(officer_id, token):
    return f"form-{officer_id}-{token[:40]}"
