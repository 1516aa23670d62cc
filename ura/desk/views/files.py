"""The door to what people attached: shown or saved, never run by the browser."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.looking import looked
from ura.desk.models import Attachment
from ura.post.files import read
from ura.post.models import File
from ura.staff.doors import CASEWORK, staff_page

SHOWN = {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"}


@staff_page(*CASEWORK)
def file(request, pk):
    """One attachment of a request the officer may know of, by the id of its file."""
    visible = request.municipality.enquiries.visible_to(request.officer)
    rows = request.municipality.attachments.filter(file__pk=pk, enquiry__in=visible.values("pk"))
    attachment = rows.select_related("file", "enquiry").first()
    if attachment is None:
        raise Http404
    looked(request.officer, attachment.enquiry)
    return file_response(attachment.file)


def file_response(file):
    """The bytes of a stored file; with pictures and PDF in the browser, and everything else only saved."""
    if file.scan == File.Scan.INFECTED:
        raise Refused(_("This file carries a virus: it is kept as evidence and cannot be opened."))
    shown = file.content_type in SHOWN and file.checked
    response = HttpResponse(read(file), content_type=file.content_type if shown else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(not shown, file.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def attachments_of(enquiry):
    """The attachments of one request with their files, for `desk/_file.html`."""
    return Attachment.objects.filter(municipality=enquiry.municipality, enquiry=enquiry).select_related("file")
