"""Copies database and files, sealed, into a new folder: `./run backup [FOLDER]`; the keys apart: `--keys FILE`."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ura.core.backup.copies import make_copy
from ura.core.backup.databases import CannotCopy, PostgreSQL, Sqlite
from ura.core.backup.keyring import write_keys
from ura.core.backup.passphrase import passphrase
from ura.core.backup.sealing import Broken


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.VAR_DIR / "backups")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="only the keys, sealed by a passphrase")

    def handle(self, *, folder, keys, **options):
        os.umask(0o077)
        try:
            if keys:
                write_keys(keys, passphrase(twice=True))
                self.stdout.write(f"{keys}: carry it off this machine, and never to where the copies are")
                return
            folder.mkdir(parents=True, exist_ok=True)
            path, manifest = make_copy(database(), settings.FILES_DIR, folder, backup_keys())
        except (CannotCopy, Broken, OSError) as error:
            raise CommandError(f"No copy was made. {error}") from error
        rows = sum(count for count, _hash in manifest["tables"].values())
        self.stdout.write(
            f"{path}: {len(manifest['tables'])} tables, {rows} rows, {manifest['files'][0]} files; read back"
        )


def database():
    """The database of the settings, as the one who dumps and the one who owns see it."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return Sqlite(settings.DATABASES["default"]["NAME"])
    reader = os.environ.get("DATABASE_BACKUP_URL")
    if not reader:
        raise CannotCopy("DATABASE_BACKUP_URL must name the database as ura_backup sees it.")
    return PostgreSQL(reader, os.environ.get("DATABASE_OWNER_URL"))


def backup_keys():
    if not settings.BACKUP_KEYS:
        raise CannotCopy("URA_BACKUP_KEY is not set: docs/running.md says how to make one.")
    return settings.BACKUP_KEYS
