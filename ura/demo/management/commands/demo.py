"""The demo country: made once, then only named. `--logins` prints who may sign in."""

import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ura.demo import country, facts, people
from ura.municipalities.models import Municipality

PASSWORD = "demo-ura-2026"  # on a page that everybody reads: hence never on a server


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--logins", action="store_true", help="only print the logins")
        parser.add_argument("--reset", action="store_true", help="refuse politely: ./run demo --reset starts over")
        parser.add_argument("--force", action="store_true", help="also on an https address, known password and all")
        parser.add_argument("--scale", type=float, default=1.0, help="a smaller country, for tests")

    def handle(self, *, logins, reset, force, scale, **options):
        if settings.SECURE and not force:
            raise CommandError(
                "The demo has a password that everybody knows; on an https address it is made only with --force."
            )
        if logins:
            return self.logins()
        if country.is_there():
            if reset:
                raise CommandError("Protocol numbers are never deleted; start over with: ./run demo --reset")
            return None
        if not Municipality.objects.exists():
            raise CommandError("The country's facts are not loaded yet: ./run manage seed")
        print("ura: making the demo country: five offices, five months of requests …", file=sys.stderr, flush=True)
        begun = time.monotonic()
        requests = country.build(PASSWORD, scale=scale)
        print(f"ura: {requests} requests in {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
        return None

    def logins(self):
        """Everybody has the same password, so it stands once."""
        rows = [(f"/{office['slug']}/", f"{each['login']}.{office['slug']}@{people.DOMAIN}", each["sq"])
                for office in facts.offices() for each in office["staff"]]  # fmt: skip
        rows.append(("/national/", people.READER, "Lexues kombëtar"))
        wide = max(len(email) for _where, email, _who in rows)
        for where, email, who in rows:
            self.stdout.write(f"  {where:<12} {email:<{wide}}  {who}")
        self.stdout.write(f"  Password of all: {PASSWORD}")
