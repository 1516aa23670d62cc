"""Referring somebody: what is told, on whose consent, and how it goes."""

import json
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.cases.actions.basics import must_be_open as case_must_be_open
from ura.core.refusals import Refused
from ura.desk.actions.basics import lock as lock_enquiry
from ura.desk.actions.basics import must_be_open
from ura.people.consent import allowed, needs_consent, require
from ura.people.models import Consent, Purpose
from ura.referrals import mails
from ura.referrals.actions.basics import day_for, happened, lock, move, save, told
from ura.referrals.catalogue import fields, values_of
from ura.referrals.letter import number_letter
from ura.referrals.links import end_of_link, new_code, new_token, token_hash
from ura.referrals.models import Referral, ReferralLink
from ura.referrals.states import EventKind, State, Urgency, Way

LONGEST = 4000  # signs of what is asked, and of each field the officer types
DUE = ("due_on", "answer_due_on", "reminded_on", "escalated_on")


def refer(
    enquiry, *, by, asked, chosen, typed=None, case=None, person=None, institution=None, service=None, office=None,
    way=Way.LINK, urgency=Urgency.NORMAL, due_on=None, email="", reason="",
):  # fmt: skip
    """Refer the person of a request or case to one service, and return the referral.

    `chosen`: codes of the catalogue; their values are copied and nothing else leaves. `office` instead of an
    institution: another municipality of Ura. `reason`: a supervisor goes on without the consent to sharing.
    """
    enquiry = _ready(enquiry, case)
    person = person or (case.person if case else enquiry.requester)
    institution = institution or (service.institution if service else None)
    recipient, email = _receiver(enquiry.municipality, institution, service, office, way, email)
    shared = _shared(enquiry, case, person, chosen, typed or {})
    asked = _words(asked, "asked", _("Write what the institution is asked to do."))
    due_on = _due(enquiry.municipality, urgency, due_on)
    allowing = _allowing(person, institution, recipient, by=by, reason=reason)
    consent = allowing if isinstance(allowing, Consent) else None
    referral = Referral.objects.create(
        municipality=enquiry.municipality, enquiry=enquiry, case=case, person=person, order=_next(enquiry),
        institution=institution, service=service, to_office=office, recipient=recipient[:200],
        category=service.kind if service else "", way=Way.OFFICE if office else way, urgency=urgency, consent=consent,
        override=None if consent else allowing, shared=json.dumps(shared, ensure_ascii=False), asked=asked, email=email,
        sent_on=timezone.localdate(), due_on=due_on,
        answer_due_on=due_on, made_by=by,
    )  # fmt: skip
    happened(
        referral, EventKind.SENT, by=by, way=str(referral.way), to=referral.state, due_on=due_on.isoformat(),
        told=",".join(code for code, _text in shared), consent=consent.pk if consent else None,
    )  # fmt: skip
    told(referral, EventKind.SENT, by=by)
    if referral.way == Way.LINK:
        referral.link = make_link(referral, by=by)
    elif referral.way == Way.LETTER:
        referral.entry = number_letter(referral, by=by).entry
    return referral


def make_link(referral, *, by):
    """A new link with its code; older ones of this referral open nothing any more. The mail waits in the outbox."""
    now = timezone.now()
    referral.links.filter(revoked_at=None).update(revoked_at=now)
    token = new_token(referral.municipality)
    link = ReferralLink.objects.create(
        municipality=referral.municipality, referral=referral, token_hash=token_hash(referral.municipality, token),
        code=new_code(), expires_at=end_of_link(max(referral.due_on, timezone.localdate())), made_by=by,
    )  # fmt: skip
    mails.invite(referral, link, token)
    return link


