"""The door of one office, and its public register."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ura.codelists.lists import choices
from ura.core.spreadsheets import write_csv
from ura.desk.clock import rule_of
from ura.desk.states import State
from ura.portal import book, limits
from ura.portal.forms import BookForm
from ura.staff.doors import public_page


@require_safe
@public_page
def home(request):
    """Who we are, when we are there, what one may ask."""
    municipality = request.municipality
    context = {"needs": [word for _code, word in choices(municipality, "request_kind")], "rule": rule_of(municipality)}
    return render(request, "portal/home.html", context)


@require_safe
@public_page
def register(request):
    """The public register, fifty lines a page; older lines by the number they lie before."""
    form, year, rows = _filtered(request)
    before = form.cleaned_data.get("before")
    if before:
        rows = rows.filter(number__lt=before)
    found = list(book.shown(request.municipality, rows[: book.ON_A_PAGE + 1]))
    lines = found[: book.ON_A_PAGE]
    kept = {name: form.cleaned_data[name] for name in ("service", "state") if form.cleaned_data.get(name)} | {
        "year": year
    }
    context = {
        "form": form, "year": year, "lines": lines, "before": before, "kept": urlencode(kept),
        "older": lines[-1].number if len(found) > len(lines) else None,
    }  # fmt: skip
    return render(request, "portal/register.html", context)


@require_safe
@public_page
def register_csv(request):
    """One year of it as a file."""
    if wait := limits.spend("file", limits.client(request)):
        sentence = _("The register was downloaded many times from your connection. Please try again in an hour.")
        back = reverse("public_register", args=[request.municipality.slug])
        response = render(request, "refused.html", {"sentence": sentence, "back": back}, status=429)
        response["Retry-After"] = str(wait)
        return response
    _form, year, rows = _filtered(request)
    columns = [_("Number"), _("Received"), _("Kind"), _("Status"), _("Working days taken")]
    lines = book.shown(request.municipality, rows.iterator(2000))
    data = write_csv(columns, ((line.label, line.received_on, line.kind, line.status, line.days) for line in lines))
    name = f"{request.municipality.slug}-{year}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)


def _filtered(request):
    municipality = request.municipality
    years = book.years_of(municipality) or [timezone.localdate().year]
    states = [(state.value, state.label) for state in State] + [(book.VOID, _("Voided"))]
    form = BookForm(request.GET, years=years, services=choices(municipality, "service_type"), states=states)
    form.is_valid()  # an address somebody mistyped shows the whole year
    data = form.cleaned_data
    year = data.get("year") or years[0]
    return form, year, book.lines(municipality, year, service=data.get("service", ""), state=data.get("state", ""))
