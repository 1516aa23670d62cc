"""Each benchmark runs, at a size at which its figures mean nothing, and prints what a reader needs."""

import json
import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from ura.demo.bench import registering
from ura.demo.bench.measure import Size
from ura.demo.management.commands.bench import BENCHES

SQLITE = connection.vendor == "sqlite"


def test_benchmarks_stay_out_of_a_database_in_which_somebody_works(town):
    with pytest.raises(CommandError, match="scratch database"):
        call_command("bench")
    with pytest.raises(CommandError, match="no benchmark dance; there are: register_list,"):
        call_command("bench", "dance")


@pytest.mark.skipif(not SQLITE, reason="./run bench runs them all on PostgreSQL")
def test_every_benchmark_prints_one_line_of_json_for_each_figure(tmp_path):
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'bench.sqlite3'}", "URA_FILES": str(tmp_path / "files"),
        "URA_FIELD_KEYS": secrets.token_urlsafe(32), "SECRET_KEY": "only-here",
    }  # fmt: skip

    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=240, check=True).stdout  # fmt: skip

    manage("migrate", "-v", "0")
    manage("seed")
    lines = [json.loads(line) for line in manage("bench", "--tiny").splitlines() if line.startswith("{")]
    assert {line["bench"] for line in lines} == {
        "register_list", "register_list_queries", "day", "search_name", "search_subject", "search_number", "register", "posts",
        "mail", "import", "people_prefix", "people_two_prefixes", "people_name", "people_rare", "people_phone",
        "protection_list", "protection_search", "housing_ranking", "guide",
        "cases_list", "cases_list_queries", "cases_search_name", "cases_search_number", "case_file", "case_file_queries",
        "eligibility",
    }  # fmt: skip
    assert {name for line in lines for name in ("database", "n", "value", "unit") if name not in line} == set()
    assert {line["bench"] for line in lines if "floor" not in line} == {
        "register_list_queries",
        "cases_list_queries",
        "case_file_queries",
    }
    assert {line["bench"] for line in lines if line.get("target") and "calm" not in line} == {
        "register_list_queries",
        "cases_list_queries",
        "case_file_queries",
    }
    assert len(BENCHES) == 12


@pytest.mark.skipif(SQLITE, reason="eight processes at once are PostgreSQL's matter")
def test_eight_processes_write_one_book(transactional_db, capsys):
    from ura.municipalities.models import Municipality

    if not Municipality.objects.exists():
        call_command("seed", verbosity=0)
    registering.register(Size(tiny=True))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["bench"], line["database"]) for line in lines] == [
        ("register", "postgresql"), ("register_8_processes", "postgresql"),
    ]  # fmt: skip
    assert (lines[1]["n"], lines[1]["lost"], lines[1]["repeated"]) == (16, 0, 0)
