"""Profile cards: scenarios side by side, shown to the person, who chooses."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened, must_be_open
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.schemes.catalogue import schemes_of
from ura.schemes.dossier import checklist, papers_of, readiness
from ura.schemes.judging import judge
from ura.schemes.knowing import known_of
from ura.schemes.models import ProfileCard, Scenario

MOST = 6  # side by side on one page


def make_card(case, person, codes, *, by, on=None):
    """A card with one scenario for each of these schemes, as they stand today."""
    must_be_open(case)
    offered = schemes_of(case.municipality)
    chosen = list(dict.fromkeys(code for code in codes if code in offered))
    if not chosen:
        raise Refused(_("Choose at least one scheme to compare."))
    if len(chosen) > MOST:
        raise Refused(_("At most %(n)s schemes stand side by side: choose fewer.") % {"n": MOST})
    known, papers = known_of(case).of(person).values, papers_of(case, person)
    card = ProfileCard.objects.create(
        municipality=case.municipality, case=case, person=person, made_on=on or timezone.localdate(), officer=by
    )
    for code in chosen:
        scheme = offered[code]
        Scenario.objects.create(
            municipality=case.municipality, card=card, scheme=code, scheme_version=scheme.version,
            verdict=judge(scheme, known).verdict, readiness=readiness(checklist(scheme, known, papers)),
        )  # fmt: skip
    return card


def present(card, *, by, on=None, version=None):
    """The scenarios were shown to the person: counted as informed about schemes."""
    must_be_open(card.case)
    lock_version(card, version)
    on = _day(on, card)
    if card.presented_on is None:
        card.presented_on = on
        _save(card, "presented_on")
        codes = list(card.scenarios.order_by("pk").values_list("scheme", flat=True))
        happened(card.case, EventKind.SCENARIO_SHOWN, by=by, on=on, person=card.person, card=card.pk, schemes=codes)
    return card


def choose(card, scenario, *, by, on=None, note="", next_step="", version=None):
    """What the person chose, in an informed way: the scenarios were shown first. Choosing another one replaces it."""
    must_be_open(card.case)
    lock_version(card, version)
    if scenario.card_id != card.pk:
        raise Refused(_("This scenario is not on this card."))
    on = _day(on, card)
    if card.presented_on is None:
        present(card, by=by, on=on)
    for other in card.scenarios.exclude(pk=scenario.pk).filter(chosen_on__isnull=False):
        other.chosen_on = None
        other.save(update_fields=["chosen_on"])
    scenario.chosen_on, scenario.next_step = on, next_step.strip() or scenario.next_step
    scenario.save(update_fields=["chosen_on", "next_step"])
    card.note = note.strip() or card.note
    _save(card, "note")
    happened(
        card.case, EventKind.SCENARIO, by=by, on=on, person=card.person, card=card.pk, scheme=scenario.scheme,
        verdict=scenario.verdict, readiness=scenario.readiness,
    )  # fmt: skip
    return scenario


def _day(on, card):
    on = on or timezone.localdate()
    if not card.made_on <= on <= timezone.localdate():
        raise Refused(_("Choose a day from the making of the card until today."), field="on")
    return on


def _save(card, *fields):
    card.version += 1
    card.save(update_fields=[*fields, "version"])
