"""Every page in a real browser, in both languages: nothing for axe to find, nothing wider than a phone, no foreign word.

The addresses come from the URL map, so a new page is looked at without a line here.
"""

import os
import re
import time

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.access_table import ACCESS, OF_AN_OFFICE, SIGNED_IN, addresses
from tests.furnishing import furnish
from ura.desk.actions.registering import register_enquiry
from ura.municipalities.tenancy import working_for
from ura.staff.models import Officer, Role

pytestmark = pytest.mark.browser

PARTS = 4  # of the walk through an office, so that several processes share it
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def make_enquiry(municipality, **fields):
    fields = {"channel": "counter", "subject": "Regjistrimi i fëmijëve në shkollë"} | fields
    with working_for(municipality):
        enquiry = register_enquiry(municipality, **fields)
    enquiry.municipality = municipality
    return enquiry


@pytest.fixture
def everything(country):
    """Besnik may do everything, and there is one thing of each kind."""
    country.besnik.roles = [str(role) for role in Role]
    country.besnik.save()
    parts = furnish(country.lezha, country.besnik, make_enquiry)
    country.parts = {name: {"office": "lezhe", **parts.get(name, {})} for name in OF_AN_OFFICE}
    return country


def pages(names, parts, window):
    """(name, address) of each that opens as a page; the others are files, acts without a page, or lead to a page."""
    client = Client()
    for cookie in window.context.cookies():
        client.cookies[cookie["name"]] = cookie["value"]
    for name in names:
        address = reverse(name, kwargs=parts.get(name, {}))
        answer = client.get(address)
        assert answer.status_code in (200, 302, 404, 405, 410), (name, answer.status_code)
        if (
            answer.status_code in (200, 410)
            and answer["Content-Type"].startswith("text/html")
            and b"<html" in answer.content
        ):
            yield name, address


@pytest.mark.parametrize("part", range(PARTS))
def test_each_page_of_an_office(part, everything, open_window):
    windows = [open_window(language=language, who=everything.besnik) for language in ("sq", "en")]
    found = list(pages(OF_AN_OFFICE[part::PARTS], everything.parts, windows[0]))
    assert len(found) > 120 / PARTS
    none_wrong({f"{window.language}: {name}": faults for window in windows
                for name, faults in walk(window, found, in_turn=True).items()})  # fmt: skip


@pytest.mark.parametrize("language", ["sq", "en"])
def test_each_public_page(language, everything, open_window):
    """As somebody sees them who has asked here and follows the request."""
    with working_for(everything.lezha):
        enquiry = everything.lezha.enquiries.select_related("text").order_by("pk").first()
    here = {"lezhe": [enquiry.pk, int(time.time())]}
    window = open_window(language=language, remembers={"asked": here, "followed": here})
    known = {
        "office": "lezhe", "slug": "lezhe", "pk": everything.parts["consent"]["pk"], "uidb36": "1", "key": "no-such",
        "follow_up_code": enquiry.text.follow_code,
    }  # fmt: skip
    parts = {
        name: {part: known.get(part, "0") for part in PART.findall(route)}  # a key that opens nothing has its page too
        for name, _parts, route in addresses()
        if name and name not in OF_AN_OFFICE
    }
    found = walk(window, pages(sorted(parts), parts, window))
    found["follow"] = look(window.go("/lezhe/follow/"))
    found["account_reset_password_from_key"] += look(window.go(link_for_a_password(everything.ana.user)))
    assert len(found) > 10
    none_wrong(found)


