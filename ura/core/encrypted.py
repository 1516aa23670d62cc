"""Text that the database holds only as ciphertext; the keys live outside the database and its backup."""

import functools
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models


@functools.cache
def ring():
    """The installation's key ring, newest key first; raises ImproperlyConfigured without keys."""
    if not settings.FIELD_KEYS:
        raise ImproperlyConfigured("URA_FIELD_KEYS is empty: ./run makes var/field.keys, a server sets it.")
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


@functools.lru_cache(maxsize=256)
def derived_key(purpose, municipality_id):
    """A key of 32 bytes for one purpose in one office.

    It comes from the oldest key of the ring: a new key in front must not change what searching finds.
    """
    root = settings.FIELD_KEYS[-1].encode()
    return hmac.digest(root, f"{purpose}:{municipality_id}".encode(), hashlib.sha256)


def keyed_hash(purpose, municipality_id, text):
    """A signed 64-bit keyed hash: equal texts of one office are found, nothing can be read back."""
    digest = hashlib.blake2b(text.encode(), key=derived_key(purpose, municipality_id), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class EncryptedTextField(models.TextField):
    """Readable only with the key ring; a wrong key is an error, never ciphertext on the screen."""

    def from_db_value(self, value, expression, connection):
        if not value:
            return value
        try:
            return ring().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise ImproperlyConfigured(f"{self.model._meta.label}.{self.name}: none of the keys fits.") from error

    def get_db_prep_save(self, value, connection):
        value = super().get_prep_value(value)
        return ring().encrypt(value.encode()).decode() if value else value

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search its index")
        return super().get_lookup(lookup_name)
