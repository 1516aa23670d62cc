"""The chain of hashes: a background act, so that nobody who works waits for it."""

import hashlib
import json
from typing import NamedTuple

from django.db.models import Max

from ura.trail.models import Seal, Trail


class Chain(NamedTuple):
    """What `verify` found. `broken` is the position of the first link that does not hold, None when all do."""

    broken: int | None
    holds: int
    unsealed: int
    act: Trail | None = None  # at the broken link, where its row is still there
    until: object = None  # the moment of the last act under a link that holds
    hash: str = ""  # of that link: whoever wrote it down elsewhere can prove that nothing was cut off


def link(previous, act):
    """The hash of one act after the link before it. The export carries all it is made of, for an inspector to repeat."""
    content = [previous, act.pk, act.at.isoformat(), act.officer_id, act.act, act.about, act.row, act.fields]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def seal(municipality, *, at_most=5000):
    """Seal the acts of one office not yet in its chain; returns how many. Run again, it continues."""
    last = Seal.objects.filter(municipality=municipality).order_by("-position").first()
    position, previous = (last.position, last.hash) if last else (0, "")
    # A transaction may commit after a later number was sealed, so ask for the unsealed, not for the newer.
    acts = list(Trail.objects.filter(municipality=municipality, seal=None).order_by("pk")[:at_most])
    seals = []
    for place, act in enumerate(acts, start=position + 1):
        previous = link(previous, act)
        seals.append(Seal(municipality=municipality, position=place, trail=act, hash=previous))
    Seal.objects.bulk_create(seals, batch_size=500)
    return len(seals)


def verify(municipality, *, known=None):
    """Walk the chain of one office from its beginning. `known`: (position, hash) somebody noted at an earlier time.

    A row that was changed, taken out, moved or put in breaks the chain at its place; what was cut off at the end
    shows only against a hash noted elsewhere.
    """
    previous, holds, until = "", 0, None
    seals = (
        Seal.objects.filter(municipality=municipality).order_by("position").values_list("position", "hash", "trail_id")
    )
    acts = Trail.objects.filter(municipality=municipality)
    for position, written, act in _with_acts(seals, acts):
        expected = link(previous, act) if act else ""
        broken = position != holds + 1 or written != expected
        if known and position == known[0] and written != known[1]:
            broken = True
        if broken:
            return Chain(holds + 1, holds, 0, act, until, previous)
        previous, holds, until = written, holds + 1, act.at
    top = Seal.objects.filter(municipality=municipality).aggregate(top=Max("position"))["top"] or 0
    if top != holds or (known and known[0] > holds):
        return Chain(holds + 1, holds, 0, None, until, previous)
    unsealed = acts.filter(seal=None).count()
    return Chain(None, holds, unsealed, None, until, previous)


def _with_acts(seals, acts, at_once=2000):
    """(position, hash, act or None) in the order of the chain; a row that is gone is None and not left out."""
    chunk = []
    for each in seals.iterator(at_once):
        chunk.append(each)
        if len(chunk) == at_once:
            yield from _matched(chunk, acts)
            chunk = []
    yield from _matched(chunk, acts)


def _matched(chunk, acts):
    found = acts.in_bulk([trail for _position, _hash, trail in chunk])
    for position, written, trail in chunk:
        yield position, written, found.get(trail)
