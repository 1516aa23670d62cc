"""Opening a case from a request."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened
from ura.cases.models import Case, CaseCategory, CaseText
from ura.cases.states import RESTRICTING, EventKind
from ura.core.refusals import Refused
from ura.desk.actions.team import CARRIERS, restrict_at_once
from ura.people.births import must_be_born


def open_case(enquiry, *, by, kind, person=None, household=None, origin="", arrived_on=None, unit=None, summary="",
              categories=(), owner=None, opened_on=None):  # fmt: skip
    """Open the case that this request needs; it bears the request's number.

    `person`: else the requester; nobody can have a case without a person on the record. `categories`: codes of
    Category that hold for this person; one of RESTRICTING closes case and request to all but a team, from now on.
    """
    person = person or enquiry.requester
    if person is None:
        raise Refused(_("A case needs a person: write down who it is first, with their consent."), field="person")
    if Case.objects.filter(enquiry=enquiry).exists():
        raise Refused(_("This request has its case already."))
    opened_on = opened_on or timezone.localdate()
    check_day(opened_on, person, field="opened_on")
    check_day(arrived_on, person, field="arrived_on")
    owner = owner or enquiry.owner or (by if by.has(*CARRIERS) else None)
    case = Case.objects.create(
        municipality=enquiry.municipality, enquiry=enquiry, person=person, household=household, kind=kind,
        owner=owner, unit=unit or enquiry.unit, origin=origin or enquiry.origin,
        arrived_on=arrived_on, opened_on=opened_on,
    )  # fmt: skip
    CaseText.objects.create(municipality=enquiry.municipality, case=case, summary=summary)
    happened(case, EventKind.OPENED, by=by, on=opened_on, of_kind=str(kind))
    for category in categories:
        note_category(case, person, category, by=by, on=opened_on)
    return case


def check_day(day, person, *, field):
    """No day lies ahead of us, and none before the person was born."""
    if day is None:
        return
    if day > timezone.localdate():
        raise Refused(_("This day lies ahead of us: check it."), field=field)
    must_be_born(person, day, field=field)


def note_category(case, person, category, *, by, on=None):
    """A vulnerability of a person of this case; some close the case to all but a team."""
    row, new = CaseCategory.objects.get_or_create(
        municipality=case.municipality, case=case, person=person, category=category, until_on=None,
        defaults={"from_on": on or timezone.localdate()},
    )  # fmt: skip
    if new:
        check_day(row.from_on, person, field="from_on")
        happened(case, EventKind.CATEGORY, by=by, on=on, person=person, category=str(category))
    if category in RESTRICTING and not case.enquiry.restricted:
        case.enquiry = restrict_at_once(case.enquiry, by=by, ground=str(category), team=[case.owner])
        for session in case.sessions.select_related("enquiry"):  # counselling before: its requests name the person too
            session.enquiry.municipality = case.municipality
            restrict_at_once(session.enquiry, by=by, ground=str(category), team=[case.owner])
    return row
