"""Ura as it runs on a server, beside a test: gunicorn and the worker as processes that can be killed, and people at work."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from ura.desk.tests.killing import environment, manage

from .letters import CSRF, Letters

ENQUIRY = re.compile(r"/lezhe/office/enquiries/(\d+)/(\d+)/")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Machine:
    """The web process and the worker on the test's own database."""

    def __init__(self, smtp_port):
        self.port, self.log = free_port(), Path(settings.FILES_DIR).parent / "machine.log"
        self.environment = environment() | {
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}", "URA_BASE_URL": f"http://127.0.0.1:{self.port}",
            "URA_LOG_LEVEL": "WARNING", "SECRET_KEY": settings.SECRET_KEY, "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        self.commands = {
            "web": [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--workers", "1",
                    "--bind", f"127.0.0.1:{self.port}", "ura.wsgi"],
            "worker": manage("work", "--every", "0.1"),
        }  # fmt: skip
        self.running = {}

    def start(self, name):
        # Its own group: master and children of gunicorn die together, as when the machine loses its power.
        with self.log.open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name], env=self.environment, cwd=settings.BASE_DIR, start_new_session=True, stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, name):
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait(self, seconds=60):
        """Until the web process answers."""
        for _turn in range(int(seconds * 20)):
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                line.request("GET", "/healthz")
                if line.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                line.close()
        raise AssertionError(f"gunicorn did not answer: {self.log.read_text()[-2000:]}")

    def __enter__(self):
        self.start("web")
        self.start("worker")
        self.wait()
        return self

    def __exit__(self, *_exception):
        for name in list(self.running):
            self.kill(name)


def signed_in(user):
    """The cookies of somebody at work."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return "; ".join(f"{name}={part.value}" for name, part in client.cookies.items()) + f"; csrftoken={CSRF}"


class People:
    """Officers who register and write, each act with its own form; a form that got no answer is sent again, as it was."""

    def __init__(self, machine, town, clerks=2):
        self.cookie = signed_in(town.besnik.user)
        self.machine, self.stopping = machine, threading.Event()
        self.letters = Letters(machine.port, self.cookie, signed_in(town.ermira.user), town.ermira.pk)
        self.registered, self.written, self.answers, self.pages = {}, [], [], []
        self.answered = []
        self.threads = [threading.Thread(target=self._work, daemon=True) for _each in range(clerks)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_exception):
        """What was begun is sent until it is answered: a person does not go home on a half-sent form."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(90)

    def _work(self):
        while not self.stopping.is_set():
            name = uuid4().hex[:12]
            where = self._send("/lezhe/office/new/", {
                "channel": "counter", "subject": f"Vend në kopsht {name}", "service": "1", "requester_type": "1",
                "received_on": timezone.localdate().isoformat(),
                "name": f"Arta {name}", "email": f"{name}@example.org", "acknowledging": "on", "language": "sq",
            })  # fmt: skip
            if found := ENQUIRY.search(where):
                self.registered[name] = tuple(map(int, found.groups()))
                text = f"Sillni certifikatën {name}."
                self._send(f"{found.group()}message/", {"text": text})
                self.written.append(text)
                if len(self.registered) % 3 == 1 and self.letters.answer(found.group(), f"Përgjigjja për {name}."):
                    self.answered.append(name)

    def _send(self, address, form):
        """Send until it is answered with a redirect; returns where to."""
        form = {**form, "csrfmiddlewaretoken": CSRF, "token": uuid4().hex}
        for _turn in range(200):
            status, where, page = self._post(address, form)
            self.answers.append(status)
            if status == 302:
                return where
            if status:
                self.pages.append((status, page))
            if 400 <= status < 500:
                break
            time.sleep(random.uniform(0.05, 0.3))
        self.stopping.set()
        return ""

    @property
    def refused(self):
        """Pages that were neither a redirect nor a 503: a form of ours that was not taken, or an error."""
        return [(status, page) for status, page in self.pages if status != 503] + self.letters.refused

    def _post(self, address, form):
        line = http.client.HTTPConnection("127.0.0.1", self.machine.port, timeout=30)
        try:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", address, urlencode(form), headers)
            response = line.getresponse()
            return response.status, response.headers.get("Location", ""), response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            line.close()


@contextmanager
def at_work(town, smtp_port, clerks=2):
    """A machine and people who work on it: requests, messages, and an official reply to each third request."""
    with Machine(smtp_port) as machine, People(machine, town, clerks) as people:
        yield machine, people
