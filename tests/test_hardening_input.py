"""Addresses and forms that no page of ours makes: each gets a sentence or 404, never an error of the server."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

HUGE = "99999999999999999999"
LONG = "9" * 5000  # more digits than Python turns into a number
BROKEN = (HUGE, LONG, "²", "a\0b", "9999-12-31", "{number.real}")
ASKED = (
    "page", "after", "before", "year", "from", "until", "first", "last", "q", "sort", "state", "service", "owner", "unit",
    "due", "tab", "by", "language", "paper", "whole", "t", "number", "type", "where", "off", "as", "sheet", "new",
    "protocol_format", "pick", "person", "column_0",
)  # fmt: skip


def addresses():
    """Every address of Ura with numbers that no table holds."""

    def walk(patterns, before=""):
        for pattern in patterns:
            part = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield part
            else:
                yield from walk(pattern.url_patterns, part)

    for route in walk(get_resolver().url_patterns):
        for kind, value in (("<int:", HUGE), ("<slug:office", "korce"), ("<slug:", "x"), ("<", "x"), ("{", "x")):
            while kind in route:
                at = route.index(kind)
                end = route.index("}" if kind == "{" else ">", at)
                route = route[:at] + value + route[end + 1 :]
        yield "/" + route.lstrip("^").removesuffix("$")


@pytest.fixture
def visitor(client):
    """Somebody who sees the page of the error, and not the error."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("who", [None, "drita"])
def test_numbers_that_no_table_holds_are_not_found(who, town, visitor):
    """Drita holds every role in Korçë."""
    broken = []
    if who:
        visitor.force_login(getattr(town, who).user)
    for address in sorted(set(addresses()) - {"/sign-out/", "/ui/"}):
        statuses = [visitor.get(address).status_code, visitor.post(address).status_code]
        broken += [(address, statuses)] if max(statuses) >= 500 else []
    assert broken == []


@pytest.mark.parametrize("text", BROKEN)
def test_filters_that_nobody_can_have_chosen_are_left_out(text, town, make_enquiry, visitor):
    number = make_enquiry(town.korca).get_absolute_url()
    visitor.force_login(town.drita.user)
    pages = ["", "enquiries/", "enquiries/export/", "new/", "month/", "month/xlsx/", "mail/", "outbox/", "letters/",
             "stakeholders/", "book/", "needs/", "settings/calendar/", "settings/office/example/"]  # fmt: skip
    found = [f"/korce/office/{page}" for page in pages] + [number, "/korce/", "/korce/register/", "/korce/ask/confirm/"]
    found += [f"{number}{act}/" for act in ("code", "move", "task", "correct", "involve")]
    broken = [page for page in found if visitor.get(page, dict.fromkeys(ASKED, text)).status_code >= 500]
    assert broken == []


def test_a_requester_that_nobody_can_have_chosen_is_nobody(town, make_enquiry, visitor):
    visitor.force_login(town.besnik.user)
    for text in BROKEN:
        answer = visitor.post(reverse("enquiry_new", args=["lezhe"]), {"pick": text, "person": text})
        assert answer.status_code == 200
        assert answer.context["chosen"] is None


def test_a_version_or_a_token_that_no_form_of_ours_has_is_refused_in_a_sentence(town, make_enquiry, visitor):
    enquiry = make_enquiry(owner=town.besnik)
    visitor.force_login(town.besnik.user)
    for text in BROKEN:
        form = {"to": "2", "version": text, "seen": text, "token": text}
        assert visitor.post(f"{enquiry.get_absolute_url()}move/", form).status_code == 409


def test_an_office_that_no_database_can_hold_is_not_there(town, visitor):
    answer = visitor.post("/api/v1/offices/%00/enquiries", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (404, "unknown_office")


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "messages"])
def test_a_cookie_that_no_database_can_hold_is_none(name, town, visitor):
    visitor.cookies[name] = "abcdefgh\0" * 4
    assert visitor.get("/lezhe/office/").status_code == 302
    assert visitor.get("/lezhe/follow/").status_code == 200
    assert visitor.post("/lezhe/follow/", {"code": "LEZ-7K3M-9QWX-B4HT"}).status_code == 422
