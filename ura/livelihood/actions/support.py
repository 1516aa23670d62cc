"""Advice on farms and careers, and support for agribusiness."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.assisting import give_assistance
from ura.cases.actions.basics import happened
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.livelihood.models import Advice, AgriSupport
from ura.livelihood.people import must_belong, not_ahead
from ura.livelihood.states import AdviceKind


@transaction.atomic
def advise(case, person, *, by, kind, on=None, about, advised="", adviser="", unit=None, next_on=None):
    """A visit to a farm, or a talk about a career or a business plan."""
    on = on or timezone.localdate()
    not_ahead(on, field="on")
    must_belong(case, person, on=on)
    if not about.strip():
        raise Refused(_("Write what it was about."), field="about")
    if next_on and next_on < on:
        raise Refused(_("The next visit lies before this one."), field="next_on")
    row = Advice.objects.create(
        municipality=case.municipality, case=case, person=person, kind=kind, on=on, unit=unit or case.unit,
        adviser=adviser.strip(), about=about.strip(), advised=advised.strip(), next_on=next_on, officer=by,
    )  # fmt: skip
    event = EventKind.FARM_VISIT if kind == AdviceKind.FARM else EventKind.JOBSEEKER
    happened(case, event, by=by, on=on, person=person, text=row.advised or row.about, advice=row.pk, step="advised",
             of=str(kind))  # fmt: skip
    return row


@transaction.atomic
def support_farm(case, person, *, by, kind, amount, source, given_on=None, text=""):
    """Money or goods for an agribusiness; it counts as assistance given."""
    on = given_on or timezone.localdate()
    not_ahead(on, field="given_on")
    must_belong(case, person, on=on, day="given_on")
    if amount < 1:
        raise Refused(_("Write what it is worth in lek."), field="amount")
    row = AgriSupport(
        municipality=case.municipality, case=case, person=person, kind=kind, amount=amount, source=source, given_on=on,
        text=text.strip(), officer=by,
    )  # fmt: skip
    row.assistance = give_assistance(case, by=by, type="agribusiness", person=person, on=on, amount=amount,
                                     source=source, text=row.text or row.get_kind_display())  # fmt: skip
    row.save()
    return row
