"""Mailboxes read from a real IMAP server: what comes is a request, whatever happens on the way."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from django.utils import timezone, translation

from ura.desk.actions.company import write_to_requester
from ura.desk.actions.registering import register_enquiry
from ura.desk.mail import boxes
from ura.desk.mail.boxes import read_mailbox, read_mailboxes
from ura.desk.models import Enquiry
from ura.desk.tests.mails import letter
from ura.municipalities.tenancy import working_for
from ura.post.imap import Inbox
from ura.post.models import Heartbeat, InboundMail, Mailbox, Outbox
from ura.post.sending import send_due
from ura.post.tests.servers import start_imap, start_smtp

PASSWORD = "fjalëkalim"


@pytest.fixture
def imap():
    with start_imap({"smd": PASSWORD}) as server:
        yield server


@pytest.fixture
def box(town, imap):
    return make_box(town, imap)


def make_box(town, imap, **fields):
    given = {"host": "127.0.0.1", "port": imap.port, "tls": "none", "user": "smd", "password": PASSWORD}
    with working_for(town.lezha):
        return Mailbox.objects.create(municipality=town.lezha, address="smd@lezha.example.org", **(given | fields))


def again(town, box):
    with working_for(town.lezha):
        return Mailbox.objects.select_related("focal_point__user").get(pk=box.pk)


def subjects(town):
    with working_for(town.lezha):
        return [e.text.subject for e in Enquiry.objects.select_related("text").order_by("pk")]


def test_what_is_in_the_mailbox_becomes_requests_and_is_marked_read(town, imap, box):
    uids = [imap.deliver("smd", letter(subject=subject)) for subject in ("Një", "Dy", "Tre")]
    assert (read_mailboxes(town.lezha), subjects(town)) == (3, ["Një", "Dy", "Tre"])
    assert [flags for _uid, flags in imap.mails("smd")] == [{"\\Seen"}] * 3
    kept = again(town, box)
    assert (kept.last_uid, kept.last_error) == (uids[-1], "")
    assert kept.last_success_at == kept.last_tried_at
    assert read_mailboxes(town.lezha) == 0
    imap.deliver("smd", letter(subject="Katër"))
    assert (read_mailboxes(town.lezha), subjects(town)[3:]) == (1, ["Katër"])


def test_the_clock_runs_from_the_servers_date_of_arrival(town, imap, box):
    arrived = timezone.now().replace(microsecond=0) - timedelta(days=4)
    imap.deliver("smd", letter(), when=arrived)
    read_mailboxes(town.lezha)
    with working_for(town.lezha):
        assert (Enquiry.objects.get().received_on, InboundMail.objects.get().arrived_at) == (
            timezone.localdate(arrived), arrived,
        )  # fmt: skip


def test_the_mailbox_gives_its_defaults(town, imap):
    make_box(town, imap, audience="diaspora", service="3", focal_point=town.ermira)
    imap.deliver("smd", letter())
    read_mailboxes(town.lezha)
    with working_for(town.lezha):
        enquiry = Enquiry.objects.get()
        assert (enquiry.audience, enquiry.service, enquiry.owner) == ("diaspora", "3", town.ermira)


@pytest.mark.parametrize("fields", [{"active": False}, {"host": ""}])
def test_a_mailbox_that_is_not_read_is_left_alone(fields, town, imap):
    make_box(town, imap, **fields)
    imap.deliver("smd", letter())
    assert (read_mailboxes(town.lezha), subjects(town)) == (0, [])


def test_new_numbers_of_the_server_double_nothing(town, imap, box):
    """UIDVALIDITY changes: all mails have other UIDs, and nothing that was taken is taken again."""
    for subject in ("Një", "Dy"):
        imap.deliver("smd", letter(subject=subject))
    read_mailboxes(town.lezha)
    with working_for(town.lezha):
        Mailbox.objects.update(uid_validity=1, last_uid=9999)
    imap.deliver("smd", letter(subject="Tre"))
    read_mailboxes(town.lezha)
    assert subjects(town) == ["Një", "Dy", "Tre"]
    assert again(town, box).last_uid < 9999


def test_old_mail_that_somebody_has_opened_is_not_registered_by_the_first_reading(town, imap, box):
    """Else connecting a mailbox would number and acknowledge years of answered mail."""
    long_ago = datetime(2020, 5, 4, 9, 0, tzinfo=UTC)
    opened = imap.deliver("smd", letter(subject="E vjetër, e lexuar"), when=long_ago)
    imap.deliver("smd", letter(subject="E vjetër, e palexuar"), when=long_ago)
    fresh = imap.deliver("smd", letter(subject="E re, e lexuar"))
    with Inbox("127.0.0.1", imap.port, "smd", PASSWORD, tls="none") as inbox:
        inbox.mark_done(opened)
        inbox.mark_done(fresh)
    read_mailboxes(town.lezha)
    assert subjects(town) == ["E vjetër, e palexuar", "E re, e lexuar"]


def test_a_mail_opened_by_a_person_after_that_is_still_taken(town, imap, box):
    imap.deliver("smd", letter(subject="Një"))
    read_mailboxes(town.lezha)
    uid = imap.deliver("smd", letter(subject="Dy"))
    with Inbox("127.0.0.1", imap.port, "smd", PASSWORD, tls="none") as inbox:
        inbox.mark_done(uid)
    read_mailboxes(town.lezha)
    assert subjects(town) == ["Një", "Dy"]


TROUBLES = {
    "server down": ({"port": 1}, "refused"),
    "unknown name": ({"host": "imap.invalid"}, "unprotected"),
    "wrong password": ({"password": "tjetër"}, "login_refused"),
    "no such folder": ({"folder": "Nuk ka"}, "no_folder"),
}


@pytest.mark.parametrize(("wrong", "code"), TROUBLES.values(), ids=TROUBLES)
def test_a_mailbox_that_cannot_be_read_says_why_and_keeps_its_last_success(wrong, code, town, imap, box):
    read_mailboxes(town.lezha)
    success = again(town, box).last_success_at
    right = {name: getattr(box, name) for name in wrong}
    change(town, box, **wrong)
    imap.deliver("smd", letter())
    assert read_mailboxes(town.lezha) == 0
    kept = again(town, box)
    assert (kept.last_error, kept.last_success_at, kept.last_tried_at > success) == (code, success, True)
    with translation.override("en"):
        english = kept.trouble
    assert english.endswith(".") and english != kept.trouble
    change(town, box, **right)
    assert (read_mailboxes(town.lezha), again(town, box).last_error) == (1, "")


def change(town, box, **fields):
    with working_for(town.lezha):
        kept = Mailbox.objects.get(pk=box.pk)
        for name, value in fields.items():
            setattr(kept, name, value)
        kept.save()


def test_a_full_disk_leaves_the_mail_at_the_server(town, imap, box, settings, tmp_path):
    imap.deliver("smd", letter())
    settings.FILES_DIR = tmp_path / "a-file"
    settings.FILES_DIR.write_text("")
    assert read_mailboxes(town.lezha) == 0
    assert (again(town, box).last_error, imap.mails("smd")[0][1]) == ("disk_full", set())
    settings.FILES_DIR = tmp_path / "files"
    assert (read_mailboxes(town.lezha), len(subjects(town))) == (1, 1)


@pytest.mark.parametrize("step", ["take_in", "_keep_place"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_between_our_commit_and_the_servers_mark_it_is_taken_once(step, after, town, imap, box, monkeypatch):
    class Killed(BaseException):
        pass

    real = getattr(boxes, step)

    def dies(*args, **kwargs):
        if after:
            real(*args, **kwargs)
        raise Killed

    for subject in ("Një", "Dy"):
        imap.deliver("smd", letter(subject=subject))
    with monkeypatch.context() as broken, pytest.raises(Killed):
        broken.setattr(boxes, step, dies)
        read_mailboxes(town.lezha)
    read_mailboxes(town.lezha)
    assert subjects(town) == ["Një", "Dy"]


def test_a_database_that_restarts_is_the_workers_matter(town, imap, box, monkeypatch):
    def gone(*_args, **_kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    imap.deliver("smd", letter())
    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(boxes, "take_in", gone)
        read_mailboxes(town.lezha)
    assert (read_mailboxes(town.lezha), len(subjects(town))) == (1, 1)


def test_a_mail_above_the_limit_waits_with_its_head(town, imap, box, monkeypatch):
    monkeypatch.setattr(boxes, "Inbox", lambda *a, **k: Inbox(*a, **k, limit=5000))
    imap.deliver("smd", letter(subject="E madhe", text="fjalë " * 2000))
    imap.deliver("smd", letter(subject="E vogël"))
    assert (read_mailboxes(town.lezha), subjects(town)) == (2, ["E vogël"])
    with working_for(town.lezha):
        mail = InboundMail.objects.get(state="held")
        assert (mail.reason, mail.subject, mail.raw.size < 5000) == ("oversized", "E madhe", True)


def test_over_encryption_the_same(town):
    with start_imap({"smd": PASSWORD}, tls="ssl") as imap:
        box = make_box(town, imap, tls="ssl", host="localhost")
        imap.deliver("smd", letter())
        read_mailbox(town.lezha, box)
        assert again(town, box).last_error == "certificate"  # nobody vouches for this server


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_mailbox_take_each_mail_once(real_town, imap):
    make_box(real_town, imap)
    for n in range(12):
        imap.deliver("smd", letter(f"p{n}@example.org", subject=f"Letra {n}"))
    errors = []

    def work():
        try:
            read_mailboxes(real_town.lezha)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(subjects(real_town)) == sorted(f"Letra {n}" for n in range(12))
    with working_for(real_town.lezha):
        assert sorted(Enquiry.objects.values_list("entry__number", flat=True)) == list(range(1, 13))


def test_one_round_of_the_worker_reads_acknowledges_and_gives_a_sign_of_life(town, imap, box, settings):
    imap.deliver("smd", letter())
    begun = timezone.now()
    with start_smtp() as smtp:
        settings.SMTP = settings.SMTP | {"host": "127.0.0.1", "port": smtp.port}
        call_command("work", once=True)
        assert [envelope.rcpt_tos for envelope in smtp.received] == [["arta@example.org"]]
    with working_for(town.lezha):
        assert [row.state for row in Outbox.objects.all()] == ["sent"]
    assert Heartbeat.objects.get(name="worker").seen_at >= begun


def test_the_command_reads_one_office(town, imap, box, capsys):
    imap.deliver("smd", letter())
    call_command("read_mail", office="korce")
    call_command("read_mail", office="lezhe")
    assert capsys.readouterr().out == "korce: 0\nlezhe: 1\n"


@pytest.mark.parametrize(
    ("active", "sender"), [(True, "smd@lezha.example.org"), (False, "zyra@lezha.example.org")], ids=["read", "given up"]
)
def test_who_wrote_to_a_mailbox_is_answered_from_it_and_others_from_the_office(active, sender, town, imap, box, settings):  # fmt: skip
    town.lezha.office.email = "zyra@lezha.example.org"
    imap.deliver("smd", letter())
    read_mailboxes(town.lezha)
    with working_for(town.lezha):
        (asked,) = Enquiry.objects.select_related("entry", "text", "requester", "owner__user")
        asked.municipality = town.lezha
        Mailbox.objects.update(active=active)
        write_to_requester(asked, by=town.besnik, text="Sillni certifikatën.")
        register_enquiry(
            town.lezha, channel="counter", subject="Qira", person={"name": "Dile", "email": "dile@example.org"}
        )
    with start_smtp() as server:
        settings.SMTP = settings.SMTP | {"host": "127.0.0.1", "port": server.port, "timeout": 5}
        send_due(town.lezha)
    assert [(envelope.rcpt_tos, envelope.mail_from) for envelope in server.received] == [
        (["arta@example.org"], sender), (["arta@example.org"], sender), (["dile@example.org"], "zyra@lezha.example.org")
    ]  # fmt: skip
