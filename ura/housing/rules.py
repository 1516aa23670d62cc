"""The doors to calls and applications, and whose name an officer may read in a list."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ura.cases.models import Case
from ura.desk.looking import looked
from ura.housing.models import Application, Call
from ura.staff.models import Role
from ura.staff.second_factor import may_see_restricted

WORK = (Role.OFFICER, Role.SUPERVISOR)
DECIDES = (Role.SUPERVISOR,)


def find_call(municipality, pk):
    call = get_object_or_404(Call.objects.select_related("table"), municipality=municipality, pk=pk)
    call.municipality = municipality
    return call


def find_application(officer, pk):
    """The one door to an application: what belongs to a hidden case or person does not exist."""
    office = officer.municipality
    rows = office.housing_applications.visible_to(officer)
    row = (
        rows.select_related("call__table", "person", "case__enquiry__entry", "previous", "household")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    row.municipality = row.call.municipality = row.person.municipality = office
    if row.case:
        row.case.municipality = row.case.enquiry.municipality = office
        opened(officer, row.case)
    return row


def opened(officer, case):
    """What a restricted case leads to is shown with a second factor, and noted."""
    if case.enquiry.restricted:
        may_see_restricted(officer)
        looked(officer, case.enquiry)


def with_names(officer, rows):
    """These applications, each with `name`: the person's, or None where this officer may not know of them."""
    rows = list(rows)
    keys = [row.pk for row in rows]
    seen = set(
        officer.municipality.housing_applications.filter(pk__in=keys).visible_to(officer).values_list("pk", flat=True)
    ) if keys else set()  # fmt: skip
    for row in rows:
        row.municipality = officer.municipality
        row.name = row.person.name if row.pk in seen else None
    return rows


def public_rows(call):
    """The list for everybody: number, points, decision. Names only where the office decided so, and never of
    restricted matters."""
    rows = Application.objects.filter(municipality=call.municipality, call=call).ranked()
    if not call.names_public:
        return list(rows.only("number", "year", "points", "rank", "state", "by_quota", "moved_up_on", "municipality"))
    found = list(rows.select_related("person", "case__enquiry"))
    quiet = of_restricted_matters(call.municipality, found)
    for row in found:
        row.name = None if row.pk in quiet or row.person.use_limited_on else row.person.name
    return found


def of_restricted_matters(municipality, rows):
    """Keys of those applications whose case is restricted, or whose person or household came with a restricted matter."""
    restricted = municipality.enquiries.filter(restricted=True).order_by()
    cases = Case.objects.filter(municipality=municipality, enquiry__restricted=True).order_by()
    people = {*restricted.values_list("requester", flat=True), *cases.values_list("person", flat=True)}
    homes = {*cases.exclude(household=None).values_list("household", flat=True)}
    return {
        row.pk for row in rows
        if (row.case is not None and row.case.enquiry.restricted) or row.person_id in people or row.household_id in homes
    }  # fmt: skip
