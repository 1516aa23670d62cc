"""PostgreSQL itself is stopped and started again while people work: the same processes go on as if nothing had been."""

import http.client
import json
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from conftest import make_town
from ura.post.tests.servers import start_smtp

from .cluster import own_cluster
from .running import at_work
from .test_killed import Slow, nothing_was_lost, until_sent

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="SQLite has no server to restart"
)
SENTENCES = {"sq": "Asgjë nuk u krye përgjysmë", "en": "Nothing was done by halves"}


def ask(machine, address, cookie=""):
    """(status, body) of one page."""
    line = http.client.HTTPConnection("127.0.0.1", machine.port, timeout=30)
    try:
        line.request("GET", address, headers={"Cookie": cookie})
        response = line.getresponse()
        return response.status, response.read().decode()
    finally:
        line.close()


def processes(machine):
    """The web process with its children, and the worker: all must be those that began."""
    found = {}
    for name, process in machine.running.items():
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        found[name] = (process.pid, process.poll(), children.read_text() if name == "web" else "")
    return found


def while_it_is_down(machine, people):
    """What strangers, colleagues and programs read meanwhile, each in their language."""
    for language, sentence in SENTENCES.items():
        for cookie in ("", people.cookie):
            status, page = ask(machine, "/lezhe/", f"{cookie}; django_language={language}")
            assert (status, sentence in page, f'lang="{language}"' in page) == (503, True, True)
            status, page = ask(machine, "/lezhe/office/enquiries/", f"{people.cookie}; django_language={language}")
            assert (status, sentence in page) == (503, True)
    status, body = ask(machine, "/api/v1/offices")
    assert (status, json.loads(body)["errors"][0]["rule"]) == (503, "unavailable")


def go_on(people, more=2, seconds=90):
    """Until so many more requests were registered."""
    wanted, until = len(people.registered) + more, time.monotonic() + seconds
    while len(people.registered) < wanted and time.monotonic() < until and not people.stopping.is_set():
        time.sleep(0.1)
    assert len(people.registered) >= wanted, people.refused[:1]


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.long)])
def test_postgresql_restarted_under_load_people_read_a_sentence_and_the_same_processes_go_on(times, django_db_blocker):
    with django_db_blocker.unblock(), own_cluster() as cluster:
        town = make_town()
        with start_smtp(Slow()) as smtp:
            with at_work(town, smtp.port) as (machine, people):
                go_on(people)
                began = processes(machine)
                for mode in ("fast", "immediate") * times:
                    before = cluster.pid
                    cluster.stop(mode)
                    while_it_is_down(machine, people)
                    time.sleep(1)
                    cluster.start()
                    assert cluster.pid != before
                    go_on(people)
                people.stopping.set()
                for thread in people.threads:
                    thread.join(90)
                connections.close_all()  # ours was broken too
                until_sent(town, 90)
                assert processes(machine) == began
            assert people.refused == []
            assert {SENTENCES["sq"] in page for _status, page in people.pages} == {True}
            nothing_was_lost(town, people, smtp)
