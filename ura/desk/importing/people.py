"""The requesters of a spreadsheet: who asked five times is one person, and who is known already stays that person."""

from itertools import islice

from ura.core.folding import fold, words
from ura.municipalities.fast import insert_columns, new_keys
from ura.people.models import Person, PersonContact, PersonToken
from ura.people.search import exact_hash, normal_email, normal_phone

PARTS = ("name", "organisation", "phone", "email")
WAYS = {"email": normal_email, "phone": normal_phone}  # the surer first
LONGEST = 300
STRETCH = 500  # people read at a time


class People:
    """Finds or writes down the requesters of one import; what is kept of each are hashes and keys."""

    def __init__(self, municipality, encrypt):
        self.office, self.encrypt = municipality.pk, encrypt
        people = Person.objects.filter(municipality=municipality)
        self.newest = people.order_by("-pk").values_list("pk", flat=True).first()  # later ones are of this import
        self.asked, self.met, self.held, self.organisations = set(), {}, set(), {}

    def keys(self, values, at, tokens_of):
        """The keys of the requesters of these rows, None for a row that names nobody."""
        self._meet_known({token for row in values for token in row["ways"].values()})
        fresh, told = [], []
        drawn = iter(new_keys(Person, sum(any(row.get(part) for part in PARTS) for row in values)))
        keys = []
        for row in values:
            if not any(row.get(part) for part in PARTS):
                keys.append(None)
                continue
            name, tokens = _name(row), row["ways"].values()
            key = next((self.met[met] for token in tokens if (met := hash((token, name))) in self.met), None)
            if key is None:
                key = next(drawn)
                fresh.append((key, row))
                self._meet(key, name, fold(row.get("organisation", "")), tokens)
            else:
                told += self._more(key, name, row)
            keys.append(key)
        self._write(fresh, at, tokens_of)
        self._add_contacts(told)
        return keys

    def ways(self, row):
        """{kind: blind index} of the e-mail and phone of a row."""
        normal = ((kind, normal(row.get(kind, "")[:LONGEST])) for kind, normal in WAYS.items())
        return {kind: exact_hash(self.office, kind, text) for kind, text in normal if text}

    def _meet(self, key, name, organisation, tokens):
        for token in tokens:
            self.met.setdefault(hash((token, name)), key)
            self.held.add(hash((key, token)))
        if organisation:
            self.organisations[key] = hash(organisation)

    def _meet_known(self, tokens):
        """Whom the office knows by one of these tokens: each token is asked once in an import."""
        new = tokens - self.asked if self.newest else ()
        self.asked |= tokens if self.newest else set()
        if not new:
            return
        rows = PersonToken.objects.filter(municipality=self.office, token__in=sorted(new), person__lte=self.newest)
        by_person = {}
        for key, token in rows.order_by().values_list("person_id", "token"):
            by_person.setdefault(key, []).append(token)
        pending = iter(sorted(by_person))
        while some := list(islice(pending, STRETCH)):
            people = Person.objects.filter(municipality=self.office, pk__in=some).current().filter(erased_on=None)
            for key, name, organisation in people.order_by("pk").values_list("pk", "name", "organisation"):
                whole = {"name": name, "organisation": organisation}
                self._meet(key, _name(whole), fold(organisation), by_person[key])

    def _more(self, key, name, row):
        """What a row says of somebody known that is not written down yet: another contact, another organisation."""
        organisation = row.get("organisation", "")
        if organisation and row.get("name") and hash(fold(organisation)) != self.organisations.get(key):
            row["notes"] = f"{organisation}\n{row.get('notes', '')}".strip()
        told = []
        for kind, token in row["ways"].items():
            if hash((key, token)) not in self.held:
                self._meet(key, name, "", [token])
                told.append((key, kind, token, row[kind][:LONGEST]))
        return told

    def _write(self, fresh, at, tokens_of):
        rows, n = [row for _key, row in fresh], len(fresh)
        insert_columns(Person, self.office, {
            "id": [key for key, _row in fresh],
            **{part: [self.encrypt(row.get(part, "")[:LONGEST]) for row in rows] for part in PARTS},
            "kind": ["person" if row.get("name") else "organisation" for row in rows],
            "address": [""] * n, "country": [""] * n, "language": ["sq"] * n, "made_at": [at] * n, "version": [0] * n,
        })  # fmt: skip
        # In the order of the index, which is the larger half of the work.
        tokens = sorted((token, key) for key, row in fresh for token in tokens_of(row))
        insert_columns(PersonToken, self.office, {
            "token": [token for token, _key in tokens], "person": [key for _token, key in tokens],
        })  # fmt: skip

    def _add_contacts(self, told):
        """Phones and addresses beside the first ones."""
        n = len(told)
        if not n:
            return
        insert_columns(PersonContact, self.office, {
            "id": new_keys(PersonContact, n), "person": [key for key, *_more in told],
            "kind": [kind for _key, kind, *_more in told], "value": [self.encrypt(value) for *_more, value in told],
            "note": [""] * n,
        })  # fmt: skip
        insert_columns(PersonToken, self.office, {
            "token": [token for _key, _kind, token, _value in told], "person": [key for key, *_more in told],
        })  # fmt: skip


def _name(row):
    """A name as two rows are compared: folded, in any order of its words."""
    text = row.get("name") or row.get("organisation") or ""
    return hash(" ".join(sorted(words(text))) or fold(text))
