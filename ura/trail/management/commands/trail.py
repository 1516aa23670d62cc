"""./run manage trail verify [--office lezhe] [--known 120:hash] · ./run manage trail export --office lezhe …"""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import reading_for
from ura.trail import export
from ura.trail.sealer import verify
from ura.trail.words import names_of_staff, sentence


class Command(BaseCommand):
    help = (
        "Checks the chain of the trail (verify; exit code 1 when it is broken) or writes it for an inspector (export)."
    )

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="what", required=True)
        check = acts.add_parser("verify", help="walk each chain from its beginning and name the first broken link")
        check.add_argument("--office", help="one office, by its slug; all without it")
        check.add_argument("--known", metavar="POSITION:HASH", help="a link noted earlier, with --office")
        give = acts.add_parser("export", help="write CSV and JSON with the hashes")
        give.add_argument("--office", required=True)
        give.add_argument("--from", dest="since", type=date.fromisoformat, metavar="2026-01-01")
        give.add_argument("--until", type=date.fromisoformat, metavar="2026-12-31")
        give.add_argument("--to", type=Path, default=Path(), metavar="FOLDER")

    def handle(self, *, what, **options):
        with override("en"):
            getattr(self, what)(**options)

    def verify(self, *, office, known, **options):
        broken = 0
        for municipality in _offices(office):
            with reading_for(municipality):
                chain = verify(municipality, known=_link(known) if known else None)
                broken += chain.broken is not None
                self.stdout.write(f"{municipality.slug}: {_told(municipality, chain)}")
        if broken:
            raise CommandError(f"The chain is broken in {broken} office(s).", returncode=1)

    def export(self, *, office, since, until, to, **options):
        (municipality,) = _offices(office)
        to.mkdir(parents=True, exist_ok=True)
        with reading_for(municipality):
            rows = list(export.lines(municipality, since=since, until=until))
        name = f"trail-{municipality.slug}-{since or 'start'}-{until or timezone.localdate()}"
        (to / f"{name}.json").write_bytes(export.as_json(municipality, rows, since=since, until=until))
        (to / f"{name}.csv").write_bytes(export.as_csv(rows))
        self.stdout.write(f"{len(rows)} acts: {to / name}.json, {to / name}.csv")


def _offices(slug):
    if not slug:
        return Municipality.objects.order_by("slug")
    found = list(Municipality.objects.filter(slug=slug))
    if not found:
        raise CommandError(f"There is no office «{slug}».")
    return found


def _link(text):
    position, colon, written = text.partition(":")
    if not (position.isdecimal() and colon and written):
        raise CommandError("--known is written as 120:hash.")
    return int(position), written


def _told(municipality, chain):
    sealed = f"sealed until {_moment(chain.until)}" if chain.until else "nothing is sealed yet"
    if chain.broken is None:
        end = f", last hash {chain.holds}:{chain.hash}" if chain.holds else ""
        return f"{chain.holds} links hold, {sealed}{end}; {chain.unsealed} acts wait for the sealer"
    if chain.act is None:
        return (
            f"BROKEN at position {chain.broken}: its act or link is gone; {chain.holds} links before it hold, {sealed}"
        )
    act = sentence(chain.act, names_of_staff(municipality))
    return (
        f"BROKEN at position {chain.broken}: act {chain.act.pk} ({chain.act.act}) of {_moment(chain.act.at)}, «{act}»; "
        f"{chain.holds} links before it hold, {sealed}"
    )


def _moment(at):
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
