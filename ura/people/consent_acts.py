"""Giving, confirming, withdrawing a consent, and hearing that somebody asks for it."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.people.births import must_be_born
from ura.people.consent import FULL_AGE, under_full_age
from ura.people.consent_texts import text_in_use
from ura.people.consent_words import asks_to_withdraw
from ura.people.models import Agreed, Consent, How, Purpose, Through, WithdrawalAsked
from ura.post.outbox import queue
from ura.trail.actions import record

YEARS = 3  # at most, from the day of signature (SOP, Annex 1)
LINK_DAYS = 7
RENEWED = 60  # days before its end a consent given anew takes the place of the old one
SALT = "people.consent"


def last_day(given_on):
    """The last day on which a consent given that day may still count."""
    try:
        return given_on.replace(year=given_on.year + YEARS) - timedelta(days=1)
    except ValueError:  # given on 29 February
        return given_on.replace(year=given_on.year + YEARS, day=28)


def give(
    person, *, how, purposes, by=None, language="sq", text=None, given_on=None, valid_until=None, place="", recipient="",
    evidence=None, statement="", guardian_name="", guardian_relation="", under_16=False, replaces=None,
):  # fmt: skip
    """Write down what a person agreed to, with its proof; a renewal names the consent it replaces."""
    today = timezone.localdate()
    given_on = given_on or today
    text = text or text_in_use(person.municipality, language, on=given_on)
    purposes = _purposes(purposes, text, recipient)
    if given_on > today:
        raise Refused(_("A consent cannot be given in the future."), field="given_on")
    must_be_born(person, given_on, field="given_on")
    valid_until = valid_until or last_day(given_on)
    if not given_on <= valid_until <= last_day(given_on):
        raise Refused(_("A consent is valid for three years at most, from the day it was given."), field="valid_until")
    if how in (How.PAPER, How.SCREEN) and evidence is None:
        raise Refused(_("Add the signed declaration: the scan, or the signature on the screen."), field="evidence")
    if how == How.PHONE and len(statement.split()) < 5:
        raise Refused(
            _("Write down what the person said on the phone, in a sentence: it is the proof of this consent."),
            field="statement",
        )
    _guardian(person, given_on, under_16, guardian_name)
    if replaces is not None and (replaces.person_id != person.pk or replaces.given_on is None):
        raise Refused(_("Only a consent of the same person can be renewed."))
    replaces = replaces or _renewed_by(person, purposes, recipient, valid_until)
    consent = Consent.objects.create(
        municipality=person.municipality, person=person, text=text, language=text.language, how=how,
        place=place.strip()[:120], statement=statement.strip(), evidence=evidence, guardian_name=guardian_name.strip(),
        guardian_relation=guardian_relation.strip(), given_on=given_on, valid_until=valid_until, taken_by=by,
        replaces=replaces,
    )  # fmt: skip
    _write_parts(consent, purposes, recipient)
    _recorded(consent, purposes, by)
    return consent


def _purposes(purposes, text, recipient):
    chosen = [purpose for purpose in Purpose if purpose in purposes]
    if not chosen:
        raise Refused(_("Choose at least one purpose."), field="purposes")
    if strange := [purpose for purpose in chosen if purpose not in text.purposes]:
        raise Refused(
            _("The declaration does not ask for “%(purpose)s”.") % {"purpose": strange[0].label}, field="purposes"
        )
    if Purpose.SHARING in chosen and not recipient.strip():
        raise Refused(_("Name the institution the data may be given to."), field="recipient")
    return chosen


def _guardian(person, on, under_16, guardian_name):
    # Under 16 a parent or guardian consents (law 124/2024).
    if (under_16 or under_full_age(person, on)) and not guardian_name.strip():
        raise Refused(
            _("Under %(age)d years a parent or guardian consents: write who.") % {"age": FULL_AGE},
            field="guardian_name",
        )


def _renewed_by(person, purposes, recipient, until):
    """The consent that ends soon, or ended, and whose every purpose is agreed to for longer; None when there is none."""
    soon = min(timezone.localdate() + timedelta(days=RENEWED), until - timedelta(days=1))
    rows = Consent.objects.filter(municipality=person.municipality_id, person=person, valid_until__lte=soon)
    for old in rows.live().unrenewed().order_by("valid_until", "pk"):
        told = {part.recipient for part in old.standing if part.purpose == Purpose.SHARING}
        if {part.purpose for part in old.standing} <= set(purposes) and told <= {recipient.strip()}:
            return old
    return None


def _write_parts(consent, purposes, recipient):
    Agreed.objects.bulk_create(
        Agreed(
            municipality=consent.municipality, consent=consent, purpose=purpose,
            recipient=recipient.strip() if purpose == Purpose.SHARING else "",
        ) for purpose in purposes
    )  # fmt: skip


def _recorded(consent, purposes, by):
    record(
        consent.person, "people.consent_given", by=by, consent=consent.pk, how=consent.how,
        purposes=",".join(purposes), version=consent.text.version, until=consent.valid_until, renews=consent.replaces_id,
    )  # fmt: skip


def ask_by_link(
    person, *, purposes, how=How.EMAIL, by=None, language=None, recipient="", guardian_name="", replaces=None
):
    """Mail the person a link; the consent counts only when it was opened and confirmed there (double opt-in)."""
    if not person.email:
        raise Refused(_("This person has no e-mail address: print the declaration, or take the consent by phone."))
    language = language or person.language
    text = text_in_use(person.municipality, language)
    purposes = _purposes(purposes, text, recipient)
    consent = Consent.objects.create(
        municipality=person.municipality, person=person, text=text, language=language, how=how, taken_by=by,
        guardian_name=guardian_name.strip(), replaces=replaces,
    )  # fmt: skip
    _write_parts(consent, purposes, recipient)
    record(person, "people.consent_asked", by=by, consent=consent.pk, how=how, purposes=",".join(purposes))
    _mail_link(consent)
    return consent


def _mail_link(consent):
    person, municipality = consent.person, consent.municipality
    link = signing.dumps(consent.pk, salt=SALT)
    address = settings.BASE_URL + reverse("consent_confirm", args=[municipality.slug]) + "?" + urlencode({"t": link})
    with translation.override(consent.language):
        queue(
            municipality, key=f"consent-link-{consent.pk}", kind="consent", about=person, to=person.email,
            language=consent.language, subject=_("Your consent to the %(office)s") % {"office": municipality.office},
            text=_(
                "The %(office)s of the %(municipality)s asks whether you agree that it uses your data.\n\n"
                "Open this link, read the declaration, and confirm only what you agree to:\n\n%(address)s\n\n"
                "The link works for %(days)d days. If you do nothing, you have not agreed, and your request is answered "
                "all the same."
            ) % {"office": municipality.office, "municipality": municipality.official, "address": address, "days": LINK_DAYS},
        )  # fmt: skip


def find_by_link(municipality, link):
    """The consent a link belongs to; None when the link is broken, older than a week, or its consent was taken back."""
    try:
        pk = signing.loads(link, salt=SALT, max_age=LINK_DAYS * 86400)
    except signing.BadSignature:
        return None
    consent = municipality.consents.select_related("person", "text").filter(pk=pk).first()
    if consent is None or not consent.standing:
        return None
    consent.municipality = consent.person.municipality = municipality
    return consent


def confirm(consent, *, purposes, guardian_name="", under_16=False):
    """The click in the mail: from today it counts, for what was ticked there; a second click changes nothing."""
    consent = _locked(consent)
    if consent.given_on is not None:
        return consent
    offered = [part.purpose for part in consent.standing]
    recipient = next((part.recipient for part in consent.standing if part.recipient), "")
    chosen = _purposes([purpose for purpose in purposes if purpose in offered], consent.text, recipient)
    guardian_name = guardian_name.strip() or consent.guardian_name
    _guardian(consent.person, timezone.localdate(), under_16, guardian_name)
    consent.agreed.exclude(purpose__in=chosen).delete()
    consent.given_on = timezone.localdate()
    consent.valid_until = last_day(consent.given_on)
    consent.guardian_name = guardian_name
    consent.replaces = consent.replaces or _renewed_by(consent.person, chosen, recipient, consent.valid_until)
    consent.save(update_fields=["given_on", "valid_until", "guardian_name", "replaces"])
    _recorded(consent, chosen, None)
    return consent


def _locked(consent):
    found = Consent.objects.select_for_update(of=("self",)).select_related("person", "text").get(pk=consent.pk)
    found.municipality = found.person.municipality = consent.municipality
    return found


def withdraw(consent, *, through, by=None, purposes=None):
    """End a consent, or some purposes of it, from this moment; the person is told by e-mail where there is an address.

    A withdrawal is never refused a reason and never asked for one (law 124/2024).
    """
    consent = _locked(consent)
    parts = [part for part in consent.standing if purposes is None or part.purpose in purposes]
    if not parts:
        raise Refused(_("Nothing of this consent is left to withdraw."))
    at = timezone.now()
    for part in parts:
        part.withdrawn_at, part.withdrawn_through, part.withdrawn_by = at, Through(through), by
        part.save(update_fields=["withdrawn_at", "withdrawn_through", "withdrawn_by"])
    ended = [Purpose(part.purpose) for part in parts]
    record(
        consent.person, "people.consent_withdrawn", by=by, consent=consent.pk, through=through, purposes=",".join(ended)
    )
    if consent.given_on is not None:
        _answer(consent, parts, at)
    return consent


def _answer(consent, parts, at):
    person, municipality = consent.person, consent.municipality
    if not person.email:
        return
    with translation.override(person.language):
        lines = "\n".join(f"- {Purpose(part.purpose).label}" for part in parts)
        queue(
            municipality, key=f"consent-withdrawn-{consent.pk}-{parts[-1].pk}", kind="consent", about=person, to=person.email,
            language=person.language, subject=_("Your consent is withdrawn"),
            text=_(
                "We confirm that your consent is withdrawn from %(at)s:\n\n%(purposes)s\n\n"
                "From this moment we no longer use your data for this. What was done before stays lawful (law no. 124/2024). "
                "Your requests are answered all the same.\n\n%(office)s\n%(municipality)s"
            ) % {"at": timezone.localtime(at).strftime("%d.%m.%Y %H:%M"), "purposes": lines, "office": municipality.office,
                 "municipality": municipality.official},
        )  # fmt: skip


def withdraw_all(person, *, through, by=None):
    """End everything the person agreed to; returns the consents that ended."""
    live = Consent.objects.filter(municipality=person.municipality_id, person=person).live()
    ended = []
    for consent in list(live):
        consent.municipality = person.municipality
        ended.append(withdraw(consent, through=through, by=by))
    return ended


def hear(person, text, *, through, mail=None, about=None):
    """Somebody wrote: when the words ask for a withdrawal, they are put on the officer's desk, once a message."""
    if person is None or not asks_to_withdraw(text):
        return None
    if not Consent.objects.filter(municipality=person.municipality_id, person=person).live().exists():
        return None
    asked = WithdrawalAsked.objects.create(
        municipality=person.municipality, person=person, mail=mail, through=through,
        about=about._meta.label_lower if about is not None else "", row=about.pk if about is not None else None,
        **({"asked_at": mail.arrived_at} if mail is not None else {}),
    )  # fmt: skip
    record(person, "people.withdrawal_asked", asked=asked.pk, through=through)
    return asked


def settle(asked, *, by, meant):
    """The officer read the words: everything is withdrawn, or it was not meant so."""
    asked = WithdrawalAsked.objects.select_for_update(of=("self",)).select_related("person").get(pk=asked.pk)
    asked.person.municipality = by.municipality
    if asked.settled_at:
        raise Refused(_("A colleague has settled this already."))
    if meant:
        withdraw_all(asked.person, through=asked.through, by=by)
    asked.settled_at, asked.settled_by = timezone.now(), by
    asked.outcome = WithdrawalAsked.Outcome.WITHDRAWN if meant else WithdrawalAsked.Outcome.NOT_MEANT
    asked.save(update_fields=["settled_at", "settled_by", "outcome"])
    record(asked.person, "people.withdrawal_settled", by=by, asked=asked.pk, outcome=asked.outcome)
    return asked
