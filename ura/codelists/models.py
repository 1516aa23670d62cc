"""Agreed terms in Albanian and English; codes end, they are never deleted."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager


class Term(models.Model):
    """One code of a list with both words."""

    list = models.CharField(_("List"), max_length=40)
    code = models.CharField(_("Code"), max_length=40)
    sq = models.CharField(_("In Albanian"), max_length=200)
    en = models.CharField(_("In English"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["list", "position", "pk"]

    def __str__(self):
        return self.en if get_language() == "en" else self.sq


class NationalTerm(Term):
    """A code the whole country shares; it is fixed."""

    extendable = models.BooleanField(default=False)  # may an office add its own codes after these?

    class Meta(Term.Meta):
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="national_code_once")]


class OfficeTerm(Term, TenantModel):
    """A code one office added, from the next number on."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(Term.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "list", "code"], name="office_code_once")]
