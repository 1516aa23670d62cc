"""What the assessments of a case say today: who is in it, where each stands, what is a concern."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ura.cases.formats import domain_names
from ura.cases.models import Assessment, DomainScore
from ura.municipalities.often import asked_often
from ura.people.models import HouseholdMember, Person


def persons_of(case, officer=None):
    """The person of the case first, then who lives with them now; for an officer only whom they may know of."""
    people = {case.person_id: case.person}
    if case.household_id:
        rows = HouseholdMember.objects.filter(municipality=case.municipality_id, household=case.household_id)
        rows = list(rows.present().select_related("person"))
        hidden = hidden_family(case, officer, [row.person_id for row in rows]) if officer else set()
        for row in rows:
            if row.person_id not in hidden:
                people.setdefault(row.person_id, row.person)
    for person in people.values():
        person.municipality = case.municipality
    return list(people.values())


def hidden_family(case, officer, keys):
    """Who of the family came only with requests this officer may not know of (see PersonQuerySet.visible_to).

    A restricted case is its team's, with everybody in it.
    """
    keys = set(keys) - {case.person_id}
    if case.enquiry.restricted or not keys:
        return set()
    requests = officer.municipality.enquiries.order_by().filter(requester__in=keys)
    asked = set(requests.values_list("requester", flat=True))
    return asked - set(requests.visible_to(officer).values_list("requester", flat=True)) if asked else set()


def assessments_of(case):
    """Those that stand, oldest first, with their scores, in two questions."""
    rows = Assessment.objects.filter(municipality=case.municipality_id, case=case).standing()
    found = list(rows.select_related("person", "format", "officer__user"))
    by_key = {row.pk: row for row in found}
    for row in found:
        row.all_scores = []
    for score in DomainScore.objects.filter(municipality=case.municipality_id, assessment__in=list(by_key)):
        score.assessment = by_key[score.assessment_id]
        by_key[score.assessment_id].all_scores.append(score)
    return found


def latest_of(case, assessments=None):
    """{person id: their newest assessment}"""
    return {row.person_id: row for row in (assessments_of(case) if assessments is None else assessments)}


@dataclass(frozen=True)
class Concern:
    """A domain in which somebody of the case is not well, by the newest score of it."""

    person: Person
    domain: str
    score: int
    urgency: str


def concerns_of(case, assessments=None):
    """Every concern of everybody in the case today, the most urgent first.

    The newest score of a domain counts: an assessment that leaves a domain out says nothing of it. Who left the
    household is nobody of the case any more.
    """
    order, here = {"now": 0, "month": 1, "months": 2, "none": 3}, {each.pk for each in persons_of(case)}
    newest = {
        (row.person_id, score.domain): (row, score)
        for row in (assessments_of(case) if assessments is None else assessments)
        for score in row.all_scores
        if row.person_id in here and score.score is not None
    }
    found = [
        Concern(row.person, score.domain, score.score, score.urgency) for row, score in newest.values() if score.concern
    ]
    return sorted(found, key=lambda each: (order[each.urgency], each.score))


def without_goal(case, goals, assessments=None):
    """The concerns that no goal answers; a goal for the whole family answers those of everybody."""
    answered = {(goal.domain, goal.person_id) for goal in goals}
    return [
        each
        for each in concerns_of(case, assessments)
        if (each.domain, None) not in answered and (each.domain, each.person.pk) not in answered
    ]


def named(case, concerns):
    """«Strehimi, Shëndeti (Iris Hoxha)»: the person is named where it is not the one of the case."""
    names = domain_names(case.municipality)
    said = [
        names.get(each.domain, each.domain)
        if each.person.pk == case.person_id
        else f"{names.get(each.domain, each.domain)} ({each.person.shown_name})"
        for each in concerns
    ]
    return ", ".join(dict.fromkeys(said))


def concern_keys(case):
    """[(person id, domain, score)] of every concern today, as `concerns_of`, in one question: for the page of the case.

    `case.here`: the keys of its people, where the page has read them already.
    """
    here = case.here if hasattr(case, "here") else {each.pk for each in persons_of(case)}
    newest = {
        (person, domain): (score, concern)
        for person, domain, score, concern in _scores(case.municipality_id, case.pk)
        if person in here
    }
    keys = [(person, domain, score) for (person, domain), (score, concern) in newest.items() if concern]
    return sorted(keys, key=lambda key: key[2])


@asked_often
def _scores(office, case):
    rows = DomainScore.objects.filter(municipality=office, assessment__case=case, assessment__correction=None)
    rows = rows.filter(score__isnull=False).order_by("assessment__made_on", "assessment")
    return rows.values_list("assessment__person", "domain", "score", "concern")


def needs_by_person(case):
    """For the page of the case: what each member needs, the worst first."""
    names, found = domain_names(case.municipality), {}
    case.concern_keys = concern_keys(case)
    for person, domain, score in case.concern_keys:
        found.setdefault(person, []).append(
            _("%(domain)s (%(score)s of 4)") % {"domain": names.get(domain, domain), "score": score}
        )
    return found
