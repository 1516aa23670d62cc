"""One focal point from first to last; cover for an absence is no change of owner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.actions import moves, owners
from ura.desk.models import Enquiry, Event
from ura.desk.rules import may_own_work
from ura.desk.states import EventKind
from ura.post.models import Outbox
from ura.staff.focal_points import cover_of
from ura.staff.models import Absence

TODAY = timezone.localdate


@pytest.fixture
def one(working, make_enquiry):
    return make_enquiry(owner=working.besnik, person={"name": "Arta Prova", "email": "arta@example.org"})


def fresh(enquiry):
    again = Enquiry.objects.select_related("entry", "text").get(pk=enquiry.pk)
    again.municipality = enquiry.municipality
    return again


def mails(working, kind):
    return list(Outbox.objects.filter(municipality=working.lezha, kind=kind))


def test_the_supervisor_gives_the_request_to_another_and_the_requester_is_told(one, working):
    owners.change_owner(one, working.ermira, by=working.ermira, reason="Besniku ndërron detyrë", version=0)
    event = Event.objects.get(enquiry=one, kind=EventKind.OWNER_CHANGED)
    assert (fresh(one).owner_id, event.text, event.data, event.public) == (
        working.ermira.pk,
        "Besniku ndërron detyrë",
        {"owner": working.ermira.pk},
        True,
    )
    (mail,) = mails(working, "focal_point_change")
    assert "Ermira Prova" in mail.text


def test_an_officer_does_not_hand_a_request_on(one, working):
    with pytest.raises(Refused):
        owners.change_owner(one, working.ermira, by=working.besnik, reason="Nuk dua")
    assert fresh(one).owner_id == working.besnik.pk


@pytest.mark.parametrize(
    ("who", "reason", "field"), [("besnik", "sepse", "owner"), ("drita", "sepse", "owner"), ("ermira", " ", "reason")]
)
def test_a_change_that_cannot_be_is_refused_at_its_field(who, reason, field, one, working):
    with pytest.raises(Refused) as refused:
        owners.change_owner(one, getattr(working, who), by=working.ermira, reason=reason)
    assert refused.value.field == field


def test_a_complaint_never_goes_to_the_officer_it_is_about(working, make_enquiry):
    complaint = make_enquiry(complaint=True, complaint_about=working.besnik)
    with pytest.raises(Refused) as refused:
        owners.change_owner(complaint, working.besnik, by=working.ermira, reason="sepse")
    assert refused.value.field == "owner"


def test_a_closed_request_keeps_its_focal_point(one, working):
    moves.close(one, by=working.besnik, outcome="duplicate")
    with pytest.raises(Refused):
        owners.change_owner(fresh(one), working.ermira, by=working.ermira, reason="sepse")


def test_cover_lets_a_colleague_act_and_the_owner_stays(one, working):
    owners.cover_absence(
        working.besnik, cover=working.ermira, from_on=TODAY(), until_on=TODAY() + timedelta(days=30), by=working.ermira
    )
    assert fresh(one).owner_id == working.besnik.pk
    assert cover_of(working.besnik) == working.ermira
    event = Event.objects.get(enquiry=one, kind=EventKind.COVERED)
    assert event.data == {"cover": working.ermira.pk, "until": (TODAY() + timedelta(days=30)).isoformat()}
    (mail,) = mails(working, "cover")
    assert "Ermira Prova" in mail.text


def test_who_waits_beyond_the_deadline_is_told_of_the_cover_too(one, working):
    Enquiry.objects.filter(pk=one.pk).update(due_on=TODAY() - timedelta(days=3))
    owners.cover_absence(
        working.besnik, cover=working.ermira, from_on=TODAY(), until_on=TODAY() + timedelta(days=3), by=working.ermira
    )
    assert Event.objects.filter(enquiry=one, kind=EventKind.COVERED).count() == len(mails(working, "cover")) == 1


def test_a_cover_may_do_the_owner_s_work_only_during_the_absence(working, make_enquiry):
    from ura.staff.models import Officer, Role, User

    user = User.objects.create_user("gent@example.org", "një fjalëkalim i gjatë", name="Gent Prova")
    gent = Officer.objects.create(municipality=working.lezha, user=user, roles=[str(Role.OFFICER)])
    enquiry = make_enquiry(owner=working.besnik)
    assert not may_own_work(gent, enquiry)
    absence = Absence.objects.create(
        municipality=working.lezha, officer=working.besnik, cover=gent, from_on=TODAY(), until_on=TODAY()
    )
    gent = Officer.objects.get(pk=gent.pk)
    assert may_own_work(gent, enquiry)
    absence.from_on = absence.until_on = TODAY() - timedelta(days=1)
    absence.save()
    assert not may_own_work(Officer.objects.get(pk=gent.pk), enquiry)


@pytest.mark.parametrize(
    ("cover", "first", "last", "field"),
    [("besnik", 0, 3, "cover"), ("ermira", 3, 0, "from_on"), ("ermira", 1, 2, "from_on")],
)
def test_a_cover_that_cannot_be_is_refused_at_its_field(cover, first, last, field, working):
    Absence.objects.create(
        municipality=working.lezha,
        officer=working.besnik,
        cover=working.ermira,
        from_on=TODAY(),
        until_on=TODAY() + timedelta(days=1),
    )
    with pytest.raises(Refused) as refused:
        owners.cover_absence(
            working.besnik,
            cover=getattr(working, cover),
            from_on=TODAY() + timedelta(days=first),
            until_on=TODAY() + timedelta(days=last),
            by=working.ermira,
        )
    assert refused.value.field == {"from_on": "until_on"}.get(field, field) if last < first else field
