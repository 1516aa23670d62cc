"""Processes that are killed at any moment, on the test's own database."""

import os
import signal
import sys
import time

from django.conf import settings
from django.db import connection, connections


def fork_and_kill(act, seconds):
    """Run `act` in a process of its own and kill it that long after it began; True if it was killed in the middle."""
    connections.close_all()
    ready, begun = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.write(begun, b".")
            act()
            code = 0
        finally:
            os._exit(code)
    os.read(ready, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    os.close(ready)
    os.close(begun)
    return os.WIFSIGNALED(status)


def environment():
    """For `manage.py` in a subprocess: this test's database, keys and files."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = f"postgres://{database['USER']}@/{database['HOST']}/{database['NAME']}"
    return os.environ | {
        "DATABASE_URL": url, "URA_FIELD_KEYS": ",".join(settings.FIELD_KEYS), "URA_FILES": str(settings.FILES_DIR),
        "URA_LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(settings.BASE_DIR),
    }  # fmt: skip


def manage(*arguments):
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
