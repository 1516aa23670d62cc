"""Many at the counter at once: 200 forms sent from 24 threads to a live server on SQLite."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from importlib import import_module
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from ura.demo.bench.measure import p50, p95, seconds, tell
from ura.demo.bench.offices import staffed
from ura.demo.bench.registering import bare_statements, must_be_gapless

POSTS, THREADS, RATE = 200, 24, 60
CSRF = "c" * 32


def posts(size):
    """Each form registers a request with an acknowledgement; all are answered. The floor: the statements alone, in one row."""
    if connection.vendor != "sqlite":
        return
    municipality, officer = staffed("lushnje")
    n, threads, first = size.of(POSTS, 32, 6), size.of(THREADS, THREADS, 3), size.of(THREADS, 8, 3)
    floor = _bare(municipality, officer, size)
    before = must_be_gapless(municipality)
    port = _free_port()
    server = _serve(port)
    try:
        _wait_for(port, server)
        cookie = f"sessionid={_session(officer)}; csrftoken={CSRF}"
        address = reverse("enquiry_new", args=[municipality.slug])
        _at_once(first, first, port, address, cookie)  # each process of the server has loaded the page's code
        begun = time.perf_counter()
        taken = _at_once(threads, n, port, address, cookie)
        whole = time.perf_counter() - begun
    finally:
        server.terminate()
        server.wait(20)
    answered = sum(status == 302 for status, _seconds in taken)
    written = must_be_gapless(municipality) - before
    if (answered, written) != (n, n + first):
        raise SystemExit(f"ura: of {n} forms {answered} were answered and {written - first} registered")
    tell("posts", n / whole, "a second", n=n, target=RATE, at_least=True, floor=floor, threads=threads,
         p95_ms=p95([seconds for _status, seconds in taken]) * 1000)  # fmt: skip


def _bare(municipality, officer, size):
    """How many requests a second the bare driver writes."""
    replay = bare_statements(municipality, officer)
    taken = seconds(replay.once, size.of(60, 20, 3))
    replay.close()
    return 1 / p50(taken)


def _at_once(threads, n, *arguments):
    """[(status, seconds)] of n forms sent by so many clerks beside each other"""
    waiting, taken = list(range(n)), []
    clerks = [threading.Thread(target=_clerk, args=(*arguments, waiting, taken)) for _turn in range(threads)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    return taken


def _clerk(port, address, cookie, waiting, taken):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while True:
        try:
            waiting.pop()
        except IndexError:
            return
        begun = time.perf_counter()
        status = _post(line, address, cookie)
        taken.append((status, time.perf_counter() - begun))


def _post(line, address, cookie):
    n = uuid4().hex[:10]
    form = urlencode({
        "csrfmiddlewaretoken": CSRF, "token": uuid4().hex, "channel": "counter", "subject": f"Kërkesë për vend në kopsht {n}",
        "service": "1", "requester_type": "1", "received_on": timezone.localdate().isoformat(), "name": f"Arta Muça {n}",
        "email": f"arta.{n}@example.org", "body": "Fillova punë këtë javë dhe kërkoj vend në kopsht.", "acknowledging": "on",
        "language": "sq",
    })  # fmt: skip
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Host": "127.0.0.1"}
    line.request("POST", address, form, headers)
    response = line.getresponse()
    response.read()
    return response.status


def _serve(port):
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "deploy/gunicorn.conf.py",
        "--bind",
        f"127.0.0.1:{port}",
        "ura.wsgi",
    ]
    quiet = {**os.environ, "URA_LOG_LEVEL": "WARNING", "URA_BASE_URL": f"http://127.0.0.1:{port}"}
    return subprocess.Popen(command, env=quiet, cwd=settings.BASE_DIR, stdout=sys.stderr)


def _wait_for(port, server):
    for _turn in range(300):
        if server.poll() is not None:
            raise SystemExit("ura: gunicorn did not start")
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("ura: gunicorn did not answer")


def _session(officer):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(officer.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = officer.user.get_session_auth_hash()
    session.save()
    return session.session_key


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
