"""The second factor: setting it up, signing in with it, where it is wanted, and the codes for a lost phone."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from ura.municipalities.models import Office
from ura.municipalities.tenancy import working_for
from ura.post.models import Outbox
from ura.trail.models import Trail

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
APP, SETTINGS = "/account/second-factor/app/", "/lezhe/office/settings/"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def password(client, who):
    return client.post("/sign-in/", {"login": who.user.email, "password": "një fjalëkalim i gjatë"})


@pytest.fixture
def guarded(town):
    """Fatmir has set up the app and has his recovery codes."""
    TOTP.activate(town.fatmir.user, SECRET)
    town.codes = RecoveryCodes.activate(town.fatmir.user).get_unused_codes()
    return town


def test_the_password_alone_opens_nothing_once_there_is_a_second_factor(guarded, client):
    assert password(client, guarded.fatmir)["Location"] == "/sign-in/code/"
    assert "_auth_user_id" not in client.session
    assert client.get(SETTINGS)["Location"].startswith("/sign-in/")
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (200, ["code"])
    assert client.post("/sign-in/code/", {"code": code_of(SECRET)})["Location"] == "/"
    assert client.get(SETTINGS).status_code == 200


def test_a_recovery_code_opens_once(guarded, client):
    code = guarded.codes[0]
    password(client, guarded.fatmir)
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/"
    second = Client()
    password(second, guarded.fatmir)
    assert list(second.post("/sign-in/code/", {"code": code}).context["form"].errors) == ["code"]
    assert "_auth_user_id" not in second.session
    assert second.post("/sign-in/code/", {"code": guarded.codes[1]})["Location"] == "/"


def test_codes_are_not_guessed(guarded, client):
    password(client, guarded.fatmir)
    for _n in range(5):
        client.post("/sign-in/code/", {"code": "000000"})
    assert list(client.post("/sign-in/code/", {"code": code_of(SECRET)}).context["form"].errors) == ["code"]
    assert "_auth_user_id" not in client.session


def test_secrets_of_the_second_factor_are_ciphertext_in_the_database(guarded):
    for row in Authenticator.objects.all():
        assert SECRET not in str(row.data)
        assert not any(code in str(row.data) for code in guarded.codes)


def test_administration_wants_a_second_factor_and_leads_to_setting_it_up(real_town, client, settings):
    town = real_town  # what is remembered is remembered when the transaction is over
    settings.SECOND_FACTOR = True
    password(client, town.fatmir)
    sent = client.get(SETTINGS)
    assert sent["Location"] == f"{APP}?next=/lezhe/office/settings/"
    page = client.get(sent["Location"])
    assert (page.status_code, len(page.context["messages"])) == (200, 1)
    secret = page.context["form"].secret
    done = client.post(APP, {"code": code_of(secret)})
    assert done["Location"] == "/account/second-factor/codes/"
    codes = client.get(done["Location"])
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(SETTINGS).status_code == 200
    with working_for(town.lezha):
        assert Outbox.objects.get().kind == "account_notice"


def test_other_pages_want_it_only_where_the_office_says_so(town, client, settings):
    settings.SECOND_FACTOR = True
    client.force_login(town.besnik.user)
    assert client.get("/lezhe/office/").status_code == 200
    Office.objects.filter(municipality=town.lezha).update(second_factor_required=True)
    assert client.get("/lezhe/office/")["Location"] == f"{APP}?next=/lezhe/office/"
    assert client.post("/lezhe/office/new/")["Location"] == f"{APP}?next=/"
    part = client.get("/lezhe/office/", headers={"hx-request": "true"})
    assert part["HX-Redirect"] == f"{APP}?next=/lezhe/office/"


def test_the_demo_without_the_switch_asks_for_none(town, client, settings):
    assert settings.SECOND_FACTOR is False
    client.force_login(town.fatmir.user)
    assert client.get(SETTINGS).status_code == 200


def test_a_session_from_before_the_second_factor_is_asked_for_it(guarded, client, settings):
    settings.SECOND_FACTOR = True
    client.force_login(guarded.fatmir.user)
    where = client.get(SETTINGS)["Location"]
    assert where == "/account/again/code/?next=/lezhe/office/settings/"
    assert client.post(where, {"code": code_of(SECRET)})["Location"] == SETTINGS
    assert client.get(SETTINGS).status_code == 200


def test_restricted_requests_want_it_of_their_team(town, client, settings, make_enquiry):
    from ura.desk.actions.team import restrict

    enquiry = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        restrict(enquiry, by=town.besnik, ground="trafficking")
    client.force_login(town.besnik.user)
    assert client.get(enquiry.get_absolute_url()).status_code == 200
    settings.SECOND_FACTOR = True
    assert client.get(enquiry.get_absolute_url())["Location"].startswith(APP)
    client.force_login(town.ermira.user)
    assert client.get(enquiry.get_absolute_url()).status_code == 404  # for others it does not exist, as before


def test_switching_it_off_wants_the_password_and_closes_the_pages_again(guarded, client, settings):
    settings.SECOND_FACTOR = True
    client.force_login(guarded.fatmir.user)
    assert client.post(f"{APP}off/")["Location"].startswith("/account/again/")
    password(client, guarded.fatmir)
    assert Authenticator.objects.filter(user=guarded.fatmir.user, type="totp").exists()
    client.logout()
    password(client, guarded.fatmir)
    client.post("/sign-in/code/", {"code": code_of(SECRET)})
    assert client.post(f"{APP}off/").status_code == 302
    assert not Authenticator.objects.filter(user=guarded.fatmir.user).exists()
    assert client.get(SETTINGS)["Location"].startswith(APP)


def test_an_administrator_takes_a_lost_factor_away_in_sight_of_all(guarded, client):
    TOTP.activate(guarded.besnik.user, SECRET)
    theirs = Client()
    theirs.force_login(guarded.besnik.user)
    theirs.get("/account/sessions/")
    client.force_login(guarded.fatmir.user)
    assert client.post(f"{SETTINGS}staff/{guarded.besnik.pk}/second-factor/").status_code == 302
    assert not Authenticator.objects.filter(user=guarded.besnik.user).exists()
    assert theirs.get("/account/sessions/").status_code == 302
    with working_for(guarded.lezha):
        assert sorted(Outbox.objects.values_list("kind", flat=True)) == ["account_notice", "supervisor_notice"]
        assert Trail.objects.get().act == "staff.factor_removed"
    assert client.post(f"{SETTINGS}staff/{guarded.fatmir.pk}/second-factor/").status_code == 409


@pytest.mark.parametrize("name", ["", "app/", "app/off/", "codes/", "codes/new/", "codes/file/", "keys/", "keys/new/"])
def test_each_page_of_the_second_factor_opens(name, guarded, client):
    password(client, guarded.fatmir)
    client.post("/sign-in/code/", {"code": code_of(SECRET)})
    answer = client.get(f"/account/second-factor/{name}")
    assert answer.status_code == (302 if name == "app/" else 200)
    assert "no-store" in answer["Cache-Control"]


def test_a_passkey_is_offered_and_a_false_one_is_refused(guarded, client):
    options = client.get("/sign-in/passkey/", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["rpId"] == "testserver"
    assert client.post("/sign-in/passkey/", {"credential": "{}"})["Location"] == "/sign-in/"
    password(client, guarded.fatmir)
    assert list(client.post("/sign-in/code/", {"credential": "{}"}).context["webauthn_form"].errors) == ["credential"]
    assert "_auth_user_id" not in client.session


def test_the_pages_that_ask_once_more_open_with_their_other_ways(guarded, client):
    client.force_login(guarded.fatmir.user)
    again, code = client.get("/account/again/"), client.get("/account/again/code/")
    assert [page.status_code for page in (again, code)] == [200, 200]
    assert [way["url"] for way in again.context["reauthentication_alternatives"]] == ["/account/again/code/"]
    assert (
        client.post("/account/again/?next=/lezhe/office/", {"password": guarded.password})["Location"]
        == "/lezhe/office/"
    )
