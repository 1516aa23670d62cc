"""The office's own schemes, and its wording of national ones: every change is a new version."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.schemes.catalogue import mark, national, read_scheme
from ura.schemes.models import OfficeScheme
from ura.trail.actions import record


def keep_scheme(municipality, data, *, by, version=None, new=False, offered=True):
    """Keep a scheme as the office's own version. `version`: the one the form was made from."""
    scheme = read_scheme(data)  # refuses whatever does not fit
    current = _current(municipality, scheme.code)
    if new and (current or scheme.code in national()):
        raise Refused(_("There is a scheme with this code already."), field="code")
    if version is not None and version != (current.version if current else 0):
        raise Refused(
            _(
                "A colleague saved this while you were writing. Your text is kept below: "
                "look at what is saved now and save again."
            )
        )
    return _write(municipality, scheme.code, data, current, by=by, offered=offered)


def offer_scheme(municipality, code, *, by, offered):
    """Offer a scheme here, or no longer; its text stays."""
    current = _current(municipality, code)
    if current is None and code not in national():
        raise Refused(_("There is no such scheme."))
    if (current.offered if current else True) == offered:
        return current
    data = current.data if current else national()[code].data
    return _write(municipality, code, data, current, by=by, offered=offered)


def restore_scheme(municipality, code, *, by):
    """Back to the national text; the office's versions stay in the records."""
    current = _current(municipality, code)
    if code not in national():
        raise Refused(_("This scheme is the office’s own: there is no national text to go back to."))
    if current:
        current.current = False
        current.save(update_fields=["current"])
        record(current, "schemes.restored", by=by, code=code)


def versions_of(municipality, code):
    return municipality.office_schemes.filter(code=code).select_related("officer__user")


def _current(municipality, code):
    return OfficeScheme.objects.select_for_update().filter(municipality=municipality, code=code, current=True).first()


def _write(municipality, code, data, current, *, by, offered):
    last = OfficeScheme.objects.filter(municipality=municipality, code=code).order_by("-version").first()
    if current:
        current.current = False
        current.save(update_fields=["current"])
    row = OfficeScheme.objects.create(
        municipality=municipality, code=code, version=last.version + 1 if last else 1, data=data, offered=offered,
        base=mark(national()[code].data) if code in national() else "", officer=by,
    )  # fmt: skip
    record(row, "schemes.kept", by=by, code=code, version=row.version, offered=offered)
    return row
