"""The office's papers about a request as plain values, ready to become a PDF outside any transaction."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.codelists.lists import word
from ura.desk.actions.notices import notice_text
from ura.desk.letter_values import letter_values
from ura.letters.letterhead import letterhead_of
from ura.letters.models import LetterKind
from ura.letters.papers import Letter, Receipt
from ura.replies.signatories import chosen
from ura.replies.states import PRINTED


def letters_of(reply, *, draft=None, sealed=False):
    """(letter, translation or None). A draft says so on every page; `sealed` keeps no place for the stamp."""
    draft = reply.state not in PRINTED if draft is None else draft
    letter = _letter(reply, "sq", reply.subject, reply.body, draft, sealed)
    if not reply.with_english:
        return letter, None
    return letter, _letter(reply, "en", reply.subject_en, reply.body_en, draft, sealed)


def _letter(reply, language, subject, body, draft, sealed):
    signing = chosen(reply) if reply.rule.signed else None
    return Letter(
        office=letterhead_of(reply.municipality, language), language=language, subject=subject, body=body,
        number=reply.entry.label if reply.entry else "", on=reply.entry.received_on if reply.entry else None,
        addressee=tuple(reply.addressee.splitlines()), signatory=signing.signatory(language) if signing else None,
        annexes=tuple(line.strip() for line in reply.annexes.splitlines() if line.strip()),
        drafted_by=reply.drafted_by.user.name, approved_by=_approved_by(reply, language), draft=draft, sealed=sealed,
    )  # fmt: skip


def _approved_by(reply, language):
    if reply.approved_by is None:
        return ""
    name = reply.approved_by.user.name
    if not reply.self_approved:
        return name
    with override(language):
        return _("%(name)s (approved by the drafter)") % {"name": name}


def acknowledgement_of(enquiry, language="sq"):
    """The acknowledgement on paper, for those without e-mail; it carries the request's own number."""
    subject, body = notice_text(enquiry, LetterKind.ACKNOWLEDGEMENT, language=language)
    return Letter(
        office=letterhead_of(enquiry.municipality, language), language=language, subject=subject, body=body,
        number=enquiry.entry.label, on=timezone.localdate(), addressee=addressee_of(enquiry),
    )  # fmt: skip


def addressee_of(enquiry):
    """The requester as a letter addresses them: name, organisation, postal address."""
    person = enquiry.requester
    if person is None:
        return ()
    return tuple(line for line in (person.name, person.organisation, *person.address.splitlines()) if line.strip())


def receipt_of(enquiry, language="sq"):
    """What the requester takes home from the counter."""
    values = letter_values(enquiry, language=language)
    answered = enquiry.text.oral_answer
    if answered:
        with override(language):
            answered = f"{answered}\n{word(enquiry.municipality, 'outcome', enquiry.outcome)}".strip()
    return Receipt(
        office=letterhead_of(enquiry.municipality, language), number=enquiry.entry.label, language=language,
        received_on=enquiry.received_on, subject=enquiry.text.subject, focal_point_name=values["focal_point_name"],
        focal_point_phone=values["focal_point_phone"], focal_point_email=values["focal_point_email"],
        due_on=enquiry.due_on if enquiry.is_open else None, legal_basis=values["legal_basis"], answer=answered,
        follow_up_code=values["follow_up_code"], follow_up_url=values["follow_up_url"],
    )  # fmt: skip
