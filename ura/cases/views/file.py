"""The page of one case, and its dossier on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from ura.cases.acts import WORK
from ura.cases.dossier import dossier_pdf
from ura.cases.file import page_of
from ura.cases.rules import find_case, may_read, may_work
from ura.municipalities.tenancy import reading_for, working_for
from ura.staff.doors import CASEWORK, staff_page
from ura.trail.actions import record


@staff_page(*CASEWORK)
def case(request, year, number):
    found = find_case(request.officer, year, number, may=may_read)
    before = request.GET.get("before", "")
    before = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    return render(request, "cases/case.html", page_of(found, request.officer, before=before))


@staff_page(*WORK, own_transaction=True)
def dossier(request, year, number):
    """The whole case on paper; the trail keeps that it was taken."""
    with reading_for(request.municipality):
        found = find_case(request.officer, year, number, may=may_work)
        paper = dossier_pdf(found, request.officer, language=get_language())
    with working_for(request.municipality):
        record(found, "cases.dossier", by=request.officer)
    response = HttpResponse(paper(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="dosja-{number}-{year}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