def send_again(referral, *, by, email="", version=None):
    """Once more; what expired waits anew. By mail a new link and code, and the old one opens nothing any more; a letter
    for which no address is given is printed anew; another office reads that its answer is still awaited."""
    referral = lock(referral, version=version)
    expired = referral.state == State.EXPIRED
    if expired:
        wait_anew(referral, by=by)
    _must_be_open(referral)
    if referral.way == Way.OFFICE and not expired:
        raise Refused(_("This referral goes to the other office inside Ura: there is no link to send."))
    must_still_be_allowed(referral)
    if referral.way == Way.OFFICE:
        happened(referral, EventKind.RESENT, by=by, way=str(Way.OFFICE))
        return referral
    if referral.way == Way.LETTER and not email.strip():
        return _letter_anew(referral, by=by)
    referral.email = email.strip() or referral.email or _email_of(referral)
    if not referral.email:
        raise Refused(_without_contact(), field="email")
    referral.way = Way.LINK
    save(referral, "email", "way")
    happened(referral, EventKind.RESENT, by=by)
    referral.link = make_link(referral, by=by)
    return referral


def print_letter(referral, *, by, version=None):
    """The letter for a receiver who takes no link: only while the person agrees that they are told. What expired waits
    for an answer to it."""
    if referral.state == State.EXPIRED:
        referral, version = lock(referral, version=version), None
        must_still_be_allowed(referral)
        wait_anew(referral, by=by)
        return _letter_anew(referral, by=by)
    if referral.entry_id is None:
        _must_be_open(referral)
        must_still_be_allowed(referral)
    return number_letter(referral, by=by, version=version)


def wait_anew(referral, *, by=None):
    """An expired referral, under lock, waits for an answer until another due date."""
    _new_due(referral, "answer")
    move(referral, State.PENDING, *DUE)
    told(referral, State.PENDING, by=by)


def _letter_anew(referral, *, by):
    """The letter under its number with a new due date; the earlier print stays with the event."""
    _new_due(referral, "answer" if referral.state == State.PENDING else "result")
    happened(referral, EventKind.RESENT, by=by, file=referral.letter, way=str(Way.LETTER))
    referral.way, referral.letter = Way.LETTER, None
    save(referral, "way", "letter", *DUE)
    return number_letter(referral, by=by)


def _new_due(referral, what):
    referral.due_on = day_for(referral.municipality, referral.urgency, what)
    if what == "answer":
        referral.answer_due_on = referral.due_on
    referral.reminded_on = referral.escalated_on = None


def revoke_link(referral, *, by, version=None):
    """The link opens nothing from now on; the referral itself goes on, by phone or with a new link."""
    referral = lock(referral, version=version)
    if not referral.links.filter(revoked_at=None).update(revoked_at=timezone.now()):
        raise Refused(_("There is no link that still opens."))
    save(referral)
    happened(referral, EventKind.LINK_REVOKED, by=by)
    return referral


def revoke(referral, *, by, reason, version=None):
    """Take the referral back; whoever has it reads only that it was taken back."""
    referral = lock(referral, version=version)
    if not reason.strip():
        raise Refused(_("Write why the referral is taken back."), field="reason")
    move(referral, State.REVOKED)
    referral.links.filter(revoked_at=None).update(revoked_at=timezone.now())
    happened(referral, EventKind.REVOKED, by=by, text=reason.strip())
    told(referral, State.REVOKED, by=by)
    mails.taken_back(referral)
    return referral


def change_due(referral, *, by, due_on, version=None):
    """Another due date, agreed with the institution; reminders begin anew."""
    referral = lock(referral, version=version)
    _must_be_open(referral)
    if due_on < timezone.localdate():
        raise Refused(_("The due date lies in the past."), field="due_on")
    referral.due_on, referral.reminded_on, referral.escalated_on = due_on, None, None
    if referral.state == State.PENDING:
        referral.answer_due_on = due_on
    save(referral, "due_on", "answer_due_on", "reminded_on", "escalated_on")
    happened(referral, EventKind.DUE_CHANGED, by=by, due_on=due_on.isoformat())
    return referral


def still_allowed(referral):
    """May the receiver still read it? Not once the person withdrew the consent, limited the use, or it ended."""
    if referral.person is not None and referral.person.use_limited_on:
        return False
    if referral.person is None or referral.override_id or not needs_consent(referral.person):
        return True
    names = {referral.recipient, *_names(referral.institution, referral.recipient)}
    return any(allowed(referral.person, Purpose.SHARING, recipient=name) for name in names)


