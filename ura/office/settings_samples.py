"""Sample values for looking at a letter text before a real request carries it: an invented person, the real office."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.desk.clock import rule_of
from ura.letters.albanian import law_reference, salutation
from ura.letters.defaults import default_letters
from ura.letters.letterhead import letterhead_of
from ura.letters.papers import Letter, Signatory

NAME = "Arta Shembulli"


def sample_values(municipality, language):
    """A value for every name a letter text may use."""
    office, today = municipality.office, timezone.localdate()
    rule = rule_of(municipality)
    days = {
        "received_on": today - timedelta(days=4), "due_on": today + timedelta(days=10),
        "new_due_on": today + timedelta(days=17), "answer_by": today + timedelta(days=7),
        "cover_from": today, "cover_until": today + timedelta(days=12), "today": today,
        "opened_on": today - timedelta(days=240), "closed_on": today,
    }  # fmt: skip
    with override(language):
        words = {
            "subject": _("Enrolling children in school (sample)"),
            "question": _("Please tell us the children's year of birth and their last school. (sample)"),
            "reason": _("The documents have to be searched in the archive. (sample)"),
            "answer": _("The words of the answer stand here. (sample)"),
            "outcome": _("Answered in full (sample)"),
            "institution": _("Regional education office (sample)"),
            "institution_contact": "arsimi@example.org",
            "service_asked": _("Course of Albanian for children (sample)"),
            "urgency": _("Normal"),
            "asked": _("Please take the child into the course. (sample)"),
            "told": _("Name and surname: Arta Shembulli (sample)"),
        }
    return days | words | {
        "referral_number": office.protocol_format.format(number=123, year=today.year) + "-R1",
        "protocol_number": office.protocol_format.format(number=123, year=today.year),
        "requester_name": NAME, "salutation": salutation(NAME, language),
        "focal_point_name": "Besnik Shembulli", "focal_point_phone": "+355 66 000 0001",
        "focal_point_email": "besnik@example.org", "cover_name": "Drita Shembulli",
        "cover_phone": "+355 66 000 0002", "cover_email": "drita@example.org",
        "follow_up_code": f"{municipality.short}-7K3M-9QWX-B4HT",
        "follow_up_url": settings.BASE_URL + reverse("follow", args=[municipality.slug]),
        "office_name": office.name_en if language == "en" else office.name_sq,
        "municipality": f"Municipality of {municipality.name_en}" if language == "en" else municipality.official_sq,
        "office_address": office.address, "office_phone": office.phone, "office_email": office.email,
        "legal_basis": law_reference(rule.law, rule.article, language), "law": rule.law, "article": rule.article,
    }  # fmt: skip


def sample_letter(municipality, kind, language, subject, body, officer):
    """The filled text on the office's paper, marked as a draft."""
    signed = default_letters()[kind].signed
    function = officer.function_en if language == "en" else officer.function_sq
    return Letter(
        office=letterhead_of(municipality, language), language=language, subject=subject, body=body,
        number=municipality.office.protocol_format.format(number=123, year=timezone.localdate().year),
        on=timezone.localdate(), addressee=(NAME,), draft=True,
        signatory=Signatory(function=function or municipality.office.name_sq, name=str(officer)) if signed else None,
    )  # fmt: skip
