"""The register of stakeholders (SOP Annex 3): found, written down once, with their requests."""

import pytest

from ura.core.refusals import Refused
from ura.directory.actions import add_stakeholder, change_stakeholder, similar_stakeholders
from ura.directory.models import Stakeholder
from ura.municipalities.tenancy import working_for
from ura.trail.models import Trail

URL = "/lezhe/office/stakeholders/"


def typed(**changes):
    return {"version": "0", "name": "Shoqata «Ura»", "type": "2", "service": "1", "email": "", "phone": "", "address": "",
            "notes": ""} | changes  # fmt: skip


@pytest.fixture
def known(town):
    """Four of Lezhë and one of Korçë, by name."""
    names = [("Drejtoria e Arsimit Lezhë", "1", "1", True), ("Shoqata Çamëria", "2", "2", False),
             ("Ndërtimi sh.p.k.", "3", "3", False), ("Qendra e vjetër", "1", "1", False)]  # fmt: skip
    with working_for(town.lezha):
        rows = {
            name: add_stakeholder(town.lezha, by=town.besnik, name=name, type=kind, service=service, inside=inside)
            for name, kind, service, inside in names
        }
        change_stakeholder(rows["Qendra e vjetër"], by=town.besnik, version=0, active=False)
    with working_for(town.korca):
        add_stakeholder(town.korca, by=town.drita, name="Shoqata e Korçës", type="2", service="1")
    return rows


def involve(town, enquiry, stakeholder, status="1"):
    with working_for(town.lezha):
        return enquiry.involvements.create(municipality=town.lezha, stakeholder=stakeholder, status=status)


@pytest.mark.parametrize(("who", "read", "write"), [
    ("ana", 200, 403), ("besnik", 200, 200), ("ermira", 200, 200), ("fatmir", 200, 200), ("drita", 404, 404),
])  # fmt: skip
def test_the_pages_open_for_this_office(who, read, write, town, known, client):
    pk = known["Shoqata Çamëria"].pk
    client.force_login(getattr(town, who).user)
    assert [client.get(f"{URL}{page}").status_code for page in ("", f"{pk}/")] == [read, read]
    assert [client.get(f"{URL}{page}").status_code for page in ("new/", f"{pk}/edit/")] == [write, write]


@pytest.mark.parametrize(("query", "names"), [
    ("", ["Drejtoria e Arsimit Lezhë", "Ndërtimi sh.p.k.", "Shoqata Çamëria"]),
    ("q=cameria", ["Shoqata Çamëria"]),
    ("q=ARSIMIT lezhe", ["Drejtoria e Arsimit Lezhë"]),
    ("q=vjeter", []),
    ("q=vjeter&off=on", ["Qendra e vjetër"]),
    ("type=2", ["Shoqata Çamëria"]),
    ("service=3", ["Ndërtimi sh.p.k."]),
    ("where=inside", ["Drejtoria e Arsimit Lezhë"]),
    ("type=99&page=x", ["Drejtoria e Arsimit Lezhë", "Ndërtimi sh.p.k.", "Shoqata Çamëria"]),
    ("q=korces", []),
])  # fmt: skip
def test_the_list_is_narrowed(query, names, town, known, client):
    client.force_login(town.besnik.user)
    assert [row.name for row in client.get(f"{URL}?{query}").context["page"].object_list] == names


def test_requests_are_counted_by_status_without_those_the_officer_may_not_know(town, known, make_enquiry, client):
    actor = known["Shoqata Çamëria"]
    first, second = make_enquiry(subject="Kërkesa e parë"), make_enquiry(subject="Kërkesa e dytë")
    complaint = make_enquiry(subject="Ankesë e fshehtë", complaint=True, complaint_about=town.besnik)
    involve(town, first, actor, "3"), involve(town, second, actor, "1"), involve(town, complaint, actor, "1")
    shown = {}
    for who in ("besnik", "ermira", "fatmir"):
        client.force_login(getattr(town, who).user)
        row = next(row for row in client.get(URL).context["page"].object_list if row.pk == actor.pk)
        page = client.get(f"{URL}{actor.pk}/")
        shown[who] = (
            [n for _term, n in row.counts],
            len(page.context["page"].object_list),
            "Ankesë" in page.content.decode(),
        )
    assert shown == {"besnik": ([1, 0, 1], 2, False), "ermira": ([2, 0, 1], 3, True), "fatmir": ([0, 0, 0], 0, False)}


