"""Load the national facts and code lists; running it again updates and doubles nothing."""

from pathlib import Path

from django.core.cache import caches
from django.core.management.base import BaseCommand

from ura.codelists.models import NationalTerm
from ura.municipalities import national, seeding

DATA = Path(__file__).parents[2] / "data"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        seeding.seed_country()
        for row in national.rows("national", DATA):
            NationalTerm.objects.update_or_create(
                list=row["list"],
                code=row["code"],
                defaults={
                    "sq": row["sq"],
                    "en": row["en"],
                    "position": int(row["position"]),
                    "extendable": row["extendable"] == "true",
                },
            )
        caches["local"].clear()
