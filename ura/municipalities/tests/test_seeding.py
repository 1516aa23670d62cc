"""A fresh seed holds what the country settled: substitute days of estimated feasts, notes in both languages."""

from datetime import date

import pytest
from django.utils import translation

from ura.municipalities.models import DeadlineRule, Holiday


@pytest.mark.parametrize(
    ("on", "name"), [(date(2027, 5, 17), "Dita e Kurban Bajramit"), (date(2028, 2, 28), "Dita e Bajramit të Madh")]
)
def test_a_feast_on_a_weekend_has_its_substitute_day(on, name, town):
    day = Holiday.objects.get(on=on)
    assert (day.name_sq, day.kind, day.estimated) == (name, Holiday.Kind.SUBSTITUTE, True)


def test_the_notes_beside_the_rules_are_in_the_readers_language(town):
    rule = DeadlineRule.objects.get(code="rti_answer_after_forwarding")
    said = {}
    for language in ("sq", "en"):
        with translation.override(language):
            said[language] = rule.note
    assert said == {
        "sq": "Nis nga mbërritja te autoriteti i PARË, jo nga përcjellja",
        "en": "Runs from arrival at the FIRST authority, not from forwarding",
    }
    assert not [rule.code for rule in DeadlineRule.objects.all() if bool(rule.note_sq) != bool(rule.note_en)]


@pytest.mark.parametrize(
    ("language", "words"), [("sq", "Kërkuesi njoftohet për përcjelljen."), ("en", "Requester is informed")]
)
def test_the_note_of_an_uncertain_rule_is_on_the_settings_in_both_languages(language, words, town, client):
    town.lezha.office.deadline_rule = "rti_forward_to_competent"
    town.lezha.office.save(update_fields=["deadline_rule"])
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = language
    assert words in client.get("/lezhe/office/settings/office/").content.decode()