def test_a_list_of_three_asks_no_more_than_a_list_of_one(town, known, client):
    client.force_login(town.besnik.user)
    client.get(URL)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for query in ("q=cameria", ""):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}?{query}")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_stakeholder_is_written_down(town, client):
    client.force_login(town.besnik.user)
    answer = client.post(f"{URL}new/", typed(name="  Shoqata   «Ura» ", email="ura@example.org", inside="on"))
    with working_for(town.lezha):
        row = Stakeholder.objects.get()
        assert list(Trail.objects.values_list("act", flat=True)) == ["directory.added"]
    assert (answer["Location"], row.name, row.inside) == (f"{URL}{row.pk}/", "Shoqata «Ura»", True)


def test_a_possible_double_is_pointed_out_and_may_be_confirmed(town, known, client):
    client.force_login(town.besnik.user)
    data = typed(name="Drejtoria e Arsimit")
    answer = client.post(f"{URL}new/", data)
    assert (answer.status_code, [row.name for row in answer.context["form"].similar]) == (
        422,
        ["Drejtoria e Arsimit Lezhë"],
    )
    assert client.post(f"{URL}new/", data | {"another": "on"}).status_code == 302


def test_the_same_name_is_never_written_twice(town, known, client):
    client.force_login(town.besnik.user)
    answer = client.post(f"{URL}new/", typed(name="SHOQATA ÇAMËRIA", another="on"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    with working_for(town.lezha):
        with pytest.raises(Refused):
            add_stakeholder(town.lezha, by=town.besnik, name="shoqata cameria", type="2", service="1")
    with working_for(town.korca):
        add_stakeholder(town.korca, by=town.drita, name="Shoqata Çamëria", type="2", service="1")


@pytest.mark.parametrize(("name", "found"), [
    ("Ndertimi shpk", ["Ndërtimi sh.p.k."]),
    ("Shoqata Çamëria, dega Lezhë", ["Shoqata Çamëria"]),
    ("Qendra e vjetër", ["Qendra e vjetër"]),
    ("Shoq", []),  # too short to say anything
    ("Drejtoria e Bujqësisë", []),
    ("", []),
])  # fmt: skip
def test_what_sounds_the_same_is_found(name, found, town, known):
    with working_for(town.lezha):
        assert [row.name for row in similar_stakeholders(town.lezha, name)] == found


def test_a_colleagues_change_is_not_overwritten(town, known, client):
    row = known["Shoqata Çamëria"]
    client.force_login(town.besnik.user)
    data = typed(name=row.name, type="2", service="2", active="on")
    assert client.post(f"{URL}{row.pk}/edit/", data | {"phone": "+355 66 111 1111"}).status_code == 302
    answer = client.post(f"{URL}{row.pk}/edit/", data | {"phone": "+355 66 222 2222"})
    assert (answer.status_code, [value for _label, value in answer.context["theirs"]]) == (422, ["+355 66 111 1111"])
    assert client.post(f"{URL}{row.pk}/edit/", data | {"phone": "+355 66 222 2222", "version": "1"}).status_code == 302
    with working_for(town.lezha):
        row.refresh_from_db()
        assert (row.phone, row.version) == ("+355 66 222 2222", 2)


def test_switched_off_it_is_no_longer_in_the_list(town, known, client):
    row = known["Shoqata Çamëria"]
    client.force_login(town.besnik.user)
    assert client.post(f"{URL}{row.pk}/edit/", typed(name=row.name, type="2", service="2")).status_code == 302
    assert row.name not in [each.name for each in client.get(URL).context["page"].object_list]


def test_another_offices_stakeholder_is_not_there(town, known, client):
    with working_for(town.korca):
        other = Stakeholder.objects.get()
    client.force_login(town.besnik.user)
    assert [client.get(f"{URL}{other.pk}/{act}").status_code for act in ("", "edit/")] == [404, 404]
