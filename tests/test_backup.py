"""A copy brings everything back and nothing of it can be read; only the role that dumps sees past the walls."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from ura.core.backup.copies import bring_back, make_copy, read_through, try_copy
from ura.core.backup.databases import CannotCopy, PostgreSQL, Sqlite
from ura.core.backup.keyring import bring_back_keys, write_keys
from ura.core.backup.sealing import Broken, Sealer, unseal
from ura.desk.actions.files import attach
from ura.desk.tests.killing import environment
from ura.municipalities.tenancy import working_for
from ura.post.files import read
from ura.post.models import File

KEY = "b" * 44
on_postgresql = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="these roles are PostgreSQL's"
)


def ura(*arguments, **changed):
    """A command of Ura on the test's own database, keys and files."""
    values = environment() | {"URA_BACKUP_KEY": KEY, "SECRET_KEY": "vetëm këtu"}
    values |= {name: str(value) for name, value in changed.items()}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, env=values, capture_output=True, text=True, timeout=180, check=False)


def roles(database=None):
    if connection.vendor == "sqlite":
        return {}
    owner = connection.settings_dict["USER"]
    return {
        "DATABASE_BACKUP_URL": address("ura_backup", database),
        "DATABASE_OWNER_URL": address(owner, database),
    }


def address(role, database=None):
    """The database of this test as another role sees it."""
    has = connection.settings_dict
    host = quote(has["HOST"], safe="")
    port = f":{has['PORT']}" if has["PORT"] else ""
    return f"postgres://{role}@{host}{port}/{database or has['NAME']}"


def drop_when_left(server, database):
    """The other roles' connections are closed, but their processes may need a moment more."""
    for _ in range(50):
        with contextlib.suppress(psycopg.errors.ObjectInUse):
            server.execute(f"DROP DATABASE IF EXISTS {database}")
            return
        time.sleep(0.1)
    pytest.fail(f"{database} is still in use")


