"""What every verb of housing shares: the event, the case that hears of it, the move by the table."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened as happened_in_case
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.housing.models import HousingEvent
from ura.housing.states import MOVES, State, What
from ura.trail.actions import record


def happened(application, what, *, by=None, on=None, text="", in_case=None, **data):
    """A dated event and its trail row; `in_case`: the kind under which the case hears of it too."""
    HousingEvent.objects.create(
        municipality_id=application.municipality_id, application=application, what=what, officer=by, text=text,
        on=on or timezone.localdate(), data=data,
    )  # fmt: skip
    record(application, f"housing.{what}", by=by, **data)
    if in_case and application.case_id:
        happened_in_case(application.case, in_case, by=by, on=on, application=application.label, **data)


def move(application, state, *, by, on=None, reason=""):
    """Into another state, by the table only."""
    if state not in MOVES[application.state]:
        raise Refused(
            _("An application that is «%(from)s» cannot become «%(to)s».")
            % {"from": State(application.state).label, "to": State(state).label}
        )
    old, application.state = application.state, state
    application.version += 1
    application.save(update_fields=["state", "version"])
    happened(
        application, What.MOVED, by=by, on=on, text=reason, in_case=EventKind.HOUSING_MOVED,
        **{"from": str(old), "to": str(state)},
    )  # fmt: skip
