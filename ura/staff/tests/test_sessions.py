"""Where somebody is signed in: listed, ended by themselves, by idleness, by the clock."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from ura.staff.sessions import clear_expired

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/140.0 Safari/537.36 Edg/140.0"
LIST, DAY = "/account/sessions/", "/lezhe/office/"


def signed_in(who, agent=FIREFOX):
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"login": who.user.email, "password": "një fjalëkalim i gjatë"})
    assert client.get(DAY).status_code == 200
    return client


def test_each_browser_is_listed_with_its_device_the_own_one_first(town):
    signed_in(town.besnik, EDGE)
    here = signed_in(town.besnik)
    signed_in(town.ermira)
    rows = here.get(LIST).context["sessions"]
    assert [(row.device, row.here) for row in rows] == [("Firefox, Linux", True), ("Edge, Windows", False)]


def test_a_session_is_ended_from_another_browser_and_only_ones_own(town):
    there, here, stranger = signed_in(town.besnik), signed_in(town.besnik), signed_in(town.ermira)
    theirs = UserSession.objects.get(session_key=stranger.session.session_key)
    assert here.post(f"{LIST}{theirs.pk}/end/").status_code == 404
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"{LIST}{other.pk}/end/").status_code == 302
    assert [c.get(DAY).status_code for c in (there, here, stranger)] == [302, 200, 200]


def test_all_others_are_ended_at_once(town):
    others, here = [signed_in(town.besnik), signed_in(town.besnik)], signed_in(town.besnik)
    here.post(f"{LIST}end/")
    assert [c.get(DAY).status_code for c in (*others, here)] == [302, 302, 200]


def test_half_an_hour_without_a_page_signs_out_and_says_so(town):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(town.besnik)
        for _n in range(3):
            clock.shift(timedelta(minutes=29))
            assert client.get(DAY).status_code == 200
        clock.shift(timedelta(minutes=31))
        sent = client.get(DAY, follow=True)
        assert sent.redirect_chain == [("/sign-in/?next=/lezhe/office/", 302)]
        assert ["30" in str(message) for message in sent.context["messages"]] == [True]
        assert not UserSession.objects.filter(user=town.besnik.user).exists()


def test_after_half_a_day_even_the_busiest_signs_in_again(town):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(town.besnik)
        statuses = set()
        for _n in range(25):
            clock.shift(timedelta(minutes=29))
            statuses.add((_n < 24, client.get(DAY).status_code))
        assert statuses == {(True, 200), (False, 302)}


def test_a_page_within_the_minute_writes_no_session(town, client, django_assert_num_queries):
    client.force_login(town.besnik.user)
    client.get(LIST)
    before = client.session["seen"]
    client.get(LIST)
    assert client.session["seen"] == before


@pytest.mark.parametrize("where", [DAY, LIST, "/password/", "/lezhe/office/enquiries/"])
def test_no_page_of_staff_stays_in_the_browser(where, town):
    assert "no-store" in signed_in(town.besnik).get(where)["Cache-Control"]


def test_pages_for_everybody_may_be_kept(client, db):
    assert "no-store" not in client.get("/lezhe/").headers.get("Cache-Control", "")


def test_who_is_signed_in_is_shown_the_way_to_the_office_and_not_to_sign_in(town, client):
    page = signed_in(town.besnik).get("/account/sessions/").content.decode()
    assert 'href="/sign-in/"' not in page
    assert 'href="/sign-in/"' in client.get("/lezhe/").content.decode()


def test_a_new_password_ends_every_other_session(town):
    there, here = signed_in(town.besnik), signed_in(town.besnik)
    words = {
        "oldpassword": "një fjalëkalim i gjatë",
        "password1": "dallga e bardhë 12",
        "password2": "dallga e bardhë 12",
    }
    assert here.post("/password/", words)["Location"] == "/"
    assert [c.get(DAY).status_code for c in (there, here)] == [302, 200]


def test_what_ran_out_leaves_the_lists_and_who_is_at_work_stays(town):
    signed_in(town.besnik)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        signed_in(town.ermira)
        assert clear_expired() == 1
        assert list(UserSession.objects.values_list("user", flat=True)) == [town.ermira.user_id]
        assert Session.objects.filter(expire_date__lt=timezone.now()).count() == 0
        assert clear_expired() == 0
