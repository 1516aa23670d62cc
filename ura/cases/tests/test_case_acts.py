"""What is done in a case day by day, and opening one from a request: the counter too, and restricted at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ura.cases.actions import emergencies, work
from ura.cases.actions.group import add_group_member, decide, group_of, hold_conference, order_group, settle
from ura.cases.actions.opening import open_case
from ura.cases.models import Case, CaseRule
from ura.core.refusals import Refused
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.households import add_member, found_household, name_guardian


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def case(town, working, make_enquiry):
    enquiry = make_enquiry(requester=add_person(town.lezha, name="Teuta Marku", born="1990-05-31"))
    return open_case(enquiry, by=town.besnik, kind="returnee")


def opened(town, client, who, enquiry, **more):
    client.force_login(who.user)
    address = reverse("enquiry_case", args=["lezhe", enquiry.entry.year, enquiry.entry.number])
    data = {"kind": "returnee", "person": enquiry.requester_id, "family": "", "origin": "DE"} | more
    return client.post(address, data)


def test_a_case_is_opened_from_the_page_of_a_request_with_a_new_household(town, make_enquiry, client):
    enquiry = make_enquiry(person={"name": "Teuta Marku"})
    answer = opened(town, client, town.besnik, enquiry, family="new", name_0="Iris Marku", relation_0="child", born_0="2018",
                    categories=["single_parent"], emergency="Pa strehë sonte")  # fmt: skip
    with working_for(town.lezha):
        case = Case.objects.get()
        assert answer.url == f"/lezhe/office/cases/{enquiry.entry.year}/{enquiry.entry.number}/"
        assert case.household.members.count() == 2 and case.is_emergency and case.origin == "DE"
    page = client.get(enquiry_url(enquiry))
    assert answer.url in page.text


def enquiry_url(enquiry):
    return reverse("enquiry", args=["lezhe", enquiry.entry.year, enquiry.entry.number])


def test_what_the_counter_opens_for_a_victim_is_closed_to_the_counter_at_once(town, make_enquiry, client):
    enquiry = make_enquiry(person={"name": "Teuta Marku"}, owner=town.besnik)
    answer = opened(town, client, town.ana, enquiry, categories=["trafficking"])
    assert answer.url == "/lezhe/office/cases/"
    with working_for(town.lezha):
        case = Case.objects.get()
        assert case.owner == town.besnik and case.enquiry.restricted
        assert list(case.enquiry.team.values_list("officer", flat=True)) == [town.besnik.pk]
    for who, status in ((town.ana, 404), (town.ermira, 404), (town.besnik, 200)):
        client.force_login(who.user)
        assert client.get(f"/lezhe/office/cases/{enquiry.entry.year}/{enquiry.entry.number}/").status_code == status


def test_an_officer_who_is_not_the_focal_point_joins_the_team_of_what_they_open(town, working, make_enquiry):
    enquiry = make_enquiry(requester=add_person(town.lezha, name="Teuta Marku"), owner=town.ermira)
    case = open_case(enquiry, by=town.besnik, kind="returnee", categories=["minor"])
    assert set(case.enquiry.team.values_list("officer", flat=True)) == {town.besnik.pk, town.ermira.pk}


@pytest.mark.parametrize("day, words", [("1985-01-01", "before the birth"), ("2099-01-01", "ahead")])
def test_nobody_arrives_before_birth_or_tomorrow(town, working, make_enquiry, day, words):
    from datetime import date

    enquiry = make_enquiry(requester=add_person(town.lezha, name="Teuta Marku", born="1990-05-31"))
    with pytest.raises(Refused, match=words):
        open_case(enquiry, by=town.besnik, kind="returnee", arrived_on=date.fromisoformat(day))


def test_an_emergency_has_its_own_clock_by_the_rule_of_the_office(town, case):
    CaseRule.objects.create(municipality=town.lezha, emergency_hours=6)
    case = emergencies.raise_emergency(case, by=town.besnik, reason="Pa strehë sonte")
    assert case.emergency_due_at - case.emergency_at == timedelta(hours=6)
    with pytest.raises(Refused, match="emergency already"):
        emergencies.raise_emergency(case, by=town.besnik, reason="Prapë")
    Case.objects.filter(pk=case.pk).update(emergency_due_at=timezone.now() - timedelta(hours=1))
    assert list(Case.objects.emergencies_late()) == [case]
    case = emergencies.meet_emergency(case, by=town.besnik, text="Strehuar")
    assert not case.is_emergency and case.events.last().data["late"] is True


def test_an_emergency_is_met_at_the_hour_when_help_came(town, case, client):
    tonight = timezone.now() - timedelta(hours=30)
    case = emergencies.raise_emergency(case, by=town.besnik, reason="Pa strehë sonte", at=tonight)
    for hours, words in ((31, "learned of the emergency"), (-1, "ahead of us")):
        with pytest.raises(Refused, match=words) as refused:
            emergencies.meet_emergency(
                case, by=town.besnik, text="U strehua", at=timezone.now() - timedelta(hours=hours)
            )
        assert refused.value.field == "at"
    client.force_login(town.besnik.user)
    address = f"{case.get_absolute_url()}emergency-met/"
    page = client.get(address)
    assert timezone.localtime().strftime("%d.%m.%Y") in page.text  # the present hour stands in the form
    typed = timezone.localtime(timezone.now() - timedelta(hours=28)).strftime("%d.%m.%Y %H:%M")
    sent = client.post(address, {"text": "U strehua", "at": typed, "version": case.version})
    assert sent.status_code == 302
    case.refresh_from_db()
    assert timezone.localtime(case.emergency_met_at).strftime("%d.%m.%Y %H:%M") == typed
    event = case.events.get(kind="emergency_met")
    assert (event.data["late"], event.on) == (False, timezone.localdate(case.emergency_met_at))


def test_the_hour_at_which_the_office_learned_of_an_emergency_is_written(town, case, client):
    client.force_login(town.besnik.user)
    typed = timezone.localtime(timezone.now() - timedelta(hours=3)).strftime("%d.%m.%Y %H:%M")
    sent = {"reason": "Pa strehë", "at": typed, "version": case.version}
    assert client.post(f"{case.get_absolute_url()}emergency/", sent).status_code == 302
    case.refresh_from_db()
    assert timezone.localtime(case.emergency_at).strftime("%d.%m.%Y %H:%M") == typed


def test_two_officers_who_write_one_case_do_not_overwrite_each_other(town, case, client):
    client.force_login(town.besnik.user)
    address = f"{case.get_absolute_url()}write/"
    first = client.post(address, {"kind": "returnee", "summary": "Një", "version": case.version})
    assert first.status_code == 302
    second = client.post(address, {"kind": "returnee", "summary": "Dy", "version": case.version})
    assert second.status_code == 409 and "Dy" in second.text
    case.text.refresh_from_db()
    assert case.text.summary == "Një"


def test_roles_owner_and_files_stand_in_the_file(town, case, client):
    work.give_role(case, town.ermira, by=town.besnik, role="child_protection")
    with pytest.raises(Refused, match="has this role"):
        work.give_role(case, town.ermira, by=town.besnik, role="child_protection")
    work.add_files(case, [("shënim.txt", "Teksti i shënimit".encode())], by=town.besnik)
    case = work.change_owner(case, town.ermira, by=town.besnik, reason="Njeh familjen")
    client.force_login(town.besnik.user)
    page = client.get(case.get_absolute_url())
    assert page.context["workers"][0][1] == town.ermira and "shënim.txt" in page.text
    url = next(event["url"] for event in page.context["events"] if event["file"])
    assert client.get(url).status_code == 200
    client.force_login(town.ana.user)
    assert client.get(url).status_code == 403


def test_nobody_becomes_a_parent_of_their_own_ancestor(town, working):
    agim, besa = add_person(town.lezha, name="Agim Prova"), add_person(town.lezha, name="Besa Prova")
    hers = found_household(besa, by=town.besnik)
    his = found_household(agim, by=town.besnik)
    add_member(his, besa, by=town.besnik, relation="child")
    with pytest.raises(Refused, match="descends from"):
        add_member(hers, agim, by=town.besnik, relation="child")
    with pytest.raises(Refused, match="descends from"):
        name_guardian(agim, besa, by=town.besnik, relation="parent")
    young = add_person(town.lezha, name="Iris Prova", born="2018")
    old = add_person(town.lezha, name="Gjysh Prova", born="1950")
    home = found_household(young, by=town.besnik)
    with pytest.raises(Refused, match="not born before"):
        add_member(home, old, by=town.besnik, relation="child")


def test_the_group_sits_by_order_and_its_conference_decides(town, case, client):
    today = timezone.localdate()
    first = order_group(town.lezha, by=town.ermira, order_number="112", order_on=today - timedelta(days=90))
    member = add_group_member(first, by=town.ermira, service="Shërbimi social", function="Punonjëse sociale",
                              name="Vera Prova", chair=True)  # fmt: skip
    with pytest.raises(Refused, match="who was present"):
        hold_conference(case, by=town.besnik, held_on=today, present=[], minutes="Diçka")
    conference = hold_conference(
        case, by=town.besnik, held_on=today, present=[member], minutes="U shqyrtua strehimi.",
        decisions=[{"what": "Strehim i përkohshëm", "who": "Shërbimi social", "officer": None, "until_on": today}],
    )  # fmt: skip
    with pytest.raises(Refused, match="before the conference"):
        decide(conference, by=town.besnik, what="X", who="Y", until_on=today - timedelta(days=1))
    settle(conference.decisions.get(), by=town.besnik, done_on=today, answer="U gjet")
    second = order_group(town.lezha, by=town.ermira, order_number="7", order_on=today, keep_members=True)
    assert group_of(town.lezha) == second and second.members.count() == 1
    client.force_login(town.besnik.user)
    page = client.get(f"{case.get_absolute_url()}conferences/")
    for words in ("U shqyrtua strehimi.", "Strehim i përkohshëm", "Vera Prova"):
        assert words in page.text
    assert "Vera Prova" in client.get(reverse("case_group", args=["lezhe"])).text
    client.force_login(town.ana.user)
    assert client.get(f"{case.get_absolute_url()}conferences/").status_code == 403


def test_the_dossier_is_a_paper_with_everything(town, case, client):
    work.add_note(case, by=town.besnik, text="Familja banon te motra.")
    client.force_login(town.besnik.user)
    paper = client.get(f"{case.get_absolute_url()}dossier/")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert town.lezha.trail.filter(act="cases.dossier").count() == 1
