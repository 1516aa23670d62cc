"""Taking colleagues in, changing their roles, ending their access, covering their absence."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from ura.desk.models import Enquiry, Event
from ura.municipalities.tenancy import working_for
from ura.post.models import Mailbox, Outbox
from ura.staff.focal_points import standing_focal_point
from ura.staff.models import Absence, Officer, Role, StandingFocalPoint, User
from ura.trail.models import Trail

STAFF = "/lezhe/office/settings/staff/"


@pytest.fixture
def signed_in(town, client):
    client.force_login(town.fatmir.user)
    return client


def colleague(**changes):
    return {"email": "gent@example.org", "name": "Gent Prova", "roles": ["officer"]} | changes


def test_a_new_colleague_is_invited_by_mail_and_chooses_the_password(signed_in, town, client):
    assert signed_in.post(f"{STAFF}new/", colleague(function_sq="Specialist", may_sign="on")).status_code == 302
    user = User.objects.get(email="gent@example.org")
    officer = user.posts.get()
    assert (user.has_usable_password(), officer.roles, officer.may_sign) == (False, ["officer"], True)
    with working_for(town.lezha):
        mail = Outbox.objects.get(kind="invitation")
        assert mail.to == "gent@example.org"
        link = next(line for line in mail.text.splitlines() if "/password/new/" in line)
        assert list(Trail.objects.values_list("act", "fields")) == [
            ("staff.added", {"roles": "officer", "may_sign": "True"})
        ]
    assert link not in signed_in.get(STAFF).content.decode()
    client.logout()
    form = client.get(urlsplit(link).path, follow=True)
    words = {"password1": "dallga e bardhë 12", "password2": "dallga e bardhë 12"}
    assert client.post(form.request["PATH_INFO"], words).status_code == 302
    assert client.login(email="gent@example.org", password="dallga e bardhë 12")
    client.logout()
    assert client.get(urlsplit(link).path, follow=True).context["token_fail"]


def test_a_colleague_who_works_here_is_not_taken_in_twice(signed_in, town):
    answer = signed_in.post(f"{STAFF}new/", colleague(email="BESNIK@example.org"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])


def test_whoever_works_elsewhere_keeps_their_password(signed_in, town):
    answer = signed_in.post(f"{STAFF}new/", colleague(email="drita@example.org", name="Emër Tjetër"))
    drita = User.objects.get(email="drita@example.org")
    assert (answer.status_code, drita.name, drita.check_password(town.password)) == (302, "Drita Prova", True)
    post = drita.posts.get(municipality=town.lezha)
    assert signed_in.post(f"{STAFF}{post.pk}/password/").status_code == 409
    assert User.objects.get(pk=drita.pk).check_password(town.password)


def test_a_forgotten_password_stays_until_its_owner_chooses_another(signed_in, town):
    assert signed_in.post(f"{STAFF}{town.besnik.pk}/password/").status_code == 302
    user = User.objects.get(pk=town.besnik.user_id)
    assert user.check_password(town.password)
    with working_for(town.lezha):
        assert list(Outbox.objects.values_list("kind", flat=True)) == ["password_link"]
        assert Outbox.objects.get().to == "besnik@example.org"
        assert Trail.objects.get().act == "staff.password_link"


@pytest.mark.parametrize("act", ["", "password/", "end/"])
def test_a_colleague_of_another_office_is_not_there(act, signed_in, town):
    data = colleague(roles=["clerk"])
    assert signed_in.post(f"{STAFF}{town.drita.pk}/{act}", data).status_code == 404
    assert Officer.objects.get(pk=town.drita.pk).active


def test_roles_and_units_of_a_clerk_are_changed(signed_in, town):
    with working_for(town.lezha):
        unit = town.lezha.units.first()
    data = {"name": "Ana Prova", "roles": ["clerk"], "units": [unit.pk], "phone": "+355 66 123 4567", "version": 0}
    assert signed_in.post(f"{STAFF}{town.ana.pk}/", data).status_code == 302
    with working_for(town.lezha):
        ana = Officer.objects.get(pk=town.ana.pk)
        assert (ana.unit_ids(), ana.phone) == ([unit.pk], "+355 66 123 4567")
    signed_in.post(f"{STAFF}{town.ana.pk}/", data | {"roles": ["officer"], "version": 1})
    with working_for(town.lezha):
        ana = Officer.objects.get(pk=town.ana.pk)
        assert (ana.unit_ids(), ana.roles) == ([], ["officer"])


def test_the_last_administrator_stays(signed_in, town):
    data = {"name": "Fatmir Prova", "roles": ["officer"], "version": 0}
    answer = signed_in.post(f"{STAFF}{town.fatmir.pk}/", data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["roles"])
    signed_in.post(
        f"{STAFF}{town.ermira.pk}/", {"name": "Ermira Prova", "roles": ["supervisor", "administrator"], "version": 0}
    )
    own = signed_in.post(f"{STAFF}{town.fatmir.pk}/", data)
    assert (own.status_code, list(own.context["form"].errors)) == (422, ["roles"])  # not one's own
    signed_in.force_login(town.ermira.user)
    assert signed_in.post(f"{STAFF}{town.fatmir.pk}/", data).status_code == 302
    assert Officer.objects.get(pk=town.fatmir.pk).roles == ["officer"]


def test_nobody_ends_their_own_access(signed_in, town):
    assert signed_in.post(f"{STAFF}{town.fatmir.pk}/end/").status_code == 422
    assert Officer.objects.get(pk=town.fatmir.pk).active


def test_access_ends_with_everything_that_stood_on_it(signed_in, town, client):
    with working_for(town.lezha):
        StandingFocalPoint.objects.create(municipality=town.lezha, service="1", officer=town.besnik)
        Mailbox.objects.create(municipality=town.lezha, address="smd@example.org", focal_point=town.besnik)
    assert signed_in.post(f"{STAFF}{town.besnik.pk}/end/").status_code == 302
    with working_for(town.lezha):
        assert (StandingFocalPoint.objects.count(), Mailbox.objects.get().focal_point) == (0, None)
        assert standing_focal_point(town.lezha, service="1") == town.ermira
    besnik = Officer.objects.select_related("user").get(pk=town.besnik.pk)
    assert (besnik.active, besnik.user.is_active) == (False, False)
    client.logout()
    assert not client.login(email="besnik@example.org", password=town.password)


def test_who_carries_requests_does_not_leave_before_they_are_handed_over(signed_in, town, make_enquiry):
    make_enquiry(owner=town.besnik)
    page = signed_in.get(f"{STAFF}{town.besnik.pk}/end/")
    assert (page.context["carried"], list(page.context["form"].fields)) == (1, ["owner", "reason"])
    assert signed_in.post(f"{STAFF}{town.besnik.pk}/end/").status_code == 422
    assert (
        signed_in.post(
            f"{STAFF}{town.besnik.pk}/", {"name": "Besnik Prova", "roles": ["clerk"], "version": 0}
        ).status_code
        == 422
    )
    besnik = Officer.objects.get(pk=town.besnik.pk)
    assert (besnik.active, besnik.roles) == (True, ["officer"])


def test_a_supervisor_hands_all_over_and_ends_the_access_in_one_act(town, client, make_enquiry):
    person = {"name": "Arta Hoxha", "email": "arta@example.org"}
    enquiries = [make_enquiry(owner=town.besnik, person=person), make_enquiry(owner=town.besnik)]
    closed = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        Enquiry.objects.filter(pk=closed.pk).update(state="5", closed_on=timezone.localdate())
        town.ermira.roles = [Role.SUPERVISOR, Role.ADMINISTRATOR]
        town.ermira.save()
    client.force_login(town.ermira.user)
    url = f"{STAFF}{town.besnik.pk}/end/"
    assert client.post(url, {"owner": town.ermira.pk, "reason": ""}).status_code == 422
    assert client.post(url, {"owner": town.ermira.pk, "reason": "Largohet nga zyra"}).status_code == 302
    with working_for(town.lezha):
        owners = [Enquiry.objects.get(pk=e.pk).owner for e in [*enquiries, closed]]
        told = Outbox.objects.filter(kind="focal_point_change").count()
    assert (owners, told) == ([town.ermira, town.ermira, town.besnik], 1)
    assert not Officer.objects.get(pk=town.besnik.pk).active


def test_a_complaint_about_the_supervisor_is_led_on_without_their_knowing(town, client, make_enquiry):
    lira = Officer.objects.create(
        municipality=town.lezha,
        roles=["supervisor"],
        user=User.objects.create_user("lira@example.org", name="Lira Prova"),
    )
    complaint = make_enquiry(complaint=True, complaint_about=town.ermira)
    with working_for(town.lezha):
        Enquiry.objects.filter(pk=complaint.pk).update(owner=town.besnik)
        town.ermira.roles = [Role.SUPERVISOR, Role.ADMINISTRATOR]
        town.ermira.save()
    client.force_login(town.ermira.user)
    assert client.get(f"{STAFF}{town.besnik.pk}/end/").context["carried"] == 0
    assert client.post(f"{STAFF}{town.besnik.pk}/end/").status_code == 302
    with working_for(town.lezha):
        assert Enquiry.objects.get(pk=complaint.pk).owner == lira


def test_an_office_of_one_focal_point_says_that_the_rules_wait(signed_in, town):
    url = "/lezhe/office/settings/focal-points/"
    signed_in.cookies["django_language"] = "en"
    sentence = "The office works as one focal point"
    assert sentence not in signed_in.get(url).content.decode()
    with working_for(town.lezha):
        town.lezha.office.single_focal_point = True
        town.lezha.office.save()
    assert sentence in signed_in.get(url).content.decode()
    assert (
        "every new request falls to the one officer"
        in signed_in.get("/lezhe/office/settings/office/edit/").content.decode()
    )


def test_a_standing_focal_point_is_named_replaced_and_removed(signed_in, town):
    url = "/lezhe/office/settings/focal-points/"
    for officer in (town.besnik, town.ermira):
        assert signed_in.post(url, {"service": "3", "unit": "", "officer": officer.pk}).status_code == 302
    with working_for(town.lezha):
        rule = StandingFocalPoint.objects.get()
        assert standing_focal_point(town.lezha, service="3") == town.ermira
        assert standing_focal_point(town.lezha, service="1") == town.besnik
    assert signed_in.post(url, {"officer": town.ana.pk}).status_code == 422
    assert signed_in.post(f"{url}{rule.pk}/remove/").status_code == 302
    with working_for(town.lezha):
        assert standing_focal_point(town.lezha, service="3") == town.besnik
        acts = list(Trail.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["staff.standing", "staff.standing", "staff.standing_removed"]


def test_an_absence_is_covered_and_ends_early(signed_in, town, make_enquiry):
    enquiry = make_enquiry(owner=town.besnik)
    today = timezone.localdate()
    url = "/lezhe/office/settings/absences/"
    days = {
        "from_on": (today - timedelta(days=2)).strftime("%d.%m.%Y"),
        "until_on": (today + timedelta(days=5)).strftime("%d.%m.%Y"),
    }
    data = {"officer": town.besnik.pk, "cover": town.ermira.pk, **days}
    assert signed_in.post(url, data).status_code == 302
    assert signed_in.post(url, data).status_code == 422  # covered already
    answer = signed_in.post(url, data | {"officer": town.ermira.pk, "cover": town.besnik.pk})
    assert list(answer.context["form"].errors) == ["cover"]  # who is away covers nobody
    with working_for(town.lezha):
        absence = Absence.objects.get()
        assert Event.objects.filter(enquiry=enquiry, kind="covered").count() == 1
    assert signed_in.post(f"{url}{absence.pk}/end/").status_code == 302
    with working_for(town.lezha):
        assert Absence.objects.get().until_on == today - timedelta(days=1)
    assert signed_in.post(f"{url}{absence.pk}/end/").status_code == 409  # over already


def test_an_absence_to_come_is_taken_back(signed_in, town):
    today = timezone.localdate()
    with working_for(town.lezha):
        absence = Absence.objects.create(
            municipality=town.lezha, officer=town.besnik, cover=town.ermira,
            from_on=today + timedelta(days=3), until_on=today + timedelta(days=5),
        )  # fmt: skip
    assert signed_in.post(f"/lezhe/office/settings/absences/{absence.pk}/end/").status_code == 302
    with working_for(town.lezha):
        assert not Absence.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("besnik", 403), ("ermira", 403), ("drita", 404)])
def test_staff_is_changed_by_administrators_only(who, status, town, client):
    client.force_login(getattr(town, who).user)
    for address in ("new/", f"{town.ana.pk}/", f"{town.ana.pk}/end/", f"{town.ana.pk}/password/"):
        assert client.post(f"{STAFF}{address}", colleague()).status_code == status
    assert not User.objects.filter(email="gent@example.org").exists()


def test_who_no_longer_carries_requests_stands_for_nothing(signed_in, town):
    with working_for(town.lezha):
        StandingFocalPoint.objects.create(municipality=town.lezha, service="1", officer=town.besnik)
        Mailbox.objects.create(municipality=town.lezha, address="smd@example.org", focal_point=town.besnik)
    assert (
        signed_in.post(
            f"{STAFF}{town.besnik.pk}/", {"name": "Besnik Prova", "roles": ["clerk"], "version": 0}
        ).status_code
        == 302
    )
    with working_for(town.lezha):
        assert (StandingFocalPoint.objects.count(), Mailbox.objects.get().focal_point) == (0, None)


def test_who_comes_back_is_invited_anew_and_gets_only_the_new_roles(signed_in, town):
    signed_in.post(f"{STAFF}{town.besnik.pk}/end/")
    signed_in.post(f"{STAFF}new/", colleague(email="besnik@example.org", name="Besnik Prova", roles=["clerk"]))
    besnik = Officer.objects.select_related("user").get(pk=town.besnik.pk)
    assert (besnik.active, besnik.roles, besnik.user.is_active) == (True, ["clerk"], True)
    assert not besnik.user.has_usable_password()
    with working_for(town.lezha):
        assert Outbox.objects.get().kind == "invitation"
