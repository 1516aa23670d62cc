"""What the logs may say: the route's pattern, never an address with a follow-up code in it."""

import logging

import pytest
from django.conf import settings

from ura.core.middleware import WithoutAddress


@pytest.fixture
def lines():
    """Django's own lines as the handler of the settings would write them."""
    said = []

    class Kept(logging.Handler):
        def emit(self, record):
            said.append(record.getMessage())

    handler, logger = Kept(), logging.getLogger("django.request")
    handler.addFilter(WithoutAddress())
    logger.addHandler(handler)
    yield said
    logger.removeHandler(handler)


def test_the_handler_has_the_filter():
    assert settings.LOGGING["handlers"]["out"]["filters"] == ["without_address"]
    assert settings.LOGGING["filters"]["without_address"]["()"] == "ura.core.middleware.WithoutAddress"


def test_a_refused_question_leaves_no_follow_up_code_in_the_log(town, client, lines):
    assert client.get("/api/v1/enquiries/LEZ-7K3M-9QWX-B4HT").status_code == 404
    assert lines == ["Not Found: api/v1/enquiries/<follow_up_code>"]


def test_an_address_that_is_none_of_ours_is_not_repeated(town, client, lines):
    assert client.get("/Arta-Prova/").status_code == 404
    assert "Arta" not in "".join(lines)
