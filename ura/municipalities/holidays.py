"""The country's days off as they are announced: added, confirmed, moved or withdrawn, for all offices at once."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.municipalities.calendars import forget_national_days
from ura.municipalities.models import Holiday

Kind = Holiday.Kind


def add_holiday(on, *, name_sq, name_en="", kind=Kind.AD_HOC):
    """A day off the government decided; announced again it stays one."""
    if not name_sq.strip():
        raise Refused(_("A holiday needs its name in Albanian."))
    values = {"name_en": name_en.strip(), "kind": kind, "estimated": kind == Kind.ESTIMATED}
    holiday, new = Holiday.objects.get_or_create(on=on, name_sq=name_sq.strip(), defaults=values)
    if not new and holiday.kind != kind:
        raise Refused(
            _("%(name)s is in the calendar on that day already, as: %(kind)s.")
            % {"name": name_sq, "kind": holiday.get_kind_display()}
        )
    forget_national_days()
    return holiday


def confirm_holiday(on):
    """An estimated feast falls on this day indeed."""
    return _settle(_estimated(on), on)


def move_holiday(on, to):
    """An estimated feast falls on another day than was expected; returns its rows."""
    rows = _estimated(on)
    for row in rows:
        if Holiday.objects.filter(on=to, name_sq=row.name_sq).exists():
            raise Refused(_("%(name)s is in the calendar on that day already.") % {"name": row.name_sq})
    return _settle(rows, to)


def remove_holiday(on, *, name_sq):
    """A day off was withdrawn, or typed by mistake. What the law fixes stays."""
    row = Holiday.objects.filter(on=on, name_sq=name_sq.strip()).first()
    if row is None:
        raise Refused(_("No holiday of this name is in the calendar on that day."))
    if row.kind not in (Kind.AD_HOC, Kind.SUBSTITUTE):
        raise Refused(_("Only an extra day off or a substitute day can be removed; the law fixes the others."))
    row.delete()
    forget_national_days()
    return row


def _estimated(on):
    rows = list(Holiday.objects.filter(on=on, estimated=True))
    if not rows:
        raise Refused(_("No estimated holiday is in the calendar on that day."))
    return rows


def _settle(rows, on):
    for row in rows:
        # A seed never moves it back: it looks for the feast's year, not its day.
        row.on, row.estimated = on, False
        row.kind = Kind.MOVABLE if row.kind == Kind.ESTIMATED else row.kind
        row.save(update_fields=["on", "estimated", "kind"])
    forget_national_days()
    return rows
