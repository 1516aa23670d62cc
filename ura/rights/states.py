"""The way of a request about one's own data, and the moves along it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Right(models.TextChoices):
    """What a person may ask of their data (law 124/2024, articles 12–20)."""

    ACCESS = "access", _("Access")
    RECTIFICATION = "rectification", _("Rectification")
    RESTRICTION = "restriction", _("Restriction of processing")
    PORTABILITY = "portability", _("Portability")
    OBJECTION = "objection", _("Objection")
    ERASURE = "erasure", _("Erasure")


class RightsState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("state", "Received")
    IDENTIFIED = "identified", _("Identity checked")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MOVES = {
    RightsState.RECEIVED: {RightsState.IDENTIFIED, RightsState.WITHDRAWN},
    RightsState.IDENTIFIED: {RightsState.DECIDED, RightsState.WITHDRAWN},
    RightsState.DECIDED: {RightsState.CLOSED, RightsState.DECIDED},  # decided anew: something was overlooked
    RightsState.CLOSED: set(),
    RightsState.WITHDRAWN: set(),
}
OPEN = (RightsState.RECEIVED, RightsState.IDENTIFIED, RightsState.DECIDED)


class Decision(models.TextChoices):
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused")


class Identity(models.TextChoices):
    """How the office knows that it is the person."""

    DOCUMENT = "document", _("Identity document seen")
    KNOWN = "known", _("Known to the officer in person")
    FOLLOW_CODE = "follow_code", _("Follow-up code and the same e-mail address")
    SIGNATURE = "signature", _("Electronic signature or e-Albania")
    REPRESENTATIVE = "representative", _("Representative with a power of attorney, or guardian")


class AnswerWay(models.TextChoices):
    EMAIL = "email", _("By e-mail")
    PAPER = "paper", _("On paper, by post")
    HAND = "hand", _("Handed over at the office")


class Kept(models.TextChoices):
    """Kinds of records that an office keeps for a time of its own."""

    REQUESTS = "requests", _("Closed requests, with their texts, files, letters and mail")
    CASES = "cases", _("Closed cases, with their assessments, plans, referrals and files")
    PEOPLE = "people", _("Persons without any matter")
    CONSENTS = "consents", _("Consents that ended or were withdrawn")
    MAIL = "mail", _("Mail that became nothing")
    RIGHTS = "rights", _("Closed requests about one's own data")
    IMPORTS = "imports", _("Spreadsheets that were imported")


# From which day the time of each kind runs.
FROM = {
    Kept.REQUESTS: _("the day of closing"),
    Kept.CASES: _("the day of closing"),
    Kept.PEOPLE: _("the last matter, or the day they were written down"),
    Kept.CONSENTS: _("the end or the withdrawal of the consent"),
    Kept.MAIL: _("the day of arrival"),
    Kept.RIGHTS: _("the day of the answer"),
    Kept.IMPORTS: _("the day of the import"),
}
