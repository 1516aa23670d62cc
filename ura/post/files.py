"""Files on disk: encrypted, under random names, synced before the transaction that names them commits."""

import contextlib
import hashlib
import os
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from ura.core.encrypted import Unreadable, key_of, ring
from ura.core.refusals import Refused
from ura.core.uploads import examine, scan
from ura.municipalities.fast import insert
from ura.post.models import File, new_name


def _path(municipality_id, disk_name):
    return settings.FILES_DIR / str(municipality_id) / disk_name[:2] / disk_name


@dataclass(frozen=True)
class Inspected:
    """What somebody brought, looked at and found fit to keep."""

    name: str
    data: bytes
    content_type: str
    checked: bool
    scan: str


def inspect(data, name):
    """Look at a file before any transaction begins, because a virus scan is slow; raises Refused for what is not taken."""
    found = examine(data, name, limit=settings.UPLOAD_LIMIT)
    if found.problem:
        raise Refused(found.problem, field="files")
    return Inspected(found.safe_name, data, found.content_type, found.kind != "unchecked", _scan(data))


def store(municipality, data, *, name, trusted_type="", inspected=None):
    """Keep these bytes as a file of the office and return its row.

    What people bring is examined by content (allow-list, bombs, size) and refused with a sentence; what Ura
    made itself names its `trusted_type`. A virus scan that cannot be made leaves the file «not scanned».
    `inspected`: it was looked at already. Raises Refused also when the disk is full.
    """
    if trusted_type:
        row = File(municipality=municipality, name=name, content_type=trusted_type, checked=True, scan=File.Scan.CLEAN)
    else:
        seen = inspected or inspect(data, name)
        row = File(
            municipality=municipality, name=seen.name, content_type=seen.content_type, checked=seen.checked,
            scan=seen.scan,
        )  # fmt: skip
    row.size = len(data)
    row.disk_name = new_name()
    _write(_path(municipality.pk, row.disk_name), data)
    return insert(row)


def read(file):
    """The bytes of a stored file; raises Refused when it was erased, or the disk no longer has it whole."""
    if file.removed_at:
        raise Refused(_("The file was erased: the person's data is no longer kept."))
    try:
        return ring().decrypt(_path(file.municipality_id, file.disk_name).read_bytes())
    except (OSError, Unreadable):
        raise Refused(_("The file is missing on the server. Please tell the administrator.")) from None


def rewrap(municipality_id, disk_name):
    """Write a file anew under the newest key, in one step; False when it is gone or lies under it already.

    Raises Unreadable, and OSError when the disk is full; the old file is whole then.
    """
    path = _path(municipality_id, disk_name)
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        return False
    if key_of(sealed) == ring().newest:
        return False
    half = path.with_suffix(".new")
    with half.open("wb") as file:
        file.write(ring().encrypt(ring().decrypt(sealed)))
        file.flush()
        os.fsync(file.fileno())
    was = path.stat()  # root may type the command, and the service must still read the file
    half.chmod(was.st_mode & 0o777)
    if os.geteuid() == 0:
        os.chown(half, was.st_uid, was.st_gid)
    half.replace(path)
    _sync(path.parent)
    return True


def forget_rewrapped(municipality_id, disk_name):
    """The row went while its file was written anew: the new one goes too."""
    _path(municipality_id, disk_name).unlink(missing_ok=True)


def digest_on_disk(file):
    """SHA-256 of what lies on the disk, still encrypted: the proof of what is removed; empty when it is gone."""
    try:
        return hashlib.sha256(_path(file.municipality_id, file.disk_name).read_bytes()).hexdigest()
    except OSError:
        return ""


def remove(file):
    """Take an erased file from the disk; once more does no harm. True when it was there."""
    path = _path(file.municipality_id, file.disk_name)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    _sync(path.parent)
    return True


def _scan(data):
    result = scan(data, settings.CLAMD_ADDRESS) if settings.CLAMD_ADDRESS else "not_scanned:no scanner"
    if result.startswith("infected"):
        raise Refused(_("This file carries a virus and was not taken. Ask for it in another form."), field="files")
    return File.Scan.CLEAN if result == "clean" else File.Scan.WAITING


def _write(path, data):
    """Encrypted, synced with its directory: a row without a file cannot be."""
    try:
        _make_folder(path.parent)
        with path.open("xb") as file:
            file.write(ring().encrypt(data))
            file.flush()
            os.fsync(file.fileno())
        _sync(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise Refused(
            _(
                "The file could not be kept: the server's disk is full or not writable. Nothing else was lost; try later."
            ),
            field="files",
        ) from error


def _make_folder(folder):
    """Make what is missing of the way to a folder; each new one is synced where it is written down."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
