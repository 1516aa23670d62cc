"""Signing in as people do it: the app's code typed, a passkey of the device; axe looks at each page."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from .pages import Desk

pytestmark = pytest.mark.browser


def test_a_second_factor_is_set_up_and_opens_the_door_then_a_passkey_alone(country, open_window, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.MFA_TOTP_TOLERANCE = 1  # half a minute may begin between the code and the click
    window = open_window()
    page = window.page
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                     "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip
    window.go("/sign-in/")
    window.click("#passkey_login")  # the device has none yet
    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    window.shot("sign-in-00-no-passkey")
    Desk(window).signs_in(country.besnik, country.password, "sign-in-01")

    window.go("/account/second-factor/app/").shot("sign-in-02-app")
    secret = page.locator("b.code").inner_text()
    window.fill(code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    window.click("main .form-end button")
    page.wait_for_url("**/codes/")
    recovery = page.locator("pre").inner_text().split()
    window.shot("sign-in-03-codes")

    window.go("/account/second-factor/keys/new/").fill(name="Kompjuteri i zyrës")
    page.locator("[name=passwordless]").check()
    window.click("#mfa_webauthn_add")
    page.wait_for_url("**/account/second-factor/")
    assert window.shows("Kompjuteri i zyrës")
    window.shot("sign-in-04-factors")

    page.context.clear_cookies()
    window.go("/sign-in/").fill(login=country.besnik.user.email, password=country.password)
    window.click("main form [type=submit]")
    page.wait_for_url("**/sign-in/code/")
    window.shot("sign-in-05-code").fill(code=recovery[0])
    window.click("main .form-end button")
    page.wait_for_url("**/lezhe/office/")

    page.context.clear_cookies()
    window.go("/sign-in/")
    window.click("#passkey_login")
    page.wait_for_url("**/lezhe/office/")
    window.go("/account/sessions/").shot("sign-in-06-sessions")
