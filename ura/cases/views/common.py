"""What the pages of assessment, plan, review and closing share."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ura.core.refusals import Refused, refusal_into


def attempt(form, act):
    """Do the act in a savepoint; what is refused becomes an error of the form. Returns whether it was done."""
    try:
        with transaction.atomic():
            act()
    except Refused as refused:
        refusal_into(form, refused)
        return False
    return True


def where(name, case, *more):
    """The address of a part of this case."""
    entry = case.enquiry.entry
    return reverse(name, args=[case.municipality.slug, entry.year, entry.number, *more])


def to(name, case, *more):
    return redirect(where(name, case, *more))


def number(text, most=10):
    """A number of an address or a form; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= most else None


def pdf_response(data, name):
    """A paper of the case in the browser; never kept by a cache on the way."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
