"""The closing letter comes back signed and leaves: by e-mail, by post or by hand, with proof."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened, lock
from ura.cases.models import Closure
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.letters.dispatch import Dispatch, checked_address, checked_day, checked_proof, cover_words
from ura.post.files import store
from ura.post.outbox import queue


def sign_letter(closure, *, by, seen):
    """Keep the scan of the signed and stamped letter; `seen` comes from look_at_scan. Before it leaves a better one
    may replace it."""
    row = _lock(closure)
    if row.dispatch:
        raise Refused(_("This letter has left already."), field="file")
    replaced, row.signed = row.signed_id is not None, store(
        row.municipality, seen.data, name=seen.name, inspected=seen
    )  # fmt: skip
    row.save(update_fields=["signed"])
    happened(row.case, EventKind.LETTER_SIGNED, by=by, closure=row.pk, number=row.entry.label, replaced=replaced)
    return row


def send_letter(closure, *, by, dispatch, on=None, proof=""):
    """Let the signed letter leave. It tells the person how their own matter ended, so it needs no consent to contact;
    who restricted the use of their data gets it on paper. What the mail server refused may leave by another way."""
    row, dispatch = _lock(closure), Dispatch(dispatch)
    if row.dispatch and not row.has_failed:
        raise Refused(_("This letter has left already."), field="dispatch")
    if row.signed is None:
        raise Refused(
            _("A letter leaves only signed: print it, let it be signed and stamped, and bring back the scan.")
        )
    if dispatch == Dispatch.EMAIL:
        if row.dispatch:
            raise Refused(_("Send the same message again instead: it waits in the outbox."), field="dispatch")
        row.outbox, row.dispatched_on, row.proof = _queue(row), timezone.localdate(), ""
    else:
        row.outbox, row.dispatched_on = None, checked_day(on or timezone.localdate(), row.entry)
        row.proof = checked_proof(dispatch, proof)
    row.dispatch = dispatch
    row.save(update_fields=["dispatch", "dispatched_on", "outbox", "proof"])
    happened(row.case, EventKind.LETTER_SENT, by=by, on=row.dispatched_on, text=row.proof, closure=row.pk,
             number=row.entry.label, dispatch=str(dispatch))  # fmt: skip
    return row


def mail_address(closure):
    """Where the letter could go by e-mail; empty when it cannot."""
    person = closure.case.person
    return "" if person.use_limited_on else person.email


def _lock(closure):
    """The closing under lock, its case before it; only the letter of the closing that holds can still leave."""
    case = lock(closure.case)
    row = Closure.objects.select_for_update(of=("self",)).select_related("entry", "outbox", "signed").get(pk=closure.pk)
    row.municipality = case.municipality
    row.case = case
    row.case.enquiry.municipality = case.municipality
    if row.entry is None:
        raise Refused(_("No letter was written."))
    if row.reopened_on:
        raise Refused(_("The case was opened again: this letter does not leave any more."))
    return row


def _queue(row):
    person, to = row.case.person, mail_address(row)
    if person.use_limited_on:
        raise Refused(
            _("The person restricted the use of their data: it is kept, and used for nothing else."), field="dispatch"
        )
    if not to:
        raise Refused(
            _("There is no e-mail address of the requester. Send the letter by post, or hand it over."),
            field="dispatch",
        )
    return queue(
        row.municipality, key=f"closing-{row.pk}", kind="closing", about=row.case.enquiry, to=checked_address(to),
        subject=row.subject, text=f"{cover_words(row.entry, row.language)}\n\n{row.body}", language=row.language,
        automatic=False, attachments=[row.signed],
    )  # fmt: skip
