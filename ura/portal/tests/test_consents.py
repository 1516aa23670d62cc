"""Consents in the portal: seen and withdrawn with the code, given with a link, and a mail that asks to withdraw."""

import pytest

from ura.desk.mail.intake import take_in
from ura.municipalities.tenancy import working_for
from ura.people import consent, consent_acts
from ura.people.models import Consent, How, Purpose, Through, WithdrawalAsked
from ura.post.models import Outbox

MINE = "/lezhe/follow/consents/"


@pytest.fixture
def follow(client, town, make_enquiry):
    """A request whose requester follows it in this browser."""

    def make(**person):
        enquiry = make_enquiry(person={"name": "Elona Prova"} | person)
        with working_for(town.lezha):
            code = enquiry.text.follow_code
        assert client.post("/lezhe/follow/", {"code": code}).status_code == 302
        return enquiry

    return make


def link_in(town):
    with working_for(town.lezha):
        text = Outbox.objects.filter(kind="consent").latest("pk").text
    return "/lezhe/consent/?t=" + text.split("?t=")[1].split()[0]


def test_without_the_code_nothing_is_shown(client, town):
    assert client.get(MINE).url == "/lezhe/follow/"
    assert client.post(f"{MINE}1/withdraw/").url == "/lezhe/follow/"


def test_without_an_address_the_code_is_the_proof(client, follow, town):
    enquiry = follow(phone="+355 66 000 0001")
    assert client.post(MINE, {}).status_code == 422
    assert client.post(MINE, {"purposes": ["follow_up_contact"]}).status_code == 302
    with working_for(town.lezha):
        found = consent.require(enquiry.requester, Purpose.FOLLOW_UP_CONTACT)
        assert (found.how, found.taken_by) == (How.PORTAL, None)


def test_with_an_address_it_counts_after_the_link_was_opened_and_the_button_pressed(client, follow, town):
    enquiry = follow(email="elona@example.org")
    assert client.post(MINE, {"purposes": ["follow_up_contact", "processing"]}).status_code == 302
    link = link_in(town)
    assert client.get(link).status_code == 200
    with working_for(town.lezha):
        assert consent.allowed(enquiry.requester, Purpose.PROCESSING) is None
    assert client.post(link, {"purposes": []}).status_code == 422
    assert client.post(link, {"purposes": ["processing"]}).status_code == 200
    with working_for(town.lezha):
        found = consent.require(enquiry.requester, Purpose.PROCESSING)
        assert consent.allowed(enquiry.requester, Purpose.FOLLOW_UP_CONTACT) is None
    assert client.post(link, {"purposes": ["follow_up_contact"]}).status_code == 200  # again: nothing more
    with working_for(town.lezha):
        assert Consent.objects.get() == found
        assert consent.allowed(enquiry.requester, Purpose.FOLLOW_UP_CONTACT) is None


def test_a_broken_link_and_one_of_another_office_are_gone(client, follow, town):
    follow(email="elona@example.org")
    client.post(MINE, {"purposes": ["processing"]})
    link = link_in(town)
    assert client.get(link + "x").status_code == 410
    assert client.get("/lezhe/consent/").status_code == 410
    assert client.get(link.replace("/lezhe/", "/korce/")).status_code == 410


def test_under_sixteen_the_guardian_is_named(client, follow, town):
    follow(phone="+355 66 000 0001")
    sent = {"purposes": ["processing"], "under_16": "on"}
    assert client.post(MINE, sent).status_code == 422
    assert client.post(MINE, sent | {"guardian_name": "Agim Prova"}).status_code == 302
    with working_for(town.lezha):
        assert Consent.objects.get().guardian_name == "Agim Prova"


def test_the_requester_withdraws_and_only_their_own(client, follow, make_enquiry, town):
    mine, other = follow(email="elona@example.org"), make_enquiry(person={"name": "Gent Prova"})
    with working_for(town.lezha):
        given, theirs = (
            consent_acts.give(one.requester, how=How.PORTAL, purposes=["processing"]) for one in (mine, other)
        )
    for one in (given, theirs):
        assert client.post(f"{MINE}{one.pk}/withdraw/").status_code == 302
    assert client.post(f"{MINE}{given.pk}/withdraw/").status_code == 302  # twice is once
    with working_for(town.lezha):
        assert consent.allowed(mine.requester, Purpose.PROCESSING) is None
        assert consent.allowed(other.requester, Purpose.PROCESSING) == theirs
        assert given.agreed.get().withdrawn_through == Through.PORTAL
        assert Outbox.objects.filter(kind="consent").count() == 1


@pytest.mark.parametrize("address", ["elona@example.org", "tjeter@example.org"])
def test_a_mail_that_asks_to_withdraw_joins_its_request_and_waits_for_the_officer(town, make_enquiry, address):
    enquiry = make_enquiry(person={"name": "Elona Prova", "email": "elona@example.org"})
    with working_for(town.lezha):
        given = consent_acts.give(enquiry.requester, how=How.PORTAL, purposes=["processing"])
        ack = Outbox.objects.get(kind="acknowledgement")
    raw = (
        f"From: {address}\r\nTo: zyra@example.org\r\nSubject: Re: pëlqimi\r\nMessage-ID: <1@example.org>\r\n"
        f"In-Reply-To: <{ack.message_id}>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "Përshëndetje,\r\ndua ta tërheq pëlqimin që kam dhënë.\r\nElona\r\n"
    ).encode()
    taken = take_in(town.lezha, raw)
    with working_for(town.lezha):
        assert consent.allowed(enquiry.requester, Purpose.PROCESSING) == given
        asked = list(WithdrawalAsked.objects.all())
        if taken.outcome == "reply":
            assert [(one.mail, one.row, one.through) for one in asked] == [(taken.mail, enquiry.pk, Through.EMAIL)]
        else:  # a stranger's mail is held, or is a request of somebody who agreed to nothing
            assert asked == []
    assert taken.outcome == ("reply" if address.startswith("elona") else taken.outcome)


@pytest.mark.parametrize(("language", "words"), [("sq", "Kush i mban të dhënat"), ("en", "Who keeps the data")])
def test_each_public_form_tells_what_happens_with_the_data(client, follow, settings, language, words):
    follow(phone="+355 66 000 0001")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for where, law in (("/lezhe/ask/", "119/2014"), (MINE, "124/2024")):
        page = client.get(where).content.decode()
        assert words in page and law in page
