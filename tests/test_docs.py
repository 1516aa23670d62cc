"""What the pages of docs/ say is so."""

import ast
import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

SECURITY = Path(settings.BASE_DIR, "docs", "security.md")


def test_the_pages_written_from_the_code_are_fresh():
    call_command("docs", "--check")


def test_every_promise_of_security_names_tests_that_exist():
    rows = [
        line
        for line in SECURITY.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and "---" not in line
    ]
    promises = [row for row in rows if not row.startswith("| promise |")]
    assert len(promises) > 40
    assert [row for row in promises if "::test_" not in row] == []
    named = set(re.findall(r"`((?:tests|ura)/[\w/]+\.py)::(test_\w+)`", "\n".join(promises)))
    missing = [
        f"{file}::{name}" for file, name in sorted(named) if name not in functions_in(Path(settings.BASE_DIR, file))
    ]
    assert missing == []


def functions_in(path):
    if not path.exists():
        return set()
    return {
        node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }
