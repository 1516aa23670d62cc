"""Who may do what with rights, retention and breaches, and the doors to them."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from ura.people.models import Person
from ura.staff.models import Role

# The data protection officer keeps all of it; a supervisor does where the office has none at the screen.
KEEPERS = (Role.SUPERVISOR, Role.DATA_PROTECTION)
WORKERS = (Role.OFFICER, *KEEPERS)
SETTERS = (Role.ADMINISTRATOR, *KEEPERS)


def sees_all(officer):
    """The data protection officer meets contents when a request of the person needs it, restricted matters included."""
    return officer.has(Role.DATA_PROTECTION)


def may_keep(officer):
    return officer.has(*KEEPERS)


def visible_requests(officer):
    """Requests about data of people this officer may know of: who came only with restricted matters asks unseen."""
    rows = officer.municipality.rights_requests.all()
    if sees_all(officer):
        return rows
    people = Person.objects.filter(municipality=officer.municipality).known_to(officer)
    return rows.filter(Q(person__in=people.order_by().values("pk")) | Q(officer=officer))


def find_rights_request(officer, year, number, *, keeping=False):
    """The one door to a request about one's own data; with `keeping` only for those who decide."""
    rows = visible_requests(officer).select_related(
        "entry", "person", "officer__user", "package", "answer_entry", "identified_by__user", "decided_by__user"
    )
    row = rows.filter(entry__year=year, entry__number=number).first()
    if row is None:
        raise Http404
    if keeping and not may_keep(officer):
        raise PermissionDenied
    row.municipality = row.person.municipality = officer.municipality
    return row
