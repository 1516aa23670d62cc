"""The words that seal the keys: typed, or from URA_KEYS_PASSPHRASE for a drill without a keyboard."""

import getpass

from django.conf import settings

from ura.core.backup.databases import CannotCopy


def passphrase(*, twice=False):
    if settings.KEYS_PASSPHRASE:
        return settings.KEYS_PASSPHRASE
    words = getpass.getpass("Passphrase of the keys: ")
    if twice and words != getpass.getpass("Once more: "):
        raise CannotCopy("These are two different passphrases.")
    return words
