"""The keys of an installation in one small file, sealed by a passphrase; never beside the copies."""

import io
import json
import os
from pathlib import Path

from django.conf import settings

from ura.core.backup.databases import CannotCopy
from ura.core.backup.sealing import Sealer, Unsealed, key_of_words

SHORTEST = 16  # signs of a passphrase
NAMES = {"field.keys": "FIELD_KEYS", "index.key": "INDEX_KEY", "secret.key": "SECRET_KEY", "backup.key": "BACKUP_KEYS"}


def write_keys(path, words):
    """Seal the keys this installation runs with."""
    path = Path(path)
    if list(path.parent.glob("ura-*/database.sealed")):
        raise CannotCopy("Keys and copies must not lie in one place: whoever finds both reads everything.")
    if len(words) < SHORTEST:
        raise CannotCopy(f"The passphrase needs {SHORTEST} signs or more; five words of a dictionary are easy to keep.")
    values = {name: getattr(settings, setting) for name, setting in NAMES.items()}
    texts = {name: "\n".join(value) if isinstance(value, list) else value for name, value in values.items() if value}
    salt, out = os.urandom(16), io.BytesIO()
    sealer = Sealer(out, key_of_words(words, salt))
    sealer.write(json.dumps(texts).encode())
    sealer.close()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(salt + out.getvalue())
        file.flush()
        os.fsync(file.fileno())


def bring_back_keys(path, folder, words):
    """Open such a file and write field.keys, secret.key … into a folder, never over one that is there."""
    data, folder = Path(path).read_bytes(), Path(folder)
    texts = json.loads(Unsealed(io.BytesIO(data[16:]), [key_of_words(words, data[:16])]).readall())
    if there := [name for name in texts if (folder / name).exists()]:
        raise CannotCopy(f"{folder} has {', '.join(there)} already: keys are never written over.")
    folder.mkdir(parents=True, exist_ok=True)
    for name in set(texts) & set(NAMES):
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(texts[name])
    return sorted(texts)
