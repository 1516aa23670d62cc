"""Grant calls: applications within the dates, points of each evaluator, the ranked list, awards within the budget."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.assisting import give_assistance
from ura.cases.actions.basics import happened
from ura.cases.states import EventKind, State
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.livelihood.models import GrantApplication, GrantCall, GrantCriterion, GrantScore
from ura.livelihood.people import must_belong, not_ahead
from ura.livelihood.states import GrantKind, GrantState, Sector, TieRule
from ura.staff.models import Officer
from ura.trail.actions import record


@dataclass
class Ranked:
    """One line of the ranked list."""

    application: GrantApplication
    points: Fraction
    by_criterion: dict
    complete: bool
    place: int = 0
    award: int = 0
    why_not: str = ""


@transaction.atomic
def keep_call(municipality, *, by, call=None, version=None, criteria=None, **values):
    """A call with its criteria; once somebody was given points, the criteria stand."""
    if values["closes_on"] < values["opens_on"]:
        raise Refused(_("The last day lies before the first: check the dates."), field="closes_on")
    if values["most"] > values["budget"] or values["most"] < 1:
        raise Refused(_("One application cannot get more than the whole budget."), field="most")
    if call is None:
        call = GrantCall(municipality=municipality)
    else:
        lock_version(call, version)
        _must_be_undecided(call)
        call.version += 1
    for name, value in values.items():
        setattr(call, name, value)
    call.save()
    if criteria is not None and criteria != [(each.name, each.most) for each in call.criteria.all()]:
        if GrantScore.objects.filter(municipality=municipality, application__call=call).exists():
            raise Refused(_("Points were given already: the criteria stand as they are."))
        call.criteria.all().delete()
        for name, most in criteria:
            GrantCriterion.objects.create(municipality=municipality, call=call, name=name, most=most)
    if not call.criteria.exists():
        raise Refused(_("A call needs at least one criterion with its points."))
    record(call, "livelihood.call_kept", by=by)
    return call


@transaction.atomic
def apply_for_grant(call, case, person, *, by, idea, asked, sector="", applied_on=None):
    """An application within the days of the call."""
    on = applied_on or timezone.localdate()
    must_belong(case, person, on=on, working=True, day="applied_on")
    _must_be_undecided(call)
    if not call.opens_on <= on <= call.closes_on:
        raise Refused(_("The call is open from %(first)s to %(last)s.") % {
            "first": call.opens_on.strftime("%d.%m.%Y"), "last": call.closes_on.strftime("%d.%m.%Y")}, field="applied_on")  # fmt: skip
    if not idea.strip():
        raise Refused(_("Write the idea."), field="idea")
    if sector and sector not in Sector.values:
        raise Refused(_("Choose the sector from the list."), field="sector")
    if not 0 < asked <= call.most:
        raise Refused(_("One application may ask for up to %(most)s lek.") % {"most": call.most}, field="asked")
    if call.applications.filter(municipality=case.municipality, person=person).exists():
        raise Refused(_("%(name)s applied in this call already.") % {"name": person.shown_name})
    row = GrantApplication.objects.create(
        municipality=case.municipality,
        call=call,
        case=case,
        person=person,
        idea=idea.strip(),
        sector=sector,
        asked=asked,
        applied_on=on,
    )
    happened(case, EventKind.GRANT, by=by, on=on, person=person, application=row.pk, step="applied", of=call.kind,
             amount=asked)  # fmt: skip
    return row


@transaction.atomic
def score(application, *, by, points):
    """One evaluator's points for all criteria. `points`: {criterion key: points}."""
    call = application.call
    _must_be_undecided(call)
    if application.state != GrantState.RECEIVED:
        raise Refused(_("This application is no longer in the call."))
    criteria = {each.pk: each for each in call.criteria.all()}
    if set(points) != set(criteria):
        raise Refused(_("Give points for every criterion."))
    for pk, given in points.items():
        if not 0 <= given <= criteria[pk].most:
            raise Refused(
                _("“%(criterion)s” has 0 to %(most)s points.") % {"criterion": criteria[pk].name, "most": criteria[pk].most},
                field=f"points_{pk}",
            )  # fmt: skip
    for pk, given in points.items():
        GrantScore.objects.update_or_create(
            municipality=call.municipality, application=application, criterion=criteria[pk], officer=by,
            defaults={"points": given},
        )  # fmt: skip
    record(application, "livelihood.scored", by=by, total=sum(points.values()))
    return application


