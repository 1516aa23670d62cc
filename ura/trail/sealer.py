"""The chain of hashes: a background act, so that nobody who works waits for it."""

import hashlib
import json

from django.db.models import Max

from ura.trail.models import Seal, Trail


def _hash(previous, act):
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
        previous = _hash(previous, act)
        seals.append(Seal(municipality=municipality, position=place, trail=act, hash=previous))
    Seal.objects.bulk_create(seals, batch_size=500)
    return len(seals)


def verify(municipality):
    """(position of the first broken link or None, how many links hold, how many acts are unsealed)."""
    previous, holds = "", 0
    for link in (
        Seal.objects.filter(municipality=municipality).select_related("trail").order_by("position").iterator(2000)
    ):
        previous = _hash(previous, link.trail)
        if link.position != holds + 1 or link.hash != previous:
            return holds + 1, holds, 0
        holds += 1
    top = Seal.objects.filter(municipality=municipality).aggregate(top=Max("position"))["top"] or 0
    unsealed = Trail.objects.filter(municipality=municipality, seal=None).count()
    return (None if top == holds else holds + 1), holds, unsealed
