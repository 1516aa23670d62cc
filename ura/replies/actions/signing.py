"""A letter leaves only signed: printed, signed, stamped and scanned back, or sealed by the office's certificate."""

from django.conf import settings
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened
from ura.desk.states import EventKind
from ura.letters.seal import seal_pdf
from ura.post.files import store
from ura.replies.actions.basics import about, go, lock, save
from ura.replies.actions.numbering import file_name
from ura.replies.states import ReplyState
from ura.staff.models import Role


def sign_reply(reply, *, by, seen, version=None):
    """Keep the scan of the signed and stamped letter. `seen` comes from look_at_scan.

    Before the letter leaves a better scan may replace the first.
    """
    reply = lock(reply, version=version)
    replaced = reply.state == ReplyState.SIGNED and not reply.sealed
    if not replaced:
        _must_want_signature(reply)
        go(reply, ReplyState.SIGNED)
    reply.signed = store(reply.municipality, seen.data, name=seen.name, inspected=seen)
    save(reply, "state", "signed")
    happened(reply.enquiry, EventKind.REPLY_SIGNED, by=by, replaced=replaced, **about(reply))
    return reply


def may_seal(officer):
    """Those who sign letters, and the supervisor, put the office's seal."""
    return officer.may_sign or officer.has(Role.SUPERVISOR)


def sealed_pdf(reply, pdf):
    """The PDF under the office's electronic seal: slow work, outside any transaction."""
    if not settings.SEAL_CERTIFICATE:
        raise Refused(_("This installation has no certificate for the seal: print, sign, stamp and scan the letter."))
    return seal_pdf(
        pdf, certificate=settings.SEAL_CERTIFICATE, passphrase=settings.SEAL_PASSPHRASE, reason=file_name(reply),
        location=reply.municipality.seat_sq or reply.municipality.name_sq,
    )  # fmt: skip


def seal_reply(reply, *, by, sealed, version=None):
    """Keep the sealed PDF as the signed letter."""
    reply = lock(reply, version=version)
    if not may_seal(by):
        raise Refused(_("The seal is put by those who sign letters, or by the supervisor."))
    _must_want_signature(reply)
    go(reply, ReplyState.SIGNED)
    reply.signed = store(reply.municipality, sealed, name=f"{file_name(reply)}.pdf", trusted_type="application/pdf")
    reply.sealed = True
    save(reply, "state", "signed", "sealed")
    happened(reply.enquiry, EventKind.REPLY_SIGNED, by=by, sealed=True, **about(reply))
    return reply


def _must_want_signature(reply):
    if not reply.rule.signed:
        raise Refused(_("This notice is valid without signature: send it as it is."))
