"""A mail becomes a request, or part of one, with its papers."""

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.company import add_note, requester_writes
from ura.desk.actions.files import attach_files
from ura.desk.actions.registering import LONGEST_BODY, LONGEST_SUBJECT, register_enquiry
from ura.desk.models import Attachment
from ura.desk.states import Channel, EventKind
from ura.people.consent_acts import hear
from ura.people.models import Through
from ura.post.files import inspect, store
from ura.post.language import language_of

log = structlog.get_logger("ura.mail")


def papers_of(parsed):
    """[(name, what was found fit to keep, or the Refused that says why not)].

    Looked at before any transaction begins, because a virus scan is slow.
    """
    brought = [(attachment.name, attachment.content) for attachment in parsed.attachments]
    words = f"{parsed.text}\n\n{parsed.quoted}"
    if len(words) > LONGEST_BODY and "long_text" not in parsed.problems:
        brought.append(("teksti-i-plotë.txt", words.encode()))
    return [(name, _looked_at(name, content)) for name, content in brought]


def _looked_at(name, content):
    try:
        return inspect(content, name)
    except Refused as refused:
        return refused
    except Exception:  # a file made to break whoever opens it does not stop the mail that brought it
        log.exception("attachment")
        return Refused(_("This file could not be looked at."))


def become_request(mail, parsed, papers, *, by=None, requester=None, person=None, **codes):
    """The mail becomes a request; its clock runs from arrival, its number is drawn now.

    `requester` is a Person already known, `person` the fields of a new one; neither: the sender, as a new person.
    """
    municipality, arrived = mail.municipality, timezone.localtime(mail.arrived_at)
    if requester is None and person is None:
        person = {"name": parsed.from_name[:200] or parsed.answer_to or "", "email": parsed.answer_to or ""}
    if requester is None:  # whoever writes English is answered in English
        person = {"language": language_of(f"{parsed.subject}\n{parsed.text}"), **person}
    # Files are written before the number is drawn: the counter is the last lock a transaction takes.
    files = _store(municipality, papers)
    enquiry = register_enquiry(
        municipality, by=by, channel=Channel.EMAIL, subject=_subject(parsed),
        body=f"{parsed.text}\n\n{parsed.quoted}".strip()[:LONGEST_BODY],
        requester=requester, person=person, received_on=arrived.date(), received_at=arrived, mail=mail,
        in_reply_to=f"<{parsed.message_id.strip('<>')}>" if parsed.message_id else "",
        **(_defaults(mail) | codes),
    )  # fmt: skip
    if papers:
        _attach(enquiry, papers, files, by, enquiry.events.get(kind=EventKind.RECEIVED))
    hear(requester, parsed.text, through=Through.EMAIL, mail=mail, about=enquiry)  # a new person agreed to nothing yet
    return enquiry


def join(mail, parsed, papers, enquiry, *, by=None):
    """The mail joins a request; its owner sees it as unread."""
    enquiry.municipality = mail.municipality
    files = _store(mail.municipality, papers)
    event = requester_writes(enquiry, text=(parsed.text or parsed.quoted)[:LONGEST_BODY], mail=mail)
    _attach(enquiry, papers, files, by, event)
    return enquiry


def _subject(parsed):
    return (parsed.subject.strip() or next(iter(parsed.text.strip().splitlines()), "") or "(pa temë)")[:LONGEST_SUBJECT]


def _defaults(mail):
    """What the mailbox says of all its mail; its focal point counts while at work, and where there are several."""
    box = mail.mailbox
    if box is None:
        return {}
    named = box.focal_point
    owner = named if named and named.active and not mail.municipality.office.single_focal_point else None
    return {"audience": box.audience, "service": box.service or "1", "owner": owner}


def _store(municipality, papers):
    return [
        store(municipality, paper.data, name=paper.name, inspected=paper)
        for _name, paper in papers
        if not isinstance(paper, Refused)
    ]


def _attach(enquiry, papers, files, by, event):
    """What may not be kept is named in a note; the raw mail still holds it."""
    attach_files(enquiry, files, by=by, source=Attachment.Source.REQUESTER, event=event)
    refused = [f"{name}: {paper}" for name, paper in papers if isinstance(paper, Refused)]
    if refused:
        add_note(enquiry, by=by, text="\n".join(refused))
