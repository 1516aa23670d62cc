"""The page of a long list with its filters, its search and its spreadsheet: of requests, and of cases."""

import tempfile

from django.contrib import messages
from django.db.models import Value
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify

from ura.core import searches
from ura.core.refusals import Refused
from ura.core.spreadsheets import stream_csv, write_xlsx
from ura.core.templatetags.ui import rest_of
from ura.desk.paging import LAST_PAGE, count_words, find_page
from ura.municipalities.models import AdministrativeUnit
from ura.municipalities.often import asked_often
from ura.municipalities.tenancy import reading_for
from ura.staff.models import Officer

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_EXCEL = 50_000  # rows: twenty seconds of a processor, and the proxy waits 150 for the first byte of a busy one


def filters_of(request, kind, data=None):
    """The filters (of this kind) of an address, with the officers and units of the office to choose among."""
    office = request.municipality
    found = {"staff": [], "unit": []}
    for which, pk, name in sorted(_staff_and_units(office.pk)):
        found[which].append((pk, name))
    if data is None:
        data = request.GET
        if searches.NAME in data:
            data = data.copy()
            data.setdefault("q", searches.words(request))
    return kind(request.officer, data, staff=found["staff"], units=found["unit"])


@asked_often
def _staff_and_units(office):
    """One question for both: (which, key, name)."""
    staff = Officer.objects.filter(municipality=office).order_by().values_list(Value("staff"), "pk", "user__name")
    units = AdministrativeUnit.objects.filter(municipality=office).order_by()
    return staff.union(units.values_list(Value("unit"), "pk", "name_sq"), all=True)


def list_page(request, kind, columns, context):
    """The page, or only its rows for htmx. A search comes by POST and is answered with an address without its words
    (see core/searches.py). `context(filters, rows, names of officers by id)` says what is this list's own:

    title, subtitle, none (sentence for nothing), table (the rows, escaped), columns [(label, sort name or "")],
    newest_first (sort names that begin descending), sorts, chips [(name, query)], empty, exports [(label, query)].
    """
    here = reverse(request.resolver_match.url_name, args=[request.municipality.slug])
    with reading_for(request.municipality):
        typed = request.POST if request.method == "POST" else request.GET
        if request.method == "POST" or not searches.harmless(searches.clean(typed.get("q", ""))):
            return redirect(here + searches.without_words(request, typed, first_sort=kind.first_sort))
        return _shown(request, here, filters_of(request, kind), columns, context)


def _shown(request, here, filters, columns, context):
    number, after = _whole(request.GET.get("page"), LAST_PAGE) or 1, _whole(request.GET.get("after"), 2**62)
    rows, page = find_page(filters, columns, page=number, after=after)
    names = {int(value): name for value, name in filters.choices["owner"].options if value.isdigit()}
    own = context(filters, rows, names)
    address = filters.address()
    chips = [(name, query, query == address and not filters.q) for name, query in own["chips"]]
    only_rows = request.htmx and request.htmx.target == "rows" and not request.htmx.history_restore_request
    response = render(request, "desk/list.html#rows" if only_rows else "desk/list.html", own | {
        "here": here, "filters": filters, "page": page, "after": after, "count_words": count_words(page, own["none"]),
        "heads": list(_heads(own, filters.sort, rest_of(request.GET, "page", "after", "sort"))), "chips": chips,
        "rest": rest_of(request.GET, "page", "after"), "only_rows": only_rows, "address": address,
        "words_forgotten": searches.forgotten(request),
        # A ready view says itself what is chosen; open, the filters would push the list off a phone.
        "open": filters.problems or (filters.narrowed and not any(chip[2] for chip in chips)),
    })  # fmt: skip
    patch_vary_headers(response, ["HX-Request"])
    return response


def _heads(own, sort, rest):
    """The headings of the table: (label, where a click leads, aria-sort)."""
    current, descending = sort.removeprefix("-"), sort.startswith("-")
    for label, name in own["columns"]:
        if not name:
            yield label, "", ""
        elif name == current:
            yield label, f"{rest}sort={'' if descending else '-'}{name}", "descending" if descending else "ascending"
        else:
            yield label, f"{rest}sort={'-' if name in own['newest_first'] else ''}{name}", "none"


def spreadsheet(request, name, made, back):
    """What is filtered, as Excel or CSV, from `made(most)` -> (columns, rows); a refusal leads back to the list.

    A CSV has no limit: it leaves while its rows are read. An Excel file is whole before it leaves, on the disk.
    """
    as_csv = request.GET.get("as") == "csv"
    try:
        columns, rows = made(None if as_csv else MOST_IN_EXCEL)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(f"{reverse(back, args=[request.municipality.slug])}?{request.GET.urlencode()}")
    name = "-".join([slugify(name), request.municipality.slug, timezone.localdate().isoformat()])
    if as_csv:
        response = StreamingHttpResponse(stream_csv(columns, rows), content_type="text/csv; charset=utf-8")
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (it goes when the response is closed)
        write_xlsx(columns, rows, target=file)
        file.seek(0)
        response = FileResponse(file, content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}.{"csv" if as_csv else "xlsx"}"'
    response["Cache-Control"] = "no-store"
    return response


def _whole(text, at_most):
    """A whole number from 1 up to the most, from an address; None for anything else."""
    fits = text and text.isascii() and text.isdigit() and len(text) < 20 and 1 <= int(text) <= at_most
    return int(text) if fits else None
