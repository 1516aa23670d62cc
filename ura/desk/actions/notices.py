"""Unsigned notices to the requester: the acknowledgement and its kin, queued in the act's own transaction."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened, lock, must_be_open
from ura.desk.actions.files import attach
from ura.desk.letter_values import letter_values
from ura.desk.states import EventKind
from ura.letters.dispatch import Dispatch
from ura.letters.models import LetterKind
from ura.letters.texts import fill, fill_line
from ura.letters.wording import wording_of
from ura.post.outbox import queue

PAPER_WAYS = (Dispatch.HAND, Dispatch.POST)


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


def acknowledged_on_paper(enquiry, *, by, way, on=None, note="", uploads=()):
    """Write down that the printed acknowledgement was handed over or posted, with its proof (law 119/2014 art. 8).

    `note` says who took it or the number of the registered letter, `uploads` are a scan of the slip. Only while no
    acknowledgement has left.
    """
    enquiry = lock(enquiry)
    must_be_open(enquiry)
    if enquiry.events.filter(kind=EventKind.ACKNOWLEDGED).exists():
        raise Refused(_("The acknowledgement of this request has left already: see the timeline."))
    today = timezone.localdate()
    on = on or today
    if not enquiry.received_on <= on <= today:
        words = {"from": date_format(enquiry.received_on, "SHORT_DATE_FORMAT")}
        raise Refused(_("Write a day between the receipt (%(from)s) and today.") % words, field="on")
    event = happened(
        enquiry, EventKind.ACKNOWLEDGED, by=by, on=on, text=note.strip(), law="119/2014 8", public=True,
        way=str(Dispatch(way)), day=on.isoformat(),
    )  # fmt: skip
    attach(enquiry, uploads, by=by, event=event)
    return event
