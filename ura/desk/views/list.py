"""The register (Annex 2): find, page through, keep a view, take away."""

from django.contrib import messages
from django.db.models import Value
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from ura.core import searches
from ura.core.refusals import Refused
from ura.core.spreadsheets import write_csv, write_xlsx
from ura.core.templatetags.ui import rest_of
from ura.desk import export
from ura.desk.actions.saved import drop_view, keep_view
from ura.desk.filters import FIRST_SORT, Filters
from ura.desk.register_list import LAST_PAGE, find_page, lines, table_rows
from ura.municipalities.tenancy import reading_for
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

KINDS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "csv": ("text/csv; charset=utf-8", write_csv),
}


def filters_of(request, data=None):
    """The filters of an address, with the officers and units of the office to choose among."""
    office = request.municipality
    staff = office.officers.order_by().values_list(Value("staff"), "pk", "user__name")
    units = office.units.order_by().values_list(Value("unit"), "pk", "name_sq")
    found = {"staff": [], "unit": []}
    for kind, pk, name in sorted(staff.union(units, all=True)):  # one question for both
        found[kind].append((pk, name))
    if data is None:
        data = request.GET
        if searches.NAME in data:
            data = data.copy()
            data.setdefault("q", searches.words(request))
    return Filters(request.officer, data, staff=found["staff"], units=found["unit"])


@staff_page(*CASEWORK, own_transaction=True)
def enquiries(request):
    """The list. A search comes by POST and is answered with an address without its words; see core/searches.py."""
    with reading_for(request.municipality):
        typed = request.POST if request.method == "POST" else request.GET
        if request.method == "POST" or not searches.harmless(searches.clean(typed.get("q", ""))):
            return redirect(
                f"{reverse('enquiries', args=[request.municipality.slug])}{searches.without_words(request, typed, first_sort=FIRST_SORT)}"
            )
        return _list(request)


def _list(request):
    filters = filters_of(request)
    number, after = _whole(request.GET.get("page"), LAST_PAGE) or 1, _whole(request.GET.get("after"), 2**62)
    rows, page, count_words = find_page(filters, page=number, after=after)
    names = {int(value): name for value, name in filters.choices["owner"].options if value.isdigit()}
    found = list(lines(request.municipality, rows, names))
    rest = rest_of(request.GET, "page", "after")
    only_rows = request.htmx and request.htmx.target == "rows" and not request.htmx.history_restore_request
    context = {
        "filters": filters, "lines": found, "rows": table_rows(found), "page": page, "after": after,
        "count_words": count_words, "heads": list(_heads(filters, rest_of(request.GET, "page", "after", "sort"))), "rest": rest, "sorts": _sorts(), "exports": EXPORTS,
        "may_export": request.officer.has(*EXPORTERS), "view_address": filters.address(),
        "only_rows": only_rows, "search_words": filters.q, "words_forgotten": searches.forgotten(request),
    }  # fmt: skip
    if not only_rows:
        context |= _views(request, context["view_address"] if not filters.q else None)
        # A ready view says itself what is chosen; open, the filters would push the list off a phone.
        context["open"] = filters.problems or (filters.narrowed and not any(chip[2] for chip in context["chips"]))
    response = render(request, "desk/list.html#rows" if only_rows else "desk/list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


EXPORTERS = (Role.OFFICER, Role.SUPERVISOR)


@staff_page(*EXPORTERS)
def export_register(request):
    """What is filtered, as Excel or CSV; the trail keeps that it was taken."""
    filters = filters_of(request)
    content_type, write = KINDS.get(request.GET.get("as"), KINDS["xlsx"])
    sheet = export.SHEETS.get(request.GET.get("sheet"), export.register)
    try:
        columns, rows = sheet(filters)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(f"{reverse('enquiries', args=[request.municipality.slug])}?{request.GET.urlencode()}")
    name = "-".join([slugify(export.title(sheet)), request.municipality.slug, timezone.localdate().isoformat()])
    return HttpResponse(
        write(columns, rows), content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{"csv" if write is write_csv else "xlsx"}"',
                 "Cache-Control": "no-store"},
    )  # fmt: skip


@staff_page(*CASEWORK)
@require_POST
def view_save(request):
    """Keep the filters under a name."""
    address = filters_of(request, QueryDict(request.POST.get("address", "")[:2000])).address()
    try:
        keep_view(request.officer, name=request.POST.get("name", ""), address=address,
                  shared=bool(request.POST.get("shared")))  # fmt: skip
        messages.success(request, _("The view is kept."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('enquiries', args=[request.municipality.slug])}?{address}")


@staff_page(*CASEWORK)
@require_POST
def view_delete(request, pk):
    view = get_object_or_404(request.municipality.saved_views, pk=pk)
    drop_view(view, by=request.officer)
    messages.success(request, _("The view «%(name)s» is gone.") % {"name": view.name})
    return redirect("enquiries", request.municipality.slug)


def _views(request, current):
    """Chips above the list: what everybody needs, then what was kept."""
    officer, supervisor = request.officer, request.officer.has(Role.SUPERVISOR)
    ready = [(_("All"), ""), (pgettext("requests", "Open"), "state=open"), (_("Mine, open"), "state=open&owner=me"),
             (_("Overdue"), "due=overdue"), (_("In the next 7 days"), "due=week"),
             (_("Waiting for others"), "waiting=yes")]  # fmt: skip
    if supervisor:
        ready.append((_("Complaints"), "complaint=yes"))
    views = [
        v for v in request.municipality.saved_views.order_by("name", "pk") if v.shared or v.officer_id == officer.pk
    ]
    kept = [(view.name, view.query) for view in views]
    return {
        "chips": [(name, query, query == current) for name, query in ready + kept],
        "own_views": [view for view in views if view.officer_id == officer.pk or supervisor],
    }


def _heads(filters, rest):
    """The headings of the table: (label, where a click leads, aria-sort)."""
    columns = [(_("Number"), "number"), (_("Received"), "received"), (_("Subject"), ""), (_("Service type"), ""),
               (_("Status"), "status"), (_("Focal point"), ""), (_("Due"), "due")]  # fmt: skip
    current, descending = filters.sort.removeprefix("-"), filters.sort.startswith("-")
    for label, name in columns:
        if not name:
            yield label, "", ""
        elif name == current:
            yield label, f"{rest}sort={'' if descending else '-'}{name}", "descending" if descending else "ascending"
        else:
            yield label, f"{rest}sort={'-' if name in ('number', 'received') else ''}{name}", "none"


def _sorts():
    """The orders by name, for a phone, where the headings are not shown."""
    return [("-number", _("Newest number first")), ("number", _("Oldest number first")),
            ("-received", _("Last received first")), ("received", _("First received first")),
            ("due", _("Due soonest first")), ("-due", _("Due last first")),
            ("status", _("Status, first to last")), ("-status", _("Status, last to first"))]  # fmt: skip


EXPORTS = (
    (gettext_lazy("Requests, Annex 2 (Excel)"), "register", "xlsx"),
    (gettext_lazy("Requests, Annex 2 (CSV)"), "register", "csv"),
    (gettext_lazy("Stakeholders, Annex 3 (Excel)"), "stakeholders", "xlsx"),
    (gettext_lazy("Stakeholders, Annex 3 (CSV)"), "stakeholders", "csv"),
)


def _whole(text, at_most):
    """A whole number from 1 up to the most, from an address; None for anything else."""
    return (
        int(text)
        if text and text.isascii() and text.isdigit() and len(text) < 20 and 1 <= int(text) <= at_most
        else None
    )
