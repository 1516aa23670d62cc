"""What stands between a case and its closing.

Packages above say what must be settled first, in their `AppConfig.ready`: `OBSTACLES.append(open_referrals)` with
`open_referrals(case) -> [sentence, …]`, empty when nothing of theirs is open.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.cases.formats import domain_names
from ura.cases.models import CaseRule, Closure, Judgement, Plan, Review
from ura.cases.models.review import SETTLED
from ura.cases.needs import assessments_of, concerns_of, latest_of, named, persons_of


def unmet_emergency(case):
    """The clock of an emergency stops before the case is closed."""
    if not case.is_emergency:
        return []
    return [
        _("The emergency is not met yet: write down first what was done and at which hour (“The emergency is met”).")
    ]


OBSTACLES = [unmet_emergency]


def obstacles(case):
    """Sentences that keep this case from being closed, whatever its outcome."""
    return [str(sentence) for ask in OBSTACLES for sentence in ask(case)]


@dataclass(frozen=True)
class Criterion:
    """One thing the office asks of «fully reintegrated», and whether it holds."""

    text: str
    holds: bool


def criteria(case):
    """What the office asks before a case may be called fully reintegrated."""
    here = {person.pk for person in persons_of(case)}
    rule, found = CaseRule.of(case.municipality), [row for row in assessments_of(case) if row.person_id in here]
    closing = closing_of(case, found)
    asked = [_closing_assessments(case, found, closing), _all_scored(case, found, closing)]
    if rule.newer_than_review:
        asked.append(_newer(case, closing))
    asked.append(_concerns(case, rule, closing))
    if rule.least_score:
        asked.append(_least(rule, closing))
    if rule.goals_settled:
        asked.append(_goals(case))
    return asked


def closing_of(case, assessments):
    """{person id: their closing assessment}: the newest of all, and made since the case was last opened."""
    last = Closure.objects.filter(municipality=case.municipality_id, case=case).last()
    newest = latest_of(case, assessments)
    return {pk: row for pk, row in newest.items() if row.closing and (last is None or row.at > last.at)}


def _closing_assessments(case, found, closing):
    """Of everybody who was assessed and is in the case today; who left the household cannot be assessed any more."""
    people = {row.person_id: row.person for row in found} | {case.person_id: case.person}
    lacking = [person.shown_name for pk, person in people.items() if pk not in closing]
    if lacking:
        return Criterion(_("A closing assessment is missing for: %(names)s.") % {"names": ", ".join(lacking)}, False)
    return Criterion(_("Everybody who was assessed has a closing assessment."), True)


def _all_scored(case, found, closing):
    """What was once a concern is looked at again: an empty domain is no good news."""
    scored = {(row.person_id, score.domain) for row in closing.values() for score in row.all_scores}
    once = {(row.person_id, score.domain) for row in found for score in row.all_scores if score.concern}
    if left := {domain for person, domain in once - scored if person in closing}:
        names = domain_names(case.municipality)
        words = ", ".join(sorted(names.get(code, code) for code in left))
        return Criterion(
            _("The closing assessment leaves out what was a concern: %(domains)s.") % {"domains": words}, False
        )
    return Criterion(_("The closing assessment looks at everything that was a concern."), True)


def _newer(case, closing):
    last = Review.objects.filter(municipality=case.municipality_id, case=case).last()
    holds = bool(closing) and (last is None or all(row.made_on >= last.made_on for row in closing.values()))
    if holds:
        return Criterion(_("The closing assessment is not older than the last review."), True)
    return Criterion(_("The closing assessment must not be older than the last review."), False)


def _concerns(case, rule, closing):
    left = concerns_of(case, list(closing.values()))
    holds = bool(closing) and len(left) <= rule.concerns_left
    if left and not holds:
        return Criterion(_("Still a concern: %(domains)s.") % {"domains": named(case, left)}, False)
    if rule.concerns_left:
        return Criterion(
            ngettext("At most %(n)s domain is a concern.", "At most %(n)s domains are a concern.", rule.concerns_left)
            % {"n": rule.concerns_left},
            holds,
        )
    return Criterion(_("No domain is a concern in the closing assessment."), holds)


def _least(rule, closing):
    scores = [score.score for row in closing.values() for score in row.all_scores]
    return Criterion(
        _("Every domain scores at least %(n)s.") % {"n": rule.least_score},
        bool(scores) and min(scores) >= rule.least_score,
    )


def _goals(case):
    return Criterion(_("Every goal is reached or no longer wanted."), goals_settled(case))


def goals_settled(case):
    """Does the last review of the last plan call every goal reached or no longer wanted?"""
    plan = Plan.objects.filter(municipality=case.municipality_id, case=case).last()
    last = Review.objects.filter(municipality=case.municipality_id, case=case).last()
    if plan is None or last is None:
        return False
    results = dict(
        Judgement.objects.filter(municipality=case.municipality_id, review=last).values_list("goal__line", "result")
    )
    return all(results.get(line) in SETTLED for line in plan.goals.values_list("line", flat=True))
