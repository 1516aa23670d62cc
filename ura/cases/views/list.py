"""The list of cases."""

from django.shortcuts import render

from ura.staff.doors import CASEWORK, staff_page


@staff_page(*CASEWORK)
def cases(request):
    return render(request, "cases/list.html", {"cases": request.municipality.cases.visible_to(request.officer)[:25]})
