"""How long what is kept, what must not go, for what data is processed, and the office's own settings."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ura.cases.models import Case
from ura.core.refusals import Refused, refusal_into
from ura.core.spreadsheets import write_xlsx
from ura.core.versions import in_savepoint
from ura.desk.models import Enquiry
from ura.letters.word import table_docx
from ura.people.models import Person
from ura.rights.clock import privacy_of
from ura.rights.forms import HoldForm, PrivacyForm, RetentionForm
from ura.rights.holds import lift_hold, place_hold, standing
from ura.rights.models import LegalHold, PrivacySettings
from ura.rights.processing import as_table, record_of_processing
from ura.rights.retention import BATCH, carry_out, dry_run, rules_of
from ura.rights.rules import KEEPERS, SETTERS, sees_all, visible_requests
from ura.rights.settings_acts import keep_rules, keep_settings
from ura.rights.states import Kept
from ura.rights.words import tabs
from ura.staff.doors import staff_page

OF_A_PERSON = (Kept.PEOPLE, Kept.CONSENTS)


@staff_page(*KEEPERS)
def retention(request):
    """The rules, and what would go today by them."""
    office = request.municipality
    form = RetentionForm(rules_of(office), request.POST or None)
    if form.is_valid():
        try:
            in_savepoint(lambda: keep_rules(office, form.values(), by=request.officer))
            messages.success(request, _("Saved."))
            return redirect("retention", office.slug)
        except Refused as refused:
            refusal_into(form, refused)
    due = dry_run(office)
    for each in due:
        each.shown = _shown(request.officer, each)
    context = {"tabs": tabs(request, "retention"), "form": form, "due": due, "any": any(each.count for each in due)}
    return render(request, "rights/retention.html", context, status=422 if form.errors else 200)


def _shown(officer, due):
    """The first lines by number or day: no names, and of requests only those the officer may know of."""
    if due.kind == Kept.REQUESTS:
        rows = Enquiry.objects.filter(municipality=officer.municipality, pk__in=[row.pk for row in due.first])
        rows = rows if sees_all(officer) else rows.visible_to(officer)
        found = rows.select_related("entry").order_by("pk")
        return [(row.entry.label, row.closed_on) for row in found]
    if due.kind == Kept.CASES:
        rows = Case.objects.filter(municipality=officer.municipality, pk__in=[row.pk for row in due.first])
        rows = rows if sees_all(officer) else rows.visible_to(officer)
        return [(str(row), row.closed_on) for row in rows.select_related("enquiry__entry").order_by("pk")]
    if due.kind == Kept.RIGHTS:
        rows = visible_requests(officer).filter(pk__in=[row.pk for row in due.first])
        return [(row.entry.label, row.closed_on) for row in rows.select_related("entry").order_by("pk")]
    return []


@staff_page(*KEEPERS, own_transaction=True)
@require_POST
def retention_go(request):
    """Erase what is due, one batch of each kind; pressed again, the next one."""
    went = sum(carry_out(request.municipality, by=request.officer, batches=1).values())
    text = ngettext("%(n)s record was erased.", "%(n)s records were erased.", went) % {"n": went}
    if went >= BATCH:
        more = _("If more is due, press again; the command “retention” erases all of it.")
        text = f"{text} {more}"
    messages.success(request, text)
    return redirect("retention", request.municipality.slug)


@staff_page(*KEEPERS)
def holds(request):
    """What stands, and a new one on a request by its number; on a person it is placed at their request about data."""
    office, form = request.municipality, HoldForm(request.POST or None)
    if form.is_valid():
        try:
            in_savepoint(lambda: _hold(request, form))
            messages.success(request, _("The hold stands."))
            return redirect("holds", office.slug)
        except Refused as refused:
            refusal_into(form, refused)
    rows = _seen(request.officer, standing(office)).select_related("enquiry__entry", "person", "placed_by__user")
    context = {"tabs": tabs(request, "holds"), "holds": rows, "form": form}
    return render(request, "rights/holds.html", context, status=422 if form.errors else 200)


def _seen(officer, holds):
    """Without those on what does not exist for this officer."""
    if sees_all(officer):
        return holds
    office = officer.municipality
    people = Person.objects.filter(municipality=office).known_to(officer).order_by().values("pk")
    requests = office.enquiries.visible_to(officer).order_by().values("pk")
    return holds.filter(Q(person__in=people) | Q(enquiry__in=requests))


def _hold(request, form):
    year, number = form.year_and_number()
    rows = Enquiry.objects.filter(municipality=request.municipality, entry__year=year, entry__number=number)
    enquiry = (rows if sees_all(request.officer) else rows.visible_to(request.officer)).first()
    if enquiry is None:
        raise Refused(_("There is no request with this number."), field="number")
    enquiry.municipality = request.municipality
    return place_hold(request.municipality, by=request.officer, enquiry=enquiry, reason=form.cleaned_data["reason"])


@staff_page(*KEEPERS)
@require_POST
def hold_lift(request, pk):
    rows = LegalHold.objects.filter(municipality=request.municipality)
    lift_hold(get_object_or_404(_seen(request.officer, rows), pk=pk), by=request.officer)
    messages.success(request, _("The hold was lifted."))
    return redirect("holds", request.municipality.slug)


@staff_page()
@require_GET
def processing(request):
    """The record of processing activities, as the code itself declares it."""
    lines = record_of_processing(request.municipality)
    return render(request, "rights/processing.html", {"tabs": tabs(request, "processing"), "lines": lines})


@staff_page()
@require_GET
def processing_file(request, kind):
    title = _("Record of processing activities")
    columns, rows = as_table(request.municipality)
    if kind == "docx":
        data = table_docx(title, request.municipality.official, columns, rows, language=request.LANGUAGE_CODE)
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    elif kind == "xlsx":
        data = write_xlsx(columns, rows, title=title)
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        raise Http404
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="ura-{request.municipality.slug}-perpunimi.{kind}"'
    return response


@staff_page(*SETTERS)
def privacy(request):
    """Days, hours and the data protection officer's name."""
    row = PrivacySettings.objects.filter(municipality=request.municipality).first() or privacy_of(request.municipality)
    form = PrivacyForm(row, request.POST or None)
    if form.is_valid():
        try:
            in_savepoint(lambda: keep_settings(request.municipality, by=request.officer, **form.cleaned_data))
            messages.success(request, _("Saved."))
            return redirect("privacy", request.municipality.slug)
        except Refused as refused:
            refusal_into(form, refused)
    context = {"tabs": tabs(request, "privacy"), "form": form}
    return render(request, "rights/privacy.html", context, status=422 if form.errors else 200)
