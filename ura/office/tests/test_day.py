"""«Dita ime»: each thing that waits stands under its heading, for the one it waits for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ura.desk.actions.company import add_note, give_task, requester_writes
from ura.desk.actions.deadlines import ask_clarification
from ura.desk.actions.moves import close_orally, move, withdraw
from ura.desk.actions.owners import change_owner, cover_absence
from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for
from ura.post.files import store
from ura.post.models import InboundMail, Outbox
from ura.replies.models import Reply
from ura.staff.models import Absence

URL = "/lezhe/office/"
NOT_COUNTED = ("SAVEPOINT", "set_config", "BEGIN", "COMMIT")


@pytest.fixture
def besnik(town, client):
    client.force_login(town.besnik.user)
    return client


def sections(client, url=URL):
    """{heading's tone or place: ids}, in the order of the page: overdue, today, next days, new, unread, waiting."""
    context = client.get(url).context
    return [[line.pk for line in section.lines] for section in context["sections"]]


def due(enquiry, days):
    with working_for(enquiry.municipality):
        Enquiry.objects.filter(pk=enquiry.pk).update(due_on=timezone.localdate() + timedelta(days=days))
    return enquiry.pk


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("besnik", 200), ("ermira", 200), ("fatmir", 200), ("drita", 404)])  # fmt: skip
def test_day_opens_for_everybody_at_work_here(who, status, town, make_enquiry, client):
    make_enquiry()
    client.force_login(getattr(town, who).user)
    assert client.get(URL).status_code == status


def test_requests_stand_under_overdue_today_and_the_next_seven_days(town, make_enquiry, besnik):
    made = [due(make_enquiry(owner=town.besnik), days) for days in (-3, -1, 0, 1, 7, 8)]
    assert sections(besnik) == [made[0:2], [made[2]], made[3:5], [], [], []]


def come(make_enquiry, channel, owner, **fields):
    """A request that came by itself; its day of answer lies beyond the next week."""
    enquiry = make_enquiry(channel=channel, **fields)
    with working_for(enquiry.municipality):
        Enquiry.objects.filter(pk=enquiry.pk).update(owner=owner)
    due(enquiry, 20)
    return enquiry


def test_what_came_by_itself_stands_under_new_until_an_officer_works_on_it(town, make_enquiry, besnik):
    mine, nobodys, _ermiras = [
        come(make_enquiry, channel, owner)
        for channel, owner in (("portal", town.besnik), ("email", None), ("email", town.ermira))
    ]
    come(make_enquiry, "email", town.besnik, by=town.besnik)  # he wrote it down himself
    come(make_enquiry, "counter", town.besnik)
    closed = come(make_enquiry, "portal", town.besnik)
    with working_for(town.lezha):
        close_orally(closed, by=town.besnik, oral_answer="Në njësi.")
    new = besnik.get(URL).context["sections"][3]
    assert (new.title, new.found, [line.pk for line in new.lines]) == ("Kërkesa të reja", 2, [mine.pk, nobodys.pk])
    with working_for(town.lezha):
        add_note(mine, by=town.besnik, text="E telefonova.")
    assert sections(besnik)[3] == [nobodys.pk]


def test_a_new_request_handed_to_me_is_still_new(town, make_enquiry, besnik):
    handed = come(make_enquiry, "email", town.ermira)
    assert sections(besnik)[3] == []
    with working_for(town.lezha):
        change_owner(handed, town.besnik, by=town.ermira, reason="Njeh fshatin.")
    assert sections(besnik)[3] == [handed.pk]


def test_new_requests_of_who_is_away_stand_with_the_one_who_covers(town, make_enquiry, besnik):
    new, today = come(make_enquiry, "portal", town.ermira, person={"email": "a@example.org"}), timezone.localdate()
    with working_for(town.lezha):
        cover_absence(town.ermira, cover=town.besnik, from_on=today, until_on=today, by=town.ermira)
    assert sections(besnik)[3] == [new.pk]


