"""Each office writes its counts of this month and the last, for the national pages; the worker does it by itself."""

from django.core.management.base import BaseCommand

from ura.municipalities.models import Municipality
from ura.statistics.actions import write_recent_counts


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        for municipality in Municipality.objects.all():
            write_recent_counts(municipality)
