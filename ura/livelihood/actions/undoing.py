"""What was paid with assistance that was struck out waits to be paid again."""

from ura.cases.actions.basics import must_be_open
from ura.livelihood.models import GrantApplication, WorkDay, WorkPayment


def take_back(assistance):
    """Days of Cash for Work become unpaid, a grant as well; only in an open case, where they can be paid anew."""
    of = {"municipality": assistance.municipality_id, "assistance": assistance}
    payment = WorkPayment.objects.filter(**of).first()
    grant = GrantApplication.objects.select_for_update().filter(**of).first()
    if payment is not None:
        must_be_open(assistance.case)
        WorkDay.objects.filter(municipality=assistance.municipality_id, payment=payment).update(payment=None)
    if grant is not None:
        must_be_open(assistance.case)
        grant.paid_on = grant.assistance = None
        grant.save(update_fields=["paid_on", "assistance"])
