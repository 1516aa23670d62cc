"""Registrations in the administrative units: a clerk's own unit, the whole office for those who work for all of it."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ura.cases.actions.registrations import correct_registration, register, strike
from ura.cases.forms.registration import RegistrationForm, StrikeForm, age_choices, education_choices
from ura.cases.forms.session_filter import RegistrationFilter
from ura.cases.models import Registration
from ura.cases.paper_forms import FormKey
from ura.cases.session_doors import find_known_person, find_registration, find_session, may_read
from ura.cases.views.session_list import ON_A_PAGE, spreadsheet
from ura.codelists.countries import place
from ura.core.refusals import Refused, refusal_into
from ura.core.spreadsheets import Column
from ura.people.consent import allowed
from ura.people.models import Purpose
from ura.staff.doors import CASEWORK, staff_page

CATEGORY_OF = {FormKey.RETURNEE: Registration.Category.RETURNEE, FormKey.INTERNAL: Registration.Category.INTERNAL}


@staff_page(*CASEWORK)
@require_safe
def registrations(request):
    filters, rows = _found(request)
    page = Paginator(rows.for_list(), ON_A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.place = place(row.origin) if row.origin else ""
    context = {"form": filters, "page": page, "counts": _counts(rows), "query": request.GET.urlencode()}
    return render(request, "cases/session_registrations.html", context)


def _found(request):
    filters = RegistrationFilter(request.officer, request.GET)
    return filters, filters.narrow(request.municipality.registrations.visible_to(request.officer))


def _counts(rows):
    """How many stand, by category and by unit."""
    rows = rows.standing().order_by()
    by_category = dict(rows.values_list("category").annotate(n=Count("pk")))
    by_unit = rows.values_list("unit__name_sq").annotate(n=Count("pk")).order_by("unit__name_sq")
    return [
        (_("Category"), [(str(label), by_category.get(code, 0)) for code, label in Registration.Category.choices]),
        (_("Administrative unit"), list(by_unit)),
    ]


@staff_page(*CASEWORK)
def new(request):
    """Register somebody: after a session, a person who agreed, or nobody by name."""
    sent = request.POST if request.method == "POST" else request.GET
    session = _session(request.officer, sent.get("session", ""))
    person = session.person if session else find_known_person(request.officer, sent.get("person", ""))
    initial = {"person": person.pk if person else None, "session": sent.get("session", "")}
    if session:
        initial |= _told(session)
    form = RegistrationForm(
        request.officer, request.POST if request.method == "POST" else None, initial=initial, named=person is not None
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                row = register(request.municipality, by=request.officer, person=person, session=session, **form.facts())
            messages.success(request, _("Registered in %(unit)s.") % {"unit": row.unit})
            return redirect("registration", request.municipality.slug, row.pk)
        except Refused as refused:
            refusal_into(form, refused)
    context = {"form": form, "person": person, "session": session,
               "agreed": person is None or allowed(person, Purpose.PROCESSING) is not None}  # fmt: skip
    return render(request, "cases/session_registration_new.html", context, status=422 if form.errors else 200)


def _session(officer, text):
    year, _dash, number = text.partition("-")
    if not text:
        return None
    if not (year.isascii() and year.isdecimal() and number.isascii() and number.isdecimal() and len(text) < 15):
        raise Http404
    return find_session(officer, int(year), int(number), may=may_read)


def _told(session):
    """What the session says already."""
    answers = session.answers
    back = answers.get("return_date")
    return {
        "category": CATEGORY_OF.get(session.form), "unit": session.unit_id, "origin": session.origin,
        "sex": session.sex, "age_band": session.age_band, "education": answers.get("education", ""),
        "work": answers.get("employment_status", ""), "arrived_on": back and date.fromisoformat(back),
    }  # fmt: skip


@staff_page(*CASEWORK)
def registration(request, pk):
    """One registration: seen, corrected."""
    row = find_registration(request.officer, pk)
    named = row.person is not None
    kept = {name: getattr(row, name) for name in RegistrationForm.base_fields if hasattr(row, name)}
    kept |= {"unit": row.unit_id, "version": row.version, "person": row.person_id, "session": ""}
    form = RegistrationForm(
        request.officer, request.POST if request.method == "POST" else None, initial=kept, named=named
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                correct_registration(row, by=request.officer, version=form.cleaned_data["version"], **form.facts())
            messages.success(request, _("The registration is corrected."))
            return redirect("registration", request.municipality.slug, row.pk)
        except Refused as refused:
            refusal_into(form, refused)
    context = {"form": form, "row": row, "person": row.person, "strike": StrikeForm(), "agreed": True}
    return render(request, "cases/session_registration.html", context, status=422 if form.errors else 200)


@staff_page(*CASEWORK)
@require_POST
def strike_out(request, pk):
    row = find_registration(request.officer, pk)
    form = StrikeForm(request.POST)
    if form.is_valid():
        try:
            strike(row, by=request.officer, **form.cleaned_data)
            messages.success(request, _("The registration is crossed out."))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("registration", request.municipality.slug, row.pk)


@staff_page(*CASEWORK)
@require_safe
def export(request, kind):
    """What is filtered, without names and words; a clerk takes their own unit's only."""
    _filters, rows = _found(request)
    ages, education = dict(age_choices()), dict(education_choices())
    columns = [Column(title) for title in (
        _("Category"), _("Administrative unit"), _("Registered on"), _("Arrived or returned on"), _("With a name"),
        _("Sex"), _("Age"), _("Country or municipality of origin"), _("Citizenship"), _("Civil status"),
        _("Highest education"), _("Work"), _("Adults in the family"), _("Children in the family"), _("Officer"),
        _("Crossed out on"))]  # fmt: skip
    table = [
        (row.get_category_display(), str(row.unit), row.registered_on, row.arrived_on, row.person_id is not None,
         row.get_sex_display(), ages.get(row.age_band, ""), place(row.origin) if row.origin else "",
         place(row.citizenship) if row.citizenship else "", row.get_civil_status_display(),
         education.get(row.education, row.education), row.get_work_display(), row.adults, row.children,
         str(row.officer), row.struck_on)
        for row in rows.for_list()
    ]  # fmt: skip
    return spreadsheet(request, kind, _("Registrations in the units"), columns, table, "cases.registration")
