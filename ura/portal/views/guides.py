"""The guides for everybody: what to do and bring, on the phone first."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ura.directory.models import Audience
from ura.guides.paper import own_lines
from ura.guides.reading import guides_for
from ura.guides.views import find_guide, pdf_response
from ura.municipalities.tenancy import reading_for
from ura.portal import limits
from ura.staff.doors import public_page


@require_safe
@public_page
def guides(request):
    """All guides of the office, under those for whom they are; an address may name one audience."""
    every, chosen = guides_for(request.municipality), request.GET.get("for", "")
    groups = [
        (code, label, [one for one in every if code in one.audience])
        for code, label in Audience.choices
        if chosen in ("", code) or chosen not in Audience.values
    ]
    context = {"groups": [group for group in groups if group[2]], "audiences": Audience.choices, "chosen": chosen}
    return render(request, "portal/guides.html", context)


@require_safe
@public_page
def guide(request, key):
    one = find_guide(request.municipality, key)
    page = one.page()
    context = {"guide": one, "page": page, "own_lines": own_lines(page)}
    return render(request, "portal/guide.html", context)


@require_safe
@public_page(own_transaction=True)
def paper(request, key, language):
    """The same on A4; many in a row from one connection wait, because a PDF costs work."""
    with reading_for(request.municipality):
        one = find_guide(request.municipality, key)
    if wait := limits.spend("file", limits.client(request)):
        return _later(request, wait)
    return pdf_response(request.municipality, one, language)


def _later(request, wait):
    sentence = _("This was downloaded many times from your connection. Please try again in an hour.")
    back = reverse("public_guides", args=[request.municipality.slug])
    response = render(request, "refused.html", {"sentence": sentence, "back": back}, status=429)
    response["Retry-After"] = str(wait)
    return response
