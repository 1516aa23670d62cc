"""The letters that some acts ask for: drafted at once; they leave signed, by their own way."""

from django.db import transaction
from django.urls import reverse

from ura.core.refusals import Refused
from ura.letters.models import LetterKind
from ura.replies.actions.drafting import draft_reply


def extension(enquiry, event, *, by):
    """The notice of the extension (119/2014, 15(3)); answers with its page."""
    return _draft(enquiry, LetterKind.EXTENSION, by=by)


def forwarding(enquiry, event, *, by):
    """The letter to the competent institution (119/2014, 12), and the notice to the requester (15(2))."""
    _draft(enquiry, LetterKind.FORWARDING_NOTICE, by=by)
    return _draft(enquiry, LetterKind.FORWARDING, by=by)


def _draft(enquiry, kind, *, by):
    """The address of the draft, with English beside it for who reads English; where a word is still missing, of the form that asks for it."""
    english = kind != LetterKind.FORWARDING and enquiry.requester is not None and enquiry.requester.language == "en"
    try:
        with transaction.atomic():
            return draft_reply(enquiry, kind=kind, by=by, with_english=english, gaps=english).get_absolute_url()
    except Refused:
        number = (enquiry.municipality.slug, enquiry.entry.year, enquiry.entry.number)
        return reverse("reply_new", args=[*number, str(kind)])
