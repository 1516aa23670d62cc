"""Finding people without reading text about people: keyed hashes, a key per office."""

from django.db.models import Exists, OuterRef

from ura.core.encrypted import keyed_hash
from ura.core.folding import index_terms, numbers, search_terms, words
from ura.core.lookups import planned_with_values
from ura.municipalities.often import asked_often
from ura.people import births, personal_numbers, phones
from ura.people.models import Person, PersonContact, PersonToken
from ura.people.queries import reached_keys

normal_phone = phones.digits
STRETCH = 100  # people looked through at a time


def normal_email(text):
    return (text or "").strip().casefold()


def hashes(municipality_id, terms):
    """The tokens of folded words of names, subjects and organisations."""
    return {keyed_hash("search", municipality_id, term) for term in terms}


def exact_hash(municipality_id, kind, text):
    """The token of a phone, an e-mail address or a number, found only whole."""
    return keyed_hash(f"exact-{kind}", municipality_id, text)


def number_hashes(municipality_id, text):
    """The tokens of a number of ours or of the town hall's archive."""
    return {exact_hash(municipality_id, "number", number) for number in numbers(text)}


def person_hashes(person):
    """All tokens of one person; none of a row that was merged into another, which is found under both names."""
    if person.merged_into_id:
        return set()
    found = set()
    for row in _rows_of(person):
        found |= hashes(person.municipality_id, index_terms(row.name) | index_terms(row.organisation))
    return found | exact_hashes(person)


def new_person_hashes(person):
    """All tokens of a person just written down, who has one row and no further contacts: nothing is asked."""
    office = person.municipality_id
    return hashes(office, index_terms(person.name) | index_terms(person.organisation)) | typed_hashes(person)


def exact_hashes(person):
    """The tokens that two rows of one person share: phones, addresses, personal number, name with year of birth."""
    office, found = person.municipality_id, set()
    rows = _rows_of(person)
    for row in rows:
        found |= typed_hashes(row)
    for contact in PersonContact.objects.filter(municipality=office, person__in=rows):
        normal = {"phone": normal_phone, "email": normal_email}[contact.kind]
        found.add(exact_hash(office, contact.kind, normal(contact.value)))
    return found


def _rows_of(person):
    """This row and those merged into it."""
    rows, newest = [person], [person]
    while newest:
        newest = list(Person.objects.filter(municipality=person.municipality_id, merged_into__in=newest))
        rows += newest
    return rows


def typed_hashes(row):
    """The same of one row alone."""
    office, found = row.municipality_id, set()
    if phone := normal_phone(row.phone):
        found.add(exact_hash(office, "phone", phone))
    if email := normal_email(row.email):
        found.add(exact_hash(office, "email", email))
    if number := personal_numbers.normal(row.personal_number):
        found.add(exact_hash(office, "nid", number))
    if row.born and (name := " ".join(sorted(words(row.name)))):
        found.add(exact_hash(office, "born", f"{name} {births.year(row.born)}"))
    return found


def query_groups(municipality_id, text):
    """What a reader typed: an address, a phone or personal number, or words; a person fits with one token of each."""
    text = (text or "").strip()
    if "@" in text and " " not in text:
        return [{exact_hash(municipality_id, "email", normal_email(text))}]
    number = personal_numbers.normal(text)
    if sum(c.isdigit() for c in text) >= 6:
        if not any(c.isalpha() for c in text):
            return [{exact_hash(municipality_id, kind, value) for kind, value in (
                ("phone", normal_phone(text)), ("nid", number))}]  # fmt: skip
        if " " not in text or personal_numbers.looks_like_one(text):
            return [{exact_hash(municipality_id, "nid", number)}]
    # The longest word first: it leads to the fewest.
    return [hashes(municipality_id, [term]) for term in sorted(search_terms(text), key=len, reverse=True)]


@planned_with_values()
def find_people(municipality, text, *, limit=8, officer=None, recognised=False):
    """People of this office whose name, organisation, phone, address or number fits what was typed; newest first.

    With `officer` those whose page they may open, or, `recognised`, whom they may recognise at the counter.
    Without, everybody: for machines only.
    """
    groups = query_groups(municipality.pk, text)
    people = Person.objects.filter(municipality=municipality)
    found, before = [], None
    while groups and len(found) < limit:
        # Keys first, from the index alone and newest first; who may be known is asked of these few, not of all.
        keys = list(_fitting(municipality, groups, before)[:STRETCH])
        known = keys if officer is None or not keys else reached_keys(officer, keys, recognised=recognised)
        shown = [key for key in keys if key in known][: limit - len(found)]
        found += people.filter(pk__in=shown).order_by("-pk") if shown else []
        if len(keys) < STRETCH:
            break
        before = keys[-1]
    return found


def _fitting(municipality, groups, before):
    """The keys of those in whom each group of tokens occurs."""
    first, *others = groups
    if before is None and not others and len(first) == 1:
        return _newest_with(municipality.pk, *first)
    tokens = PersonToken.objects.filter(municipality=municipality)
    rows = tokens.filter(token=min(first)) if len(first) == 1 else tokens.filter(token__in=sorted(first))
    for group in others:
        rows = rows.filter(Exists(tokens.filter(person=OuterRef("person"), token__in=sorted(group)).order_by()))
    if before is not None:
        rows = rows.filter(person__lt=before)
    return rows.order_by("-person_id").values_list("person_id", flat=True).distinct()


@asked_often
def _newest_with(office, token):
    rows = PersonToken.objects.filter(municipality=office, token=token).order_by("-person_id")
    return rows.values_list("person_id", flat=True).distinct()[:STRETCH]


def find_by_email(municipality, address):
    """The people of this office with exactly this address."""
    token = exact_hash(municipality.pk, "email", normal_email(address))
    rows = PersonToken.objects.filter(municipality=municipality, token=token)
    return Person.objects.filter(municipality=municipality, pk__in=rows.values("person"))
