"""Programmes, tables of points, calls with their lists and decisions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.housing import lists, weighing
from ura.housing.actions.calls import decide, open_call, set_ties
from ura.housing.actions.carrying import carry_waiting_list
from ura.housing.actions.freeing import free_places, move_up, next_up
from ura.housing.actions.tables import keep_table, tables_of
from ura.housing.actions.weighing import RENT, set_priority_points
from ura.housing.forms import CallForm, CarryForm, DecisionForm, MoveUpForm, PrioritiesForm, TableForm, TiesForm
from ura.housing.models import Call, PointsTable
from ura.housing.national import example, groups, programmes, word
from ura.housing.points import read_table
from ura.housing.rules import DECIDES, WORK, find_call, with_names
from ura.housing.states import CALL_MOVES, CallState, State, Tie
from ura.municipalities.tenancy import working_for
from ura.staff.doors import staff_page
from ura.trail.actions import record

PER_PAGE = 50
BADGE = {State.RECEIVED: "1", State.SCORED: "2", State.PROPOSED: "4", State.WAITING: "3", State.GRANTED: "5"}


@staff_page(*WORK)
def housing(request):
    """The six programmes with their tables, and the calls."""
    office = request.municipality
    tables = tables_of(office)
    rows = [(code, word(programmes(), code), tables.get(code)) for code in programmes()]
    calls = list(Call.objects.filter(municipality=office))
    for call in calls:
        call.municipality = office
    context = {"programmes": rows, "calls": calls, "may_decide": request.officer.has(*DECIDES)}
    return render(request, "housing/housing.html", context)


@staff_page(*WORK)
def points_table(request, programme):
    """The table of one programme: read by officers, written by the supervisor."""
    if programme not in programmes():
        raise Http404
    office, may = request.municipality, request.officer.has(*DECIDES)
    versions = list(PointsTable.objects.filter(municipality=office, programme=programme).select_related("by__user"))
    newest = versions[0] if versions else None
    texts = newest.texts if newest else example()
    initial = {"number": newest.number if newest else 0, **texts}
    form = TableForm(request.POST if may and request.method == "POST" else None, initial)
    if form.is_bound and form.is_valid():
        try:
            in_savepoint(lambda: keep_table(office, programme, by=request.officer, **form.values()))
            messages.success(request, _("Saved as a new version."))
            return redirect("housing_points", office.slug, programme)
        except Refused as refused:
            refusal_into(form, refused)
    shown = [
        (word(groups(), group), groups()[group]["points"], rows) for group, rows in read_table(texts).items()
    ]  # fmt: skip
    context = {"form": form, "may": may, "programme": word(programmes(), programme), "newest": newest, "shown": shown,
               "versions": versions}  # fmt: skip
    return render(request, "housing/points_table.html", context, status=422 if form.errors else 200)


@staff_page(*DECIDES)
def call_new(request):
    form = CallForm(request.POST or None)
    if form.is_valid():
        try:
            call = in_savepoint(lambda: open_call(request.municipality, by=request.officer, **form.values()))
            messages.success(request, _("The call is open."))
            return redirect(call)
        except Refused as refused:
            refusal_into(form, refused)
    return render(request, "housing/call_form.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(*WORK)
def call(request, pk):
    """One call: the chain of decisions, and its list."""
    return _call_page(request, find_call(request.municipality, pk))


def _call_page(request, row, form=None, carry=None, ties_form=None, priorities_form=None, up=None):
    moves = sorted(CALL_MOVES[CallState(row.state)], reverse=True)
    may = request.officer.has(*DECIDES)
    applications = row.applications.select_related("person").order_by("rank", "year", "number")
    state = request.GET.get("state", "")
    if state in State.values:
        applications = applications.filter(state=state)
    page = Paginator(applications, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_names(request.officer, page.object_list)
    for each in page.object_list:
        each.badge = BADGE.get(State(each.state), "off")
    done = {decision.state: decision for decision in row.decisions.all()}
    context = {
        "call": row, "page": page, "state": state, "states": lists.counts(row), "steps": _steps(row, done),
        "ties": [Tie(tie).label for tie in row.ties], "may_decide": may,
        "form": form or (DecisionForm(row, moves) if may and moves else None),
        "carry": carry or _carry_form(request, row, may),
        "ties_form": ties_form or (TiesForm(row) if may and row.takes_applications else None),
        "priorities_form": priorities_form or _priorities_form(row, may), "weights": weighing.table_of(row),
        "priority_group": word(groups(), row.priority_group),
        "free": free_places(row), "up": up or _up_form(request, row, may), "changes": lists.changes_after(row, request.officer),
    }  # fmt: skip
    status = 422 if any(each and each.errors for each in (form, carry, ties_form, priorities_form, up)) else 200
    return render(request, "housing/call.html", context, status=status)


def _steps(row, done):
    steps = []
    for state in CallState:
        decision = done.get(state.value)
        now = state.value == row.state
        passed = state.value <= row.state
        said = [lists.short_day(decision.on), decision.act] if passed and decision else []
        steps.append({
            "state": "now" if now else "done" if passed else "todo", "text": state.label,
            "note": " · ".join(part for part in said if part),
        })  # fmt: skip
    return steps


def _carry_form(request, row, may):
    waits = (
        row.state in (CallState.FINAL, CallState.PUBLISHED) and row.applications.filter(state=State.WAITING).exists()
    )
    if not (may and waits):
        return None
    calls = lists.open_calls(row)
    return CarryForm(calls) if calls else None


@staff_page(*DECIDES)
@require_POST
def call_decide(request, pk):
    row = find_call(request.municipality, pk)
    form = DecisionForm(row, CALL_MOVES[CallState(row.state)], request.POST)
    if form.is_valid():
        try:
            in_savepoint(lambda: decide(row, by=request.officer, **form.cleaned_data))
            messages.success(request, _("Written down: %(step)s.") % {"step": CallState(form.cleaned_data["to"]).label})
            return redirect(row)
        except Refused as refused:
            refusal_into(form, refused)
    return _call_page(request, find_call(request.municipality, pk), form=form)


@staff_page(*DECIDES)
@require_POST
def call_ties(request, pk):
    """Another rule for equal points, before the list is drawn up."""
    row = find_call(request.municipality, pk)
    form = TiesForm(row, request.POST)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            in_savepoint(lambda: set_ties(row, by=request.officer, version=version, ties=form.ties()))
            messages.success(request, _("Saved."))
            return redirect(row)
        except Refused as refused:
            refusal_into(form, refused)
    return _call_page(request, find_call(request.municipality, pk), ties_form=form)


def _priorities_form(row, may):
    return PrioritiesForm(row) if may and row.takes_applications and row.instrument == RENT else None


def _up_form(request, row, may, data=None):
    """For who is next, where a place is free and somebody waits."""
    rows = with_names(request.officer, next_up(row)) if may and free_places(row) else []
    return MoveUpForm(row, rows, data) if rows else None


@staff_page(*DECIDES)
@require_POST
def call_priorities(request, pk):
    """How many points the priority categories share, before the list is drawn up."""
    row = find_call(request.municipality, pk)
    form = PrioritiesForm(row, request.POST)
    if form.is_valid():
        try:
            in_savepoint(lambda: set_priority_points(row, by=request.officer, **form.cleaned_data))
            messages.success(request, _("Saved."))
            return redirect(row)
        except Refused as refused:
            refusal_into(form, refused)
    return _call_page(request, find_call(request.municipality, pk), priorities_form=form)


@staff_page(*DECIDES)
@require_POST
def call_move_up(request, pk):
    """The next of the waiting list gets the place that became free."""
    row = find_call(request.municipality, pk)
    form = _up_form(request, row, True, request.POST)
    if form is None:
        messages.error(request, _("No place is free, or nobody waits."))
        return redirect(row)
    if form.is_valid():
        data = dict(form.cleaned_data)
        chosen = form.rows[data.pop("application")]
        try:
            in_savepoint(lambda: move_up(row, chosen, by=request.officer, **data))
            messages.success(request, _("%(number)s moved up from the waiting list.") % {"number": chosen.label})
            return redirect(row)
        except Refused as refused:
            refusal_into(form, refused)
    return _call_page(request, find_call(request.municipality, pk), up=form)


@staff_page(*DECIDES)
@require_POST
def call_carry(request, pk):
    """The waiting list into another call."""
    row = find_call(request.municipality, pk)
    form = CarryForm(lists.open_calls(row), request.POST)
    if form.is_valid():
        to = form.calls[form.cleaned_data["to"]]
        try:
            n = in_savepoint(lambda: carry_waiting_list(row, to, by=request.officer))
            words = ngettext("%(n)s application carried on.", "%(n)s applications carried on.", n)
            messages.success(request, words % {"n": n})
            return redirect(to)
        except Refused as refused:
            refusal_into(form, refused)
    return _call_page(request, row, carry=form)


@staff_page(*WORK, own_transaction=True)
def list_file(request, pk, kind):
    """The list for the commission and the council, as Excel or PDF; what is restricted stands without a name."""
    with working_for(request.municipality):
        row = find_call(request.municipality, pk)
        table = lists.for_commission(row, request.officer)
        record(row, "housing.exported", by=request.officer, kind=kind)
    if kind == "xlsx":
        data, of_type = lists.as_xlsx(row, table), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        data, of_type = lists.as_pdf(row, table), "application/pdf"
    name = f"{row.programme}-{row.year}.{kind}"
    return HttpResponse(data, content_type=of_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
