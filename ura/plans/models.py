"""Needs analysis of the office (SOP Annex 4): topics by current, needs, desired, one version a year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.moments import now
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.staff.models import Officer


class NeedsAnalysis(TenantModel):
    """The assessment of one year (procedure diaspora/5.1a)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="needs_analyses")
    year = models.PositiveSmallIntegerField(_("Year"))
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["municipality", "year"], name="needs_analysis_once")]


class NeedsRow(TenantModel):
    """One topic: what is, what is lacking, what is wished; and who closes the gap by when."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey(NeedsAnalysis, on_delete=models.CASCADE, related_name="rows")
    topic = models.CharField(_("Topic"), max_length=40)
    current = models.TextField(_("Current situation"), blank=True)
    needs = models.TextField(_("Needs"), blank=True)
    desired = models.TextField(_("Desired situation"), blank=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["analysis", "topic"], name="needs_topic_once")]


class NeedsStep(TenantModel):
    """A step of procedure diaspora/5.1a in one year's analysis: a task, a discussion or a round table."""

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        ROUND_TABLE = "round_table", _("Round table")
        DISCUSSION = "discussion", _("Discussion with the supervisor")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey(NeedsAnalysis, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, default=Kind.TASK)
    what = models.CharField(_("What"), max_length=300)
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who")
    )
    on = models.DateField(_("Day"), null=True, blank=True)
    invited = models.TextField(_("Invited"), blank=True)
    attended = models.TextField(_("Attended"), blank=True)
    minutes = models.TextField(_("Minutes and decisions"), blank=True)
    cost = models.DecimalField(_("Cost in lek"), max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("Source of money"), max_length=200, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["on", "pk"]
