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
from ura.housing.models import Application, Call, Decision, HousingEvent
from ura.housing.national import instruments, programmes
from ura.housing.states import CALL_MOVES, CallState, State, Tie, What
from ura.trail.actions import record

BY_COUNCIL = (CallState.APPROVED, CallState.FINAL)


def open_call(municipality, *, by, programme, year, opens_on, closes_on, places, quota=0, instrument="",
              income_ceiling=None, ties=(Tie.EARLIEST,), names_public=False):  # fmt: skip
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
    call = Call.objects.create(
        municipality=municipality, programme=programme, instrument=instrument, year=year, opens_on=opens_on,
        closes_on=closes_on, places=places, quota=quota, income_ceiling=income_ceiling, table=table,
        ties=[str(tie) for tie in dict.fromkeys(ties)], names_public=names_public,
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
        _write(row, rows, [one | {"state": State.SCORED, "by_quota": False} for one in rows], by)
    elif to == CallState.ASSESSED:
        _must_be_decided(row, rows)
    elif to == CallState.FUNDED:
        _fund(row, rows, by, funds, funded_places)
    elif to == CallState.FINAL:
        granted = [one | {"state": State.GRANTED} if one["state"] == State.PROPOSED else one for one in rows]
        _write(row, rows, granted, by)
    row.state = to
    row.version += 1
    row.save(update_fields=["state", "version", "lot", "funds", "funded_places"])
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
    """Keep rank and status of those that changed, with an event for each new status. Thousands of rows, so by hand:
    the ORM's bulk_update of five thousand rows takes longer than ordering them."""
    old = {row["pk"]: row for row in before}
    changed = [row for row in after if any(row[f] != old[row["pk"]][f] for f in ("rank", "state", "by_quota"))]
    moved = [row for row in changed if row["state"] != old[row["pk"]]["state"]]
    table, q = Application._meta.db_table, connection.ops.quote_name
    sql = (
        f"UPDATE {q(table)} SET {q('rank')} = %s, {q('state')} = %s, {q('by_quota')} = %s, "
        f"{q('version')} = {q('version')} + 1 WHERE {q('id')} = %s AND {q('municipality_id')} = %s"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            sql,
            [(row["rank"], str(row["state"]), row["by_quota"], row["pk"], call.municipality_id) for row in changed],
        )
    today = timezone.localdate()
    HousingEvent.objects.bulk_create(
        [
            HousingEvent(
                municipality_id=call.municipality_id, application_id=row["pk"], what=What.MOVED, on=today, officer=by,
                data={"from": str(old[row["pk"]]["state"]), "to": str(row["state"])},
            )
            for row in moved
        ],
        batch_size=1000,
    )  # fmt: skip
    states = {row["pk"]: row["state"] for row in moved}
    in_cases = call.applications.exclude(case=None).select_related("case")
    for application in in_cases:
        if application.pk in states:
            application.case.municipality = call.municipality
            happened_in_case(
                application.case, EventKind.HOUSING_MOVED, by=by, on=today, application=application.label,
                **{"from": str(old[application.pk]["state"]), "to": str(states[application.pk])},
            )  # fmt: skip
