"""Announce, confirm, move or withdraw a day off of the whole country; the open deadlines of every office move with it.

    ./run manage holiday --add 2026-12-28 --name-sq "Ditë pushimi" --name-en "Extra day off" --kind ad_hoc
    ./run manage holiday --confirm 2027-03-09
    ./run manage holiday --move 2027-03-09 2027-03-10
    ./run manage holiday --remove 2026-12-28 --name-sq "Ditë pushimi"

Run again after an interruption: what is done is not done twice.
"""

from argparse import RawDescriptionHelpFormatter
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from ura.core.refusals import Refused
from ura.desk.actions.deadlines import calendar_changed
from ura.municipalities import holidays
from ura.municipalities.models import Holiday, Municipality
from ura.municipalities.tenancy import working_for


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a day: write it as 2026-12-28.") from error


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--add", type=day, metavar="DAY")
        act.add_argument("--confirm", type=day, metavar="DAY", help="an estimated feast falls on this day indeed")
        act.add_argument("--move", type=day, nargs=2, metavar="DAY", help="from the estimated day to the true one")
        act.add_argument("--remove", type=day, metavar="DAY")
        parser.add_argument("--name-sq", default="", help="its name in Albanian")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--kind", choices=Holiday.Kind.values, default=Holiday.Kind.AD_HOC)

    def handle(self, *, add, confirm, move, remove, name_sq, name_en, kind, **options):
        try:
            if add:
                days, names = [add], [holidays.add_holiday(add, name_sq=name_sq, name_en=name_en, kind=kind).name_sq]
            elif confirm:
                days, names = [confirm], [row.name_sq for row in holidays.confirm_holiday(confirm)]
            elif move:
                days, names = move, [row.name_sq for row in holidays.move_holiday(*move)]
            else:
                days, names = [remove], [holidays.remove_holiday(remove, name_sq=name_sq).name_sq]
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.move_deadlines(min(days), "; ".join(names))

    def move_deadlines(self, first, name):
        """In each office by itself: sixty offices do not wait for the sixty-first."""
        moved, offices = 0, 0
        for municipality in Municipality.objects.select_related("office"):
            with working_for(municipality):
                here = calendar_changed(municipality, day=first, reason=name)
            moved, offices = moved + here, offices + bool(here)
        self.stdout.write(f"{name}: {moved} open deadlines moved in {offices} offices.")
