"""The call: opening it, the ranked list and the chain of decisions (law 22/2018; SOP internal 8.2.1)."""

import secrets

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.cases.actions.basics import happened as happened_in_case
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.housing import ranking
from ura.housing.actions.tables import table_in_force
from ura.housing.actions.weighing import must_fit, unweigh, weigh
from ura.housing.models import Call, Decision
from ura.housing.national import instruments, programmes
from ura.housing.states import CALL_MOVES, CallState, State, Tie, What
from ura.municipalities.tenancy import must_be_in_scope
from ura.trail.actions import record

BY_COUNCIL = (CallState.APPROVED, CallState.FINAL)


def open_call(municipality, *, by, programme, year, opens_on, closes_on, places, quota=0, instrument="",
              income_ceiling=None, ties=(Tie.EARLIEST,), names_public=False, priority_points=0,
              priority_group="social"):  # fmt: skip
    """A new call, on the table of points that the council decided for this programme."""
    if programme not in programmes() or (instrument and instrument not in instruments()):
        raise Refused(_("There is no such housing programme."), field="programme")
    table = table_in_force(municipality, programme, on=max(opens_on, timezone.localdate()))
    if table is None:
        raise Refused(
            _("This programme has no table of points yet that the municipal council decided: write it first."),
            field="programme",
        )
    if closes_on < opens_on:
        raise Refused(_("The last day lies before the first."), field="closes_on")
    if places < 1:
        raise Refused(_("A call needs at least one place."), field="places")
    if quota > places:
        raise Refused(_("The quota for returnees cannot be larger than the places."), field="quota")
    if not ties or set(ties) - set(Tie.values):
        raise Refused(_("Choose what decides between equal points."), field="ties")
    must_fit(table, instrument, priority_points, priority_group)
    call = Call.objects.create(
        municipality=municipality, programme=programme, instrument=instrument, year=year, opens_on=opens_on,
        closes_on=closes_on, places=places, quota=quota, income_ceiling=income_ceiling, table=table,
        ties=[str(tie) for tie in dict.fromkeys(ties)], names_public=names_public,
        priority_points=priority_points, priority_group=priority_group,
    )  # fmt: skip
    record(call, "housing.call_opened", by=by, programme=programme, year=year, places=places, quota=quota)
    return call


def decide(call, to, *, by, version, on=None, act="", reason="", funds=None, funded_places=None):
    """The next step of the chain, or a step back with its reason; each writes who decided, when and by which act."""
    lock_version(call, version)
    row = Call.objects.select_related("table").get(pk=call.pk)
    row.municipality = call.municipality
    on, to, act = on or timezone.localdate(), CallState(to), act.strip()
    _may_go(row, to, on, act, reason)
    rows = ranking.read(row)
    if to == CallState.LISTED and row.state == CallState.OPEN:
        _draw_up(row, rows, by)
    elif to == CallState.OPEN:
        unweigh(row)
        _write(row, rows, [one | {"state": State.SCORED, "by_quota": False, "rank": None} for one in rows], by)
    elif to == CallState.ASSESSED:
        _must_be_decided(row, rows)
    elif to == CallState.FUNDED:
        _fund(row, rows, by, funds, funded_places)
    elif to == CallState.FINAL:
        granted = [one | {"state": State.GRANTED} if one["state"] == State.PROPOSED else one for one in rows]
        _write(row, rows, granted, by)
    row.state = to
    row.version += 1
    row.save(update_fields=["state", "version", "lot", "weights", "funds", "funded_places"])
    Decision.objects.create(municipality=row.municipality, call=row, state=to, on=on, act=act, reason=reason, by=by)
    record(row, "housing.decided", by=by, state=str(to), on=on, number=act)
    return row


def _may_go(call, to, on, act, reason):
    if to not in CALL_MOVES[CallState(call.state)]:
        raise Refused(
            _("A call that is «%(from)s» cannot become «%(to)s».")
            % {"from": CallState(call.state).label, "to": to.label}
        )
    if to < call.state and not reason.strip():
        raise Refused(_("Write why the list goes back a step."), field="reason")
    if to in BY_COUNCIL and to > call.state and not act:
        raise Refused(_("Write the number of the council decision."), field="act")
    last = call.decisions.order_by("-pk").first()
    if on > timezone.localdate() or (last and on < last.on):
        raise Refused(_("The day lies before the step before it, or is still to come."), field="on")


