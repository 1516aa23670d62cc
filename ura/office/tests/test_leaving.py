"""A colleague leaves: one act of the administrator moves all that is open and closes every door."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from ura.cases.actions.opening import open_case
from ura.desk.actions.company import give_task
from ura.desk.actions.registering import serve_and_close
from ura.desk.actions.team import restrict
from ura.desk.models import Enquiry, Task, TeamMember
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.post.models import Mailbox
from ura.replies.actions.drafting import draft_reply
from ura.replies.models import Reply
from ura.staff.models import Absence, Officer, StandingFocalPoint, User
from ura.trail.models import Trail

LEAVE = "/lezhe/office/settings/staff/{}/end/"


def test_one_act_moves_all_open_work_and_ends_access_and_sessions(town, client, make_enquiry):
    gent = Officer.objects.create(
        municipality=town.lezha, roles=["officer"], may_sign=True,
        user=User.objects.create_user("gent@example.org", name="Gent Prova"),
    )  # fmt: skip
    mine, other = make_enquiry(owner=town.besnik), make_enquiry(owner=town.ermira)
    today = timezone.localdate()
    with working_for(town.lezha):
        Officer.objects.filter(pk=town.besnik.pk).update(may_sign=True)
        town.besnik.refresh_from_db()
        give_task(other, by=town.ermira, officer=town.besnik, what="Telefono shkollën")
        StandingFocalPoint.objects.create(municipality=town.lezha, service="1", officer=town.besnik)
        Mailbox.objects.create(municipality=town.lezha, address="smd@example.org", focal_point=town.besnik)
        Absence.objects.create(
            municipality=town.lezha, officer=town.ermira, cover=town.besnik, from_on=today - timedelta(days=2),
            until_on=today + timedelta(days=4),
        )  # fmt: skip
        draft_reply(other, kind="answer", by=town.ermira, answer="Po, pranohen.", signatory=town.besnik)
    theirs = Client()
    theirs.post("/sign-in/", {"login": "besnik@example.org", "password": town.password})
    assert theirs.get("/lezhe/office/").status_code == 200
    client.force_login(town.fatmir.user)
    page = client.get(LEAVE.format(town.besnik.pk))
    assert page.context["work"] == {
        "requests": 1, "tasks": 1, "cases": 0, "rights": 0, "letters": 1, "standing": 1, "mailboxes": 1, "covers": 1,
    }  # fmt: skip
    data = {"owner": gent.pk, "reason": "Kaloi në një detyrë tjetër"}
    assert client.post(LEAVE.format(town.besnik.pk), data).status_code == 302
    with working_for(town.lezha):
        assert Enquiry.objects.get(pk=mine.pk).owner == gent
        assert Task.objects.get().officer == gent
        assert StandingFocalPoint.objects.get().officer == gent
        assert Mailbox.objects.get().focal_point == gent
        assert Reply.objects.get().signatory == gent
        covers = Absence.objects.order_by("from_on").values_list("cover", "from_on", "until_on")
        assert list(covers) == [
            (town.besnik.pk, today - timedelta(days=2), today - timedelta(days=1)),
            (gent.pk, today, today + timedelta(days=4)),
        ]
        ended = Trail.objects.get(act="staff.ended")
        assert (ended.officer, ended.fields["to"], ended.fields["handed"], ended.fields["tasks"]) == (
            town.fatmir, str(gent.pk), "1", "1",
        )  # fmt: skip
    assert theirs.get("/lezhe/office/").status_code == 302
    assert not Client().login(email="besnik@example.org", password=town.password)


def test_an_administrator_hands_no_request_to_themselves(town, client, make_enquiry):
    Officer.objects.filter(pk=town.fatmir.pk).update(roles=["administrator", "officer"])
    make_enquiry(owner=town.besnik)
    client.force_login(town.fatmir.user)
    answer = client.post(LEAVE.format(town.besnik.pk), {"owner": town.fatmir.pk, "reason": "x"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["owner"])


def test_a_restricted_request_goes_to_its_team_unseen_by_the_administrator(town, client, make_enquiry):
    lira = Officer.objects.create(
        municipality=town.lezha, roles=["officer"], user=User.objects.create_user("lira@example.org", name="Lira Prova")
    )
    enquiry = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        restrict(enquiry, by=town.besnik, ground="trafficking", team=[lira])
    client.force_login(town.fatmir.user)
    assert client.get(LEAVE.format(town.besnik.pk)).context["work"]["requests"] == 0
    assert client.post(LEAVE.format(town.besnik.pk), {"owner": town.ermira.pk}).status_code == 302
    with working_for(town.lezha):
        assert Enquiry.objects.get(pk=enquiry.pk).owner == lira
        assert [member.officer for member in TeamMember.objects.filter(enquiry=enquiry)] == [lira]


def test_cases_go_to_the_colleague_and_a_restricted_one_is_never_left_to_nobody(town, client, make_enquiry):
    with working_for(town.lezha):
        # A counselling session is closed at once, and its case goes on for long under its number.
        open_one, secret = (
            serve_and_close(town.lezha, by=town.besnik, owner=town.besnik, channel="counter", subject="Seancë", oral_answer="Po.",
                            requester=add_person(town.lezha, name=name), service="1", requester_type="1")
            for name in ("Teuta Marku", "Gjon Prela")
        )  # fmt: skip
        for enquiry, categories in ((open_one, []), (secret, ["trafficking"])):
            enquiry.municipality = town.lezha
            open_case(enquiry, by=town.besnik, kind="returnee", categories=categories)
        assert not town.lezha.cases.visible_to(town.ermira).filter(enquiry=secret).exists()
    client.force_login(town.fatmir.user)
    assert client.get(LEAVE.format(town.besnik.pk)).context["work"]["cases"] == 1
    assert client.post(LEAVE.format(town.besnik.pk)).status_code == 422
    assert client.post(LEAVE.format(town.besnik.pk), {"owner": town.ermira.pk, "reason": "Iku"}).status_code == 302
    with working_for(town.lezha):
        assert set(town.lezha.cases.visible_to(town.ermira).values_list("owner", flat=True)) == {town.ermira.pk}
        assert town.lezha.cases.visible_to(town.ermira).count() == 2


def test_a_task_alone_is_reason_enough_to_name_a_colleague(town, client, make_enquiry):
    enquiry = make_enquiry(owner=town.ermira)
    with working_for(town.lezha):
        give_task(enquiry, by=town.ermira, officer=town.besnik, what="Telefono shkollën")
    client.force_login(town.fatmir.user)
    assert client.post(LEAVE.format(town.besnik.pk)).status_code == 422
    assert client.post(LEAVE.format(town.besnik.pk), {"owner": town.ermira.pk}).status_code == 302
    with working_for(town.lezha):
        assert Task.objects.get().officer == town.ermira


def test_who_works_in_two_offices_leaves_only_one(town, client):
    Officer.objects.create(municipality=town.lezha, user=town.drita.user, roles=["clerk"])
    post = Officer.objects.get(municipality=town.lezha, user=town.drita.user)
    client.force_login(town.fatmir.user)
    assert client.post(LEAVE.format(post.pk)).status_code == 302
    there = Client()
    there.force_login(town.drita.user)
    assert [there.get(f"/{office}/office/").status_code for office in ("lezhe", "korce")] == [404, 200]
