"""Schemathesis reads the API's own description and sends what its author did not think of: never an error of the server."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as campaign

from ura.wsgi import application

EXAMPLES = 1000 if os.environ.get("URA_LONG") else 25


@pytest.fixture
def kept_open():
    """The test's own transaction lives through many requests, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@campaign(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def _attack(case):
    answer = case.call()
    assert answer.status_code < 500, (case.method, case.path, answer.status_code, answer.text[:300])


def test_nothing_the_description_allows_or_forbids_breaks_the_api(town, settings, kept_open):
    settings.ASKS_PER_HOUR, settings.ALLOWED_HOSTS = 10**9, ["*"]
    schema = schemathesis.openapi.from_wsgi(reverse("openapi"), application)
    seen = []
    for found in schema.get_all_operations():
        operation = found.ok()
        given(case=operation.as_strategy())(_attack)()
        seen.append(operation.path)
    assert len(seen) >= 3
