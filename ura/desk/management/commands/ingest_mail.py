"""Take in .eml files; one JSON line a file: {"file", "outcome", "protocol", "reason"}. Always exits 0."""

import json
from pathlib import Path

import structlog
from django.core.management.base import BaseCommand, CommandError

from ura.desk.mail.intake import take_in
from ura.municipalities.models import Municipality
from ura.post.imap import MAX_SIZE

log = structlog.get_logger("ura.mail")
HEAD = 1_000_000  # of a larger file this much is read: its headers


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
            # In ASCII: a file's name may be bytes that no encoding explains.
            self.stdout.write(json.dumps({"file": name, **taken_from(municipality, name)}))
            self.stdout.flush()


def taken_from(municipality, name):
    """What became of one file. The file itself stays where it is: what failed is tried by giving it again."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(MAX_SIZE + 1)
        if oversized := len(raw) > MAX_SIZE:
            raw = _head(raw[:HEAD])
        taken = take_in(municipality, raw, oversized=oversized)
    except OSError as error:
        return _rejected(f"cannot be read: {error.strerror or error}")
    except Exception as error:
        log.exception("ingest_mail", office=municipality.slug)
        return _rejected(f"failed, nothing was written: {type(error).__name__}")
    return {"outcome": taken.outcome, "protocol": taken.protocol, "reason": taken.reason}


def _rejected(reason):
    return {"outcome": "rejected", "protocol": None, "reason": reason}


def _head(raw):
    """The headers alone, as a mail server gives them of a mail above the limit."""
    ends = [at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0]
    return raw[: min(ends)] + b"\r\n\r\n" if ends else raw
