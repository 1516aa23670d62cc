"""Clicks and programs at the same moment."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from ura.municipalities.tenancy import working_for

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def all_at_once(act, things):
    """On PostgreSQL in threads; a SQLite kept in memory has one connection, so there one after the other."""

    def one(thing):
        try:
            return act(thing)
        finally:
            if connection.vendor == "postgresql":
                connections.close_all()

    if connection.vendor != "postgresql":
        return [act(thing) for thing in things]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, things))


def numbers(town):
    with working_for(town.lezha):
        return sorted(town.lezha.enquiries.values_list("entry__number", flat=True))


def test_eight_clicks_on_one_form_are_one_request_with_one_confirmation(real_town, typed):
    form = typed()
    answers = all_at_once(lambda form: Client().post("/lezhe/ask/", form), [form] * AT_ONCE)
    assert Counter((answer.status_code, answer.get("Location")) for answer in answers) == {
        (302, "/lezhe/ask/done/"): AT_ONCE
    }
    assert numbers(real_town) == [1]


def test_eight_forms_at_once_pass_no_more_often_than_the_limit(real_town, typed, settings):
    settings.ASKS_PER_HOUR = 5
    answers = all_at_once(lambda form: Client().post("/lezhe/ask/", form), [typed() for _ in range(AT_ONCE)])
    assert Counter(answer.status_code for answer in answers) == {302: 5, 429: 3}
    assert numbers(real_town) == [1, 2, 3, 4, 5]


def test_one_key_eight_times_by_the_api_is_one_request(real_town, settings):
    settings.ASKS_PER_HOUR = 2 * AT_ONCE
    body = json.dumps({"subject": "Diploma", "text": "Ku?", "follow_by_code": True})
    key = {"Idempotency-Key": "5b1a3f1e-0c57-4f0e-9b52-2f6b7e1f0c11"}

    def send(body):
        return Client().post("/api/v1/offices/lezhe/enquiries", body, content_type="application/json", headers=key)

    answers = all_at_once(send, [body] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["follow_up_code"] for answer in answers}) == 1
    assert numbers(real_town) == [1]
