"""The keys of names and texts: `keys status`, `keys rotate`, `keys index`, `keys reindex` (docs/running.md, Keys)."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ura.core.encrypted import index_key
from ura.municipalities.models import Municipality
from ura.office import keys
from ura.office.reindexing import rebuild_tokens, tokens_fit


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True, metavar="status | rotate | index | reindex")
        acts.add_parser("index", help="prints the key of the search tokens, to be kept as URA_INDEX_KEY")
        for act, tells in (
            ("status", "which key wrote how much, and which may be retired"),
            ("rotate", "writes what lies under older keys anew under the newest, while Ura runs; may be interrupted"),
            ("reindex", "writes the search tokens anew, after URA_INDEX_KEY had to change"),
        ):
            acts.add_parser(act, help=tells).add_argument("--office", help="only this one, by its address: lezhe")

    def handle(self, *, act, office=None, **options):
        offices = Municipality.objects.order_by("slug")
        if office:
            offices = offices.filter(slug=office)
            if not offices:
                raise CommandError(f"There is no office «{office}».")
        getattr(self, act)(list(offices))

    def status(self, offices):
        """Exit 1 when something lies under a key that is not there: bring it back before anything else."""
        ring, fields, files = keys.keys_of_ring(), keys.fields_by_key(offices), keys.files_by_key()
        used = {key for key, _table in fields} | set(files)
        for place, key in enumerate(ring):
            mine = {table: number for (by, table), number in sorted(fields.items()) if by == key}
            self.stdout.write(
                f"{key}  {sum(mine.values())} fields, {files[key]} files  {self._verdict(place, ring, used)}"
            )
            for table, number in mine.items():
                self.stdout.write(f"    {table:30} {number}")
        if lost := used - set(ring):
            for key in sorted(lost):
                number = sum(n for (by, _table), n in fields.items() if by == key)
                self.stderr.write(f"{key}  {number} fields, {files[key]} files  NOT IN THE RING: bring this key back")
            raise CommandError("Some of the data cannot be read.")
        own = "URA_INDEX_KEY" if settings.INDEX_KEY else f"made from the oldest key, {ring[-1]}"
        fits = False not in {tokens_fit(each) for each in offices}
        self.stdout.write(f"search tokens  {own}; {'they fit' if fits else 'DO NOT FIT: see docs/running.md, Keys'}")

    def _verdict(self, place, ring, used):
        if place == 0:
            return "newest: writes"
        if ring[place] in used:
            return "still needed: ./run manage keys rotate"
        if place == len(ring) - 1 and not settings.INDEX_KEY:
            return "unused, but search hangs on it: keep the output of ./run manage keys index as URA_INDEX_KEY first"
        return "may be retired"

    def rotate(self, offices):
        total = keys.Done()
        for office in offices:
            done = keys.rotate(office)
            if done.rows or done.files:
                self.stdout.write(f"{office.slug}: {done.rows} rows, {done.files} files")
            total.rows, total.files, total.busy = (
                total.rows + done.rows,
                total.files + done.files,
                total.busy + done.busy,
            )
            total.unreadable += done.unreadable
        keys.rotate_national(total)
        self.stdout.write(f"written anew: {total.rows} rows, {total.files} files")
        for label, pk in total.unreadable:
            self.stderr.write(f"{label} {pk}: none of the keys opens it")
        if total.busy or total.unreadable:
            raise CommandError(f"{total.busy} rows were busy, {len(total.unreadable)} unreadable. Run it again.")

    def index(self, offices):
        self.stdout.write(index_key())

    def reindex(self, offices):
        for office in offices:
            self.stdout.write(f"{office.slug}: {rebuild_tokens(office)} rows")
