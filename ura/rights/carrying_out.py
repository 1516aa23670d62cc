"""What was granted is done: corrected, restricted, noted, handed over, erased."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.states import State
from ura.municipalities.tenancy import working_for
from ura.people.actions import correct_person
from ura.people.models import Person
from ura.post.models import Outbox
from ura.rights.actions import carried_out, granted
from ura.rights.erasing import erase, remove_from_disk
from ura.rights.holdings import enquiries_of, holdings, person_scope
from ura.rights.holds import hold_on
from ura.rights.models import RightsRequest
from ura.rights.rules import sees_all
from ura.rights.states import OPEN, Right
from ura.trail.actions import record


def rectify(request, *, by, version=None, **fields):
    """Correct what is held; the trail names the fields, not the values."""
    request = granted(request, Right.RECTIFICATION, version=version)
    person = Person.objects.select_for_update().get(pk=request.person_id)
    was = person.version
    person = correct_person(person, by=by, **fields)
    if person.version == was:
        raise Refused(_("Nothing was changed: correct at least one field."))
    return carried_out(request, by=by)


def restrict(request, *, by, version=None):
    """From now on the person's data only lies there: no statistics by person, no export."""
    request = granted(request, Right.RESTRICTION, version=version)
    limit_use(request.person, by=by)
    return carried_out(request, by=by)


def object_to(request, *, by, version=None):
    """The objection is upheld: processing for what it names ends, and the data is not used further."""
    request = granted(request, Right.OBJECTION, version=version)
    limit_use(request.person, by=by)
    return carried_out(request, by=by)


def limit_use(person, *, by):
    if person.use_limited_on is None:
        person.use_limited_on, person.version = timezone.localdate(), person.version + 1
        person.save(update_fields=["use_limited_on", "version"])
        record(person, "rights.restricted", by=by)


def free_use(person, *, by, reason):
    """The restriction ends; the person is told first (law 124/2024), and the reason stays in the trail's request."""
    if not reason.strip():
        raise Refused(_("Write why the restriction ends, and that the person was told."), field="reason")
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.use_limited_on is None:
        raise Refused(_("The use of this person's data is not restricted."))
    person.use_limited_on, person.version = None, person.version + 1
    person.save(update_fields=["use_limited_on", "version"])
    record(person, "rights.restriction_ended", by=by)
    return person


def erase_person(request, *, by):
    """Erase in place, in a transaction of its own, then on the disk; started again, it goes on where it stopped.

    Returns (proofs, files that left the disk now). The trail is untouched.
    """
    office = request.municipality
    with working_for(office):
        row = RightsRequest.objects.select_for_update().select_related("person", "entry").get(pk=request.pk)
        row.municipality = row.person.municipality = office
        if row.carried_out_at is None:
            granted(row, Right.ERASURE)
            if row.answered_on is None:
                raise Refused(_("Answer first: afterwards no address is known any more."))
        scope = person_scope(row.person)
        list(Person.objects.select_for_update().filter(municipality=office, pk__in=scope.people).order_by("pk"))
        list(enquiries_of(scope).select_for_update())
        why_not(scope, except_for=row, by=by)
        proofs, files = erase(scope, by=by, cause="request", request=row)
        if row.carried_out_at is None:
            row.refresh_from_db()
            row.municipality = row.person.municipality = office
            carried_out(row, by=by, proofs=proofs)
    return proofs, remove_from_disk(files)


def why_not(scope, *, by, except_for=None):
    """Refuse an erasure while the data is still needed."""
    office = scope.municipality
    if hold_on(scope):
        raise Refused(_("Not while a legal hold stands: lift it first, if its reason is gone."))
    open_ones = enquiries_of(scope).exclude(state=State.CLOSED).select_related("entry")
    if first := open_ones.first():
        seen = by is None or sees_all(by) or office.enquiries.visible_to(by).filter(pk=first.pk).exists()
        if seen:
            raise Refused(_("Not while request %(number)s is open: close it first.") % {"number": first.entry.label})
        raise Refused(_("Not now: something about this person is still open. The data protection officer knows more."))
    in_case = Q(person__in=scope.people) | Q(
        household__members__person__in=scope.people, household__members__left_on=None
    )
    open_cases = office.cases.open().filter(in_case).select_related("enquiry__entry")
    if scope.people and (case := open_cases.first()):
        if by is None or sees_all(by) or office.cases.visible_to(by).filter(pk=case.pk).exists():
            raise Refused(_("Not while case %(number)s is open: close it first.") % {"number": case})
        raise Refused(_("Not now: something about this person is still open. The data protection officer knows more."))
    others = office.rights_requests.filter(person__in=scope.people, state__in=OPEN)
    if other := others.exclude(pk=except_for and except_for.pk).select_related("entry").first():
        raise Refused(
            _("Not while another request about the same data is open: %(number)s.") % {"number": other.entry.label}
        )
    outbox = next(each.rows for each in holdings(scope) if each.model is Outbox)
    if outbox.filter(state__in=[Outbox.State.QUEUED, Outbox.State.SENDING]).exists():
        raise Refused(_("Not while a message to this person waits to be sent; try again in a few minutes."))
