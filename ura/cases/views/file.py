"""The page of one case, and its dossier on paper."""

from django.shortcuts import render

from ura.cases.file import page_of
from ura.cases.rules import find_case, may_read
from ura.staff.doors import CASEWORK, staff_page


@staff_page(*CASEWORK)
def case(request, year, number):
    found = find_case(request.officer, year, number, may=may_read)
    before = request.GET.get("before", "")
    before = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    return render(request, "cases/case.html", page_of(found, request.officer, before=before))
