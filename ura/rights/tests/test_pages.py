"""The pages of data protection: who may open what, and the way of one request at the screen."""

import pytest
from django.urls import reverse

from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.rights.models import Breach, LegalHold, RetentionRule, RightsRequest


def where(name, row=None, *args):
    parts = [row.entry.year, row.entry.number] if row else []
    return reverse(name, args=["lezhe", *parts, *args])


def post(client, who, url, **data):
    client.force_login(who.user)
    return client.post(url, data)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("rights", "fse"), ("rights_new", "fse"), ("retention", "se"), ("holds", "se"), ("processing", "cfsae"),
        ("privacy", "sae"), ("breaches", "se"), ("breach_new", "se"),
    ],
)  # fmt: skip
def test_each_page_opens_for_its_roles(name, who, town, besa, client):
    people = {"c": town.ana, "f": town.besnik, "s": town.ermira, "a": town.fatmir, "e": besa}
    for letter, officer in people.items():
        client.force_login(officer.user)
        assert client.get(where(name)).status_code == (200 if letter in who else 403), (name, letter)
    client.force_login(town.drita.user)
    assert client.get(where(name)).status_code == 404


def test_the_whole_way_of_an_access_request_at_the_screen(town, elona, client):
    client.force_login(town.besnik.user)
    page = client.get(where("rights_new"), {"q": "elona"})
    assert f"?person={elona.person.pk}" in page.content.decode()
    url = f"{where('rights_new')}?person={elona.person.pk}"
    typed = {"right": "access", "received_on": "20.11.2026", "details": "Dua një kopje."}
    answer = client.post(url, typed)
    with working_for(town.lezha):
        row = RightsRequest.objects.select_related("entry").get()
    assert answer["Location"] == where("rights_request", row)
    assert (
        post(client, town.besnik, where("rights_act", row, "identify"), identity="document", version=0).status_code
        == 302
    )
    assert (
        post(client, town.besnik, where("rights_act", row, "decide"), decision="granted", version=1).status_code == 403
    )
    assert post(client, town.besa, where("rights_act", row, "decide"), decision="granted", version=1).status_code == 302
    assert post(client, town.besa, where("rights_do", row, "package")).status_code == 302
    taken = client.get(where("rights_package", row))
    assert (taken.status_code, taken["Content-Type"]) == (200, "application/zip")
    client.force_login(town.ermira.user)
    assert client.get(where("rights_package", row)).status_code == 404  # it holds all, she may not see all
    with working_for(town.lezha):
        version = RightsRequest.objects.get().version
    sent = post(client, town.besa, where("rights_act", row, "answer"), way="hand", text="U dorëzua.", version=version)
    assert sent.status_code == 302
    paper = client.get(where("rights_answer", row))
    assert paper.content[:5] == b"%PDF-"
    page = client.get(where("rights_request", row)).content.decode()
    assert "U dorëzua." in page
    client.get(where("rights"))


def test_what_was_typed_stays_when_a_step_is_refused(town, elona, asks, client):
    row = asks(elona.person, "erasure")
    refused = post(
        client, town.besa, where("rights_act", row, "decide"), decision="refused", reason="", version=row.version
    )
    assert refused.status_code == 422
    mail = post(client, town.besa, where("rights_act", row, "answer"), way="email", text="", version=row.version)
    assert mail.status_code == 422
    text = "Nuk ka më asgjë."
    with working_for(town.lezha):
        Person.objects.filter(pk=elona.person.pk).update(email="")
    page = post(client, town.besa, where("rights_act", row, "answer"), way="email", text=text, version=row.version)
    assert (page.status_code, text in page.content.decode()) == (422, True)


def test_erasing_at_the_screen_leaves_a_page_that_says_so(town, elona, asks, client):
    row = asks(elona.person, "erasure")
    assert post(client, town.besa, where("rights_do", row, "erase")).status_code == 409  # the answer comes first
    post(client, town.besa, where("rights_act", row, "answer"), way="hand", text="U fshinë.", version=row.version)
    assert post(client, town.besa, where("rights_do", row, "erase")).status_code == 302
    page = client.get(where("rights_request", row)).content.decode()
    assert "Elona" not in page
    client.force_login(town.besnik.user)
    opened = client.get(reverse("enquiry", args=["lezhe", elona.enquiry.entry.year, elona.enquiry.entry.number]))
    assert (opened.status_code, "Elona" in opened.content.decode()) == (200, False)
    listed = client.get(reverse("enquiries", args=["lezhe"]), {"state": "5"})
    assert (listed.status_code, "Elona" in listed.content.decode()) == (200, False)


def test_the_same_form_sent_twice_makes_one_number(town, elona, client):
    client.force_login(town.besnik.user)
    url = f"{where('rights_new')}?person={elona.person.pk}"
    typed = {"right": "access", "received_on": "20.11.2026", "once": "njëherë"}
    first, second = client.post(url, typed), client.post(url, typed)
    assert first["Location"] == second["Location"]
    with working_for(town.lezha):
        assert RightsRequest.objects.count() == 1


