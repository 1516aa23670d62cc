"""The trail on screen and as a file; the history of one request among a hundred thousand acts."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ura.municipalities.tenancy import working_for
from ura.trail.models import Trail
from ura.trail.sealer import seal


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


def lines(response):
    return [(line["what"], line["number"]) for line in response.context["lines"]]


def test_the_supervisor_reads_who_did_what(town, make_enquiry, client):
    enquiry = make_enquiry(by=town.besnik)
    client.force_login(town.ermira.user)
    answer = client.get("/lezhe/office/trail/")
    assert lines(answer) == [("Besnik Prova registered the request", enquiry.entry.label)]
    assert enquiry.get_absolute_url() in answer.content.decode()


def test_an_administrator_reads_numbers_but_no_door(town, make_enquiry, client):
    enquiry = make_enquiry(by=town.besnik)
    make_enquiry(by=town.besnik, complaint=True, complaint_about=town.ana)
    client.force_login(town.fatmir.user)
    answer = client.get("/lezhe/office/trail/")
    assert lines(answer) == [("Besnik Prova registered the request", enquiry.entry.label)]
    assert enquiry.get_absolute_url() not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("officer={besnik}", ["registered the request"]),
        ("officer={ermira}", ["kept a view of the register"]),
        ("act=desk.registered", ["registered the request"]),
        ("number={label}", ["registered the request"]),
        ("number=77/2026", []),
        ("since=01.01.2999", []),
        ("until=01.01.2999", ["kept a view of the register", "registered the request"]),
        ("officer=x&act=y", ["kept a view of the register", "registered the request"]),
    ],
)
def test_the_trail_is_filtered(query, found, town, make_enquiry, client):
    from ura.trail.actions import record

    enquiry = make_enquiry(by=town.besnik)
    with working_for(town.lezha):
        record(town.lezha.office, "desk.view_kept", by=town.ermira)
    client.force_login(town.ermira.user)
    query = query.format(besnik=town.besnik.pk, ermira=town.ermira.pk, label=enquiry.entry.label)
    answer = client.get(f"/lezhe/office/trail/?{query}")
    assert [what.split(" ", 2)[2] for what, _number in lines(answer)] == found


def test_older_acts_stand_on_the_next_page(town, client):
    with working_for(town.lezha):
        Trail.objects.bulk_create(
            Trail(municipality=town.lezha, officer=town.ana, act="desk.view_kept", about="desk.savedview", row=n)
            for n in range(60)
        )
    client.force_login(town.ermira.user)
    first = client.get("/lezhe/office/trail/")
    second = client.get("/lezhe/office/trail/" + first.context["older"])
    assert [len(lines(page)) for page in (first, second)] == [50, 10]
    assert second.context["older"] == ""


def test_the_chain_is_checked_from_the_page(town, make_enquiry, client):
    make_enquiry()
    with working_for(town.lezha):
        seal(town.lezha)
    client.force_login(town.ermira.user)
    assert client.get("/lezhe/office/trail/?check=1").context["chain"][:3] == (None, 1, 0)


def test_the_export_carries_the_hashes_and_is_in_the_trail_itself(town, make_enquiry, client):
    make_enquiry(by=town.besnik)
    with working_for(town.lezha):
        seal(town.lezha)
    client.force_login(town.ermira.user)
    acts = json.loads(client.get("/lezhe/office/trail/export/json/").content)["acts"]
    assert [(act["position"], act["en"]) for act in acts] == [(1, "Besnik Prova registered the request")]
    table = list(
        csv.DictReader(
            io.StringIO(client.get("/lezhe/office/trail/export/csv/").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert [row["act"] for row in table] == ["desk.registered", "trail.exported"]
    assert client.get("/lezhe/office/trail/export/exe/").status_code == 404


def test_the_history_of_a_request_takes_two_questions_among_twenty_thousand_acts(town, make_enquiry, client):
    enquiry = make_enquiry(by=town.besnik)
    with working_for(town.lezha):
        others = (
            Trail(municipality=town.lezha, officer=town.ana, act="desk.note", about="desk.enquiry", row=10**6 + n)
            for n in range(20_000)
        )
        Trail.objects.bulk_create(others, batch_size=5000)
    client.force_login(town.besnik.user)
    address = enquiry.get_absolute_url() + "trail/"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert [line["what"] for line in answer.context["lines"]] == ["Besnik Prova registered the request"]
    trail = [query["sql"] for query in asked if "trail_trail" in query["sql"]]
    names = [query["sql"] for query in asked if "staff_officer" in query["sql"] and "desk_enquiry" not in query["sql"]]
    assert len(trail) == 1
    assert len(names) <= 2  # who asks, and the names in the sentences
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE trail_trail")
        explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        with working_for(town.lezha):
            cursor.execute(explain + trail[0])
            plan = str(cursor.fetchall())
    assert "trail_of_a_row" in plan and "Seq Scan on trail_trail" not in plan and "SCAN trail_trail" not in plan
