"""Restricted requests: the team knows, nobody else does; an exception is short and noticed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.actions import team
from ura.desk.actions.company import give_task, mark_complaint
from ura.desk.actions.owners import change_owner, cover_absence
from ura.desk.actions.registering import register_enquiry
from ura.desk.models import Enquiry, Event, TeamMember
from ura.municipalities.models import Office
from ura.post.models import Outbox
from ura.staff.models import Officer, Role, User
from ura.trail.models import Trail


@pytest.fixture
def gent(town):
    """A second officer of Lezhë, outside every team."""
    user = User.objects.create_user("gent@example.org", town.password, name="Gent Prova")
    return Officer.objects.create(municipality=town.lezha, user=user, roles=[Role.OFFICER])


@pytest.fixture
def hidden(working, gent):
    """Besnik carries a matter that Ermira restricted together with him."""
    enquiry = register_enquiry(
        working.lezha, channel="counter", subject="Strehim i mbrojtur", owner=working.besnik, by=working.besnik,
        person={"name": "Mira Leka", "email": "mira@example.org"},
    )  # fmt: skip
    return team.restrict(enquiry, by=working.besnik, ground="trafficking")


def knows(officer):
    return Enquiry.objects.visible_to(officer).count() == 1


def test_a_restricted_request_exists_for_its_team_only(hidden, working, gent):
    assert [knows(who) for who in (working.besnik, working.ermira, gent, working.ana, working.fatmir)] == [
        True, False, False, False, False,
    ]  # fmt: skip


def test_a_colleague_comes_into_the_team_and_leaves_it(hidden, working, gent):
    team.add_member(hidden, by=working.besnik, officer=gent)
    assert knows(gent)
    give_task(hidden, by=working.besnik, officer=gent, what="Të telefonohet qendra")
    team.remove_member(hidden, by=working.besnik, officer=gent)
    assert not knows(gent)
    assert not hidden.tasks.filter(done_at=None).exists()
    kinds = [event.kind for event in Event.objects.filter(enquiry=hidden).order_by("pk")]
    assert kinds[2:] == ["restricted", "team_joined", "task", "team_left"]


@pytest.mark.parametrize(
    "act",
    [
        lambda e, t, g: team.add_member(e, by=t.ermira, officer=g),  # a supervisor, but outside the team
        lambda e, t, g: team.unrestrict(e, by=g, reason="Pse jo"),
        lambda e, t, g: team.add_member(e, by=t.besnik, officer=t.ana),  # a clerk carries nothing
        lambda e, t, g: team.add_member(e, by=t.besnik, officer=t.besnik),
        lambda e, t, g: team.remove_member(e, by=t.besnik, officer=t.besnik),
        lambda e, t, g: team.restrict(e, by=t.besnik, ground="other"),
        lambda e, t, g: give_task(e, by=t.besnik, officer=g, what="Diçka"),
    ],
)
def test_what_the_team_may_not_do_is_refused(act, hidden, working, gent):
    with pytest.raises(Refused):
        act(hidden, working, gent)


def test_only_owner_and_supervisor_restrict_and_a_supervisor_who_does_is_in_the_team(working, gent):
    enquiry = register_enquiry(working.lezha, channel="phone", subject="Një çështje", owner=working.besnik)
    with pytest.raises(Refused):
        team.restrict(enquiry, by=gent, ground="illness")
    team.restrict(enquiry, by=working.ermira, ground="illness")
    assert set(TeamMember.objects.values_list("officer", flat=True)) == {working.besnik.pk, working.ermira.pk}


def test_unrestricted_it_is_everybodys_again(hidden, working, gent):
    team.unrestrict(hidden, by=working.besnik, reason="U regjistrua gabimisht")
    assert knows(gent) and knows(working.ermira)
    assert not TeamMember.objects.exists()


def test_a_new_focal_point_comes_into_the_team(hidden, working, gent):
    team.add_member(hidden, by=working.besnik, officer=working.ermira)
    change_owner(hidden, gent, by=working.ermira, reason="Besniku është me leje")
    assert knows(gent)


def test_who_covers_an_absence_does_not_come_to_know_of_it(hidden, working, gent):
    today = timezone.localdate()
    sent = Outbox.objects.count()
    cover_absence(working.besnik, cover=gent, from_on=today, until_on=today, by=working.ermira)
    assert not knows(gent)
    assert Outbox.objects.count() == sent


def test_a_complaint_about_a_member_takes_them_out(hidden, working, gent):
    team.add_member(hidden, by=working.besnik, officer=gent)
    mark_complaint(hidden, by=working.besnik, about=gent)
    assert [knows(who) for who in (gent, working.ermira)] == [False, True]


def test_breaking_the_glass_opens_for_an_hour_and_tells_those_concerned(hidden, working):
    Office.objects.filter(municipality=working.lezha).update(dpo_email="dpo@example.org")
    working.lezha.office.refresh_from_db()
    other = User.objects.create_user("hana@example.org", working.password, name="Hana Prova")
    Officer.objects.create(municipality=working.lezha, user=other, roles=[Role.SUPERVISOR])
    entry = hidden.entry
    team.break_glass(working.lezha, by=working.ermira, year=entry.year, number=entry.number, reason="Rrezik për jetën")
    assert knows(working.ermira)
    notices = list(Outbox.objects.filter(kind="glass"))
    assert {row.to for row in notices} == {"besnik@example.org", "hana@example.org", "dpo@example.org"}
    assert not any("Mira" in row.text + row.subject or "mbrojtur" in row.text + row.subject for row in notices)
    assert Trail.objects.filter(act="desk.glass_broken", officer=working.ermira, row=hidden.pk).count() == 1
    TeamMember.objects.filter(officer=working.ermira).update(until=timezone.now() - timedelta(seconds=1))
    assert not knows(working.ermira)


@pytest.mark.parametrize(("who", "reason"), [("besnik", "Duhet"), ("ermira", " ")])
def test_the_glass_holds_without_the_right_or_a_reason(who, reason, hidden, working):
    entry = hidden.entry
    with pytest.raises(Refused):
        team.break_glass(working.lezha, by=getattr(working, who), year=entry.year, number=entry.number, reason=reason)


def test_the_glass_never_opens_a_complaint_about_who_breaks_it(hidden, working):
    mark_complaint(hidden, by=working.besnik, about=working.ermira)
    with pytest.raises(Refused):
        team.break_glass(
            working.lezha, by=working.ermira, year=hidden.entry.year, number=hidden.entry.number, reason="Duhet"
        )
    assert not knows(working.ermira)
