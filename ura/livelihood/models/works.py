"""Cash for Work: projects of the municipality, the days people worked and what they were paid (Tirana plan 4.1.7)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Assistance, Case
from ura.core.encrypted import EncryptedTextField
from ura.core.personal import Personal
from ura.livelihood.states import Payer
from ura.municipalities.models import AdministrativeUnit, Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager
from ura.people.models import Person


class WorkProject(TenantModel):
    """Punë për para: what is done where, from when to when, at which rate a day."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="work_projects")
    title = models.CharField(_("Project"), max_length=200)
    what = models.CharField(_("Work"), max_length=300, blank=True)
    unit = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Administrative unit"),
    )  # fmt: skip
    source = models.CharField(_("Source of the money"), max_length=12, choices=Payer, default=Payer.MUNICIPALITY)
    start_on = models.DateField(_("First day"))
    end_on = models.DateField(_("Last day"))
    rate = models.PositiveIntegerField(_("Pay in lek a day"))
    places = models.PositiveSmallIntegerField(_("Places"))
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-start_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="works_end_after_start")]

    def __str__(self):
        return self.title


class Worker(TenantModel):
    """A person of a case in a project."""

    personal = Personal(
        activity=CASEWORK, what=_("Cash for Work"), of="person", also=("taken_on", "ended_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="workers")
    project = models.ForeignKey(WorkProject, on_delete=models.PROTECT, related_name="workers")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="works")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField(_("Taken on"))
    ended_on = models.DateField(_("Ended on"), null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="worker_once")]


class WorkPaymentQuerySet(TenantQuerySet):
    def standing(self):
        """Without those whose assistance was struck out: their days wait to be paid again."""
        return self.filter(assistance__struck_on=None)


class WorkPayment(TenantModel):
    """What was paid for which days."""

    personal = Personal(
        activity=CASEWORK, what=_("Pay for Cash for Work"), of="worker__person", fields=("reference",),
        also=("days", "amount", "paid_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="work_payments")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="payments")
    days = models.PositiveSmallIntegerField(_("Days"))
    amount = models.PositiveBigIntegerField(_("Amount in lek"))
    paid_on = models.DateField(_("Paid on"))
    reference = EncryptedTextField(_("Payment order"), blank=True, default="")
    assistance = models.OneToOneField(Assistance, on_delete=models.PROTECT, related_name="work_payment")
    objects = office_manager(WorkPaymentQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["paid_on", "pk"]
        indexes = [models.Index(fields=["municipality", "paid_on"], name="work_payment_by_day")]


class WorkDay(TenantModel):
    """A day somebody worked: once, whatever the project."""

    personal = Personal(activity=CASEWORK, what=_("Day of Cash for Work"), of="person", also=("on",))

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="days")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("Day"))
    payment = models.ForeignKey(WorkPayment, on_delete=models.PROTECT, null=True, related_name="worked")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["on"]
        indexes = [models.Index(fields=["municipality", "on"], name="work_day_by_day")]
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="no_day_twice")]
