"""The states of a referral (referimi), the table of moves, and what can happen to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PENDING = "pending", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired without an answer")


OPEN = (State.PENDING, State.ACCEPTED, State.IN_PROGRESS)
MOVES = {
    State.PENDING: {State.ACCEPTED, State.DECLINED, State.REVOKED, State.EXPIRED},
    State.ACCEPTED: {State.IN_PROGRESS, State.DONE, State.DECLINED, State.REVOKED},
    State.IN_PROGRESS: {State.DONE, State.DECLINED, State.REVOKED},
    State.DONE: set(),
    State.DECLINED: set(),
    State.REVOKED: set(),
    State.EXPIRED: {State.PENDING, State.ACCEPTED, State.DECLINED},  # sent once more, or the answer came late
}


class Way(models.TextChoices):
    """How a referral reaches whom it goes to."""

    LINK = "link", _("By mail with a link")
    LETTER = "letter", _("By printed letter")
    OFFICE = "office", _("Inside Ura, to another municipality")


class Urgency(models.TextChoices):
    URGENT = "urgent", _("Urgent")
    SOON = "soon", _("Soon")
    NORMAL = "normal", _("Normal")


class Outcome(models.TextChoices):
    SERVED = "served", _("Service provided")
    PARTLY = "partly", _("Service provided in part")
    NOT_SERVED = "not_served", _("Service not provided")
    NO_SHOW = "no_show", _("The person did not come")


class Source(models.TextChoices):
    """Who refers somebody to this office."""

    BORDER = "border", _("Border police")
    NATIONAL = "national", _("National referral mechanism for victims of trafficking")
    OFFICE = "office", _("Office of another municipality")
    INSTITUTION = "institution", _("Another institution or a consulate")


class Side(models.TextChoices):
    """Who did it: the office that refers, or whoever was referred to."""

    OFFICE = "office", _("This office")
    OTHER = "other", _("The institution")
    URA = "ura", _("Ura")


class EventKind(models.TextChoices):
    SENT = "sent", _("Sent")
    RESENT = "resent", _("Sent once more, with a new link")
    CROSSED = "crossed", _("Arrived at the other office")
    OPENED = "opened", _("Opened with the code")
    WRONG_CODE = "wrong_code", _("A wrong code was typed")
    LOCKED = "locked", _("Locked after too many wrong codes")
    LINK_REVOKED = "link_revoked", _("Link revoked")
    PRINTED = "printed", _("Referral letter numbered and printed")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    PROGRESS = "progress", _("Progress reported")
    DONE = "done", _("Done")
    QUESTION = "question", _("Question")
    ANSWER = "answer", _("Answer to the question")
    FILE = "file", _("Document added")
    DUE_CHANGED = "due_changed", _("Due date changed")
    REMINDED = "reminded", _("Reminder sent")
    ESCALATED = "escalated", _("Put to the supervisor: late")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired without an answer")
