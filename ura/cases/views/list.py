"""The list of cases: find, page through, take away."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ura.cases.case_list import COLUMNS, table_rows
from ura.cases.export import sheet
from ura.cases.filters import CaseFilters
from ura.desk.views.listing import filters_of, list_page, spreadsheet
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

EXPORTERS = (Role.OFFICER, Role.SUPERVISOR)


@staff_page(*CASEWORK, own_transaction=True)
def cases(request):
    """The list of cases."""
    slug = request.municipality.slug

    def context(filters, rows, names):
        return {
            "title": _("Cases"), "subtitle": _("Help that goes on until a person or family stands on its own feet"),
            "buttons": [(reverse("case_group", args=[slug]), "users", _("Local reintegration group"))],
            "none": _("No cases"), "table": table_rows(request.municipality, rows, names), "columns": _columns(),
            "newest_first": ("number", "opened"), "sorts": _sorts(), "chips": _ready(), "search_label": _("Name or number"),
            "export_url": reverse("cases_export", args=[slug]),
            "exports": [(_("Cases (Excel)"), "as=xlsx"), (_("Cases (CSV)"), "as=csv")] * request.officer.has(*EXPORTERS),
            "empty": {
                "narrowed": _("No case fits. Check the spelling, or take away a filter."), "all": _("Show all cases"),
                "none": _("No cases yet. A case is opened from the page of a request: “Open a case”."),
                "action": _("See the requests"), "url": reverse("enquiries", args=[slug]), "icon": "users",
            },
        }  # fmt: skip

    return list_page(request, CaseFilters, COLUMNS, context)


@staff_page(*EXPORTERS)
def cases_export(request):
    """What is filtered, as Excel or CSV; the trail keeps that it was taken."""
    filters = filters_of(request, CaseFilters)
    return spreadsheet(request, _("Cases"), lambda most: sheet(filters, most), "cases")


def _ready():
    """Chips above the list."""
    return [(_("All"), ""), (pgettext("cases", "Open"), "state=open"), (_("Mine, open"), "state=open&owner=me"),
            (_("Emergencies"), "emergency=yes"), (_("Review overdue"), "review=overdue"),
            (_("Nobody carries them"), "state=open&owner=none")]  # fmt: skip


def _columns():
    return [(_("Number"), "number"), (_("Person"), ""), (_("Kind"), ""), (_("Status"), "status"),
            (_("Case manager"), ""), (_("Opened"), "opened"), (_("Review"), "review")]  # fmt: skip


def _sorts():
    return [("-number", _("Newest number first")), ("number", _("Oldest number first")),
            ("-opened", _("Last opened first")), ("opened", _("First opened first")),
            ("review", _("Review due soonest first")), ("status", _("Status, first to last")),
            ("-status", _("Status, last to first"))]  # fmt: skip
