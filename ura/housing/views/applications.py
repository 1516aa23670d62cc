"""One family's application: facts, documents, e-Albania, points, and what became of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.cases.models import Case
from ura.cases.rules import find_case, may_work
from ura.core import searches
from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.desk.views.files import file_response
from ura.guides.national import issuers
from ura.guides.reading import reader
from ura.housing import lists, weighing
from ura.housing.actions import applying
from ura.housing.actions.carrying import carry
from ura.housing.actions.freeing import frees_a_place
from ura.housing.forms import ApplicationForm, CarryForm, EndForm, EnteredForm, PaperForm, PointsForm
from ura.housing.models import Call
from ura.housing.national import papers, priorities, word
from ura.housing.points import explain, read_table
from ura.housing.rules import WORK, find_application, find_call, opened
from ura.housing.states import ENDED, MOVES, CallState, State, What
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import HouseholdMember, Person
from ura.people.search import find_people
from ura.staff.doors import staff_page
from ura.trail.actions import record

MOST_FOUND = 15


@staff_page(*WORK)
def apply(request, pk):
    """A new application: first who it is, then what is known of the family."""
    row, officer = find_call(request.municipality, pk), request.officer
    case, person = _whose(request)
    if person is None:
        return _choose(request, row)
    family = _family(request.municipality, person)
    initial = {"received_on": timezone.localdate(), "members": max(1, len(family)), "children": 0,
               "returnee": bool(case and case.kind == "returnee")}  # fmt: skip
    form = ApplicationForm(row, request.POST or None, initial)
    if form.is_valid():
        try:
            household = (case and case.household) or (family[0].household if family else None)
            made = in_savepoint(
                lambda: applying.apply(row, person, by=officer, case=case, household=household, **form.values())
            )
            messages.success(request, _("Written down under number %(number)s.") % {"number": made.label})
            return redirect("housing_application", request.municipality.slug, made.pk)
        except Refused as refused:
            refusal_into(form, refused)
    context = {"form": form, "call": row, "person": person, "case": case}
    return render(request, "housing/application_form.html", context, status=422 if form.errors else 200)


def _whose(request):
    """(case, person) an address names, as far as the officer may know of them."""
    office, officer = request.municipality, request.officer
    number = request.GET.get("case", "")
    if number.isascii() and number.isdecimal():
        case = (
            Case.objects.filter(municipality=office, pk=number)
            .visible_to(officer)
            .select_related("person", "household", "enquiry")
            .first()
        )
        if case:
            case.municipality = case.person.municipality = case.enquiry.municipality = office
            opened(officer, case)
            return case, case.person
    number = request.GET.get("person", "")
    person = None
    if number.isascii() and number.isdecimal():
        person = Person.objects.filter(municipality=office, pk=number).current().visible_to(officer).first()
    if person:
        person.municipality = office
    return None, person


def _choose(request, row):
    """The search for the person; what is typed stays out of the address."""
    here = reverse("housing_apply", args=[request.municipality.slug, row.pk])
    if request.method == "POST":
        name = searches.remember(request, request.POST.get("q", ""))
        return redirect(f"{here}?{searches.NAME}={name}" if name else here)
    words = searches.words(request)
    found = find_people(request.municipality, words, limit=MOST_FOUND, officer=request.officer) if words else []
    context = {"call": row, "words": words, "found": found}
    return render(request, "housing/application_whose.html", context)


def _family(municipality, person):
    own = HouseholdMember.objects.filter(municipality=municipality, person=person).present().values("household")
    rows = HouseholdMember.objects.filter(municipality=municipality, household__in=own).present()
    return list(rows.select_related("household"))


@staff_page(*WORK)
def application(request, pk):
    return _page(request, find_application(request.officer, pk))


def _page(request, row, **forms):
    """The whole application; a form that was refused stands in its place with what was typed."""
    calls = lists.open_calls(row.call) if State.CARRIED in MOVES[row.state] else []
    kept, files = applying.papers_of(row), applying.files_of(row)
    ended = row.state in ENDED
    version, frees = {"version": row.version}, frees_a_place(row)
    entered = version | {name: getattr(row, name) for name in ("confirmation", "confirmed_on", "assisted")}
    context = {
        "application": row, "call": row.call, "facts": _facts(row), "explained": explain(row, weighing.explained(row)) if row.points is not None else [],
        "papers": [
            {"group": facts["group"], "name": word(papers(), code), "always": facts["always"], "row": paper,
             "issuer": issuers()[facts["issuer"]][0].say(reader()), "how": issuers()[facts["issuer"]][1].say(reader()),
             "files": files.get(code, ())}
            for code, facts, paper in kept
        ],
        "others": files.get(applying.OTHER, ()), "fees": applying.fees_paid(row), "missing": len(applying.missing_papers(row)),
        "too_much": applying.too_much_income(row), "ended": ended, "events": _events(row),
        "may_score": row.state in (State.RECEIVED, State.SCORED) and row.call.state == CallState.OPEN,
        "entered": forms.get("entered") or (None if ended else EnteredForm(initial=entered)),
        "paper": forms.get("paper") or (None if ended else PaperForm()),
        "end": forms.get("end") or (EndForm(frees=frees, initial=version) if frees or State.REFUSED in MOVES[row.state] else None),
        "carry": forms.get("carry") or (CarryForm(calls, initial=version) if calls else None),
        "next": getattr(row, "next", None) if row.state == State.CARRIED else None,
    }  # fmt: skip
    bad = any(form is not None and form.errors for form in forms.values())
    return render(request, "housing/application.html", context, status=422 if bad else 200)


def _facts(row):
    lek = _("%(lek)s lek")
    facts = [
        (_("Received"), lists.short_day(row.received_on)), (_("Members of the family"), str(row.members)),
        (_("Of these, children under 18"), str(row.children)),
        (_("Monthly income of the family"), lek % {"lek": f"{row.income:,}".replace(",", " ")} if row.income is not None else ""),
        (_("Returned from emigration"), _("yes") if row.returnee else _("no")),
        (_("Confirmation number of e-Albania"), row.confirmation),
        (_("Entered on e-Albania on"), lists.short_day(row.confirmed_on)),
    ]  # fmt: skip
    if row.priorities:
        facts.append((_("Priority categories"), ", ".join(word(priorities(), code) for code in row.priorities)))
    if row.notes:
        facts.append((_("Notes"), row.notes))
    return facts


def _events(row):
    found = []
    for event in row.events.select_related("officer__user").order_by("-pk"):
        data, what = event.data, What(event.what)
        more = {
            What.MOVED: lambda data=data: f"{State(data['from']).label} → {State(data['to']).label}",
            What.SCORED: lambda data=data: _("%(n)s points") % {"n": data["points"]},
            What.PAPER: lambda data=data: word(papers(), data["code"]),
            What.FILES: lambda data=data: _paper_word(data["code"]),
            What.FEE: lambda data=data: _("%(lek)s lek") % {"lek": data["lek"]},
            What.MOVED_UP: lambda data=data: data.get("number", ""),
            What.CARRIED: lambda data=data: data.get("number", ""),
        }.get(what, lambda: "")()
        found.append({"what": f"{what.label}: {more}" if more else what.label, "at": event.at, "body": event.text,
                      "by": event.officer.user.name if event.officer else ""})  # fmt: skip
    return found


def _paper_word(code):
    return _("Another document") if code == applying.OTHER else word(papers(), code)


@staff_page(*WORK, own_transaction=True)
def application_file(request, pk, file):
    """One file of an application the officer may know of; which one was opened stands in the trail."""
    with working_for(request.municipality):
        row = find_application(request.officer, pk)
        kept = row.files.filter(pk=file).select_related("file").first()
        if kept is None:
            raise Http404
        kept.file.municipality = request.municipality
        record(row, "housing.file_opened", by=request.officer, file=kept.file_id)
        return file_response(kept.file)


@staff_page(*WORK)
def application_edit(request, pk):
    row = find_application(request.officer, pk)
    initial = {name: getattr(row, name) for name in applying.FACTS} | {"version": row.version}
    form = ApplicationForm(row.call, request.POST or None, initial)
    if form.is_valid():
        version = form.cleaned_data["version"]
        if _done(request, form, lambda: applying.change(row, by=request.officer, version=version, **form.values())):
            return redirect(row)
    context = {"form": form, "call": row.call, "person": row.person, "application": row}
    return render(request, "housing/application_form.html", context, status=422 if form.errors else 200)


@staff_page(*WORK)
def application_points(request, pk):
    """The points, sub-criterion by sub-criterion, as the council's table has them."""
    row = find_application(request.officer, pk)
    form = PointsForm(read_table(row.call.table.texts), request.POST or None, row.answers | {"version": row.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        if _done(request, form, lambda: applying.give_points(
            row, by=request.officer, version=version, answers=form.answers()
        )):  # fmt: skip
            return redirect(row)
    context = {"form": form, "application": row, "call": row.call}
    return render(request, "housing/points.html", context, status=422 if form.errors else 200)


@staff_page(*WORK)
@require_POST
def application_entered(request, pk):
    row = find_application(request.officer, pk)
    form = EnteredForm(request.POST)
    if form.is_valid() and _done(request, form, lambda: applying.entered(row, by=request.officer, **form.cleaned_data)):
        return redirect(row)
    return _page(request, row, entered=form)


@staff_page(*WORK, own_transaction=True)
@require_POST
def application_paper(request, pk):
    """Where a document stands, with its scans; they are looked at before the transaction begins."""
    with reading_for(request.municipality):
        find_application(request.officer, pk)
    form = PaperForm(request.POST, request.FILES)
    fit = form.is_valid()
    with working_for(request.municipality):
        row = find_application(request.officer, pk)
        if fit and _done(request, form, lambda: applying.note_paper(row, by=request.officer, **form.cleaned_data)):
            return redirect(row)
        return _page(request, row, paper=form)


@staff_page(*WORK)
@require_POST
def application_end(request, pk):
    row = find_application(request.officer, pk)
    form = EndForm(request.POST, frees=frees_a_place(row))
    if form.is_valid():
        data = form.cleaned_data
        act = {"refuse": applying.refuse, "withdraw": applying.withdraw}[data["how"]]
        if _done(request, form, lambda: act(row, by=request.officer, version=data["version"], reason=data["reason"])):
            return redirect(row)
    return _page(request, row, end=form)


@staff_page(*WORK)
@require_POST
def application_carry(request, pk):
    """To another programme or another year."""
    row = find_application(request.officer, pk)
    form = CarryForm(lists.open_calls(row.call), request.POST)
    if form.is_valid():
        data = form.cleaned_data
        made = []
        if _done(request, form, lambda: made.append(carry(
            row, form.calls[data["to"]], by=request.officer, version=data["version"] or 0, reason=data["reason"]
        ))):  # fmt: skip
            return redirect("housing_application", request.municipality.slug, made[-1].pk)
    return _page(request, row, carry=form)


@staff_page(*WORK)
def case_housing(request, year, number):
    """The housing applications of a case, and the calls it could apply to."""
    case = find_case(request.officer, year, number, may=may_work)
    rows = list(case.housing_applications.select_related("call").order_by("-pk"))
    for row in rows:
        row.municipality = row.call.municipality = request.municipality
    calls = [
        call for call in Call.objects.filter(municipality=request.municipality, state=CallState.OPEN)
        if call.pk not in {row.call_id for row in rows if row.state not in ENDED}
    ]  # fmt: skip
    return render(request, "housing/case_housing.html", {"case": case, "rows": rows, "calls": calls})


def _done(request, form, act):
    try:
        in_savepoint(act)
    except Refused as refused:
        refusal_into(form, refused)
        return False
    messages.success(request, _("Saved."))
    return True
