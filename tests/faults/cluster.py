"""A PostgreSQL of one test's own, whose process can be stopped and started again while Ura works on it."""

import os
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections


class Cluster:
    """Made and cleared away by tests/with-postgresql; its server, once restarted, is ours."""

    def __init__(self):
        # Durable: at an immediate stop only what was written before the answer may count as kept.
        launcher = [str(Path(settings.BASE_DIR, "tests", "with-postgresql")), "--durable"]
        self.launcher = subprocess.Popen(
            [*launcher, "sh", "-c", 'echo "$PGHOST"; command -v pg_ctl; exec cat'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.folder = Path(self.launcher.stdout.readline().strip())
        self.program = Path(self.launcher.stdout.readline().strip())
        self.data, self.server = self.folder / "data", None

    @property
    def pid(self):
        """The server's process, as it wrote it down itself."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def stop(self, mode):
        """`fast` breaks every connection; `immediate` is a crash that is recovered from at the next start."""
        stopping = [self.program, "-D", self.data, "-m", mode, "-w", "stop"]
        subprocess.run(stopping, **self._as_its_owner(), capture_output=True, check=True, timeout=60)
        if self.server:
            self.server.wait()

    def start(self):
        with (self.folder / "again.log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.program.parent / "postgres", "-D", self.data], **self._as_its_owner(), stdout=log, stderr=log
            )
        for _turn in range(300):
            try:
                psycopg.connect(f"postgres://postgres@/postgres?host={self.folder}").close()
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "again.log").read_text()[-2000:])

    def close(self):
        if self.server and self.server.poll() is None:
            self.stop("immediate")
        self.launcher.stdin.close()  # the launcher's command ends, and with it the folder
        self.launcher.wait(60)

    def _as_its_owner(self):
        """PostgreSQL refuses to run as root: it runs as whoever owns its data."""
        if os.geteuid() != 0:
            return {"cwd": self.folder}
        owner = self.data.stat()
        return {"cwd": self.folder, "user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}


@contextmanager
def own_cluster():
    """This process and those it starts work on a cluster of their own, in the role that serves pages."""
    cluster, has = Cluster(), connection.settings_dict
    kept = {name: has[name] for name in ("HOST", "PORT", "NAME", "USER")}
    connections.close_all()
    try:
        has.update(HOST=str(cluster.folder), PORT="", NAME="ura", USER="ura_owner")
        call_command("migrate", verbosity=0)
        call_command("seed", verbosity=0)
        connections.close_all()
        has.update(USER="ura_app")
        yield cluster
    finally:
        connections.close_all()
        has.update(kept)
        cluster.close()
