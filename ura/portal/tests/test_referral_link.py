"""The personal link of an institution: nothing before the code, one referral after it, locks, ends, tells nothing."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from ura.cases.actions.opening import open_case
from ura.directory.models import Institution, Service
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.consent_acts import give, withdraw
from ura.post.files import store
from ura.post.models import Outbox
from ura.referrals.actions.sending import refer, revoke, revoke_link, send_again
from ura.referrals.models import Referral, ReferralLink
from ura.trail.models import Trail

SECRETS = ("Teuta", "Marku", "123 4567", "Regjistrim si", "Zyra e Pun")


@pytest.fixture
def linked(town, make_enquiry):
    """A referral on its way: `.address` as it stands in the mail, `.code` as the officer reads it out."""
    cache.clear()  # nobody has tried a code from this address yet
    with working_for(town.lezha):
        teuta = add_person(town.lezha, name="Teuta Marku", phone="069 123 4567")
    enquiry = make_enquiry(requester=teuta)
    with working_for(town.lezha):
        case = open_case(enquiry, by=town.besnik, kind="returnee")
        work = Institution.objects.create(
            municipality=town.lezha, kind="employment", name_sq="Zyra e Punës", email="puna@example.org"
        )
        service = Service.objects.create(municipality=town.lezha, institution=work, kind="employment", name_sq="Punë")
        scan = store(town.lezha, b"%PDF-1.4", name="d.pdf", trusted_type="application/pdf")
        consent = give(
            teuta, how="paper", purposes=["sharing"], by=town.besnik, evidence=scan, recipient="Zyra e Punës"
        )
        row = refer(
            enquiry,
            by=town.besnik,
            case=case,
            service=service,
            asked="Regjistrim si punëkërkuese.",
            chosen=["name", "phone"],
        )
        row.address = address_in(Outbox.objects.get(kind="referral").text)
        row.code, row.consent_given = row.link.code, consent
    cache.clear()
    return row


def address_in(text):
    return re.search(r"https?://[^/\s]+(/referral/\S+)", text)[1]


def opened(client, row):
    return client.post(f"{row.address}code/", {"code": row.code.lower().replace("-", " ")})


def test_before_the_code_nothing_is_shown(linked, client):
    page = client.get(linked.address)
    assert page.status_code == 200
    assert not any(secret in page.content.decode() for secret in SECRETS)
    assert "no-store" in page["Cache-Control"] and page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    token = linked.address.removeprefix("/referral/").removesuffix("/")
    assert re.fullmatch(r"lez[\w-]{22,}", token), "the address holds the office and chance, nothing else"


def test_acts_and_files_before_the_code_do_nothing(linked, client, town):
    assert client.post(f"{linked.address}accept/", {"text": ""}).status_code == 302
    assert client.get(f"{linked.address}files/1/").status_code == 404
    with working_for(town.lezha):
        assert Referral.objects.get(pk=linked.pk).state == "pending"


def test_the_code_opens_this_referral_only_and_the_opening_is_in_the_trail(linked, client, town):
    assert opened(client, linked).status_code == 302
    page = client.get(linked.address)
    text = page.content.decode()
    assert "Teuta Marku" in text and "123 4567" in text and "Regjistrim si punëkërkuese." in text
    assert "no-store" in page["Cache-Control"]
    with working_for(town.lezha):
        assert Trail.objects.filter(act="referrals.opened", row=linked.pk).count() == 1


def test_accepted_reported_with_a_document_and_done_without_an_account(linked, client, town):
    opened(client, linked)
    assert client.post(f"{linked.address}accept/", {"text": "Nesër në 9"}).status_code == 302
    assert client.post(f"{linked.address}progress/", {"text": "U regjistrua"}).status_code == 302
    from django.core.files.uploadedfile import SimpleUploadedFile

    paper = SimpleUploadedFile("vërtetim.txt", "U regjistrua si punëkërkuese.".encode())
    assert client.post(f"{linked.address}file/", {"files": paper}).status_code == 302
    with working_for(town.lezha):
        event = Referral.objects.get(pk=linked.pk).events.get(kind="file")
    assert client.get(f"{linked.address}files/{event.pk}/").status_code == 200
    assert client.post(f"{linked.address}done/", {"outcome": "served"}).status_code == 302
    with working_for(town.lezha):
        row = Referral.objects.get(pk=linked.pk)
        assert (row.state, row.outcome, row.unread) == ("done", "served", True)
    assert client.post(f"{linked.address}accept/", {"text": ""}).status_code == 409


def test_declining_needs_a_reason_and_what_was_typed_stays(linked, client, town):
    opened(client, linked)
    assert client.post(f"{linked.address}decline/", {"text": " "}).status_code == 422
    assert client.post(f"{linked.address}decline/", {"text": "Nuk ka vende"}).status_code == 302
    with working_for(town.lezha):
        assert Referral.objects.get(pk=linked.pk).state == "declined"
    page = client.get(linked.address).text
    assert "Nuk ka vende" in page and not any(secret in page for secret in ("Marku", "123 4567", "Regjistrim si"))


def test_five_wrong_codes_lock_it_for_good_though_the_right_one_follows(linked, client, town):
    for n in range(5):
        cache.clear()  # as if each came from another connection
        answer = client.post(f"{linked.address}code/", {"code": "AAAA-AAAA"})
        assert answer.status_code == (422 if n < 4 else 423)
    cache.clear()
    assert opened(client, linked).status_code == 423
    assert not any(secret in client.get(linked.address).content.decode() for secret in SECRETS)
    with working_for(town.lezha):
        assert Trail.objects.filter(act="referrals.wrong_code", row=linked.pk).count() == 5
        assert Trail.objects.filter(act="referrals.locked", row=linked.pk).count() == 1


def test_many_wrong_codes_from_one_place_must_wait(linked, client, settings):
    for _n in range(12):
        answer = client.post("/referral/lezAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/code/", {"code": "AAAA-AAAA"})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0


def test_unknown_mistyped_revoked_and_replaced_links_answer_alike(linked, client, town):
    def body(response):
        return re.sub(
            r"name=\"csrfmiddlewaretoken\" value=\"\w+\"|nonce-\S+|/referral/\w+[\w-]*/", "", response.content.decode()
        )

    unknown = client.get("/referral/lez" + "A" * 32 + "/")
    other = client.get("/referral/xyz" + "A" * 32 + "/")
    with working_for(town.lezha):
        revoke_link(linked, by=town.besnik)
    revoked = client.get(linked.address)
    assert (unknown.status_code, other.status_code, revoked.status_code) == (404, 404, 404)
    assert body(unknown) == body(revoked)
    with working_for(town.lezha):
        send_again(linked, by=town.besnik)
    assert body(client.get(linked.address)) == body(unknown)


def test_a_new_link_shuts_browsers_in_which_the_old_one_was_open(linked, client, town):
    opened(client, linked)
    with working_for(town.lezha):
        send_again(linked, by=town.besnik)
    page = client.get(linked.address)
    assert page.status_code == 404 and "Teuta" not in page.content.decode()


def test_expired_taken_back_and_withdrawn_say_so_and_show_nothing(linked, client, town):
    opened(client, linked)
    with working_for(town.lezha):
        withdraw(linked.consent_given, through="phone", by=town.besnik)
    page = client.get(linked.address)
    assert page.status_code == 410 and not any(secret in page.content.decode() for secret in SECRETS)
    with working_for(town.lezha):
        ReferralLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    page = client.get(linked.address)
    assert page.status_code == 410 and "Teuta" not in page.content.decode()
    with working_for(town.lezha):
        revoke(
            Referral.objects.select_related("enquiry__entry").get(pk=linked.pk),
            by=town.besnik,
            reason="Gjeti punë vetë",
        )
    page = client.get(linked.address)
    assert page.status_code == 410 and "Gjeti" not in page.content.decode()
    assert client.post(f"{linked.address}accept/", {"text": ""}).status_code == 410


def test_the_session_keeps_no_word_of_it(linked, client):
    opened(client, linked)
    assert not any(secret in str(dict(client.session)) for secret in (*SECRETS, linked.code, linked.address[12:]))


def test_an_hour_later_the_code_is_asked_again(linked, client):
    opened(client, linked)
    session = client.session
    kept = {key: [value[0], value[1] - 3601] for key, value in session["referrals"].items()}
    session["referrals"] = kept
    session.save()
    assert "Teuta" not in client.get(linked.address).content.decode()


def test_one_open_referral_opens_no_other(linked, client, town, make_enquiry):
    opened(client, linked)
    with working_for(town.lezha):
        second = refer(
            linked.enquiry, by=town.besnik, case=linked.case, service=linked.service, asked="Kurs.", chosen=["name"]
        )
        address = address_in(Outbox.objects.filter(kind="referral").order_by("-pk").first().text)
    page = client.get(address)
    assert page.status_code == 200 and "Teuta" not in page.content.decode()
    assert client.post(f"{address}accept/", {"text": ""}).status_code == 302
    with working_for(town.lezha):
        assert Referral.objects.get(pk=second.pk).state == "pending"
