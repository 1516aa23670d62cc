"""Everything an office holds about one person or one request, found by the declarations on the classes."""

from dataclasses import dataclass, field
from functools import cache, cached_property

from django.apps import apps
from django.db.models import Q, QuerySet

from ura.cases.models import Case
from ura.core.personal import SELF, STAFF, Personal
from ura.desk.models import Enquiry, Event
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.people.merging import kept_of
from ura.people.models import Person, PersonContact
from ura.people.search import exact_hash, find_by_email, normal_email
from ura.post.models import File, InboundMail, Outbox
from ura.rights.rules import sees_all

REQUESTER = "requester"
FOUND_HERE = (InboundMail, Outbox, File)  # no plain way leads from them to a person


@dataclass
class Scope:
    """Whose data is meant: people (one, and the rows merged into it), requests, cases; each by its key."""

    municipality: Municipality
    people: list = field(default_factory=list)
    enquiries: list = field(default_factory=list)
    cases: list = field(default_factory=list)

    @cached_property
    def persons(self):
        return list(Person.objects.filter(municipality=self.municipality, pk__in=self.people).order_by("pk"))


@dataclass
class Holding:
    """The rows of one table that are about the person."""

    model: type
    personal: Personal
    rows: QuerySet

    @property
    def label(self):
        return self.model._meta.label_lower


def declarations():
    """(model, what it says it holds) of every table about persons served, in a fixed order."""
    found = [model for model in apps.get_models() if isinstance(getattr(model, "personal", None), Personal)]
    return [(model, model.personal) for model in sorted(found, key=lambda model: model._meta.label_lower)]


def person_scope(person, *, officer=None):
    """All of one person; with `officer`, only what this officer may know of."""
    office = person.municipality
    people = one_person(person)
    enquiries = office.enquiries.filter(requester__in=people)
    if officer is not None and not sees_all(officer):
        enquiries = enquiries.visible_to(officer)
    return Scope(office, people, list(enquiries.order_by("pk").values_list("pk", flat=True)))


def one_person(person):
    """The keys of all rows that are this person: the one kept, and each that was merged into it, or into one of those."""
    rows = Person.objects.filter(municipality=person.municipality).order_by("pk")
    found, more = [], [kept_of(person).pk]
    while more:
        found += more
        more = list(rows.filter(merged_into__in=more).exclude(pk__in=found).values_list("pk", flat=True))
    return sorted(found)


def enquiry_scope(enquiry):
    """One request, without its requester."""
    return Scope(enquiry.municipality, [], [enquiry.pk])


def case_scope(case):
    """One case with all that hangs on it, without its people and its request."""
    return Scope(case.municipality, cases=[case.pk])


@cache
def roads_to(model, target, name):
    """The ways of this table to a case or a request, as in a filter: along the ways it declares to a person."""
    if model is target:
        return ("pk",)
    found = []
    for way in model.personal.ways:
        here, passed = model, []
        for hop in way.split("__"):
            fields = {each.name: each for each in here._meta.fields}
            if name in fields and fields[name].remote_field and fields[name].remote_field.model is target:
                found.append("__".join([*passed, name]))
                break
            if hop not in fields or not fields[hop].is_relation:
                break
            here = fields[hop].remote_field.model
            passed.append(hop)
    return tuple(dict.fromkeys(found))


def holdings(scope):
    """What is held, table by table: first by the plain ways, then mail, messages and the files of all of these."""
    found = []
    for model, personal in declarations():
        if model not in FOUND_HERE and (condition := _condition(model, personal, scope)):
            found.append(Holding(model, personal, _of(model, scope).filter(condition)))
    mails = _mails(scope)
    found.append(Holding(InboundMail, InboundMail.personal, mails))
    found.append(Holding(Outbox, Outbox.personal, _messages(scope, found)))
    found.append(Holding(File, File.personal, _of(File, scope).filter(pk__in=_files(found))))
    return found


def _of(model, scope):
    return model.objects.filter(municipality=scope.municipality).order_by("pk")


def _condition(model, personal, scope):
    """Rows whose way ends at one of the requests, or at one of the people; nothing when neither can be."""
    condition = Q()
    if scope.cases and personal.activity is CASEWORK:
        for road in roads_to(model, Case, "case"):
            condition |= Q(**{f"{road}__in": scope.cases})
    if scope.enquiries and not scope.people and personal.activity is CASEWORK and model is not Case:
        for road in roads_to(model, Enquiry, "enquiry"):  # a session or a registration of this request
            condition |= Q(**{f"{road}__in": scope.enquiries})
    for way in personal.ways:
        if way == STAFF:
            continue
        if way == SELF:
            condition |= Q(pk__in=scope.people) if scope.people else Q()
        elif way == REQUESTER or way.endswith(f"__{REQUESTER}"):
            name = "pk" if way == REQUESTER else way.removesuffix(f"__{REQUESTER}")
            condition |= Q(**{f"{name}__in": scope.enquiries}) if scope.enquiries else Q()
        elif scope.people:
            condition |= Q(**{f"{way}__in": scope.people})
    return condition


def _mails(scope):
    """Mail that belongs to the requests, and mail from the person's own address that belongs to nothing."""
    joined = Event.objects.filter(municipality=scope.municipality, mail__isnull=False)
    condition = Q(pk__in=joined.filter(enquiry__in=scope.enquiries).order_by().values("mail"))
    if own := _own_addresses(scope):
        hashes = [exact_hash(scope.municipality.pk, "email", address) for address in own]
        condition |= Q(sender_hash__in=hashes) & ~Q(pk__in=joined.order_by().values("mail"))
    return _of(InboundMail, scope).filter(condition)


def _own_addresses(scope):
    """The addresses that nobody else of the office has: a family's shared address may be the other's."""
    more = PersonContact.objects.filter(
        municipality=scope.municipality, person__in=scope.people, kind=PersonContact.Kind.EMAIL
    )
    addresses = {normal_email(text) for text in [*(person.email for person in scope.persons), *(c.value for c in more)]}
    return [
        address
        for address in sorted(addresses - {""})
        if not find_by_email(scope.municipality, address).exclude(pk__in=scope.people).exists()
    ]


def _messages(scope, found):
    """Mail that went out about any of the rows found, and to the person's own address about nothing."""
    condition = Q(pk__in=_about_nothing(scope))
    for holding in found:
        if not holding.personal.rows_go:
            condition |= Q(about=holding.label, row__in=holding.rows.order_by().values("pk"))
    return _of(Outbox, scope).filter(condition)


def _about_nothing(scope):
    """Links to confirm a request that was never confirmed: few, so each is read."""
    own = set(_own_addresses(scope))
    loose = _of(Outbox, scope).filter(about="").values_list("pk", "to") if own else ()
    return [pk for pk, to in loose if normal_email(to) in own]


def _files(found):
    keys = set()
    for holding in found:
        for name in holding.personal.files:
            keys.update(holding.rows.exclude(**{name: None}).values_list(name, flat=True))
        if holding.model is Outbox:
            for attached in holding.rows.values_list("attachments", flat=True):
                keys.update(attached)
    return keys


def enquiries_of(scope):
    return Enquiry.objects.filter(municipality=scope.municipality, pk__in=scope.enquiries).order_by("pk")
