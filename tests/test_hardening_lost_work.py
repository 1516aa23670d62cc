"""Nobody's work goes without a word: one form of a page is not another, and nothing is overwritten unseen."""

from ura.core.once import new_token
from ura.desk.actions import coding, company, moves
from ura.desk.actions.basics import happened
from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.replies.actions.drafting import draft_reply
from ura.replies.models import Reply

ARTA = {"name": "Arta Prova", "phone": "+355 66 111 1111"}


def fresh(enquiry):
    with working_for(enquiry.municipality):
        return Enquiry.objects.select_related("text", "requester", "entry").get(pk=enquiry.pk)


def told(enquiry, kind):
    with working_for(enquiry.municipality):
        return Event.objects.filter(municipality=enquiry.municipality, enquiry=enquiry, kind=kind).count()


def test_two_forms_of_one_page_are_two_acts_though_they_share_a_token(town, make_enquiry, client):
    """As after the browser's back button: the page is the same, its token too."""
    enquiry, token = make_enquiry(owner=town.besnik), new_token()
    client.force_login(town.besnik.user)
    address = enquiry.get_absolute_url()
    for _click in range(2):
        client.post(f"{address}note/", {"text": "Telefonoi vëllai.", "token": token})
    client.post(f"{address}message/", {"text": "Ejani nesër.", "token": token})
    assert (told(enquiry, EventKind.NOTE), told(enquiry, EventKind.MESSAGE_OUT)) == (1, 1)


def test_a_message_that_came_meanwhile_stays_unread(town, make_enquiry, client):
    enquiry = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        company.requester_writes(enquiry, text="E para")
    seen = fresh(enquiry).version
    with working_for(town.lezha):
        company.requester_writes(enquiry, text="E dyta")
    client.force_login(town.besnik.user)
    assert client.post(f"{enquiry.get_absolute_url()}read/", {"version": seen}).status_code == 409
    assert fresh(enquiry).unread
    page = client.get(enquiry.get_absolute_url()).content.decode()
    assert "E dyta" in page
    assert f'name="version" value="{fresh(enquiry).version}"' in page
    assert client.post(f"{enquiry.get_absolute_url()}read/", {"version": fresh(enquiry).version}).status_code == 302
    assert not fresh(enquiry).unread


def test_a_person_corrected_through_another_request_is_not_set_back_unseen(town, make_enquiry, client):
    one = make_enquiry(owner=town.besnik, person=ARTA)
    two = make_enquiry(owner=town.besnik, requester=one.requester)
    opened = fresh(one).version
    with working_for(town.lezha):
        coding.correct(two, by=town.ermira, person=ARTA | {"phone": "+355 66 222 2222"})
    client.force_login(town.besnik.user)
    form = {"subject": "Lënda ime", "body": "", "language": "sq", "version": opened} | ARTA
    answer = client.post(f"{one.get_absolute_url()}correct/", form)
    assert answer.status_code == 409
    assert "Lënda ime" in answer.content.decode()
    with working_for(town.lezha):
        assert Person.objects.get(municipality=town.lezha, pk=one.requester_id).phone == "+355 66 222 2222"


def test_what_was_answered_before_it_was_opened_again_does_not_close_it_once_more(town, make_enquiry):
    enquiry = make_enquiry(owner=town.besnik)
    with working_for(town.lezha):
        happened(enquiry, EventKind.REPLY_SENT, by=town.besnik, closing=True)
        closed = moves.close(enquiry, by=town.besnik, outcome="answered")
        again = moves.reopen(closed, by=town.ermira, reason="fakte të reja")
        assert not moves.is_answered(again)
        happened(again, EventKind.REPLY_SENT, by=town.besnik, closing=True)
        assert moves.close(again, by=town.besnik, outcome="answered").outcome == "answered"


def test_a_letter_is_decided_only_as_it_was_shown(town, make_enquiry, client):
    enquiry = make_enquiry(owner=town.besnik, person=ARTA)
    with working_for(town.lezha):
        reply = draft_reply(enquiry, kind="answer", by=town.besnik, answer="Po, mund ta bëni.", outcome="answered")
    client.force_login(town.besnik.user)
    address = f"/lezhe/office/letters/{reply.pk}/do/submit/"
    for version in ({}, {"version": "x"}, {"version": "9" * 5000}):
        assert client.post(address, version).status_code == 409
    with working_for(town.lezha):
        assert Reply.objects.get(municipality=town.lezha, pk=reply.pk).state == "draft"
    assert client.post(address, {"version": reply.version}).status_code == 302
