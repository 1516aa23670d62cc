"""Clicks at the same moment: one form makes one request, eight forms make eight numbers without a gap."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from ura.core.once import new_token
from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for

CLICKS = 8


def click_all(town, forms):
    """Post every form at once; in a SQLite kept in memory one after the other, since it has one connection."""

    def click(form):
        client = Client()
        client.force_login(town.besnik.user)
        try:
            return client.post("/lezhe/office/new/", form)
        finally:
            if workers > 1:
                connections.close_all()

    workers = CLICKS if connection.vendor == "postgresql" else 1
    if workers == 1:
        return [click(form) for form in forms]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(click, forms))


def typed(token):
    day = timezone.localdate().strftime("%d.%m.%Y")
    codes = {"service": "1", "requester_type": "1", "language": "sq"}
    return {"channel": "counter", "received_on": day, "subject": "Kopshti", "token": token, **codes}


def numbers(town):
    with working_for(town.lezha):
        rows = Enquiry.objects.filter(municipality=town.lezha)
        return sorted(rows.values_list("entry__number", flat=True))


def test_eight_clicks_on_one_form_make_one_request(real_town):
    answers = click_all(real_town, [typed(new_token())] * CLICKS)
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert numbers(real_town) == [1]


def test_eight_forms_at_once_get_eight_numbers_without_a_gap(real_town):
    answers = click_all(real_town, [typed(new_token()) for _ in range(CLICKS)])
    assert {answer.status_code for answer in answers} == {302}
    assert numbers(real_town) == list(range(1, CLICKS + 1))
