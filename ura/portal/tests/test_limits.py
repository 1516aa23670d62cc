"""How often one address may ask, whichever worker answers."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from ura.municipalities.tenancy import working_for
from ura.portal import limits


@pytest.fixture(autouse=True)
def _few(settings):
    settings.ASKS_PER_HOUR = 2


def test_over_the_limit_what_was_typed_stays_and_a_sentence_says_when(town, typed):
    for _ in range(2):
        assert Client().post("/lezhe/ask/", typed()).status_code == 302
    refused = Client().post("/lezhe/ask/", typed(text="Kërkesa e tretë"))
    assert (refused.status_code, 3500 < int(refused["Retry-After"]) <= 3601) == (429, True)
    assert "Kërkesa e tretë" in refused.content.decode()
    with working_for(town.lezha):
        assert town.lezha.enquiries.count() == 2
    assert Client().post("/korce/ask/", typed()).status_code == 302


def test_after_the_hour_one_may_ask_again(town, typed, time_machine):
    for _ in range(3):
        last = Client().post("/lezhe/ask/", typed())
    assert last.status_code == 429
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert Client().post("/lezhe/ask/", typed()).status_code == 302


def test_mistakes_and_repeats_do_not_count(town, typed):
    form = typed()
    answers = [Client().post("/lezhe/ask/", typed(subject="")).status_code for _ in range(3)]
    answers += [Client().post("/lezhe/ask/", form).status_code for _ in range(4)]
    assert answers == [422] * 3 + [302] * 4


def test_one_email_address_gets_three_links_a_day(town, typed, settings):
    settings.ASKS_PER_HOUR = 50
    answers = [Client().post("/lezhe/ask/", typed(altcha=None)).status_code for _ in range(4)]
    other = Client().post("/lezhe/ask/", typed(altcha=None, email="agim@example.org")).status_code
    assert (answers, other) == ([302, 302, 302, 429], 302)


def test_wrong_codes_are_counted_by_address_over_all_offices_page_and_api(town, make_enquiry):
    enquiry = make_enquiry()
    for n in range(5):
        assert Client().post("/lezhe/follow/", {"code": f"LEZ-2222-2222-222{n + 2}"}).status_code == 422
        assert Client().get(f"/api/v1/enquiries/KOR-2222-2222-222{n + 2}").status_code == 404
    right = {"code": enquiry.follow_code}
    assert Client().post("/lezhe/follow/", right).status_code == 429
    assert Client().get(f"/api/v1/enquiries/{enquiry.follow_code}").status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post("/lezhe/follow/", right).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "other", "same"),
    [
        (0, "192.0.2.1", "192.0.2.2", True),  # nobody stands before us: the header is the caller's own invention
        (1, "192.0.2.1", "192.0.2.2", False),
        (1, "6.6.6.6, 192.0.2.1", "7.7.7.7, 192.0.2.1", True),  # what the caller put in front changes nothing
        (2, "192.0.2.1, 10.0.0.1", "192.0.2.2, 10.0.0.1", False),
        (1, "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        (1, "2001:db8:1:2::1", "2001:db8:1:3::1", False),
        (1, "::ffff:192.0.2.1", "192.0.2.1", True),
        (1, "", "", True),
    ],
)
def test_the_address_is_the_one_our_own_proxy_saw(proxies, forwarded, other, same, settings):
    settings.TRUSTED_PROXIES = proxies
    make = RequestFactory()
    one = limits.client(make.get("/", headers={"x-forwarded-for": forwarded}))
    two = limits.client(make.get("/", headers={"x-forwarded-for": other}))
    assert (one == two) is same


def test_the_register_as_a_file_is_not_for_downloading_all_day(town):
    answers = [Client().get("/lezhe/register/csv/").status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    assert Client().get("/lezhe/register/").status_code == 200
