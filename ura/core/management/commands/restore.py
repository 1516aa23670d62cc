"""Brings a copy back into an empty database and folder, and compares: `./run restore FOLDER [--check]`, `--keys FILE`."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ura.core.backup.copies import bring_back, read_through, try_copy
from ura.core.backup.databases import CannotCopy
from ura.core.backup.keyring import bring_back_keys
from ura.core.backup.passphrase import passphrase
from ura.core.backup.sealing import Broken
from ura.core.management.commands.backup import backup_keys, database


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the copy; with --keys: where the key files go")
        parser.add_argument("--check", action="store_true", help="only try it in a scratch place, and clear that away")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="open the sealed keys instead")

    def handle(self, *, folder, check, keys, **options):
        os.umask(0o077)
        try:
            if keys:
                names = bring_back_keys(keys, folder, passphrase())
                self.stdout.write(f"{folder}: {', '.join(names)}")
                return
            read_through(folder, backup_keys())
            if check:
                manifest = try_copy(folder, database(), backup_keys())
            else:
                manifest = bring_back(folder, database(), settings.FILES_DIR, backup_keys())
        except (CannotCopy, Broken, OSError) as error:
            raise CommandError(f"Not restored. {error}") from error
        rows = sum(count for count, _hash in manifest["tables"].values())
        self.stdout.write(
            f"{'tried' if check else 'restored'} the copy of {manifest['made_at'][:16]}: {len(manifest['tables'])} tables, "
            f"{rows} rows, {manifest['files'][0]} files; every count and hash is the same"
        )
