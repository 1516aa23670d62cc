"""The lists of social housing that the law makes public: number, points and decision."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ura.housing.lists import public_words
from ura.housing.models import Call
from ura.housing.rules import find_call, public_rows
from ura.housing.states import CallState
from ura.staff.doors import public_page

PER_PAGE = 100


@require_safe
@public_page
def housing(request):
    """Calls that take applications, and published lists."""
    calls = list(Call.objects.filter(municipality=request.municipality))
    context = {
        "open": [call for call in calls if call.state == CallState.OPEN],
        "published": [call for call in calls if call.state == CallState.PUBLISHED],
    }
    return render(request, "portal/housing.html", context)


@require_safe
@public_page
def housing_list(request, pk):
    """The final list of one call; before publication it does not exist."""
    call = find_call(request.municipality, pk)
    if call.state != CallState.PUBLISHED:
        raise Http404
    page = Paginator(public_rows(call), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.decision = public_words(row)
    decision = call.decisions.filter(state=CallState.FINAL).order_by("-pk").first()
    return render(request, "portal/housing_list.html", {"call": call, "page": page, "decision": decision})
