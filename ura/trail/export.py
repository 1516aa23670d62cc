"""The trail of an office for an inspector: each act with its sentence, and all that its link in the chain is made of."""

import json

from django.utils.translation import override

from ura.core.spreadsheets import Column, write_csv
from ura.trail.words import names_of_staff, sentence

FIELDS = ("position", "act_id", "at", "officer", "officer_name", "act", "about", "row", "fields", "sq", "en", "hash")
HOW = (
    "hash = sha256(JSON of [hash before, act_id, at, officer, act, about, row, fields], keys sorted, separators "
    "', ' and ': ', not escaped, UTF-8); the first link has an empty hash before it. A line with only position and "
    "hash belongs to a matter the person who exported may not know of."
)


def lines(municipality, *, since=None, until=None, hidden=None):
    """One dict an act, in the order of the chain, the unsealed last. `since`, `until`: days, both included.

    `hidden`: a queryset of acts of which only position and hash leave.
    """
    acts = municipality.trail.between(since, until).select_related("seal").order_by("seal__position", "pk")
    staff = names_of_staff(municipality)
    left_out = set(hidden.between(since, until).values_list("pk", flat=True)) if hidden is not None else set()
    for act in sorted(acts.iterator(2000), key=_place):
        seal = getattr(act, "seal", None)
        line = dict.fromkeys(FIELDS, None) | {
            "position": seal.position if seal else None, "hash": seal.hash if seal else None
        }  # fmt: skip
        if act.pk not in left_out:
            line |= {
                "act_id": act.pk, "at": act.at.isoformat(), "officer": act.officer_id,
                "officer_name": staff.get(act.officer_id, ""), "act": act.act, "about": act.about, "row": act.row,
                "fields": act.fields,
            }  # fmt: skip
            for language in ("sq", "en"):
                with override(language):
                    line[language] = sentence(act, staff)
        yield line


def as_json(municipality, rows, *, since, until):
    """The whole export as one JSON document, with how to check it."""
    head = {
        "office": municipality.slug, "from": since and since.isoformat(), "until": until and until.isoformat(),
        "how": HOW, "acts": list(rows),
    }  # fmt: skip
    return json.dumps(head, ensure_ascii=False, indent=1).encode()


def as_csv(rows):
    """The same for a spreadsheet; the fields of an act as JSON in one cell."""

    def cell(name, value):
        return (
            json.dumps(value, sort_keys=True, ensure_ascii=False) if name == "fields" and value is not None else value
        )

    return write_csv([Column(name) for name in FIELDS], ([cell(name, row[name]) for name in FIELDS] for row in rows))


def _place(act):
    seal = getattr(act, "seal", None)
    return (seal is None, seal.position if seal else act.pk)
