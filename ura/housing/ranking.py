"""The order of a list: points first, then what the office chose for equal points; and who gets a place."""

from hashlib import blake2b

from ura.housing.states import RANKED, State, Tie

FIELDS = ("pk", "points", "received_on", "children", "members", "income", "returnee", "number", "year")


def read(call):
    """The applications that take part, as plain dicts: thousands are ordered without making objects of them."""
    return list(call.applications.filter(state__in=RANKED).values(*FIELDS, "rank", "by_quota", "state"))


def order(rows, ties, lot=""):
    """The rows best first, each with its `rank`; who is equal in everything shares a rank."""
    ways = [_WAYS[tie] for tie in ties if tie != Tie.LOT]

    def key(row):
        drawn = [_drawn(lot, row)] if lot and Tie.LOT in ties else []
        return (-(row["points"] or 0), *(way(row) for way in ways), *drawn)

    keyed = sorted(((key(row), row["year"], row["number"], row) for row in rows), key=lambda each: each[:3])
    before, rank = None, 0
    for place, (own, _year, _number, row) in enumerate(keyed, 1):
        if own != before:
            before, rank = own, place
        row["rank"] = rank
    return [each[3] for each in keyed]


def choose(ordered, places, quota):
    """Mark who is proposed: the first by rank, but of the places at least `quota` to returnees while there are any.

    A returnee beyond the places moves up for the last of the others; both see why (`by_quota`).
    """
    first, rest = ordered[:places], ordered[places:]
    lacking = quota - sum(row["returnee"] for row in first)
    chosen = {row["pk"] for row in first}
    moved = set()
    if lacking > 0:
        ups = [row for row in rest if row["returnee"]][:lacking]
        downs = [row for row in reversed(first) if not row["returnee"]][: len(ups)]
        moved = {row["pk"] for row in ups}
        chosen = (chosen - {row["pk"] for row in downs}) | moved
    for row in ordered:
        row["state"] = State.PROPOSED if row["pk"] in chosen else State.WAITING
        row["by_quota"] = row["pk"] in moved
    return ordered


def undecided_at_the_line(ordered):
    """Ranks shared by somebody proposed and somebody who is not: the tie rule does not decide who gets the place."""
    proposed = {row["rank"] for row in ordered if row["state"] == State.PROPOSED and not row["by_quota"]}
    waiting = {row["rank"] for row in ordered if row["state"] == State.WAITING}
    counts = {}
    for row in ordered:
        counts[row["rank"]] = counts.get(row["rank"], 0) + 1
    return sorted(rank for rank in proposed & waiting if counts[rank] > 1)


def _drawn(lot, row):
    """This application's lot: follows from what was drawn for the call, so that anybody can check it."""
    return blake2b(f"{lot}:{row['year']}:{row['number']}".encode(), digest_size=8).hexdigest()


_MOST = 10**9
_WAYS = {
    Tie.EARLIEST: lambda row: row["received_on"],
    Tie.CHILDREN: lambda row: -row["children"],
    Tie.MEMBERS: lambda row: -row["members"],
    Tie.INCOME: lambda row: _MOST if row["income"] is None else row["income"],
    Tie.RETURNEE: lambda row: not row["returnee"],
}
