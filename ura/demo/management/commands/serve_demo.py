"""The demo on one's own machine: the pages and the work in the background, until Ctrl-C."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

WORK = [sys.executable, "manage.py", "work"]
# One process: SQLite lets one write at a time anyway.
WEB = [
    sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", "8",
    "--no-control-socket", "--log-level", "warning", "ura.wsgi",
]  # fmt: skip
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # `demo` has just made them

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(ending, lambda number, frame: sys.exit(0 if number == signal.SIGINT else 128 + number))
        # No mail server is asked for: what leaves is laid into var/mail, where one can look at it.
        os.environ.setdefault("EMAIL_URL", f"filemail://{settings.VAR_DIR / 'mail'}")
        web = work = None
        try:
            web = start([*WEB, "--bind", f"127.0.0.1:{port}"])
            work = start(WORK)
            wait_until_up(web, port)
            self.stdout.write(f"\nUra is at {settings.BASE_URL}")
            call_command("demo", logins=True, stdout=self.stdout)
            self.stdout.write("Ctrl-C stops it.")
            self.stdout.flush()
            while web.poll() is None:
                if work.poll() is not None:
                    work = start(WORK)
                time.sleep(1)
        finally:
            stop([child for child in (web, work) if child])
        raise CommandError("The pages stopped by themselves; what they said is above.")


def start(command):
    """A child of its own session, so that Ctrl-C reaches us alone and we end the children in order."""
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, start_new_session=True, preexec_fn=_die_with_parent
    )  # fmt: skip


def _die_with_parent():
    """Linux ends the child when we are killed; elsewhere it would be left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_up(web, port, *, seconds=60):
    until = time.monotonic() + seconds
    while web.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise CommandError("The demo did not start; what it said is above.")


def stop(children):
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
