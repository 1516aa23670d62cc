"""The guides as data: whole in both languages, facts said once; what an office adds, and that it is still right."""

import datetime
from dataclasses import replace

import pytest

from ura.core.refusals import Refused
from ura.directory.models import Audience
from ura.directory.national import national_list
from ura.guides import reading
from ura.guides.actions import confirm_guide, write_edition
from ura.guides.national import UNITS, Both, digest_of, fill, issuers, national_guides, placeholders
from ura.guides.reading import guide, guides_for

NATIONAL = {
    "social_housing": 9, "tenancy_contract": 3, "rent_subsidy": 3, "employment_akpa": 3, "health_registration": 3,
    "residence_proof": 2, "social_care": 3, "social_assistance": 2, "community_support": 2, "vulnerable_groups": 2,
    "discrimination_help": 2, "e_albania_registration": 9, "civil_registry_services": 3, "civil_registry_abroad": 3,
    "personal_certificate": 5, "personal_certificate_archive": 4, "residence_change": 6, "vocational_training": 6,
    "private_employment_agencies": 4, "school_registration": 7, "school_transfer": 3, "diaspora_information": 4,
    "diaspora_joint_activity": 4, "diaspora_investment": 4, "returnee_documents": 3, "returnee_social_schemes": 5,
    "returnee_housing": 3, "returnee_jobseeker": 4, "returnee_startup": 3, "returnee_agriculture": 2,
    "returnee_emergency": 3, "returnee_legal": 3, "citizenship_information": 3, "predeparture_information": 4,
}  # fmt: skip
DEADLINES = {
    "personal_certificate_archive": ["3 ditë pune"], "residence_change": ["24 orë"], "vocational_training": ["14 ditë"],
    "school_transfer": ["24 orë", "48 orë"], "diaspora_information": ["10 ditë pune"],
}  # fmt: skip


def test_every_guide_is_there_with_its_steps_and_whole_in_both_languages():
    assert {key: len(each.steps) for key, each in national_guides().items()} == NATIONAL
    lacking = []
    for key, each in national_guides().items():
        texts = [each.title, *each.steps, *each.notes, *each.office_notes, *each.institutions]
        texts += [part for paper in each.papers for part in (paper.name, paper.issuer, paper.how)]
        texts += [law for law, _link in each.laws] + [fact.what for fact in each.facts.values()]
        lacking += [key for text in texts if not (text.sq and text.en)]
        lacking += [key for _half in (1,) if bool(each.cost.sq) != bool(each.cost.en)]
        assert set(each.audience) <= set(Audience.values)
        assert each.channel in ("online", "counter", "both")
        assert all(fact.unit in UNITS["sq"] for fact in each.facts.values() if fact.kind == "duration")
    assert lacking == []


def test_every_place_in_a_text_has_its_fact_in_both_languages():
    for each in national_guides().values():
        facts = {name: (fact, None) for name, fact in each.facts.items()}
        for text in (*each.steps, *each.notes, *each.office_notes, each.cost):
            assert {name for _guide, name in placeholders(text.sq)} == {name for _guide, name in placeholders(text.en)}
            assert "{" not in fill(text.sq, facts, "sq") + fill(text.en, facts, "en")


def test_time_limits_stand_as_in_the_sources(working):
    said = {one.key: [long for _what, long in one.page("sq").deadlines] for one in guides_for(working.lezha)}
    assert {key: long for key, long in said.items() if long} == DEADLINES


def test_a_fact_the_office_changes_changes_in_both_languages_and_stays_with_its_edition(working):
    office, by = working.lezha, working.besnik
    before = guide(office, "vocational_training").page("en")
    assert ("Answer of the centre", "14 days") in before.deadlines
    write_edition(
        office, "vocational_training", by=by, number=0, facts={"answer": 21}, fee=500, text_sq="Në katin e dytë."
    )
    now = guide(office, "vocational_training")
    assert (now.number, now.page("en").deadlines) == (1, [("Answer of the centre", "21 days")])
    assert now.page("sq").deadlines == [("Përgjigjja e qendrës", "21 ditë")]
    assert now.page("en").own_text == "Në katin e dytë."  # better in Albanian than not at all
    assert "21 ditët" in " ".join(now.page("sq").office_notes)
    assert guide(working.korca, "vocational_training").number == 0


def test_two_officers_on_one_guide_the_second_is_told(working):
    office = working.lezha
    write_edition(office, "social_care", by=working.besnik, number=0, facts={}, phone="+355 66 000 0001")
    with pytest.raises(Refused):
        write_edition(office, "social_care", by=working.ermira, number=0, facts={}, phone="+355 66 000 0002")
    assert guide(office, "social_care").page("sq").phone == "+355 66 000 0001"


