"""A stream that only the backup's key opens, and that shows when a byte of it was changed, moved or cut off.

Each block is AES-256-GCM under a key made for this one stream; its nonce counts the blocks and marks the last one,
so blocks cannot be reordered, and a stream cut off is no whole stream. All file objects are binary.
"""

import hashlib
import hmac
import io
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC, BLOCK, TAG, SALT = b"URA-SEALED-1\n", 1024 * 1024, 16, 32


class Broken(ValueError):
    """Not sealed by this key, changed, or cut off; the text says which."""


def key_name(key):
    """The public name of a backup key; nothing of it can be read from it."""
    return hmac.digest(key.encode(), b"backup name", hashlib.sha256)[:8]


def key_of_words(words, salt):
    """A key from a passphrase: slow on purpose."""
    return Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(words.encode()).hex()


class Sealer(io.RawIOBase):
    """Write into it what must be sealed; `close` finishes the stream. Counts and hashes what it was given."""

    def __init__(self, target, key):
        salt = os.urandom(SALT)
        self.target, self.cipher, self.place = target, _cipher(key, salt), 0
        self.waiting, self.size, self.sha256 = bytearray(), 0, hashlib.sha256()
        target.write(MAGIC + key_name(key) + salt)

    def writable(self):
        return True

    def write(self, data):
        data = bytes(data)
        self.size += len(data)
        self.sha256.update(data)
        self.waiting += data
        while len(self.waiting) > BLOCK:  # the last block is written by close, even when it is full
            self._block(bytes(self.waiting[:BLOCK]), last=False)
            del self.waiting[:BLOCK]
        return len(data)

    def close(self):
        if not self.closed:
            self._block(bytes(self.waiting), last=True)
            super().close()

    def _block(self, data, *, last):
        self.target.write(self.cipher.encrypt(_nonce(self.place, last), data, None))
        self.place += 1


def unseal(source, keys):
    """The blocks of a sealed stream, each checked before it is given out; raises Broken."""
    head = source.read(len(MAGIC) + 8 + SALT)
    if len(head) < len(MAGIC) + 8 + SALT or not head.startswith(MAGIC):
        raise Broken("this is no sealed copy of Ura")
    name, salt = head[len(MAGIC) : len(MAGIC) + 8], head[len(MAGIC) + 8 :]
    key = next((each for each in keys if key_name(each) == name), None)
    if key is None:
        raise Broken(f"it was sealed with the backup key {name.hex()}, which is not here")
    cipher, place, block = _cipher(key, salt), 0, source.read(BLOCK + TAG)
    while True:
        following = source.read(BLOCK + TAG)
        try:
            yield cipher.decrypt(_nonce(place, not following), block, None)
        except InvalidTag as error:
            raise Broken("it was changed or cut off") from error
        if not following:
            return
        block, place = following, place + 1


class Unsealed(io.RawIOBase):
    """A sealed stream to read from, for those who want a file."""

    def __init__(self, source, keys):
        self.blocks, self.left = unseal(source, keys), b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.left:
            self.left = next(self.blocks, None)
            if self.left is None:
                self.left = b""
                return 0
        taken, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _cipher(key, salt):
    return AESGCM(hmac.digest(key.encode(), b"backup stream" + salt, hashlib.sha256))


def _nonce(place, last):
    return struct.pack(">QI", place, last)
