"""The list shipped with Ura: in every office from the first look, never twice, and the office's words stay."""

from ura.directory.finding import find_services, institutions_of
from ura.directory.models import Institution, Service
from ura.directory.national import national_list, national_services
from ura.municipalities.tenancy import reading_for, working_for


def test_an_office_finds_the_whole_national_list_at_the_first_look_and_the_other_office_has_its_own(town):
    with reading_for(town.lezha):
        rows = institutions_of(town.lezha)
        assert {row.national for row in rows} == set(national_list())
        assert {s.national for row in rows for s in row.offered} == set(national_services())
        institutions_of(town.lezha)
        assert Institution.objects.filter(municipality=town.lezha).count() == len(national_list())
    with reading_for(town.korca):
        assert Institution.objects.filter(municipality=town.korca).count() == 0
        assert len(institutions_of(town.korca)) == len(national_list())


def test_national_words_are_renewed_only_where_the_office_changed_nothing(town):
    with working_for(town.lezha):
        institutions_of(town.lezha)
        rows = Service.objects.filter(municipality=town.lezha)
        rows.filter(national="police.protection").update(name_sq="E vjetër")
        rows.filter(national="social_services.aid").update(name_sq="Jona", version=1)
        found = {s.national: s.name_sq for s in find_services(town.lezha)}
    assert found["police.protection"] == "Mbrojtje dhe urdhër i menjëhershëm"
    assert found["social_services.aid"] == "Jona"


def test_services_are_found_by_words_without_accents_kind_and_audience(town):
    with working_for(town.lezha):
        assert [s.national for s in find_services(town.lezha, "femijeve mbrojtja")] == ["social_services.child"]
        assert [s.national for s in find_services(town.lezha, kind="housing")] == ["housing_office.social_housing"]
        assert {s.national for s in find_services(town.lezha, audience="prospective_emigrant")} == {
            "akpa.portal", "employment_office.counter",
        }  # fmt: skip
        Service.objects.filter(municipality=town.lezha, national="akpa.portal").update(active=False)
        assert [s.national for s in find_services(town.lezha, "portali kombetar")] == []
