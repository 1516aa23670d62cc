"""The schemes of the office: the list, one scheme, its editor, the table in and out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.core.spreadsheets import Column, write_xlsx
from ura.core.versions import in_savepoint
from ura.schemes.actions.keeping_schemes import keep_scheme, offer_scheme, restore_scheme, versions_of
from ura.schemes.catalogue import AREAS, documents, mark, national, schemes_of
from ura.schemes.facts import facts
from ura.schemes.forms.catalogue import ImportForm, SchemeForm
from ura.schemes.importing import COLUMNS, BadTable, import_schemes, rows_to_export
from ura.schemes.states import Confidence
from ura.schemes.wording import demands
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

READERS = (*CASEWORK, Role.ADMINISTRATOR)
KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


@staff_page(*READERS)
def schemes(request):
    """All schemes of the office, by kind."""
    every = schemes_of(request.municipality, offered=False)
    areas = [(label, [each for each in every.values() if each.area == code]) for code, label in AREAS.items()]
    context = {
        "areas": areas,
        "count": len(every),
        "keeper": request.officer.has(*KEEPERS),
        "today": timezone.localdate(),
    }
    return render(request, "schemes/schemes.html", context)


@staff_page(*READERS)
def scheme(request, code):
    """One scheme: what it asks, what it needs, what speaks for and against it, and its versions."""
    found = _scheme(request, code)
    versions = list(versions_of(request.municipality, code))
    current = next((row for row in versions if row.current), None)
    context = {
        "scheme": found, "versions": versions, "keeper": request.officer.has(*KEEPERS),
        "demands": demands(found.criteria), "confidence": Confidence(found.confidence or "confirmed"),
        "outdated": bool(current and current.base and current.base != mark(national()[code].data)),
        "reworded": bool(current and code in national()), "offered": current.offered if current else True,
        "call": found.call_on(timezone.localdate()), "papers": _papers(found),
    }  # fmt: skip
    return render(request, "schemes/scheme.html", context)


@staff_page(*KEEPERS)
def scheme_edit(request, code=""):
    """Write a scheme of the office, or reword a national one."""
    found = _scheme(request, code) if code else None
    form = SchemeForm(found, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = in_savepoint(
                    lambda: keep_scheme(
                        request.municipality, form.scheme_data(), by=request.officer, new=not code,
                        version=form.cleaned_data["version"] if code else None, offered=form.cleaned_data["offered"],
                    )
                )  # fmt: skip
                messages.success(request, _("Saved as version %(n)s.") % {"n": row.version})
                return redirect("scheme", request.municipality.slug, row.code)
            except Refused as refused:
                refusal_into(form, refused)
                status = 409
    context = {"scheme": found, "form": form, "facts": facts().values()}
    return render(request, "schemes/scheme_edit.html", context, status=status)


@staff_page(*KEEPERS)
@require_POST
def scheme_offer(request, code):
    """Offer it here, no longer, or go back to the national text."""
    act = request.POST.get("act")
    if act == "restore":
        restore_scheme(request.municipality, code, by=request.officer)
    elif act in ("offer", "stop"):
        offer_scheme(request.municipality, code, by=request.officer, offered=act == "offer")
    messages.success(request, _("Saved."))
    every = schemes_of(request.municipality, offered=False)
    return (
        redirect("scheme", request.municipality.slug, code)
        if code in every
        else redirect("schemes", request.municipality.slug)
    )


@staff_page(*KEEPERS)
def scheme_import(request):
    """A table of schemes: all of it, or nothing with a sentence for each wrong row."""
    form = ImportForm(request.POST or None, request.FILES or None)
    problems, status = [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            upload = form.cleaned_data["file"]
            data = upload.read()
            try:
                codes = in_savepoint(
                    lambda: import_schemes(request.municipality, data, name=upload.name, by=request.officer)
                )
                said = ngettext("%(n)s scheme was imported.", "%(n)s schemes were imported.", len(codes))
                messages.success(request, said % {"n": len(codes)})
                return redirect("schemes", request.municipality.slug)
            except BadTable as bad:
                refusal_into(form, bad)
                problems = bad.problems
            except Refused as refused:
                refusal_into(form, refused)
    context = {"form": form, "problems": problems, "facts": facts().values()}
    return render(request, "schemes/scheme_import.html", context, status=status)


@staff_page(*KEEPERS)
def scheme_table(request):
    """The schemes of the office as the table that can be brought in again."""
    every = schemes_of(request.municipality, offered=False)
    data = write_xlsx([Column(name) for name in COLUMNS], rows_to_export(every.values()), sheet="skemat")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="skemat.xlsx"'
    return response


def _papers(found):
    """[(one of several?, document, condition in words)]."""
    return [
        (
            len(asked.codes) > 1,
            documents()[code],
            "; ".join(text for text, _sure in demands(asked.when)) if asked.when else "",
        )
        for asked in found.documents
        for code in asked.codes
    ]


def _scheme(request, code):
    found = schemes_of(request.municipality, offered=False).get(code)
    if found is None:
        raise Http404
    return found
