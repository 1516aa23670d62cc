"""The settings' doors, the office's details, its units."""

import pytest

from ura.core.refusals import Refused
from ura.desk.models import Event
from ura.municipalities.actions import check_protocol_format
from ura.municipalities.models import Office
from ura.municipalities.tenancy import working_for
from ura.office.settings_office import OfficeForm
from ura.trail.models import Trail

PAGES = ("", "office/edit/", "units/", "staff/", "staff/new/", "focal-points/", "calendar/", "lists/", "lists/service_type/",
         "letters/", "letters/acknowledgement/sq/", "mail/", "mail/new/")  # fmt: skip


def typed(municipality, **changes):
    """What a browser sends of the office's form."""
    with working_for(municipality):
        form = OfficeForm(municipality)
        data = {name: form[name].value() for name in form.fields} | changes
    return {name: "on" if value is True else str(value) for name, value in data.items() if value is not False}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [("ana", 403), ("besnik", 403), ("ermira", 403), ("fatmir", 200), ("drita", 404)]
)
def test_settings_open_for_administrators_of_this_office(page, who, status, town, client):
    client.force_login(getattr(town, who).user)
    assert client.get(f"/lezhe/office/settings/{page}").status_code == status


@pytest.mark.parametrize(("page", "statuses"), [
    ("office/", {"ana": 200, "besnik": 200, "ermira": 200, "fatmir": 200, "drita": 404}),
    ("absences/", {"ana": 403, "besnik": 403, "ermira": 200, "fatmir": 200, "drita": 404}),
])  # fmt: skip
def test_some_settings_are_for_more_people(page, statuses, town, client):
    for who, status in statuses.items():
        client.force_login(getattr(town, who).user)
        assert client.get(f"/lezhe/office/settings/{page}").status_code == status


def test_only_the_administrator_saves_the_office(town, client):
    data = typed(town.lezha, address="Sheshi i ri 1, Lezhë")
    for who, status in (("besnik", 403), ("fatmir", 302)):
        client.force_login(getattr(town, who).user)
        assert client.post("/lezhe/office/settings/office/edit/", data).status_code == status
    office = Office.objects.get(municipality=town.lezha)
    assert (office.address, office.version) == ("Sheshi i ri 1, Lezhë", 1)
    with working_for(town.lezha):
        assert list(Trail.objects.values_list("act", "fields")) == [("office.changed", {"changed": "address"})]


def test_two_administrators_do_not_overwrite_each_other(town, client):
    client.force_login(town.fatmir.user)
    first = typed(town.lezha, phone="+355 66 111 1111")
    second = typed(town.lezha, phone="+355 66 222 2222")
    client.post("/lezhe/office/settings/office/edit/", first)
    answer = client.post("/lezhe/office/settings/office/edit/", second)
    assert (answer.status_code, [value for _label, value in answer.context["theirs"]]) == (422, ["+355 66 111 1111"])
    page = answer.content.decode()
    assert ("+355 66 222 2222" in page, 'name="version" value="1"' in page) == (True, True)
    assert client.post("/lezhe/office/settings/office/edit/", second | {"version": "1"}).status_code == 302
    assert Office.objects.get(municipality=town.lezha).phone == "+355 66 222 2222"


@pytest.mark.parametrize(("text", "kept"), [
    ("{number}/{year}", "{number}/{year}"),
    (" MD-{number}/{year} ", "MD-{number}/{year}"),
    ("{year}-{number} Prot.", "{year}-{number} Prot."),
])  # fmt: skip
def test_a_form_of_the_number_that_works(text, kept):
    assert check_protocol_format(text) == kept


@pytest.mark.parametrize("text", [
    "", "MD-{number}", "{year}/2026", "{number}/{number}/{year}", "{number}/{year}/{unit}", "{number:04d}/{year}",
    "{number.real}/{year}", "{{number}}/{year}", "{number}{year}", "{number} {year}", "1{number}/{year}",
    "{number}/20{year}", "{number}/{year}<b>", "x" * 60 + "{number}/{year}",
])  # fmt: skip
def test_a_form_of_the_number_that_would_not_work_is_refused(text):
    with pytest.raises(Refused) as refused:
        check_protocol_format(text)
    assert refused.value.field == "protocol_format"


