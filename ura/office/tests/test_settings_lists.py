"""Own codes of an office: numbered on, ended, never deleted."""

import pytest

from ura.codelists.lists import choices, terms, word
from ura.codelists.models import OfficeTerm
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.trail.models import Trail

URL = "/lezhe/office/settings/lists/"


@pytest.fixture
def signed_in(town, client):
    client.force_login(town.fatmir.user)
    return client


def fresh(municipality):
    return Municipality.objects.select_related("office").get(pk=municipality.pk)


def codes(municipality, name):
    with working_for(municipality):
        return [code for code, _word in choices(fresh(municipality), name)]


def test_own_codes_go_on_from_the_next_number_in_each_list_and_office(signed_in, town, client):
    for name, sq in (("service_type", "Vullnetarizëm"), ("service_type", "Mentorim"), ("requester_type", "Universitet"),
                     ("gap_topic", "Partneritete")):  # fmt: skip
        assert signed_in.post(f"{URL}{name}/", {"sq": sq, "en": f"{sq} (en)"}).status_code == 302
    assert codes(town.lezha, "service_type") == ["1", "2", "3", "4", "5"]
    assert codes(town.lezha, "requester_type") == ["1", "2", "3", "4", "5"]
    assert codes(town.lezha, "gap_topic") == ["human_resources", "financial_resources", "infrastructure", "4"]
    assert codes(town.korca, "service_type") == ["1", "2", "3"]
    with working_for(town.lezha):
        acts = list(Trail.objects.order_by("pk").values_list("act", "fields"))
    assert acts[:2] == [
        ("codelists.added", {"list": "service_type", "code": "4"}), ("codelists.added", {"list": "service_type", "code": "5"})
    ]  # fmt: skip


def test_an_ended_code_is_no_longer_offered_keeps_its_word_and_its_number(signed_in, town):
    signed_in.post(f"{URL}service_type/", {"sq": "Mentorim", "en": "Mentoring"})
    with working_for(town.lezha):
        term = OfficeTerm.objects.get()
    data = {"sq": "Mentorim", "en": "Mentoring", "valid_until": "01.01.2026", "version": 0}
    assert signed_in.post(f"{URL}service_type/{term.pk}/", data).status_code == 302
    signed_in.post(f"{URL}service_type/", {"sq": "Vullnetarizëm", "en": "Volunteering"})
    assert codes(town.lezha, "service_type") == ["1", "2", "3", "5"]
    with working_for(town.lezha):
        office = fresh(town.lezha)
        assert (word(office, "service_type", "4"), len(terms(office)["service_type"])) == ("Mentorim", 5)


@pytest.mark.parametrize(("data", "field"), [
    ({"sq": "investim", "en": "Investments"}, "sq"),  # the national word, in small letters
    ({"sq": "Mentorim", "en": ""}, "en"),
    ({"sq": "Mentorim", "en": "Mentoring", "valid_from": "02.01.2026", "valid_until": "01.01.2026"}, "valid_until"),
    ({"sq": "Mentorim", "en": "Mentoring", "valid_from": "31.02.2026"}, "valid_from"),
])  # fmt: skip
def test_a_code_that_cannot_be_is_refused_and_what_was_typed_stays(data, field, signed_in, town):
    answer = signed_in.post(f"{URL}service_type/", data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert f'value="{data["sq"]}"' in answer.content.decode()
    assert codes(town.lezha, "service_type") == ["1", "2", "3"]


@pytest.mark.parametrize("name", ["audience", "outcome", "stakeholder_status", "case_status", "xyz"])
def test_a_closed_list_has_no_page(name, signed_in):
    assert signed_in.get(f"{URL}{name}/").status_code == 404


def test_a_code_of_another_office_is_not_there(signed_in, town):
    with working_for(town.korca):
        term = OfficeTerm.objects.create(
            municipality=town.korca, list="service_type", code="4", sq="Karnavale", en="Carnival"
        )
    assert signed_in.get(f"{URL}service_type/{term.pk}/").status_code == 404
    assert "Karnavale" not in signed_in.get(f"{URL}service_type/").content.decode()
