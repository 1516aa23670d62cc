"""What this browser may see: kept in its session as the request's row or the hash of its code, never as a code or a name."""

import time

ASKED_FOR = 30 * 60  # the confirmation shows the code: half an hour, for a browser that others use too
FOLLOWED_FOR = 60 * 60  # since the last page


def asked(request, enquiry):
    """From now on the confirmation of this request may be shown here."""
    _write(request, "asked", enquiry.pk)


def asked_here(request):
    return _read(request, "asked", ASKED_FOR)


def asked_about_data(request, row):
    """From now on the confirmation of this request about data may be shown here."""
    _write(request, "asked_data", row.pk)


def asked_about_data_here(request):
    return _read(request, "asked_data", ASKED_FOR)


def follow(request, enquiry):
    """The right code was given: this browser follows the request until it leaves, rests for an hour, or the code changes."""
    request.session.cycle_key()
    _write(request, "followed", enquiry.follow_hash)


def followed_here(request):
    code = _read(request, "followed", FOLLOWED_FOR)
    if code and time.time() - request.session["followed"][request.municipality.slug][1] > 300:
        _write(request, "followed", code)
    return code


def leave(request):
    """End all of it for this office."""
    for name in ("asked", "asked_data", "followed"):
        kept = request.session.get(name, {})
        if kept.pop(request.municipality.slug, None):
            request.session[name] = kept


def _write(request, name, what):
    kept = request.session.get(name, {})
    kept[request.municipality.slug] = [what, int(time.time())]
    request.session[name] = kept


def _read(request, name, seconds):
    what, since = request.session.get(name, {}).get(request.municipality.slug, (None, 0))
    return what if what and time.time() - since < seconds else None
