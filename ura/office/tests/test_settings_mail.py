"""Mailboxes: a password goes in and never comes out; the connection is tried on a real server."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.municipalities.tenancy import working_for
from ura.post.models import Heartbeat, Mailbox, Outbox
from ura.post.outbox import queue
from ura.post.tests.servers import start_imap
from ura.trail.models import Trail

URL = "/lezhe/office/settings/mail/"
SECRET = "fjala e fshehtë"


@pytest.fixture
def signed_in(town, client):
    client.force_login(town.fatmir.user)
    return client


def typed(**changes):
    return {
        "address": "smd@example.org", "host": "imap.example.org", "port": "993", "tls": "ssl", "user": "smd",
        "password": SECRET, "folder": "INBOX", "active": "on", "audience": "diaspora", "service": "1", "focal_point": "",
    } | changes  # fmt: skip


def box(town):
    with working_for(town.lezha):
        return Mailbox.objects.get()


def test_a_mailbox_is_added_and_its_password_is_never_shown(signed_in, town):
    answer = signed_in.post(f"{URL}new/", typed(focal_point=town.besnik.pk), follow=True)
    kept = box(town)
    assert (kept.password, kept.focal_point, kept.audience, kept.service) == (SECRET, town.besnik, "diaspora", "1")
    pages = [
        answer,
        signed_in.get(URL),
        signed_in.get(f"{URL}{kept.pk}/"),
        signed_in.post(f"{URL}{kept.pk}/", typed(port="x")),
    ]
    assert [(page.status_code, SECRET in page.content.decode()) for page in pages] == [(200, False)] * 3 + [
        (422, False)
    ]
    with working_for(town.lezha):
        trail = list(Trail.objects.values_list("act", "fields"))
    assert (len(trail), trail[0][0], SECRET in str(trail)) == (1, "post.mailbox_added", False)


def test_an_empty_password_keeps_the_old_one(signed_in, town):
    signed_in.post(f"{URL}new/", typed())
    assert (
        signed_in.post(f"{URL}{box(town).pk}/", typed(password="", audience="returnee", version=0)).status_code == 302
    )
    assert (box(town).password, box(town).audience) == (SECRET, "returnee")


@pytest.mark.parametrize(
    "change", [{"host": "elsewhere.example.org"}, {"user": "other"}, {"port": "143"}, {"tls": "starttls"}]
)
def test_another_server_asks_for_the_password_again(change, signed_in, town):
    signed_in.post(f"{URL}new/", typed())
    with working_for(town.lezha):
        Mailbox.objects.update(uid_validity=5, last_uid=77)
    kept = box(town)
    answer = signed_in.post(f"{URL}{kept.pk}/", typed(password="", version=0, **change))
    assert (answer.status_code, list(answer.context["form"].errors), box(town).host) == (
        422,
        ["password"],
        "imap.example.org",
    )
    assert signed_in.post(f"{URL}{kept.pk}/", typed(password="e re", version=0, **change)).status_code == 302
    assert (box(town).password, box(town).last_uid, box(town).uid_validity) == ("e re", 0, None)


@pytest.mark.parametrize(("change", "field"), [
    ({"address": "SMD@example.org"}, "address"),  # there already
    ({"address": "pa adresë"}, "address"),
    ({"address": "dy@example.org", "tls": "none"}, "tls"),
    ({"address": "dy@example.org", "port": "99999"}, "port"),
    ({"address": "dy@example.org", "focal_point": "0"}, "focal_point"),
])  # fmt: skip
def test_a_mailbox_that_cannot_be_is_refused(change, field, signed_in, town):
    signed_in.post(f"{URL}new/", typed())
    answer = signed_in.post(f"{URL}new/", typed(**change))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def said(answer):
    return [message.level_tag for message in answer.context["messages"]]


@pytest.mark.parametrize(("password", "folder", "outcome"), [
    (SECRET, "INBOX", "success"), ("e gabuar", "INBOX", "error"), (SECRET, "Nuk është", "error"),
])  # fmt: skip
def test_the_connection_is_tried_as_the_worker_would(password, folder, outcome, signed_in, town):
    with start_imap({"smd": SECRET}, {}, tls="none") as server:
        data = typed(host="127.0.0.1", port=server.port, tls="none", password=password, folder=folder)
        signed_in.post(f"{URL}new/", data, follow=True)
        answer = signed_in.post(f"{URL}{box(town).pk}/test/", follow=True)
    assert said(answer) == [outcome]
    kept = box(town)
    assert (bool(kept.last_error), kept.last_tried_at is not None, kept.last_success_at) == (
        outcome == "error",
        True,
        None,
    )


def test_a_server_that_is_not_there_is_said_in_a_sentence(signed_in, town):
    signed_in.post(f"{URL}new/", typed(host="127.0.0.1", port="1", tls="none"), follow=True)
    answer = signed_in.post(f"{URL}{box(town).pk}/test/", follow=True)
    assert (said(answer), [str(m) for m in answer.context["messages"]]) == (["error"], [box(town).trouble])
    assert SECRET not in answer.content.decode()


def test_the_page_shows_what_leaves_and_whether_the_worker_lives(signed_in, town):
    page = signed_in.get(URL)
    assert (page.context["worker"]["silent"], page.context["outgoing"]["sent"]) == (True, None)
    Heartbeat.objects.create(name="worker", seen_at=timezone.now())
    with working_for(town.lezha):
        row = queue(town.lezha, key="a", kind="notice", to="arta@example.org", subject="Lënda", text="Teksti")
        queue(town.lezha, key="b", kind="notice", to="arta@example.org", subject="Lënda", text="Teksti")
        sent = timezone.now() - timedelta(hours=1)
        Outbox.objects.filter(pk=row.pk).update(state="sent", sent_at=sent)
        Outbox.objects.filter(key="b").update(last_error="550 <arta@example.org> user unknown")
    with working_for(town.korca):
        queue(town.korca, key="a", kind="notice", to="x@example.org", subject="Lënda", text="Teksti")
    page = signed_in.get(URL)
    outgoing = page.context["outgoing"]
    assert (outgoing["sent"], outgoing["waiting"], outgoing["troubled"]) == (sent, 1, True)
    assert outgoing["error"] == "550 <…> user unknown"
    assert (page.context["worker"]["silent"], "arta@" in page.content.decode()) == (False, False)
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=10))
    assert signed_in.get(URL).context["worker"]["silent"]


@pytest.mark.parametrize(("who", "status"), [("besnik", 403), ("ermira", 403), ("drita", 404)])
def test_mailboxes_are_set_up_by_administrators_only(who, status, signed_in, town, client):
    signed_in.post(f"{URL}new/", typed())
    pk = box(town).pk
    client.force_login(getattr(town, who).user)
    assert [client.post(f"{URL}{act}", typed()).status_code for act in ("new/", f"{pk}/", f"{pk}/test/")] == [
        status
    ] * 3


def test_a_mailbox_of_another_office_is_not_there(signed_in, town):
    with working_for(town.korca):
        other = Mailbox.objects.create(municipality=town.korca, address="korce@example.org", host="imap.example.org")
    assert [signed_in.post(f"{URL}{other.pk}/{act}", typed()).status_code for act in ("", "test/")] == [404, 404]
    assert "korce@example.org" not in signed_in.get(URL).content.decode()


@pytest.mark.parametrize(
    ("fields", "warned"),
    [
        ({}, ""),
        ({"active": False}, "Smd@example.org"),
        ({"host": ""}, "Smd@example.org"),
        ({"address": "tjeter@example.org"}, "Smd@example.org"),
    ],
    ids=["read", "not active", "only a sender", "another"],
)
def test_an_office_that_writes_as_an_address_nobody_reads_is_warned(fields, warned, signed_in, town):
    with working_for(town.lezha):
        town.lezha.office.email = "Smd@example.org"
        town.lezha.office.save()
        Mailbox.objects.create(
            municipality=town.lezha, **({"address": "smd@example.org", "host": "imap.example.org"} | fields)
        )
    page = signed_in.get(URL)
    assert page.context["unread_address"] == warned
    assert ("nuk është kuti postare që lexohet" in page.content.decode()) == bool(warned)
