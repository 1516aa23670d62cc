"""Advice visits on farms and about careers, and financial support for agribusiness (Tirana plan 4.2.4, 4.2.7, 4.2.8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Assistance, Case
from ura.core.encrypted import EncryptedTextField
from ura.core.personal import Personal
from ura.livelihood.states import AdviceKind, Payer, SupportKind
from ura.municipalities.models import AdministrativeUnit, Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager
from ura.people.models import Person
from ura.staff.models import Officer


class Advice(TenantModel):
    """A visit or talk of advice, on one day, by somebody who knows the trade."""

    personal = Personal(
        activity=CASEWORK, what=_("Advice on work or farm"), of="person", fields=("adviser", "about", "advised"),
        also=("kind", "on", "next_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="advice")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="advice")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of advice"), max_length=8, choices=AdviceKind)
    on = models.DateField(_("Day"))
    unit = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Administrative unit"),
    )  # fmt: skip
    adviser = EncryptedTextField(_("Who advised"), blank=True, default="")
    about = EncryptedTextField(_("What it was about"))  # crop, animals, land, trade
    advised = EncryptedTextField(_("What was advised"), blank=True, default="")
    next_on = models.DateField(_("Next visit"), null=True, blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["municipality", "kind", "on"], name="advice_by_day")]


class AgriSupportQuerySet(TenantQuerySet):
    def standing(self):
        """Without those whose assistance was struck out."""
        return self.filter(assistance__struck_on=None)


class AgriSupport(TenantModel):
    """Money or goods for an agribusiness."""

    personal = Personal(
        activity=CASEWORK, what=_("Support for agribusiness"), of="person", fields=("text",),
        also=("kind", "amount", "source", "given_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="agri_supports")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agri_supports")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of support"), max_length=10, choices=SupportKind)
    amount = models.PositiveBigIntegerField(_("Worth in lek"))
    source = models.CharField(_("Source of the money"), max_length=12, choices=Payer, default=Payer.MUNICIPALITY)
    given_on = models.DateField(_("Given on"))
    text = EncryptedTextField(_("What was given"), blank=True, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    assistance = models.OneToOneField(Assistance, on_delete=models.PROTECT, related_name="agri_support")
    objects = office_manager(AgriSupportQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-given_on", "-pk"]
        indexes = [models.Index(fields=["municipality", "given_on"], name="agri_support_by_day")]
