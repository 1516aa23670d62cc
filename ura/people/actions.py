"""Writing people down, and keeping their index true."""

from ura.municipalities.fast import insert, insert_tokens
from ura.people.models import Person, PersonToken
from ura.people.search import person_hashes
from ura.trail.actions import record

FIELDS = ("kind", "name", "organisation", "phone", "email", "address", "country", "language")


def add_person(municipality, *, by=None, **fields):
    """Write down somebody who brings a request; held on the law (119/2014, public task)."""
    person = Person(municipality=municipality, **{name: fields[name] for name in FIELDS if fields.get(name)})
    if person.organisation and not person.name:
        person.kind = Person.Kind.ORGANISATION
    insert(person)
    _index(person)
    return person


def correct_person(person, *, by, **fields):
    """Rectify what is held; the trail names the fields, not the values."""
    changed = [name for name in FIELDS if name in fields and getattr(person, name) != fields[name]]
    for name in changed:
        setattr(person, name, fields[name])
    if changed:
        person.version += 1
        person.save()
        PersonToken.objects.filter(municipality=person.municipality_id, person=person).delete()
        _index(person)
        record(person, "people.corrected", by=by, changed=",".join(changed))
    return person


def _index(person):
    insert_tokens(PersonToken, "person", person, person_hashes(person))
