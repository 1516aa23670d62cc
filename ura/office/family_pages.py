"""Whom a person belongs to: households, guardians, and the rows that are one person."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.core import searches
from ura.core.refusals import Refused
from ura.desk.actions.persons import merge_persons, part_persons
from ura.municipalities.tenancy import reading_for
from ura.office import persons
from ura.office.people_forms import GuardianForm, RelationForm
from ura.office.people_pages import search_page
from ura.people.actions import say_two_persons
from ura.people.households import (
    add_member,
    change_relation,
    end_guardianship,
    found_household,
    leave,
    name_guardian,
)
from ura.people.models import Merge
from ura.staff.doors import CASEWORK, staff_page

CHOOSING = {
    "member": gettext_lazy("Who lives in the household?"),
    "guardian": gettext_lazy("Who is the parent or guardian?"),
    "merge": gettext_lazy("Which entry is the same person?"),
}
FORMS = {"member": RelationForm, "guardian": GuardianForm}


@staff_page(*CASEWORK, own_transaction=True)
def choose(request, pk, what):
    """Search somebody to join to this person: as a member of the household, a guardian, or the same person."""
    if what not in CHOOSING:
        raise Http404
    with reading_for(request.municipality):
        person = persons.find_person(request.officer, pk)
        if what == "merge":
            persons.must_merge(request.officer)
        if request.method == "POST":
            name = searches.remember(request, request.POST.get("q", ""))
            return redirect(f"{request.path}?{searches.NAME}={name}" if name else request.path)
        context = search_page(request) | {"person": person, "what": what, "title": CHOOSING[what]}
        if (picked := request.GET.get("pick", "")).isdecimal() and len(picked) < 19:
            context["found"] = [persons.find_person(request.officer, int(picked))]
        context["found"] = [row for row in context["found"] if row.pk != person.pk]
        return render(request, "people/choose.html", context | {"form": FORMS.get(what, str)()})


@staff_page(*CASEWORK)
@require_POST
def join(request, pk, what, other):
    """The one chosen becomes a member of the household, or a guardian."""
    person, chosen = (persons.find_person(request.officer, key) for key in (pk, other))
    if what not in FORMS:
        raise Http404
    form = FORMS[what](request.POST)
    if form.is_valid():
        try:
            if what == "guardian":
                name_guardian(person, chosen, by=request.officer, **form.cleaned_data)
                return redirect(person)
            household, _members = persons.household_of(request.officer, person)
            household = household or found_household(person, by=request.officer)
            household.municipality = request.municipality
            add_member(household, chosen, by=request.officer, relation=form.cleaned_data["relation"])
            return redirect(household)
        except Refused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Choose who they are."))
    return redirect(f"{reverse('person_choose', args=[request.municipality.slug, pk, what])}?pick={other}")


@staff_page(*CASEWORK)
@require_POST
def guardian_end(request, pk, link):
    person = persons.find_person(request.officer, pk)
    found = get_object_or_404(person.guardianships.filter(municipality=request.municipality), pk=link)
    end_guardianship(found, by=request.officer)
    messages.success(request, _("Saved."))
    return redirect(person)


@staff_page(*CASEWORK)
@require_POST
def household_new(request, pk):
    """A household with this person as its head."""
    person = persons.find_person(request.officer, pk)
    try:
        return redirect(found_household(person, by=request.officer))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(person)


@staff_page(*CASEWORK)
def household(request, pk):
    found, members = persons.find_household(request.officer, pk)
    for member in members:
        initial = {"relation": member.relation, "version": found.version}
        member.form = RelationForm(initial=initial, auto_id=f"id_%s_{member.pk}")
    head = next((member.person for member in members if member.relation == "head"), None)
    return render(request, "people/household.html", {"household": found, "members": members, "head": head})


@staff_page(*CASEWORK)
@require_POST
def household_member(request, pk, member, act):
    """Who a member is to the head, or that they live there no more."""
    found, members = persons.find_household(request.officer, pk)
    row = next((each for each in members if each.pk == member), None)
    if row is None or act not in ("relation", "leave"):
        raise Http404
    row.household = found
    form = RelationForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else None
        if act == "leave":
            leave(row, by=request.officer, version=version)
        elif form.is_valid():
            change_relation(row, by=request.officer, relation=form.cleaned_data["relation"], version=version)
        messages.success(request, _("Saved."))
    except Refused as refused:
        messages.error(request, str(refused))
    if act == "leave" and len(members) == 1:
        return redirect(row.person)
    return redirect(found)


@staff_page(*persons.MERGERS)
def merge(request, pk, other):
    """Two entries side by side; they become one, or are said to be two persons."""
    kept, gone = (persons.find_person(request.officer, key) for key in (pk, other))
    if request.method == "POST":
        if request.POST.get("act") == "two":
            say_two_persons(kept, gone, by=request.officer)
            messages.success(request, _("They are two persons; this is not asked again."))
            return redirect(kept)
        try:
            merge_persons(kept, gone, by=request.officer)
            messages.success(request, _("Merged. If it was a mistake, undo it on this page."))
            return redirect(kept)
        except Refused as refused:
            messages.error(request, str(refused))
    sides = [{"person": each, "facts": _all_facts(each), "requests": persons.requests_of(request.officer, each)}
             for each in (kept, gone)]  # fmt: skip
    return render(request, "people/merge.html", {"kept": kept, "gone": gone, "sides": sides})


def _all_facts(person):
    return [(_("Phone"), person.phone), (_("E-mail"), person.email), *persons.facts_of(person)]


@staff_page(*persons.MERGERS)
@require_POST
def part(request, pk, act):
    """Undo a merge."""
    kept = persons.find_person(request.officer, pk)
    row = get_object_or_404(Merge.objects.filter(municipality=request.municipality, kept=kept), pk=act)
    try:
        part_persons(row, by=request.officer)
        messages.success(request, _("They are two persons again; each has what was theirs."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(kept)
