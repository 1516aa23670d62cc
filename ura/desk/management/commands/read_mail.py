"""Read the mailboxes of one office, or of all, once."""

from django.core.management.base import BaseCommand

from ura.desk.mail.boxes import read_mailboxes
from ura.municipalities.models import Municipality


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--office", help="slug; without it every office")

    def handle(self, *, office, **options):
        offices = Municipality.objects.select_related("office")
        for municipality in offices.filter(slug=office) if office else offices:
            taken = read_mailboxes(municipality)
            if taken or office:
                self.stdout.write(f"{municipality.slug}: {taken}")
