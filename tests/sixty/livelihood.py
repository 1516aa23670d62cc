"""The part of the sixty cases that is about work: jobs, training, grants, days worked, farms."""

from datetime import timedelta

from django.utils import timezone

from ura.livelihood.actions import grants, jobs, support, training, works
from ura.livelihood.models import GrantCall, Jobseeker
from ura.people.consent_acts import give
from ura.people.models import How, Purpose

EMPLOYER = "Ndërtimi i Shembullit"


def agree_to_share(players, one, recipient):
    give(
        one.person, how=How.PHONE, purposes=[Purpose.SHARING], recipient=recipient, by=players.officer,
        statement="Pyetjes sonë në telefon iu përgjigj se pranon.",
    )  # fmt: skip


def jobseeker(players, one):
    jobs.register_jobseeker(
        one.case, one.person, by=players.officer, occupation="Murator", field="construction", education="3"
    )


def mediate(players, one):
    today = timezone.localdate()
    vacancy = jobs.keep_vacancy(
        players.municipality, by=players.officer, employer=EMPLOYER, title="Murator",
        field="construction", education="0", places=1, contract="permanent", until_on=today + timedelta(days=90),
    )  # fmt: skip
    agree_to_share(players, one, EMPLOYER)
    jobs.propose(_seeker(one), vacancy, by=players.officer)


def placed(players, one):
    jobs.place(_seeker(one), by=players.officer, employer=EMPLOYER, started_on=timezone.localdate())


def _seeker(one):
    seeker = Jobseeker.objects.get(municipality=one.case.municipality, person=one.person)
    seeker.case, seeker.person, seeker.municipality = one.case, one.person, one.case.municipality
    return seeker


def training_course(players, one, kind):
    today = timezone.localdate()
    course = training.keep_course(
        players.municipality, by=players.officer, title="Plan biznesi", kind=kind, provider="Qendra e Shembullit",
        start_on=today, end_on=today, places=10, least_share=80,
    )  # fmt: skip
    row = training.enrol(course, one.case, one.person, by=players.officer)
    training.mark_attendance(course, by=players.officer, on=today, present=[row.pk])
    training.complete(row, by=players.officer)


def grant(players, one, amount, sector):
    """Applied for, scored, awarded and paid, in a call that ended the day before."""
    amount, today = int(amount), timezone.localdate()
    yesterday = today - timedelta(days=1)
    call = grants.keep_call(
        players.municipality, by=players.officer, title=f"Thirrja {one.number}", kind="startup", source="municipality",
        opens_on=yesterday, closes_on=yesterday, budget=amount, most=amount, least_points=0, tie_rule="earliest",
        criteria=[("Ideja", 100)],
    )  # fmt: skip
    call = GrantCall.objects.get(municipality=players.municipality, pk=getattr(call, "pk", call))
    call.municipality = players.municipality
    applied = grants.apply_for_grant(
        call, one.case, one.person, by=players.officer, idea="Një furrë buke", asked=amount, sector=sector,
        applied_on=yesterday,
    )  # fmt: skip
    grants.score(applied, by=players.officer, points={call.criteria.get().pk: 80})
    grants.decide_call(call, by=players.officer)
    applied.refresh_from_db()
    grants.pay_grant(applied, by=players.officer)


def days(players, one, number):
    first = timezone.localdate() - timedelta(days=int(number) - 1)  # the list names the last of them
    project = works.keep_project(
        players.municipality, by=players.officer, title=f"Pastrimi {one.number}-{first}", what="Pastrim i kanaleve", source="municipality",
        start_on=first, end_on=timezone.localdate(), rate=1500, places=20,
    )  # fmt: skip
    worker = works.take_on(project, one.case, one.person, by=players.officer, on=first)
    works.mark_days(worker, [first + timedelta(days=n) for n in range(int(number))], by=players.officer)
    works.pay_days(worker, by=players.officer)


def farm(players, one):
    support.advise(one.case, one.person, by=players.officer, kind="farm", about="Krasitja e ullinjve")


def career(players, one):
    support.advise(one.case, one.person, by=players.officer, kind="career", about="Si shkruhet një CV")
