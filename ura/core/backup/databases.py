"""A database copied as it was at one moment, with the count and the hash of every table, and brought back whole."""

import contextlib
import copy
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import environ
import psycopg
from psycopg import sql


class CannotCopy(Exception):
    """What is missing, for the person who typed the command."""


class Sqlite:
    """One file. The copy is taken by the database itself, so nobody is stopped."""

    engine = "sqlite"

    def __init__(self, path):
        self.path = Path(path)

    def copy(self, out):
        """Write the database into `out`; returns what it holds."""
        if not self.path.exists():
            raise CannotCopy(f"There is no database {self.path}.")
        with tempfile.TemporaryDirectory(dir=self.path.parent) as folder:
            half = Path(folder) / "copy.sqlite3"
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as source:
                source.execute("VACUUM INTO ?", [str(half)])
            holds = Sqlite(half).holds()
            with half.open("rb") as file:
                shutil.copyfileobj(file, out, 1024 * 1024)
        return holds

    def restore(self, source):
        if self.path.exists():
            raise CannotCopy(f"{self.path} is there already: a copy is brought back into an empty place only.")
        half = self.path.with_name(self.path.name + ".half")
        with half.open("wb") as file:
            shutil.copyfileobj(source, file, 1024 * 1024)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self.path)

    def holds(self):
        """{table: [count, hash]}; the hash does not ask for the order of the rows."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CannotCopy(f"{self.path} is damaged.")
            tables = database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
            ).fetchall()
            return {name: _sum(database.execute(f'SELECT * FROM "{name}"')) for (name,) in tables}

    def drop(self):
        self.path.unlink(missing_ok=True)


def _sum(rows):
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.blake2b(repr(tuple(row)).encode(), digest_size=8).digest(), "big")
    return [count, str(total)]


class PostgreSQL:
    """`reader` sees past the walls between the offices (ura_backup); `owner` makes the tables when they come back."""

    engine = "postgresql"

    def __init__(self, reader, owner=None):
        self.reader, self.owner = _parts(reader), _parts(owner) if owner else None

    def copy(self, out):
        """One moment for both: pg_dump reads the snapshot in which the rows are counted."""
        with self._connect(self.reader) as database:
            database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            (snapshot,) = database.execute("SELECT pg_export_snapshot()").fetchone()
            command = ["pg_dump", "--format=custom", f"--snapshot={snapshot}", *_where(self.reader)]
            with subprocess.Popen(command, env=_environment(self.reader), stdout=subprocess.PIPE) as dump:
                shutil.copyfileobj(dump.stdout, out, 1024 * 1024)
            if dump.returncode:
                raise CannotCopy("pg_dump did not finish (see above).")
            return self._holds(database)

    def restore(self, source):
        if self.owner is None:
            raise CannotCopy("DATABASE_OWNER_URL must name the empty database as ura_owner sees it.")
        with self._connect(self.owner) as database:
            if database.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone():
                raise CannotCopy(
                    f"{self.owner['dbname']} is not empty: a copy is brought back into an empty place only."
                )
        command = ["pg_restore", "--exit-on-error", "--no-owner", *_where(self.owner)]
        with subprocess.Popen(command, env=_environment(self.owner), stdin=subprocess.PIPE) as restoring:
            try:
                with contextlib.suppress(BrokenPipeError):  # it says itself why it reads no further
                    shutil.copyfileobj(source, restoring.stdin, 1024 * 1024)
                    restoring.stdin.close()
            except BaseException:
                restoring.kill()
                raise
        if restoring.returncode:
            raise CannotCopy("pg_restore did not finish (see above). Drop the half database before the next try.")

    def holds(self):
        with self._connect(self.reader) as database:
            return self._holds(database)

    def scratch(self, name):
        """An empty database beside this one, made by the owner, to try a copy in."""
        if self.owner is None:
            raise CannotCopy("DATABASE_OWNER_URL must name the database as ura_owner sees it.")
        with self._connect(self.owner, autocommit=True) as database:
            database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        other = copy.copy(self)
        other.reader, other.owner, other.beside = self.reader | {"dbname": name}, self.owner | {"dbname": name}, self
        return other

    def drop(self):
        """A scratch database goes; the connections of the other roles are closed."""
        name = sql.Identifier(self.owner["dbname"])
        with self._connect(self.beside.owner, autocommit=True) as database:
            database.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))

    def _holds(self, database):
        database.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1")
        tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        question = sql.SQL(
            "SELECT count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0)::text FROM {} t"
        )
        return {name: list(database.execute(question.format(sql.Identifier(name))).fetchone()) for (name,) in tables}

    def _connect(self, parts, **options):
        return psycopg.connect(**parts, **options)


def _parts(url):
    """An address as ./run's settings write it, or as PostgreSQL's own tools do."""
    read = environ.Env.db_url_config(url)
    parts = {"host": unquote(read["HOST"] or ""), "port": read["PORT"], "user": read["USER"],
             "password": read["PASSWORD"], "dbname": read["NAME"]}  # fmt: skip
    return {name: value for name, value in parts.items() if value}


def _where(parts):
    """Never the password: a command line is read by everybody on the machine."""
    flags = {"host": "--host", "port": "--port", "user": "--username", "dbname": "--dbname"}
    return [f"{flag}={parts[name]}" for name, flag in flags.items() if name in parts]


def _environment(parts):
    return os.environ | ({"PGPASSWORD": parts["password"]} if "password" in parts else {})
