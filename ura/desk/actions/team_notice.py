"""Who is told when a restricted request is opened by way of exception; the mail names nobody served."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.post.outbox import queue
from ura.staff.models import Role


def tell_of_broken_glass(enquiry, event, *, until):
    """Queue one notice each for the owner, the other supervisors and the data protection officer of the office."""
    for place, (address, language) in enumerate(_told(enquiry, event.officer).items()):
        with translation.override(language):
            values = {
                "number": enquiry.entry.label, "officer": event.officer, "until": _moment(until),
                "office": enquiry.municipality.office, "at": _moment(event.at),
            }  # fmt: skip
            subject = _("Restricted request %(number)s was opened by way of exception") % values
            text = _(
                "%(officer)s opened restricted request %(number)s by way of exception on %(at)s. It closes by itself "
                "on %(until)s. The reason, and what was looked at, stand in the timeline of the request and in the "
                "trail.\n\n%(office)s"
            )
        queue(
            enquiry.municipality, key=f"glass-{event.pk}-{place}", kind="glass", about=enquiry, to=address,
            subject=subject, text=text % values, language=language,
        )  # fmt: skip


def _told(enquiry, by):
    """{address: language}: nobody twice, never whoever opened it, nor whom a complaint is about."""
    staff = enquiry.municipality.officers.filter(active=True).select_related("user")
    told = {
        officer.user.email: officer.user.language
        for officer in staff
        if (officer.pk == enquiry.owner_id or officer.has(Role.SUPERVISOR))
        and officer.pk not in (by.pk, enquiry.complaint_about_id)
    }
    if address := enquiry.municipality.office.dpo_email:
        told.setdefault(address, "sq")
    return told


def _moment(at):
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
