"""The yearly review of the referral system as it was approved: its numbers of that day, and who stands for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.moments import now
from ura.core.personal import NotPersonal
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.staff.models import Officer


class ReferralReport(TenantModel):
    """Raport i monitorimit të sistemit të referimit (Tirana plan 3.3.5): one a year, never changed once approved."""

    personal = NotPersonal("counts and days of a year; nobody can be found in them")

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="referral_reports")
    year = models.PositiveSmallIntegerField(_("Year"))
    approved_on = models.DateField(_("Approved on"))
    approved_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", verbose_name=_("Approved by")
    )  # fmt: skip
    at = models.DateTimeField(_("Written down"), default=now)
    figures = models.JSONField(_("Numbers"), default=dict)  # {"columns": […], "rows": [[…]]}, as on the page that day
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["municipality", "year"], name="referral_report_once")]

    def __str__(self):
        return str(_("Review of the referral system, %(year)s") % {"year": self.year})
