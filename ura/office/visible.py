"""What of the office's post an officer may know of: nothing that belongs to a request, letter or person hidden from them."""

from django.db.models import Exists, OuterRef, Q

from ura.desk.known_people import hidden_people


def visible_outbox(officer):
    """The messages of the office without those about what this officer may not know."""
    office = officer.municipality
    requests = office.enquiries.visible_to(officer).order_by()
    letters = office.replies.filter(enquiry__in=requests.values("pk"), pk=OuterRef("row")).order_by()
    return office.outbox.filter(
        ~Q(about="desk.enquiry") | Exists(requests.filter(pk=OuterRef("row"))),
        ~Q(about="replies.reply") | Exists(letters),
        ~Q(about="people.person") | ~Exists(hidden_people(officer).filter(pk=OuterRef("row"))),
    )
