"""Every page in a real browser, in both languages: nothing for axe to find, nothing wider than a phone, no foreign word.

The addresses come from the URL map, so a new page is looked at without a line here.
"""

import pytest
from django.test import Client
from django.urls import reverse

from tests.test_access import OF_AN_OFFICE, furnish
from ura.desk.actions.registering import register_enquiry
from ura.municipalities.tenancy import working_for
from ura.staff.models import Role

pytestmark = pytest.mark.browser
PUBLIC = ["home", "login", "api_about", "portal", "ask", "ask_sent", "ask_done", "follow", "follow_request", "follow_withdraw", "public_register"]


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
    country.parts = furnish(country.lezha, country.besnik, make_enquiry)
    return country


def pages(names, parts, who):
    """(name, address) of each that opens as a page; the others are files, acts without a page, or lead to a page."""
    client = Client()
    client.force_login(who.user)
    for name in names:
        address = reverse(name, kwargs={"office": "lezhe", **parts.get(name, {})})
        answer = client.get(address)
        assert answer.status_code in (200, 302, 404, 405), (name, answer.status_code)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and b"<html" in answer.content:
            yield name, address


@pytest.mark.parametrize("language", ["sq", "en"])
def test_each_page_of_an_office(language, everything, open_window):
    window = open_window(language=language, who=everything.besnik)
    found = walk(window, pages(OF_AN_OFFICE, everything.parts, everything.besnik))
    assert len(found) > 60
    none_wrong(found)


def walk(window, addresses):
    """{name: what is wrong with the page}"""
    found = {}
    for name, address in addresses:
        window.go(address)
        found[name] = look(window)
    return found


def none_wrong(found):
    lines = [f"{name}: {fault}" for name, faults in found.items() for fault in faults]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def look(window):
    """On a wide screen, and on a phone in the dark."""
    found = window.faults()
    window.resize(390, "dark")
    found += [f"390: {fault}" for fault in window.faults() if fault not in found]
    window.complaints.clear()
    window.resize(1280, "light")
    return found
