"""The book (libri i protokollit): one number for each paper in or out of one office and year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import REQUESTS
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.staff.models import Officer


class Counter(TenantModel):
    """The last number given in one office and year."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "year"], name="counter_once")]


class Entry(TenantModel):
    """One line of the book. Never deleted; a mistake is voided with a reason and keeps its number."""

    personal = Personal(
        activity=REQUESTS, what=_("Line of the protocol book"), of=("enquiry__requester", "reply__enquiry__requester", "referral__enquiry__requester", "case_closure__case__person", "rights_request__person", "rights_answer__person"),
        fields=("sender_reference", "void_reason"),
        also=("label", "direction", "received_on", "archive_number", "archive_on", "pages", "annexes", "voided_at"),
    )  # fmt: skip

    never_deleted = True

    class Direction(models.TextChoices):
        IN = "in", _("Incoming")
        OUT = "out", _("Outgoing")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="entries", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    direction = models.CharField(_("Direction"), max_length=3, choices=Direction)
    label = models.CharField(_("Protocol number"), max_length=80)  # the number as the office writes it, frozen
    entered_at = models.DateTimeField(default=now)
    received_on = models.DateField(
        _("Received on")
    )  # incoming: the true day of receipt; outgoing: the day of the letter
    archive_number = models.CharField(_("Town hall's archive number"), max_length=60, blank=True)
    archive_on = models.DateField(_("Archive date"), null=True, blank=True)
    sender_reference = EncryptedTextField(_("Sender's reference"), blank=True, default="")
    pages = models.PositiveSmallIntegerField(_("Pages"), null=True, blank=True)
    annexes = models.PositiveSmallIntegerField(_("Annexes"), null=True, blank=True)
    voided_at = models.DateTimeField(_("Voided on"), null=True)
    voided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = EncryptedTextField(_("Reason"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="number_once"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="number_positive"),
        ]

    def __str__(self):
        return self.label
