"""The pages of economic opportunities: from the case into work, and nothing of a restricted case for a colleague."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils.translation import override

from ura.cases.actions.opening import note_category
from ura.desk.actions.team import restrict
from ura.livelihood.actions import training, works
from ura.livelihood.grant_paper import grant_list
from ura.livelihood.models import Course, WorkDay
from ura.livelihood.tests.test_jobs import seeker_of, vacancy_of
from ura.livelihood.tests.test_money_and_days import applied, call_of, give_points, project_of
from ura.municipalities.tenancy import reading_for, working_for
from ura.trail.models import Trail


def of_case(case):
    return f"{case.get_absolute_url()}work/"


@pytest.fixture
def busy(village):
    v = village
    with working_for(v.town.lezha):
        v.seeker, v.vacancy, v.project = seeker_of(v), vacancy_of(v), project_of(v, places=3)
        v.course = training.keep_course(v.town.lezha, by=v.town.besnik, title="Plan biznesi", kind="business_plan",
                                        provider="Qendra", where="", start_on=v.today - timedelta(days=9),
                                        end_on=v.today, places=5, least_share=50, cost=None)  # fmt: skip
        training.enrol(v.course, v.case, v.teuta, by=v.town.besnik, on=v.today - timedelta(days=9))
        v.worker = works.take_on(v.project, v.case, v.teuta, by=v.town.besnik, on=v.today - timedelta(days=9))
        v.call = call_of(v)
        v.application = applied(v, v.call, v.case, v.teuta, 100_000)
    return v


def pages(v):
    return {
        "livelihood": [], "seeker": [v.seeker.pk], "vacancies": [], "vacancy": [v.vacancy.pk], "courses": [],
        "course": [v.course.pk], "grants": [], "grant": [v.call.pk], "grant_application": [v.application.pk], "works": [],
        "work": [v.project.pk], "farms": [],
    }  # fmt: skip


def test_a_person_is_registered_from_the_case_and_found_in_the_register(village, client):
    v = village
    client.force_login(v.town.besnik.user)
    wrong = client.post(of_case(v.case), {"act": "seeker", "person": v.teuta.pk, "occupation": "Kuzhiniere"})
    assert wrong.status_code == 422 and "Kuzhiniere" in wrong.text
    right = client.post(of_case(v.case), {"act": "seeker", "person": v.teuta.pk, "occupation": "Kuzhiniere",
                                          "field": "tourism", "education": "3"})  # fmt: skip
    assert right.status_code == 302
    assert "Teuta Marku" in client.get(reverse("livelihood", args=["lezhe"])).text
    refused = client.post(of_case(v.case), {"act": "seeker", "person": v.iris.pk, "occupation": "X", "field": "trade",
                                            "education": "0"})  # fmt: skip
    assert refused.status_code == 409


def test_days_are_written_down_on_the_page_of_the_project(busy, client):
    v = busy
    client.force_login(v.town.besnik.user)
    day = (v.today - timedelta(days=2)).strftime("%d.%m.%Y")
    address = reverse("work", args=["lezhe", v.project.pk])
    assert client.post(address, {"act": "days", "worker": v.worker.pk, "days": day}).status_code == 302
    again = client.post(address, {"act": "days", "worker": v.worker.pk, "days": day})
    assert again.status_code == 409 and day in again.text
    with working_for(v.town.lezha):
        assert WorkDay.objects.count() == 1
    assert client.post(address, {"act": "pay", "worker": v.worker.pk, "reference": "7"}).status_code == 302
    assert "2 500" in client.get(address).text.replace("\xa0", " ")


def test_every_page_opens_and_names_who_is_in_it(busy, client):
    client.force_login(busy.town.besnik.user)
    for name, args in pages(busy).items():
        page = client.get(reverse(name, args=["lezhe", *args]))
        assert page.status_code == 200, name
        if name in ("livelihood", "seeker", "course", "grant", "grant_application", "work"):
            assert "Teuta Marku" in page.text, name
    assert "Teuta Marku: Rrobaqepëse" in client.get(of_case(busy.case)).text


def test_who_may_not_know_of_the_case_meets_nobody_of_it(busy, client):
    v = busy
    with working_for(v.town.lezha):
        note_category(v.case, v.teuta, "trafficking", by=v.town.besnik)
    client.force_login(v.town.ermira.user)
    for name, args in pages(v).items():
        page = client.get(reverse(name, args=["lezhe", *args]))
        assert page.status_code == (404 if name in ("seeker", "grant_application") else 200), name
        assert "Marku" not in page.text, name
    # Nor is anybody told that somebody more is there: who sees who attends would know whose case it is.
    assert client.get(reverse("courses", args=["lezhe"])).context["rows"][0].taken == 0
    assert len(client.get(reverse("works", args=["lezhe"])).context["rows"][0].workers.all()) == 0
    address = reverse("work", args=["lezhe", v.project.pk])
    assert client.post(address, {"act": "pay", "worker": v.worker.pk}).status_code == 404
    client.force_login(v.town.ana.user)
    assert client.get(reverse("livelihood", args=["lezhe"])).status_code == 403


def test_a_page_about_somebody_of_a_restricted_case_wants_a_second_factor_and_the_look_is_noted(busy, client, settings):
    v = busy
    with working_for(v.town.lezha):
        note_category(v.case, v.teuta, "trafficking", by=v.town.besnik)
        looks = v.town.lezha.trail.filter(act="desk.looked", row=v.case.enquiry_id)
    client.force_login(v.town.besnik.user)
    for name, row in (("seeker", v.seeker), ("grant_application", v.application)):
        address = reverse(name, args=["lezhe", row.pk])
        settings.SECOND_FACTOR = True
        assert client.get(address).status_code == 302, name
        settings.SECOND_FACTOR = False
        assert client.get(address).status_code == 200, name
    with working_for(v.town.lezha):
        assert looks.count() == 1


def test_a_form_offers_nobody_of_the_family_who_came_with_a_restricted_matter(busy, make_enquiry, client):
    v = busy
    with working_for(v.town.lezha):
        own = make_enquiry(requester=v.iris, by=v.town.ermira, owner=v.town.ermira)
        restrict(own, by=v.town.ermira, ground="minor")
    year, number = v.case.enquiry.entry.year, v.case.enquiry.entry.number
    pages = ["case_livelihood", "case_assistance", "case_assessments", "case_assessment_new", "case_refer", "case"]
    client.force_login(v.town.besnik.user)
    for name in pages:
        page = client.get(reverse(name, args=["lezhe", year, number]))
        assert page.status_code == 200 and "Iris" not in page.text, name
    searched = client.post(reverse("cases", args=["lezhe"]), {"q": "Iris"})
    assert str(v.case) not in client.get(searched.url).text
    client.force_login(v.town.ermira.user)
    assert "Iris" in client.get(reverse("case_refer", args=["lezhe", year, number])).text
    searched = client.post(reverse("cases", args=["lezhe"]), {"q": "Iris"})
    assert str(v.case) in client.get(searched.url).text


def test_the_attendance_of_a_hidden_person_is_not_wiped_by_a_colleague(busy, client):
    v, day = busy, busy.today - timedelta(days=1)
    with working_for(v.town.lezha):
        enrolment = v.course.enrolments.get()
        training.mark_attendance(v.course, by=v.town.besnik, on=day, present={enrolment.pk})
        note_category(v.case, v.teuta, "trafficking", by=v.town.besnik)
    client.force_login(v.town.ermira.user)
    answer = client.post(
        reverse("course", args=["lezhe", v.course.pk]), {"act": "attend", "on": day.strftime("%d.%m.%Y")}
    )
    assert answer.status_code == 302
    with working_for(v.town.lezha):
        assert training.attendance_of(Course.objects.get())[0] == {enrolment.pk: 1}


def test_the_ranked_list_is_a_paper_with_every_criterion_and_no_name_of_a_restricted_case(busy, client):
    v = busy
    with working_for(v.town.lezha):
        give_points(v, v.call, v.application, v.town.besnik, 50, 30)
        with override("en"):
            paper = grant_list(v.call, {v.application.pk})
        assert paper["columns"] == ["Place", "Person", "Ideja", "Përvoja", "Points", "Asked for, in lek", "Award"]
        assert [cell.replace("\xa0", " ") for cell in paper["rows"][0]] == [
            "1", "Teuta Marku", "50.0", "30.0", "80.0", "100,000", "100,000",
        ]  # fmt: skip
        assert grant_list(v.call, set())["rows"][0][1] != "Teuta Marku"
    client.force_login(v.town.besnik.user)
    address = reverse("grant_list_pdf", args=["lezhe", v.call.pk])
    assert address in client.get(reverse("grant", args=["lezhe", v.call.pk])).text
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert pikepdf.open(io.BytesIO(answer.content)).Root.MarkInfo.Marked
    with working_for(v.town.lezha):
        note_category(v.case, v.teuta, "trafficking", by=v.town.besnik)
        assert grant_list(v.call, {v.application.pk})["rows"][0][1] != "Teuta Marku"  # not even for its own team
    with reading_for(v.town.lezha):
        assert Trail.objects.filter(municipality=v.town.lezha, act="livelihood.exported").count() == 1
