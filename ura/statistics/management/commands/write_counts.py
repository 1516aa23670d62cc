"""Each office writes its counts of this month and the last: nightly, for the national pages."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.statistics.actions import write_counts


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        today = timezone.localdate()
        months = [(today.year, today.month), (today.year - (today.month == 1), (today.month - 2) % 12 + 1)]
        for municipality in Municipality.objects.all():
            with working_for(municipality):
                for year, month in months:
                    write_counts(municipality, year, month)