@contextlib.contextmanager
def empty_place(tmp_path):
    """(its DATABASE_URL, its roles, how to look into it as who dumps)."""
    if connection.vendor == "sqlite":
        path = tmp_path / "restored.sqlite3"
        yield f"sqlite:///{path}", {}, lambda: contextlib.closing(sqlite3.connect(path))
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with psycopg.connect(address(connection.settings_dict["USER"], "postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield "postgres:", roles(name), lambda: psycopg.connect(address("ura_backup", name))
        finally:
            drop_when_left(server, name)


@pytest.fixture
def two_offices(real_town):
    from ura.desk.actions.registering import register_enquiry

    for municipality, officer in ((real_town.lezha, real_town.besnik), (real_town.korca, real_town.drita)):
        with working_for(municipality):
            enquiry = register_enquiry(
                municipality, channel="counter", subject="Regjistrimi i fëmijëve në shkollë",
                person={"name": "Arta Prova", "email": "arta@example.org"},
            )  # fmt: skip
            attach(enquiry, [("shënim.txt", b"Teksti i nj\xc3\xab sh\xc3\xabnimi")], by=officer)
    return real_town


def here():
    """The test's own database, as those see it who dump and who own it."""
    if connection.vendor == "sqlite":
        return Sqlite(connection.settings_dict["NAME"])
    return PostgreSQL(address("ura_backup"), address(connection.settings_dict["USER"]))


@pytest.fixture
def copied(two_offices, tmp_path):
    (tmp_path / "copies").mkdir()
    return make_copy(here(), settings.FILES_DIR, tmp_path / "copies", [KEY])[0]


def test_a_copy_restored_into_an_empty_place_holds_the_same_rows_and_files(two_offices, tmp_path):
    (tmp_path / "copies").mkdir()
    done = ura("backup", tmp_path / "copies", **roles())
    assert (done.returncode, done.stderr) == (0, "")
    (copy,) = (tmp_path / "copies").iterdir()
    assert sorted(path.name for path in copy.iterdir()) == [
        "SHA256SUMS", "database.sealed", "files.sealed", "manifest.sealed",
    ]  # fmt: skip
    with empty_place(tmp_path) as (url, as_roles, look):
        place = {"DATABASE_URL": url, "URA_FILES": tmp_path / "restored", **as_roles}
        done = ura("restore", copy, **place)
        assert (done.returncode, done.stderr) == (0, "")
        assert "2 files; every count and hash is the same" in done.stdout
        with look() as restored:
            offices = restored.execute("SELECT count(DISTINCT municipality_id) FROM register_entry").fetchone()
            assert tuple(offices) == (2,)
        if as_roles:
            with psycopg.connect(address("ura_app", connection.settings_dict["NAME"] + "_restored")) as app:
                assert app.execute("SELECT count(*) FROM register_entry").fetchone() == (0,)
        again = ura("restore", copy, **place)
        assert (again.returncode != 0, "empty" in again.stderr or "already" in again.stderr) == (True, True)
    settings.FILES_DIR = tmp_path / "restored"
    with working_for(two_offices.lezha):
        assert read(File.objects.get(municipality=two_offices.lezha)) == b"Teksti i nj\xc3\xab sh\xc3\xabnimi"


def test_the_yearly_drill_tries_a_copy_and_leaves_nothing(copied):
    manifest = try_copy(copied, here(), [KEY])
    assert (manifest["tables"]["register_entry"][0], manifest["files"][0]) == (2, 2)
    if connection.vendor == "postgresql":
        with psycopg.connect(address("ura_backup")) as server:
            left = server.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'ura!_restore!_%' ESCAPE '!'")
            assert left.fetchone() == (0,)


def test_a_row_that_is_not_as_it_was_is_named(copied):
    class Careless(Sqlite if connection.vendor == "sqlite" else PostgreSQL):
        def holds(self):
            return super().holds() | {"register_entry": [1, "0"]}

        def scratch(self, name):
            other = super().scratch(name)
            other.__class__ = Careless
            return other

    database = here()
    database.__class__ = Careless
    if connection.vendor == "sqlite":
        with pytest.raises(CannotCopy, match="table register_entry"):
            bring_back(copied, Careless(copied.parent / "new.sqlite3"), copied.parent / "new", [KEY])
    else:
        with pytest.raises(CannotCopy, match="table register_entry"):
            try_copy(copied, database, [KEY])


def test_a_copy_shows_no_word_and_opens_with_its_own_key_only(copied):
    bytes_of_it = b"".join(path.read_bytes() for path in copied.iterdir())
    keys = [key.encode() for key in settings.FIELD_KEYS]
    for clear in (b"municipality", b"besnik@example.org", b"Lezh", b"register_entry", *keys):
        assert clear not in bytes_of_it
    with pytest.raises(Broken, match="which is not here"):
        read_through(copied, ["c" * 44])


def test_a_copy_that_was_harmed_is_refused_before_anything_is_written(copied):
    assert read_through(copied, [KEY])["engine"] == connection.vendor
    for part in ("database.sealed", "files.sealed", "manifest.sealed"):
        whole = (copied / part).read_bytes()
        for harmed in (whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:], whole[:-40], whole[:30], b""):
            (copied / part).write_bytes(harmed)
            with pytest.raises(Broken):
                read_through(copied, [KEY])
        (copied / part).write_bytes(whole)
    read_through(copied, [KEY])


def test_keys_are_copied_apart_under_a_passphrase(copied, tmp_path, settings):
    settings.BACKUP_KEYS, words = [KEY], "pesë fjalë që mbaj mend vetë"
    with pytest.raises(CannotCopy, match="must not lie in one place"):
        write_keys(copied.parent / "keys", words)
    with pytest.raises(CannotCopy, match="16 signs"):
        write_keys(tmp_path / "keys", "shkurt")
    write_keys(tmp_path / "keys", words)
    assert settings.FIELD_KEYS[0].encode() not in (tmp_path / "keys").read_bytes()
    with pytest.raises(Broken):
        bring_back_keys(tmp_path / "keys", tmp_path / "back", "krejt fjalë të tjera")
    bring_back_keys(tmp_path / "keys", tmp_path / "back", words)
    assert (tmp_path / "back" / "field.keys").read_text() == "\n".join(settings.FIELD_KEYS)
    assert (tmp_path / "back" / "backup.key").read_text() == KEY
    assert (tmp_path / "back" / "field.keys").stat().st_mode & 0o077 == 0
    with pytest.raises(CannotCopy, match="never written over"):
        bring_back_keys(tmp_path / "keys", tmp_path / "back", words)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file that is not there is SQLite's matter")
def test_a_database_that_is_not_there_leaves_no_copy(tmp_path):
    (tmp_path / "copies").mkdir()
    backup = settings.BASE_DIR / "deploy" / "backup"
    values = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/nothing.sqlite3", "URA_BACKUP_KEY": KEY}
    done = subprocess.run([backup, tmp_path / "copies"], env=values, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert list((tmp_path / "copies").iterdir()) == []


def test_sealed_blocks_cannot_change_places(tmp_path):
    with (tmp_path / "sealed").open("wb") as file:
        sealer = Sealer(file, KEY)
        sealer.write(b"a" * 3_000_000)
        sealer.close()
    data, block = (tmp_path / "sealed").read_bytes(), 1024 * 1024 + 16
    head = len(data) - 2 * block - (3_000_000 - 2 * 1024 * 1024 + 16)
    swapped = data[:head] + data[head + block : head + 2 * block] + data[head : head + block] + data[head + 2 * block :]
    for broken in (swapped, data[: head + block], b"x" + data[1:], b""):
        (tmp_path / "broken").write_bytes(broken)
        with (tmp_path / "broken").open("rb") as file, pytest.raises(Broken):
            list(unseal(file, [KEY]))
    with (tmp_path / "sealed").open("rb") as file:
        assert b"".join(unseal(file, ["other", KEY])) == b"a" * 3_000_000


@on_postgresql
def test_backup_role_reads_all_offices_and_writes_nothing(two_offices):
    with psycopg.connect(address("ura_backup"), autocommit=True) as dumper:
        assert dumper.execute("SELECT count(DISTINCT municipality_id) FROM register_entry").fetchone() == (2,)
        dumper.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            dumper.execute("UPDATE register_entry SET year = 1999")


@on_postgresql
def test_serving_role_owns_nothing_and_cannot_empty_or_change_a_table(real_town):
    with psycopg.connect(address("ura_app"), autocommit=True) as app:
        for forbidden in ("TRUNCATE register_entry", "DROP TABLE register_entry", "CREATE TABLE mine ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)


@on_postgresql
def test_tools_of_postgresql_are_on_the_path():
    assert [name for name in ("pg_dump", "pg_restore") if not shutil.which(name)] == []
    assert Path(settings.BASE_DIR, "deploy", "backup").exists()