def test_rules_holds_and_settings_are_kept(town, elona, client):
    answer = post(client, town.besa, where("retention"), requests_years="10", requests_basis="")
    assert answer.status_code == 422
    answer = post(client, town.besa, where("retention"), requests_years="10", requests_basis="Vendimi nr. 3")
    assert answer.status_code == 302
    number = elona.enquiry.entry.label
    assert post(client, town.besa, where("holds"), number="999/2026", reason="x").status_code == 422
    assert post(client, town.besa, where("holds"), number=number, reason="Gjykata").status_code == 302
    with working_for(town.lezha):
        assert RetentionRule.objects.get(kind="requests").years == 10
        hold = LegalHold.objects.get()
    assert number in client.get(where("holds")).content.decode()
    assert client.post(where("hold_lift", None, hold.pk)).status_code == 302
    assert client.post(where("retention_go")).status_code == 302
    typed = {"answer_days": 20, "extension_days": 30, "breach_hours": 48, "dpo_name": "Besa", "version": 0}
    assert client.post(where("privacy"), typed).status_code == 302
    assert client.post(where("privacy"), typed).status_code == 422  # a colleague saved in between


def test_a_breach_is_written_down_completed_and_closed(town, besa, client):
    typed = {"what": "Humbi një dosje.", "noticed_at": "20.11.2026 10:00", "persons": "3"}
    assert post(client, besa, where("breach_new"), version=0, **typed).status_code == 302
    with working_for(town.lezha):
        breach = Breach.objects.get()
    page = where("breach", None, breach.pk)
    assert "Humbi një dosje." in client.get(page).content.decode()
    assert client.post(page, typed | {"version": 9}).status_code == 422
    more = {"measures": "U gjet.", "authority_told_at": "20.11.2026 12:00", "version": 0}
    assert client.post(page, typed | more).status_code == 302
    assert client.post(where("breach_close", None, breach.pk)).status_code == 302
    assert client.get(page).status_code == client.get(where("breaches")).status_code == 200


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_record_of_processing_leaves_as_a_file(kind, town, client):
    client.force_login(town.fatmir.user)
    assert client.get(where("processing_file", None, kind)).status_code == 200


def test_the_record_names_every_activity_in_both_languages(town, client):
    client.force_login(town.fatmir.user)
    english = client.get(where("processing"), headers={"accept-language": "en"}).content.decode()
    assert "Name and surname" in english or "Emri" in english


def test_my_day_of_the_data_protection_officer_shows_what_presses(town, elona, asks, client):
    row = asks(elona.person, "access", granted=False)
    with working_for(town.lezha):
        RightsRequest.objects.filter(pk=row.pk).update(due_on="2026-11-20")
    client.force_login(town.besa.user)
    assert row.entry.label in client.get(reverse("day", args=["lezhe"])).content.decode()


def test_another_offices_request_about_data_does_not_exist_here(town, elona, asks, client):
    row = asks(elona.person, "access")
    client.force_login(town.drita.user)
    assert client.get(where("rights_request", row)).status_code == 404
    at_home = reverse("rights_request", args=["korce", row.entry.year, row.entry.number])
    assert client.get(at_home).status_code == 404
    new = reverse("rights_new", args=["korce"])
    assert client.get(new, {"person": elona.person.pk}).status_code == 404


def test_a_person_known_only_by_a_restricted_matter_is_found_by_the_data_protection_officer_alone(town, elona, client):
    with working_for(town.lezha):
        town.lezha.enquiries.update(restricted=True)
    for officer, found in ((town.besnik, False), (town.ermira, False), (town.besa, True)):
        client.force_login(officer.user)
        page = client.get(where("rights_new"), {"q": "elona"}).content.decode()
        assert ("Elona" in page.replace('value="elona"', "")) == found
        status = client.get(where("rights_new"), {"person": elona.person.pk}).status_code
        assert status == (200 if found else 404)


def test_what_a_person_of_a_restricted_matter_asks_is_met_by_the_data_protection_officer_alone(
    town, elona, asks, client
):
    row = asks(elona.person, "access")
    with working_for(town.lezha):
        town.lezha.enquiries.update(restricted=True)
        RightsRequest.objects.update(officer=town.besa, due_on="2026-11-20")
        LegalHold.objects.create(municipality=town.lezha, person=elona.person, reason="Gjykata", placed_by=town.besa)
    for officer, found in ((town.besnik, False), (town.ermira, False), (town.besa, True)):
        client.force_login(officer.user)
        assert client.get(where("rights_request", row)).status_code == (200 if found else 404)
        for page in ("rights", "holds"):
            if page == "holds" and officer == town.besnik:
                continue
            assert ("Elona" in client.get(where(page)).content.decode()) == found
        day = client.get(reverse("day", args=["lezhe"])).content.decode()
        assert (row.entry.label in day) == found


def test_who_came_only_with_a_restricted_matter_is_found_by_the_data_protection_officer_alone(town, elona, client):
    with working_for(town.lezha):
        town.lezha.enquiries.update(restricted=True)
    shown = {}
    for who in (town.besnik, town.ermira, town.besa):
        client.force_login(who.user)
        shown[who] = f"?person={elona.person.pk}" in client.get(where("rights_new"), {"q": "elona"}).content.decode()
    assert shown == {town.besnik: False, town.ermira: False, town.besa: True}
