"""The referral letter on paper: its own number in the book, and what was chosen to be told."""

from django.utils.translation import override

from ura.letters.letterhead import letterhead_of
from ura.letters.models import LetterKind
from ura.letters.papers import Letter
from ura.letters.pdf import letter_pdf
from ura.letters.signatories import choices
from ura.letters.texts import fill, fill_line
from ura.letters.wording import wording_of
from ura.referrals.actions.basics import happened, lock, save
from ura.referrals.mails import carrier_of
from ura.referrals.states import EventKind
from ura.register.actions import enter
from ura.register.models import Entry


def number_letter(referral, *, by, version=None):
    """Draw the letter's number, once; printing it again draws none. Last in its transaction."""
    referral = lock(referral, version=version)
    if referral.entry_id is None:
        happened(referral, EventKind.PRINTED, by=by)
        referral.entry = enter(referral.municipality, Entry.Direction.OUT)
        save(referral, "entry")
    return referral


def paper_of(referral, language="sq"):
    """The letter with every word decided, to be made into a PDF outside any transaction."""
    office, carrier = referral.municipality.office, carrier_of(referral)
    with override(language):
        values = {
            "referral_number": referral.label, "service_asked": referral.service.name if referral.service else "",
            "institution": referral.recipient, "asked": referral.asked, "due_on": referral.due_on,
            "told": "\n".join(f"- {field.in_language(language)}: {' '.join(text.split())}" for field, text in referral.told),
            "urgency": str(referral.get_urgency_display()), "focal_point_name": carrier.user.name,
            "focal_point_phone": carrier.phone or office.phone, "focal_point_email": carrier.user.email,
            "office_name": str(office), "municipality": referral.municipality.official, "law": "124/2024",
        }  # fmt: skip
    wording = wording_of(referral.municipality, LetterKind.REFERRAL, language)
    signing = next(iter(choices(referral.municipality)), None)
    return Letter(
        office=letterhead_of(referral.municipality, language), language=language,
        subject=fill_line(wording.subject, values, language=language), body=fill(wording.body, values, language=language),
        number=referral.entry.label, on=referral.entry.received_on, addressee=(referral.recipient,),
        signatory=signing.signatory(language) if signing else None, drafted_by=referral.made_by.user.name,
    )  # fmt: skip


def pdf_of(letter):
    return letter_pdf(letter=letter)
