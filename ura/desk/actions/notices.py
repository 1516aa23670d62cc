"""Unsigned notices to the requester: the acknowledgement and its kin, queued in the act's own transaction."""

from ura.desk.letter_values import letter_values
from ura.letters.models import LetterKind
from ura.letters.texts import fill, fill_line
from ura.letters.wording import wording_of
from ura.post.outbox import queue


def notice_text(enquiry, kind, *, language="sq", **values):
    """(subject, text) of a notice in the office's wording."""
    wording = wording_of(enquiry.municipality, kind, language)
    values = letter_values(enquiry, language=language, **values)
    return fill_line(wording.subject, values, language=language), fill(wording.body, values, language=language)


def notify(enquiry, kind, *, key, in_reply_to="", **values):
    """Queue a notice by e-mail in the requester's language; returns whether there is an address for it.

    `key` makes the same act twice one message.
    """
    requester = enquiry.requester
    if requester is None or not requester.email:
        return False
    subject, text = notice_text(enquiry, kind, language=requester.language, **values)
    queue(
        enquiry.municipality, key=key, kind=kind, about=enquiry, to=requester.email, subject=subject, text=text,
        language=requester.language, in_reply_to=in_reply_to,
    )  # fmt: skip
    return True


def acknowledge(enquiry, *, in_reply_to=""):
    """The acknowledgement: number, focal point, due date, follow-up code — at once (law 119/2014 art. 8)."""
    return notify(enquiry, LetterKind.ACKNOWLEDGEMENT, key=f"ack-{enquiry.pk}", in_reply_to=in_reply_to)
