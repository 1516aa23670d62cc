"""From nothing: a clone in an empty folder, an empty home, one command."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.long
KEPT = ("PATH", "PIP_", "UV_", "SSL_", "LANG")  # how this house reaches its packages; nothing of Ura's


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    subprocess.run(["git", "clone", "-q", settings.BASE_DIR, folder / "ura"], check=True)
    (folder / "home").mkdir()
    return folder / "ura"


def start(clone, *arguments, **more):
    environment = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
    return subprocess.Popen(
        ["./run", *arguments],
        cwd=clone, env={**environment, "HOME": str(clone.parent / "home")}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, text=True, start_new_session=True, **more,
    )  # fmt: skip


def test_manage_in_a_fresh_clone_prepares_itself_and_prints_only_its_answer(clone):
    done = start(clone, "manage", "deadline", "--office", "tirane", "--received", "2026-03-12")
    answer = json.loads(done.communicate(timeout=600)[0])
    assert (done.returncode, answer["received"], answer["due_on"]) == (0, "2026-03-12", "2026-03-31")


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def up(clone, port, *more):
    """Start a demo, see it answer at the printed address, stop it; returns how many seconds it took to be up."""
    begun = time.monotonic()
    demo = start(clone, "demo", "--port", str(port), *more)
    said = []
    for line in demo.stdout:
        said.append(line.strip())
        if line.startswith("Ctrl-C"):
            break
    took = time.monotonic() - begun
    assert f"Ura is at http://127.0.0.1:{port}" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30) as answer:
        assert json.load(answer)["ready"] is True
    os.killpg(demo.pid, signal.SIGINT)
    assert demo.wait(timeout=60) == 0
    return took


def test_demo_in_a_fresh_clone_is_up_at_the_printed_address_starts_again_in_seconds_and_leaves_nothing(clone, port):
    up(clone, port)
    assert up(clone, port) < 30  # seconds, on a machine that does other things too
    assert (Path(clone, "var", "field.keys").stat().st_mode & 0o777) == 0o600
    assert (Path(clone, "var", "ura.sqlite3").stat().st_mode & 0o777) == 0o600


def test_a_demo_that_is_reset_starts_over(clone, port):
    def offices():
        with sqlite3.connect(Path(clone, "var", "ura.sqlite3")) as database:
            return database.execute("SELECT count(*) FROM staff_officer").fetchone()[0]

    made, kept = offices(), Path(clone, "var", "files", "of-before")
    kept.write_text("a file of the country before", encoding="utf-8")
    with sqlite3.connect(Path(clone, "var", "ura.sqlite3")) as database:
        database.execute("UPDATE staff_user SET name = 'Before'")
    up(clone, port, "--reset")
    with sqlite3.connect(Path(clone, "var", "ura.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM staff_user WHERE name = 'Before'").fetchone()[0] == 0
    assert offices() == made > 0 and not kept.exists()
