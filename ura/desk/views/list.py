"""The register (Annex 2): find, page through, keep a view, take away."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused
from ura.desk import export
from ura.desk.actions.saved import drop_view, keep_view
from ura.desk.filters import Filters
from ura.desk.models import SavedView
from ura.desk.register_list import COLUMNS, lines, table_rows
from ura.desk.views.listing import filters_of, list_page, spreadsheet
from ura.municipalities.often import asked_often
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

EXPORTERS = (Role.OFFICER, Role.SUPERVISOR)


@asked_often
def _views(office):
    return SavedView.objects.filter(municipality=office).order_by("name", "pk")


@staff_page(*CASEWORK, own_transaction=True)
def enquiries(request):
    """The list of requests."""

    def context(filters, rows, names):
        found = list(lines(request.municipality, rows, names))
        views = [
            view for view in _views(request.municipality.pk)
            if view.shared or view.officer_id == request.officer.pk
        ]  # fmt: skip
        return {
            "title": _("Requests"), "subtitle": _("The register of the office (Annex 2)"), "none": _("No requests"),
            "lines": found, "table": table_rows(found), "columns": _columns(), "sorts": _sorts(),
            "newest_first": ("number", "received"), "search_label": _("Search"),
            "chips": _ready(request.officer) + [(view.name, view.query) for view in views], "keeps_views": True,
            "own_views": [
                view for view in views if view.officer_id == request.officer.pk or request.officer.has(Role.SUPERVISOR)
            ],
            "export_url": reverse("export_register", args=[request.municipality.slug]),
            "exports": EXPORTS if request.officer.has(*EXPORTERS) else (), "empty": {
                "narrowed": _("No request fits. Check the spelling, or take away a filter."),
                "all": _("Show all requests"), "action": _("New request"),
                "none": _("No requests yet. The first one you register stands here."),
            },
        }  # fmt: skip

    return list_page(request, Filters, COLUMNS, context)


@staff_page(*EXPORTERS)
def export_register(request):
    """What is filtered, as Excel or CSV; the trail keeps that it was taken."""
    sheet = export.SHEETS.get(request.GET.get("sheet"), export.register)
    filters = filters_of(request, Filters)
    return spreadsheet(request, export.title(sheet), lambda most: sheet(filters, most), "enquiries")


@staff_page(*CASEWORK)
@require_POST
def view_save(request):
    """Keep the filters under a name."""
    address = filters_of(request, Filters, QueryDict(request.POST.get("address", "")[:2000])).address()
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


def _ready(officer):
    """Chips above the list that everybody needs; what was kept follows them."""
    ready = [(_("All"), ""), (pgettext("requests", "Open"), "state=open"), (_("Mine, open"), "state=open&owner=me"),
             (_("Overdue"), "due=overdue"), (_("In the next 7 days"), "due=week"),
             (_("Waiting for others"), "waiting=yes")]  # fmt: skip
    return ready + [(_("Complaints"), "complaint=yes")] * officer.has(Role.SUPERVISOR)


def _columns():
    return [(_("Number"), "number"), (_("Received"), "received"), (_("Subject"), ""), (_("Service type"), ""),
            (_("Status"), "status"), (_("Focal point"), ""), (_("Due"), "due")]  # fmt: skip


def _sorts():
    """The orders by name, for a phone, where the headings are not shown."""
    return [("-number", _("Newest number first")), ("number", _("Oldest number first")),
            ("-received", _("Last received first")), ("received", _("First received first")),
            ("due", _("Due soonest first")), ("-due", _("Due last first")),
            ("status", _("Status, first to last")), ("-status", _("Status, last to first"))]  # fmt: skip


EXPORTS = (
    (gettext_lazy("Requests, Annex 2 (Excel)"), "as=xlsx&sheet=register"),
    (gettext_lazy("Requests, Annex 2 (CSV)"), "as=csv&sheet=register"),
    (gettext_lazy("Stakeholders, Annex 3 (Excel)"), "as=xlsx&sheet=stakeholders"),
    (gettext_lazy("Stakeholders, Annex 3 (CSV)"), "as=csv&sheet=stakeholders"),
)
