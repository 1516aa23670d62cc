"""Assistance given: one event with its type, day, amount and source; a slip is struck out with a reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened, lock, must_be_open
from ura.cases.actions.planning import HIGHEST_COST
from ura.cases.days import must_have_been
from ura.cases.models import Assistance, AssistanceType
from ura.cases.models.plan import DETAILS, LegalTopic
from ura.cases.needs import persons_of
from ura.cases.states import EventKind
from ura.core.refusals import Refused

UNDONE_WITH = []  # of the packages above: `undo(assistance)` takes back what was paid with it


@transaction.atomic
def give_assistance(case, *, by, type, person=None, on=None, amount=None, source="", detail="", topic="", text="",
                    owed=False):  # fmt: skip
    """Write down help that was given to a person of the case. `amount` in whole lek; `detail` for papers and legal aid.

    `owed`: earned or awarded earlier, so that it reaches also who left the household meanwhile.
    """
    case = lock(case)
    must_be_open(case)
    type, on, person = AssistanceType(type), on or timezone.localdate(), person or case.person
    if not owed and person.pk not in {each.pk for each in persons_of(case)}:
        raise Refused(_("This person does not belong to the case."), field="person")
    must_have_been(case, on, person=person)
    if amount is not None and not 0 <= amount <= HIGHEST_COST:
        raise Refused(_("Check the amount: it is written in lek."), field="amount")
    if amount and not source:
        raise Refused(_("Say where the money comes from."), field="source")
    if type in DETAILS and detail not in DETAILS[type]:
        raise Refused(_("Say which paper, or which legal help, it was."), field="detail")
    topic = topic if type == AssistanceType.LEGAL else ""
    if type == AssistanceType.LEGAL and topic not in LegalTopic.values:
        raise Refused(_("Choose from the list what the legal help was about."), field="topic")
    row = Assistance.objects.create(
        municipality=case.municipality, case=case, person=person, type=type, on=on, amount=amount, source=source,
        detail=detail if type in DETAILS else "", topic=topic, text=text.strip(), officer=by,
    )  # fmt: skip
    happened(case, EventKind.ASSISTANCE, by=by, on=on, person=person, text=text.strip(), assistance=row.pk,
             type=str(type), detail=row.detail, topic=topic, amount=amount, source=source)  # fmt: skip
    return row


@transaction.atomic
def strike_assistance(row, *, by, reason):
    """Strike out what was written by mistake (rectification, law 124/2024): it stays readable and is no longer counted.
    The right one is then given anew."""
    case = lock(row.case)
    row = Assistance.objects.select_for_update().select_related("person").get(pk=row.pk)
    row.case = case
    if row.struck_on:
        raise Refused(_("This assistance is struck out already."))
    if not reason.strip():
        raise Refused(_("Write why it is struck out."), field="reason")
    row.struck_on, row.strike_reason = timezone.localdate(), reason.strip()
    row.save(update_fields=["struck_on", "strike_reason"])
    for undo in UNDONE_WITH:
        undo(row)
    given = case.events.filter(municipality=case.municipality_id, kind=EventKind.ASSISTANCE, data__assistance=row.pk)
    for event in given:
        event.data = event.data | {"struck": row.struck_on.isoformat()}
        event.save(update_fields=["data"])
    happened(case, EventKind.ASSISTANCE_STRUCK, by=by, person=row.person, text=row.strike_reason, assistance=row.pk,
             type=row.type, detail=row.detail, amount=row.amount, given=row.on.isoformat())  # fmt: skip
    return row
