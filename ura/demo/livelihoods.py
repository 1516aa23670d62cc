"""Work in the demo: jobseekers, a course, a grant, days worked, a farm."""

from datetime import timedelta

from django.utils import timezone

from ura.demo.casework import SPOKEN, Helped, told
from ura.livelihood.actions import grants, jobs, support, training, works
from ura.livelihood.models import Jobseeker
from ura.people.consent_acts import give
from ura.people.models import How, Purpose
from ura.staff.models import Role


def work(desk):
    """Three returnees: one finds work, one is paid by the day, one tends his vineyard and gets a grant."""
    words = told()["work"]
    days, office, by = desk.days, desk.municipality, desk.first(Role.OFFICER)
    yield days.at(days.back(75), 9, 12)
    seamstress, mason, grower = (Helped(desk, each) for each in words["people"])
    for helped in (seamstress, mason, grower):
        helped.comes(
            kind="returnee", origin=helped.told["origin"], subject="Punë dhe të ardhura pas kthimit", minutes=14
        )
        jobs.register_jobseeker(
            helped.case, helped.person, by=by, occupation=helped.told["occupation"], field=helped.told["field"],
            education="3", years=6,
        )  # fmt: skip
    yield days.at(days.back(60), 9, 12)
    today = timezone.localdate()
    vacancy = jobs.keep_vacancy(
        office, by=by, employer=words["employer"], title="Rrobaqepëse", field="manufacturing", education="0", places=2,
        pay=52000, contract="permanent", until_on=today + timedelta(days=60),
    )  # fmt: skip
    give(
        seamstress.person,
        how=How.PHONE,
        purposes=[Purpose.SHARING],
        recipient=words["employer"],
        by=by,
        statement=SPOKEN,
    )
    row = jobs.propose(_seeker(seamstress), vacancy, by=by)
    project = works.keep_project(
        office, by=by, title="Pastrimi i kanaleve kulluese", what="Pastrim dhe mirëmbajtje", source="municipality",
        start_on=today, end_on=today + timedelta(days=90), rate=1600, places=12,
    )  # fmt: skip
    worker = works.take_on(project, mason.now(), mason.person, by=by)
    call = grants.keep_call(
        office, by=by, title="Grante për ide biznesi", kind="startup", source="municipality", opens_on=today,
        closes_on=today + timedelta(days=20), budget=1_200_000, most=600_000, least_points=50, tie_rule="earliest",
        criteria=[("Ideja", 40), ("Qëndrueshmëria", 40), ("Vende pune", 20)],
    )  # fmt: skip
    course = training.keep_course(
        office, by=by, title="Hartimi i planit të biznesit", kind="business_plan", provider="Qendra e formimit (shembull)",
        start_on=today, end_on=today, places=15, least_share=80,
    )  # fmt: skip
    enrolled = training.enrol(course, grower.now(), grower.person, by=by)
    training.mark_attendance(course, by=by, on=today, present=[enrolled.pk])
    training.complete(enrolled, by=by)
    yield days.at(days.back(48), 9, 12)
    row = jobs.move_mediation(row, "interviewed", by=by) or row
    jobs.move_mediation(row, "hired", by=by, contract="permanent")
    worked = [days.back(48 + n) for n in range(10)]
    works.mark_days(worker, [day for day in worked if day >= project.start_on], by=by)
    works.pay_days(worker, by=by)
    support.advise(grower.now(), grower.person, by=by, kind="farm", about=words["farm"])
    asked = grants.apply_for_grant(call, grower.case, grower.person, by=by, idea=words["idea"], asked=450_000)
    yield days.at(days.back(30), 9, 12)
    points = dict(zip((each.pk for each in call.criteria.all()), (34, 30, 12), strict=True))
    grants.score(asked, by=by, points=points)
    grants.decide_call(call, by=desk.supervisor)
    asked.refresh_from_db()
    yield days.at(days.back(22), 9, 12)
    grants.pay_grant(asked, by=by)


def _seeker(helped):
    seeker = Jobseeker.objects.get(municipality=helped.office, person=helped.person)
    seeker.case, seeker.person, seeker.municipality = helped.case, helped.person, helped.office
    return seeker
