"""The page of one act on a case; opening a case from a request; the files of a case."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ura.cases.actions.basics import lock
from ura.cases.actions.emergencies import raise_emergency
from ura.cases.actions.opening import open_case
from ura.cases.actions.work import household_of
from ura.cases.acts import WORK
from ura.cases.forms.work import OpenForm
from ura.cases.models import Case
from ura.cases.rules import find_case, may_work
from ura.core import once
from ura.core.refusals import Refused, refusal_into
from ura.desk import rules as desk
from ura.desk.views.files import file_response
from ura.people.actions import add_person
from ura.people.households import add_member, found_household
from ura.people.models import HouseholdMember
from ura.staff.doors import CASEWORK, staff_page


def act_page(act):
    """The page of one act: shown, done, or shown again with what was typed and why it was not done."""

    @staff_page(*WORK)
    def view(request, year, number):
        case = find_case(request.officer, year, number, may=act.may)
        if request.method != "POST":
            return _show(request, act, case, act.form(case, request.officer, initial=request.GET.dict()))
        form = act.form(case, request.officer, request.POST, request.FILES)
        if not form.is_valid():
            return _show(request, act, case, form, status=422)
        try:
            with transaction.atomic():
                lock(case)  # a second click waits here for the first, and then finds what it made
                if once.made_by(_form_of(request, act), _token(request)):
                    return redirect(case)
                values = form.values()
                if act.versioned:
                    values["version"] = version_of(request)
                act.do(case, by=request.officer, **values)
                once.remember(_form_of(request, act), _token(request), case.get_absolute_url())
        except Refused as refused:
            refusal_into(form, refused)
            return _show(request, act, case, form, status=409)
        messages.success(request, act.title)
        return redirect(back_of(request.officer, case))

    return view


def back_of(officer, case):
    """To the case, unless the act took it out of this officer's sight."""
    if Case.objects.filter(municipality=case.municipality, pk=case.pk).visible_to(officer).exists():
        return case.get_absolute_url()
    return reverse("cases", args=[case.municipality.slug])


def version_of(request):
    """The version the form was made from; a form without one may overwrite nobody's work."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _show(request, act, case, form, status=200):
    case.refresh_from_db(fields=["version", "state"])
    context = {"case": case, "act": act, "form": form, "token": _token(request) or once.new_token()}
    return render(request, "cases/act.html", context, status=status)


def _form_of(request, act):
    return f"{request.officer.pk}-case-{act.code}"


def _token(request):
    text = request.POST.get("token", "")
    return text if text.isascii() and text.isalnum() else ""


@staff_page(*CASEWORK)
def open_from(request, year, number):
    """Open the case that a request needs."""
    enquiry = desk.find_enquiry(request.officer, year, number, may=desk.may_add)
    found = Case.objects.filter(municipality=request.municipality, enquiry=enquiry).select_related("enquiry__entry")
    if case := found.first():
        case.municipality = request.municipality
        return redirect(case)
    if enquiry.requester is None:
        messages.warning(request, _("A case needs a person: write down who it is first, with their consent."))
        return redirect(enquiry)
    household = household_of(enquiry.requester)
    people = _people(enquiry, household, request.officer)
    form = OpenForm(enquiry, request.officer, people, household, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    case = _open(enquiry, form, household, people, by=request.officer)
                messages.success(request, _("The case is open."))
                if case.enquiry.restricted:
                    messages.info(request, _("It is known to its team only, from now on."))
                return redirect(back_of(request.officer, case))
            except Refused as refused:
                refusal_into(form, refused)
                status = 409
    return render(request, "cases/open.html", {"enquiry": enquiry, "form": form, "household": household}, status=status)


def _people(enquiry, household, officer):
    people = {enquiry.requester_id: enquiry.requester}
    if household is not None:
        rows = HouseholdMember.objects.filter(municipality=enquiry.municipality, household=household).present()
        for row in rows.visible_to(officer).select_related("person"):
            people.setdefault(row.person_id, row.person)
    for person in people.values():
        person.municipality = enquiry.municipality
    return people


def _open(enquiry, form, household, people, *, by):
    data = form.cleaned_data
    person = people[int(data["person"])]
    if data["family"] == "new":
        household = found_household(person, by=by)
        household.municipality = enquiry.municipality
        for values in form.members():
            relation = values.pop("relation")
            add_member(household, add_person(enquiry.municipality, **values), by=by, relation=relation)
    case = open_case(
        enquiry, by=by, kind=data["kind"], person=person, household=household if data["family"] else None,
        origin=data["origin"], arrived_on=data["arrived_on"], unit=data["unit"], summary=data["summary"],
        categories=data["categories"], owner=data["owner"],
    )  # fmt: skip
    if data["emergency"].strip():
        case = raise_emergency(case, by=by, reason=data["emergency"])
    return case


@staff_page(*WORK)
def stored(request, year, number, pk):
    """One file of a case the officer may know of."""
    case = find_case(request.officer, year, number, may=may_work)
    event = case.events.filter(municipality=request.municipality, file=pk).select_related("file").first()
    if event is None:
        raise Http404
    return file_response(event.file)
