"""Offices write their own counts; national pages read nothing else."""

from ura.core.periods import Period
from ura.statistics.figures import monthly_counts
from ura.statistics.models import OfficeCount


def write_counts(municipality, year, month):
    """Write one office's counts of one month; run again, it replaces them."""
    period = Period.month(year, month)
    OfficeCount.objects.filter(municipality=municipality, month=period.start).delete()
    OfficeCount.objects.bulk_create(
        OfficeCount(municipality=municipality, month=period.start, figure=figure, code=code, value=value)
        for (figure, code), value in monthly_counts(municipality, period).items()
    )
