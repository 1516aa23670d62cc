"""To which request a mail belongs: by reference headers, and then by who sends it. A subject line proves nothing."""

import re

from ura.core.encrypted import keyed_hash
from ura.desk.models import Enquiry, EnquiryToken, Event, normal_follow_code
from ura.people.search import exact_hash, normal_email
from ura.post.models import Outbox
from ura.post.outbox import message_hash

CODE = re.compile(r"\b[A-Z]{3}[- ]?[2-9A-HJ-NP-Z]{4}[- ]?[2-9A-HJ-NP-Z]{4}[- ]?[2-9A-HJ-NP-Z]{4}\b", re.IGNORECASE)
NUMBER = re.compile(r"\b[\w-]{0,12}?\d{1,6}/(?:20)\d\d\b")


def conversation_of(municipality, parsed):
    """The request whose message, ours or theirs, this mail refers to; the nearest reference wins."""
    tokens = [message_hash(municipality.pk, reference) for reference in reversed(parsed.references[-40:])]
    if not tokens:
        return None
    sent = Outbox.objects.filter(municipality=municipality, message_hash__in=tokens, about="desk.enquiry")
    ours = dict(sent.values_list("message_hash", "row"))
    came = Event.objects.filter(municipality=municipality, mail__message_hash__in=tokens)
    theirs = dict(came.values_list("mail__message_hash", "enquiry_id"))
    found = next((ours.get(token) or theirs.get(token) for token in tokens if token in ours or token in theirs), None)
    if found is None:
        return None
    enquiry = Enquiry.objects.select_related("entry", "text", "requester", "owner__user").get(
        municipality=municipality, pk=found)  # fmt: skip
    enquiry.municipality = municipality
    return enquiry


def known_sender(enquiry, parsed):
    """Does it come from the requester's own address? The From line alone is no proof; beside our reference it is enough."""
    address = normal_email(parsed.from_address)
    return bool(enquiry.requester and enquiry.requester.email and normal_email(enquiry.requester.email) == address)


def says_code_of(enquiry, parsed):
    """Does the new text (not what it quotes) give the follow-up code of this request?"""
    return any(normal_follow_code(code) == enquiry.text.follow_code for code in CODE.findall(parsed.text[:20_000]))


def named_requests(municipality, parsed, *, at_most=5):
    """Ids of requests whose code or number the mail names: suggestions for the officer, never proof."""
    text = f"{parsed.subject}\n{parsed.text[:5000]}"
    codes = {keyed_hash("follow", municipality.pk, normal_follow_code(code)) for code in CODE.findall(text)}
    found = list(
        Enquiry.objects.filter(municipality=municipality, follow_hash__in=codes).values_list("pk", flat=True)[:at_most]
    ) if codes else []  # fmt: skip
    numbers = {exact_hash(municipality.pk, "number", label) for label in NUMBER.findall(text)[:20]}
    if numbers:
        rows = EnquiryToken.objects.filter(municipality=municipality, token__in=numbers)
        found += [pk for pk in rows.values_list("enquiry_id", flat=True)[:at_most] if pk not in found]
    return found[:at_most]
