"""The page of one request: who may see it, what it says, what it offers, and how little it asks the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ura.desk import timeline
from ura.desk.actions import coding, company, deadlines, moves, owners
from ura.desk.actions.basics import happened
from ura.desk.checklist import checklist, procedures
from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind
from ura.directory.actions import add_stakeholder
from ura.municipalities.tenancy import working_for
from ura.staff.models import Absence, OfficerUnit

TODAY = timezone.localdate
PERSON = {"name": "Arta Prova", "organisation": "Shoqata Ura", "phone": "+355 66 123 4567", "email": "arta@example.org"}


@pytest.fixture
def one(town, make_enquiry):
    return make_enquiry(by=town.ana, owner=town.besnik, person=PERSON, body="Kam dy fëmijë.", audience="returnee")


@pytest.fixture
def read(client):
    """The page as somebody reads it, in English."""
    client.cookies["django_language"] = "en"

    def get(enquiry, officer, suffix=""):
        client.force_login(officer.user)
        return client.get(enquiry.get_absolute_url() + suffix)

    return get


def fresh(enquiry):
    again = Enquiry.objects.select_related("entry", "text", "requester", "owner__user").get(pk=enquiry.pk)
    again.municipality = enquiry.municipality
    return again


@pytest.mark.parametrize(
    ("who", "status"), [("ana", 200), ("besnik", 200), ("ermira", 200), ("fatmir", 403), ("drita", 404)]
)
def test_a_request_opens_for_those_who_work_with_requests_here(who, status, town, one, read):
    assert read(one, getattr(town, who)).status_code == status


@pytest.mark.parametrize("path", ["9999/1", "2026/0", "1/99999999999999999999", "99999999999/1"])
def test_a_number_that_does_not_exist_is_not_found(path, town, client):
    client.force_login(town.besnik.user)
    assert client.get(f"/lezhe/office/enquiries/{path}/").status_code == 404


def test_the_page_says_what_is_known(town, one, read):
    html = read(one, town.besnik).content.decode()
    for said in (
        one.entry.label, "Regjistrimi i fëmijëve në shkollë", "Kam dy fëmijë.", "Arta Prova · Shoqata Ura", "+355 66 123 4567",
        "Returnee", ">Information<", "At the counter", "Besnik Prova", one.text.follow_code,
    ):  # fmt: skip
        assert said in html


def test_the_deadline_is_explained_line_by_line_with_its_law(town, one, read):
    steps = read(one, town.besnik).context["steps"]
    assert len(steps) >= 4
    assert any("law no. 119/2014, article 15(1)" in step for step in steps)
    with translation.override("en"):
        assert (
            steps[-1] == f"Answer due on {one.due_on.strftime('%A, ')}{one.due_on.day} {one.due_on.strftime('%B %Y')}."
        )


def test_the_cover_is_named_beside_the_focal_point(town, one, read):
    with working_for(town.lezha):
        Absence.objects.create(
            municipality=town.lezha, officer=town.besnik, cover=town.ermira, from_on=TODAY(), until_on=TODAY()
        )
    assert "Ermira Prova acts for them now" in read(one, town.besnik).content.decode()


def test_a_void_request_shows_the_reason_and_offers_nothing(town, one, read):
    with working_for(town.lezha):
        moves.void(one, by=town.ermira, reason="Dy herë e njëjta")
    response = read(one, town.ermira)
    assert "Dy herë e njëjta" in response.content.decode()
    assert vars(response.context["can"]) == {}


def test_silence_after_the_deadline_is_said_to_be_a_refusal(town, make_enquiry, read):
    late = make_enquiry(received_on=TODAY() - timedelta(days=60))
    assert "articles 15(4) and 24(2)" in read(late, town.besnik).content.decode()


ALWAYS = {"note", "attach", "complaint"}
WORK = ALWAYS | {"discuss", "involve", "involved", "task", "step", "finish"}
OWN = WORK | {
    "message",
    "move",
    "clarify",
    "extend",
    "forward",
    "code",
    "correct",
    "received",
    "close",
    "withdraw",
    "restrict",
}


@pytest.mark.parametrize(
    ("who", "acts"),
    [("ana", ALWAYS | {"finish"}), ("besnik", OWN), ("gent", WORK), ("ermira", OWN | {"owner", "void"})],
)
def test_only_the_acts_an_officer_may_do_are_offered(who, acts, town, one, read, gent):
    officer = gent if who == "gent" else getattr(town, who)
    assert set(vars(read(one, officer).context["can"])) == acts


@pytest.fixture
def gent(town):
    """Another officer of Lezhë, who carries other requests."""
    from ura.staff.models import Officer, Role, User

    user = User.objects.create_user("gent@example.org", "një fjalëkalim i gjatë", name="Gent Prova")
    return Officer.objects.create(municipality=town.lezha, user=user, roles=[str(Role.OFFICER)])


def test_a_closed_request_offers_opening_again(town, one, read):
    with working_for(town.lezha):
        moves.close(one, by=town.besnik, outcome="duplicate")
    assert set(vars(read(one, town.besnik).context["can"])) == ALWAYS | {
        "code",
        "correct",
        "received",
        "reopen",
        "restrict",
        "step",
        "follow_up",
    }


def test_an_extended_deadline_is_not_offered_for_extension_again(town, one, read):
    with working_for(town.lezha):
        deadlines.extend(one, by=town.besnik, reason="dokumente")
    assert "extend" not in vars(read(one, town.besnik).context["can"])


def test_a_message_of_the_requester_stays_unread_until_the_button_is_pressed(town, one, read, client):
    with working_for(town.lezha):
        company.requester_writes(one, text="Kam edhe një pyetje")
    for _ in range(2):
        response = read(one, town.besnik)
        assert response.context["messages_unread"].text == "Kam edhe një pyetje"
    assert (
        client.post(response.context["can"].read, {"version": response.context["enquiry"].version}).status_code == 302
    )
    assert read(one, town.besnik).context["messages_unread"] is None


# complaints


@pytest.mark.parametrize(("who", "status"), [("ana", 404), ("besnik", 404), ("gent", 404), ("ermira", 200)])
@pytest.mark.parametrize("suffix", ["", "receipt/", "note/", "close/", "code/"])
def test_a_complaint_exists_only_for_the_supervisor(suffix, who, status, town, gent, make_enquiry, read):
    complaint = make_enquiry(complaint=True, complaint_about=town.besnik)
    officer = gent if who == "gent" else getattr(town, who)
    expected = 403 if who == "ana" and suffix in ("close/", "code/") else status  # no clerk closes anything
    assert read(complaint, officer, suffix).status_code == expected


def test_a_clerk_of_a_unit_sees_that_unit_only(town, make_enquiry, read):
    with working_for(town.lezha):
        mine, other = town.lezha.units.all()[:2]
        OfficerUnit.objects.create(municipality=town.lezha, officer=town.ana, unit=mine)
    assert read(make_enquiry(unit=mine), town.ana).status_code == 200
    assert read(make_enquiry(unit=other), town.ana).status_code == 404
    assert read(make_enquiry(), town.ana).status_code == 404


# the timeline


def eventful(town, enquiry):
    """One event of every kind the desk itself writes."""
    by = town.besnik
    coding.code(enquiry, by=by, service="3", audience="diaspora", origin="DE", unit=None)
    coding.correct(fresh(enquiry), by=by, subject="Kopshti")
    moves.move(fresh(enquiry), "2", by=by, note="te arsimi")
    deadlines.ask_clarification(fresh(enquiry), by=by, question="Cilin vit?")
    company.requester_writes(fresh(enquiry), text="2019")
    deadlines.extend(fresh(enquiry), by=by, reason="dokumente")
    deadlines.forward(fresh(enquiry), by=by, institution="ZVA")
    owners.change_owner(fresh(enquiry), town.ermira, by=town.ermira, reason="sepse")
    company.add_note(enquiry, by=by, text="shënim")
    company.tick(enquiry, by=by, step="diaspora/5.10b.10")
    company.tick(enquiry, by=by, step="diaspora/5.10b.10", done=False)
    company.discuss(enquiry, by=by, text="u diskutua")
    company.write_to_requester(enquiry, by=by, text="ejani")
    company.requester_writes(fresh(enquiry), text="po vij")
    company.finish_task(company.give_task(enquiry, by=by, officer=town.ana, what="telefono"), by=town.ana)
    company.involve(
        enquiry, add_stakeholder(town.lezha, by=by, name="ZVA Lezhë", type="1", service="1"), by=by, status="2"
    )
    happened(enquiry, EventKind.COVERED, by=by, cover=town.ermira.pk, until="2026-03-12")
    happened(enquiry, EventKind.CALENDAR_CHANGED, reason="Përmbytje", **{"from": "2026-03-12", "to": "2026-03-13"})
    for kind in EventKind:
        if kind.startswith("reply_"):
            happened(enquiry, kind, by=by, reply=1, letter="answer", number="7/2026")
    company.mark_complaint(fresh(enquiry), by=town.ermira)
    moves.close(fresh(enquiry), by=by, outcome="duplicate")
    moves.reopen(fresh(enquiry), by=by, reason="prapë")
    moves.withdraw(fresh(enquiry), reason="s'dua")
    moves.void(fresh(enquiry), by=town.ermira, reason="gabim")


SENTENCES = [
    "The request came in: at the counter",
    "The acknowledgement was put into the outbox",
    "Codes set: Service type: Investment; Audience: Diaspora; Country or municipality of origin: Germany",
    "Corrected: the subject",
    "Status: from «In analysis» to «In process inside the institution»",
    "The requester was asked to clarify",
    "The requester clarified",
    "The deadline was extended by 5 working days",
    "Forwarded to another institution; the office stays the focal point",
    "New focal point: Ermira Prova",
    "Note",
    "Step done: Document the realised investment on the municipal website and social media.",
    "Step not done after all: Document the realised investment on the municipal website and social media.",
    "Discussed with the supervisor",
    "Message to the requester",
    "The requester wrote",
    "Task for Ana Prova",
    "Task done",
    "Stakeholder ZVA Lezhë: In process",
    "Ermira Prova acts for the focal point until 12 March 2026",
    "The calendar changed (Përmbytje): due on 13 March 2026 instead of 12 March 2026",
    "Drafted: Official reply 7/2026",
    "Put to the supervisor: Official reply 7/2026",
    "Returned by the supervisor: Official reply 7/2026",
    "Approved: Official reply 7/2026",
    "Numbered: Official reply 7/2026",
    "Signed: Official reply 7/2026",
    "Sent: Official reply 7/2026",
    "Marked as a complaint: the supervisor carries it",
    "Closed: Duplicate request",
    "Opened again: a new deadline runs",
    "The requester withdrew the request",
    "The number was voided: it stays in the book",
]


def told(town, enquiry, language):
    staff = {o.pk: o for o in town.lezha.officers.select_related("user")}
    events = list(Event.objects.filter(municipality=town.lezha, enquiry=enquiry).order_by("pk"))
    with translation.override(language):
        return [line["what"] for line in timeline.lines(fresh(enquiry), events, staff, newest_first=False)]


def test_the_timeline_tells_every_event_as_a_sentence(working, one):
    eventful(working, one)
    assert told(working, one, "en") == SENTENCES


def test_the_timeline_can_be_read_in_albanian(working, one):
    eventful(working, one)
    lines = told(working, one, "sq")
    assert len(lines) == len(SENTENCES)
    assert all(lines)


def test_the_newest_event_stands_first_and_carries_its_law_and_words(working, one, read):
    with working_for(working.lezha):
        deadlines.ask_clarification(one, by=working.besnik, question="Cilin vit?")
    first = read(one, working.besnik).context["events"][0]
    assert (first["what"], first["by"], first["law"], first["body"]) == (
        "The requester was asked to clarify", "Besnik Prova", "law no. 119/2014, article 14", "Cilin vit?"
    )  # fmt: skip


def test_long_timelines_fold_what_is_old(town, one, read):
    with working_for(town.lezha):
        for n in range(20):
            company.add_note(one, by=town.besnik, text=f"shënim {n}")
    context = read(one, town.besnik).context
    assert (len(context["events"]), len(context["older"])) == (12, 10)


# the checklist


def steps(town, enquiry):
    staff = {o.pk: o for o in town.lezha.officers.select_related("user")}
    events = list(Event.objects.filter(municipality=town.lezha, enquiry=enquiry).order_by("at", "pk"))
    involved = list(enquiry.involvements.select_related("stakeholder"))
    found = checklist(fresh(enquiry), events, involved, staff)
    return {step.code.removeprefix("diaspora/"): step.state for procedure in found for step in procedure.steps}


@pytest.mark.parametrize(("channel", "state"), [("counter", "todo"), ("letter", "todo"), ("email", "now")])
def test_the_next_step_is_never_to_answer_an_email_that_did_not_come(channel, state, working, make_enquiry):
    enquiry = make_enquiry(channel=channel, by=working.ana, owner=working.besnik, acknowledging=False)
    assert steps(working, enquiry)["5.1b.2"] == state


def done(town, enquiry):
    return {code for code, state in steps(town, enquiry).items() if state == "done"}


@pytest.mark.parametrize(
    ("service", "procedures_shown", "count"),
    [
        ("1", {"5.1b", "5.2a", "5.2b"}, 17),
        ("2", {"5.1b", "5.9b"}, 10),
        ("3", {"5.1b", "5.10b"}, 10),
        ("4", {"5.1b"}, 8),
    ],
)
def test_each_kind_of_request_has_its_procedures_once(service, procedures_shown, count, working, make_enquiry):
    shown = steps(working, make_enquiry(service=service))
    assert {code.rpartition(".")[0] for code in shown} == procedures_shown
    assert len(shown) == count


def test_the_checklist_ticks_what_the_system_knows(working, make_enquiry):
    town = working
    enquiry = make_enquiry(person=PERSON, owner=town.besnik)  # by portal or mail: nobody has looked yet
    assert done(town, enquiry) == {"5.1b.1", "5.1b.2", "5.1b.6"}
    assert [code for code, state in steps(town, enquiry).items() if state == "now"] == ["5.1b.3"]
    coding.code(enquiry, by=town.besnik, audience="diaspora")
    assert done(town, enquiry) == {"5.1b.1", "5.1b.2", "5.1b.3", "5.1b.4", "5.1b.6"}
    company.involve(
        enquiry, add_stakeholder(town.lezha, by=town.besnik, name="ZVA", type="1", service="1"), by=town.besnik
    )
    company.discuss(enquiry, by=town.besnik, text="u diskutua")
    happened(enquiry, EventKind.REPLY_SENT, by=town.besnik)
    assert done(town, enquiry) == {f"5.1b.{n}" for n in range(1, 9)}


def test_a_correction_is_no_coding(working, make_enquiry):
    enquiry = make_enquiry()
    coding.correct(enquiry, by=working.besnik, subject="Kopshti")
    assert "5.1b.3" not in done(working, enquiry)


def test_an_officer_ticks_what_only_a_person_knows_and_takes_it_back(town, one, read, client):
    read(one, town.besnik)
    url = f"{one.get_absolute_url()}step/"
    assert client.post(url, {"step": "diaspora/5.2a.1", "done": "1"}).status_code == 302
    with working_for(town.lezha):
        assert "5.2a.1" in done(town, one)
    assert client.post(url, {"step": "diaspora/5.2a.1"}).status_code == 302
    with working_for(town.lezha):
        assert "5.2a.1" not in done(town, one)
    assert client.post(url, {"step": "diaspora/9.9", "done": "1"}).status_code == 422


def test_every_step_has_words_in_both_languages():
    assert all(step["sq"] and step["en"] for procedure in procedures().values() for step in procedure["steps"])


# the cost


@pytest.mark.parametrize("who", ["ana", "besnik", "ermira"])
def test_the_page_asks_few_questions_however_long_the_story(who, town, one, read):
    read(one, getattr(town, who))
    with CaptureQueriesContext(connection) as few:
        read(one, getattr(town, who))
    with working_for(town.lezha):
        for n in range(5):
            company.add_note(one, by=town.besnik, text=f"shënim {n}")
            company.give_task(one, by=town.besnik, officer=town.ana, what=f"detyrë {n}")
            actor = add_stakeholder(town.lezha, by=town.besnik, name=f"ZVA {n}", type="1", service="1")
            company.involve(one, actor, by=town.besnik)
    with CaptureQueriesContext(connection) as many:
        read(one, getattr(town, who))
    assert len(many) == len(few)
    asked = [
        query["sql"] for query in many if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
    ]
    assert len(asked) <= 20, "\n".join(asked)
