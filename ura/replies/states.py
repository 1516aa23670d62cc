"""The states of an official letter and the table of moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.letters.dispatch import Dispatch
from ura.letters.models import LetterKind
from ura.post.models import Outbox

__all__ = [
    "ANSWERING",
    "CLOSING",
    "DONE",
    "FROZEN",
    "MOVES",
    "OUTCOMES",
    "PRINTED",
    "UNDELIVERED",
    "WRITTEN",
    "Dispatch",
    "ReplyState",
]


class ReplyState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for approval")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    NUMBERED = "numbered", _("Numbered, to be signed")
    SIGNED = "signed", _("Signed, to be sent")
    SENT = "sent", _("Sent")
    VOID = "void", _("Void")


MOVES = {
    ReplyState.DRAFT: {ReplyState.SUBMITTED, ReplyState.NUMBERED, ReplyState.VOID},
    ReplyState.SUBMITTED: {ReplyState.APPROVED, ReplyState.RETURNED, ReplyState.DRAFT},  # draft: text was changed
    ReplyState.RETURNED: {ReplyState.DRAFT, ReplyState.SUBMITTED, ReplyState.VOID},
    ReplyState.APPROVED: {ReplyState.NUMBERED, ReplyState.DRAFT, ReplyState.VOID},  # draft: approval lapsed
    # From here the text is frozen. Straight to «sent»: a notice that is valid without signature.
    ReplyState.NUMBERED: {ReplyState.SIGNED, ReplyState.SENT, ReplyState.VOID},
    ReplyState.SIGNED: {ReplyState.SENT, ReplyState.VOID},
    ReplyState.SENT: set(),
    ReplyState.VOID: set(),
}
FROZEN = {ReplyState.NUMBERED, ReplyState.SIGNED, ReplyState.SENT, ReplyState.VOID}
PRINTED = FROZEN - {ReplyState.VOID}  # its PDF is made once and kept
DONE = {ReplyState.SENT, ReplyState.VOID}
UNDELIVERED = {Outbox.State.FAILED, Outbox.State.UNCERTAIN}


# The acknowledgement and the cover go out by themselves; every other kind may be written as a letter.
WRITTEN = (
    LetterKind.ANSWER,
    LetterKind.REFUSAL,
    LetterKind.CLARIFICATION,
    LetterKind.EXTENSION,
    LetterKind.FORWARDING,
    LetterKind.FORWARDING_NOTICE,
    LetterKind.FOCAL_POINT,
    LetterKind.CLOSURE,
    LetterKind.REOPENING,
)
ANSWERING = (LetterKind.ANSWER, LetterKind.REFUSAL)  # a request whose answer is drafted is in status 4
CLOSING = (*ANSWERING, LetterKind.CLOSURE)  # once sent, the request may be closed
OUTCOMES = {LetterKind.ANSWER: "answered", LetterKind.REFUSAL: "refused"}  # offered first when closing
