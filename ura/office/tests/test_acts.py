"""The acts on a request as forms: who may, what it does, and what is kept when it cannot be done."""

import pytest

from ura.desk.actions import moves
from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind, State
from ura.municipalities.tenancy import working_for

FORMS = {  # one good form for each act on an open request
    "message": {"text": "Ju lutem kaloni nesër."},
    "discuss": {"text": "U vendos të pyetet drejtoria e arsimit."},
    "move": {"to": "2", "note": "Te drejtoria e arsimit"},
    "clarify": {"question": "Cilin vit shkollor?"},
    "extend": {"why": "many_documents", "more": "Tetë fëmijë"},
    "forward": {"institution": "ZVA Lezhë", "reason": "Është kompetente"},
    "code": {"service": "3", "requester_type": "1", "audience": "diaspora", "need": "", "origin": "DE", "unit": ""},
    "correct": {"subject": "Regjistrimi në kopsht", "body": "", "name": "Arta Prova", "language": "sq"},
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
    "code": EventKind.CODED, "correct": EventKind.CODED, "involve": EventKind.STAKEHOLDER, "note": EventKind.NOTE,
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
    if code != "complaint":
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
