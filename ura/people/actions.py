"""Writing people down, and keeping their index true."""

from django.db import transaction
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.municipalities.fast import insert, insert_tokens
from ura.people import phones
from ura.people.models import Person, PersonContact, PersonToken, TwoPersons
from ura.people.search import new_person_hashes, normal_email, normal_phone, person_hashes
from ura.trail.actions import record

FIELDS = ("kind", "name", "organisation", "phone", "email", "address", "country", "language")  # at the counter
MORE = ("personal_number", "born", "sex", "spoken", "citizenships")  # on the person's own page
MOST_CONTACTS = 20


def add_person(municipality, *, by=None, **fields):
    """Write down somebody who brings a request; held on the law (119/2014, public task)."""
    given = {name: fields[name] for name in (*FIELDS, *MORE) if fields.get(name)}
    if given.get("phone"):
        given["phone"] = phones.tidy(given["phone"])
    person = Person(municipality=municipality, **given)
    if person.organisation and not person.name:
        person.kind = Person.Kind.ORGANISATION
    insert(person)
    insert_tokens(PersonToken, "person", person, new_person_hashes(person))
    return person


def correct_person(person, *, by, version=None, **fields):
    """Rectify what is held; the trail names the fields, not the values. Refuses when a colleague saved in between."""
    if version is not None:
        lock_version(person, version)
    if fields.get("phone"):
        fields["phone"] = phones.tidy(fields["phone"])
    changed = [name for name in (*FIELDS, *MORE) if name in fields and getattr(person, name) != fields[name]]
    for name in changed:
        setattr(person, name, fields[name])
    if changed:
        person.version += 1
        person.save()
        index(person)
        record(person, "people.corrected", by=by, changed=",".join(changed))
    return person


@transaction.atomic
def add_contact(person, *, by, value, note=""):
    """One more phone or e-mail; a number that looks odd is kept as it was typed."""
    value = " ".join(value.split())
    if not value:
        raise Refused(_("Write a phone number or an e-mail address."), field="value")
    held = list(person.contacts.filter(municipality=person.municipality_id))
    if len(held) >= MOST_CONTACTS:
        raise Refused(_("There are %(n)s contacts already: remove one that is out of use.") % {"n": MOST_CONTACTS})
    kind = PersonContact.Kind.EMAIL if "@" in value else PersonContact.Kind.PHONE
    value = phones.tidy(value) if kind == PersonContact.Kind.PHONE else value
    same = normal_phone if kind == PersonContact.Kind.PHONE else normal_email
    first = person.phone if kind == PersonContact.Kind.PHONE else person.email
    if same(value) in {same(first), *(same(each.value) for each in held if each.kind == kind)}:
        raise Refused(_("This contact is written down already."), field="value")
    contact = PersonContact.objects.create(
        municipality=person.municipality, person=person, kind=kind, value=value, note=note.strip()
    )
    index(person)
    record(person, "people.contact_added", by=by, kind=kind)
    return contact


@transaction.atomic
def remove_contact(contact, *, by):
    """It is no longer true: rectified (law no. 124/2024), and no longer searched."""
    person = contact.person
    contact.delete()
    index(person)
    record(person, "people.contact_removed", by=by, kind=contact.kind)


@transaction.atomic
def contact_first(contact, *, by):
    """Make it the one the office writes to; the earlier first one stays among the others."""
    person = contact.person
    earlier = getattr(person, contact.kind)
    setattr(person, contact.kind, contact.value)
    person.version += 1
    person.save(update_fields=[contact.kind, "version"])
    if earlier:
        contact.value, contact.note = earlier, ""
        contact.save(update_fields=["value", "note"])
    else:
        contact.delete()
    index(person)
    record(person, "people.corrected", by=by, changed=contact.kind)
    return person


def say_two_persons(one, other, *, by):
    """They look alike and are two persons: nobody is asked again."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    TwoPersons.objects.get_or_create(
        municipality=one.municipality, one=first, other=second, defaults={"officer": by}
    )  # fmt: skip
    record(one, "people.two_persons", by=by, other=other.pk)


def index(person):
    """Write the search tokens of a person anew."""
    PersonToken.objects.filter(municipality=person.municipality_id, person=person).delete()
    insert_tokens(PersonToken, "person", person, person_hashes(person))
