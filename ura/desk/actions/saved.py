"""Views of the register that an officer keeps."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.models import SavedView
from ura.staff.models import Role
from ura.trail.actions import record

MOST_VIEWS = 30


def keep_view(officer, *, name, address, shared=False):
    """Keep filters under a name; the same name again replaces them. `address` holds no words searched for."""
    name = " ".join(name.replace("\0", " ").split())
    if not name or len(name) > 80:
        raise Refused(_("Give the view a name of at most 80 signs."), field="name")
    if len(address) > 500:
        raise Refused(_("These are more filters than a view can keep: choose fewer."), field="name")
    mine = SavedView.objects.filter(municipality=officer.municipality, officer=officer)
    if mine.count() >= MOST_VIEWS and not mine.filter(name=name).exists():
        raise Refused(_("You keep %(n)s views already: delete one first.") % {"n": MOST_VIEWS}, field="name")
    view, _new = SavedView.objects.update_or_create(
        municipality=officer.municipality, officer=officer, name=name, defaults={"query": address, "shared": shared}
    )
    record(view, "desk.view_kept", by=officer, shared=shared)
    return view


def drop_view(view, *, by):
    """Delete one's own view; a supervisor also one that somebody shared."""
    if view.officer_id != by.pk and not (view.shared and by.has(Role.SUPERVISOR)):
        raise Refused(_("This view belongs to a colleague."))
    record(view, "desk.view_dropped", by=by)
    view.delete()
