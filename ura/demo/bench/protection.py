"""What the protection costs: list and search with policies and ciphertext, and without, in turns in one run.

Without: an office of the same size and words in clear, on PostgreSQL with row-level security switched off. Both
write no trail while one reads, so the trail's share here is none. The search tokens stay: they are the index.
"""

from contextlib import contextmanager, nullcontext
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from ura.core.encrypted import EncryptedTextField
from ura.demo.bench.measure import p50, seconds, tell
from ura.demo.bench.offices import Samples, as_superuser, fill, settle, staffed
from ura.demo.bench.pages import eight_filters, get, signed_in
from ura.municipalities.wall import tenant_models

MOST = 1.25  # times as long, at most


class _Clear(Samples):
    """The same invented requests in clear."""

    def __init__(self, n):
        super().__init__(n)
        self.rows = [(words, list(words), terms) for words, _secret, terms in self.rows]
        self.code = "XXX-2345-6789-ABCD"


def protection(size):
    """List and search, each a few turns with and without, so that a busy moment meets both."""
    if size.quick and connection.vendor == "sqlite":  # the policies are PostgreSQL's
        return
    n = size.of(10_000, 400, 400)
    closed, clear = staffed("berat"), staffed("fier")
    fill(*closed, n, Samples(min(600, n)))
    fill(*clear, n, _Clear(min(600, n)))
    settle()
    for name, ask in (("list", _list), ("search", _search)):
        taken = {True: [], False: []}
        for _turn in range(size.of(6, 1, 1)):
            for guarded, office in ((True, closed), (False, clear)):
                with nullcontext() if guarded else _unprotected():
                    act = ask(office, n)
                    taken[guarded] += seconds(act, size.of(40, 3, 2))
        value, floor = p50(taken[True]) * 1000, p50(taken[False]) * 1000
        tell(f"protection_{name}", value, "ms p50", n=n, target=round(floor * MOST, 2), floor=floor)


def _list(office, n):
    municipality, officer = office
    client = signed_in(officer)
    address = f"{reverse('enquiries', args=[municipality.slug])}?{urlencode(eight_filters())}"
    return lambda: get(client, address)


def _search(office, n):
    municipality, officer = office
    client = signed_in(officer)
    address = client.post(reverse("enquiries", args=[municipality.slug]), {"q": "lindita gjika"}).url
    return lambda: get(client, address)


@contextmanager
def _unprotected():
    """No policies, and fields that read what is written; the measured office holds clear words only."""
    kept, EncryptedTextField.from_db_value = EncryptedTextField.from_db_value, _as_written
    _policies("DISABLE")
    try:
        yield
    finally:
        _policies("ENABLE")
        EncryptedTextField.from_db_value = kept


def _as_written(self, value, expression, connection):
    return value


def _policies(switch):
    if connection.vendor == "postgresql":
        with as_superuser() as raw:
            raw.execute(
                ";".join(f"ALTER TABLE {m._meta.db_table} {switch} ROW LEVEL SECURITY" for m in tenant_models())
            )
