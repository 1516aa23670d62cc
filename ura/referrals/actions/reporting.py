"""The yearly review of the referral system becomes a record: the supervisor stands for its numbers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.referrals.models import ReferralReport
from ura.referrals.review import review, table
from ura.staff.models import Role
from ura.trail.actions import record


@transaction.atomic
def approve_review(municipality, year, *, by):
    """Keep the numbers of a year as they stand today, as far as the supervisor may know them; they change no more."""
    if not by.has(Role.SUPERVISOR):
        raise Refused(_("Only the supervisor approves the review."))
    today = timezone.localdate()
    if year >= today.year:
        raise Refused(_("The year is not over: its review is approved from 1 January of the next one."))
    if ReferralReport.objects.filter(municipality=municipality, year=year).exists():
        raise Refused(_("The review of this year is approved already."))
    columns, rows = table(review(by, year))
    figures = {"columns": [str(column) for column in columns], "rows": [[_plain(cell) for cell in row] for row in rows]}
    row = ReferralReport.objects.create(
        municipality=municipality, year=year, approved_on=today, approved_by=by, figures=figures
    )
    record(row, "referrals.review_approved", by=by, year=year)
    return row


def _plain(cell):
    return cell if cell is None or isinstance(cell, int | float) else str(cell)