def ranked(call):
    """The list by points: the mean of the evaluators in each criterion, summed; equal points by the call's tie rule.

    Awards go down the list while the budget holds what is asked; who asks for more than is left is passed over.
    """
    office = call.municipality_id
    rows = list(
        call.applications.filter(municipality=office).exclude(state=GrantState.WITHDRAWN).select_related("person")
    )
    criteria = list(call.criteria.all())
    given, evaluators = defaultdict(lambda: defaultdict(list)), set()
    for each in GrantScore.objects.filter(municipality=office, application__call=call):
        given[each.application_id][each.criterion_id].append(each.points)
        evaluators.add(each.officer_id)
    lines = []
    for row in rows:
        means = {each.pk: Fraction(sum(p), len(p)) for each in criteria if (p := given[row.pk][each.pk])}
        complete = all(len(given[row.pk][each.pk]) == len(evaluators) for each in criteria) and bool(evaluators)
        lines.append(Ranked(row, sum(means.values(), Fraction(0)), means, complete))
    first = criteria[0].pk if criteria else None
    tie = {
        TieRule.EARLIEST: lambda line: 0,
        TieRule.LEAST: lambda line: line.application.asked,
        TieRule.FIRST_CRITERION: lambda line: -line.by_criterion.get(first, 0),
        TieRule.WOMEN: lambda line: line.application.person.sex != "F",
    }[TieRule(call.tie_rule)]
    lines.sort(key=lambda line: (-line.points, tie(line), line.application.applied_on, line.application.pk))
    left = call.budget
    for place, line in enumerate(lines, start=1):
        line.place = place
        if line.points < call.least_points:
            line.why_not = _("Fewer points than the call asks for")
        elif line.application.asked > left:
            line.why_not = _("The budget is used up")
        else:
            line.award = line.application.asked
            left -= line.award
    return lines


@transaction.atomic
def decide_call(call, *, by, on=None, version=None):
    """The list becomes the decision: awards and refusals, each told in its case."""
    on = on or timezone.localdate()
    lock_version(call, version)
    _must_be_undecided(call)
    not_ahead(on, field="on")
    if on <= call.closes_on:
        raise Refused(
            _("The call is open until %(day)s: decide after that.") % {"day": call.closes_on.strftime("%d.%m.%Y")}
        )
    lines = ranked(call)
    if not lines:
        raise Refused(_("Nobody applied in this call."))
    if any(not line.complete for line in lines):
        raise Refused(
            _("Each evaluator gives points for every criterion of every application before the list is decided.")
        )
    for line in lines:
        if line.award and line.application.case.state == State.CLOSED:
            raise Refused(
                _(
                    "The case of the application in place %(place)s is closed, so its grant could not be paid: reopen the case, or write down that the application was withdrawn."
                )
                % {"place": line.place}
            )
    for line in lines:
        row = line.application
        row.state = GrantState.AWARDED if line.award else GrantState.REFUSED
        row.place, row.awarded, row.decided_on = line.place, line.award or None, on
        row.save(update_fields=["state", "place", "awarded", "decided_on"])
        case = row.case
        happened(case, EventKind.GRANT, by=by, on=on, person=row.person, application=row.pk, step=str(row.state),
                 of=call.kind, amount=line.award, place=line.place)  # fmt: skip
    call.decided_on = on
    call.version += 1
    call.save(update_fields=["decided_on", "version"])
    record(call, "livelihood.call_decided", by=by, awarded=sum(1 for line in lines if line.award))
    return lines


@transaction.atomic
def withdraw(application, *, by):
    """The person gives the application up."""
    if application.state not in (GrantState.RECEIVED, GrantState.AWARDED) or application.paid_on:
        raise Refused(_("This application cannot be withdrawn any more."))
    application.state = GrantState.WITHDRAWN
    application.save(update_fields=["state"])
    happened(application.case, EventKind.GRANT, by=by, person=application.person, application=application.pk,
             step="withdrawn", of=application.call.kind)  # fmt: skip
    return application


@transaction.atomic
def pay_grant(application, *, by, on=None):
    """The money left: assistance given, with its amount and day."""
    on = on or timezone.localdate()
    not_ahead(on, field="on")
    if application.state != GrantState.AWARDED or application.paid_on:
        raise Refused(_("Only an awarded grant that was not paid yet can be paid."))
    if on < application.decided_on:
        raise Refused(_("It cannot be paid before it was awarded."), field="on")
    call, case = application.call, application.case
    case.municipality = application.municipality
    kind = "agribusiness" if call.kind == GrantKind.AGRIBUSINESS else "business"
    given = give_assistance(case, by=by, type=kind, person=application.person, on=on, amount=application.awarded,
                            source=call.source, text=call.title, owed=True)  # fmt: skip
    application.paid_on, application.assistance = on, given
    application.save(update_fields=["paid_on", "assistance"])
    return application


def evaluators_of(call):
    """Who gave points so far."""
    keys = GrantScore.objects.filter(municipality=call.municipality_id, application__call=call).values("officer")
    return list(Officer.objects.filter(pk__in=keys).select_related("user"))


def _must_be_undecided(call):
    if call.decided_on is not None:
        raise Refused(_("This call is decided."))
