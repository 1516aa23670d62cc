"""The web process and the worker are killed at any moment, and the database goes away: nobody's work is lost or doubled."""

import random
import time
from collections import Counter as Count
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind, State
from ura.municipalities.tenancy import working_for
from ura.post import sending
from ura.post.models import Outbox
from ura.post.tests.servers import Keeper, start_smtp
from ura.register.models import Counter, Entry
from ura.replies.models import Reply
from ura.replies.states import ReplyState
from ura.trail.sealer import seal, verify

from .running import at_work

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="served by several processes"
)


class Slow(Keeper):
    """Takes its time before the 250, so that a killing often falls between it and our commit."""

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.02)
        return answer


def message_id(envelope):
    head = envelope.content.decode("utf-8", "replace").split("Message-ID:", 1)[1]
    return head.split(">", 1)[0].strip(" <\r\n\t")


def nothing_was_lost(town, people, smtp):
    """What was answered is there once; numbers have no gap; each mail arrived once or is uncertain."""
    with working_for(town.lezha):
        entries = list(Entry.objects.filter(direction=Entry.Direction.IN).order_by("number"))
        numbers = sorted(Entry.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert Counter.objects.get().last == len(numbers)
        subjects = Count(e.text.subject for e in Enquiry.objects.select_related("text"))
        assert set(subjects.values()) == {1}
        labels = {
            e.text.subject: (e.entry.year, e.entry.number) for e in Enquiry.objects.select_related("text", "entry")
        }
        assert {name: labels[f"Vend në kopsht {name}"] for name in people.registered} == people.registered
        assert len(entries) == len(subjects)
        written = Count(e.text for e in Event.objects.filter(kind=EventKind.MESSAGE_OUT))
        assert {text: written[text] for text in people.written} == dict.fromkeys(people.written, 1)
        no_reply_was_lost(town, people)

        sending.LOST_AFTER, kept = timedelta(0), sending.LOST_AFTER
        try:
            sending._find_lost(town.lezha)
        finally:
            sending.LOST_AFTER = kept
        came = Count(message_id(envelope) for envelope in smtp.received)
        assert max(came.values()) == 1  # none twice by machine
        states = dict(Outbox.objects.values_list("message_id", "state"))
        assert set(states.values()) <= {"sent", "uncertain"}
        assert {name for name, state in states.items() if state == "sent"} - set(came) == set()
        assert set(came) - set(states) == set()
        assert {name for name in came if states[name] != "sent"} == {
            name for name, state in states.items() if state == "uncertain" and name in came
        }
        # An acknowledgement and a message for each request: none was forgotten between the two.
        assert len(states) >= len(people.registered) + len(people.written) + len(people.answered)
        seal(town.lezha)
        assert verify(town.lezha).broken is None


def no_reply_was_lost(town, people):
    """Each request has one letter at most; what was sent is there with number, scan, mail and the request closed."""
    replies = list(Reply.objects.select_related("enquiry__text", "entry", "outbox", "signed"))
    assert max(Count(reply.enquiry_id for reply in replies).values(), default=1) == 1
    numbered = [reply.entry_id for reply in replies if reply.entry_id]
    out = Entry.objects.filter(direction=Entry.Direction.OUT).values_list("pk", flat=True)
    assert sorted(numbered) == sorted(out)
    sent = {reply.enquiry.text.subject: reply for reply in replies if reply.state == ReplyState.SENT}
    assert {f"Vend në kopsht {name}" for name in people.answered} - set(sent) == set()
    for reply in sent.values():
        assert (reply.outbox.kind, reply.outbox.attachments) == ("reply", [reply.signed_id])
        assert reply.enquiry.state == State.CLOSED
    assert Outbox.objects.filter(kind="reply").count() == len(sent)


def until_sent(town, seconds=60):
    """The worker is given the time to send what waits."""
    for _turn in range(seconds * 4):
        with working_for(town.lezha):
            if not Outbox.objects.filter(state=Outbox.State.QUEUED).exists():
                return
        time.sleep(0.25)


def _kill_at_random(real_town, times, seed):
    rnd = random.Random(seed)
    with start_smtp(Slow()) as smtp:
        with at_work(real_town, smtp.port) as (machine, people):
            for turn in range(times):
                name = ("web", "worker")[turn % 2]
                time.sleep(rnd.uniform(0.2, 1.5))
                machine.kill(name)
                machine.start(name)
                if name == "web":
                    machine.wait()
            enough = time.monotonic() + 90  # a busy machine: they go on until enough was asked for
            while len(people.registered) <= times // 2 and time.monotonic() < enough:
                time.sleep(0.2)
            people.stopping.set()
            for thread in people.threads:
                thread.join(90)
            until_sent(real_town)
        assert people.refused == []
        assert len(people.registered) > times // 2
        assert people.answered != []
        nothing_was_lost(real_town, people, smtp)
        figures(real_town, times, people, smtp)


def figures(town, times, people, smtp):
    """What a campaign did, for whoever reads its output (-rP)."""
    with working_for(town.lezha):
        states = Count(Outbox.objects.values_list("state", flat=True))
    print(
        f"{times} killings; acknowledged: {len(people.registered)} requests, {len(people.written)} messages,"
        f" {len(people.answered)} replies; lost 0, doubled 0; mails received {len(smtp.received)}, {dict(states)};"
        f" unanswered forms {people.answers.count(0)}, 503 {people.answers.count(503)}"
    )


def test_killed_six_times_under_load_nothing_is_lost_or_doubled(real_town):
    _kill_at_random(real_town, 6, 1)


@pytest.mark.long
def test_killed_two_hundred_times_under_load_nothing_is_lost_or_doubled(real_town):
    _kill_at_random(real_town, 200, 2)


@contextmanager
def outage():
    """As while PostgreSQL restarts: every connection to this database breaks, and no new one is let in."""
    has = connection.settings_dict
    name = has["NAME"]
    connections.close_all()
    port = f":{has['PORT']}" if has["PORT"] else ""
    url = f"postgres://{has['USER']}@{quote(has['HOST'], safe='')}{port}/postgres"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        try:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [name],
            )
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')


def one_more(done, seconds=120):
    """Until people have done this once more."""
    before, end = len(done), time.monotonic() + seconds
    while len(done) == before:
        assert time.monotonic() < end, "nobody came so far"
        time.sleep(0.05)


@pytest.mark.parametrize("times", [2, pytest.param(30, marks=pytest.mark.long)])
def test_while_the_database_restarts_people_read_a_sentence_and_nothing_is_half_done(times, real_town):
    with start_smtp(Slow()) as smtp:
        with at_work(real_town, smtp.port) as (_machine, people):
            for _turn in range(times):
                one_more(people.written)
                with outage():
                    one_more(people.pages)
            people.stopping.set()
            for thread in people.threads:
                thread.join(90)
            until_sent(real_town, 90)
        assert people.refused == []
        assert people.pages != []
        assert {"Asgjë nuk u krye përgjysmë" in page for _status, page in people.pages} == {True}
        nothing_was_lost(real_town, people, smtp)
