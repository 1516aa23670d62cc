"""From which of the office's addresses a request is answered."""

from ura.desk.models import Event
from ura.desk.states import EventKind


def written_to(municipality, enquiry):
    """The address of the mailbox by which this request came, while it is read; None when it came another way."""
    came = Event.objects.filter(municipality=municipality, enquiry=enquiry, kind=EventKind.RECEIVED)
    return came.filter(mail__mailbox__active=True).values_list("mail__mailbox__address", flat=True).first()
