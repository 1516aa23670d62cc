"""Measures in a scratch database of its own and prints JSON lines: `./run bench [--quick] [--long] [NAME …]`."""

import logging
import warnings

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ura.demo.bench import cases, housing, importing, mails, pages, people, protection, registering, schemes, serving
from ura.demo.bench.measure import Size
from ura.staff.models import Officer

BENCHES = {
    "register_list": pages.register_list,
    "search": pages.search,
    "cases": cases.cases,
    "people": people.people,
    "protection": protection.protection,
    "register": registering.register,
    "posts": serving.posts,
    "mail": mails.mail,
    "housing": housing.housing,
    "guide": housing.guides,
    "import": importing.spreadsheet,
    "eligibility": schemes.eligibility,
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(BENCHES)}")
        parser.add_argument("--quick", action="store_true", help="within seconds, with smaller numbers")
        parser.add_argument("--long", action="store_true", help="also a million requests in 61 offices on PostgreSQL")
        parser.add_argument("--tiny", action="store_true", help="only to see that every benchmark runs")

        parser.add_argument("--prepare", action="store_true", help="only make the tables and the country")

    def handle(self, *, names, quick, long, tiny, prepare, **options):
        if prepare:
            call_command("migrate", verbosity=0)
            call_command("seed")
            return
        if unknown := set(names) - set(BENCHES):
            raise CommandError(f"There is no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(BENCHES)}")
        if str(connection.settings_dict["NAME"]) == str(settings.VAR_DIR / "ura.sqlite3") or Officer.objects.exists():
            raise CommandError(
                "Benchmarks write thousands of rows: they run only in a new scratch database, by ./run bench"
            )
        logging.getLogger("ura").setLevel(logging.WARNING)
        warnings.filterwarnings("ignore", "No directory at")  # files for the browser are no part of a figure
        for name, measure in BENCHES.items():
            if not names or name in names:
                measure(Size(quick=quick, long=long and not quick, tiny=tiny))
