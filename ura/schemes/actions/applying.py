"""Papers and applications: the dossier is assembled, handed in, answered."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened, must_be_open
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.people.births import must_be_born
from ura.people.consent import require
from ura.people.models import Purpose
from ura.post.files import store
from ura.schemes.catalogue import documents, schemes_of
from ura.schemes.dossier import checklist, is_complete, papers_of
from ura.schemes.knowing import known_of
from ura.schemes.models import Application, Paper
from ura.schemes.states import AFTER_CLOSING, MOVES, NEEDS_REASON, OPEN, PaperState, State
from ura.trail.actions import record


def mark_paper(case, person, code, *, by, state, on=None, note="", upload=None):
    """Say of a document that it is there, missing, asked for or not needed; `upload`: (name, bytes) of its scan."""
    must_be_open(case)
    if code not in documents():
        raise Refused(_("There is no document “%(name)s”. Known are: %(known)s.")
                      % {"name": code, "known": ", ".join(documents())})  # fmt: skip
    if state not in PaperState:
        raise Refused(_("Say whether the document is there, missing, asked for or not needed."), field="state")
    on = _day(on, person)
    if state == PaperState.NOT_NEEDED and not note.strip():
        raise Refused(_("Say why this document is not needed."), field="note")
    if documents()[code].sensitive and upload:
        require(person, Purpose.PROCESSING)
    row = Paper.objects.filter(municipality=case.municipality_id, case=case, person=person, document=code).first()
    row = row or Paper(municipality=case.municipality, case=case, person=person, document=code)
    row.state, row.on, row.officer, row.note = state, on, by, note.strip() or (row.note if row.pk else "")
    if upload:
        row.file = store(case.municipality, upload[1], name=upload[0])
        row.state = PaperState.HAVE
    row.save()
    record(case, "schemes.paper", by=by, document=code, state=str(row.state), paper=row.pk)
    for application in case.applications.filter(person=person, state__in=OPEN, complete_on=None):
        application.case = case
        _note_completeness(application, by=by, on=on)
    return row


def begin_application(case, person, code, *, by, on=None, scenario=None):
    """Begin to assemble the dossier for a scheme."""
    must_be_open(case)
    scheme = schemes_of(case.municipality).get(code)
    if scheme is None:
        raise Refused(_("This office does not offer this scheme."))
    if case.applications.filter(person=person, scheme=code, state__in=OPEN).exists():
        raise Refused(_("There is an open application of this person to this scheme."))
    on = _day(on, person)
    application = Application.objects.create(
        municipality=case.municipality, case=case, person=person, scheme=code, scheme_version=scheme.version,
        scenario=scenario, opened_on=on, officer=by,
    )  # fmt: skip
    happened(case, EventKind.APPLICATION, by=by, on=on, person=person, application=application.pk, scheme=code)
    _note_completeness(application, by=by, on=on)
    return application


def move_application(application, to, *, by, on=None, version=None, note="", reference=""):
    """Into another state, by the table only; a refusal and an end say why.

    What was handed in goes on without the case: its answer is written down also after the case was closed.
    """
    case = application.case
    if to not in AFTER_CLOSING:
        must_be_open(case)
    lock_version(application, version)
    if to not in MOVES[application.state]:
        raise Refused(
            _("An application that is «%(from)s» cannot become «%(to)s».")
            % {"from": State(application.state).label, "to": State(to).label if to in State else to}
        )
    on = _day(on, application.person)
    if on < max(day for day in (application.opened_on, application.handed_in_on, application.answered_on) if day):
        raise Refused(_("This day is before what happened earlier in this application."), field="on")
    note = note.strip()
    if to in NEEDS_REASON and not note:
        raise Refused(_("Say why: the reason is kept with the application."), field="note")
    if to == State.HANDED_IN and not note and (missing := missing_papers(application)):
        raise Refused(
            _("Missing in the dossier: %(papers)s. Add them, or say in the note why it is handed in without them.")
            % {"papers": ", ".join(missing)},
            field="note",
        )
    old, application.state = application.state, to
    if to == State.HANDED_IN:
        application.handed_in_on = on
    elif to in (State.GRANTED, State.REFUSED):
        application.answered_on = on
    elif to == State.ENDED:
        application.ended_on = on
    application.note, application.reference = note or application.note, reference.strip() or application.reference
    application.version += 1
    application.save()
    happened(
        case, EventKind.APPLICATION_MOVED, by=by, on=on, person=application.person, text=note,
        application=application.pk, scheme=application.scheme, **{"from": str(old), "to": str(to)},
    )  # fmt: skip
    return application


def lines_of(application):
    """The checklist of an application's dossier, as the case stands now."""
    case, person = application.case, application.person
    scheme = schemes_of(case.municipality, offered=False).get(application.scheme)
    return checklist(scheme, known_of(case).of(person).values, papers_of(case, person)) if scheme else []


def missing_papers(application):
    return [line.options[0].name for line in lines_of(application) if not line.ready and not line.perhaps]


def _note_completeness(application, *, by, on):
    """The day on which the last document came: a person assisted with the file (plan 3.3.4)."""
    lines = lines_of(application)
    if application.complete_on or not lines or not is_complete([line for line in lines if not line.perhaps]):
        return
    application.complete_on = on
    application.save(update_fields=["complete_on"])
    happened(
        application.case, EventKind.APPLICATION_MOVED, by=by, on=on, person=application.person,
        application=application.pk, scheme=application.scheme, complete=True,
    )  # fmt: skip


def _day(on, person):
    on = on or timezone.localdate()
    if on > timezone.localdate():
        raise Refused(_("This day is still to come."), field="on")
    must_be_born(person, on)
    return on
