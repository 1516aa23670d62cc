"""A request that only a team may know of from its first moment."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.registering import register_enquiry
from ura.desk.actions.team import CARRIERS, close_off


def register_restricted(municipality, *, by, ground, **request):
    """Register and restrict in one transaction: no colleague outside the team sees it even for a second.

    Whoever writes it down may say so. In the team are its focal point and, where they carry requests, the writer: a
    clerk hands over the number and knows no more of it.
    """
    enquiry = register_enquiry(municipality, by=by, **request)
    members = {one.pk: one for one in (enquiry.owner, by) if one and one.active and one.has(*CARRIERS)}
    members.pop(enquiry.complaint_about_id, None)
    if not members:
        raise Refused(_("Nobody at work here could read it: an administrator makes a colleague officer first."))
    close_off(enquiry, members, by=by, ground=ground)
    return enquiry
