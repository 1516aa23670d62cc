"""Offices of the scratch database: somebody at work in them, and thousands of requests written by bare SQL."""

import os
import random
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ura.core.encrypted import ring
from ura.core.folding import index_terms
from ura.core.housekeeping import count_rows
from ura.demo import facts
from ura.demo.people import address_of, invent_name, invent_phone
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.people.search import exact_hash, hashes, normal_email, normal_phone
from ura.staff.models import Officer, User

FILL = Path(__file__).parent / "fill.sql"
DAYS = 900  # over how many days the requests came
OF_THEIR_OWN = ("gjirokaster", "berat", "fier", "kukes")  # benchmarks fill these offices in their own way
CHANNELS = ("counter", "portal", "email", "phone", "letter")
AUDIENCES = ("diaspora", "returnee", "internal_migrant", "foreigner", "prospective_emigrant")


def staffed(slug):
    """(municipality, officer with every role), made when they are not there yet."""
    municipality = Municipality.objects.select_related("office", "county").get(slug=slug)
    officer = Officer.objects.filter(municipality=municipality).select_related("user").first()
    if officer is None:
        user = User.objects.create(email=f"bench.{slug}@example.org", name="Besa Prova", password="!")
        officer = Officer.objects.create(
            municipality=municipality, user=user, roles=["clerk", "officer", "supervisor"], phone="+355 66 000 0000"
        )
    officer.municipality = municipality
    return municipality, officer


class Samples:
    """Invented requests with their ciphertext: real words, real tokens; rows share them in turns."""

    def __init__(self, n, seed=1):
        rnd = random.Random(seed)
        self.rows = []
        for place in range(n):
            matter, name = rnd.choice(facts.matters()), invent_name(rnd)
            email, phone = address_of(name, place), invent_phone(rnd)
            words = (matter["subject"], matter["body"], name, email, phone)
            secret = [ring().encrypt(word.encode()).decode() for word in words]
            self.rows.append((words, secret, index_terms(matter["subject"]) | index_terms(name)))
        self.code = ring().encrypt(b"XXX-2345-6789-ABCD").decode()

    def tokens(self, office, at_most):
        """(place, token) pairs under the key of one office."""
        for place, (words, _secret, terms) in enumerate(self.rows[:at_most]):
            exact = {
                exact_hash(office, "email", normal_email(words[3])),
                exact_hash(office, "phone", normal_phone(words[4])),
            }
            yield from ((place, token) for token in sorted(hashes(office, terms) | exact))


def fill(municipality, officer, n, samples):
    """Write n requests with texts, people and tokens by a few large statements; an office that has some keeps them."""
    year, today = timezone.localdate().year, timezone.localdate()
    with working_for(municipality):
        if municipality.enquiries.exists():
            return
        units = list(municipality.units.values_list("pk", flat=True)) or ["NULL"]
    k = min(len(samples.rows), n)
    shape = {
        "office": municipality.pk, "owner": officer.pk, "n": n, "k": k, "year": year, "now": timezone.now().isoformat(" "),
        "day": _day_of(today, n), "due_on": _later(14), "closed_on": _later(10), "unit": _choice("e.number", units), "channel": _choice("e.number / 3", CHANNELS),
        "audience": _choice("e.number / 2", AUDIENCES),
    }  # fmt: skip
    with filler(municipality) as writer:
        writer.load(
            "bench_sample", "k integer, subject text, body text, name text, email text, phone text, code text",
            ((place, *secret, samples.code) for place, (_words, secret, _terms) in enumerate(samples.rows[:k])),
        )  # fmt: skip
        writer.load("bench_token", "k integer, token bigint", samples.tokens(municipality.pk, k))
        writer.load("bench_number", "number integer, token bigint", _numbers(municipality.pk, n, year))
        for statement in FILL.read_text(encoding="utf-8").format(**shape).split(";\n"):
            if statement.strip():
                writer.execute(statement)


def _numbers(office, n, year):
    for number in range(1, n + 1):
        yield number, exact_hash(office, "number", str(number))
        yield number, exact_hash(office, "number", f"{number}/{year}")


def _choice(expression, values):
    whens = " ".join(f"WHEN {place} THEN {value if isinstance(value, int) or value == 'NULL' else repr(value)}"
                     for place, value in enumerate(values))  # fmt: skip
    return f"CASE ({expression}) % {len(values)} {whens} END"


def _day_of(today, n):
    """The day of receipt of the i-th request, as SQL."""
    back = f"(({n} - i) * {DAYS} / {n})"
    if connection.vendor == "postgresql":
        return f"(DATE '{today}' - {back}::integer)"
    return f"date('{today}', '-' || {back} || ' days')"


def _later(days):
    """Some days after the receipt, as SQL."""
    if connection.vendor == "postgresql":
        return f"e.received_on + {days}"
    return f"date(e.received_on, '+{days} days')"


class _Sqlite:
    def __init__(self):
        self.cursor = connection.cursor()

    def load(self, table, columns, rows):
        self.cursor.execute(f"DROP TABLE IF EXISTS temp.{table}")
        self.cursor.execute(f"CREATE TEMP TABLE {table} ({columns})")
        places = ", ".join(["%s"] * len(columns.split(",")))
        self.cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        self.cursor.execute(f"CREATE INDEX temp.{table}_by_{columns.split()[0]} ON {table} ({columns.split()[0]})")

    def execute(self, sql):
        self.cursor.execute(sql)


class _PostgreSQL:
    def __init__(self, raw):
        self.cursor = raw.cursor()

    def load(self, table, columns, rows):
        self.cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
        self.cursor.execute(f"CREATE TEMP TABLE {table} ({columns})")
        with self.cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        self.cursor.execute(f"ANALYZE {table}")

    def execute(self, sql):
        self.cursor.execute(sql)


@contextmanager
def filler(municipality):
    if connection.vendor == "sqlite":
        with working_for(municipality):
            yield _Sqlite()
        return
    with as_superuser() as raw:
        with raw.transaction():
            # No keys to check row by row: what is written here is right by construction.
            raw.execute("SET LOCAL session_replication_role = replica")
            # The tables have no statistics yet: a nested loop would read one of them for each row of the other.
            raw.execute("SET LOCAL enable_nestloop = off")
            yield _PostgreSQL(raw)


@contextmanager
def as_superuser():
    """The cluster of `tests/with-postgresql` trusts its own socket. No other database is ever measured."""
    import psycopg

    database = settings.DATABASES["default"]
    if not os.environ.get("PGHOST") or os.environ["PGHOST"] != database["HOST"]:
        raise SystemExit("ura: ./run bench brings its own PostgreSQL; do not measure in another")
    with psycopg.connect(host=database["HOST"], dbname=database["NAME"], user="postgres", autocommit=True) as raw:
        yield raw


@contextmanager
def without_indexes(table):
    """Millions of rows first, their indexes after them: minutes instead of an hour."""
    if connection.vendor != "postgresql":
        yield
        return
    plain = (
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = %s::regclass AND NOT indisunique"
    )
    with as_superuser() as raw:
        indexes = raw.execute(plain, [table]).fetchall()
        for name, _definition in indexes:
            raw.execute(f"DROP INDEX {name}")
    yield
    with as_superuser() as raw:
        for _name, definition in indexes:
            raw.execute(definition)


def settle():
    """What the database does by itself in the night after so many new rows."""
    if connection.vendor == "postgresql":
        with as_superuser() as raw:
            grown = raw.execute(
                "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class"
                " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 65536"
            ).fetchone()[0]
            raw.execute(f"VACUUM ANALYZE {grown or ''}")
    count_rows()
