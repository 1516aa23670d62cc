"""Every address of an office, by everybody who could come: the table of access_table.py is what happens."""

import pytest
from django.db import transaction
from django.urls import reverse

from .access_table import ACCESS, OF_AN_OFFICE, A, C, F, S, addresses

PARTS = 6  # the walk in as many tests, so that two processes share it


def test_every_address_has_a_line_in_the_table():
    assert {name for name, _parts, _route in addresses()} == set(ACCESS)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_page_of_an_office_opens_for_whom_the_table_says(furnished, client, method, part):
    """A stranger and a reader of figures get 404, a colleague without the right 403, nobody's sign-in is asked twice."""
    wrong, client.raise_request_exception = [], False
    for who in (C, F, S, A, "drita", "reader", None):
        _come_in(client, furnished, who)
        for name in OF_AN_OFFICE[part::PARTS]:
            where = reverse(name, kwargs={"office": "lezhe", **furnished.parts.get(name, {})})
            status = _visit(client, method, where)
            if who is None:
                expected = status == 302
            elif who in ("drita", "reader"):
                expected = status == 404
            elif who in ACCESS[name]:
                # 404: the thing was never made (a signed file of a draft); 405: the page takes only the other method
                expected = status in (200, 302, 405, 409, 422) or (name == "reply_file" and status == 404)
            else:
                expected = status in (403, 405)
            if not expected:
                wrong.append((method, name, who, status))
    assert wrong == []


def _come_in(client, town, who):
    client.logout()
    if who:
        client.force_login(town.reader if who == "reader" else getattr(town, who).user)


def test_a_thing_of_another_office_does_not_exist_here(furnished, client):
    """Lezhë's address with a key of Korçë: 404 by every method, for those who may open such things at home."""
    wrong, client.raise_request_exception = [], False
    for who in (C, F, S, A):
        _come_in(client, furnished, who)
        for name in OF_AN_OFFICE:
            parts = furnished.elsewhere.get(name, {})
            if "pk" not in parts or who not in ACCESS[name]:
                continue
            where = reverse(name, kwargs={"office": "lezhe", **parts})
            for method in ("get", "post"):
                status = _visit(client, method, where)
                if status not in (404, 405):
                    wrong.append((method, name, who, status))
    assert wrong == []


def test_national_figures_open_for_their_readers_only(town, client):
    client.force_login(town.besnik.user)
    assert client.get("/national/").status_code == 403
    client.force_login(town.reader)
    assert client.get("/national/").status_code == 200


def _visit(client, method, where):
    """The status; what the visit changed is undone, so that the next visitor finds the same things."""
    with transaction.atomic():
        status = getattr(client, method)(where).status_code
        transaction.set_rollback(True)
    return status
