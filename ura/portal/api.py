"""The public API: the same rules as the page, for those who ask from another program. Described in docs/api.md."""

import hashlib
import json
from datetime import date
from uuid import uuid4

from django.http import Http404
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Header, NinjaAPI, Schema, Status
from pydantic import ConfigDict, StrictBool, StrictStr, ValidationError

from ura.core import once
from ura.desk.actions.registering import LONGEST_BODY, LONGEST_SUBJECT
from ura.desk.states import State
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import reading_for, working_for
from ura.portal import actions, limits
from ura.portal.api_errors import ApiError, install, of_form, of_types
from ura.portal.codes import find_by_code, office_of
from ura.portal.forms import MOST_FILES, RequestForm
from ura.portal.progress import EVENTS, focal_point_of, public_events
from ura.staff.doors import find_municipality

DESCRIPTION = "Requests to the Migration and Diaspora Offices of Albania's municipalities. No sign-in, no cookies."
api = NinjaAPI(
    title="Ura", version="1", description=DESCRIPTION, docs_url=None, openapi_url=None, urls_namespace="api-1",
)  # fmt: skip
install(api)


class Problem(Schema):
    field: str = Field(description="The field at fault; empty when it is the whole request.")
    rule: str = Field(description="A short name of the rule, the same in every language.")
    message: str = Field(description="What to do, in the language of Accept-Language (sq or en).")


class Problems(Schema):
    errors: list[Problem]


class Contact(Schema):
    name: str
    phone: str
    email: str


class OfficeOut(Schema):
    slug: str = Field(description="Names the office in addresses.")
    code: str = Field(description="Begins every follow-up code of the office.")
    municipality: str
    name: str
    county: str
    address: str
    phone: str
    email: str
    hours: str
    accepts_requests: bool


class Offices(Schema):
    offices: list[OfficeOut]


def _text(longest, description):
    # The portal's form checks the length and says so in the caller's language; here it is only told.
    return Field("", description=description, json_schema_extra={"maxLength": longest})


class Words(Schema):
    """A request. Needed: subject, text, and one of email, phone, address or follow_by_code."""

    model_config = ConfigDict(extra="forbid")
    subject: StrictStr = _text(LONGEST_SUBJECT, "In a few words; one line.")
    text: StrictStr = _text(LONGEST_BODY, "What is asked, in the sender's own words.")
    email: StrictStr = _text(254, "The acknowledgement and the answer go there.")
    phone: StrictStr = _text(40, "With the country code from abroad.")
    address: StrictStr = _text(300, "A postal address.")
    follow_by_code: StrictBool = Field(False, description="No contact: the answer is read with the follow-up code.")
    name: StrictStr = _text(200, "Name and surname.")
    organisation: StrictStr = _text(200, "When the request comes from an association or a business.")
    audience: StrictStr = Field(
        "", description="diaspora, internal_migrant, returnee, foreigner or prospective_emigrant."
    )
    country: StrictStr = Field("", description="Country of residence, ISO 3166-1 alpha-2.")
    language: StrictStr = Field("", description="Language of the messages: sq (default) or en.")
    complaint: StrictBool = Field(
        False,
        description="A complaint about the work of the office or of its staff: it goes to the supervisor, hidden from whom it is about.",
    )
    complaint_about: StrictStr = _text(200, "With complaint only: whom or what it is about, in the sender's words.")


FILES = {
    "type": "array", "maxItems": MOST_FILES, "items": {"type": "string", "format": "binary"}, "title": "Files",
    "description": "Papers, in multipart/form-data only: each a part named files, with a file name.",
}  # fmt: skip


def schemas_of_request():
    """The body as JSON, and the same with papers."""
    words = Words.model_json_schema()
    return {"Words": words, "WordsAndPapers": words | {
        "title": "WordsAndPapers", "properties": words["properties"] | {"files": FILES},
    }}  # fmt: skip


def _refers(name):
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


BODY = {"requestBody": {"required": True, "content": {
    "application/json": _refers("Words"), "multipart/form-data": _refers("WordsAndPapers"),
}}}  # fmt: skip


class Registered(Schema):
    protocol_number: str
    follow_up_code: str = Field(description="Whoever has it reads the request: keep it like a key.")
    due_on: date
    focal_point: Contact


class StatusOut(Schema):
    code: str = Field(
        description="1 in analysis, 2 in process inside, 3 in process outside, 4 reply being prepared, 5 closed."
    )
    label: str


class EventOut(Schema):
    on: date
    kind: str
    label: str


class Followed(Schema):
    protocol_number: str
    office: str
    status: StatusOut
    received_on: date
    due_on: date
    closed_on: date | None
    outcome: str
    voided: bool
    waiting_for_you: bool
    focal_point: Contact
    events: list[EventOut]


@api.get("/offices", response=Offices, summary="All offices", operation_id="list_offices", url_name="api_offices")
def offices(request):
    english = get_language() == "en"
    rows = Municipality.objects.select_related("office", "county")
    return {"offices": [_office(row, english) for row in rows if getattr(row, "office", None)]}


