"""The invented facts the demo country is made of, read from ura/demo/data."""

import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def _table(name):
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def offices():
    return _table("offices")["office"]


def stakeholders():
    return _table("offices")["stakeholder"]


def names():
    return _table("names")


def words():
    return _table("words")


@cache
def matters():
    """What people ask, each with its audience and codes filled in."""
    found = []
    for file, audience in (("diaspora", "diaspora"), ("returnees", "returnee"), ("others", "")):
        for row in _table(f"requests_{file}")["request"]:
            found.append({"audience": audience, "service": "1", "requester": "1", "origin": [], "asks": []} | row)
    return found
