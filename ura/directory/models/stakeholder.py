"""Stakeholders (aktorët): institutions, associations and businesses an office works with (SOP Annex 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager


class Stakeholder(TenantModel):
    """One actor; its status belongs to a request, not to it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="stakeholders")
    name = models.CharField(_("Stakeholder"), max_length=200)
    inside = models.BooleanField(_("Part of the municipality"), default=False)
    type = models.CharField(_("Type of institution"), max_length=40)
    service = models.CharField(_("Type of service offered"), max_length=40)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    notes = models.TextField(_("Notes"), blank=True)
    active = models.BooleanField(_("In use"), default=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="stakeholder_once")]

    def __str__(self):
        return self.name
