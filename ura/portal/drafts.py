"""A request that waits for a click in an e-mail: the way to ask without JavaScript.

The words lie in the shared cache and the papers beside the other files, both only as ciphertext, for a day. The
address in the e-mail carries a signed random name, nothing about the person.
"""

import json
import shutil
import time
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.utils.translation import gettext as _

from ura.core.encrypted import Unreadable, ring
from ura.core.refusals import Refused
from ura.post.files import inspect

KEPT_FOR = 24 * 3600
SALT = "portal.draft"


class Lost(Exception):
    """It was kept under a key that has been retired since: nobody can read it any more."""


def keep(municipality, words, papers=(), *, form="ask"):
    """Keep a request until its sender confirms; returns the signed name for the link."""
    name = uuid4().hex
    _sweep()
    for number, paper in enumerate(papers):
        _write(name, number, paper.data)
    draft = {"office": municipality.pk, "form": form, "words": words, "papers": [paper.name for paper in papers]}
    cache.set(f"draft-{name}", ring().encrypt(json.dumps(draft).encode()).decode(), KEPT_FOR)
    return signing.dumps(name, salt=SALT)


def name_in(link):
    """The draft's name in a link; None when the link is broken or older than a day."""
    try:
        return signing.loads(link, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None


def read(municipality, name, *, form="ask"):
    """The words of a draft of this form of this office; None when it is no longer there. Raises Lost."""
    kept = cache.get(f"draft-{name}") if name else None
    draft = json.loads(_opened(kept.encode())) if kept else None
    return draft if draft and (draft["office"], draft["form"]) == (municipality.pk, form) else None


def papers_of(name, draft):
    """The papers that came with it, looked at again. Raises Lost."""
    folder = _folder() / name
    kept = [(paper, folder / str(number)) for number, paper in enumerate(draft["papers"])]
    return [inspect(_opened(path.read_bytes()), paper) for paper, path in kept if path.exists()]


def _opened(sealed):
    try:
        return ring().decrypt(sealed)
    except Unreadable as error:
        raise Lost from error


def forget(name):
    cache.delete(f"draft-{name}")
    shutil.rmtree(_folder() / name, ignore_errors=True)


def _folder():
    return settings.FILES_DIR / "waiting"


def _write(name, number, data):
    try:
        folder = _folder() / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / str(number)).write_bytes(ring().encrypt(data))
    except OSError as error:
        raise Refused(
            _(
                "The attachments could not be kept, the server's disk is full. Send the request without them, or try later."
            ),
            field="files",
        ) from error


def _sweep():
    """Papers nobody confirmed go after a day."""
    oldest = time.time() - KEPT_FOR
    folders = _folder().iterdir() if _folder().exists() else ()
    for folder in folders:
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
