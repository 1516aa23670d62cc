"""What of the office's post and trail an officer may know of: nothing about a request, letter or person hidden from them."""

from django.db.models import Exists, ForeignKey, OuterRef, Q

from ura.cases.models import Case
from ura.desk.known_people import hidden_people
from ura.desk.models import Enquiry, Event
from ura.municipalities.wall import tenant_models
from ura.people.models import Person
from ura.post.models import InboundMail, Outbox
from ura.register.models import Entry
from ura.replies.models import Reply
from ura.staff.models import Role


def visible_outbox(officer):
    """The messages of the office without those about what this officer may not know."""
    office = officer.municipality
    requests = office.enquiries.visible_to(officer).order_by()
    letters = office.replies.filter(enquiry__in=requests.values("pk"), pk=OuterRef("row")).order_by()
    return office.outbox.filter(
        ~Q(about="staff.officer"),  # a link in it opens a colleague's account: nobody sends it elsewhere
        ~Q(about="desk.enquiry") | Exists(requests.filter(pk=OuterRef("row"))),
        ~Q(about="replies.reply") | Exists(letters),
        ~Q(about="people.person") | ~Exists(hidden_people(officer).filter(pk=OuterRef("row"))),
    )


def hidden_acts(officer):
    """The acts of the trail about what is hidden from this officer: the request and all that hangs on it.

    Without the rights of casework somebody who reads the trail sees acts on requests by number, never on a complaint.
    """
    office = officer.municipality
    if officer.has(Role.DATA_PROTECTION):  # meets the log of every access, by number; the contents stay closed
        return office.trail.none()
    hidden = office.enquiries.hidden_from(officer)
    if not officer.has(Role.SUPERVISOR):
        hidden = hidden | office.enquiries.filter(complaint=True).exclude(owner=officer)
    requests = list(hidden.order_by().values_list("pk", flat=True))  # few; as subqueries they nest too deep for SQLite
    if not requests:
        return office.trail.none()
    letters = Reply.objects.filter(municipality=office, enquiry__in=requests).order_by()
    people = list(hidden_people(officer).order_by().values_list("pk", flat=True))
    cases = list(Case.objects.filter(municipality=office, enquiry__in=requests).order_by().values_list("pk", flat=True))
    keys = {Enquiry: requests, Person: people, Case: cases}
    mails = Event.objects.filter(municipality=office, enquiry__in=requests).exclude(mail=None).order_by()
    posts = Q(about="desk.enquiry", row__in=requests) | Q(about="replies.reply", row__in=letters.values("pk"))
    found = {
        Entry: Entry.objects.filter(
            Q(enquiry__in=requests)
            | Q(reply__in=letters.values("pk"))
            | Q(referral__enquiry__in=requests)
            | Q(case_closure__case__enquiry__in=requests),
            municipality=office,
        ),
        InboundMail: InboundMail.objects.filter(municipality=office, pk__in=mails.values("mail")),
        Outbox: Outbox.objects.filter(posts | Q(about="people.person", row__in=people), municipality=office),
    }
    for model in tenant_models():
        if getattr(model, "search_index", False) or model in (*found, Enquiry, Person, Reply):
            continue
        hanging = Q()
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model in keys:
                hanging |= Q(**{f"{field.name}__in": keys[field.related_model]})
        if hanging:
            found[model] = model.objects.filter(hanging, municipality=office)
    condition = Q(about="desk.enquiry", row__in=requests) | Q(about="people.person", row__in=people)
    condition |= Q(about="replies.reply", row__in=letters.values("pk"))
    for model, rows in found.items():
        condition |= Q(about=model._meta.label_lower, row__in=rows.order_by().values("pk"))
    return office.trail.filter(condition)
