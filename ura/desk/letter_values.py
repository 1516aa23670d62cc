"""What a letter about a request may say: the values for its names."""

from django.conf import settings
from django.urls import reverse

from ura.desk.clock import rule_of
from ura.letters.albanian import law_reference, salutation
from ura.staff.focal_points import cover_of


def letter_values(enquiry, *, language="sq", **more):
    """Values for the names in a letter text; days stay days, `fill` writes them in the letter's language."""
    municipality, office, owner = enquiry.municipality, enquiry.municipality.office, enquiry.owner
    rule = rule_of(municipality)
    acting = cover_of(owner)
    values = {
        "protocol_number": enquiry.entry.label,
        "received_on": enquiry.received_on,
        "due_on": enquiry.due_on,
        "new_due_on": enquiry.due_on,
        "legal_basis": law_reference(rule.law, rule.article, language),
        "law": rule.law,
        "article": rule.article,
        "subject": enquiry.text.subject,
        "requester_name": enquiry.requester.shown_name if enquiry.requester else "",
        "salutation": salutation(_addressed(enquiry.requester), language),
        "focal_point_name": owner.user.name if owner else str(office),
        "focal_point_phone": (owner.phone if owner else "") or office.phone,
        "focal_point_email": owner.user.email if owner else office.email,
        "follow_up_code": enquiry.text.follow_code,
        "follow_up_url": settings.BASE_URL + reverse("follow", args=[municipality.slug]),
        "office_name": office.name_en if language == "en" else office.name_sq,
        "municipality": f"Municipality of {municipality.name_en}" if language == "en" else municipality.official_sq,
        "office_address": office.address,
        "office_phone": office.phone,
        "office_email": office.email,
    }
    if acting != owner:
        values |= {
            "cover_name": acting.user.name, "cover_phone": acting.phone or office.phone,
            "cover_email": acting.user.email,
        }  # fmt: skip
    return values | more


def _addressed(requester):
    """An organisation is addressed without a name."""
    return requester.name if requester and requester.kind == requester.Kind.PERSON else ""