def must_still_be_allowed(referral):
    if not still_allowed(referral):
        require(referral.person, Purpose.SHARING, recipient=referral.recipient)


def _ready(enquiry, case):
    locked = lock_enquiry(enquiry)
    locked.entry, locked.requester = enquiry.entry, enquiry.requester
    if case is None:
        must_be_open(locked)
    else:
        case_must_be_open(case)
    return locked


def _receiver(municipality, institution, service, office, way, email):
    """(name, e-mail) of whom it goes to; a link needs an address, a letter none."""
    if office is not None:
        if office == municipality:
            raise Refused(_("This is your own office: give a colleague a task instead."), field="receiver")
        return office.official_sq, ""
    if institution is None:
        raise Refused(_("Choose to whom you refer."), field="receiver")
    if not institution.active or (service is not None and not service.active):
        raise Refused(_("%(name)s is no longer in use in the directory.") % {"name": institution}, field="receiver")
    email = email.strip() or (service.email_for_referrals if service else institution.email)
    if way == Way.LINK and not email:
        raise Refused(_without_contact(), field="way")
    return institution.name_sq, email if way == Way.LINK else ""


def _without_contact():
    return _(
        "This institution has no e-mail address: print a referral letter instead, and write down its answer when it "
        "comes. Or write an address here."
    )


def _email_of(referral):
    if referral.service is not None:
        return referral.service.email_for_referrals
    return referral.institution.email if referral.institution else ""


def _shared(enquiry, case, person, chosen, typed):
    """[[code, text], …] of the fields chosen, as known at this moment, in Albanian."""
    with override("sq"):
        known = values_of(enquiry, case=case, person=person)
    known |= {code: text.strip() for code, text in typed.items() if fields()[code].typed and text.strip()}
    picked = [code for code in fields() if code in chosen]
    if missing := [code for code in picked if code not in known]:
        words = ", ".join(fields()[code].label for code in missing)
        raise Refused(_("Nothing is known to tell under: %(words)s.") % {"words": words}, field="chosen")
    if not picked:
        raise Refused(
            _("Choose at least one thing that the institution may know: without it nobody can be helped."),
            field="chosen",
        )
    for code in picked:
        if len(known[code]) > LONGEST:
            raise Refused(_("At most %(n)d signs: keep to what the receiver needs.") % {"n": LONGEST}, field=code)
    return [[code, known[code]] for code in picked]


def _words(text, field, sentence):
    text = text.strip()
    if not text:
        raise Refused(sentence, field=field)
    if len(text) > LONGEST:
        raise Refused(_("At most %(n)d signs: keep to what the receiver needs.") % {"n": LONGEST}, field=field)
    return text


def _due(municipality, urgency, due_on):
    today = timezone.localdate()
    if due_on is None:
        return day_for(municipality, urgency, "answer")
    if due_on < today:
        raise Refused(_("The due date lies in the past."), field="due_on")
    if due_on > today + timedelta(days=366):
        raise Refused(_("The due date lies more than a year away: check it."), field="due_on")
    return due_on


def _allowing(person, institution, recipient, *, by, reason):
    """The consent to sharing with this receiver, under either of its names; Refused says which one is missing."""
    if person is None:
        return None
    for name in _names(institution, recipient):
        if found := allowed(person, Purpose.SHARING, recipient=name):
            return found
    return require(person, Purpose.SHARING, recipient=recipient, by=by, reason=reason)


def _names(institution, recipient):
    names = [recipient] if institution is None else [institution.name_sq, institution.name_en]
    return [name for name in names if name]


def _next(enquiry):
    """The request's own count of its referrals; the request is locked."""
    last = Referral.objects.filter(municipality=enquiry.municipality, enquiry=enquiry).order_by("-order").first()
    return last.order + 1 if last else 1


def _must_be_open(referral):
    if not referral.is_open:
        raise Refused(
            _("This referral is «%(state)s»: nothing more happens to it.") % {"state": State(referral.state).label}
        )