def _office(row, english):
    office = row.office
    return {
        "slug": row.slug, "code": row.short, "municipality": row.official, "name": str(office), "county": str(row.county),
        "address": office.address, "phone": office.phone, "email": office.email, "hours": office.hours,
        "accepts_requests": office.portal_open,
    }  # fmt: skip


FAILS = {400: Problems, 404: Problems, 409: Problems, 413: Problems, 422: Problems, 429: Problems}


@api.post(
    "/offices/{slug}/enquiries", response={201: Registered} | FAILS, summary="Make a request", operation_id="make_request",
    url_name="api_make_request", openapi_extra=BODY,
)  # fmt: skip
def make_request(
    request, slug: str,
    idempotency_key: str = Header("", alias="Idempotency-Key", description="16 to 200 signs, such as a UUID: the same key and body again is the same request."),
):  # fmt: skip
    """The page's own form looks at it, papers included, before a transaction begins; the page's own limit counts it."""
    municipality = _open_office(slug)
    words = _words(request)
    with reading_for(municipality):
        form = RequestForm(municipality, words, request.FILES)
    if not form.is_valid():
        raise of_form(form)
    papers = form.cleaned_data["files"]
    token = _token(idempotency_key)
    with reading_for(municipality):
        repeated = actions.asked_before(municipality, token) if idempotency_key else None
    if repeated is None and (wait := limits.ask(municipality, request)):
        raise ApiError(429, ("", "too_many", _("Too many requests from this address. Try again later.")), wait=wait)
    with working_for(municipality):
        _same_body(municipality, token, words, papers)
        enquiry = actions.ask_once(municipality, token, papers=papers, **form.request)
        enquiry.municipality = municipality
        return Status(201, {
            "protocol_number": enquiry.entry.label, "follow_up_code": enquiry.text.follow_code,
            "due_on": enquiry.due_on, "focal_point": _contact(enquiry),
        })  # fmt: skip


def _words(request):
    """What was sent, of the types the description names."""
    try:
        return Words.model_validate(request.words).model_dump()
    except ValidationError as error:
        raise of_types(error.errors()) from None


def _open_office(slug):
    try:
        municipality = find_municipality(slug[:60])
    except Http404:
        raise ApiError(404, ("slug", "unknown_office", _("There is no such office: see /api/v1/offices."))) from None
    if not municipality.office.portal_open:
        raise ApiError(
            409, ("slug", "portal_closed", _("This office takes no requests here for now: call or write to it."))
        )
    return municipality


def _token(key):
    if not key:
        return uuid4().hex
    if not 16 <= len(key) <= 200:
        raise ApiError(422, ("Idempotency-Key", "length", _("Send 16 to 200 signs, such as a UUID.")))
    return salted_hmac("portal.idempotency", key).hexdigest()[:32]


def _same_body(municipality, token, words, papers):
    """The same key with another body is a mistake of the caller, not a repeat."""
    brought = [[paper.name, hashlib.sha256(paper.data).hexdigest()] for paper in papers]
    body = salted_hmac("portal.body", json.dumps([words, brought], sort_keys=True)).hexdigest()
    if not once.claim(f"body-{municipality.pk}", token):
        if once.made_by(f"body-{municipality.pk}", token) != body:
            raise ApiError(
                409, ("Idempotency-Key", "key_reused", _("This key was used with another body: take a new one."))
            )
    else:
        once.remember(f"body-{municipality.pk}", token, body)


def _contact(enquiry):
    focal = focal_point_of(enquiry, get_language())
    return {"name": focal.name, "phone": focal.phone, "email": focal.email}


@api.get(
    "/enquiries/{follow_up_code}", response={200: Followed, 404: Problems, 429: Problems}, summary="Follow a request",
    operation_id="follow_request", url_name="api_follow_request",
)  # fmt: skip
def follow_request(request, follow_up_code: str):
    who = limits.client(request)
    if wait := limits.seconds_to_wait("code", who):
        raise ApiError(429, ("follow_up_code", "too_many", _("Too many wrong codes. Try again later.")), wait=wait)
    code = follow_up_code[:60]
    municipality = office_of(code)
    if municipality is not None:
        with reading_for(municipality):
            if enquiry := find_by_code(municipality, code):
                return _followed(enquiry)
    limits.spend("code", who)
    raise ApiError(404, ("follow_up_code", "unknown_code", _("There is no request with this code.")))


def _followed(enquiry):
    return {
        "protocol_number": enquiry.entry.label, "office": enquiry.municipality.slug,
        "status": {"code": enquiry.state, "label": str(State(enquiry.state).label)},
        "received_on": enquiry.received_on, "due_on": enquiry.due_on, "closed_on": enquiry.closed_on,
        "outcome": enquiry.outcome, "voided": enquiry.entry.voided_at is not None,
        "waiting_for_you": enquiry.is_open and enquiry.waiting and enquiry.state != State.OUTSIDE,
        "focal_point": _contact(enquiry),
        "events": [
            {"on": event.on, "kind": event.kind, "label": str(EVENTS[event.kind][0])} for event in public_events(enquiry)
        ],
    }  # fmt: skip
