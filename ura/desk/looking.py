"""Whoever looks at a restricted request leaves a row in the trail."""

from datetime import timedelta

from django.utils import timezone

from ura.municipalities.tenancy import working_for
from ura.trail.actions import record
from ura.trail.models import Trail

AGAIN_AFTER = timedelta(minutes=15)  # one look, however many pages, files and letters it takes


def looked(officer, enquiry):
    """Write down that this officer looks, in a short transaction of its own where none is open; once in a while."""
    if not enquiry.restricted:
        return
    since = timezone.now() - AGAIN_AFTER
    mine = Trail.objects.filter(municipality=officer.municipality, about="desk.enquiry", row=enquiry.pk)
    if mine.filter(officer=officer, act="desk.looked", at__gt=since).exists():
        return
    with working_for(officer.municipality):
        record(enquiry, "desk.looked", by=officer)