def _draw_up(call, rows, by):
    """Order all applications that have points; none may wait for its points."""
    waiting = call.applications.filter(state=State.RECEIVED).count()
    if waiting:
        raise Refused(
            ngettext(
                "%(n)s application has no points yet: give them, or refuse it with a reason.",
                "%(n)s applications have no points yet: give them, or refuse them with a reason.",
                waiting,
            )
            % {"n": waiting}
        )
    if not rows:
        raise Refused(_("Nobody has applied: there is no list to draw up."))
    if call.income_ceiling is not None and (above := call.applications.filter(
        state=State.SCORED, income__gt=call.income_ceiling
    ).count()):  # fmt: skip
        raise Refused(
            ngettext(
                "%(n)s family has more income than this call allows: refuse it or carry it to another programme.",
                "%(n)s families have more income than this call allows: refuse them or carry them to another programme.",
                above,
            )
            % {"n": above}
        )
    if Tie.LOT in call.ties and not call.lot:
        call.lot = secrets.token_hex(16)  # drawn once: drawing again until it pleases would be no lot
    if weigh(call, by=by):
        rows = ranking.read(call)
    ordered = ranking.order([dict(one) for one in rows], call.ties, call.lot)
    _write(call, rows, ranking.choose(ordered, call.places, call.quota), by)


def _must_be_decided(call, rows):
    ordered = sorted(rows, key=lambda row: row["rank"])
    if open_ranks := ranking.undecided_at_the_line(ordered):
        raise Refused(
            _("Equal applications stand at the line (place %(rank)s): choose a further rule, or draw lots.")
            % {"rank": open_ranks[0]}
        )


def _fund(call, rows, by, funds, funded_places):
    """The state funds may reach for fewer places than the call had: the others go to the waiting list."""
    if not funds or funds < 1:
        raise Refused(_("Write the state funds in lek."), field="funds")
    funded_places = call.places if funded_places is None else funded_places
    if not 0 < funded_places <= call.places:
        raise Refused(_("The funds cannot reach for more places than the call has."), field="funded_places")
    call.funds, call.funded_places = funds, funded_places
    ordered = sorted((dict(one) for one in rows), key=lambda row: (row["rank"], row["year"], row["number"]))
    _write(call, rows, ranking.choose(ordered, funded_places, min(call.quota, funded_places)), by)


def set_ties(call, *, by, version, ties):
    """Another rule for equal points, while the list is not drawn up."""
    lock_version(call, version)
    if call.state != CallState.OPEN:
        raise Refused(_("The list is drawn up: open the call again to change its rule for equal points."))
    if not ties or set(ties) - set(Tie.values):
        raise Refused(_("Choose what decides between equal points."), field="ties")
    call.ties, call.version = [str(tie) for tie in dict.fromkeys(ties)], call.version + 1
    call.save(update_fields=["ties", "version"])
    record(call, "housing.ties_set", by=by, ties=",".join(call.ties))
    return call


def _write(call, before, after, by):
    """Keep rank and status of those that changed, with an event for each new status.

    Thousands of rows, so by hand: the ORM takes twenty times as long to say them as ordering them takes.
    """
    old = {row["pk"]: row for row in before}
    changed = [row for row in after if any(row[f] != old[row["pk"]][f] for f in ("rank", "state", "by_quota"))]
    moves = {row["pk"]: (str(old[row["pk"]]["state"]), str(row["state"])) for row in changed}
    moves = {pk: move for pk, move in moves.items() if move[0] != move[1]}
    must_be_in_scope(call.municipality_id)
    ranks = [(row["pk"], row["rank"] or 0, str(row["state"]), row["by_quota"]) for row in changed]
    _in_batches(_UPDATE, ranks, call.municipality_id)
    _in_batches(_EVENT, _events(call, moves, by))
    _tell_cases(call, moves, by)


_UPDATE = (
    "WITH n(id, rank, state, by_quota) AS (VALUES {rows}) UPDATE housing_application SET rank = NULLIF(n.rank, 0), "
    "state = n.state, by_quota = n.by_quota, version = version + 1 FROM n "
    "WHERE housing_application.id = n.id AND housing_application.municipality_id = %s"
)
_EVENT = (
    'INSERT INTO housing_housingevent (municipality_id, application_id, what, "on", at, officer_id, data, text) '
    "VALUES {rows}"
)


def _in_batches(sql, rows, *more):
    """The statement with five hundred rows at a time in its VALUES."""
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), 500):
            batch = rows[begin : begin + 500]
            one = f"({', '.join(['%s'] * len(batch[0]))})"
            cursor.execute(sql.format(rows=", ".join([one] * len(batch))), [*(v for row in batch for v in row), *more])


def _events(call, moves, by):
    """The rows of the events, the same values adapted once."""
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    said = {
        move: connection.ops.adapt_json_value(dict(zip(("from", "to"), move, strict=True)), None)
        for move in set(moves.values())
    }
    officer = by.pk if by else None
    return [
        (call.municipality_id, pk, What.MOVED.value, today, now, officer, said[move], "") for pk, move in moves.items()
    ]


def _tell_cases(call, moves, by):
    """Cases whose application moved hear of it."""
    for application in call.applications.exclude(case=None).select_related("case"):
        if move := moves.get(application.pk):
            application.case.municipality = call.municipality
            happened_in_case(
                application.case, EventKind.HOUSING_MOVED, by=by, application=application.label,
                **dict(zip(("from", "to"), move, strict=True)),
            )  # fmt: skip
