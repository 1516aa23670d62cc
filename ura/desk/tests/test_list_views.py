"""Views of the register that officers keep."""

import pytest

from ura.desk.actions.saved import MOST_VIEWS, keep_view
from ura.desk.models import SavedView
from ura.municipalities.tenancy import working_for
from ura.trail.models import Trail

SAVE = "/lezhe/office/enquiries/views/"


def kept(town):
    with working_for(town.lezha):
        rows = SavedView.objects.filter(municipality=town.lezha).order_by("pk")
        return [(row.officer_id, row.name, row.query, row.shared) for row in rows]


def test_view_keeps_the_filters_but_never_the_words_searched_for(town, client):
    client.force_login(town.besnik.user)
    address = "q=Arta+Prova&state=open&state=bogus&owner=me&from=01.02.2026&sort=due&page=3"
    response = client.post(SAVE, {"name": "  Të  miat ", "address": address})
    assert response.url == "/lezhe/office/enquiries/?state=open&owner=me&from=2026-02-01&sort=due"
    assert kept(town) == [(town.besnik.pk, "Të miat", "state=open&owner=me&from=2026-02-01&sort=due", False)]


def test_same_name_replaces_the_view(town, client):
    client.force_login(town.besnik.user)
    for address in ("state=open", "state=5"):
        client.post(SAVE, {"name": "Pamja", "address": address})
    assert kept(town) == [(town.besnik.pk, "Pamja", "state=5", False)]


def test_shared_view_is_a_chip_for_colleagues_and_an_own_one_is_not(town, client):
    with working_for(town.lezha):
        keep_view(town.ermira, name="Për të gjithë", address="state=4", shared=True)
        keep_view(town.ermira, name="Vetëm imja", address="state=3")
    client.force_login(town.besnik.user)
    chips = client.get("/lezhe/office/enquiries/?state=4").context["chips"]
    assert [chip for chip in chips if chip[0] in ("Për të gjithë", "Vetëm imja")] == [
        ("Për të gjithë", "state=4", True)
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_view_needs_a_name(name, town, client):
    client.force_login(town.besnik.user)
    response = client.post(SAVE, {"name": name, "address": "state=open"}, follow=True)
    assert kept(town) == []
    assert len(response.context["messages"]) == 1


def test_more_views_than_anybody_needs_are_refused(town, client):
    client.force_login(town.besnik.user)
    for n in range(MOST_VIEWS + 1):
        client.post(SAVE, {"name": f"Pamja {n}", "address": "state=open"})
    assert len(kept(town)) == MOST_VIEWS


@pytest.mark.parametrize(("who", "status", "left"), [("besnik", 302, 0), ("ermira", 302, 0), ("ana", 409, 1), ("drita", 404, 1)])  # fmt: skip
def test_view_is_deleted_by_its_keeper_or_a_supervisor(who, status, left, town, client):
    with working_for(town.lezha):
        view = keep_view(town.besnik, name="Pamja", address="state=open", shared=True)
    client.force_login(getattr(town, who).user)
    assert client.post(f"{SAVE}{view.pk}/delete/").status_code == status
    assert len(kept(town)) == left


def test_keeping_a_view_leaves_a_trail_without_its_name(town, client):
    client.force_login(town.besnik.user)
    client.post(SAVE, {"name": "Arta Prova", "address": "state=open"})
    with working_for(town.lezha):
        (row,) = Trail.objects.filter(municipality=town.lezha, act="desk.view_kept")
    assert (row.officer_id, row.fields) == (town.besnik.pk, {"shared": "False"})
