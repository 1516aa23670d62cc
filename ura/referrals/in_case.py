"""The referrals of a case on its page, in its dossier, and before it is closed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.core.templatetags.ui import short_date
from ura.directory.models import ServiceKind
from ura.municipalities.often import asked_often
from ura.referrals.models import Referral
from ura.referrals.states import State

FEW = 5


def referrals_of(case):
    rows = Referral.objects.filter(municipality=case.municipality_id, case=case)
    found = list(rows.select_related("enquiry__entry", "person", "service", "made_by__user"))
    for row in found:
        row.municipality = case.municipality
    return found


SHOWN = ("municipality", "order", "recipient", "state", "outcome", "due_on", "ended_on", "unread", "enquiry")


def card(case, officer):
    """The newest referrals, open ones first; what was told is not even read."""
    found = _referrals(case.municipality_id, case.pk)
    for row in found:
        row.municipality, row.enquiry = case.municipality, case.enquiry
    found.sort(key=lambda row: not row.is_open)
    return ("referrals/_card.html", {"referrals": found[:FEW], "more": len(found) - FEW}) if found else None


@asked_often
def _referrals(office, case):
    return Referral.objects.filter(municipality=office, case=case).only(*SHOWN)


def dossier(case, officer):
    """All of them with what was told and what came of it."""
    parts = []
    for row in reversed(referrals_of(case)):
        facts = [
            (_("Referred to"), row.recipient), (_("Sent"), short_date(row.sent_on)),
            (_("Status"), row.get_outcome_display() or row.get_state_display()), (_("What is asked"), row.asked),
            (_("What was told"), ", ".join(field.label for field, _text in row.told)),
        ]  # fmt: skip
        parts.append((row.label, [(label, value) for label, value in facts if value]))
    return (_("Referrals"), "", parts) if parts else None


def open_ones(case):
    """What keeps the case from being closed: a sentence while a referral is open."""
    rows = Referral.objects.filter(municipality=case.municipality_id, case=case).open()
    labels = [row.label for row in rows.select_related("enquiry__entry").order_by("pk")]
    if not labels:
        return []
    text = ngettext(
        "A referral is still open (%(labels)s): record its answer or take it back first.",
        "%(n)s referrals are still open (%(labels)s): record their answers or take them back first.", len(labels),
    )  # fmt: skip
    return [text % {"n": len(labels), "labels": ", ".join(labels)}]


def sent(case, data, staff):
    """How a referral that goes out reads in the case: to which kind of service, by its code."""
    what = ServiceKind(data["category"]).label if data.get("category") in ServiceKind.values else ""
    return _("Referred: %(what)s") % {"what": what} if what else ""


def moved(case, data, staff):
    """What became of it, with the kind of service it went to."""
    state = State(data["to"]).label if data.get("to") in State.values else ""
    what = ServiceKind(data["category"]).label if data.get("category") in ServiceKind.values else ""
    if not (state and what):
        return _("Referral: %(state)s") % {"state": state} if state else ""
    return _("Referral (%(what)s): %(state)s") % {"what": what, "state": state}
