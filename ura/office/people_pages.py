"""People: search comes first, then a person's page, their corrections and contacts."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.core import searches
from ura.core.refusals import Refused, refusal_into
from ura.desk.actions.persons import correct_requester
from ura.desk.looking import looked
from ura.municipalities.tenancy import reading_for
from ura.office import persons
from ura.office.people_forms import ContactForm, NewPersonForm, PersonForm
from ura.people.actions import add_contact, add_person, contact_first, remove_contact
from ura.people.consent import consents_of
from ura.people.doubles import likely_doubles
from ura.people.search import find_people
from ura.staff.doors import CASEWORK, staff_page

MOST_FOUND = 25


@staff_page(*CASEWORK, own_transaction=True)
def people(request):
    """The search; nobody browses people. The words come by POST and stay out of the address."""
    with reading_for(request.municipality):
        here = reverse("people", args=[request.municipality.slug])
        if request.method == "POST":
            name = searches.remember(request, request.POST.get("q", ""))
            return redirect(f"{here}?{searches.NAME}={name}" if name else here)
        return render(request, "people/people.html", search_page(request))


def search_page(request):
    """The words of the address and whom they find, newest first."""
    words = searches.words(request)
    found = find_people(request.municipality, words, limit=MOST_FOUND + 1, officer=request.officer) if words else []
    for person in found:
        person.municipality = request.municipality
    return {
        "words": words, "found": found[:MOST_FOUND], "more": len(found) > MOST_FOUND,
        "words_forgotten": searches.forgotten(request),
    }  # fmt: skip


@staff_page(*CASEWORK)
def person_new(request):
    """Write somebody down; who looks like them is shown first."""
    form = NewPersonForm(request.officer, request.POST or None, initial={"name": searches.words(request)})
    if form.is_valid():
        person = add_person(request.municipality, by=request.officer, **form.values())
        messages.success(request, _("Written down: %(name)s.") % {"name": person.shown_name})
        return redirect(_then(request, person))
    for row in form.found:
        row.municipality = request.municipality
    context = {"form": form, "found": form.found}
    return render(request, "people/person_form.html", context, status=422 if form.errors else 200)


def _then(request, person):
    """Back to whom they were written down for: a household or a child; else their own page."""
    of, what = request.GET.get("of", ""), request.GET.get("for", "")
    if of.isdecimal() and len(of) < 19 and what in ("member", "guardian"):
        return f"{reverse('person_choose', args=[request.municipality.slug, int(of), what])}?pick={person.pk}"
    person.municipality = request.municipality
    return person.get_absolute_url()


@staff_page(*CASEWORK)
def person(request, pk):
    """Who they are, how to reach them, whom they belong to, and what they asked."""
    try:
        found = persons.find_person(request.officer, pk)
    except Http404:
        kept = persons.find_kept(request.officer, pk)
        messages.info(request, _("This entry was merged: here is the person."))
        return redirect(kept)
    return render(request, "people/person.html", _page(request, found))


def _page(request, found, contact_form=None):
    officer = request.officer
    contacts = list(found.contacts.filter(municipality=request.municipality))
    requests = persons.requests_of(officer, found)
    for enquiry in requests:
        looked(officer, enquiry)
    household, members = persons.household_of(officer, found)
    merges = officer.has(*persons.MERGERS)
    return {
        "person": found, "facts": persons.facts_of(found), "warnings": persons.warnings_of(found, contacts),
        "contacts": contacts, "contact_form": contact_form or ContactForm(), "requests": requests,
        "doubles": _at_home(officer, likely_doubles(found, officer)), "household": household, "members": members,
        "guardians": persons.guardianships(officer, child=found), "wards": persons.guardianships(officer, guardian=found),
        "child": found.is_under(18), "may_merge": merges, "merges": persons.merges_of(officer, found) if merges else [],
        "consents": consents_of(found),
    }  # fmt: skip


def _at_home(officer, rows):
    for row in rows:
        row.municipality = officer.municipality
    return rows


@staff_page(*CASEWORK)
def person_edit(request, pk):
    """Rectify what is held; a colleague's change meanwhile is shown, not overwritten."""
    found, theirs = persons.find_person(request.officer, pk), []
    form = PersonForm(request.officer, request.POST or None, found)
    if form.is_valid():
        try:
            with transaction.atomic():
                version = form.cleaned_data["version"] or 0
                correct_requester(found, by=request.officer, version=version, **form.values())
            messages.success(request, _("Saved."))
            for sentence in persons.warnings_of(found):
                messages.warning(request, sentence)
            return redirect(found)
        except Refused as refused:
            refusal_into(form, refused)
            theirs = _saved_now(form, persons.find_person(request.officer, pk))
    context = {"form": form, "person": found, "theirs": theirs}
    return render(request, "people/person_form.html", context, status=422 if form.errors else 200)


def _saved_now(form, row):
    """What a colleague saved meanwhile; the next save overwrites it knowingly."""
    form.data = form.data.copy()
    form.data["version"] = row.version
    return [
        (_("Name and surname"), row.name),
        (_("Phone"), row.phone),
        (_("E-mail"), row.email),
        *persons.facts_of(row),
    ]


@staff_page(*CASEWORK)
@require_POST
def person_contact_new(request, pk):
    found = persons.find_person(request.officer, pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            contact = add_contact(found, by=request.officer, **form.cleaned_data)
            for sentence in persons.warnings_of(found, [contact]):
                messages.warning(request, sentence)
            return redirect(found)
        except Refused as refused:
            refusal_into(form, refused)
    return render(request, "people/person.html", _page(request, found, form), status=422)


@staff_page(*CASEWORK)
@require_POST
def person_contact(request, pk, contact, act):
    """Make a contact the first one, or take it out of use."""
    found = persons.find_person(request.officer, pk)
    row = get_object_or_404(found.contacts.filter(municipality=request.municipality), pk=contact)
    row.person = found
    acts = {"first": contact_first, "remove": remove_contact}
    if act not in acts:
        raise Http404
    acts[act](row, by=request.officer)
    messages.success(request, _("Saved."))
    return redirect(found)
