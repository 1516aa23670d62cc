"""Legal holds: what a court, an audit or a complaint needs does not go."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.rights.models import LegalHold
from ura.trail.actions import record


def place_hold(municipality, *, by, reason, person=None, enquiry=None):
    """Nothing of this person, or of this request, goes until the hold is lifted."""
    if (person is None) == (enquiry is None):
        raise Refused(_("Name a person or a request."))
    if not reason.strip():
        raise Refused(_("Write the reason of the hold."), field="reason")
    hold = LegalHold.objects.create(
        municipality=municipality, person=person, enquiry=enquiry, reason=reason.strip(), placed_by=by
    )
    record(hold, "rights.hold_placed", by=by)
    return hold


def lift_hold(hold, *, by):
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if hold.lifted_at:
        raise Refused(_("This hold was lifted already."))
    hold.lifted_at, hold.lifted_by = timezone.now(), by
    hold.save(update_fields=["lifted_at", "lifted_by"])
    record(hold, "rights.hold_lifted", by=by)
    return hold


def standing(municipality):
    return LegalHold.objects.filter(municipality=municipality, lifted_at=None)


def hold_on(scope):
    """Does a hold stand on one of the people or requests? One on a person holds their requests, and the reverse."""
    from ura.desk.models import Enquiry

    requesters = Enquiry.objects.filter(municipality=scope.municipality, pk__in=scope.enquiries).exclude(requester=None)
    people = Q(person__in=scope.people) | Q(person__in=requesters.order_by().values("requester"))
    requests = Q(enquiry__in=scope.enquiries)
    return standing(scope.municipality).filter(people | requests).exists()
