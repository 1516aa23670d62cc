"""Looking for work: registered, proposed to an employer, interviewed, hired, still at work months later."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.livelihood.models import Jobseeker, Mediation, Placement, Vacancy
from ura.livelihood.people import must_belong, not_ahead
from ura.livelihood.states import MEDIATION_MOVES, Contract, MediationState, SeekerState
from ura.people.births import must_be_born
from ura.people.consent import require
from ura.people.models import Purpose
from ura.trail.actions import record

CHECKS = {3: 90, 6: 180}  # months at work: days after the first one


@transaction.atomic
def register_jobseeker(case, person, *, by, occupation, field, education, years=0, wishes="", registered_on=None,
                       employment_office_on=None):  # fmt: skip
    """Into the register of the municipal mediation (Tirana plan 4.2.3)."""
    on = registered_on or timezone.localdate()
    must_belong(case, person, on=on, working=True, day="registered_on")
    _check_office_day(person, employment_office_on)
    if Jobseeker.objects.filter(municipality=case.municipality, person=person, ended_on=None).exists():
        raise Refused(_("%(name)s is registered as a jobseeker already.") % {"name": person.shown_name})
    if not occupation.strip():
        raise Refused(_("Write the occupation."), field="occupation")
    seeker = Jobseeker.objects.create(
        municipality=case.municipality, case=case, person=person, occupation=occupation.strip(), field=field,
        education=education, years=years or 0, wishes=wishes.strip(), registered_on=on,
        employment_office_on=employment_office_on, officer=by,
    )  # fmt: skip
    happened(case, EventKind.JOBSEEKER, by=by, on=on, person=person, jobseeker=seeker.pk, field=str(field))
    return seeker


@transaction.atomic
def correct_jobseeker(seeker, *, by, version, **values):
    """What they can and wish changes."""
    lock_version(seeker, version)
    _must_seek(seeker)
    _check_office_day(seeker.person, values.get("employment_office_on"))
    changed = [name for name, value in values.items() if getattr(seeker, name) != value]
    for name in changed:
        setattr(seeker, name, values[name])
    seeker.version += 1
    seeker.save(update_fields=[*changed, "version"])
    record(seeker, "livelihood.jobseeker_corrected", by=by, changed=",".join(changed))
    return seeker


@transaction.atomic
def end_search(seeker, *, by, version=None):
    """They look for work no more."""
    lock_version(seeker, version)
    _must_seek(seeker)
    seeker.state, seeker.ended_on = SeekerState.ENDED, timezone.localdate()
    seeker.version += 1
    seeker.save(update_fields=["state", "ended_on", "version"])
    record(seeker, "livelihood.search_ended", by=by)
    return seeker


@transaction.atomic
def keep_vacancy(municipality, *, by, vacancy=None, version=None, **values):
    """A vacancy as an employer announced it; a new one, or a correction."""
    if values["places"] < 1:
        raise Refused(_("A vacancy has at least one place."), field="places")
    if vacancy is None:
        vacancy = Vacancy(municipality=municipality)
    else:
        lock_version(vacancy, version)
        if values["places"] < taken(vacancy):
            raise Refused(_("More people were hired than that."), field="places")
        vacancy.version += 1
    for name, value in values.items():
        setattr(vacancy, name, value)
    vacancy.save()
    record(vacancy, "livelihood.vacancy_kept", by=by)
    return vacancy


def taken(vacancy):
    """How many of its places are taken."""
    return vacancy.mediations.filter(municipality=vacancy.municipality_id, state=MediationState.HIRED).count()


@transaction.atomic
def propose(seeker, vacancy, *, by, on=None):
    """The office names a jobseeker to an employer: only with their consent that this employer learns of them."""
    on = on or timezone.localdate()
    _must_seek(seeker)
    not_ahead(on, field="on")
    must_belong(seeker.case, seeker.person, on=on, working=True)
    vacancy = _locked(vacancy)
    if vacancy.until_on < on:
        raise Refused(_("This vacancy is over since %(day)s.") % {"day": vacancy.until_on.strftime("%d.%m.%Y")})
    if taken(vacancy) >= vacancy.places:
        raise Refused(_("All places of this vacancy are taken."))
    if Mediation.objects.filter(municipality=seeker.municipality, jobseeker=seeker, vacancy=vacancy).exists():
        raise Refused(_("%(name)s was proposed for this vacancy already.") % {"name": seeker.person.shown_name})
    seeker.person.municipality = seeker.municipality
    require(seeker.person, Purpose.SHARING, recipient=vacancy.employer)
    row = Mediation.objects.create(municipality=seeker.municipality, jobseeker=seeker, vacancy=vacancy, proposed_on=on)
    happened(seeker.case, EventKind.JOBSEEKER, by=by, on=on, person=seeker.person, step="proposed", mediation=row.pk,
             vacancy=vacancy.pk)  # fmt: skip
    return row


@transaction.atomic
def move_mediation(row, to, *, by, on=None, refused_by="", reason="", contract="", version=None):
    """Interviewed, refused by one side, or hired: then the placement begins on that day."""
    lock_version(row, version)
    on = on or timezone.localdate()
    not_ahead(on, field="on")
    if to not in MEDIATION_MOVES[MediationState(row.state)]:
        raise Refused(_("This was decided already."))
    if on < (row.interviewed_on or row.proposed_on):
        raise Refused(_("It cannot have been before the proposal or the interview: check the day."), field="on")
    if to == MediationState.REFUSED and not refused_by:
        raise Refused(_("Say who refused."), field="refused_by")
    if to == MediationState.HIRED:
        vacancy = _locked(row.vacancy)
        if taken(vacancy) >= vacancy.places:
            raise Refused(_("All places of this vacancy are taken."))
    row.state = MediationState(to)
    row.version += 1
    day = "interviewed_on" if to == MediationState.INTERVIEWED else "decided_on"
    setattr(row, day, on)
    if to == MediationState.REFUSED:
        row.refused_by, row.reason = refused_by, reason.strip()
    row.save(update_fields=["state", "version", day, "refused_by", "reason"])
    seeker = row.jobseeker
    if to == MediationState.HIRED:
        place(seeker, by=by, employer=row.vacancy.employer, started_on=on, contract=contract or row.vacancy.contract,
              pay=row.vacancy.pay, vacancy=row.vacancy)  # fmt: skip
    else:
        happened(seeker.case, EventKind.JOBSEEKER, by=by, on=on, person=seeker.person, step=str(to), mediation=row.pk)
    return row


@transaction.atomic
def place(seeker, *, by, employer, started_on, contract=Contract.PERMANENT, pay=None, vacancy=None):
    """They found work, through the office or by themselves."""
    _must_seek(seeker)
    not_ahead(started_on, field="started_on")
    must_belong(seeker.case, seeker.person, on=started_on, working=True, day="started_on")
    if started_on < seeker.registered_on:
        raise Refused(_("The work began before they were registered: check the day."), field="started_on")
    if not employer.strip():
        raise Refused(_("Write the employer."), field="employer")
    row = Placement.objects.create(
        municipality=seeker.municipality, case=seeker.case, jobseeker=seeker, person=seeker.person, vacancy=vacancy,
        employer=employer.strip(), contract=contract, pay=pay, started_on=started_on,
    )  # fmt: skip
    seeker.state = SeekerState.WORKS
    seeker.version += 1
    seeker.save(update_fields=["state", "version"])
    happened(seeker.case, EventKind.PLACED, by=by, on=started_on, person=seeker.person, placement=row.pk,
             contract=str(contract), mediated=vacancy is not None)  # fmt: skip
    return row


@transaction.atomic
def check_placement(row, *, by, months, kept, ended_on=None, version=None):
    """Are they still at work after 3 and after 6 months? Asked when the day has come, never before."""
    lock_version(row, version)
    if getattr(row, f"kept_{months}") is not None:
        raise Refused(_("This was asked already."))
    due = row.started_on + timedelta(days=CHECKS[months])
    if timezone.localdate() < due and kept:
        raise Refused(_("%(months)s months are over on %(day)s.") % {"months": months, "day": due.strftime("%d.%m.%Y")})
    if not kept and ended_on is None:
        raise Refused(_("Write the last day of work."), field="ended_on")
    if not kept:
        not_ahead(ended_on, field="ended_on")
        if ended_on < row.started_on:
            raise Refused(_("The last day of work lies before the first."), field="ended_on")
    setattr(row, f"kept_{months}", kept)
    if kept and months == max(CHECKS) and row.kept_3 is None:
        row.kept_3 = True  # who is there after six months was there after three
    if not kept:
        row.ended_on, row.kept_6 = ended_on, False
        if row.kept_3 is None:
            row.kept_3 = ended_on >= row.started_on + timedelta(days=CHECKS[3])
        row.jobseeker.state = SeekerState.SEEKING
        row.jobseeker.save(update_fields=["state"])
    row.version += 1
    fields = ["kept_3", "kept_6", "ended_on", "version"]
    row.save(update_fields=fields)
    happened(row.case, EventKind.PLACED, by=by, person=row.person, placement=row.pk, step="checked", months=months,
             kept=kept)  # fmt: skip
    return row


def due_checks(municipality, on=None):
    """[(months, placements)] whose day has come and that nobody asked about."""
    on = on or timezone.localdate()
    rows = Placement.objects.filter(municipality=municipality, ended_on=None)
    return [
        (months, rows.filter(started_on__lte=on - timedelta(days=days), **{f"kept_{months}": None}))
        for months, days in CHECKS.items()
    ]


def _check_office_day(person, day):
    if day is not None:
        not_ahead(day, field="employment_office_on")
        must_be_born(person, day, field="employment_office_on")


def _must_seek(seeker):
    if seeker.ended_on is not None:
        raise Refused(_("They look for work no more: register them again first."))


def _locked(vacancy):
    row = Vacancy.objects.select_for_update().get(pk=vacancy.pk)
    row.municipality = vacancy.municipality
    return row
