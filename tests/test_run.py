"""./run says what it does, and says no in one sentence."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

RUN = Path(settings.BASE_DIR, "run")


def run(*arguments, **environment):
    return subprocess.run(
        [RUN, *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def test_help_lists_every_command_that_a_person_may_type():
    commands = {"demo", "test", "check", "fmt", "bench", "manage", "serve", "backup", "restore"}
    assert set(re.findall(r"^\./run (\w+)", run("help").stdout, re.MULTILINE)) == commands
    assert run().stdout == run("help").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["dance"], "ura: there is no ./run dance"),
        (["demo", "--port"], "ura: --port takes a number, such as --port 8001"),
        (["demo", "--port", "http"], "ura: --port takes a number, such as --port 8001"),
        (["demo", "--fresh"], "ura: demo knows --port N and --reset, not --fresh"),
    ],
)
def test_command_that_makes_no_sense_is_refused_with_a_sentence(arguments, sentence):
    done = run(*arguments)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, sentence)


def test_demo_on_a_port_that_is_taken_names_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("demo", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"ura: port {port} is taken or not allowed; try ./run demo --port {port + 1}"
    )


@pytest.mark.skipif(not shutil.which("dash"), reason="dash is Debian's sh")
@pytest.mark.parametrize("script", ["run", "tests/with-postgresql", "deploy/backup", ".ci/run"])
def test_scripts_are_posix(script):
    done = subprocess.run(["dash", "-n", Path(settings.BASE_DIR, script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_test_that_did_not_run_is_listed_by_its_own_name(tmp_path):
    """Two tests with one reason are two lines: the run asks pytest as it asks it here."""
    given = re.search(r"-rs\S*(?: --\S+)*", Path(RUN).read_text(encoding="utf-8")).group()
    (tmp_path / "test_two.py").write_text(
        "import pytest\n\npytestmark = pytest.mark.skip('long')\n\n\ndef test_one(): ...\n\n\ndef test_two(): ...\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:django", "-c", "/dev/null", *given.split(), "test_two.py"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    listed = [line for line in done.stdout.splitlines() if line.startswith("SKIPPED")]
    assert [line.split()[1] for line in listed] == ["test_two.py::test_one", "test_two.py::test_two"]
