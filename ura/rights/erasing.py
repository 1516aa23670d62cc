"""Erasure in place: the person goes, number, dates and codes stay, the trail is untouched, a proof remains.

Run again it does what is left: fields that are empty are skipped, files that are gone are gone.
"""

import hashlib
import secrets

from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from ura.cases.models import Case
from ura.core.encrypted import EncryptedTextField
from ura.desk.actions.registering import enquiry_hashes
from ura.desk.models import Enquiry, EnquiryToken
from ura.municipalities.fast import insert_tokens
from ura.people.models import Consent, Person, PersonToken
from ura.post.files import digest_on_disk, remove
from ura.post.models import File, Outbox
from ura.rights.holdings import enquiries_of, holdings
from ura.rights.models import ErasureProof, RightsRequest
from ura.trail.actions import record

MARK = "[fshirë]"  # where something must stand: a list line without words would look like a mistake
ON_DISK, TOKENS, WHOLE = "disk", "tokens", "*"  # what a proof may name instead of a field
RECORDS = (Enquiry, Case, Consent, RightsRequest)  # whose end as a whole is proved too: retention does not ask twice


def erase(scope, *, by, cause, request=None):
    """Empty everything the scope holds, in the caller's transaction; returns (proofs written, files to remove)."""
    office = scope.municipality
    found = [(each.model, list(each.rows.values_list("pk", flat=True))) for each in holdings(scope)]
    proofs = _end(found, office, by=by, cause=cause, request=request)
    _people_end(scope, by)
    for enquiry in enquiries_of(scope):
        record(enquiry, "rights.erased", by=by, cause=cause)
    if scope.enquiries and not scope.people:  # the requester stays for other matters, and is no longer named here
        enquiries_of(scope).update(requester=None)
    return proofs, _files_of(found, office)


def erase_rows(model, keys, municipality, *, by, cause):
    """Empty these rows, the mail about them and their files, in the caller's transaction; returns the files."""
    rows = model.objects.filter(municipality=municipality, pk__in=keys)
    about = Outbox.objects.filter(municipality=municipality, about=model._meta.label_lower, row__in=keys)
    files = {key for name in model.personal.files for key in rows.values_list(name, flat=True) if key}
    found = [(model, list(keys)), (Outbox, list(about.values_list("pk", flat=True))), (File, sorted(files))]
    if model is File:
        found = found[:1]
    _end(found, municipality, by=by, cause=cause)
    for row in rows:
        record(row, "rights.erased", by=by, cause=cause)
    return _files_of(found, municipality)


def _end(found, municipality, *, by, cause, request=None):
    """Empty the rows of these tables; returns how many proofs were written."""
    proofs = []
    for model, keys in found:
        if not keys:
            continue
        personal, rows = model.personal, model.objects.filter(municipality=municipality, pk__in=keys)
        if personal.rows_go:
            proofs += _index_goes(model, rows)
            continue
        if model is File:
            proofs += _files_end(rows)
        for name in personal.fields:
            proofs += _field_ends(model, rows, name)
        for name in personal.scrambled:
            proofs += _scramble(model, rows, name)
        if model in RECORDS:
            proofs += [_proof(model, pk, WHOLE, "") for pk in _unproved(model, keys, WHOLE)]
    for proof in proofs:
        proof.municipality, proof.cause, proof.request, proof.by = municipality, cause, request, by
    ErasureProof.objects.bulk_create(proofs, batch_size=500)
    return len(proofs)


def _files_of(found, municipality):
    keys = [key for model, keys in found if model is File for key in keys]
    return list(File.objects.filter(municipality=municipality, pk__in=keys))


def remove_from_disk(files):
    """After the commit: what the rows call removed leaves the disk; returns how many files were still there."""
    return sum(remove(file) for file in files)


def _field_ends(model, rows, name):
    """Proofs of the values of one field that go; empty ones and those marked before are left alone."""
    field = model._meta.get_field(name)
    mark = "" if field.blank else MARK
    values = rows.annotate(_written=Cast(name, models.TextField())).values_list("pk", name, "_written")
    going = [(pk, written) for pk, value, written in values if value not in ("", None, MARK)]
    if not going:
        return []
    rows.filter(pk__in=[pk for pk, _written in going]).update(**{name: mark})
    sealed = isinstance(field, EncryptedTextField)  # of a value in clear no hash is kept: short ones could be guessed
    return [_proof(model, pk, name, _digest(written) if sealed else "") for pk, written in going]


def _files_end(rows):
    """The rows say when; the files themselves leave the disk after the commit."""
    going = list(rows.filter(removed_at=None))
    rows.filter(pk__in=[file.pk for file in going]).update(removed_at=timezone.now())
    return [_proof(File, file.pk, ON_DISK, digest_on_disk(file)) for file in going]


def _index_goes(model, rows):
    """One proof for each person or request whose index goes; a request is still found by its number."""
    owner = "person" if model is PersonToken else "enquiry"
    keys = _unproved(model, sorted(set(rows.values_list(f"{owner}_id", flat=True))), TOKENS)
    office = rows[0].municipality_id
    model.objects.filter(municipality=office, **{f"{owner}__in": keys}).delete()
    if model is EnquiryToken:
        for enquiry in Enquiry.objects.filter(municipality=office, pk__in=keys).select_related("entry"):
            insert_tokens(EnquiryToken, "enquiry", enquiry, enquiry_hashes(enquiry, "", None))
    return [_proof(model, key, TOKENS, "") for key in keys]


def _scramble(model, rows, name):
    """A hash that opened something opens nothing more."""
    keys = _unproved(model, rows.values_list("pk", flat=True), name)
    for pk in keys:
        rows.filter(pk=pk).update(**{name: secrets.randbits(63)})
    return [_proof(model, pk, name, "") for pk in keys]


def _unproved(model, keys, name):
    """Those that were not done by an earlier run."""
    done = ErasureProof.objects.filter(table=model._meta.label_lower, field=name, row__in=list(keys))
    return sorted(set(keys) - set(done.values_list("row", flat=True)))


def _people_end(scope, by):
    for person in Person.objects.filter(municipality=scope.municipality, pk__in=scope.people, erased_on=None):
        person.erased_on, person.version = timezone.localdate(), person.version + 1
        person.save(update_fields=["erased_on", "version"])
        record(person, "rights.erased", by=by)


def _proof(model, pk, name, digest):
    return ErasureProof(table=model._meta.label_lower, row=pk, field=name, digest=digest)


def _digest(written):
    return hashlib.sha256(written.encode()).hexdigest()
