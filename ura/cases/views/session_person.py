"""Who was here before: found by name, phone or e-mail, and taken into a session or a registration."""

from django.shortcuts import render

from ura.cases.paper_forms import FormKey, paper_form
from ura.core.searches import clean
from ura.desk.matters import known, look_up
from ura.people.models import Person
from ura.staff.doors import CASEWORK, staff_page


@staff_page(*CASEWORK)
def find(request):
    """The words searched for come by POST and stay out of addresses."""
    words = clean(request.POST.get("q", "")) if request.method == "POST" else ""
    found = []
    if words:
        email = words if "@" in words else ""
        people = look_up(request.officer, name=words, email=email, phone=words if words[-1:].isdigit() else "")
        mine = Person.objects.filter(municipality=request.municipality, pk__in=[p.pk for p in people])
        seen = set(mine.visible_to(request.officer).current().values_list("pk", flat=True))
        found = known(request.officer, [person for person in people if person.pk in seen])
    context = {"words": words, "found": found, "forms": [(key, paper_form(key).title) for key in FormKey.values]}
    return render(request, "cases/session_person.html", context)
