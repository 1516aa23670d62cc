"""The statuses of a request (SOP Annex 2) and the table of moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    ANALYSIS = "1", _("In analysis")
    INSIDE = "2", _("In process inside the institution")
    OUTSIDE = "3", _("In process outside the institution")
    REPLY = "4", _("Official reply being prepared")
    CLOSED = "5", _("Closed")


OPEN = (State.ANALYSIS, State.INSIDE, State.OUTSIDE, State.REPLY)
MOVES = {
    State.ANALYSIS: {State.INSIDE, State.OUTSIDE, State.REPLY, State.CLOSED},
    State.INSIDE: {State.ANALYSIS, State.OUTSIDE, State.REPLY, State.CLOSED},
    State.OUTSIDE: {State.INSIDE, State.REPLY, State.CLOSED},
    State.REPLY: {
        State.INSIDE,
        State.OUTSIDE,
        State.CLOSED,
    },  # back: the supervisor returned it, or more is needed
    State.CLOSED: {State.ANALYSIS},  # open again: the person objects, or new facts came
}


class Channel(models.TextChoices):
    COUNTER = "counter", _("At the counter")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    PORTAL = "portal", _("Through the portal")
    EMAIL = "email", _("By e-mail")
    SOCIAL = "social", _("Social media")
    INSTITUTION = "institution", _("From another institution or a consulate")
    BORDER = "border", _("From the border police")


class RestrictedFor(models.TextChoices):
    """Why only a team may know of a request (sensitive data: law 124/2024)."""

    TRAFFICKING = "trafficking", _("Victim or possible victim of trafficking")
    MINOR = "minor", _("Unaccompanied minor")
    ILLNESS = "illness", _("Serious illness")
    PRISONER = "prisoner", _("Former prisoner")
    OTHER = "other", _("Another reason that needs protection")


class EventKind(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledgement queued")
    CODED = "coded", _("Codes set")
    MOVED = "moved", _("Status changed")
    CLARIFICATION_ASKED = "clarification_asked", _("Clarification asked")
    CLARIFIED = "clarified", _("Clarified")
    EXTENDED = "extended", _("Deadline extended")
    FORWARDED = "forwarded", _("Forwarded to another institution")
    CALENDAR_CHANGED = "calendar_changed", _("Calendar changed")
    OWNER_CHANGED = "owner_changed", _("Focal point changed")
    RECEIPT_CORRECTED = "receipt_corrected", _("Day of receipt corrected")
    COVERED = "covered", _("Covered during an absence")
    DISCUSSED = "discussed", _("Discussed with the supervisor")
    MESSAGE_IN = "message_in", _("Message from the requester")
    MESSAGE_OUT = "message_out", _("Message to the requester")
    NOTE = "note", _("Note")
    FILE = "file", _("File added")
    REPLY_DRAFTED = "reply_drafted", _("Reply drafted")
    REPLY_SUBMITTED = "reply_submitted", _("Reply put to the supervisor")
    REPLY_RETURNED = "reply_returned", _("Reply returned")
    REPLY_APPROVED = "reply_approved", _("Reply approved")
    REPLY_NUMBERED = "reply_numbered", _("Reply numbered")
    REPLY_SIGNED = "reply_signed", _("Reply signed")
    REPLY_SENT = "reply_sent", _("Reply sent")
    ANSWERED_ORALLY = "answered_orally", _("Answered orally")
    COMPLAINT = "complaint", _("Marked as a complaint")
    WITHDRAWN = "withdrawn", _("Withdrawn by the requester")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")
    TASK = "task", _("Task given")
    TASK_DONE = "task_done", _("Task done")
    STAKEHOLDER = "stakeholder", _("Stakeholder involved")
    REFERRED = "referred", _("Referred to an institution")
    REFERRAL_MOVED = "referral_moved", _("Referral moved on")
    VOIDED = "voided", _("Voided")
    RESTRICTED = "restricted", _("Restricted to a team")
    UNRESTRICTED = "unrestricted", _("No longer restricted")
    TEAM_JOINED = "team_joined", _("A colleague joined the team")
    TEAM_LEFT = "team_left", _("A colleague left the team")
    GLASS_BROKEN = "glass_broken", _("Opened by way of exception")
