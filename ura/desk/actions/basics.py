"""What every verb of the desk shares: the lock, the version, the event with its trail."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.models import Enquiry, Event
from ura.trail.actions import record


def lock(enquiry, *, version=None):
    """The row under lock; refuses when somebody saved in between, so nobody's work is overwritten."""
    locked = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    locked.municipality = enquiry.municipality
    if version is not None and int(version) != locked.version:
        raise Refused(
            _(
                "Somebody changed this request while you were writing. Your text is kept below: "
                "look at what changed and save again."
            )
        )
    return locked


def must_be_open(enquiry):
    if not enquiry.is_open:
        raise Refused(_("This request is closed. Open it again first, with a reason."))


def save(enquiry, *fields):
    """Save under the next version."""
    enquiry.version += 1
    enquiry.save(update_fields=[*fields, "version"])


def happened(enquiry, kind, *, by=None, on=None, law="", text="", public=False, mail=None, **data):
    """Write a dated event and its trail row. `data`: codes and dates; words about people go into `text`."""
    event = Event.objects.create(
        municipality_id=enquiry.municipality_id,
        enquiry=enquiry,
        kind=kind,
        on=on or timezone.localdate(),
        officer=by,
        law=law,
        data=data,
        text=text,
        public=public,
        mail=mail,
    )
    record(enquiry, f"desk.{kind}", by=by, **data)
    return event
