"""The keys of fields and files: what still lies under which of them, and writing it anew under the newest.

The data itself says which key wrote it, so counting is exact, and a rewriting that was interrupted goes on where it was.
"""

import re
import time
from collections import Counter
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast, Substr

from ura.core.encrypted import EncryptedTextField, Unreadable, key_id, key_of, ring
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, reading_for, working_for
from ura.post.files import forget_rewrapped, rewrap
from ura.post.models import File

BATCH = 200  # rows in one transaction: nobody waits long for one of them
CIPHERTEXT = re.compile(r"[0-9a-f]{8}\.[\w-]{38,}=*\Z")
AGAIN = 5  # how often rows that somebody was just changing are come back for


@dataclass
class Done:
    """What a rotation did: rows and files written anew, and what no key of the ring opens."""

    rows: int = 0
    files: int = 0
    busy: int = 0
    unreadable: list = field(default_factory=list)


def encrypted_columns():
    """(model, its encrypted fields) of every table that has some."""
    for model in apps.get_models():
        if fields := [each for each in model._meta.local_concrete_fields if isinstance(each, EncryptedTextField)]:
            yield model, fields


def fields_by_key(municipalities=None):
    """How many fields each key wrote: {(key, table): number}."""
    found = Counter()
    for municipality in Municipality.objects.all() if municipalities is None else municipalities:
        with reading_for(municipality):
            for model, fields in encrypted_columns():
                if issubclass(model, TenantModel):
                    _count(model.objects.filter(municipality=municipality), fields, found)
    for model, fields in encrypted_columns():
        if not issubclass(model, TenantModel):
            _count(model._default_manager.all(), fields, found)
    for factor in Authenticator.objects.all():
        found.update((key_of(text.encode()), "mfa.authenticator") for text in _secrets(factor.data).values())
    return found


def files_by_key():
    """How many files on the disk each key wrote, drafts of the portal included."""
    found = Counter()
    for path in settings.FILES_DIR.rglob("*") if settings.FILES_DIR.exists() else ():
        try:
            if path.is_file() and path.suffix != ".new":
                with path.open("rb") as file:
                    found[key_of(file.read(8))] += 1
        except FileNotFoundError:  # gone since the folder was read
            continue
    return found


def keys_of_ring():
    """The identifiers of the ring, newest first."""
    return [key_id(key) for key in settings.FIELD_KEYS]


def rotate(municipality):
    """Write every field and file of one office anew under the newest key, while others work in it."""
    done = Done()
    with reading_for(municipality):
        waiting = [
            (model, fields)
            for model, fields in encrypted_columns()
            if issubclass(model, TenantModel) and _old(model.objects.filter(municipality=municipality), fields).exists()
        ]
    for model, fields in waiting:
        _rotate_table(municipality, model, fields, done)
    _rotate_files(municipality, done)
    return done


def rotate_national(done):
    """The same for the tables without an office, and for the secrets of the second factors."""
    for factor in Authenticator.objects.all():
        old = {name: text for name, text in _secrets(factor.data).items() if key_of(text.encode()) != ring().newest}
        fresh = {name: ring().encrypt(ring().decrypt(text.encode())).decode() for name, text in old.items()}
        if fresh:
            # Only as it was read: a recovery code used meanwhile stays used.
            same = Authenticator.objects.filter(pk=factor.pk, data=factor.data)
            done.rows += same.update(data=factor.data | fresh)
    for model, fields in encrypted_columns():
        if not issubclass(model, TenantModel):
            for row in _old(model._default_manager.all(), fields).order_by("pk").iterator():
                done.rows += _rewrite(model._default_manager.all(), row, fields, done, model)


def _secrets(data):
    """What the second factor's library was given back by our adapter: ciphertext among other values."""
    return {name: text for name, text in data.items() if isinstance(text, str) and CIPHERTEXT.match(text)}


def _count(rows, fields, found):
    for each in fields:
        keys = rows.annotate(_key=Substr(Cast(each.name, TextField()), 1, 8)).filter(_key__gt="")
        for key, number in keys.order_by().values_list("_key").annotate(Count("pk")):
            found[key, rows.model._meta.label_lower] += number


def _raw(fields):
    """The fields as they are written, not as they read."""
    return {f"raw_{each.name}": Cast(each.name, TextField()) for each in fields}


def _old(rows, fields):
    """The rows of which some field lies under an older key, with their fields as they are written."""
    old = Q()
    for name in _raw(fields):
        old |= Q(**{f"{name}__gt": ""}) & ~Q(**{f"{name}__startswith": ring().newest})
    return rows.annotate(**_raw(fields)).filter(old).values("pk", *_raw(fields))


def _rotate_table(municipality, model, fields, done):
    for turn in range(AGAIN):
        after, passed_over = 0, False
        while True:
            with working_for(municipality):
                rows = model.objects.filter(municipality=municipality)
                waiting = _old(rows.filter(pk__gt=after), fields).order_by("pk")
                # Rows that somebody is changing are passed over: waiting for them while holding others may deadlock.
                batch = list(waiting.select_for_update(skip_locked=_can_skip())[:BATCH])
                for row in batch:
                    done.rows += _rewrite(rows, row, fields, done, model)
            if not batch:
                break
            after = batch[-1]["pk"]
        with reading_for(municipality):
            unreadable = {pk for label, pk in done.unreadable if label == model._meta.label_lower}
            passed_over = _old(model.objects.filter(municipality=municipality), fields).exclude(pk__in=unreadable)
            left = passed_over.count()
        if not left:
            return
        time.sleep(turn)
    done.busy += left


def _rewrite(rows, row, fields, done, model):
    """One row, only if nobody has changed it since it was read. Returns 1 when it was written."""
    fresh, guard = {}, {}
    for each in fields:
        written = row[f"raw_{each.name}"]
        if written and not written.startswith(ring().newest):
            try:
                fresh[each.name] = ring().decrypt(written.encode()).decode()
            except Unreadable:
                done.unreadable.append((model._meta.label_lower, row["pk"]))
                continue
            guard[f"raw_{each.name}"] = written
    if not fresh:
        return 0
    return rows.filter(pk=row["pk"]).annotate(**_raw(fields)).filter(**guard).update(**fresh)


def _rotate_files(municipality, done):
    after = 0
    while True:
        with reading_for(municipality):
            files = File.objects.filter(municipality=municipality, pk__gt=after).order_by("pk")
            batch = list(files.values_list("pk", "disk_name")[:BATCH])
        if not batch:
            return
        for pk, disk_name in batch:
            try:
                done.files += _rotate_file(municipality, pk, disk_name)
            except Unreadable:
                done.unreadable.append(("post.file on the disk", pk))
        after = batch[-1][0]


def _rotate_file(municipality, pk, disk_name):
    if not rewrap(municipality.pk, disk_name):
        return 0
    with reading_for(municipality):
        there = File.objects.filter(municipality=municipality, pk=pk).exists()
    if not there:  # erased meanwhile: its row goes before its file, so it would have come back here
        forget_rewrapped(municipality.pk, disk_name)
    return int(there)


def _can_skip():
    return connection.features.has_select_for_update_skip_locked
