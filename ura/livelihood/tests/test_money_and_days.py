"""Cash for Work, trainings and grants: no day twice, no place twice, no lek beyond the budget."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from ura.cases.actions.assisting import strike_assistance
from ura.cases.actions.closing import close_case, reopen_case
from ura.cases.closing import obstacles
from ura.cases.models import Assistance
from ura.core.refusals import Refused
from ura.livelihood.actions import grants, support, training, works
from ura.livelihood.days import read_days
from ura.people.actions import add_person
from ura.people.households import add_member, leave


def project_of(v, **more):
    values = {"title": "Pastrim kanalesh", "what": "", "unit": None, "source": "municipality", "rate": 2500, "places": 1,
              "start_on": v.today - timedelta(days=30), "end_on": v.today + timedelta(days=30)} | more  # fmt: skip
    return works.keep_project(v.town.lezha, by=v.town.besnik, **values)


def test_a_day_is_worked_once_inside_the_project_and_paid_once(at_work):
    v = at_work
    before = v.today - timedelta(days=20)
    project, other = project_of(v), project_of(v, title="Tjetër")
    worker = works.take_on(project, v.case, v.teuta, by=v.town.besnik, on=before)
    with pytest.raises(Refused, match="places of this project"):
        works.take_on(project, v.other, v.gjon, by=v.town.besnik)
    with pytest.raises(Refused, match="under 16"):
        works.take_on(other, v.case, v.iris, by=v.town.besnik)
    days = [before, before + timedelta(days=1), before + timedelta(days=2)]
    works.mark_days(worker, days, by=v.town.besnik)
    second = works.take_on(other, v.case, v.teuta, by=v.town.besnik, on=before)
    with pytest.raises(Refused, match="a day is worked and paid once"):
        works.mark_days(second, [days[1]], by=v.town.besnik)
    with pytest.raises(Refused, match="outside the project"):
        works.mark_days(worker, [v.today - timedelta(days=40)], by=v.town.besnik)
    with pytest.raises(Refused, match="ahead of us"):
        works.mark_days(worker, [v.today + timedelta(days=1)], by=v.town.besnik)
    payment = works.pay_days(worker, by=v.town.besnik, reference="112")
    assert (payment.days, payment.amount) == (3, 7500)
    with pytest.raises(Refused, match="No day waits"):
        works.pay_days(worker, by=v.town.besnik)
    with pytest.raises(Refused, match="paid already"):
        works.take_back_day(worker.days.first(), by=v.town.besnik)
    with pytest.raises(Refused, match="earlier rate"):
        works.keep_project(v.town.lezha, by=v.town.besnik, project=project, version=0, title="x", what="", unit=None,
                           source="state", rate=3000, places=1, start_on=project.start_on, end_on=project.end_on)  # fmt: skip
    given = Assistance.objects.get()
    assert (given.type, given.amount, given.person) == ("cash_for_work", 7500, v.teuta)
    assert [e.kind for e in v.case.events.all()][-2:] == ["worked", "assistance"]


def test_days_are_typed_one_by_one_or_as_a_range():
    assert read_days("01.06.2026, 02.06.2026\n05.06.2026 - 09.06.2026") == [
        date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 5), date(2026, 6, 8), date(2026, 6, 9)]  # fmt: skip
    for wrong in ("", "31.02.2026", "09.06.2026 - 05.06.2026", "01.01.2026 - 31.12.2026"):
        with pytest.raises(ValidationError):
            read_days(wrong)


def test_a_training_is_completed_by_who_was_there(at_work):
    v = at_work
    first = v.today - timedelta(days=10)
    course = training.keep_course(v.town.lezha, by=v.town.besnik, title="Plan biznesi", kind="business_plan",
                                  provider="Qendra", where="", start_on=first, end_on=v.today, places=2, least_share=80,
                                  cost=None)  # fmt: skip
    teuta = training.enrol(course, v.case, v.teuta, by=v.town.besnik, on=first)
    gjon = training.enrol(course, v.other, v.gjon, by=v.town.besnik, on=first)
    with pytest.raises(Refused, match="places of this course"):
        training.enrol(course, v.case, v.iris, by=v.town.besnik, on=first)
    with pytest.raises(Refused, match="No day of this course"):
        training.complete(teuta, by=v.town.besnik)
    for n in range(5):
        training.mark_attendance(course, by=v.town.besnik, on=first + timedelta(days=n),
                                 present={teuta.pk} | ({gjon.pk} if n < 3 else set()))  # fmt: skip
    with pytest.raises(Refused, match="60 percent"):
        training.complete(gjon, by=v.town.besnik)
    training.complete(teuta, by=v.town.besnik, certificate="A-12")
    training.leave_course(gjon, by=v.town.besnik)
    with pytest.raises(Refused, match="ended for them"):
        training.complete(gjon, by=v.town.besnik)
    with pytest.raises(Refused, match="held from"):
        training.mark_attendance(course, by=v.town.besnik, on=first - timedelta(days=1), present=set())
    assert training.attendance_of(course) == ({teuta.pk: 5, gjon.pk: 3}, 5)


def call_of(v, **more):
    values = {"title": "Grante 2026", "kind": "startup", "source": "municipality", "budget": 700_000, "most": 400_000,
              "opens_on": v.today - timedelta(days=40), "closes_on": v.today - timedelta(days=10), "least_points": 0,
              "tie_rule": "earliest"} | more  # fmt: skip
    return grants.keep_call(v.town.lezha, by=v.town.ermira, criteria=[("Ideja", 60), ("Përvoja", 40)], **values)


def applied(v, call, case, person, asked, days=20):
    return grants.apply_for_grant(call, case, person, by=v.town.besnik, idea="Rrobaqepësi", asked=asked,
                                  applied_on=v.today - timedelta(days=days))  # fmt: skip


def give_points(v, call, application, officer, *points):
    grants.score(application, by=officer, points=dict(zip([c.pk for c in call.criteria.all()], points, strict=True)))


def test_grants_go_down_the_list_while_the_budget_holds(at_work):
    v = at_work
    call = call_of(v, tie_rule="women")
    gjon = applied(v, call, v.other, v.gjon, 400_000, days=30)
    teuta = applied(v, call, v.case, v.teuta, 400_000, days=20)
    with pytest.raises(Refused, match="up to 400000"):
        applied(v, call, v.other, v.gjon, 400_001)
    with pytest.raises(Refused, match="open from"):
        grants.apply_for_grant(call, v.case, v.teuta, by=v.town.besnik, idea="x", asked=1)
    with pytest.raises(Refused, match="0 to 60"):
        give_points(v, call, teuta, v.town.besnik, 61, 0)
    give_points(v, call, teuta, v.town.besnik, 50, 30)
    give_points(v, call, gjon, v.town.besnik, 40, 40)
    give_points(v, call, teuta, v.town.ermira, 51, 30)
    with pytest.raises(Refused, match="Each evaluator"):
        grants.decide_call(call, by=v.town.ermira)
    give_points(v, call, gjon, v.town.ermira, 41, 40)
    lines = grants.decide_call(call, by=v.town.ermira)
    assert [(line.application.person, float(line.points), line.award) for line in lines] == [
        (v.teuta, 80.5, 400_000), (v.gjon, 80.5, 0)]  # fmt: skip
    teuta.refresh_from_db()
    with pytest.raises(Refused, match="decided"):
        give_points(v, call, gjon, v.town.besnik, 1, 1)
    grants.pay_grant(teuta, by=v.town.besnik)
    assert Assistance.objects.get().amount == 400_000
    with pytest.raises(Refused, match="not paid yet"):
        grants.pay_grant(teuta, by=v.town.besnik)


def test_a_grant_that_could_not_be_paid_is_not_awarded(at_work):
    v = at_work
    call = call_of(v)
    application = applied(v, call, v.case, v.teuta, 100_000)
    give_points(v, call, application, v.town.besnik, 50, 30)
    close_case(v.case, by=v.town.ermira, outcome="died")
    with pytest.raises(Refused, match="in place 1 is closed"):
        grants.decide_call(call, by=v.town.ermira)
    reopen_case(v.case, by=v.town.ermira, reason="Familja u kthye.")
    assert grants.decide_call(call, by=v.town.ermira)[0].award == 100_000


def test_a_call_is_decided_after_its_last_day_and_its_criteria_stand_once_used(at_work):
    v = at_work
    call = call_of(v, closes_on=v.today)
    application = applied(v, call, v.case, v.teuta, 100_000)
    give_points(v, call, application, v.town.besnik, 1, 1)
    with pytest.raises(Refused, match="open until"):
        grants.decide_call(call, by=v.town.ermira)
    with pytest.raises(Refused, match="criteria stand"):
        grants.keep_call(v.town.lezha, by=v.town.ermira, call=call, version=0, criteria=[("Tjetër", 9)], title="x",
                         kind="startup", source="state", budget=9, most=9, opens_on=v.today, closes_on=v.today,
                         least_points=0, tie_rule="least")  # fmt: skip


def test_farm_visits_and_support_are_told_in_the_case(at_work):
    v = at_work
    support.advise(v.case, v.teuta, by=v.town.besnik, kind="farm", about="Ullinj", adviser="Agronomi", next_on=v.today)
    with pytest.raises(Refused, match="lies before this one"):
        support.advise(v.case, v.teuta, by=v.town.besnik, kind="farm", about="x", next_on=v.today - timedelta(days=2))
    support.support_farm(v.case, v.teuta, by=v.town.besnik, kind="inputs", amount=80_000, source="donor", text="Fidanë")
    assert [e.kind for e in v.case.events.all()][-2:] == ["farm_visit", "assistance"]
    assert Assistance.objects.get().type == "agribusiness"


def test_a_case_is_closed_only_when_days_and_grants_are_paid(at_work):
    v = at_work
    worker = works.take_on(project_of(v), v.case, v.teuta, by=v.town.besnik, on=v.today - timedelta(days=9))
    works.mark_days(worker, [v.today - timedelta(days=n) for n in (3, 4)], by=v.town.besnik)
    call = call_of(v)
    grant = applied(v, call, v.case, v.teuta, 400_000, days=20)
    give_points(v, call, grant, v.town.besnik, 50, 30)
    grants.decide_call(call, by=v.town.ermira)
    days_left, grant_left = obstacles(v.case)
    assert days_left.startswith(
        "2 days of Cash for Work in “Pastrim kanalesh” are not paid: pay them, or take them back"
    )
    assert (
        grant_left
        == f"The grant awarded in “{call.title}” is not paid: pay it, or write down that the person gave it up."
    )
    with pytest.raises(Refused, match="are not paid"):
        close_case(v.case, by=v.town.ermira, outcome="died")
    works.pay_days(worker, by=v.town.besnik)
    grant.refresh_from_db()
    grants.pay_grant(grant, by=v.town.besnik)
    assert close_case(v.case, by=v.town.ermira, outcome="died").outcome == "died"


def test_who_left_the_household_is_paid_the_days_they_worked(at_work):
    v = at_work
    drin = add_person(v.town.lezha, name="Drin Marku", born="1999")
    home = add_member(v.case.household, drin, by=v.town.besnik, relation="sibling")
    worker = works.take_on(project_of(v), v.case, drin, by=v.town.besnik, on=v.today - timedelta(days=9))
    works.mark_days(worker, [v.today - timedelta(days=3)], by=v.town.besnik)
    leave(home, by=v.town.besnik)
    assert "1 day of Cash for Work" in obstacles(v.case)[0]
    assert works.pay_days(worker, by=v.town.besnik).amount == 2500
    assert obstacles(v.case) == []


def test_pay_struck_out_leaves_the_days_and_the_grant_to_be_paid_anew(at_work):
    v = at_work
    before = v.today - timedelta(days=20)
    worker = works.take_on(project_of(v), v.case, v.teuta, by=v.town.besnik, on=before)
    works.mark_days(worker, [before, before + timedelta(days=1)], by=v.town.besnik)
    slip = works.pay_days(worker, by=v.town.besnik)
    strike_assistance(slip.assistance, by=v.town.besnik, reason="E paguar dy herë në letër.")
    assert worker.days.filter(payment=None).count() == 2 and not worker.payments.standing().exists()
    assert works.pay_days(worker, by=v.town.besnik).amount == 5000
    call = call_of(v)
    grant = applied(v, call, v.case, v.teuta, 400_000, days=20)
    give_points(v, call, grant, v.town.besnik, 60, 40)
    grants.decide_call(call, by=v.town.ermira)
    grant.refresh_from_db()
    grants.pay_grant(grant, by=v.town.besnik)
    strike_assistance(grant.assistance, by=v.town.besnik, reason="Dita e gabuar.")
    grant.refresh_from_db()
    assert (grant.paid_on, grant.assistance) == (None, None)
    grants.pay_grant(grant, by=v.town.besnik)
    standing = Assistance.objects.standing().values_list("type", "amount")
    assert set(standing) == {("cash_for_work", 5000), ("business", 400_000)}
