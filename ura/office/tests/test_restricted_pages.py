"""The team on the page of its request, the glass, and the trail of who looked."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from ura.cases.actions.counselling import hold_session
from ura.cases.actions.group import correct_minutes, hold_conference
from ura.cases.actions.opening import open_case
from ura.core.refusals import Refused
from ura.desk.actions.company import mark_complaint
from ura.desk.actions.team import add_member, restrict
from ura.desk.models import TeamMember
from ura.municipalities.tenancy import working_for
from ura.office.visible import hidden_acts
from ura.people.consent_acts import give
from ura.post.files import store
from ura.replies.actions.approval import submit
from ura.replies.actions.drafting import draft_reply
from ura.staff.models import Officer, Role, User
from ura.trail.models import Trail


@pytest.fixture
def hidden(town, make_enquiry):
    enquiry = make_enquiry(subject="Strehim i mbrojtur", owner=town.besnik, by=town.besnik)
    with working_for(town.lezha):
        restrict(enquiry, by=town.besnik, ground="minor")
    return enquiry


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


def acts(town, name):
    with working_for(town.lezha):
        return list(Trail.objects.filter(act=name).values_list("officer", flat=True))


def post(client, url, **values):
    return client.post(url, {"version": client.get(url).context["enquiry"].version, **values})


def test_the_owner_restricts_a_request_on_its_page(town, make_enquiry, client):
    enquiry = make_enquiry(owner=town.besnik)
    page = enquiry.get_absolute_url()
    client.force_login(town.besnik.user)
    assert post(client, f"{page}restrict/", ground="illness", team=[town.ermira.pk]).url == page
    shown = client.get(page).content.decode()
    assert "Ermira Prova" in shown and "Restricted" in shown
    client.force_login(town.ermira.user)
    assert client.get(page).status_code == 200
    assert post(client, f"{page}team-leave/", officer="").status_code == 422


def test_each_look_is_in_the_trail_once_in_fifteen_minutes(hidden, town, client):
    client.force_login(town.besnik.user)
    for _turn in range(3):
        assert client.get(hidden.get_absolute_url()).status_code == 200
    assert acts(town, "desk.looked") == [town.besnik.pk]
    with working_for(town.lezha):
        since = timezone.now() - timedelta(minutes=16)
        sixteen = Trail.objects.get(act="desk.looked")
        assert sixteen.at > since


def test_the_trail_of_a_restricted_case_shows_its_conferences_to_the_team_only(town, make_enquiry, client):
    enquiry = make_enquiry(person={"name": "Teuta Marku"}, owner=town.besnik, by=town.besnik)
    with working_for(town.lezha):
        case = open_case(enquiry, by=town.besnik, kind="returnee", categories=["trafficking"])
        row = hold_conference(
            case, by=town.besnik, held_on=timezone.localdate(), present=[], others="Mjekja", minutes="x"
        )
        correct_minutes(row, by=town.besnik, version=row.version, minutes="y", others="Mjekja")
        assert not town.lezha.trail.filter(act="cases.minutes_corrected").exclude(hidden_of(town.ermira)).exists()
        assert town.lezha.trail.filter(act="cases.minutes_corrected").exclude(hidden_of(town.besnik)).exists()


def test_restricting_the_request_of_a_case_closes_its_sessions_too(town, make_enquiry, client):
    enquiry = make_enquiry(person={"name": "Teuta Marku"}, owner=town.besnik, by=town.besnik)
    with working_for(town.lezha):
        case = open_case(enquiry, by=town.besnik, kind="returnee")
        enquiry.requester.municipality = town.lezha
        signed = store(town.lezha, b"%PDF-1.4", name="d.pdf", trusted_type="application/pdf")
        give(enquiry.requester, how="paper", purposes=["processing"], by=town.besnik, evidence=signed)
        session = hold_session(
            town.lezha, by=town.besnik, form="internal_counselling", person=enquiry.requester, minutes=5, case=case
        )
        assert town.lezha.enquiries.visible_to(town.ermira).filter(pk=session.enquiry_id).exists()
    client.force_login(town.besnik.user)
    assert post(client, f"{enquiry.get_absolute_url()}restrict/", ground="other").status_code == 302
    with working_for(town.lezha):
        assert not town.lezha.enquiries.visible_to(town.ermira).filter(pk=session.enquiry_id).exists()
        assert town.lezha.enquiries.visible_to(town.besnik).filter(pk=session.enquiry_id).exists()


def test_the_case_of_a_complaint_is_known_to_supervisor_and_carriers(town, make_enquiry):
    enquiry = make_enquiry(person={"name": "Teuta Marku"}, owner=town.ermira, by=town.ermira)
    gent = User.objects.create_user("gent@example.org", town.password, name="Gent Prova")
    gent = Officer.objects.create(municipality=town.lezha, user=gent, roles=[Role.OFFICER])
    with working_for(town.lezha):
        case = open_case(enquiry, by=town.ermira, kind="returnee", owner=town.besnik)
        mark_complaint(enquiry, by=town.ermira)
        known = [who for who in (gent, town.besnik, town.ermira) if town.lezha.cases.visible_to(who).exists()]
    assert known == [town.besnik, town.ermira] and str(case)


def hidden_of(officer):
    return Q(pk__in=hidden_acts(officer).values("pk"))


def test_a_look_that_found_a_closed_door_is_none(hidden, town, client):
    client.force_login(town.ermira.user)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert acts(town, "desk.looked") == []


def test_a_supervisor_breaks_the_glass_and_it_closes_by_itself(hidden, town, client):
    client.force_login(town.ermira.user)
    book = "/lezhe/office/book/"
    assert "/lezhe/office/exception/" in client.get(book).content.decode()
    answer = client.post("/lezhe/office/exception/", {"number": hidden.entry.label, "reason": "Rrezik për jetën"})
    assert answer.url == hidden.get_absolute_url()
    shown = client.get(answer.url).content.decode()
    assert "You opened this request by way of exception." in shown
    assert (acts(town, "desk.glass_broken"), acts(town, "desk.looked")) == ([town.ermira.pk], [town.ermira.pk])
    with working_for(town.lezha):
        TeamMember.objects.filter(officer=town.ermira).update(until=timezone.now())
    assert client.get(answer.url).status_code == 404


@pytest.mark.parametrize(
    ("number", "status"), [("", 422), ("shtatë", 422), ("99/2026", 409), ("1/99999", 422), ("1", 422)]
)
def test_what_the_glass_does_not_open_gets_a_sentence(number, status, hidden, town, client):
    client.force_login(town.ermira.user)
    answer = client.post("/lezhe/office/exception/", {"number": number, "reason": "Duhet parë"})
    assert answer.status_code == status
    assert "Duhet parë" in answer.content.decode()
    assert answer.context["form"].errors["number"]


def test_a_try_at_an_open_line_is_in_the_trail(town, make_enquiry, client):
    enquiry = make_enquiry()
    client.force_login(town.ermira.user)
    assert client.post("/lezhe/office/exception/", {"number": enquiry.entry.label, "reason": "x"}).status_code == 409
    assert acts(town, "desk.glass_refused") == [town.ermira.pk]


def test_a_letter_is_not_put_to_a_supervisor_who_may_not_know(hidden, town):
    with working_for(town.lezha):
        reply = draft_reply(hidden, kind="answer", by=town.besnik, answer="Po.")
        with pytest.raises(Refused):
            submit(reply, by=town.besnik)
        add_member(hidden, by=town.besnik, officer=town.ermira)
        assert submit(reply, by=town.besnik).state == "submitted"
