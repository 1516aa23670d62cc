"""What a citizen does: ask, confirm by e-mail, write again, withdraw."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ura.core import once
from ura.desk.actions.company import requester_writes
from ura.desk.actions.files import attach_files
from ura.desk.actions.registering import register_enquiry
from ura.desk.models import Attachment, Enquiry
from ura.desk.states import Channel, EventKind
from ura.people.actions import add_person
from ura.portal import drafts
from ura.post.files import store
from ura.post.models import Outbox
from ura.post.outbox import queue


class NotProven(Exception):
    """The answer to the robot check is missing, wrong, too old or used; nothing was written."""


def ask(municipality, *, subject, text, audience="", complaint=False, person=None, papers=()):
    """Register a request that came through the portal (law 119/2014 art. 8: a number at once), with its papers.

    A complaint goes to the supervisor, as one from the counter; the officer it is about is for the supervisor to name.
    """
    # The papers are written before the number is drawn: the counter is the last lock a transaction takes.
    files = [store(municipality, paper.data, name=paper.name, inspected=paper) for paper in papers]
    requester = add_person(municipality, **person) if person else None
    enquiry = register_enquiry(
        municipality, channel=Channel.PORTAL, subject=subject, body=text, requester=requester, audience=audience,
        complaint=complaint, received_at=timezone.localtime(),
    )  # fmt: skip
    if files:
        received = enquiry.events.get(kind=EventKind.RECEIVED)
        attach_files(enquiry, files, source=Attachment.Source.REQUESTER, event=received)
    return enquiry


def ask_once(municipality, token, *, check=None, **request):
    """Ask, or find what the same form asked before: a double click is one request.

    `check` runs only for the first use, inside its transaction; when it says no, NotProven leaves nothing behind.
    """
    who = _who(municipality)
    if once.claim(who, token):
        if check and not check():
            raise NotProven
        enquiry = ask(municipality, **request)
        once.remember(who, token, enquiry.pk)
        return enquiry
    return asked_before(municipality, token)


def asked_before(municipality, token):
    """The request this form made already, or None."""
    made = once.made_by(_who(municipality), token)
    return Enquiry.objects.filter(municipality=municipality, pk=made).first() if made else None


def _who(municipality):
    return f"portal-{municipality.pk}"


def ask_by_mail(municipality, token, form):
    """Keep the request and mail a link that registers it; the same form twice mails once."""
    if not once.claim(_who(municipality), f"mail{token}", drafts.KEPT_FOR):
        return
    data = form.cleaned_data
    link = drafts.keep(municipality, form.request, data["files"])
    with translation.override(data["language"]):
        address = settings.BASE_URL + reverse("ask_confirm", args=[municipality.slug]) + "?" + urlencode({"t": link})
        queue(
            municipality, key=f"confirm-{drafts.name_in(link)}", kind="portal_confirm", to=data["email"],
            language=data["language"], subject=_("Confirm your request to the %(office)s") % {"office": municipality.office},
            text=_(
                "Somebody, we believe you, wrote a request to the %(office)s of the %(municipality)s with this e-mail address.\n\n"
                "Open this link and press “Register my request”:\n\n%(address)s\n\n"
                "The link works for 24 hours. The request gets its number, and the deadline begins, when you confirm. "
                "If it was not you, do nothing: what was written is then deleted."
            ) % {"office": municipality.office, "municipality": municipality.official, "address": address},
        )  # fmt: skip


def confirm(municipality, name, draft, papers):
    """The click in the e-mail: the request is registered now, once however often one clicks; None when it is gone."""
    if draft is None:
        return asked_before(municipality, f"draft{name}")
    enquiry = ask_once(municipality, f"draft{name}", papers=papers, **draft["words"])
    link = Outbox.objects.filter(municipality=municipality, key=f"confirm-{name}", about="")
    link.update(about=enquiry._meta.label_lower, row=enquiry.pk)  # who asks for their data gets this mail, too
    transaction.on_commit(lambda: drafts.forget(name))
    return enquiry


def write(enquiry, *, text, papers=(), token=""):
    """The requester writes again, with papers; a double click is one message."""
    if not once.claim(f"write-{enquiry.pk}", token):
        return
    files = [store(enquiry.municipality, paper.data, name=paper.name, inspected=paper) for paper in papers]
    event = requester_writes(enquiry, text=text)
    attach_files(enquiry, files, source=Attachment.Source.REQUESTER, event=event)
