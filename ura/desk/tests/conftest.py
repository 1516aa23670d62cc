"""At the counter."""

import pytest


@pytest.fixture
def counter(town, client):
    """Besnik at the counter, who reads English so that the sentences can be told apart."""
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def arta(make_enquiry, town):
    """Arta has asked before and waits."""
    person = {"name": "Arta Këndellja", "phone": "+355 66 123 4567", "email": "arta@example.org"}
    return make_enquiry(by=town.besnik, person=person, subject="Njohja e diplomës")
