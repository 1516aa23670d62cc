"""`ingest_mail`: one JSON line a file, exit 0 whatever it is given, and nothing lost when it is killed."""

import io
import json
import os
import random
import subprocess
import time
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ura.desk.mail import intake
from ura.desk.management.commands import ingest_mail
from ura.desk.models import Enquiry
from ura.desk.tests.killing import environment, fork_and_kill, manage
from ura.desk.tests.mails import letter
from ura.municipalities.tenancy import working_for
from ura.post.files import read
from ura.post.models import InboundMail, Mailbox, Outbox
from ura.post.tests.nasty_mails import MAILS
from ura.post.tests.servers import start_imap
from ura.register.models import Counter, Entry

OUTCOMES = {"new", "reply", "held", "duplicate", "ignored", "rejected"}


def ingest(*paths, office="lezhe"):
    """The lines it prints, read back."""
    out = io.StringIO()
    call_command("ingest_mail", *map(str, paths), office=office, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def write(tmp_path):
    def write(raw, name="letra.eml"):
        path = tmp_path / name
        path.write_bytes(raw)
        return str(path)

    return write


def test_one_line_a_file_with_its_outcome(town, write):
    new, reply, spam, robot = (
        write(letter(**mail), name)
        for mail, name in [
            ({"message_id": "<a@mail.example.org>"}, "1.eml"), ({"answers": "<a@mail.example.org>"}, "2.eml"),
            ({"headers": {"X-Spam-Flag": "YES"}}, "3.eml"), ({"headers": {"Auto-Submitted": "auto-replied"}}, "4.eml"),
        ]
    )  # fmt: skip
    number = f"1/{timezone.localdate().year}"
    assert ingest(new, reply, spam, robot, new) == [
        {"file": new, "outcome": "new", "protocol": number, "reason": "new_sender"},
        {"file": reply, "outcome": "reply", "protocol": number, "reason": "joined"},
        {"file": spam, "outcome": "held", "protocol": None, "reason": "marked_spam"},
        {"file": robot, "outcome": "ignored", "protocol": None, "reason": "auto_reply"},
        {"file": new, "outcome": "duplicate", "protocol": number, "reason": "same_mail"},
    ]


def test_what_cannot_be_read_is_a_line_too(town, write, tmp_path):
    unreadable = write(b"x")
    Path(unreadable).chmod(0)
    files = [
        write(b"", "bosh.eml"),
        str(tmp_path / "nuk-ka.eml"),
        str(tmp_path),
        unreadable,
        write(letter(), "e mirë.eml"),
    ]
    lines = ingest(*files)
    assert [line["file"] for line in lines] == files
    expected = ["rejected", "rejected", "rejected", "rejected", "new"]
    if os.geteuid() == 0:  # to root every file can be read
        expected[3] = "held"
    assert [line["outcome"] for line in lines] == expected


def test_a_name_that_is_no_text_is_printed(town, tmp_path):
    path = os.fsencode(tmp_path) + b"/letra-\xeb\xff.eml"
    with open(path, "wb") as file:  # noqa: PTH123 (a Path cannot be made of bytes)
        file.write(letter())
    assert [(os.fsencode(line["file"]), line["outcome"]) for line in ingest(os.fsdecode(path))] == [(path, "new")]


@pytest.mark.parametrize("failing", [OSError(28, "No space left on device"), RuntimeError("boom"), MemoryError()])
def test_whatever_fails_inside_is_a_line_and_the_next_file_has_its_turn(failing, town, write, monkeypatch):
    real, calls = intake.take_in, []

    def fails_once(*args, **kwargs):
        calls.append(1)
        if len(calls) == 1:
            raise failing
        return real(*args, **kwargs)

    monkeypatch.setattr(ingest_mail, "take_in", fails_once)
    lines = ingest(write(letter(), "1.eml"), write(letter(), "2.eml"))
    assert [(sorted(line), line["outcome"]) for line in lines] == [
        (["file", "outcome", "protocol", "reason"], outcome) for outcome in ("rejected", "new")
    ]


def test_a_file_above_the_limit_waits_with_its_head(town, write, monkeypatch):
    monkeypatch.setattr(ingest_mail, "MAX_SIZE", 10_000)
    assert [line["reason"] for line in ingest(write(letter(text="fjalë " * 5000)))] == ["oversized"]


def test_an_unknown_office_is_named(town, write):
    with pytest.raises(CommandError, match="atlantis"):
        ingest(write(letter()), office="atlantis")


@given(
    st.one_of(
        st.binary(max_size=3000),
        st.builds(
            lambda head, body: b"From: arta@example.org\r\nSubject: " + head + b"\r\n\r\n" + body,
            st.binary(max_size=300), st.binary(max_size=2000),
        ),
        st.builds(
            lambda mail, at, junk: mail[:at] + junk + mail[at:],
            st.sampled_from(list(MAILS.values())), st.integers(0, 800), st.binary(max_size=200),
        ),
    )
)  # fmt: skip
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_bytes_become_one_line_and_are_kept(town, write, raw):
    path = write(raw)
    (line,) = ingest(path)
    assert sorted(line) == ["file", "outcome", "protocol", "reason"]
    assert (line["file"], line["outcome"] in OUTCOMES) == (path, True)
    assert (line["outcome"] == "rejected") == (not raw.strip())
    if line["outcome"] not in ("rejected", "duplicate"):
        with working_for(town.lezha):
            assert read(InboundMail.objects.latest("pk").raw) == raw
    assert [again["outcome"] for again in ingest(path)] == ["duplicate" if raw.strip() else "rejected"]


# ── killed ──


def each_is_one_request(town, mails):
    """Every mail one request, every number once and none missing, one acknowledgement each."""
    with working_for(town.lezha):
        numbers = sorted(Entry.objects.values_list("number", flat=True))
        assert numbers == list(range(1, mails + 1))
        assert Counter.objects.get().last == mails
        assert (InboundMail.objects.count(), Enquiry.objects.count(), Outbox.objects.count()) == (mails,) * 3
        assert Enquiry.objects.filter(events__mail__isnull=False).distinct().count() == mails
        assert sorted({e.text.subject for e in Enquiry.objects.select_related("text")}) == sorted(
            f"Letra {n}" for n in range(mails)
        )
        for mail in InboundMail.objects.select_related("raw"):
            assert f"Subject: {mail.subject}\n".encode() in read(mail.raw)


@pytest.mark.django_db(transaction=True)
def test_killed_twenty_times_it_takes_each_mail_once(real_town, write):
    rnd, mails = random.Random(2), 60
    files = [write(letter(f"p{n}@example.org", subject=f"Letra {n}"), f"{n}.eml") for n in range(mails)]
    killed = 0
    for _turn in range(200):
        if killed == 20:
            break
        rnd.shuffle(files)
        few = files[:12]
        killed += fork_and_kill(lambda few=few: ingest(*few), rnd.uniform(0.0, 0.25))
    assert killed == 20
    ingest(*files)
    each_is_one_request(real_town, mails)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_command_itself_killed_as_a_process(real_town, write):
    rnd, mails = random.Random(3), 60
    files = [write(letter(f"p{n}@example.org", subject=f"Letra {n}"), f"{n}.eml") for n in range(mails)]
    for _turn in range(25):
        rnd.shuffle(files)
        with subprocess.Popen(
            manage("ingest_mail", "--office", "lezhe", *files[:20]), env=environment(), stdout=subprocess.PIPE
        ) as running:
            for _line in range(rnd.randrange(4)):
                running.stdout.readline()
            time.sleep(rnd.uniform(0, 0.1))
            running.kill()
    done = subprocess.run(manage("ingest_mail", "--office", "lezhe", *files), env=environment(), stdout=subprocess.PIPE)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, mails)
    each_is_one_request(real_town, mails)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_reading_a_mailbox_killed_as_a_process(real_town):
    rnd, mails, read_mail = random.Random(4), 60, manage("read_mail", "--office", "lezhe")
    with start_imap({"smd": "fjala"}) as imap:
        with working_for(real_town.lezha):
            Mailbox.objects.create(
                municipality=real_town.lezha, address="smd@lezha.example.org", host="127.0.0.1", port=imap.port,
                tls="none", user="smd", password="fjala",
            )  # fmt: skip
        began = time.monotonic()
        subprocess.run(read_mail, env=environment(), check=True)
        startup = time.monotonic() - began
        for n in range(mails):
            imap.deliver("smd", letter(f"p{n}@example.org", subject=f"Letra {n}"))
        for _turn in range(25):
            with subprocess.Popen(read_mail, env=environment()) as running:
                time.sleep(startup * rnd.uniform(0.8, 1.3))
                running.kill()
        subprocess.run(read_mail, env=environment(), check=True)
        assert all("\\Seen" in flags for _uid, flags in imap.mails("smd"))
    each_is_one_request(real_town, mails)


