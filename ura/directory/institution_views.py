"""The directory: who offers what to whom, how one is sent there, and whether it is still right."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.directory import keeping
from ura.directory.finding import find_services, institutions_of
from ura.directory.institution_forms import ContactForm, InstitutionForm, LocationForm, LookForm, ServiceForm
from ura.directory.models import Contact, Institution, Location, Service
from ura.directory.models.checked import LANGUAGES
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

READERS = (*CASEWORK, Role.ADMINISTRATOR)
KEEPERS = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)
WORK = (Role.OFFICER, Role.SUPERVISOR)


@staff_page(*READERS)
def institutions(request):
    """The services that fit, each under its institution; institutions without services too."""
    office, form = request.municipality, LookForm(request.GET)
    chosen = form.chosen()
    off = chosen.get("off", False)
    found = find_services(office, chosen.get("q", ""), chosen.get("kind", ""), chosen.get("audience", ""), off=off)
    keys = {service.pk for service in found}
    rows, narrowed = [], any(chosen.get(name) for name in ("q", "kind", "audience"))
    for row in institutions_of(office):
        if chosen.get("institution") not in (None, "", row.kind) or not (off or row.active):
            continue
        row.shown = [service for service in row.offered if service.pk in keys]
        if row.shown or not narrowed:
            rows.append(row)
    context = {"form": form, "rows": rows, "narrowed": any(chosen.values()), "waiting": len(keeping.to_review(office)),
               "may_write": request.officer.has(*KEEPERS)}  # fmt: skip
    return render(request, "directory/institutions.html", context)


@staff_page(*READERS)
def institution(request, pk):
    """One institution: services, places, contact persons."""
    row = find_institution(request, pk)
    contacts = row.contacts.all() if request.officer.has(*CASEWORK) else []
    languages = dict(LANGUAGES)
    facts = [
        (_("Kind of institution"), row.get_kind_display()), (_("Area it serves"), row.area or _("the whole municipality")),
        (_("Phone"), row.phone), (_("E-mail"), row.email), (_("Website"), row.website), (_("Opening hours"), row.hours),
        (_("Languages spoken"), ", ".join(str(languages[code]) for code in row.languages if code in languages)),
        (_("Our own notes"), row.notes),
    ]  # fmt: skip
    services = list(row.services.select_related("confirmed_by__user"))
    context = {"institution": row, "services": services, "places": keeping.locations_for(row, request.officer),
               "contacts": contacts, "facts": facts, "may_write": request.officer.has(*KEEPERS),
               "may_work": request.officer.has(*WORK)}  # fmt: skip
    return render(request, "directory/institution.html", context)


@staff_page(*KEEPERS)
def institution_new(request):
    form = InstitutionForm(request.municipality, request.POST or None)
    return _kept(
        request, form, _("New institution"), None,
        lambda: keeping.add_institution(request.municipality, by=request.officer, **form.values()),
    )  # fmt: skip


@staff_page(*KEEPERS)
def institution_edit(request, pk):
    row = find_institution(request, pk)
    form = InstitutionForm(request.municipality, request.POST or None, row)
    return _kept(
        request, form, row.name, row,
        lambda: keeping.change_institution(
            row, by=request.officer, version=form.cleaned_data["version"], **form.values()
        ),
    )  # fmt: skip


@staff_page(*KEEPERS)
def service_new(request, pk):
    row = find_institution(request, pk)
    form = ServiceForm(row, request.POST or None)
    return _kept(
        request, form, _("New service"), row, lambda: keeping.add_service(row, by=request.officer, **form.values())
    )


@staff_page(*KEEPERS)
def service_edit(request, pk):
    service = _service(request, pk)
    form = ServiceForm(service.institution, request.POST or None, service)
    return _kept(
        request, form, service.name, service.institution,
        lambda: keeping.change_service(
            service, by=request.officer, version=form.cleaned_data["version"], **form.values()
        ),
    )  # fmt: skip


@staff_page(*WORK)
def institution_location(request, pk, location=None):
    """A place, new or changed; who may not see a confidential address may not change it either."""
    row = find_institution(request, pk)
    place = location and get_object_or_404(Location, municipality=request.municipality, institution=row, pk=location)
    if place and place.confidential and not keeping.sees_confidential(request.officer):
        raise_not_yours()
    form = LocationForm(request.POST or None, instance=place)
    return _kept(
        request, form, _("Place"), row,
        lambda: keeping.keep_location(row, by=request.officer, location=place, **form.values()),
    )  # fmt: skip


@staff_page(*WORK)
def institution_contact(request, pk, contact=None):
    row = find_institution(request, pk)
    person = contact and get_object_or_404(Contact, municipality=request.municipality, institution=row, pk=contact)
    form = ContactForm(request.POST or None, instance=person)
    return _kept(
        request, form, _("Contact person"), row,
        lambda: keeping.keep_contact(row, by=request.officer, contact=person, **form.values()), contact=person,
    )  # fmt: skip


@staff_page(*WORK)
@require_POST
def contact_remove(request, pk, contact):
    row = find_institution(request, pk)
    person = get_object_or_404(Contact, municipality=request.municipality, institution=row, pk=contact)
    keeping.remove_contact(person, by=request.officer)
    messages.success(request, _("Removed."))
    return redirect("institution", request.municipality.slug, pk)


@staff_page(*KEEPERS)
@require_POST
def institution_confirm(request, pk):
    """Still right: the institution with all its services."""
    row = find_institution(request, pk)
    keeping.confirm_all(row, by=request.officer)
    messages.success(request, _("%(name)s: confirmed.") % {"name": row})
    back = "directory_review" if request.POST.get("from") == "review" else "institution"
    return redirect(back, request.municipality.slug, *([] if back == "directory_review" else [pk]))


@staff_page(*KEEPERS)
def review(request):
    """What nobody has confirmed, or whose day has passed."""
    return render(request, "directory/review.html", {"rows": keeping.to_review(request.municipality)})


def find_institution(request, pk):
    rows = Institution.objects.filter(municipality=request.municipality)
    row = get_object_or_404(rows.select_related("confirmed_by__user", "stakeholder"), pk=pk)
    row.municipality = request.municipality
    return row


def raise_not_yours():
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied


def _service(request, pk):
    service = get_object_or_404(Service.objects.select_related("institution"), municipality=request.municipality, pk=pk)
    service.municipality = service.institution.municipality = request.municipality
    return service


def _kept(request, form, title, row, act, **more):
    """Show the form, or do the act and go to the institution."""
    if form.is_valid():
        try:
            with transaction.atomic():
                made = act()
            messages.success(request, _("Saved."))
            return redirect("institution", request.municipality.slug, (row or made).pk)
        except Refused as refused:
            refusal_into(form, refused)
    context = {"form": form, "heading": title, "institution": row, **more}
    return render(request, "directory/institution_form.html", context, status=422 if form.errors else 200)
