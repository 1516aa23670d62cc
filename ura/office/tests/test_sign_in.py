"""Signing in: the throttle, what a stranger learns (nothing), where one is led afterwards."""

import time
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from ura.municipalities.tenancy import working_for
from ura.post.models import Outbox
from ura.staff.models import User
from ura.staff.sessions import BEGAN

SIGN_IN, FORGOTTEN = "/sign-in/", "/password/forgotten/"


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.RESET_TAKES = 0


def sign_in(client, email="besnik@example.org", password="një fjalëkalim i gjatë", **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_the_address_may_be_written_in_capitals_and_the_language_comes_with_the_account(town, client):
    User.objects.filter(pk=town.besnik.user_id).update(language="en")
    answer = sign_in(client, email=" BESNIK@Example.org ")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies["django_language"].value == "en"


def test_a_language_chosen_on_the_page_of_the_sign_in_stays_and_becomes_that_of_the_account(town, client):
    client.post("/language/", {"language": "en", "next": "/sign-in/?next=/lezhe/office/"})
    answer = sign_in(client)
    assert answer.cookies["django_language"].value == "en"
    assert User.objects.get(pk=town.besnik.user_id).language == "en"
    client.logout()
    client.post("/language/", {"language": "sq", "next": "/lezhe/"})  # a citizen's page: somebody else's choice
    assert sign_in(client).cookies["django_language"].value == "en"


def test_the_session_changes_its_key_at_the_sign_in(town, client):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    assert client.session.session_key != session.session_key
    assert not client.session.__class__(session.session_key).get("_auth_user_id")
    assert client.session[BEGAN] > time.time() - 60


def test_five_wrong_passwords_close_the_account_for_a_while_for_every_worker(town, client):
    sentences = set()
    for _n in range(5):
        sentences.update(sign_in(client, password="gabim").context["form"].non_field_errors())
    assert len(sentences) == 1
    other = Client(REMOTE_ADDR="192.0.2.9")  # the limit is of the account, in the cache that all processes share
    refused = sign_in(other)
    assert refused.status_code == 200
    assert set(refused.context["form"].non_field_errors()).isdisjoint(sentences)
    assert "_auth_user_id" not in other.session
    assert sign_in(other, email="ermira@example.org").status_code == 302


def test_what_the_library_says_is_said_in_albanian(town, client):
    said = sign_in(client, password="gabim").context["form"].non_field_errors()
    assert said == ["Adresa e e-mailit ose fjalëkalimi nuk është i saktë."]


def test_an_address_that_nobody_has_is_throttled_alike(town, client):
    for who in ("besnik@example.org", "askush@example.org"):
        shown = [
            tuple(sign_in(client, email=who, password="gabim").context["form"].non_field_errors()) for _n in range(6)
        ]
        assert (len(set(shown[:5])), shown[5] != shown[0]) == (1, True)


@pytest.mark.parametrize(
    "email", ["askush@example.org", "besnik@example.org", "ftuar@example.org", "larguar@example.org"]
)
def test_every_wrong_sign_in_costs_one_hash_whoever_it_is(email, town, client, monkeypatch):
    User.objects.create_user("ftuar@example.org", name="Ende Pa Fjalëkalim")
    User.objects.create_user("larguar@example.org", "një fjalëkalim tjetër", name="I Larguar", is_active=False)
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a: hashed.append(1) or encode(self, *a))
    page = sign_in(client, email=email, password="gabim")
    assert (len(hashed), len(page.context["form"].non_field_errors())) == (1, 1)


@pytest.mark.parametrize(
    ("after", "where"),
    [
        ("/lezhe/office/", "/lezhe/office/"), ("https://example.org/keq", "/"), ("//example.org/keq", "/"),
        ("javascript:alert(1)", "/"), ("/\\example.org", "/"), ("", "/"),
    ],
)  # fmt: skip
def test_after_the_sign_in_one_stays_in_this_house(after, where, town, client):
    assert sign_in(client, next=after)["Location"] == where


def test_whose_access_ended_is_told_the_same_as_a_stranger(town, client):
    User.objects.filter(pk=town.besnik.user_id).update(is_active=False)
    right = sign_in(client).context["form"].non_field_errors()
    assert right == sign_in(client, email="askush@example.org").context["form"].non_field_errors()


def test_nobody_signs_up(client, db):
    assert [client.get(f"/{path}/").status_code for path in ("signup", "accounts/signup", "sign-up")] == [404] * 3


def ask(client, email):
    return client.post(FORGOTTEN, {"email": email})