def test_supervisor_sees_all_new_requests_of_the_office_and_the_clerk_those_of_the_unit(town, make_enquiry, client):
    with working_for(town.lezha):
        own, other = town.lezha.units.all()[:2]
        town.ana.units.create(municipality=town.lezha, unit=own)
    ours = come(make_enquiry, "portal", town.besnik, unit=own)
    theirs = come(make_enquiry, "portal", town.besnik, unit=other)
    client.force_login(town.ermira.user)
    assert sections(client)[3] == []
    assert sections(client, f"{URL}?whole=1")[3] == [ours.pk, theirs.pk]
    client.force_login(town.ana.user)
    assert sections(client)[3] == [ours.pk]


def test_closed_requests_and_those_of_colleagues_do_not_stand_in_mine(town, make_enquiry, besnik):
    due(make_enquiry(owner=town.ermira), -1)
    assert sections(besnik) == [[], [], [], [], [], []]


def test_supervisor_switches_to_the_whole_office(town, make_enquiry, client):
    late = due(make_enquiry(owner=town.besnik), -1)
    client.force_login(town.ermira.user)
    assert sections(client) == [[], [], [], [], [], []]
    assert sections(client, f"{URL}?whole=1") == [[late], [], [], [], [], []]


def test_officer_cannot_switch_to_the_whole_office(town, make_enquiry, besnik):
    due(make_enquiry(owner=town.ermira), -1)
    assert sections(besnik, f"{URL}?whole=1") == [[], [], [], [], [], []]


def test_clerk_follows_the_intake_of_the_unit(town, make_enquiry, client):
    with working_for(town.lezha):
        own, other = town.lezha.units.all()[:2]
        town.ana.units.create(municipality=town.lezha, unit=own)
    late = due(make_enquiry(unit=own), -1)
    due(make_enquiry(unit=other), -1)
    client.force_login(town.ana.user)
    assert sections(client) == [[late], [], [], [], [], []]


def test_unread_message_and_waiting_have_headings_of_their_own(town, make_enquiry, besnik):
    wrote, asked, outside, _plain = [make_enquiry(owner=town.besnik, person={"name": "Arta"}) for _n in range(4)]
    with working_for(town.lezha):
        requester_writes(wrote, text="Faleminderit")
        ask_clarification(asked, by=town.besnik, question="Cilin vit?")
        move(outside, "3", by=town.besnik)
    assert sections(besnik)[4:] == [[wrote.pk], [asked.pk, outside.pk]]


def test_what_the_requester_withdrew_in_the_portal_is_news_until_it_is_read(town, make_enquiry, besnik):
    withdrawn, by_officer = [make_enquiry(owner=town.besnik) for _n in range(2)]
    with working_for(town.lezha):
        withdraw(withdrawn, reason="E zgjidha vetë")
        withdraw(by_officer, by=town.besnik)
    assert sections(besnik) == [[], [], [], [], [withdrawn.pk], []]
    page = besnik.get(withdrawn.get_absolute_url())
    assert page.context["messages_unread"].text == "E zgjidha vetë"
    assert "Kërkuesi e tërhoqi kërkesën</b>" in page.content.decode()
    besnik.post(page.context["can"].read, {"version": page.context["enquiry"].version})
    assert sections(besnik)[4] == []


def test_what_the_requester_writes_after_the_closing_is_seen(town, make_enquiry, besnik):
    closed = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        close_orally(closed, by=town.besnik, oral_answer="Në njësi.")
        requester_writes(closed, text="Edhe një pyetje")
    assert sections(besnik)[4:] == [[closed.pk], []]


def test_long_heading_shows_ten_lines_its_count_and_the_way_to_all(town, make_enquiry, besnik):
    for days in range(1, 13):
        due(make_enquiry(owner=town.besnik), -days)
    late = besnik.get(URL).context["sections"][0]
    assert (len(late.lines), late.found) == (10, 12)
    listed = besnik.get(late.url).context["lines"]
    assert [line.pk for line in listed][:10] == [line.pk for line in late.lines]
    assert len(listed) == 12