def test_the_example_is_the_next_number(town, client, make_enquiry):
    make_enquiry()
    client.force_login(town.fatmir.user)
    examples = [
        client.get("/lezhe/office/settings/office/example/", {"protocol_format": text}).content.decode()
        for text in ("MD-{number}/{year}", "MD-{number}")
    ]
    page = client.get("/lezhe/office/settings/office/edit/").content.decode()
    year = make_enquiry().entry.year
    assert examples == [f"MD-2/{year}", "—"]
    assert f'<b id="protocol-example">2/{year}</b>' in page


def test_a_new_form_holds_for_new_entries_only(town, client, make_enquiry):
    old = make_enquiry()
    client.force_login(town.fatmir.user)
    client.post("/lezhe/office/settings/office/edit/", typed(town.lezha, protocol_format="MD-{number}/{year}"))
    town.lezha.office.refresh_from_db()
    new = make_enquiry()
    with working_for(town.lezha):
        old.entry.refresh_from_db()
    year = new.entry.year
    assert (old.entry.label, new.entry.label) == (f"1/{year}", f"MD-2/{year}")


def test_the_rules_run_from_submission_and_say_when_they_are_uncertain(town, client):
    client.force_login(town.fatmir.user)
    form = client.get("/lezhe/office/settings/office/edit/", headers={"accept-language": "en"}).context["form"]
    codes = [code for code, _words in form.fields["deadline_rule"].choices]
    assert codes == ["rti_answer", "rti_forward_to_competent", "rti_clarification_contact", "rti_previously_given",
                     "cap_conclude_procedure"]  # fmt: skip
    words = dict(form.fields["deadline_rule"].choices)
    assert "119/2014" in words["rti_answer"] and "15(1)" in words["rti_answer"]
    assert [code for code in codes if " – " in words[code]] == codes[1:]


def test_another_rule_moves_the_open_deadlines_and_says_so(town, client, make_enquiry):
    enquiry = make_enquiry()
    before = enquiry.due_on
    client.force_login(town.fatmir.user)
    answer = client.post(
        "/lezhe/office/settings/office/edit/", typed(town.lezha, deadline_rule="cap_conclude_procedure"), follow=True
    )
    with working_for(town.lezha):
        enquiry.refresh_from_db()
        told = Event.objects.get(enquiry=enquiry, kind="calendar_changed").data
    assert enquiry.due_on > before
    assert (told["from"], told["to"]) == (before.isoformat(), enquiry.due_on.isoformat())
    assert len(answer.context["messages"]) == 1


def test_an_unknown_rule_is_refused(town, client):
    client.force_login(town.fatmir.user)
    data = typed(town.lezha, deadline_rule="rti_extension")
    assert client.post("/lezhe/office/settings/office/edit/", data).status_code == 422


def test_units_are_added_renamed_and_switched_off(town, client):
    client.force_login(town.fatmir.user)
    units = "/lezhe/office/settings/units/"
    assert client.post(units, {"name": "Njësia e Re"}).status_code == 302
    assert client.post(units, {"name": "njesia e re"}).status_code == 422
    with working_for(town.lezha):
        unit = town.lezha.units.get(name_sq="Njësia e Re")
    assert unit.code == "njesia-e-re"
    assert client.post(f"{units}{unit.pk}/", {"name": "Njësia e Vjetër", "version": 0}).status_code == 302
    with working_for(town.lezha):
        unit.refresh_from_db()
        acts = list(Trail.objects.order_by("pk").values_list("act", flat=True))
    assert (unit.name_sq, unit.active, acts) == ("Njësia e Vjetër", False, ["office.unit_added", "office.unit_changed"])


def test_a_unit_of_another_office_is_not_there(town, client):
    with working_for(town.korca):
        unit = town.korca.units.first()
    client.force_login(town.fatmir.user)
    assert client.post(f"/lezhe/office/settings/units/{unit.pk}/", {"name": "E imja"}).status_code == 404
