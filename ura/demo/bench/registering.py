"""Registering through the real action, beside the same statements sent by the bare driver."""

import multiprocessing
import re
import secrets
import time
from uuid import uuid4

from django.db import connection, connections
from django.utils import timezone

from ura.demo.bench.measure import cpu, p50, tell, timed, watched
from ura.demo.bench.offices import staffed
from ura.desk.actions.registering import register_enquiry
from ura.municipalities.tenancy import working_for

RATE, RATIO = 150, 0.5
PROCESSES = 8
KEYS = {  # columns that name a row made by an earlier statement
    "requester_id": "people_person", "person_id": "people_person", "number": "register_counter",
    "entry_id": "register_entry", "enquiry_id": "desk_enquiry", "row": "desk_enquiry",
}  # fmt: skip
SUBJECT = "Regjistrimi i dy fëmijëve në shkollë pas kthimit nga Gjermania"
BODY = "U kthyem këtë muaj. Fëmijët kanë mbaruar klasën e dytë dhe të katërt; dëftesat i kam në gjermanisht. " * 3


def register(size):
    """One process, with the acknowledgement queued; then eight at once on PostgreSQL."""
    municipality, officer = staffed("korce")
    replay = bare_statements(municipality, officer)
    real, bare = [], []
    for turn in range(size.of(300, 40, 3)):
        # In turns, so that a busy machine slows both alike.
        real.append(timed(lambda: _register(municipality, officer)))
        bare.append(timed(replay.once))
        if turn < 2:
            real.clear(), bare.clear()
    replay.close()
    rate, floor = 1 / p50(real), 1 / p50(bare)
    # Half the speed of bare psycopg is asked; SQLite's own floor has no server to wait for.
    wanted = {"ratio_target": RATIO} if connection.vendor == "postgresql" else {}
    tell(
        "register", rate, "a second", n=len(real), target=RATE, at_least=True, floor=floor,
        statements=len(replay.steps), cpu=cpu(lambda: _register(municipality, officer), size.of(60, 12, 2)),
        **wanted,
    )  # fmt: skip
    must_be_gapless(municipality)
    if connection.vendor == "postgresql":
        _eight_at_once(size, floor)


def bare_statements(municipality, officer):
    """What one registration asks of the database, to be sent again by the driver alone: `once()`, at last `close()`."""
    _register(municipality, officer)  # calendar, rules and wording are read once for many
    return _Replay(municipality, _Recorded(municipality, officer), _Recorded(municipality, officer))


def _register(municipality, officer):
    n = uuid4().hex[:10]
    person = {
        "name": "Lindita Gjika",
        "email": f"lindita.{n}@example.org",
        "phone": f"+355 66 {int(n, 16) % 10**7:07d}",
    }
    with working_for(municipality):
        return register_enquiry(
            municipality, by=officer, channel="counter", subject=SUBJECT, body=BODY, person=person, audience="returnee",
            need="local_services", origin="DE",
        )  # fmt: skip


class _Recorded:
    """The statements of one registration, and the keys that later statements name."""

    def __init__(self, municipality, officer):
        with watched() as self.statements:
            enquiry = _register(municipality, officer)
        self.keys = {"people_person": enquiry.requester_id, "desk_enquiry": enquiry.pk}
        self.words = {"label": enquiry.entry.label, "key": f"ack-{enquiry.pk}"}


class _Replay:
    """The same statements with other values of the same shape, in one transaction each."""

    def __init__(self, municipality, first, second):
        self.first = first
        self.office, self.year = municipality.pk, timezone.localdate().year
        self.steps = [
            (self._sql(sql), self._parts(sql, params or (), others or (), first.words), _returning(sql))
            for (sql, params), (_same, others) in zip(first.statements, second.statements, strict=True)
        ]
        self.raw = _raw_connection()

    def _sql(self, sql):
        # On SQLite the tokens stand in the statement itself, with the key of their row between them.
        table = "people_person" if "persontoken" in sql else "desk_enquiry"
        sql = re.sub(rf"(\(\d+, ){self.first.keys[table]}(, -?\d+\))", rf"\g<1>{{{table}}}\g<2>", sql)
        return sql.replace("%s", "?") if connection.vendor == "sqlite" else sql

    def _parts(self, sql, params, others, words):
        """How each parameter is made: a function of the keys drawn so far."""
        columns = re.findall(r"\w+", sql.partition("(")[2].partition(")")[0]) if sql.startswith("INSERT") else [""]
        return [
            self._part(columns[place % len(columns)], mine, other, words)
            for place, (mine, other) in enumerate(zip(params, others, strict=True))
        ]

    def _part(self, column, mine, other, words):
        if table := KEYS.get(column):
            return lambda keys: keys[table]
        if mine == words["label"]:
            return lambda keys: f"{keys['register_counter']}/{self.year}"
        if mine == words["key"]:
            return lambda keys: f"ack-{keys['desk_enquiry']}"
        if isinstance(mine, int) and mine != other:
            return lambda keys: secrets.randbits(62)
        if type(mine) is str and mine != other and not re.match(r"\d{4}-\d\d-\d\d", mine) and not mine.startswith("{"):
            return lambda keys: secrets.token_hex(len(mine) // 2 + 1)[: len(mine)]
        return lambda keys: mine

    def once(self):
        keys, cursor = {}, self.raw.cursor()
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('ura.municipality', %s, true)", [str(self.office)])
        else:
            cursor.execute("BEGIN IMMEDIATE")
        for sql, parts, table in self.steps:
            if not parts and "{" in sql:
                sql = sql.format(**keys)
            cursor.execute(sql, [part(keys) for part in parts])
            rows = cursor.fetchall() if cursor.description else ()
            if table and rows:
                keys.setdefault(table, rows[0][0])
        self.raw.commit()

    def close(self):
        self.raw.close()


def _returning(sql):
    found = re.match(r'(?:INSERT INTO|UPDATE) "?(\w+)', sql)
    return found[1] if found and "RETURNING" in sql else ""


def _raw_connection():
    """The driver alone, with the settings that Django gives it."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        import sqlite3

        raw = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=20)
        raw.executescript(connection.settings_dict["OPTIONS"]["init_command"])
        return raw
    import psycopg

    database = connection.settings_dict
    return psycopg.connect(host=database["HOST"], dbname=database["NAME"], user=database["USER"])


def must_be_gapless(municipality):
    with working_for(municipality):
        numbers = list(municipality.entries.order_by("number").values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            raise SystemExit(f"ura: the book of {municipality.slug} has a gap or a number twice")
    return len(numbers)


def _eight_at_once(size, floor):
    """Eight processes write into one book: nothing is lost and no number comes twice."""
    municipality, officer = staffed("vlore")
    each = size.of(100, 8, 2)
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    ready = fork.Barrier(PROCESSES + 1)
    workers = [fork.Process(target=_work, args=(municipality, officer, each, ready)) for _turn in range(PROCESSES)]
    for worker in workers:
        worker.start()
    ready.wait(60)
    begun = time.perf_counter()
    for worker in workers:
        worker.join(300)
    taken = time.perf_counter() - begun
    written = must_be_gapless(municipality)
    if written != PROCESSES * each:
        raise SystemExit(f"ura: {PROCESSES * each - written} requests were lost")
    tell("register_8_processes", written / taken, "a second", n=written, floor=floor, lost=0, repeated=0)


def _work(municipality, officer, each, ready):
    connection.ensure_connection()
    ready.wait(60)
    for _turn in range(each):
        _register(municipality, officer)
    connections.close_all()
