"""Files that belong to a request."""

from ura.desk.actions.basics import happened
from ura.desk.models import Attachment
from ura.desk.states import EventKind
from ura.post.files import store


def attach(enquiry, uploads, *, by=None, source=Attachment.Source.OFFICE, event=None):
    """Keep uploaded files with a request. `uploads`: (name, bytes) pairs; raises Refused for a file not allowed."""
    files = [store(enquiry.municipality, data, name=name) for name, data in uploads]
    return attach_files(enquiry, files, by=by, source=source, event=event)


def attach_files(enquiry, files, *, by=None, source=Attachment.Source.OFFICE, event=None):
    """Join files already kept to a request."""
    kept = [
        Attachment.objects.create(
            municipality=enquiry.municipality, enquiry=enquiry, event=event, file=file, source=source
        )
        for file in files
    ]
    if kept and event is None:
        event = happened(enquiry, EventKind.FILE, by=by, files=len(kept))
        Attachment.objects.filter(pk__in=[a.pk for a in kept]).update(event=event)
    return kept