def test_a_forgotten_password_is_replaced_through_ones_own_mail_and_every_session_ends(town, client):
    elsewhere = Client()
    sign_in(elsewhere)
    assert elsewhere.get("/account/sessions/").status_code == 200
    assert ask(client, "Besnik@example.org")["Location"] == "/password/forgotten/sent/"
    with working_for(town.lezha):
        mail = Outbox.objects.get()
        assert (mail.kind, mail.to) == ("password_link", "besnik@example.org")
        link = next(line for line in mail.text.splitlines() if "/password/new/" in line)
    form = client.get(urlsplit(link).path, follow=True)
    assert (
        urlsplit(link).path.rsplit("-", 1)[1] not in form.request["PATH_INFO"]
    )  # the key does not stay in the address
    new = {"password1": "dallga e bardhë 12", "password2": "dallga e bardhë 12"}
    assert client.post(form.request["PATH_INFO"], new)["Location"] == "/sign-in/"
    assert elsewhere.get("/account/sessions/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert sign_in(client, password="dallga e bardhë 12").status_code == 302
    assert Client().get(urlsplit(link).path, follow=True).context["token_fail"]


def test_a_weak_new_password_is_refused_in_words(town, client):
    ask(client, "besnik@example.org")
    with working_for(town.lezha):
        link = next(line for line in Outbox.objects.get().text.splitlines() if "/password/new/" in line)
    where = client.get(urlsplit(link).path, follow=True).request["PATH_INFO"]
    page = client.post(where, {"password1": "12345678", "password2": "12345678"})
    assert list(page.context["form"].errors) == ["password1"]


def test_the_link_of_a_forgotten_password_holds_one_hour_and_an_invitation_seven_days(town, client, monkeypatch):
    from datetime import timedelta

    from ura.staff.links import PasswordLink

    invited = User.objects.create_user("ftuar@example.org", name="Gent Prova")
    keys = {user: PasswordLink().make_token(user) for user in (invited, town.besnik.user)}
    now = PasswordLink()._now()

    def holds(user, **later):
        monkeypatch.setattr(PasswordLink, "_now", lambda self: now + timedelta(**later))
        return PasswordLink().check_token(user, keys[user])

    assert [holds(town.besnik.user, minutes=59), holds(town.besnik.user, minutes=61)] == [True, False]
    assert [holds(invited, days=6, hours=23), holds(invited, days=7, hours=2)] == [True, False]


def test_who_asks_for_a_stranger_sees_the_same_page_and_waits_as_long(town, client, settings):
    settings.RESET_TAKES = 0.3
    User.objects.filter(pk=town.ermira.user_id).update(is_active=False)
    answers = []
    for email in ("besnik@example.org", "askush@example.org", "ermira@example.org"):
        begun = time.monotonic()
        answer = ask(client, email)
        assert time.monotonic() - begun >= 0.3
        answers.append((answer.status_code, answer["Location"], answer.content))
    assert len(set(answers)) == 1
    with working_for(town.lezha):
        assert [mail.to for mail in Outbox.objects.all()] == ["besnik@example.org"]


def test_links_are_not_asked_for_without_end(town, client):
    assert [ask(client, "askush@example.org").status_code for _n in range(6)] == [302] * 5 + [429]


def test_the_link_names_our_own_address_whatever_host_the_request_named(town, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(FORGOTTEN, {"email": "besnik@example.org"}, headers={"host": "keq.example.org"})
    with working_for(town.lezha):
        assert "keq.example.org" not in Outbox.objects.get().text


def test_no_colleague_can_send_the_link_somewhere_else(town, client):
    ask(client, "besnik@example.org")
    with working_for(town.lezha):
        Outbox.objects.update(state="failed")
        mail = Outbox.objects.get()
    client.force_login(town.ermira.user)
    assert list(client.get("/lezhe/office/outbox/").context["page"].object_list) == []
    url = f"/lezhe/office/outbox/{mail.pk}/again/"
    assert client.post(url, {"to": "ermira@example.org"}).status_code == 404


@pytest.mark.parametrize(
    ("host", "offered"),
    [("ura.example.org", True), ("localhost:8000", True), ("127.0.0.1:8000", False), ("[::1]", False)],
)
def test_a_passkey_is_offered_where_browsers_take_one(host, offered, settings, client, db):
    settings.ALLOWED_HOSTS = ["*"]
    assert ("passkey_login" in client.get(SIGN_IN, headers={"host": host}).content.decode()) == offered
