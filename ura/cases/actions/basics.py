"""What every verb of casework shares: the lock, the version, the move, the event with its trail."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.models import Case, CaseEvent
from ura.cases.states import MOVES, EventKind, State
from ura.core.refusals import Refused
from ura.trail.actions import record


def lock(case, *, version=None):
    """The row under lock; refuses when somebody saved in between, so nobody's work is overwritten."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    locked.municipality = case.municipality
    if version is not None and int(version) != locked.version:
        raise Refused(
            _(
                "Somebody changed this case while you were writing. Your text is kept below: "
                "look at what changed and save again."
            )
        )
    return locked


def must_be_open(case):
    if not case.is_open:
        raise Refused(_("This case is closed. Open it again first, with a reason."))


def save(case, *fields):
    """Save under the next version."""
    case.version += 1
    case.save(update_fields=[*fields, "version"])


def move(case, state, *, by=None):
    """Into another state, by the table only; nothing when it is there already."""
    if case.state == state:
        return
    if state not in MOVES[case.state]:
        raise Refused(
            _("A case that is «%(from)s» cannot become «%(to)s».")
            % {"from": State(case.state).label, "to": State(state).label}
        )
    old, case.state = case.state, state
    save(case, "state")
    happened(case, EventKind.MOVED, by=by, **{"from": str(old), "to": str(state)})


def happened(case, kind, *, by=None, on=None, person=None, text="", file=None, **data):
    """Write a dated event and its trail row. `data`: codes, keys, days, amounts; words about people go into `text`."""
    event = CaseEvent.objects.create(
        municipality_id=case.municipality_id, case=case, kind=kind, on=on or timezone.localdate(), officer=by,
        person=person, data=data, text=text, file=file,
    )  # fmt: skip
    record(case, f"cases.{kind}", by=by, **data)
    return event
