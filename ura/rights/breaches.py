"""The register of breaches (shkeljet e të dhënave): what happened, and the hours in which the Commissioner is told."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.rights.clock import notify_until
from ura.rights.models import Breach
from ura.trail.actions import record

FIELDS = (
    "what", "happened_on", "noticed_at", "whose", "persons", "records", "consequences", "measures", "high_risk",
    "authority_told_at", "delay_reason", "persons_told_on",
)  # fmt: skip


def note_breach(municipality, *, by, **fields):
    """Write down a breach; the clock runs from the moment it was noticed (law 124/2024)."""
    _check(municipality, fields)
    last = Breach.objects.filter(municipality=municipality).order_by("-number").values_list("number", flat=True).first()
    breach = Breach.objects.create(
        municipality=municipality, number=(last or 0) + 1, by=by, **{name: fields[name] for name in FIELDS if name in fields}
    )  # fmt: skip
    record(breach, "rights.breach_noted", by=by, noticed_at=breach.noticed_at)
    return breach


def correct_breach(breach, *, by, version=None, **fields):
    """What is learned later; a breach is written down when it is noticed, not when all is known."""
    lock_version(breach, version)
    breach = Breach.objects.get(pk=breach.pk)
    _must_be_open(breach)
    _check(breach.municipality, fields)
    changed = [name for name in FIELDS if name in fields and getattr(breach, name) != fields[name]]
    for name in changed:
        setattr(breach, name, fields[name])
    breach.version += 1
    breach.save()
    record(breach, "rights.breach_corrected", by=by, changed=",".join(changed))
    return breach


def close_breach(breach, *, by, version=None):
    """Nothing is left to do: told in time, or why not stands there; measures stand there."""
    lock_version(breach, version)
    breach = Breach.objects.get(pk=breach.pk)
    _must_be_open(breach)
    late = breach.authority_told_at is None or breach.authority_told_at > notify_until(breach)
    if late and not breach.delay_reason.strip():
        raise Refused(_("Write why the Commissioner was told late, or why not at all."))
    if breach.high_risk and breach.persons_told_on is None:
        raise Refused(_("The risk for the persons is high: they are informed first."))
    if not breach.measures.strip():
        raise Refused(_("Write which measures were taken."))
    breach.closed_at, breach.version = timezone.now(), breach.version + 1
    breach.save(update_fields=["closed_at", "version"])
    record(breach, "rights.breach_closed", by=by)
    return breach


def open_breaches(municipality):
    return municipality.breaches.filter(closed_at=None)


def _must_be_open(breach):
    if breach.closed_at:
        raise Refused(_("This breach is closed."))


def _check(municipality, fields):
    now = timezone.now()
    if not (fields.get("what") or "").strip():
        raise Refused(_("Write what happened."), field="what")
    for name in ("noticed_at", "authority_told_at"):
        if fields.get(name) and fields[name] > now:
            raise Refused(_("This moment lies in the future."), field=name)
    if fields.get("authority_told_at") and fields["authority_told_at"] < fields["noticed_at"]:
        raise Refused(_("Nobody is notified before it is noticed."), field="authority_told_at")


def notification_draft(breach, language="sq"):
    """The text of the notification to the Commissioner, to be completed and signed."""
    with translation.override(language):
        unknown = _("not known yet")
        when = date_format(timezone.localtime(breach.noticed_at), "j.n.Y H:i")
        privacy = getattr(breach.municipality, "privacy_settings", None)
        lines = [
            _("To the Commissioner for the Right to Information and Protection of Personal Data"),
            _("Notification of a breach of personal data, under law no. 124/2024"),
            _("%(office)s notifies that on %(when)s it noticed the following: %(what)s")
            % {"office": breach.municipality.official, "when": when, "what": breach.what},
            _("Day it happened: %(day)s") % {"day": date_format(breach.happened_on) if breach.happened_on else unknown},
            _("Persons concerned: %(persons)s. Records concerned: %(records)s. Whose data, and which: %(whose)s")
            % {
                "persons": unknown if breach.persons is None else breach.persons,
                "records": unknown if breach.records is None else breach.records,
                "whose": breach.whose or unknown,
            },
            _("Likely consequences: %(text)s") % {"text": breach.consequences or unknown},
            _("Measures taken and planned: %(text)s") % {"text": breach.measures or unknown},
            _("Data protection officer: %(name)s, %(contact)s")
            % {
                "name": (privacy and privacy.dpo_name) or "…",
                "contact": (privacy and privacy.dpo_contact) or breach.municipality.office.dpo_email or "…",
            },
        ]
        if timezone.now() > notify_until(breach):
            lines.append(_("Reason for the delay: %(text)s") % {"text": breach.delay_reason or "…"})
        return "\n\n".join(lines)
