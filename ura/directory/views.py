"""The stakeholder register (SOP Annex 3): who an office works with, and in which requests."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ura.codelists.lists import terms, word
from ura.core.folding import fold
from ura.core.refusals import Refused, refusal_into
from ura.directory.actions import add_stakeholder, change_stakeholder
from ura.directory.forms import FilterForm, StakeholderForm
from ura.directory.models import Stakeholder
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

READERS = (*CASEWORK, Role.ADMINISTRATOR)
WRITERS = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)
PER_PAGE = 25


@staff_page(*READERS)
def stakeholders(request):
    """The list with, for each, how many requests stand at which status."""
    office = request.municipality
    form = FilterForm(office, request.GET)
    page = Paginator(_found(office, form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    statuses = terms(office).get("stakeholder_status", [])
    counts = _counts(request, page.object_list)
    for row in page.object_list:
        _with_words(office, row)
        row.counts = [(term, counts.get((row.pk, term.code), 0)) for term in statuses]
        row.total = sum(n for _term, n in row.counts)
    context = {"form": form, "page": page, "statuses": statuses, "narrowed": any(form.chosen().values()),
               "any": page.paginator.count or office.stakeholders.exists(), "may_write": request.officer.has(*WRITERS),
               "may_export": request.officer.has(Role.OFFICER, Role.SUPERVISOR)}  # fmt: skip
    return render(request, "directory/stakeholders.html", context)


@staff_page(*WRITERS)
def stakeholder_new(request):
    form = StakeholderForm(request.municipality, request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                row = add_stakeholder(request.municipality, by=request.officer, **form.values())
            messages.success(request, _("Written down: %(name)s.") % {"name": row})
            return redirect("stakeholder", request.municipality.slug, row.pk)
        except Refused as refused:
            refusal_into(form, refused)
    return render(request, "directory/stakeholder_form.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(*READERS)
def stakeholder(request, pk):
    """One stakeholder with the requests it is part of, as far as the officer may know of them."""
    row = find_stakeholder(request, pk)
    involved = row.involvements.filter(enquiry__in=_known(request)).select_related("enquiry__entry", "enquiry__text")
    page = Paginator(involved.order_by("-enquiry_id"), PER_PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.enquiry.municipality = request.municipality
    facts = [
        (_("Part of the municipality"), _("yes") if row.inside else _("no")),
        (_("Type of institution"), row.type_word), (_("Type of service offered"), row.service_word),
        (_("E-mail"), row.email), (_("Phone"), row.phone), (_("Address"), row.address), (_("Notes"), row.notes),
    ]  # fmt: skip
    context = {"stakeholder": row, "page": page, "facts": facts, "may_write": request.officer.has(*WRITERS)}
    return render(request, "directory/stakeholder.html", context)


@staff_page(*WRITERS)
def stakeholder_edit(request, pk):
    row, theirs = find_stakeholder(request, pk), []
    form = StakeholderForm(request.municipality, request.POST or None, row)
    if form.is_valid():
        try:
            with transaction.atomic():
                version = form.cleaned_data["version"]
                change_stakeholder(row, by=request.officer, version=version, **form.values())
            messages.success(request, _("Saved."))
            return redirect("stakeholder", request.municipality.slug, pk)
        except Refused as refused:
            refusal_into(form, refused)
            theirs = _saved_now(form, find_stakeholder(request, pk))
    context = {"form": form, "stakeholder": row, "theirs": theirs}
    return render(request, "directory/stakeholder_form.html", context, status=422 if form.errors else 200)


def find_stakeholder(request, pk):
    row = get_object_or_404(Stakeholder, municipality=request.municipality, pk=pk)
    row.municipality = request.municipality
    return _with_words(request.municipality, row)


def _with_words(office, row):
    row.type_word = word(office, "stakeholder_type", row.type) if row.type else ""
    row.service_word = word(office, "stakeholder_service", row.service) if row.service else ""
    return row


def _found(office, chosen):
    """The rows that fit, in the order of their names without accents; names are public, so they may be searched."""
    rows = office.stakeholders.all()
    if not chosen.get("off"):
        rows = rows.filter(active=True)
    for name in ("type", "service"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("where"):
        rows = rows.filter(inside=chosen["where"] == "inside")
    wanted = fold(chosen.get("q", "")).split()
    return sorted(
        (row for row in rows if all(part in fold(f"{row.name} {row.email}") for part in wanted)),
        key=lambda row: (fold(row.name), row.pk),
    )


def _known(request):
    return request.municipality.enquiries.visible_to(request.officer).order_by().values("pk")


def _counts(request, rows):
    """{(stakeholder, status): requests} among those the officer may know of."""
    if not rows:
        return {}
    involvements = request.municipality.involvements.filter(stakeholder__in=rows, enquiry__in=_known(request))
    found = involvements.order_by().values_list("stakeholder_id", "status").annotate(n=Count("pk"))
    return {(pk, status): n for pk, status, n in found}


def _saved_now(form, row):
    """What a colleague saved meanwhile, field by field; the next save overwrites it knowingly."""
    form.data = form.data.copy()
    form.data["version"] = row.version
    theirs = []
    for name, value in form.values().items():
        stored = getattr(row, name)
        if stored != value:
            shown = {"type": row.type_word, "service": row.service_word}.get(name, stored)
            theirs.append(
                (form.fields[name].label, (_("yes") if stored else _("no")) if isinstance(stored, bool) else shown)
            )
    return theirs
