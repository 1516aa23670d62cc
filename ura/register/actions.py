"""Drawing numbers and voiding entries."""

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.municipalities.fast import insert
from ura.register.models import Counter, Entry
from ura.trail.actions import record


def draw_number(municipality, year):
    """The next number of this office and year."""
    return draw_numbers(municipality, year, 1)


def draw_numbers(municipality, year, n):
    """Draw n numbers at once and return the last: gapless, because they are drawn in the caller's transaction.

    The counter's row is the last lock a transaction takes (design, "one order of locks").
    """
    must_be_atomic()
    table = Counter._meta.db_table
    with connection.cursor() as cursor:
        update = f"UPDATE {table} SET last = last + %s WHERE municipality_id = %s AND year = %s RETURNING last"
        cursor.execute(update, [n, municipality.pk, year])
        row = cursor.fetchone()
        if row is None:
            # The year's first paper. Two offices' first papers at once both insert; only one row stays.
            cursor.execute(
                f"INSERT INTO {table} (municipality_id, year, last) VALUES (%s, %s, 0) ON CONFLICT DO NOTHING",
                [municipality.pk, year],
            )
            cursor.execute(update, [n, municipality.pk, year])
            row = cursor.fetchone()
    return row[0]


def must_be_atomic():
    if not connection.in_atomic_block:
        raise RuntimeError("A protocol number is drawn only inside the transaction that writes its row.")


def enter(municipality, direction, *, received_on=None, **paper):
    """Write the next line of the book. The year is that of the entry, not of the receipt: the order is of entry."""
    now = timezone.localtime()
    number = draw_number(municipality, now.year)
    return insert(
        Entry(
            municipality=municipality,
            year=now.year,
            number=number,
            direction=direction,
            label=municipality.office.protocol_format.format(number=number, year=now.year),
            entered_at=now,
            received_on=received_on or now.date(),
            **paper,
        )
    )


def void(entry, *, by, reason):
    """Void a mistaken entry: the number stays in the book with the reason, and is never used again."""
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.voided_at:
        raise Refused(_("Number %(number)s is void already.") % {"number": entry.label})
    if not reason.strip():
        raise Refused(_("Write why the number is voided; the book keeps the reason."), field="reason")
    entry.voided_at, entry.voided_by, entry.void_reason = timezone.now(), by, reason.strip()
    entry.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record(entry, "register.voided", by=by)
    return entry
