"""One copy: a folder with the database, the files and the list of what they hold, all sealed; and the way back."""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone

from ura.core.backup.databases import CannotCopy, Sqlite
from ura.core.backup.sealing import Sealer, Unsealed

DATABASE, FILES, MANIFEST, SUMS = "database.sealed", "files.sealed", "manifest.sealed", "SHA256SUMS"


def make_copy(database, files, folder, keys):
    """Copy into a new folder inside `folder` and read it back; returns its path and what it holds.

    The database first: a file is on the disk before its row is committed, so no row in the copy lacks its file.
    """
    stem = f"ura-{timezone.localtime():%Y-%m-%dT%H%M%S}"
    half, whole = Path(folder) / f"{stem}.half", Path(folder) / stem
    half.mkdir(mode=0o700)
    try:
        with _sealed(half / DATABASE, keys[0]) as sealer:
            tables = database.copy(sealer)
        manifest = {"made_at": timezone.now().isoformat(), "engine": database.engine, "tables": tables,
                    "database": [sealer.size, sealer.sha256.hexdigest()]}  # fmt: skip
        with _sealed(half / FILES, keys[0]) as sealer:
            manifest["files"] = _pack(Path(files), sealer)
        with _sealed(half / MANIFEST, keys[0]) as sealer:
            sealer.write(json.dumps(manifest).encode())
        _write_sums(half)
        read_through(half, keys)
    except BaseException:
        shutil.rmtree(half)
        raise
    half.rename(whole)
    _sync(whole.parent)
    return whole, manifest


def read_through(folder, keys):
    """Every byte of a copy is there and opens; returns what it says it holds. Raises Broken or CannotCopy."""
    manifest = manifest_of(folder, keys)
    size, sha256 = 0, hashlib.sha256()
    with (folder / DATABASE).open("rb") as sealed:
        source = Unsealed(sealed, keys)
        while block := source.read(1024 * 1024):
            size, _none = size + len(block), sha256.update(block)
    if [size, sha256.hexdigest()] != manifest["database"]:
        raise CannotCopy(f"{folder / DATABASE} is not what was copied.")
    with _opened(folder / FILES, keys) as archive:
        _same("files", manifest["files"], _summed((name, part.read()) for name, part in _members(archive)))
    return manifest


def manifest_of(folder, keys):
    with (folder / MANIFEST).open("rb") as sealed:
        return json.loads(Unsealed(sealed, keys).readall())


def bring_back(folder, database, files, keys):
    """Restore a copy into an empty database and an empty folder, and compare every table and file with its list."""
    manifest, files = manifest_of(folder, keys), Path(files)
    if manifest["engine"] != database.engine:
        raise CannotCopy(f"This is a copy of {manifest['engine']}, and the settings name {database.engine}.")
    if files.exists() and any(files.iterdir()):
        raise CannotCopy(f"{files} is not empty: a copy is brought back into an empty place only.")
    with (folder / DATABASE).open("rb") as sealed:
        database.restore(Unsealed(sealed, keys))
    files.mkdir(parents=True, exist_ok=True)
    with _opened(folder / FILES, keys) as archive:
        for name, part in _members(archive):
            path = files / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                shutil.copyfileobj(part, file)
                file.flush()
                os.fsync(file.fileno())
    there = database.holds()
    for table in sorted(set(there) | set(manifest["tables"])):
        _same(f"table {table}", manifest["tables"].get(table), there.get(table))
    _same(
        "files", manifest["files"], _summed((str(path.relative_to(files)), path.read_bytes()) for path in _kept(files))
    )
    return manifest


def try_copy(folder, database, keys):
    """Bring a copy back into a scratch place, compare, and clear it away."""
    with tempfile.TemporaryDirectory(prefix="ura-restore-") as place:
        if database.engine == "sqlite":
            scratch = Sqlite(Path(place) / "ura.sqlite3")
        else:
            scratch = database.scratch(f"ura_restore_{os.getpid()}")
        try:
            return bring_back(folder, scratch, Path(place) / "files", keys)
        finally:
            scratch.drop()


@contextmanager
def _sealed(path, key):
    """A sealed file, finished only when all went well."""
    with path.open("xb") as file:
        sealer = Sealer(file, key)
        yield sealer
        sealer.close()
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _opened(path, keys):
    with path.open("rb") as sealed, tarfile.open(fileobj=Unsealed(sealed, keys), mode="r|", bufsize=2**20) as archive:
        yield archive


def _members(archive):
    """Only plain files below the folder: an archive that says otherwise is none of ours."""
    for member in archive:
        if not member.isreg() or member.name.startswith("/") or ".." in Path(member.name).parts:
            raise CannotCopy(f"The copy holds something that is no file of Ura: {member.name!r}")
        yield member.name, archive.extractfile(member)


def _pack(files, out):
    found = []
    with tarfile.open(fileobj=out, mode="w|", bufsize=1024 * 1024) as archive:
        for path in _kept(files):
            try:
                data = path.read_bytes()
            except FileNotFoundError:  # erased since the folder was read
                continue
            info = tarfile.TarInfo(str(path.relative_to(files)))
            info.size, info.mode = len(data), 0o600
            archive.addfile(info, io.BytesIO(data))
            found.append(_one(info.name, data))
    return [len(found), str(sum(found))]


def _kept(files):
    return sorted(p for p in files.rglob("*") if p.is_file() and p.suffix != ".new") if files.exists() else []


def _summed(parts):
    found = [_one(name, data) for name, data in parts]
    return [len(found), str(sum(found))]


def _one(name, data):
    return int.from_bytes(hashlib.sha256(name.encode() + b"\0" + data).digest()[:12], "big")


def _same(what, wanted, found):
    if wanted != found:
        raise CannotCopy(f"{what}: the copy says {wanted}, restored are {found}.")


def _write_sums(folder):
    """For `sha256sum -c`, without any key: whether the copy arrived whole where it was carried."""
    lines = []
    for name in (DATABASE, FILES, MANIFEST):
        with (folder / name).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    (folder / SUMS).write_text("".join(lines))


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
