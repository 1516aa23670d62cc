"""The list of cases: find, page through, take away."""

from django.contrib import messages
from django.db.models import Value
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ura.cases.case_list import LAST_PAGE, find_page, table_rows
from ura.cases.export import sheet
from ura.cases.filters import FIRST_SORT, CaseFilters
from ura.core import searches
from ura.core.refusals import Refused
from ura.core.spreadsheets import write_csv
from ura.core.templatetags.ui import rest_of
from ura.desk.views.list import KINDS
from ura.municipalities.tenancy import reading_for
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

EXPORTERS = (Role.OFFICER, Role.SUPERVISOR)


def filters_of(request):
    """The filters of an address, with the officers and units of the office to choose among."""
    office = request.municipality
    staff = office.officers.order_by().values_list(Value("staff"), "pk", "user__name")
    units = office.units.order_by().values_list(Value("unit"), "pk", "name_sq")
    found = {"staff": [], "unit": []}
    for kind, pk, name in sorted(staff.union(units, all=True)):  # one question for both
        found[kind].append((pk, name))
    data = request.GET
    if searches.NAME in data:
        data = data.copy()
        data.setdefault("q", searches.words(request))
    return CaseFilters(request.officer, data, staff=found["staff"], units=found["unit"])


@staff_page(*CASEWORK, own_transaction=True)
def cases(request):
    """The list. A search comes by POST and is answered with an address without its words; see core/searches.py."""
    with reading_for(request.municipality):
        typed = request.POST if request.method == "POST" else request.GET
        if request.method == "POST" or not searches.harmless(searches.clean(typed.get("q", ""))):
            return redirect(
                f"{reverse('cases', args=[request.municipality.slug])}{searches.without_words(request, typed, first_sort=FIRST_SORT)}"
            )
        return _list(request)


def _list(request):
    filters = filters_of(request)
    number, after = _whole(request.GET.get("page"), LAST_PAGE) or 1, _whole(request.GET.get("after"), 2**62)
    rows, page, count_words = find_page(filters, page=number, after=after)
    names = {int(value): name for value, name in filters.choices["owner"].options if value.isdigit()}
    only_rows = request.htmx and request.htmx.target == "rows" and not request.htmx.history_restore_request
    current = filters.address() if not filters.q else None
    chips = [(name, query, query == current) for name, query in _views()]
    context = {
        "filters": filters, "rows": table_rows(request.municipality, rows, names), "page": page, "after": after,
        "count_words": count_words, "heads": list(_heads(filters, rest_of(request.GET, "page", "after", "sort"))),
        "rest": rest_of(request.GET, "page", "after"), "sorts": _sorts(), "chips": chips,
        "may_export": request.officer.has(*EXPORTERS), "only_rows": only_rows,
        "words_forgotten": searches.forgotten(request),
        "open": filters.problems or (filters.narrowed and not any(chip[2] for chip in chips)),
    }  # fmt: skip
    response = render(request, "cases/list.html#rows" if only_rows else "cases/list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@staff_page(*EXPORTERS)
def cases_export(request):
    """What is filtered, as Excel or CSV; the trail keeps that it was taken."""
    filters = filters_of(request)
    content_type, write = KINDS.get(request.GET.get("as"), KINDS["xlsx"])
    try:
        columns, rows = sheet(filters)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(f"{reverse('cases', args=[request.municipality.slug])}?{request.GET.urlencode()}")
    name = "-".join([slugify(_("Cases")), request.municipality.slug, timezone.localdate().isoformat()])
    return HttpResponse(
        write(columns, rows), content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{"csv" if write is write_csv else "xlsx"}"',
                 "Cache-Control": "no-store"},
    )  # fmt: skip


def _views():
    """Chips above the list."""
    return [(_("All"), ""), (pgettext("cases", "Open"), "state=open"), (_("Mine, open"), "state=open&owner=me"),
            (_("Emergencies"), "emergency=yes"), (_("Review overdue"), "review=overdue"),
            (_("Nobody carries them"), "state=open&owner=none")]  # fmt: skip


def _heads(filters, rest):
    """The headings of the table: (label, where a click leads, aria-sort)."""
    columns = [(_("Number"), "number"), (_("Person"), ""), (_("Kind"), ""), (_("Status"), "status"),
               (_("Case manager"), ""), (_("Opened"), "opened"), (_("Review"), "review")]  # fmt: skip
    current, descending = filters.sort.removeprefix("-"), filters.sort.startswith("-")
    for label, name in columns:
        if not name:
            yield label, "", ""
        elif name == current:
            yield label, f"{rest}sort={'' if descending else '-'}{name}", "descending" if descending else "ascending"
        else:
            yield label, f"{rest}sort={'-' if name in ('number', 'opened') else ''}{name}", "none"


def _sorts():
    return [("-number", _("Newest number first")), ("number", _("Oldest number first")),
            ("-opened", _("Last opened first")), ("opened", _("First opened first")),
            ("review", _("Review due soonest first")), ("status", _("Status, first to last")),
            ("-status", _("Status, last to first"))]  # fmt: skip


def _whole(text, at_most):
    """A whole number from 1 up to the most, from an address; None for anything else."""
    fits = text and text.isascii() and text.isdigit() and len(text) < 20 and 1 <= int(text) <= at_most
    return int(text) if fits else None
