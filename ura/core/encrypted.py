"""Text that the database holds only as ciphertext; the keys live outside the database and its backup."""

import functools
import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

_ID, _NONCE = 8, 12  # signs of a key's identifier; bytes that are never used twice with one key


class Unreadable(ValueError):
    """Bytes that no key of the ring opens, or that somebody changed."""


class Ring:
    """AES-256-GCM under the newest key; what is written names its key, so that older keys still open theirs.

    Written is `identifier.base64url(nonce + ciphertext + tag)`, all ASCII.
    """

    def __init__(self, keys):
        self.ciphers = {key_id(key): AESGCM(_secret(key)) for key in keys}
        self.newest = next(iter(self.ciphers))
        self._beginning = self.newest.encode() + b"."

    def encrypt(self, data: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return self._beginning + urlsafe_b64encode(nonce + self.ciphers[self.newest].encrypt(nonce, data, None))

    def decrypt(self, token: bytes) -> bytes:
        """Raises Unreadable."""
        try:
            cipher = self.ciphers[token[:_ID].decode()]
            sealed = urlsafe_b64decode(token[_ID + 1 :])
            return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except (KeyError, ValueError, InvalidTag) as error:
            raise Unreadable from error


def _secret(key):
    return hmac.digest(key.encode(), b"fields", hashlib.sha256)


def key_id(key):
    """The public name of a key, kept beside what it wrote; nothing of the key can be read from it."""
    return hmac.digest(key.encode(), b"name", hashlib.sha256).hex()[:_ID]


def key_of(written):
    """The identifier of the key that wrote this."""
    return bytes(written[:_ID]).decode("ascii", "replace")


@functools.cache
def ring():
    """The installation's key ring, newest key first; raises ImproperlyConfigured without keys."""
    if not settings.FIELD_KEYS:
        raise ImproperlyConfigured("URA_FIELD_KEYS is empty: ./run makes var/field.keys, a server sets it.")
    return Ring(settings.FIELD_KEYS)


def index_key():
    """The root of all search tokens: its own key, or until there is one, made from the oldest key of the ring.

    A new key in front must not change what searching finds; before the oldest is retired, what it made is written
    down as URA_INDEX_KEY (`./run manage keys index`). No key of fields can be read from it.
    """
    return settings.INDEX_KEY or hmac.digest(settings.FIELD_KEYS[-1].encode(), b"index", hashlib.sha256).hex()


@functools.lru_cache(maxsize=256)
def derived_key(purpose, municipality_id):
    """A key of 32 bytes for one purpose in one office."""
    return hmac.digest(index_key().encode(), f"{purpose}:{municipality_id}".encode(), hashlib.sha256)


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
        except Unreadable as error:
            raise ImproperlyConfigured(f"{self.model._meta.label}.{self.name}: none of the keys fits.") from error

    def get_db_prep_save(self, value, connection):
        value = super().get_prep_value(value)
        return ring().encrypt(value.encode()).decode() if value else value

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search its index")
        return super().get_lookup(lookup_name)
