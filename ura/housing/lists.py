"""The list of a call as it is shown, printed and taken along."""

from itertools import pairwise

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.core.spreadsheets import write_xlsx
from ura.guides.reading import reader
from ura.housing.models import Call, HousingEvent
from ura.housing.national import groups, word
from ura.housing.ranking import order
from ura.housing.rules import of_restricted_matters, with_names
from ura.housing.states import FREED, CallState, State, Tie, What
from ura.letters.letterhead import letterhead_of
from ura.letters.table_paper import table_paper


def short_day(day):
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def counts(call):
    """[(state, label, how many)] of those that occur."""
    found = dict(call.applications.order_by().values_list("state").annotate(n=Count("pk")))
    return [(state.value, state.label, found[state.value]) for state in State if state.value in found]


def open_calls(call):
    """Other calls of the office that take applications."""
    calls = list(Call.objects.filter(municipality=call.municipality, state=CallState.OPEN).exclude(pk=call.pk))
    for each in calls:
        each.municipality = call.municipality
    return calls


def tie_reasons(call, rows):
    """{application key: by which rule it stands before the next one with the same points}"""
    found = {}
    for one, after in pairwise(rows):
        if one.points is None or one.points != after.points:
            continue
        if one.rank == after.rank:
            found[one.pk] = _("equal: not decided")
            continue
        for n in range(1, len(call.ties) + 1):
            pair = [_plain(one), _plain(after)]
            if len({row["rank"] for row in order(pair, call.ties[:n], call.lot)}) == 2:
                found[one.pk] = str(Tie(call.ties[n - 1]).label)
                break
    return found


def for_commission(call, officer):
    """(columns, rows) of the ranked list; equal points say what decided. The name of a restricted matter never leaves."""
    rows = with_names(officer, call.applications.ranked().select_related("person", "case__enquiry"))
    quiet = of_restricted_matters(call.municipality, rows)
    ties = tie_reasons(call, rows)
    columns = [
        _("Place"), _("Number"), _("Name"), _("Received"), _("Members of the family"), _("Returnee"),
        *(word(groups(), group) for group in groups()), _("Points"), _("Equal points decided by"), _("Decision"),
    ]  # fmt: skip
    table = [
        [
            row.rank, row.label, (row.pk not in quiet and row.name) or _("restricted"), row.received_on, row.members,
            _("yes") if row.returnee else "", *(row.group_points.get(group, 0) for group in groups()), row.points,
            ties.get(row.pk, ""), decision_words(row),
        ]
        for row in rows
    ]  # fmt: skip
    return columns, table


def decision_words(row):
    """What was decided, with the quota named where it lifted the family."""
    said = str(State(row.state).label)
    if row.by_quota:
        said = _("%(decision)s (quota for returnees)") % {"decision": said}
    return _moved_up(row, said)


def public_words(row):
    """The decision as everybody may read it: of a place that became free, not why."""
    return _("The place became free") if row.state in FREED else _moved_up(row, str(State(row.state).label))


def _moved_up(row, said):
    if row.moved_up_on is None or row.state in FREED:
        return said
    return _("%(decision)s (moved up from the waiting list on %(day)s)") % {
        "decision": said, "day": short_day(row.moved_up_on)}  # fmt: skip


def changes_after(call, officer):
    """[(day, application with `name`, what, why)] since the funds: places given back, struck, and who moved up.

    The reason is shown only of those whom this officer may know of.
    """
    events = HousingEvent.objects.filter(
        Q(what=What.MOVED_UP) | Q(what=What.MOVED, data__to__in=[state.value for state in FREED]),
        municipality=call.municipality,
        application__in=call.applications.filter(Q(state__in=FREED) | Q(moved_up_on__isnull=False)).order_by().values("pk"),
    ).select_related("application__person")  # fmt: skip
    events = list(events)
    named = {row.pk: row for row in with_names(officer, {e.application_id: e.application for e in events}.values())}
    found = []
    for event in events:
        row = named[event.application_id]
        what = What(event.what).label if event.what == What.MOVED_UP else State(event.data["to"]).label
        found.append((event.on, row, what, event.text if row.name is not None else "", event.data.get("number", "")))
    return found


def as_xlsx(call, table):
    columns, rows = table
    return write_xlsx(columns, rows, sheet=str(call.year), title=str(call))


def as_pdf(call, table):
    columns, rows = table
    language = reader()
    decided = call.table
    intro = [
        _("Status: %(state)s. Places: %(places)s, of these %(quota)s for returnees.")
        % {"state": CallState(call.state).label, "places": call.places, "quota": call.quota},
        _("Points by the table of council decision no. %(number)s of %(day)s.")
        % {"number": decided.decision_number, "day": short_day(decided.decision_on)},
        _("Equal points are decided by: %(ties)s.") % {"ties": ", ".join(str(Tie(tie).label) for tie in call.ties)},
    ]
    if call.priority_points:
        intro.append(
            _("%(n)s points of the group «%(group)s» are shared by the priority categories (DCM 362/2019).")
            % {"n": call.priority_points, "group": word(groups(), call.priority_group)}
        )
    shown = [
        [short_day(cell) if hasattr(cell, "year") else "" if cell is None else str(cell) for cell in row]
        for row in rows
    ]
    return table_paper(
        office=letterhead_of(call.municipality, language), language=language, title=str(call), intro=intro,
        columns=columns, rows=shown,
    )  # fmt: skip


def _plain(row):
    names = ("pk", "points", "received_on", "children", "members", "income", "returnee", "number", "year")
    return {name: getattr(row, name) for name in names}
