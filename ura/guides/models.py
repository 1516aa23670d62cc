"""What an office adds to the national guides, version by version, and that somebody said they are still right."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.moments import now
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.staff.models import Officer


class GuideEdition(TenantModel):
    """The office's additions to one guide; a change is a new row, the highest number is in use."""

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="guide_editions")
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField(_("Edition"))
    facts = models.JSONField(default=dict)  # the office's own values of the guide's facts
    laws = models.JSONField(default=dict)  # {code of a law: {language: what stands in its place}}
    fee = models.PositiveIntegerField(_("Fee in lek"), null=True, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    place = models.CharField(_("Where"), max_length=200, blank=True)
    hours = models.CharField(_("Opening hours"), max_length=200, blank=True)
    text_sq = models.TextField(_("In our municipality, in Albanian"), blank=True)
    text_en = models.TextField(_("In our municipality, in English"), blank=True)
    papers_sq = models.TextField(_("Further documents, in Albanian"), blank=True)
    papers_en = models.TextField(_("Further documents, in English"), blank=True)
    laws_sq = models.TextField(_("Further laws, in Albanian"), blank=True)
    laws_en = models.TextField(_("Further laws, in English"), blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key", "number"], name="guide_edition_once"),
        ]

    @property
    def words(self):
        """Everything this edition says, to be compared with the others."""
        fee = [f"{self.fee} lek"] if self.fee is not None else []
        facts = [f"{name}: {value}" for name, value in self.facts.items()]
        texts = [self.place, self.hours, self.phone, self.text_sq, self.text_en, self.papers_sq, self.papers_en]
        laws = [text for both in self.laws.values() for text in both.values()]
        return [text for text in (*facts, *fee, *texts, *laws, self.laws_sq, self.laws_en) if text]


class GuideConfirmation(TenantModel):
    """Somebody asked at the counters and said: this guide is still right, until a day."""

    insert_only = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="guide_confirmations")
    key = models.CharField(max_length=60)
    edition = models.PositiveIntegerField(default=0)  # 0: the national text alone
    national = models.CharField(max_length=40)  # version of the national text that was looked at
    on = models.DateField(_("Confirmed on"))
    until = models.DateField(_("Valid until and including"))
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "key"], name="confirmation_by_guide")]
