"""The register of breaches and its hours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.municipalities.tenancy import working_for
from ura.rights.breaches import close_breach, correct_breach, note_breach, notification_draft
from ura.rights.clock import breach_clock, notify_until
from ura.rights.words import waiting


def noted(town, hours_ago, **more):
    noticed = timezone.now() - timedelta(hours=hours_ago)
    breach = note_breach(town.lezha, by=town.besa, what="Një listë u dërgua gabim.", noticed_at=noticed, **more)
    breach.municipality = town.lezha
    return breach


@pytest.mark.parametrize(
    ("ago", "tone", "says"),
    [
        (1, "", "70 hours left"),
        (60, "warn", "11 hours left"),
        (71.5, "warn", "0 hours left"),
        (80, "late", "8 hours ago"),
    ],
)
def test_the_hours_run_day_and_night_from_notice(ago, tone, says, town, besa):
    with working_for(town.lezha):
        breach = noted(town, ago)
        assert notify_until(breach) - breach.noticed_at == timedelta(hours=72)
        shown, text = breach_clock(breach)
        assert (shown, says in text) == (tone, True)


def test_an_open_breach_stands_in_my_day_of_who_keeps_and_of_nobody_else(town, besa):
    with working_for(town.lezha):
        noted(town, 60)
        assert [line["tone"] for line in waiting(besa)] == ["warn"]
        assert [len(waiting(who)) for who in (town.ermira, town.besnik, town.ana, town.fatmir)] == [1, 0, 0, 0]


def test_it_is_closed_only_with_measures_and_a_reason_for_the_delay(town, besa):
    with working_for(town.lezha):
        breach = noted(town, 80)
        with pytest.raises(Refused, match="late"):
            close_breach(breach, by=besa)
        fields = {"what": breach.what, "noticed_at": breach.noticed_at, "delay_reason": "Fundjavë pa roje."}
        correct_breach(breach, by=besa, version=breach.version, **fields)
        with pytest.raises(Refused, match="measures"):
            close_breach(breach, by=besa)
        correct_breach(breach, by=besa, **fields, measures="U kërkua fshirja.", high_risk=True)
        with pytest.raises(Refused, match="informed first"):
            close_breach(breach, by=besa)
        correct_breach(breach, by=besa, **fields, persons_told_on=timezone.localdate())
        assert close_breach(breach, by=besa).closed_at is not None


def test_what_cannot_have_happened_is_refused(town, besa):
    with working_for(town.lezha):
        with pytest.raises(Refused, match="future"):
            noted(town, -1)
        with pytest.raises(Refused, match="before it is noticed"):
            noted(town, 1, authority_told_at=timezone.now() - timedelta(hours=2))
        with pytest.raises(Refused, match="what happened"):
            note_breach(town.lezha, by=besa, what=" ", noticed_at=timezone.now())


def test_numbers_follow_each_other(town, besa):
    with working_for(town.lezha):
        assert [noted(town, 1).number, noted(town, 1).number] == [1, 2]


def test_the_draft_says_what_is_known_and_what_is_not_yet(town, besa):
    with working_for(town.lezha):
        breach = noted(town, 1, persons=12)
        text = notification_draft(breach, "en")
    assert "Persons concerned: 12. Records concerned: not known yet." in text
    assert "Një listë u dërgua gabim." in text
    assert "delay" not in text