def test_one_click_says_that_it_is_still_right_until_it_is_changed_or_its_day_passes(working):
    office = working.lezha
    assert guide(office, "social_care").needs_review
    confirm_guide(office, "social_care", by=working.besnik)
    assert not guide(office, "social_care").needs_review
    write_edition(office, "social_care", by=working.besnik, number=0, facts={}, hours="8–16")
    assert guide(office, "social_care").needs_review
    said = confirm_guide(office, "social_care", by=working.besnik)
    assert not guide(office, "social_care").needs_review
    with pytest.raises(Refused):
        confirm_guide(office, "social_care", by=working.besnik, until=said.on - datetime.timedelta(days=1))


def rewritten(key):
    """The national guides of a later release, in which one word of this one is another."""
    old = national_guides()[key]
    new = replace(old, title=Both(old.title.sq, old.title.en + "."), since=datetime.date(2030, 1, 2))
    return national_guides() | {key: replace(new, digest=digest_of(new))}


def test_a_national_guide_bears_its_day_and_changes_its_version_with_any_word():
    every = national_guides()
    assert len({each.version for each in every.values()}) == len(every)
    for key, each in every.items():
        assert each.version == f"{each.since.isoformat()}/{digest_of(each)}"
        assert digest_of(replace(each, steps=(*each.steps, Both("Prisni.", "Wait.")))) != each.digest
        assert rewritten(key)[key].version.startswith("2030-01-02/") and rewritten(key)[key].digest != each.digest


def test_a_rewritten_national_text_is_to_be_confirmed_anew(working, monkeypatch):
    office = working.lezha
    said = confirm_guide(office, "social_care", by=working.besnik)
    assert said.national == national_guides()["social_care"].version
    release = rewritten("social_care")
    monkeypatch.setattr(reading, "national_guides", lambda: release)
    now = guide(office, "social_care")
    assert (now.needs_review, now.is_rewritten) == (True, True)
    confirm_guide(office, "social_care", by=working.besnik)
    assert not guide(office, "social_care").needs_review


def test_a_law_the_office_changes_or_adds_stands_in_both_languages_and_with_its_edition(working):
    office, by = working.lezha, working.besnik
    assert guide(office, "social_housing").page("en").laws == [
        ("Law 22/2018", "https://qbz.gov.al/eli/ligj/2018/05/03/22")
    ]
    write_edition(
        office, "social_housing", by=by, number=0, facts={}, laws_sq="VKM 1/2027 https://qbz.gov.al/vkm1\nVendimi 9",
        laws={"l22-2018": {"sq": "Ligji 7/2027 https://qbz.gov.al/l7", "en": "Law 7/2027"}, "unknown": {"sq": "x"}},
    )  # fmt: skip
    now = guide(office, "social_housing")
    added = [("VKM 1/2027", "https://qbz.gov.al/vkm1"), ("Vendimi 9", "")]
    assert now.page("sq").laws == [("Ligji 7/2027", "https://qbz.gov.al/l7"), *added]
    assert now.page("en").laws == [("Law 7/2027", ""), *added]  # the address of the old law is not that of the new one
    assert list(now.edition.laws) == ["l22-2018"]
    assert {"Ligji 7/2027 https://qbz.gov.al/l7", "Law 7/2027"} <= set(now.edition.words)
    write_edition(office, "social_housing", by=by, number=1, facts={})
    assert guide(office, "social_housing").page("sq").laws[0][0] == "Ligji 22/2018"


def test_guides_are_chosen_by_audience_and_by_words(working):
    for_foreigners = [one.key for one in guides_for(working.lezha, "foreigner")]
    assert for_foreigners == [
        "social_housing", "tenancy_contract", "discrimination_help", "returnee_startup", "citizenship_information",
    ]  # fmt: skip
    assert [one.key for one in guides_for(working.lezha, text="vaksinimit")] == ["school_registration"]


def test_whom_the_guides_name_is_in_the_directory_of_every_office():
    """Institutions that issue or offer something; the municipality's own organs, parties and citizens are none."""
    known = {row["guide"] for row in national_list().values() if row["guide"]}
    assert known <= set(issuers())
    assert set(issuers()) - known == {
        "MDS", "MUN_COUNCIL", "HOUSING_COMM", "ADMIN_UNIT", "CITIZEN", "PARTIES", "UTILITY", "COURT", "TAX",
    }  # fmt: skip
