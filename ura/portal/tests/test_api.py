"""The API: the same rules, in JSON."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as campaign
from hypothesis import strategies as st

from ura.desk.actions.company import add_note, write_to_requester
from ura.desk.actions.moves import withdraw
from ura.municipalities.models import Office
from ura.municipalities.tenancy import working_for

WORDS = {"subject": "Nostrifikimi i diplomës", "text": "Ku e nostrifikoj diplomën?", "email": "agim@example.org"}
ADDRESS = "/api/v1/offices/lezhe/enquiries"


def send(body, address=ADDRESS, **headers):
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().post(address, data, content_type="application/json", headers=headers)


def problems(response):
    return [(row["field"], row["rule"]) for row in response.json()["errors"]]


def requests_of(municipality):
    with working_for(municipality):
        return municipality.enquiries.count()


def test_a_request_by_the_api_is_registered(town):
    response = send(WORDS | {"name": "Agim Prova", "country": "DE", "audience": "diaspora", "language": "en"})
    with working_for(town.lezha):
        enquiry = town.lezha.enquiries.select_related("text", "requester", "entry").get()
        assert (enquiry.channel, enquiry.audience, enquiry.requester.name) == ("portal", "diaspora", "Agim Prova")
    assert (response.status_code, response.json()) == (201, {
        "protocol_number": f"1/{timezone.localdate().year}", "follow_up_code": enquiry.text.follow_code,
        "due_on": enquiry.due_on.isoformat(),
        "focal_point": {"name": "Besnik Prova", "phone": "+355 66 000 0000", "email": "besnik@example.org"},
    })  # fmt: skip


def test_neither_cookie_nor_session_is_used(town):
    signed_in = Client()
    signed_in.force_login(town.besnik.user)
    response = signed_in.post(
        ADDRESS, json.dumps(WORDS), content_type="application/json", headers={"cookie": "django_language=en"}
    )
    assert (response.status_code, dict(response.cookies), response["Content-Language"]) == (201, {}, "sq")
    assert list(signed_in.session.keys() & {"asked", "followed"}) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"subject": ""}, [("subject", "required")]),
        ({"subject": "x" * 301}, [("subject", "max_length")]),
        ({"subject": "\x00\x07 "}, [("subject", "required")]),
        ({"text": ""}, [("text", "required")]),
        ({"text": "ë" * 100_001}, [("text", "max_length")]),
        ({"email": "agim"}, [("email", "invalid")]),
        ({"email": ""}, [("", "way_to_answer")]),
        ({"email": "", "follow_by_code": True}, None),
        ({"phone": "12"}, [("phone", "invalid")]),
        ({"country": "Zvicër"}, [("country", "invalid_choice")]),
        ({"audience": "martian"}, [("audience", "invalid_choice")]),
        ({"language": "de"}, [("language", "invalid_choice")]),
        ({"subject": 7}, [("subject", "type")]),
        ({"text": None}, [("text", "type")]),
        ({"text": ["a"]}, [("text", "type")]),
        ({"follow_by_code": "po"}, [("follow_by_code", "type")]),
        ({"emial": "x"}, [("emial", "unknown_field")]),
        ({"subject": "\ud800 lënda"}, None),
        ({"email": "a@\ud800.org"}, [("email", "invalid")]),
        ({"text": "👨‍👩‍👧 مرحبا"}, None),
        ({"complaint": "po"}, [("complaint", "type")]),
        ({"complaint_about": "Agim"}, [("complaint_about", "no_complaint")]),
        ({"complaint": True, "complaint_about": "x" * 201}, [("complaint_about", "max_length")]),
        ({"complaint": True, "complaint_about": "Agim", "text": "x" * 100_000}, [("text", "max_length")]),
        ({"complaint": True, "complaint_about": "Agim"}, None),
        ({"files": ["a"]}, [("files", "type")]),
    ],
)
def test_each_error_names_the_field_and_the_rule(change, expected, town):
    response = send(WORDS | change)
    if expected is None:
        assert response.status_code == 201
    else:
        assert (response.status_code, problems(response), requests_of(town.lezha)) == (422, expected, 0)


@pytest.mark.parametrize(
    ("body", "status", "rule"),
    [
        (b"", 400, "json"), (b"{", 400, "json"), (b"\xff\xfe\x00", 400, "json"), (b"[]", 400, "object"), (b"7", 400, "object"),
        (b"[" * 200_000, 400, "json"), (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400, "json"),
        (b'{"subject": "' + b"a" * 5_300_000 + b'"}', 413, "too_large"), (b'{"subject": NaN}', 422, "type"),
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_refused_in_the_same_shape(body, status, rule, town):
    response = send(body)
    assert (response.status_code, problems(response)[0][1]) == (status, rule)


def test_the_messages_come_in_the_callers_language(town):
    def message(language):
        return send(WORDS | {"subject": ""}, **{"accept-language": language}).json()["errors"][0]["message"]

    assert message("en") == message("de, en-GB;q=0.8, sq;q=0.1") == "Write in a few words what you ask."
    assert send(WORDS, **{"accept-language": "fr"})["Content-Language"] == "sq"


def test_an_office_nobody_knows_or_that_is_closed(town):
    unknown = send(WORDS, "/api/v1/offices/atlantis/enquiries")
    Office.objects.filter(municipality=town.lezha).update(portal_open=False)
    closed = send(WORDS)
    assert [(r.status_code, problems(r)) for r in (unknown, closed)] == [
        (404, [("slug", "unknown_office")]), (409, [("slug", "portal_closed")])]  # fmt: skip


def test_the_same_key_and_body_again_is_the_same_request(town):
    key = {"Idempotency-Key": "5b1a3f1e-0c57-4f0e-9b52-2f6b7e1f0c11"}
    first, again, other = send(WORDS, **key), send(WORDS, **key), send(WORDS | {"text": "Tjetër"}, **key)
    assert (first.status_code, again.status_code, first.json() == again.json()) == (201, 201, True)
    assert (other.status_code, problems(other), requests_of(town.lezha)) == (
        409,
        [("Idempotency-Key", "key_reused")],
        1,
    )
    short = send(WORDS, **{"Idempotency-Key": "1"})
    assert (short.status_code, problems(short)) == (422, [("Idempotency-Key", "length")])


def test_page_and_api_count_together_and_repeats_are_free(town, settings, typed):
    settings.ASKS_PER_HOUR = 3
    key = {"Idempotency-Key": "5b1a3f1e-0c57-4f0e-9b52-2f6b7e1f0c11"}
    answers = [send(WORDS, **key).status_code for _ in range(3)] + [Client().post("/lezhe/ask/", typed()).status_code]
    answers += [send(WORDS).status_code, Client().post("/lezhe/ask/", typed()).status_code]
    assert answers == [201, 201, 201, 302, 201, 429]
    refused = send(WORDS)
    assert (refused.status_code, problems(refused), 0 < int(refused["Retry-After"]) <= 3601) == (
        429, [("", "too_many")], True)  # fmt: skip
    assert send(WORDS, "/api/v1/offices/korce/enquiries").status_code == 201


def test_the_code_shows_where_the_request_stands_and_nobodys_name_but_the_focal_points(town, make_enquiry):
    enquiry = make_enquiry(person={"name": "Teuta Prova"})
    with working_for(town.lezha):
        add_note(enquiry, by=town.ana, text="brenda")
        write_to_requester(enquiry, by=town.ana, text="Na dërgoni vërtetimin.")
        withdraw(enquiry, reason="E zgjidha.")
    response = Client().get(f"/api/v1/enquiries/{enquiry.follow_code}", headers={"accept-language": "en"})
    today = timezone.localdate().isoformat()
    assert (response.status_code, response.json()) == (200, {
        "protocol_number": enquiry.entry.label, "office": "lezhe", "status": {"code": "5", "label": "Closed"},
        "received_on": today, "due_on": enquiry.due_on.isoformat(), "closed_on": today, "outcome": "withdrawn",
        "voided": False, "waiting_for_you": False,
        "focal_point": {"name": "Besnik Prova", "phone": "+355 66 000 0000", "email": "besnik@example.org"},
        "events": [
            {"on": today, "kind": "received", "label": "Your request was received"},
            {"on": today, "kind": "message_out", "label": "We wrote to you"},
            {"on": today, "kind": "withdrawn", "label": "You withdrew the request"},
        ],
    })  # fmt: skip


@pytest.mark.parametrize("code", ["LEZ-2222-2222-2222", "XXX-2222-2222-2222", "x", "%00", "ë" * 300])
def test_a_code_nobody_has_is_not_found_whatever_its_office(code, town, make_enquiry):
    make_enquiry()
    response = Client().get(f"/api/v1/enquiries/{code}")
    assert (response.status_code, problems(response)) == (404, [("follow_up_code", "unknown_code")])


def test_all_offices_are_listed_in_one_query(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = Client().get("/api/v1/offices", headers={"accept-language": "en"})
    rows = response.json()["offices"]
    lezhe = next(row for row in rows if row["slug"] == "lezhe")
    assert (len(rows), lezhe["code"], lezhe["municipality"], lezhe["accepts_requests"]) == (
        61, "LEZ", "Municipality of Lezhë", True)  # fmt: skip


def test_the_description_names_every_operation_with_its_answers(db):
    schema = Client().get("/api/v1/openapi.json").json()
    operations = {
        (path, method): sorted(o["responses"])
        for path, methods in schema["paths"].items()
        for method, o in methods.items()
    }
    assert operations == {
        ("/api/v1/offices", "get"): ["200"],
        ("/api/v1/offices/{slug}/enquiries", "post"): ["201", "400", "404", "409", "413", "422", "429"],
        ("/api/v1/enquiries/{follow_up_code}", "get"): ["200", "404", "429"],
    }
    words = schema["components"]["schemas"]["Words"]
    assert (words["additionalProperties"], words["properties"]["subject"]["maxLength"]) == (False, 300)
    body = schema["paths"]["/api/v1/offices/{slug}/enquiries"]["post"]["requestBody"]["content"]
    assert {kind: content["schema"]["$ref"].rpartition("/")[2] for kind, content in body.items()} == {
        "application/json": "Words", "multipart/form-data": "WordsAndPapers"}  # fmt: skip
    assert sorted(schema["components"]["schemas"]["Registered"]["required"]) == [
        "due_on", "focal_point", "follow_up_code", "protocol_number"]  # fmt: skip


def test_a_wrong_address_or_method_answers_in_json(db):
    lost, posted = Client().get("/api/v1/nowhere"), Client().post("/api/v1/offices")
    assert [(r.status_code, problems(r)) for r in (lost, posted)] == [
        (404, [("", "not_found")]),
        (405, [("", "method")]),
    ]
    assert Client().get("/api/v1/").status_code == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "subject",
    "text",
    "email",
    "phone",
    "address",
    "name",
    "organisation",
    "audience",
    "country",
    "language",
    "follow_by_code",
    "complaint",
    "complaint_about",
    "files",
]


@campaign(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=6), JSON | st.text(), max_size=12))
def test_no_body_breaks_it(body, town):
    response = send(WORDS | body, "/api/v1/offices/lezhe/enquiries")
    assert response.status_code in (201, 422, 429)
    assert response.status_code == 201 or all(
        set(row) == {"field", "rule", "message"} for row in response.json()["errors"]
    )


@campaign(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_no_bytes_break_it(body, town):
    assert send(body).status_code in (400, 422)


def test_the_documentation_names_every_field(db, settings):
    text = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    schemas = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]
    fields = {
        name
        for kind in ("WordsAndPapers", "Registered", "Followed", "OfficeOut")
        for name in schemas[kind]["properties"]
    }
    assert {name for name in fields if f"`{name}`" not in text and f'"{name}"' not in text} == set()
