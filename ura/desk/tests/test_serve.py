"""Shërbe dhe mbyll: a walk-in of five minutes on one screen."""

from ura.core.once import new_token
from ura.desk.models import Attachment
from ura.desk.tests.counter import PEOPLE, SERVE, TODAY, a_paper, count, enquiry_url, saved, served, shown
from ura.people.models import Person
from ura.post.models import Outbox


def test_serve_and_close_is_one_screen_one_number_and_a_receipt(town, client):
    client.force_login(town.ana.user)
    response = client.post(SERVE, served(name="Arta Prova", audience="diaspora", files=a_paper()))
    (enquiry,) = saved(town)
    assert (enquiry.state, enquiry.outcome, enquiry.days_taken, enquiry.closed_on) == ("5", "oral_answer", 0, TODAY())
    assert (enquiry.text.oral_answer, enquiry.requester.name, enquiry.audience) == (
        "Nga ora 8 deri 16",
        "Arta Prova",
        "diaspora",
    )
    assert response.url == f"{enquiry_url(enquiry)}receipt/"
    html = client.get(response.url).content.decode()
    assert enquiry.entry.label in html
    assert enquiry.text.follow_code in html
    assert (count(town, Outbox), count(town, Attachment)) == (0, 1)


def test_serve_and_close_without_a_name_holds_nobody(town, client):
    client.force_login(town.ana.user)
    client.post(SERVE, served())
    assert (saved(town)[0].requester, count(town, Person)) == (None, 0)


def test_serve_and_close_without_an_answer_keeps_what_was_typed(town, counter):
    response = counter.post(SERVE, served(oral_answer="   ", name="Arta Prova"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["oral_answer"])
    assert 'value="Arta Prova"' in response.content.decode()
    assert saved(town) == []


def test_serve_and_close_clicked_twice_makes_one_request(town, client):
    client.force_login(town.ana.user)
    form = served(token=new_token())
    assert client.post(SERVE, form).url == client.post(SERVE, form).url
    assert len(saved(town)) == 1


def test_a_walk_in_who_came_before_is_found_and_not_written_twice(arta, town, counter):
    page = counter.get(SERVE).content.decode()
    assert 'hx-target="#found"' in page
    html = counter.post(PEOPLE, served(name="kendell")).content.decode()
    assert f'name="pick" value="{arta.requester_id}"' in html
    picked = counter.post(PEOPLE, served(name="kendell", pick=arta.requester_id)).content.decode()
    assert f'<input type="hidden" name="person" value="{arta.requester_id}">' in picked
    assert 'name="address"' not in counter.post(PEOPLE, served(forget="1")).content.decode()
    form = served(person=arta.requester_id, service="2")
    assert counter.post(SERVE, form).status_code == 302
    assert [enquiry.requester_id for enquiry in saved(town)] == [arta.requester_id] * 2
    assert count(town, Person) == 1


def test_serve_and_close_without_javascript_searches_and_keeps_what_was_typed(arta, town, counter):
    response = counter.post(SERVE, served(name="Këndellja", search="1"))
    html = response.content.decode()
    assert (response.status_code, response.context["form"].errors, len(saved(town))) == (200, {}, 1)
    assert f'name="pick" value="{arta.requester_id}"' in html
    assert "Nga ora 8 deri 16" in html
    chosen = counter.post(SERVE, served(name="Këndellja", pick=arta.requester_id)).content.decode()
    assert f'<input type="hidden" name="person" value="{arta.requester_id}">' in chosen


def test_serve_and_close_points_out_the_same_matter_first(arta, town, counter):
    form = served(name="Arta Këndellja", subject="Njohja e diplomës", requester_type="2")
    stopped = counter.post(SERVE, form)
    assert (stopped.status_code, len(saved(town))) == (200, 1)
    assert "Register all the same" in stopped.content.decode()
    counter.post(SERVE, form | {"shown": shown(stopped)})
    assert [enquiry.requester_type for enquiry in saved(town)] == ["1", "2"]


def test_serve_and_close_takes_an_individual_unless_told_otherwise(town, counter):
    assert counter.get(SERVE).context["form"]["requester_type"].value() == "1"
    counter.post(SERVE, served(phone="066 123 4567"))
    (enquiry,) = saved(town)
    assert (enquiry.requester_type, enquiry.requester.phone) == ("1", "+355 66 123 4567")
