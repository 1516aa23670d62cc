"""A citizen at the portal of Lezhë: a form opened a minute ago, and a browser that has done its arithmetic."""

import time

import altcha
import pytest
from django.core import signing
from django.core.cache import cache

from ura.core import once
from ura.municipalities.tenancy import working_for
from ura.portal.robots import _verifier

WORDS = {
    "subject": "Regjistrimi i fëmijëve në shkollë", "text": "U kthyem nga Bolonja. Si i regjistrojmë fëmijët?",
    "email": "teuta@example.org", "language": "sq",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _light_arithmetic(settings):
    settings.ALTCHA_CHALLENGE = {"cost": 1, "key_prefix": "0"}


@pytest.fixture(autouse=True)
def _empty_shared_cache(db):
    cache.clear()


def solved():
    """What the browser sends after its work."""
    challenge = altcha.Challenge.from_dict(_verifier().get_challenge())
    solution = altcha.solve_challenge(challenge)
    return altcha.Payload(challenge, solution).to_base64()


@pytest.fixture
def typed():
    """The form as a person sends it with JavaScript; typed(email="") leaves a field out, altcha=None is a browser without."""

    def make(**changes):
        begun = signing.dumps(time.time() - 60, salt="portal.begun")
        form = WORDS | {"token": once.new_token(), "begun": begun, "altcha": solved()} | changes
        return {name: value for name, value in form.items() if value is not None}

    return make


@pytest.fixture
def asked(town, client, typed):
    """Ask through the page and return the request that came of it."""

    def make(office="lezhe", who=client, **changes):
        response = who.post(f"/{office}/ask/", typed(**changes))
        assert (response.status_code, response["Location"]) == (302, f"/{office}/ask/done/")
        municipality = town.lezha if office == "lezhe" else town.korca
        with working_for(municipality):
            enquiry = municipality.enquiries.select_related("entry", "text", "requester").first()
        enquiry.municipality = municipality
        return enquiry

    return make
