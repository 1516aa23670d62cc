"""Print why an answer is due on a day, as JSON: {"received", "due_on", "steps": […]}."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from ura.core.refusals import Refused
from ura.desk.clock import derive_for, rule_of
from ura.desk.deadlines import Dated, extension_of
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import reading_for


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a day: write it as 2026-03-12.") from error


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--office", required=True)
        parser.add_argument("--received", required=True, type=day)
        parser.add_argument("--extended-on", type=day)
        parser.add_argument("--rule")

    def handle(self, *, office, received, extended_on, rule, **options):
        municipality = Municipality.objects.select_related("office").filter(slug=office).first()
        if municipality is None:
            raise CommandError(f"No office is called {office}.")
        events = [Dated("received", received)]
        try:
            with reading_for(municipality):
                if extended_on:
                    extension = extension_of(rule_of(municipality, rule))
                    if extension is None:
                        raise CommandError("This rule knows no extension.")
                    events.append(Dated("extended", extended_on, {"days": extension.value}))
                deadline = derive_for(municipality, events, rule=rule)
                self.stdout.write(json.dumps(deadline.as_json(), ensure_ascii=False, indent=2))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
