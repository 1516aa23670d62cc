"""The list of cases: found by name, number and what they are; few questions; nothing of what is hidden."""

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ura.cases.actions.emergencies import raise_emergency
from ura.cases.actions.opening import note_category, open_case
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.households import add_member, found_household


@pytest.fixture
def cases(town, make_enquiry):
    made = {}
    with working_for(town.lezha):
        for name, kind in (("Teuta Marku", "returnee"), ("Gjon Prela", "internal"), ("Lule Deda", "foreigner")):
            person = add_person(town.lezha, name=name)
            household = found_household(person, by=town.besnik)
            add_member(
                household, add_person(town.lezha, name=f"Fëmija{name[:2]} Krasniqi"), by=town.besnik, relation="child"
            )
            enquiry = make_enquiry(requester=person)
            made[name] = open_case(enquiry, by=town.besnik, kind=kind, household=household, origin="DE")
    return made


def found(client, **query):
    page = client.get(reverse("cases", args=["lezhe"]), query)
    return [name for name in ("Teuta Marku", "Gjon Prela", "Lule Deda") if name in page.text]


def test_the_list_is_narrowed_by_what_a_case_is(town, cases, client):
    client.force_login(town.besnik.user)
    with working_for(town.lezha):
        note_category(cases["Gjon Prela"], cases["Gjon Prela"].person, "disability", by=town.besnik)
        raise_emergency(cases["Lule Deda"], by=town.besnik, reason="Pa strehë sonte")
    assert found(client) == ["Teuta Marku", "Gjon Prela", "Lule Deda"]
    assert found(client, kind="returnee") == ["Teuta Marku"]
    assert found(client, category="disability") == ["Gjon Prela"]
    assert found(client, emergency="yes") == ["Lule Deda"] and found(client, emergency="late") == []
    assert found(client, owner="none") == [] and found(client, review="overdue") == []
    assert len(found(client, state="open", owner="me", origin="DE", **{"from": "01.01.2020"})) == 3
    assert "?" in client.get(reverse("cases", args=["lezhe"]), {"kind": "xyz"}).text


def test_the_newest_number_stands_first_and_the_other_way_on_demand(town, cases, client):
    client.force_login(town.besnik.user)
    text = client.get(reverse("cases", args=["lezhe"])).text
    assert text.index("Lule Deda") < text.index("Gjon Prela") < text.index("Teuta Marku")
    text = client.get(reverse("cases", args=["lezhe"]), {"sort": "number"}).text
    assert text.index("Teuta Marku") < text.index("Gjon Prela") < text.index("Lule Deda")
    older = client.get(reverse("cases", args=["lezhe"]), {"after": cases["Gjon Prela"].pk}).text
    assert "Teuta Marku" in older and "Gjon Prela" not in older and "Lule Deda" not in older


@pytest.mark.parametrize("words", ["teuta", "MARKU", "Krasniqi FëmijaTe"])
def test_a_name_of_the_family_finds_the_case_and_leaves_the_address(town, cases, client, words):
    client.force_login(town.besnik.user)
    answer = client.post(reverse("cases", args=["lezhe"]), {"q": words})
    assert words not in answer.url and "s=" in answer.url
    page = client.get(answer.url)
    assert "Teuta Marku" in page.text and "Gjon Prela" not in page.text


def test_a_number_finds_its_case(town, cases, client):
    client.force_login(town.besnik.user)
    page = client.get(reverse("cases", args=["lezhe"]), {"q": str(cases["Gjon Prela"])})
    assert "Gjon Prela" in page.text and "Teuta Marku" not in page.text


def test_the_list_asks_ten_questions_at_most(town, cases, client, django_assert_max_num_queries):
    client.force_login(town.besnik.user)
    client.get(reverse("cases", args=["lezhe"]))
    from django.db import connection

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("cases", args=["lezhe"]), {"state": "open", "kind": "returnee", "owner": "me"})
    real = [q["sql"] for q in asked if q["sql"].startswith("SELECT") and "set_config" not in q["sql"]]
    assert len(real) <= 10, real


def test_a_restricted_case_is_in_no_list_export_or_search_of_a_colleague(town, cases, client):
    with working_for(town.lezha):
        note_category(cases["Teuta Marku"], cases["Teuta Marku"].person, "trafficking", by=town.besnik)
    client.force_login(town.ermira.user)
    assert found(client) == ["Gjon Prela", "Lule Deda"]
    answer = client.post(reverse("cases", args=["lezhe"]), {"q": "Teuta Marku"})
    assert "Teuta Marku" not in client.get(answer.url).text.replace('value="Teuta Marku"', "").replace(
        "«Teuta Marku»", ""
    )
    taken = client.get(reverse("cases_export", args=["lezhe"]), {"as": "csv"})
    text = taken.getvalue().decode()
    assert "Gjon Prela" in text and "Marku" not in text
    client.force_login(town.besnik.user)
    assert found(client) == ["Teuta Marku", "Gjon Prela", "Lule Deda"]
    assert "Marku" not in client.get(reverse("cases_export", args=["lezhe"]), {"as": "csv"}).getvalue().decode()
