"""The chain of decisions on a housing call, and what becomes of an application (law 22/2018)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallState(models.TextChoices):
    OPEN = "1", _("Taking applications")
    LISTED = "2", _("List drawn up by the office")
    ASSESSED = "3", _("Assessed by the housing commission")
    APPROVED = "4", _("Approved by the municipal council")
    FUNDED = "5", _("State funds allocated")
    FINAL = "6", _("Final list approved by the council")
    PUBLISHED = "7", _("Published")


CALL_MOVES = {
    CallState.OPEN: {CallState.LISTED},
    CallState.LISTED: {CallState.OPEN, CallState.ASSESSED},
    CallState.ASSESSED: {CallState.LISTED, CallState.APPROVED},  # back: the commission corrected something
    CallState.APPROVED: {CallState.LISTED, CallState.FUNDED},  # back: the council returned the list
    CallState.FUNDED: {CallState.FINAL},
    CallState.FINAL: {CallState.PUBLISHED},
    CallState.PUBLISHED: set(),
}


class State(models.TextChoices):
    RECEIVED = "1", _("Received")
    SCORED = "2", _("Points given")
    PROPOSED = "3", _("Proposed as beneficiary")
    WAITING = "4", _("On the waiting list")
    GRANTED = "5", _("Beneficiary")
    REFUSED = "6", _("Refused")
    WITHDRAWN = "7", _("Withdrawn")
    CARRIED = "8", _("Carried to another call")
    GAVE_BACK = "9", _("Gave the place back")
    STRUCK = "a", _("Struck from the list")


LISTED = (State.PROPOSED, State.WAITING, State.GRANTED)
TAKEN = (State.PROPOSED, State.GRANTED)
RANKED = (State.SCORED, *LISTED)
FREED = (State.GAVE_BACK, State.STRUCK)  # after the funds: they keep their line in the list, their place is free
ENDED = (State.REFUSED, State.WITHDRAWN, State.CARRIED, *FREED)
MOVES = {
    State.RECEIVED: {State.SCORED, State.REFUSED, State.WITHDRAWN, State.CARRIED},
    State.SCORED: {State.RECEIVED, State.PROPOSED, State.WAITING, State.REFUSED, State.WITHDRAWN, State.CARRIED},
    State.PROPOSED: {State.SCORED, State.WAITING, State.GRANTED, State.REFUSED, State.WITHDRAWN, *FREED},
    State.WAITING: {State.SCORED, State.PROPOSED, State.GRANTED, State.REFUSED, State.WITHDRAWN, State.CARRIED},
    State.GRANTED: {State.WAITING, State.CARRIED, *FREED},  # it cannot afford the programme, or does not move in
    State.REFUSED: set(),
    State.WITHDRAWN: set(),
    State.CARRIED: set(),
    State.GAVE_BACK: set(),
    State.STRUCK: set(),
}


class Tie(models.TextChoices):
    """What decides between equal points, in the order the office chose."""

    EARLIEST = "earliest", _("The earlier application")
    CHILDREN = "children", _("More children")
    MEMBERS = "members", _("The larger family")
    INCOME = "income", _("The lower income")
    RETURNEE = "returnee", _("Returnees first")
    LOT = "lot", _("By lot")


class Why(models.TextChoices):
    """Why the office enters the application on e-Albania for the person (DCM 384/2019)."""

    DISABILITY = "disability", _("Person with a disability")
    NO_INTERNET = "no_internet", _("Without access to the internet")
    OTHER = "other", _("Another difficulty")


class PaperState(models.TextChoices):
    MISSING = "missing", _("Missing")
    ASKED = "asked", _("Asked for")
    THERE = "there", _("In the file")
    NOT_NEEDED = "not_needed", _("Not needed")


class What(models.TextChoices):
    """What happened to an application."""

    RECEIVED = "received", _("Application received")
    ENTERED = "entered", _("Entered on e-Albania")
    PAPER = "paper", _("Document")
    FEE = "fee", _("Fee paid by the municipality")
    SCORED = "scored", _("Points given")
    MOVED = "moved", _("Status changed")
    CARRIED = "carried", _("Carried to another call")
    MOVED_UP = "moved_up", _("Moved up from the waiting list")
    FILES = "files", _("Files kept")
