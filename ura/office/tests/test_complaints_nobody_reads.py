"""A complaint about the only supervisor, with nobody else to carry it: it is registered, and the way out is named."""

import pytest

from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for
from ura.staff.models import Officer

SETTINGS = "/lezhe/office/settings/"


@pytest.fixture
def alone(town):
    """Besnik has left: only Ermira carries requests."""
    Officer.objects.filter(pk=town.besnik.pk).update(active=False)
    return town


def complaint_of(town):
    with working_for(town.lezha):
        return Enquiry.objects.get()


def warned(client):
    return client.get(SETTINGS).context["unread_complaints"]


def test_the_clerk_who_writes_it_down_is_told_what_to_do(alone, client):
    client.force_login(alone.ana.user)
    typed = {
        "channel": "counter", "received_on": "05.01.2026", "subject": "Ankesë", "service": "1", "requester_type": "1",
        "name": "Arta Prova", "complaint": "on", "complaint_about": alone.ermira.pk,
    }  # fmt: skip
    answer = client.post("/lezhe/office/new/", typed, follow=True)
    complaint = complaint_of(alone)
    assert (complaint.complaint_about, complaint.owner) == (alone.ermira, None)
    assert [message.level_tag for message in answer.context["messages"]] == ["success", "warning"]


def test_whoever_marks_it_is_told_too(alone, make_enquiry, client):
    enquiry = make_enquiry(owner=alone.ermira)
    client.force_login(alone.ana.user)
    answer = client.post(
        f"{enquiry.get_absolute_url()}complaint/", {"about": alone.ermira.pk, "version": 0}, follow=True
    )
    assert [message.level_tag for message in answer.context["messages"]] == ["success", "warning"]
    assert complaint_of(alone).owner is None


def test_the_settings_say_how_many_nobody_reads_until_somebody_can(alone, make_enquiry, client):
    client.force_login(alone.fatmir.user)
    assert warned(client) == 0
    make_enquiry(complaint=True, complaint_about=alone.ermira)
    assert warned(client) == 1
    Officer.objects.filter(pk=alone.ana.pk).update(roles=["clerk", "supervisor"])
    assert warned(client) == 0
    with working_for(alone.lezha):
        ana = Officer.objects.get(pk=alone.ana.pk)
        assert Enquiry.objects.visible_to(ana).count() == 1


def test_whom_it_is_about_is_not_told_that_there_is_one(alone, make_enquiry, client):
    Officer.objects.filter(pk=alone.ermira.pk).update(roles=["supervisor", "administrator"])
    make_enquiry(complaint=True, complaint_about=alone.ermira)
    client.force_login(alone.ermira.user)
    assert warned(client) == 0


def test_a_complaint_that_an_officer_carries_is_read(town, make_enquiry, client):
    complaint = make_enquiry(complaint=True, complaint_about=town.ermira)
    client.force_login(town.fatmir.user)
    assert (complaint.owner, warned(client)) == (town.besnik, 0)
