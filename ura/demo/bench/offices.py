"""Offices of the scratch database: somebody at work in them, and thousands of requests written by bare SQL."""

import os
import random
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ura.core.encrypted import ring
from ura.core.folding import index_terms
from ura.demo import facts
from ura.demo.people import address_of, invent_name, invent_phone
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.people.search import exact_hash, hashes, normal_email, normal_phone
from ura.staff.models import Officer, User

DAYS = 900  # over how many days the requests came
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
    """Write n requests with texts, people and tokens by a few large statements."""
    year, today = timezone.localdate().year, timezone.localdate()
    with working_for(municipality):
        units = list(municipality.units.values_list("pk", flat=True)) or ["NULL"]
    k = min(len(samples.rows), n)
    shape = {
        "office": municipality.pk, "owner": officer.pk, "n": n, "k": k, "year": year, "now": timezone.now().isoformat(" "),
        "day": _day_of(today, n), "unit": _choice("e.number", units), "channel": _choice("e.number / 3", CHANNELS),
        "audience": _choice("e.number / 2", AUDIENCES),
    }  # fmt: skip
    with _filler(municipality) as filler:
        filler.load(
            "bench_sample", "k integer, subject text, body text, name text, email text, phone text, code text",
            ((place, *secret, samples.code) for place, (_words, secret, _terms) in enumerate(samples.rows[:k])),
        )  # fmt: skip
        filler.load("bench_token", "k integer, token bigint", samples.tokens(municipality.pk, k))
        filler.load("bench_number", "number integer, token bigint", _numbers(municipality.pk, n, year))
        for statement in STATEMENTS:
            filler.execute(statement.format(**shape))


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


_LATER = "{column} + {days}" if connection.vendor == "postgresql" else "date({column}, '+{days} days')"
_WHO = "JOIN bench_sample s ON s.k = (e.number * 7919) % {k}"
_MINE = "FROM desk_enquiry q JOIN register_entry e ON e.id = q.entry_id"
STATEMENTS = (
    "INSERT INTO people_person (municipality_id, kind, name, organisation, phone, email, address, country, language, made_at, version) "
    "SELECT {office}, 'person', name, '', phone, email, '', '', 'sq', '{now}', k FROM bench_sample ORDER BY k",
    "INSERT INTO register_entry (municipality_id, year, number, direction, label, entered_at, received_on, archive_number, sender_reference, void_reason) "
    "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {n}) "
    "SELECT {office}, {year}, i, 'in', i || '/{year}', '{now}', {day}, '', '', '' FROM s",
    "INSERT INTO register_counter (municipality_id, year, last) VALUES ({office}, {year}, {n})",
    "INSERT INTO desk_enquiry (municipality_id, entry_id, requester_id, owner_id, unit_id, channel, state, service, requester_type, "
    "audience, need, origin, complaint, restricted, received_on, due_on, closed_on, outcome, days_taken, waiting, unread, follow_hash, version) "
    "SELECT {office}, e.id, p.id, {owner}, {unit}, {channel}, CASE WHEN e.number <= {n} * 0.9 THEN '5' ELSE CAST(e.number % 4 + 1 AS char(1)) END, "
    "CASE WHEN e.number % 10 < 7 THEN '1' WHEN e.number % 10 < 9 THEN '2' ELSE '3' END, CASE WHEN e.number % 5 < 4 THEN '1' ELSE '2' END, "
    "{audience}, 'referral', 'IT', e.number % 50 = 0, false, e.received_on, " + _LATER.format(column="e.received_on", days=14) + ", "
    "CASE WHEN e.number <= {n} * 0.9 THEN " + _LATER.format(column="e.received_on", days=10) + " END, "
    "CASE WHEN e.number <= {n} * 0.9 THEN 'answered' ELSE '' END, CASE WHEN e.number <= {n} * 0.9 THEN 8 END, false, false, e.number * CAST(1000003 AS bigint), 0 "
    f"FROM register_entry e {_WHO} JOIN people_person p ON p.municipality_id = {{office}} AND p.version = s.k "
    "WHERE e.municipality_id = {office} ORDER BY e.number",
    "UPDATE people_person SET version = 0 WHERE municipality_id = {office}",
    "INSERT INTO desk_enquirytext (municipality_id, enquiry_id, subject, body, oral_answer, follow_code) "
    f"SELECT {{office}}, q.id, s.subject, s.body, '', s.code {_MINE} {_WHO} WHERE q.municipality_id = {{office}}",
    "INSERT INTO desk_enquirytoken (municipality_id, enquiry_id, token) "
    f"SELECT {{office}}, q.id, t.token {_MINE} JOIN bench_token t ON t.k = (e.number * 7919) % {{k}} WHERE q.municipality_id = {{office}}",
    "INSERT INTO desk_enquirytoken (municipality_id, enquiry_id, token) "
    f"SELECT {{office}}, q.id, t.token {_MINE} JOIN bench_number t ON t.number = e.number WHERE q.municipality_id = {{office}}",
)  # fmt: skip


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
def _filler(municipality):
    if connection.vendor == "sqlite":
        with working_for(municipality):
            yield _Sqlite()
        return
    with as_superuser() as raw:
        with raw.transaction():
            # No keys to check row by row: what is written here is right by construction.
            raw.execute("SET LOCAL session_replication_role = replica")
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


def settle():
    """What the database does by itself in the night after so many new rows."""
    if connection.vendor == "postgresql":
        with as_superuser() as raw:
            raw.execute("VACUUM ANALYZE")
