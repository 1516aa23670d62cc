"""The acts on a request as forms: who may, what it does, and what is kept when it cannot be done."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ura.core.once import new_token
from ura.core.refusals import Refused
from ura.desk.actions import coding, company, moves
from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind, State
from ura.directory.actions import add_stakeholder
from ura.municipalities.tenancy import working_for
from ura.office.enquiry_acts import BY_CODE
from ura.post.models import Outbox
from ura.replies.actions.drafting import edit_reply
from ura.replies.actions.numbering import number_reply
from ura.staff.models import Officer, Role, User

FORMS = {  # one good form for each act on an open request
    "message": {"text": "Ju lutem kaloni nesër."},
    "discuss": {"text": "U vendos të pyetet drejtoria e arsimit."},
    "move": {"to": "2", "note": "Te drejtoria e arsimit"},
    "clarify": {"question": "Cilin vit shkollor?"},
    "extend": {"why": "many_documents", "more": "Tetë fëmijë"},
    "forward": {"institution": "ZVA Lezhë", "reason": "Është kompetente"},
    "code": {"service": "3", "requester_type": "1", "audience": "diaspora", "need": "", "origin": "DE", "unit": ""},
    "correct": {"subject": "Regjistrimi në kopsht", "body": "", "name": "Arta Prova", "language": "sq"},
    "received": {"received_on": "05.01.2026", "reason": "Vula e postës"},
    "involve": {"stakeholder": "", "name": "ZVA Lezhë", "type": "1", "service": "1", "status": "2"},
    "note": {"text": "Telefonoi vëllai."},
    "step": {"step": "diaspora/5.2a.1", "done": "1"},
    "withdraw": {"reason": "E zgjidhi vetë"},
    "close": {"outcome": "oral_answer", "oral_answer": "Shkoni në kopshtin nr. 3"},
    "void": {"reason": "Dy herë e njëjta"},
    "complaint": {"about": ""},
}
KINDS = {
    "message": EventKind.MESSAGE_OUT, "discuss": EventKind.DISCUSSED, "move": EventKind.MOVED,
    "clarify": EventKind.CLARIFICATION_ASKED, "extend": EventKind.EXTENDED, "forward": EventKind.FORWARDED,
    "code": EventKind.CODED, "correct": EventKind.CODED, "received": EventKind.RECEIPT_CORRECTED, "involve": EventKind.STAKEHOLDER, "note": EventKind.NOTE,
    "step": EventKind.NOTE, "withdraw": EventKind.WITHDRAWN, "close": EventKind.ANSWERED_ORALLY,
    "void": EventKind.VOIDED, "complaint": EventKind.COMPLAINT,
}  # fmt: skip
VERSIONED = [
    "move",
    "clarify",
    "extend",
    "forward",
    "code",
    "correct",
    "received",
    "withdraw",
    "close",
    "void",
    "complaint",
    "involve",
]


def address(enquiry, code=""):
    act = f"{code.replace('_', '-')}/" if code else ""
    return f"{enquiry.get_absolute_url()}{act}"


def send(client, enquiry, code, **more):
    return client.post(address(enquiry, code), FORMS.get(code, {}) | {"version": enquiry.version} | more)


def fresh(enquiry):
    with working_for(enquiry.municipality):
        return Enquiry.objects.select_related("text", "owner__user", "entry").get(pk=enquiry.pk)


def events(enquiry, *kinds):
    with working_for(enquiry.municipality):
        rows = Event.objects.filter(municipality=enquiry.municipality, enquiry=enquiry)
        return list(rows.filter(kind__in=kinds) if kinds else rows)


@pytest.fixture
def open_one(town, make_enquiry):
    return make_enquiry(by=town.besnik, owner=town.besnik, person={"name": "Arta Prova", "email": "arta@example.org"})


@pytest.mark.parametrize("code", FORMS)
def test_each_act_done_by_its_form_leaves_one_event_and_returns_to_the_request(code, town, open_one, client):
    client.force_login((town.ermira if code == "void" else town.besnik).user)
    assert client.get(address(open_one, code)).status_code == 200
    response = send(client, open_one, code)
    assert response.status_code == 302, response.context["form"].errors
    assert len(events(open_one, KINDS[code])) == 1
    if code == "complaint":
        assert response.url == "/lezhe/office/"  # out of Besnik's sight
    elif code in ("extend", "forward"):
        assert response.url.startswith("/lezhe/office/letters/")
    else:
        assert response.url == open_one.get_absolute_url()
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("code", VERSIONED)
def test_act_on_a_request_changed_meanwhile_is_refused_with_the_change_and_all_that_was_typed(
    code, town, open_one, client
):
    seen = events(open_one)[-1].pk
    who, other = (town.ermira, town.besnik) if code == "void" else (town.besnik, town.ermira)
    with working_for(town.lezha):
        moves.move(open_one, State.OUTSIDE, by=other, note="Shkoi te konsullata")
    client.force_login(who.user)
    before = len(events(open_one))
    response = send(client, open_one, code, seen=seen)
    assert response.status_code == 409
    assert len(events(open_one)) == before
    assert fresh(open_one).version == 1
    html = response.content.decode()
    for value in FORMS[code].values():
        assert value in html
    assert 'name="version" value="1"' in html
    assert "Shkoi te konsullata" in html


WORKERS = {"ana": 403, "besnik": 200, "gent": 200, "ermira": 200, "fatmir": 403, "drita": 404}
OWNERS = WORKERS | {"gent": 403}
SUPERVISORS = {"ana": 403, "besnik": 403, "gent": 403, "ermira": 200, "fatmir": 403, "drita": 404}
EVERYBODY = WORKERS | {"ana": 200}
MAY = {
    "message": OWNERS, "discuss": WORKERS, "move": OWNERS, "clarify": OWNERS, "clarified": WORKERS, "extend": OWNERS,
    "forward": OWNERS, "code": OWNERS, "correct": OWNERS, "involve": WORKERS, "involved": WORKERS, "task": WORKERS,
    "finish": EVERYBODY, "note": EVERYBODY, "attach": EVERYBODY, "step": WORKERS, "focal_point": OWNERS, "close": OWNERS,
    "withdraw": OWNERS, "reopen": OWNERS, "owner": SUPERVISORS, "complaint": EVERYBODY, "void": SUPERVISORS,
    "read": WORKERS, "received": OWNERS, "restrict": OWNERS, "unrestrict": OWNERS, "team": OWNERS, "team_leave": OWNERS,
    "follow_up": OWNERS, "acknowledge": EVERYBODY,
}  # fmt: skip


@pytest.fixture
def gent(town):
    """Another officer of Lezhë, who carries other requests."""
    user = User.objects.create_user("gent@example.org", town.password, name="Gent Prova")
    return Officer.objects.create(municipality=town.lezha, user=user, roles=[str(Role.OFFICER)])


def test_every_act_has_a_line_in_the_table():
    assert set(MAY) == set(BY_CODE)


@pytest.mark.parametrize("who", ["ana", "besnik", "gent", "ermira", "fatmir", "drita"])
def test_acts_open_for_those_who_may_do_them(who, town, gent, open_one, client):
    client.force_login((gent if who == "gent" else getattr(town, who)).user)
    opened = {code: client.get(address(open_one, code)).status_code for code in MAY}
    assert opened == {code: may[who] for code, may in MAY.items()}
    closed = [code for code, status in opened.items() if status != 200]
    done = {code: client.post(address(open_one, code), FORMS.get(code, {})).status_code for code in closed}
    assert done == {code: opened[code] for code in closed}


def test_no_act_exists_on_a_complaint_for_whom_it_is_about(town, make_enquiry, client):
    complaint = make_enquiry(complaint=True, complaint_about=town.ermira, person={"name": "Agim Prova"})
    client.force_login(town.ermira.user)
    for code in BY_CODE:
        for response in (
            client.get(address(complaint, code)),
            client.post(address(complaint, code), FORMS.get(code, {})),
        ):
            assert (code, response.status_code) == (code, 404)
            assert "Agim" not in response.content.decode()


def test_a_form_without_a_version_overwrites_nobody(town, open_one, client):
    client.force_login(town.besnik.user)
    assert client.post(address(open_one, "code"), FORMS["code"]).status_code == 409
    assert fresh(open_one).service == "1"


def test_saving_again_after_the_change_was_shown_is_accepted(town, open_one, client):
    with working_for(town.lezha):
        coding.code(open_one, by=town.ermira, audience="foreigner")
    client.force_login(town.besnik.user)
    assert send(client, open_one, "code").status_code == 409
    assert send(client, open_one, "code", version=1).status_code == 302
    assert (fresh(open_one).service, fresh(open_one).audience) == ("3", "diaspora")


@pytest.mark.parametrize("code", ["note", "message", "discuss", "step"])
def test_what_is_only_added_never_conflicts(code, town, open_one, client):
    with working_for(town.lezha):
        moves.move(open_one, State.OUTSIDE, by=town.ermira)
    client.force_login(town.besnik.user)
    assert client.post(address(open_one, code), FORMS[code] | {"version": 0}).status_code == 302
    assert len(events(open_one, KINDS[code])) == 1


@pytest.mark.parametrize("code", ["note", "message", "extend", "forward", "involve", "code", "close"])
def test_an_act_clicked_twice_is_done_once(code, town, open_one, client):
    client.force_login(town.besnik.user)
    token = new_token()
    first, second = (send(client, open_one, code, token=token) for _ in range(2))
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert len(events(open_one, KINDS[code])) == 1


def test_a_message_goes_out_once_by_mail(town, open_one, client):
    client.force_login(town.besnik.user)
    token = new_token()
    for _ in range(2):
        send(client, open_one, "message", token=token)
    with working_for(town.lezha):
        assert Outbox.objects.filter(municipality=town.lezha, kind="message").count() == 1


@pytest.mark.parametrize(
    ("code", "words", "field"),
    [
        ("note", {"text": "  "}, "text"), ("clarify", {"question": ""}, "question"), ("extend", {"why": "laziness"}, "why"),
        ("forward", {"institution": ""}, "institution"), ("move", {"to": "5"}, "to"), ("move", {"to": "9"}, "to"),
        ("code", {"service": "99"}, "service"), ("code", {"unit": "999999"}, "unit"), ("correct", {"subject": ""}, "subject"),
        ("correct", {"email": "arta@"}, "email"), ("correct", {"archive_on": "31.02.2026"}, "archive_on"),
        ("close", {"outcome": "answered"}, "outcome"), ("involve", {"name": ""}, "stakeholder"),
        ("involve", {"status": "8"}, "status"), ("task", {"officer": "999999", "what": "x"}, "officer"),
        ("withdraw", {"reason": "a\x00b"}, "reason"), ("note", {"text": "x" * 2_000_000}, "text"),
    ],
)  # fmt: skip
def test_wrong_input_gets_a_sentence_at_its_field_and_is_kept(code, words, field, town, open_one, client):
    client.force_login(town.besnik.user)
    before = len(events(open_one))
    response = send(client, open_one, code, **words)
    assert response.status_code == 422
    form = response.context["form"]
    assert field in form.errors
    for name, value in (FORMS.get(code, {}) | words).items():
        assert form[name].value() == value
    assert len(events(open_one)) == before


def test_a_refusal_of_the_law_is_shown_at_the_form_with_what_was_typed(town, open_one, client):
    client.force_login(town.besnik.user)
    send(client, open_one, "extend")
    again = fresh(open_one)
    response = client.post(address(open_one, "extend"), FORMS["extend"] | {"version": again.version})
    assert response.status_code == 409
    assert len(response.context["form"].non_field_errors()) == 1
    assert "Tetë fëmijë" in response.content.decode()
    assert fresh(open_one).due_on == again.due_on


def test_an_oral_answer_without_its_words_is_refused_at_its_field(town, open_one, client):
    client.force_login(town.besnik.user)
    response = send(client, open_one, "close", oral_answer=" ")
    assert (response.status_code, list(response.context["form"].errors)) == (409, ["oral_answer"])
    assert fresh(open_one).is_open


def test_extending_drafts_the_notice_with_its_reason(town, open_one, client):
    client.force_login(town.besnik.user)
    response = send(client, open_one, "extend")
    with working_for(town.lezha):
        reply = open_one.replies.get()
    assert (reply.kind, reply.state, response.url) == ("extension", "draft", reply.get_absolute_url())
    assert "Tetë fëmijë" in reply.body


def test_notices_for_who_reads_english_are_drafted_in_both_languages_and_ask_for_the_reason(town, make_enquiry, client):
    client.force_login(town.besnik.user)
    town.lezha.office.reply_needs_approval = False
    town.lezha.office.save()
    person = {"name": "Mary Smith", "email": "mary@example.org", "language": "en"}
    first, second = (make_enquiry(owner=town.besnik, person=person) for _turn in range(2))
    send(client, first, "extend")
    send(client, second, "forward")
    with working_for(town.lezha):
        extension = first.replies.get()
        letters = {reply.kind: reply for reply in second.replies.all()}
        assert (extension.state, extension.with_english) == ("draft", True)
        assert "Reason for the extension: […]" in extension.body_en
        assert "Tetë fëmijë" in extension.body
        assert {kind: reply.with_english for kind, reply in letters.items()} == {
            "forwarding": False, "forwarding_notice": True,
        }  # fmt: skip
        assert "[…]" not in letters["forwarding_notice"].body
        with pytest.raises(Refused, match="\\[…\\]"):
            number_reply(extension, by=town.besnik)
        edit_reply(extension, by=town.besnik, body_en=extension.body_en.replace("[…]", "Eight children."))
        assert number_reply(extension, by=town.besnik).state == "numbered"


def test_forwarding_drafts_the_letter_to_the_institution_and_the_notice(town, open_one, client):
    client.force_login(town.besnik.user)
    response = send(client, open_one, "forward")
    with working_for(town.lezha):
        letters = {reply.kind: reply for reply in open_one.replies.all()}
    assert set(letters) == {"forwarding", "forwarding_notice"}
    assert response.url == letters["forwarding"].get_absolute_url()
    assert fresh(open_one).owner == town.besnik


def test_the_focal_point_of_an_activity_is_named_only_for_activities_and_investments(town, make_enquiry, client):
    client.force_login(town.besnik.user)
    activity = make_enquiry(service="2", owner=town.besnik)
    assert "focal_point" in vars(client.get(address(activity)).context["can"])
    assert client.post(address(activity, "focal_point"), {"name": "Gent Prova"}).status_code == 302
    (event,) = events(activity, EventKind.MESSAGE_OUT)
    assert (event.data, "Gent Prova" in event.text) == ({"step": "diaspora/5.9b.9"}, True)
    assert "focal_point" not in vars(client.get(address(make_enquiry(owner=town.besnik))).context["can"])


def test_a_task_is_finished_by_whom_it_was_given_to(town, gent, open_one, client):
    with working_for(town.lezha):
        task = company.give_task(open_one, by=town.besnik, officer=town.ana, what="Telefono")
    client.force_login(gent.user)
    assert client.post(address(open_one, "finish"), {"task": task.pk, "answer": "x"}).status_code == 422
    client.force_login(town.ana.user)
    assert client.get(address(open_one)).context["tasks"][0]["may_finish"] is True
    assert client.post(address(open_one, "finish"), {"task": task.pk, "answer": "U krye"}).status_code == 302
    with working_for(town.lezha):
        task.refresh_from_db()
    assert (task.answer, task.done_at is not None) == ("U krye", True)


def test_a_task_on_a_complaint_goes_only_to_those_who_may_open_it(town, gent, make_enquiry, client):
    complaint = make_enquiry(complaint=True, complaint_about=town.besnik)
    client.force_login(town.ermira.user)
    offered = client.get(address(complaint, "task")).context["form"].fields["officer"].people
    assert set(offered) == {town.ermira.pk}


def test_the_officer_a_complaint_is_about_is_led_away_after_marking_it(town, open_one, client):
    client.force_login(town.besnik.user)
    response = send(client, open_one, "complaint", about=town.besnik.pk)
    assert response.url == "/lezhe/office/"
    assert client.get(address(open_one)).status_code == 404
    client.force_login(town.ermira.user)
    assert client.get(address(open_one)).status_code == 200


def test_a_stakeholder_of_the_register_is_involved_and_its_status_changed(town, open_one, client):
    with working_for(town.lezha):
        actor = add_stakeholder(town.lezha, by=town.besnik, name="ZVA Lezhë", type="1", service="1")
    client.force_login(town.besnik.user)
    send(client, open_one, "involve", stakeholder=actor.pk, name="")
    shown = client.get(f"{address(open_one, 'involved')}?stakeholder={actor.pk}&status=2")
    assert shown.context["form"]["status"].value() == "2"
    response = client.post(
        address(open_one, "involved"),
        {"stakeholder": actor.pk, "status": "3", "notes": "U dha", "version": fresh(open_one).version},
    )
    assert response.status_code == 302
    with working_for(town.lezha):
        assert list(open_one.involvements.values_list("stakeholder", "status")) == [(actor.pk, "3")]


def test_files_are_added_from_the_page(town, open_one, client):
    client.force_login(town.ana.user)
    paper = SimpleUploadedFile("leter.txt", "Letër".encode())
    assert client.post(address(open_one, "attach"), {"files": paper, "source": "requester"}).status_code == 302
    assert client.post(address(open_one, "attach"), {"source": "requester"}).status_code == 422
    bad = SimpleUploadedFile("leter.pdf", b"MZ\x90\x00" * 100)
    assert client.post(address(open_one, "attach"), {"files": bad, "source": "office"}).status_code == 409
    (attachment,) = client.get(address(open_one)).context["attachments"]
    assert (attachment.file.name, attachment.source) == ("leter.txt", "requester")


def test_the_supervisor_changes_the_focal_point_and_an_officer_cannot(town, gent, open_one, client):
    client.force_login(town.ermira.user)
    assert send(client, open_one, "owner", owner=gent.pk, reason="Besniku ndërron detyrë").status_code == 302
    assert fresh(open_one).owner == gent
    client.force_login(town.besnik.user)
    assert send(client, open_one, "owner", owner=town.besnik.pk, reason="e dua").status_code == 403


def test_a_closed_request_is_opened_again_with_a_reason(town, open_one, client):
    client.force_login(town.besnik.user)
    send(client, open_one, "close")
    assert client.get(address(open_one, "reopen")).status_code == 200
    response = client.post(address(open_one, "reopen"), {"reason": "Fakte të reja", "version": fresh(open_one).version})
    assert response.status_code == 302
    assert (fresh(open_one).state, fresh(open_one).closed_on) == (State.ANALYSIS, None)


def test_voiding_keeps_the_number_in_the_book(town, open_one, make_enquiry, client):
    client.force_login(town.ermira.user)
    send(client, open_one, "void")
    assert fresh(open_one).entry.void_reason == "Dy herë e njëjta"
    assert make_enquiry().entry.number == open_one.entry.number + 1


def test_a_question_is_answered_by_recording_the_clarification(town, open_one, client):
    client.force_login(town.besnik.user)
    assert client.post(address(open_one, "clarified"), {"text": "2019"}).status_code == 409
    send(client, open_one, "clarify")
    assert "clarified" in vars(client.get(address(open_one)).context["can"])
    assert client.post(address(open_one, "clarified"), {"text": "2019"}).status_code == 302
    assert fresh(open_one).waiting is False