def test_every_heading_leads_to_the_same_requests_in_the_register(town, make_enquiry, besnik):
    for days in (-1, 0, 3):
        due(make_enquiry(owner=town.besnik), days)
    wrote, asked = make_enquiry(owner=town.besnik), make_enquiry(owner=town.besnik)
    make_enquiry(owner=town.ermira)
    for owner in (town.besnik, None, town.ermira):
        come(make_enquiry, "email", owner)
    with working_for(town.lezha):
        requester_writes(wrote, text="Po")
        ask_clarification(asked, by=town.besnik, question="Cilin vit?")
    for section in besnik.get(URL).context["sections"][:2] + besnik.get(URL).context["sections"][3:]:
        assert [line.pk for line in besnik.get(section.url).context["lines"]] == [line.pk for line in section.lines]


def test_requests_of_the_colleague_i_cover_for_stand_among_mine(town, make_enquiry, besnik):
    late = due(make_enquiry(owner=town.ermira), -1)
    today = timezone.localdate()
    with working_for(town.lezha):
        Absence.objects.create(
            municipality=town.lezha, officer=town.ermira, cover=town.besnik, from_on=today, until_on=today
        )
    assert sections(besnik)[0] == [late]
    assert f"owner={town.ermira.pk}" in besnik.get(URL).content.decode()


def test_complaint_about_me_is_nowhere_in_my_day(town, make_enquiry, besnik, client):
    complaint = make_enquiry(
        subject="Ankesë e fshehtë", complaint=True, complaint_about=town.besnik, person={"name": "Arta"}
    )
    with working_for(town.lezha):
        Enquiry.objects.filter(pk=complaint.pk).update(owner=town.besnik, unread=True)
        give_task(complaint, by=town.ermira, officer=town.ermira, what="Detyrë e fshehtë")
        Enquiry.objects.filter(pk=complaint.pk).update(due_on=timezone.localdate())
        reply = Reply.objects.create(municipality=town.lezha, enquiry=complaint, kind="answer", state="returned",
                                     subject="E fshehtë", body="x", drafted_by=town.besnik)  # fmt: skip
        for about, row in (("desk.enquiry", complaint.pk), ("replies.reply", reply.pk)):
            trouble(town, about, row)
    response = besnik.get(URL)
    assert sections(besnik) == [[], [], [], [], [], []]
    assert "fsheht" not in response.content.decode()
    assert (response.context["letters"], list(response.context["tasks"]), list(response.context["trouble"])) == (
        [],
        [],
        [],
    )
    assert [item[3] for item in response.context["nav_items"] if item and item[3]] == []
    client.force_login(town.ermira.user)
    assert len(client.get(URL).context["trouble"]) == 2


def trouble(town, about="desk.enquiry", row=None, state="failed"):
    return Outbox.objects.create(
        municipality=town.lezha, key=f"k{about}{row}{state}", about=about, row=row, kind="message", to="x@example.org",
        subject="s", text="t", message_id="m", message_hash=1, state=state,
    )  # fmt: skip


def letter(town, enquiry, state, by):
    return Reply.objects.create(municipality=town.lezha, enquiry=enquiry, kind="answer", state=state, subject=state,
                                body="x", drafted_by=by)  # fmt: skip


@pytest.mark.parametrize(("who", "expected"), [
    ("besnik", [["returned"], ["submitted"], ["approved", "numbered"], ["signed"]]),
    ("ermira", [["submitted"]]),
])  # fmt: skip
def test_letters_wait_for_the_hand_they_need(who, expected, town, make_enquiry, client):
    enquiry = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        for state in ("draft", "submitted", "returned", "approved", "numbered", "signed", "sent", "void"):
            letter(town, enquiry, state, town.besnik)
    client.force_login(getattr(town, who).user)
    groups = client.get(URL).context["letters"]
    assert [[row.state for row in found] for _title, found, _count in groups] == expected


