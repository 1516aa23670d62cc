"""The states of an official letter and the table of moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    ReplyState.NUMBERED: {ReplyState.SIGNED, ReplyState.VOID},  # from here the text is frozen
    ReplyState.SIGNED: {ReplyState.SENT, ReplyState.VOID},
    ReplyState.SENT: set(),
    ReplyState.VOID: set(),
}


class Dispatch(models.TextChoices):
    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")
    HAND = "hand", _("Handed over")
