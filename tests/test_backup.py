"""A copy made by deploy/backup brings everything back, and only the role that dumps sees past the walls."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tarfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for

BACKUP = Path(settings.BASE_DIR, "deploy", "backup")
on_postgresql = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="these roles are PostgreSQL's"
)


def run_backup(folder, **environment):
    environment = {name: str(value) for name, value in environment.items()}
    return subprocess.run(
        [BACKUP, folder], env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


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


def has_role(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        return cursor.fetchone() is not None


@pytest.fixture
def kept_file(tmp_path):
    files = tmp_path / "kept"
    files.mkdir()
    (files / "a1b2").write_bytes(b"sealed bytes")
    return files


def test_backup_of_sqlite_holds_the_rows_and_the_files_and_no_key(tmp_path, kept_file):
    source, folder = tmp_path / "ura.sqlite3", tmp_path / "copies"
    folder.mkdir()
    database = sqlite3.connect(source)
    database.executescript("CREATE TABLE entry (number INTEGER); INSERT INTO entry VALUES (1), (2);")

    done = run_backup(folder, DATABASE_URL=f"sqlite:///{source}", URA_FILES=kept_file)

    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.suffixes[-1] for path in folder.iterdir()) == [".sqlite3", ".tar"]
    (copy,) = folder.glob("*.sqlite3")
    assert sqlite3.connect(copy).execute("SELECT number FROM entry").fetchall() == [(1,), (2,)]
    (files,) = folder.glob("*.files.tar")
    with tarfile.open(files) as tar:
        assert sorted(tar.getnames()) == [".", "./a1b2"]


def test_backup_of_a_database_that_is_not_there_fails_and_leaves_no_copy(tmp_path):
    done = run_backup(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/nothing.sqlite3", URA_FILES=tmp_path / "files")
    assert done.returncode != 0
    assert list(tmp_path.glob("ura-*")) == []


@on_postgresql
def test_backup_of_postgresql_restores_every_office_as_the_owner(tmp_path, kept_file, real_town, make_real_enquiry):
    if not has_role("ura_backup"):
        pytest.fail("the server in DATABASE_URL lacks the role ura_backup: run ura/core/sql/roles.sql in it")
    for municipality in (real_town.lezha, real_town.korca):
        make_real_enquiry(municipality)

    done = run_backup(
        tmp_path, DATABASE_URL="postgres:", DATABASE_BACKUP_URL=address("ura_backup"), URA_FILES=kept_file
    )
    assert (done.returncode, done.stderr) == (0, "")

    restored = f"{connection.settings_dict['NAME']}_restored"
    owner = connection.settings_dict["USER"]
    (dump,) = tmp_path.glob("*.dump")
    with psycopg.connect(address(owner, "postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {restored}")
        server.execute(f"CREATE DATABASE {restored}")
        try:
            subprocess.run(
                ["pg_restore", "--exit-on-error", "--no-owner", "-d", address(owner, restored), dump],
                check=True, timeout=120,
            )  # fmt: skip
            with psycopg.connect(address("ura_backup", restored)) as copy:
                offices = copy.execute("SELECT count(DISTINCT municipality_id) FROM register_entry").fetchone()
                assert offices == (2,)
            with psycopg.connect(address("ura_app", restored)) as app:
                assert app.execute("SELECT count(*) FROM register_entry").fetchone() == (0,)
        finally:
            drop_when_left(server, restored)


@on_postgresql
def test_backup_role_reads_all_offices_and_writes_nothing(real_town, make_real_enquiry):
    for municipality in (real_town.lezha, real_town.korca):
        make_real_enquiry(municipality)
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


@pytest.fixture
def make_real_enquiry(real_town):
    from ura.desk.actions.registering import register_enquiry

    def make(municipality):
        with working_for(Municipality.objects.get(pk=municipality.pk)):
            return register_enquiry(municipality, channel="counter", subject="Regjistrimi i fëmijëve në shkollë")

    return make


@on_postgresql
def test_tools_of_postgresql_are_on_the_path():
    assert [name for name in ("pg_dump", "pg_restore") if not shutil.which(name)] == []
