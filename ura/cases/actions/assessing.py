"""Assessing the needs of one person of a case (Tirana plan 3.2.2–3.2.3)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened, lock, move, must_be_open
from ura.cases.days import must_have_been
from ura.cases.formats import format_of, keep_shipped, read_format
from ura.cases.models import Assessment, DomainScore, Urgency
from ura.cases.models.assessment import HIGHEST
from ura.cases.needs import persons_of
from ura.cases.states import EventKind, State
from ura.core.refusals import Refused
from ura.people.consent import require
from ura.people.models import Purpose


@transaction.atomic
def assess(case, *, by, person, format, scores, on=None, note="", closing=False, corrects=None, override=""):
    """Write down an assessment, never changed afterwards; the first one takes the case to «Needs assessed».

    `format`: its code. `scores`: {domain: {"score": 0…4 or None, "urgency", "present", "need", "wished"}}; a domain
    without a score was not talked about. A score up to the format's threshold is a concern. `corrects`: the
    assessment that this one replaces; it is made with the same format again. `override`: why a supervisor goes on
    without the person's consent.
    """
    case = lock(case)
    must_be_open(case)
    on = on or timezone.localdate()
    if person.pk not in {each.pk for each in persons_of(case)}:
        raise Refused(_("This person does not belong to the case."), field="person")
    must_have_been(case, on, person=person, field="made_on")
    require(person, Purpose.PROCESSING, by=by, reason=override)
    if corrects is not None:
        _must_be_correctable(corrects, case, person)
        row, closing = corrects.format, corrects.closing
    else:
        format_of(case.municipality, format)  # an unknown code is a fault of ours, not of the person's
        row = keep_shipped(case.municipality, format)
    made = Assessment.objects.create(
        municipality=case.municipality, case=case, person=person, format=row, made_on=on, officer=by, closing=closing,
        note=note, corrects=corrects,
    )  # fmt: skip
    concerns = _write(made, read_format(row), scores)
    happened(
        case, EventKind.ASSESSED, by=by, on=on, person=person, assessment=made.pk, format=row.code, version=row.version,
        concerns=concerns, closing=closing, corrects=corrects.pk if corrects else None,
    )  # fmt: skip
    if case.state == State.OPENED:
        move(case, State.ASSESSED, by=by)
    return made


def _write(made, form, scores):
    """One row a domain of the format; the codes of the domains that are a concern."""
    rows, concerns = [], []
    for domain in form.domains:
        given = scores.get(domain.code, {})
        score = given.get("score")
        if score is not None and not 0 <= score <= HIGHEST:
            raise Refused(_("A score lies between 0 and 4."), field=f"{domain.code}-score")
        concern = score is not None and score <= form.threshold
        urgency = given.get("urgency") or Urgency.NONE
        if concern and urgency == Urgency.NONE:
            raise Refused(
                _("«%(domain)s» is a concern: say how soon it must be met.") % {"domain": domain.name},
                field=f"{domain.code}-urgency",
            )
        words = {name: given.get(name, "").strip() for name in ("present", "need", "wished")}
        if score is None and any(words.values()):
            raise Refused(
                _("«%(domain)s»: you wrote about it, give it a score too.") % {"domain": domain.name},
                field=f"{domain.code}-score",
            )
        if concern:
            concerns.append(domain.code)
        if score is not None:
            rows.append(DomainScore(municipality=made.municipality, assessment=made, domain=domain.code, score=score,
                                    concern=concern, urgency=urgency, **words))  # fmt: skip
    if not rows:
        raise Refused(_("Give at least one domain a score: without it there is no assessment."))
    DomainScore.objects.bulk_create(rows)
    return concerns


def _must_be_correctable(old, case, person):
    if old.case_id != case.pk or old.person_id != person.pk:
        raise Refused(_("A correction is of the same person."))
    if Assessment.objects.filter(municipality=case.municipality, corrects=old).exists():
        raise Refused(_("This assessment was corrected already: correct the newer one."))
