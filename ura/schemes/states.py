"""What a scheme, a fact, a paper and an application can be, and how an application moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """The answer of a scheme's criteria for one person or family."""

    ELIGIBLE = "eligible", _("Meets the criteria")
    UNKNOWN = "unknown", _("Not known yet")
    NOT_ELIGIBLE = "not_eligible", _("Does not meet the criteria")


class Source(models.TextChoices):
    """Where an officer has a fact from."""

    STATED = "stated", _("The person says so")
    DOCUMENT = "document", _("Seen in a document")
    REGISTER = "register", _("From a public register")
    VISIT = "visit", _("Seen at a visit")


class Confidence(models.TextChoices):
    """How sure a shipped scheme or criterion is; what is not sure must be checked in the law in force."""

    CONFIRMED = "confirmed", _("Read in the source")
    KNOWN = "known", _("General knowledge: check it")
    UNCERTAIN = "uncertain", _("Assumed: the office decides")


class PaperState(models.TextChoices):
    MISSING = "missing", _("Missing")
    ASKED = "asked", _("Asked for")
    HAVE = "have", _("In hand")
    NOT_NEEDED = "not_needed", _("Not needed")


class State(models.TextChoices):
    """An application to a scheme."""

    PREPARED = "prepared", _("Being prepared")
    HANDED_IN = "handed_in", _("Handed in")
    WAITING = "waiting", _("On the waiting list")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


OPEN = (State.PREPARED, State.HANDED_IN, State.WAITING)
MOVES = {
    State.PREPARED: {State.HANDED_IN, State.ENDED},
    State.HANDED_IN: {State.PREPARED, State.WAITING, State.GRANTED, State.REFUSED, State.ENDED},  # back: papers lack
    State.WAITING: {State.GRANTED, State.REFUSED, State.ENDED},
    State.GRANTED: {State.ENDED},  # the payment, the tenancy, the course came to its end
    State.REFUSED: {State.PREPARED, State.HANDED_IN},  # again: new papers, or an appeal
    State.ENDED: set(),
}
AFTER_CLOSING = {State.WAITING, State.GRANTED, State.REFUSED, State.ENDED}  # an answer comes also to a closed case
NEEDS_REASON = {State.REFUSED, State.ENDED}


def moves_of(application):
    """Where it can go now; in a closed case only what others decide, and its end."""
    possible = MOVES[application.state]
    return possible if application.case.is_open else possible & AFTER_CLOSING
