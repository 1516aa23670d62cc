"""Follow-up codes: which office one belongs to, and which request of that office."""

from ura.core.encrypted import keyed_hash
from ura.desk.models import normal_follow_code
from ura.municipalities.models import Municipality


def office_of(code):
    """The office whose short name begins the code, or None; tells nothing of whether the code exists."""
    return Municipality.objects.select_related("office", "county").filter(short=normal_follow_code(code)[:3]).first()


def find_by_code(municipality, code):
    """The request of this office with this code, or None; found by keyed hash, so nothing is compared sign by sign."""
    rows = municipality.enquiries.select_related("entry", "text", "owner__user")
    enquiry = rows.filter(follow_hash=keyed_hash("follow", municipality.pk, normal_follow_code(code))).first()
    if enquiry is not None:
        enquiry.municipality = municipality
    return enquiry


def is_number_of(enquiry, typed):
    """Does what was typed name this request? Nothing typed is no contradiction."""
    typed = "".join(typed.split()).casefold()
    entry = enquiry.entry
    return typed in ("", "".join(entry.label.split()).casefold(), f"{entry.number}/{entry.year}", str(entry.number))