def link_for_a_password(user):
    """As it stands in the mail of an invitation or of a forgotten password."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def a_registered_key():
    """What a browser sends when a passkey is added."""
    public = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    credential = AttestedCredentialData.create(b"\0" * 16, b"key", public)
    data = AuthenticatorData.create(b"\0" * 32, 0x45, 0, credential)
    client = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    response = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    return {"id": websafe_encode(b"key"), "rawId": websafe_encode(b"key"), "type": "public-key", "response": response}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_each_page_of_ones_own_account(language, country, open_window):
    """Of somebody without a second factor, then with all of them."""
    signed_in = {"method": "password", "at": time.time(), "username": "besnik"}
    now = {
        "account_authentication_methods": [signed_in],
        "account_authentication_methods_user": str(country.besnik.user_id),
    }
    names = sorted(name for name, who in ACCESS.items() if who == SIGNED_IN)
    window = open_window(language=language, who=country.besnik, remembers=now)
    parts = {name: {"pk": 0} for name in ("mfa_edit_webauthn", "mfa_remove_webauthn", "session_end")}
    found = walk(window, pages(names, parts, window))

    TOTP.activate(country.besnik.user, generate_totp_secret())
    RecoveryCodes.activate(country.besnik.user)
    key = WebAuthn.add(country.besnik.user, "Kompjuteri i zyrës në katin e parë", a_registered_key()).instance
    parts = {name: {"pk": key.pk} for name in parts}
    with_all = walk(window, pages([name for name in names if name.startswith("mfa_")], parts, window))
    assert {"mfa_activate_totp", "mfa_add_webauthn"} <= found.keys()
    assert {"mfa_index", "mfa_edit_webauthn", "mfa_view_recovery_codes", "mfa_reauthenticate"} <= with_all.keys()
    none_wrong(found | {f"{name}, with a second factor": faults for name, faults in with_all.items()})


@pytest.mark.parametrize("language", ["sq", "en"])
def test_each_page_for_somebody_without_one_office(language, everything, open_window):
    Officer.objects.create(municipality=everything.korca, user=everything.besnik.user, roles=["officer"])
    window = open_window(language=language, who=everything.besnik)
    found = walk(window, [("home", "/"), ("password_change", "/password/")])
    reader = open_window(language=language, who=everything.reader)
    none_wrong(found | walk(reader, [("national", "/national/")]))


@pytest.mark.urls("tests.journeys.broken_urls")
@pytest.mark.parametrize("language", ["sq", "en"])
def test_each_page_that_says_no(language, country, open_window):
    clerk, nobody = open_window(language=language, who=country.ana), open_window(language=language)
    found = walk(clerk, [("403", "/lezhe/office/settings/"), ("404 of an office", "/lezhe/office/enquiries/2026/999/")])
    found |= walk(nobody, [("404", "/nuk-ka/"), ("409", "/refused/")])
    nobody.go("/lezhe/follow/").context.clear_cookies(name="csrftoken")
    nobody.fill(code="LEZ").press("Open the request")
    found["403 without a token"] = look(nobody)
    nobody.go("/broken/")
    found["500"] = [fault for fault in look(nobody) if not fault.endswith("/broken/: 500")]
    none_wrong(found)


def walk(window, addresses, *, in_turn=False):
    """{name: what is wrong with the page}.

    `in_turn`: axe sees every other page in Albanian, those between in English; English is looked at on a screen only.
    With --long everything is looked at in every way.
    """
    found, english = {}, in_turn and window.language == "en"
    for place, (name, address) in enumerate(addresses):
        window.go(address)
        found[name] = look(window, axe=not in_turn or place % 2 == english, wide_only=english)
    return found


def none_wrong(found):
    lines = [f"{name}: {fault}" for name, faults in found.items() for fault in faults]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def look(window, *, axe=True, wide_only=False):
    """On a wide screen, and on a phone in the dark; axe sees each page at one of the two, with --long always at both."""
    found, both = [], bool(os.environ.get("URA_LONG"))
    # The window begins with the size that it has: to resize takes as long as to load a small page.
    widths = (1280,) if wide_only and not both else (window.width, 390 if window.width == 1280 else 1280)
    for width in widths:
        if width != window.width:
            window.resize(width, "dark" if width == 390 else "light")
        wanted = both or (axe and (width == 390) == (window.language == "sq"))
        found += [f"{width}: {fault}" for fault in window.faults(thorough=wanted, reading=width == 1280)]
        window.complaints.clear()
    return found