# ── when it came ──


def at(moment):
    return f"from mx.example.org by imap.example.org; {format_datetime(moment)}"


NOW = timezone.now().replace(microsecond=0)


@pytest.mark.parametrize(
    ("sent", "stamps", "days_ago"),
    [
        (4, [3, 4], 3),
        (4, [], 4),
        (None, [3], 3),
        (None, [], 0),
        (-2, [-1], 0),
        (3, [10], 0),
        (20_000, [], 0),
    ],
    ids=["last server", "as sent", "no date", "no word", "future", "before it was sent", "no such year"],
)
def test_a_file_arrived_when_its_mail_did_and_when_in_doubt_now(sent, stamps, days_ago, town, write):
    head = [f"Received: {at(NOW - timedelta(days=day))}" for day in stamps]
    head += [f"Date: {format_datetime(NOW - timedelta(days=sent))}"] if sent is not None else []
    head += ["From: Arta Prova <arta@example.org>", "Subject: Pyetje", "Message-ID: <kur@mail.example.org>"]
    (line,) = ingest(write("\r\n".join([*head, "", "Sa kushton?"]).encode()))
    assert line["outcome"] == "new"
    with working_for(town.lezha):
        assert Enquiry.objects.get().received_on == timezone.localdate(NOW - timedelta(days=days_ago))
