"""The letter leaves, by e-mail, by post or by hand, with proof; and the request may be closed in the same act."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened
from ura.desk.actions.files import attach_files
from ura.desk.actions.moves import close
from ura.desk.models import Attachment
from ura.desk.states import EventKind
from ura.letters.dispatch import checked_address, checked_day, checked_proof, cover_words
from ura.post.files import store
from ura.post.models import Outbox
from ura.post.outbox import queue
from ura.post.sending import send_again, take_as_sent
from ura.replies.actions.basics import about, go, lock, save
from ura.replies.states import CLOSING, Dispatch, ReplyState

SENT_FIELDS = ("state", "dispatch", "outbox", "dispatched_on", "proof", "proof_file")


def send_reply(
    reply, *, by, dispatch, on=None, to="", proof="", proof_seen=None, enclosures=(), closing=False, outcome="",
    note="", version=None,
):  # fmt: skip
    """Let the letter leave, and close its request when `closing`, with `outcome`.

    By e-mail it is queued with the signed file (and `enclosures`, attachments of the request); the outbox then
    tells what became of it. By post `proof` is the registered number, by hand who took the letter. A letter the
    mail server refused may be sent anew by another way.
    """
    reply = lock(reply, version=version)
    dispatch = Dispatch(dispatch)
    again = reply.has_failed
    if not again:
        _must_be_ready(reply)
        go(reply, ReplyState.SENT)
    elif dispatch == Dispatch.EMAIL:
        raise Refused(_("Send the same message again instead: it waits in the outbox."), field="dispatch")
    reply.dispatch = dispatch
    if dispatch == Dispatch.EMAIL:
        reply.dispatched_on = timezone.localdate()
        reply.outbox = _queue(reply, _address(reply, to), enclosures)
    else:
        reply.dispatched_on = checked_day(on or timezone.localdate(), reply.entry)
        reply.outbox, reply.proof = None, checked_proof(dispatch, proof)
        if proof_seen is not None:
            reply.proof_file = store(reply.municipality, proof_seen.data, name=proof_seen.name, inspected=proof_seen)
    save(reply, *SENT_FIELDS)
    _tell(reply, by, again)
    if closing:
        close(reply.enquiry, by=by, outcome=outcome, note=note)
    return reply


def send_message_again(reply, *, by):
    """The mail server refused the letter, or may have taken it: an officer decides to send it once more."""
    reply = lock(reply)
    if not reply.has_failed:
        raise Refused(_("This letter is on its way already."))
    send_again(_outbox(reply), by=by)
    return reply


def message_arrived(reply, *, by):
    """An officer knows that the uncertain message arrived, from the receiver for instance."""
    reply = lock(reply)
    if reply.outbox is None or reply.outbox.state != Outbox.State.UNCERTAIN:
        raise Refused(_("Nothing is uncertain about this letter any more."))
    take_as_sent(_outbox(reply), by=by)
    return reply


def paper_of(reply):
    """The file that leaves: the signed one, or the PDF itself where no signature is needed."""
    return reply.signed or reply.pdf


def _outbox(reply):
    return Outbox.objects.select_for_update().get(municipality=reply.municipality, pk=reply.outbox_id)


def _must_be_ready(reply):
    if not reply.is_ready:
        raise Refused(
            _("A letter leaves only signed: print it, let it be signed and stamped, and bring back the scan.")
            if reply.rule.signed
            else _("Give the letter a number first; then it can leave.")
        )
    if paper_of(reply) is None:
        raise Refused(_("The PDF of this letter is not made yet. Open it once, then send the letter."))


def _address(reply, to):
    requester = reply.enquiry.requester
    to = to.strip() if reply.rule.to == "institution" else (requester.email if requester else "")
    if not to:
        raise Refused(
            _("Write the e-mail address of the institution.")
            if reply.rule.to == "institution"
            else _("There is no e-mail address of the requester. Send the letter by post, or hand it over."),
            field="to",
        )
    return checked_address(to)


def _queue(reply, to, enclosures):
    requester = reply.enquiry.requester
    language = requester.language if requester and reply.rule.to == "requester" else "sq"
    subject, body = reply.subject, reply.body
    if language == "en" and reply.with_english:
        subject, body = reply.subject_en, reply.body_en
    cover = cover_words(reply.entry, language)
    return queue(
        reply.municipality, key=f"reply-{reply.pk}", kind="reply", about=reply.enquiry, to=to, subject=subject,
        text=f"{cover}\n\n{body}", language=language, automatic=False,
        attachments=[paper_of(reply), *(attachment.file for attachment in enclosures)],
    )  # fmt: skip


def _tell(reply, by, again):
    """The event that the desk's «close» looks for; and the letter itself, where the requester follows the request."""
    to_requester = reply.rule.to == "requester"
    event = happened(
        reply.enquiry, EventKind.REPLY_SENT, by=by, on=reply.dispatched_on, text=reply.proof,
        law=f"{reply.rule.law} {reply.rule.article}", public=to_requester, number=reply.entry.label,
        dispatch=str(reply.dispatch), closing=reply.kind in CLOSING, **about(reply),
    )  # fmt: skip
    if to_requester and not again:
        attach_files(reply.enquiry, [paper_of(reply)], by=by, source=Attachment.Source.REPLY, event=event)
