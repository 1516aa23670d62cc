"""Take in .eml files; one JSON line a file: {"file", "outcome", "protocol", "reason"}. Always exits 0."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ura.desk.mail.intake import take_in
from ura.municipalities.models import Municipality


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--office", required=True, help="slug of the municipality, e.g. tirane")
        parser.add_argument("files", nargs="+")

    def handle(self, *, office, files, **options):
        municipality = Municipality.objects.select_related("office").filter(slug=office).first()
        if municipality is None:
            raise CommandError(f"No office is called {office}.")
        for name in files:
            self.stdout.write(json.dumps({"file": name, **self.taken(municipality, name)}, ensure_ascii=False))

    def taken(self, municipality, name):
        try:
            raw = Path(name).read_bytes()
        except OSError as error:
            return {"outcome": "rejected", "protocol": None, "reason": f"cannot be read: {error.strerror}"}
        try:
            taken = take_in(municipality, raw)
        except Exception as error:  # the file stays where it is; the next run tries again
            return {"outcome": "held", "protocol": None, "reason": f"failed, not taken in: {type(error).__name__}"}
        return {"outcome": taken.outcome, "protocol": taken.protocol, "reason": taken.reason}
