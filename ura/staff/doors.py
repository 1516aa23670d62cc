"""The one wrapper round every staff page: who may enter which office, in which transaction."""

from functools import partial, wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ura.municipalities.models import Municipality
from ura.municipalities.often import asked_often
from ura.municipalities.tenancy import reading_for, working_for
from ura.staff.models import Officer, Role
from ura.staff.second_factor import may_enter, passed


@asked_often
def _municipalities(slug):
    return Municipality.objects.select_related("office", "county").filter(slug=slug)


def find_municipality(slug):
    """The office an address names, with its settings; 404 when there is none."""
    # PostgreSQL holds no such text as \0, and refuses the question.
    for municipality in _municipalities(slug) if "\0" not in slug else ():
        return municipality
    raise Http404


@asked_often
def _posts(user, slug):
    posts = Officer.objects.select_related("municipality__office", "municipality__county")
    return posts.filter(user=user, municipality__slug=slug, active=True)


def find_officer(user, slug):
    """The post this user holds in the office an address names, its settings with it, in one question.

    A stranger gets 404, as if the page did not exist.
    """
    for officer in _posts(user.pk, slug) if "\0" not in slug else ():
        officer.user = user
        return officer
    raise Http404


ANYONE = tuple(Role)
CASEWORK = (Role.CLERK, Role.OFFICER, Role.SUPERVISOR)
LENT = (Role.OFFICER, Role.SUPERVISOR)  # what an administrator's elevated access reads with
READING = ("GET", "HEAD", "OPTIONS")


def staff_page(*roles, own_transaction=False):
    """A page of the office for these roles (none named: everybody who works here).

    A stranger gets 404, a colleague without the role 403. A GET reads; anything else runs in one
    transaction that is rolled back on any exception. With `own_transaction` the view does slow work
    (a PDF, a mail) and opens `working_for` itself around what it writes.
    """

    def wrap(view):
        @wraps(view)
        def enter(request, office, **kwargs):
            request.officer = find_officer(request.user, office)
            request.municipality = municipality = request.officer.municipality
            request.officer.second_factor = passed(request)
            if getattr(request, "elevated", None) and request.method in READING:
                request.officer.lent = LENT  # ura.office.elevation looked whose it is, and wrote it down
            if roles and not request.officer.has(*roles):
                raise PermissionDenied
            may_enter(request.officer, roles)
            if own_transaction:
                return view(request, **kwargs)
            entering = reading_for if request.method in READING else working_for
            with entering(municipality):
                response = view(request, **kwargs)
                if hasattr(response, "render") and callable(response.render):
                    response = response.render()
                return response

        enter.roles = roles or ANYONE
        return enter

    return wrap


def public_page(view=None, *, own_transaction=False):
    """A page of the office for everybody, without sign-in; `own_transaction` as for `staff_page`."""
    if view is None:
        return partial(public_page, own_transaction=own_transaction)

    @wraps(view)
    def enter(request, office, **kwargs):
        request.municipality = municipality = find_municipality(office)
        request.officer = None
        if own_transaction:
            return view(request, **kwargs)
        entering = reading_for if request.method in READING else working_for
        with entering(municipality):
            return view(request, **kwargs)

    enter.login_required = False  # Django's mark of login_not_required
    enter.roles = "public"
    return enter
