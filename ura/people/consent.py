"""Whether somebody agreed: the one question that everything asks which needs a consent.

    allowing = require(person, Purpose.FOLLOW_UP_CONTACT)      # the consent that allows it, or Refused
    allowing = require(person, Purpose.SHARING, recipient="Zyra e Punës Lezhë")
    require(person, purpose, by=officer, reason="…")           # a supervisor goes on without, and says why

A request is registered and answered on the law (119/2014, public task): that asks for no consent.
"""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.core.folding import fold
from ura.core.refusals import Refused
from ura.people.models import Agreed, Consent, ConsentOverride, Guardianship, Person, Purpose
from ura.staff.models import Role
from ura.trail.actions import record

LAW = "124/2024"
FULL_AGE = 16  # under it a parent or guardian consents (law 124/2024)

MISSING = {
    Purpose.PROCESSING: gettext_lazy(
        "This person has not agreed to the processing of their data for counselling. Take the consent first "
        "(declaration, “processing”), or go on without a name."
    ),
    Purpose.INTERNAL_STATISTICS: gettext_lazy(
        "This person has not agreed to be counted in statistics by person. They count as “not stated” until they "
        "sign the consent to internal statistics."
    ),
    Purpose.FOLLOW_UP_CONTACT: gettext_lazy(
        "This person has not agreed to be contacted again. Answering their request needs no consent; a follow-up "
        "call or message needs the consent to follow-up contact."
    ),
    Purpose.SHARING: gettext_lazy(
        "This person has not agreed that their data are given to “%(recipient)s”. Take the consent to sharing with "
        "this institution first."
    ),
    Purpose.PUBLICATION: gettext_lazy(
        "This person has not agreed to publication. Take the consent to publication first, or publish without what "
        "identifies them."
    ),
}


def needs_consent(person):
    """Law 124/2024 protects persons; an organisation that is named without one needs no consent."""
    return person is None or person.kind == Person.Kind.PERSON or bool(person.name)


def allowed(person, purpose, *, recipient="", on=None):
    """The consent that allows it on a day, the longest valid first; None when there is none."""
    if person is None or person.use_limited_on:  # whoever restricted the use of their data agreed to it before
        return None
    parts = Agreed.objects.filter(
        municipality=person.municipality_id, purpose=purpose, withdrawn_at=None, consent__person=person,
        consent__in=Consent.objects.filter(municipality=person.municipality_id).valid(on).order_by().values("pk"),
    ).select_related("consent").order_by("-consent__valid_until", "-pk")  # fmt: skip
    for part in parts:
        if purpose != Purpose.SHARING or (recipient and _same(part.recipient, recipient)):
            part.consent.municipality = person.municipality
            return part.consent
    return None


def _same(one, other):
    return fold(" ".join(one.split())) == fold(" ".join(other.split()))


def missing(purpose, recipient=""):
    """The sentence that says which consent is missing."""
    return MISSING[Purpose(purpose)] % {"recipient": recipient or _("the institution")}


def require(person, purpose, *, recipient="", on=None, by=None, reason=""):
    """The consent that allows this act; raises Refused with the sentence that says which one is missing.

    With a `reason` a supervisor goes on without it: a right of its own, written down and in the trail.
    None for an organisation, which needs no consent.
    """
    if person is not None and not needs_consent(person):
        return None
    found = allowed(person, purpose, recipient=recipient, on=on)
    if found is not None:
        return found
    if person is not None and person.use_limited_on:
        raise Refused(_("The person restricted the use of their data: it is kept, and used for nothing else."))
    if person is None or not (by and reason.strip()):
        raise Refused(missing(purpose, recipient))
    return _override(person, purpose, by=by, reason=reason)


def may_override(officer):
    return officer.has(Role.SUPERVISOR)


def _override(person, purpose, *, by, reason):
    if not may_override(by):
        raise Refused(
            f"{missing(purpose)} " + _("Only a supervisor may go on without it, with a reason."), field="reason"
        )
    if len(reason.split()) < 3:
        raise Refused(_("Say in a sentence why this goes on without consent; the reason is kept."), field="reason")
    row = ConsentOverride.objects.create(
        municipality=person.municipality, person=person, purpose=purpose, reason=reason.strip(), officer=by
    )
    record(person, "people.consent_overridden", by=by, purpose=purpose, override=row.pk)
    return row


def agreeing(municipality, purpose, *, on=None):
    """The people who agreed to something and still do: statistics by person count only them."""
    consents = Consent.objects.filter(municipality=municipality).valid(on).order_by()
    parts = Agreed.objects.filter(
        municipality=municipality, purpose=purpose, withdrawn_at=None, consent__in=consents.values("pk"),
        consent__person=OuterRef("pk"),
    )  # fmt: skip
    return Person.objects.filter(Exists(parts), municipality=municipality, use_limited_on=None)


def under_full_age(person, on=None):
    """Is the person under 16 on this day, as far as their birth is known?"""
    return person.is_under(FULL_AGE, on=on)


def guardians_of(person, on=None):
    """Those who speak for a child on a day, by the register of people."""
    on = on or timezone.localdate()
    rows = Guardianship.objects.filter(municipality=person.municipality_id, child=person).select_related("guardian")
    return [row for row in rows if row.ended_on is None or row.ended_on > on]


def consents_of(person):
    """What `people/consents.html` shows under the name `consents`: all of them, newest first, and what each purpose stands on."""
    rows = list(
        Consent.objects.filter(municipality=person.municipality_id, person=person)
        .select_related("text", "taken_by__user", "evidence")
        .prefetch_related("agreed")
        .order_by("-pk")
    )
    for consent in rows:
        consent.person, consent.municipality = person, person.municipality
    valid = [consent for consent in rows if consent.state == "valid"]
    purposes = [
        (purpose, next((c for c in valid if any(part.purpose == purpose for part in c.standing)), None))
        for purpose in Purpose
    ]
    return {"person": person, "rows": rows, "purposes": purposes, "needed": needs_consent(person)}
