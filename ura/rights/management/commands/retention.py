"""What is kept longer than the office decided: listed, and with --go erased."""

from django.core.management.base import BaseCommand, CommandError

from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import reading_for
from ura.rights.retention import carry_out, dry_run
from ura.rights.states import Kept


class Command(BaseCommand):
    help = "Lists what the retention rules of an office would erase; erases it with --go."

    def add_arguments(self, parser):
        parser.add_argument("--office", required=True, metavar="SLUG")
        parser.add_argument("--go", action="store_true", help="erase, in batches; may be interrupted and run again")

    def handle(self, *, office, go, **options):
        municipality = Municipality.objects.select_related("office").filter(slug=office).first()
        if municipality is None:
            raise CommandError(f"No office is called {office}.")
        if go:
            for kind, count in carry_out(municipality).items():
                self.stdout.write(f"{Kept(kind).label}: {count}")
            return
        with reading_for(municipality):
            for due in dry_run(municipality):
                if not due.years:
                    self.stdout.write(f"{due.label}: –")
                    continue
                self.stdout.write(f"{due.label}: {due.count} < {due.before.isoformat()} (+{due.held} held)")
                for row in due.first:
                    self.stdout.write(f"  {row._meta.label_lower} {row.pk}")
