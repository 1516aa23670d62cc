"""The cases that fit as a table that leaves: codes and days, names as far as their use is not restricted."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ura.cases.models import Case, CaseCategory
from ura.cases.states import Category, Kind, Outcome, State
from ura.codelists.countries import place
from ura.core.refusals import Refused
from ura.core.spreadsheets import Column
from ura.desk.export import in_chunks
from ura.desk.looking import looked
from ura.desk.paging import find_keys
from ura.trail.models import Trail

_FIELDS = (
    "pk", "enquiry__entry__label", "person__name", "person__use_limited_on", "person__sex", "kind", "state", "origin",
    "arrived_on", "opened_on", "owner__user__name", "unit__name_sq", "next_review_on", "emergency_at", "closed_on",
    "outcome", "enquiry__restricted",
)  # fmt: skip


def sheet(filters, most=None):
    """(columns, rows); the trail keeps who took how many and by which filters. Of a restricted case no name leaves.

    Raises Refused when more than `most` fit.
    """
    keys = find_keys(filters, filters.matching(), most and most + 1)
    if most and len(keys) > most:
        raise Refused(
            _(
                "More than %(n)s cases fit, which is too much for one Excel file: take CSV, which holds them all, or narrow the filter."
            )
            % {"n": number_format(most, force_grouping=True)}
        )
    Trail.objects.create(
        municipality=filters.municipality, officer=filters.officer, act="cases.exported", about="cases.case", row=0,
        fields={"sheet": "cases", "count": str(len(keys)), "filters": filters.address(), "searched": str(bool(filters.q))},
    )  # fmt: skip
    for case in filters.matching().order_by().filter(enquiry__restricted=True).select_related("enquiry"):
        case.enquiry.municipality = filters.municipality
        looked(filters.officer, case.enquiry)
    columns = [Column(title) for title in (
        _("Protocol number"), _("Name and surname"), _("Sex"), _("Kind of case"), _("Status"), _("Vulnerability"),
        _("Origin"), _("Arrived or returned on"), _("Opened"), _("Case manager"), _("Administrative unit"),
        _("Next review"), _("Emergency since"), _("Closed"), _("Outcome"))]  # fmt: skip
    return columns, in_chunks(filters.municipality, keys, lambda chunk: _rows(filters, chunk))


def _rows(filters, keys):
    kinds, states, outcomes = dict(Kind.choices), dict(State.choices), dict(Outcome.choices)
    at, held = {pk: place for place, pk in enumerate(keys)}, _categories(filters.municipality, keys)
    rows = Case.objects.filter(municipality=filters.municipality, pk__in=keys).visible_to(filters.officer)
    for (pk, label, name, limited, sex, kind, state, origin, arrived, opened, owner, unit, review, emergency, closed,
         outcome, restricted) in sorted(rows.order_by().values_list(*_FIELDS), key=lambda row: at[row[0]]):  # fmt: skip
        if limited:  # the person restricted the use of their data (law 124/2024)
            name = _("use restricted")
        elif restricted:
            name = _("restricted")
        yield (
            label, name, sex, str(kinds[kind]), str(states[state]), "" if limited else ", ".join(held.get(pk, ())),
            place(origin) if origin else "", arrived, opened, owner or "", unit or "", review,
            emergency and emergency.date(), closed, str(outcomes.get(outcome, "")),
        )  # fmt: skip


def _categories(municipality, keys):
    found, words = {}, dict(Category.choices)
    rows = CaseCategory.objects.filter(municipality=municipality, case__in=keys, until_on=None).order_by("pk")
    for case, category in rows.values_list("case_id", "category"):
        found.setdefault(case, []).append(str(words[category]))
    return found
