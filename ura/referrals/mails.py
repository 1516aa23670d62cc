"""What goes by mail about a referral: links and reminders, never a word about the person."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.post.outbox import queue
from ura.referrals.links import address_of
from ura.staff.models import Role


def invite(referral, link, token):
    """The link, to the institution; the code goes another way: by phone, or where the office chose so by a second mail."""
    by_mail = referral.municipality.office.referral_code_by_mail
    with override("sq"):
        how = (
            _("The code that opens it comes in a second e-mail.")
            if by_mail
            else _("The code that opens it is told to you by phone: %(contact)s.") % {"contact": contact_of(referral)}
        )
        text = _(
            "%(office)s refers somebody to your institution (referral no. %(number)s, %(urgency)s). "
            "Please answer by %(due)s.\n\nOpen the referral with this link:\n%(link)s\n\n%(how)s\n\n"
            "The link is meant for you alone, needs no account and opens until %(until)s. This message names nobody; "
            "what you need to know stands behind the link.\n\n%(contact)s\n%(office)s, %(municipality)s"
        ) % (_values(referral) | {"link": address_of(token), "how": how, "until": date_format(link.expires_at.date())})
        _queue(referral, f"referral-{link.pk}", _("Referral no. %(number)s"), text)
        if by_mail:
            text = _("The code for referral no. %(number)s is:\n\n%(code)s\n\nThe link came in another message.")
            text = text % (_values(referral) | {"code": link.code})
            _queue(referral, f"referral-code-{link.pk}", _("Code for referral no. %(number)s"), text)


def remind(referral):
    """The institution is reminded once of each due date."""
    with override("sq"):
        if referral.answered_on is None:
            text = _(
                "Referral no. %(number)s (%(urgency)s) waits for your answer, due by %(due)s.\n\nPlease open it with "
                "the link of our earlier message, or call us: %(contact)s.\n\n%(office)s, %(municipality)s"
            )
        else:
            text = _(
                "You accepted referral no. %(number)s. Please tell us by %(due)s how it stands, with the link of our "
                "earlier message, or call us: %(contact)s.\n\n%(office)s, %(municipality)s"
            )
        subject = _("Reminder: referral no. %(number)s")
        _queue(referral, f"referral-remind-{referral.pk}-{referral.due_on}", subject, text % _values(referral))


def taken_back(referral):
    """The institution learns that it need do nothing more."""
    with override("sq"):
        text = _(
            "Referral no. %(number)s was taken back: you need do nothing more, and its link no longer opens.\n\n"
            "%(contact)s\n%(office)s, %(municipality)s"
        )
        subject = _("Referral no. %(number)s was taken back")
        _queue(referral, f"referral-back-{referral.pk}", subject, text % _values(referral))


def answered(referral, link):
    """The institution learns by mail that its question was answered; the answer stands behind the link."""
    with override("sq"):
        text = _(
            "We answered your question about referral no. %(number)s. Please open it with the link of our earlier "
            "message.\n\n%(contact)s\n%(office)s, %(municipality)s"
        )
        subject = _("Answer about referral no. %(number)s")
        _queue(referral, f"referral-answer-{referral.pk}-{referral.version}", subject, text % _values(referral))


def escalate(referral):
    """The supervisors who may know of it are told once of each due date that passed; the mail names nobody served."""
    for place, officer in enumerate(_supervisors(referral)):
        with override(officer.user.language):
            text = _(
                "Referral no. %(number)s to %(recipient)s was due on %(due)s and is late. It is carried by "
                "%(officer)s.\n\n%(office)s"
            ) % (_values(referral) | {"recipient": referral.recipient, "officer": carrier_of(referral)})
            subject = _("Late: referral no. %(number)s") % _values(referral)
        queue(
            referral.municipality, key=f"referral-late-{referral.pk}-{referral.due_on}-{place}", kind="referral",
            about=referral.enquiry, to=officer.user.email, subject=subject, text=text, language=officer.user.language,
        )  # fmt: skip


def tell_officer(row, officer, *, key):
    """Whoever carries an incoming referral learns that there is one; the mail says nothing of whom it is about."""
    if officer is None:
        return
    with override(officer.user.language):
        subject = _("A referral has come in: request %(number)s") % {"number": row.enquiry.entry.label}
        text = _("%(sender)s refers somebody to the office. It is registered as request %(number)s and waits for you.")
        text %= {"sender": row.sender, "number": row.enquiry.entry.label}
    queue(
        row.municipality, key=key, kind="referral", about=row.enquiry, to=officer.user.email, subject=subject,
        text=text, language=officer.user.language,
    )  # fmt: skip


def carrier_of(referral):
    """Who answers for it in the office: the case manager, else the focal point, else whoever referred."""
    return (referral.case.owner if referral.case else None) or referral.enquiry.owner or referral.made_by


def contact_of(referral):
    officer, office = carrier_of(referral), referral.municipality.office
    return ", ".join(part for part in (officer.user.name, officer.phone or office.phone, office.email) if part)


def _supervisors(referral):
    """Those in the team of a restricted request; else all at work."""
    staff = referral.municipality.officers.filter(active=True).select_related("user")
    found = [officer for officer in staff if officer.has(Role.SUPERVISOR)]
    if referral.enquiry.restricted:
        team = set(referral.enquiry.team.standing().values_list("officer", flat=True))
        found = [officer for officer in found if officer.pk in team]
    return [officer for officer in found if officer.pk != referral.enquiry.complaint_about_id]


def _values(referral):
    office, municipality = referral.municipality.office, referral.municipality
    return {
        "office": office, "municipality": municipality.official, "number": referral.label,
        "urgency": str(referral.get_urgency_display()).lower(), "due": date_format(referral.due_on),
        "contact": contact_of(referral),
    }  # fmt: skip


def _queue(referral, key, subject, text):
    if referral.email:
        queue(
            referral.municipality, key=key, kind="referral", about=referral.enquiry, to=referral.email,
            subject=subject % _values(referral), text=text,
        )  # fmt: skip