@pytest.mark.parametrize(("who", "url", "expected"), [
    ("besnik", URL, ["extension", "forwarding", "forwarding_notice"]), ("ermira", URL, []),
    ("ermira", f"{URL}?whole=1", ["extension", "forwarding", "forwarding_notice"]),
])  # fmt: skip
def test_a_notice_that_an_act_drafted_presses_until_it_is_on_its_way(who, url, expected, town, make_enquiry, client):
    enquiry = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        for kind in ("extension", "forwarding", "forwarding_notice", "answer"):
            Reply.objects.filter(pk=letter(town, enquiry, "draft", town.besnik).pk).update(kind=kind)
    client.force_login(getattr(town, who).user)
    client.cookies["django_language"] = "sq"
    groups = [(str(title), [row.kind for row in found]) for title, found, _count in client.get(url).context["letters"]]
    assert groups == ([("Njoftime ende të padërguara", expected)] if expected else [])


def test_a_supervisors_own_letter_waits_for_somebody_elses_approval(town, make_enquiry, client):
    enquiry = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        letter(town, enquiry, "submitted", town.ermira)
    client.force_login(town.ermira.user)
    assert [str(title) for title, _found, _count in client.get(URL).context["letters"]] == [
        "Te mbikëqyrësi, në pritje të miratimit"
    ]
    town.lezha.office.self_approval = True
    town.lezha.office.save()
    assert [str(title) for title, _found, _count in client.get(URL).context["letters"]] == ["Presin miratimin tuaj"]


def test_task_given_to_me_is_in_my_day_until_it_is_done(town, make_enquiry, besnik):
    enquiry = make_enquiry(owner=town.ermira)
    with working_for(town.lezha):
        task = give_task(enquiry, by=town.ermira, officer=town.besnik, what="Telefononi kopshtin")
        give_task(enquiry, by=town.besnik, officer=town.ermira, what="Tjetër")
    assert [row.pk for row in besnik.get(URL).context["tasks"]] == [task.pk]
    with working_for(town.lezha):
        task.done_at = timezone.now()
        task.save()
    assert besnik.get(URL).context["tasks"] == []


def test_held_mail_and_mail_that_did_not_leave_are_shown(town, besnik):
    with working_for(town.lezha):
        raw = store(town.lezha, b"x", name="m.eml", trusted_type="message/rfc822")
        for n, state in enumerate(("held", "held", "ignored")):
            InboundMail.objects.create(municipality=town.lezha, raw=raw, message_hash=n, body_hash=n, state=state,
                                       arrived_at=timezone.now())  # fmt: skip
        failed, unsure = trouble(town, row=None, about=""), trouble(town, row=None, about="", state="uncertain")
        trouble(town, row=None, about="", state="sent")
    context = besnik.get(URL).context
    assert context["held"] == 2
    assert [row.pk for row in context["trouble"]] == [unsure.pk, failed.pk]


def test_day_without_work_says_so_kindly(town, besnik):
    context = besnik.get(URL).context
    assert context["nothing"] is True
    assert "/lezhe/office/enquiries/" in besnik.get(URL).content.decode()


def questions(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return [q["sql"] for q in asked if not any(word in q["sql"] for word in NOT_COUNTED)]


@pytest.mark.parametrize(
    ("who", "url", "number"), [("besnik", URL, 25), ("ermira", f"{URL}?whole=1", 26), ("ana", URL, 12)]
)
def test_day_asks_as_many_questions_for_three_of_everything_as_for_one(who, url, number, town, make_enquiry, client):
    client.force_login(getattr(town, who).user)

    def fill():
        for days in (-1, 0, 1):
            due(make_enquiry(owner=town.besnik, person={"name": "Arta"}), days)
        enquiry = make_enquiry(owner=town.besnik)
        with working_for(town.lezha):
            give_task(enquiry, by=town.ermira, officer=getattr(town, who), what="x")
            letter(town, enquiry, "returned", town.besnik)
            letter(town, enquiry, "submitted", town.besnik)
            requester_writes(enquiry, text="Po")

    fill()
    one = questions(client, url)
    fill()
    fill()
    three = questions(client, url)
    assert (len(one), len(three)) == (number, number), "\n".join(three)
