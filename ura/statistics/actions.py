"""Offices write their own counts; national pages read nothing else."""

from django.utils import timezone

from ura.core.periods import Period
from ura.municipalities.tenancy import working_for
from ura.statistics.figures import monthly_counts
from ura.statistics.models import OfficeCount


def write_recent_counts(municipality):
    """Write one office's counts of this month and the last: the worker does it every few hours."""
    today = timezone.localdate()
    with working_for(municipality):
        write_counts(municipality, today.year, today.month)
        write_counts(municipality, today.year - (today.month == 1), (today.month - 2) % 12 + 1)


def write_counts(municipality, year, month):
    """Write one office's counts of one month; run again, or by two at once, it replaces them."""
    period = Period.month(year, month)
    OfficeCount.objects.filter(municipality=municipality, month=period.start).delete()
    counts = [
        OfficeCount(municipality=municipality, month=period.start, figure=figure, code=code, value=value)
        for (figure, code), value in monthly_counts(municipality, period).items()
    ]
    OfficeCount.objects.bulk_create(counts, ignore_conflicts=True)
