"""Grant calls: criteria with points, evaluators' scores, the ranked list within the budget (Tirana plan 4.2.6, 4.2.8)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Assistance, Case
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import NotPersonal, Personal
from ura.livelihood.states import GrantKind, GrantState, Payer, Sector, TieRule
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Person
from ura.staff.models import Officer


class GrantCall(TenantModel):
    """Thirrje për grante."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="grant_calls")
    title = models.CharField(_("Call"), max_length=200)
    kind = models.CharField(_("Kind of grant"), max_length=12, choices=GrantKind)
    source = models.CharField(_("Source of the money"), max_length=12, choices=Payer, default=Payer.MUNICIPALITY)
    opens_on = models.DateField(_("Opens on"))
    closes_on = models.DateField(_("Last day to apply"))
    budget = models.PositiveBigIntegerField(_("Budget in lek"))
    most = models.PositiveBigIntegerField(_("Most for one application, in lek"))
    least_points = models.PositiveSmallIntegerField(_("Least points to be awarded"), default=0)
    tie_rule = models.CharField(_("With equal points"), max_length=16, choices=TieRule, default=TieRule.EARLIEST)
    decided_on = models.DateField(_("Decided on"), null=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="call_closes_after_opening")
        ]

    def __str__(self):
        return self.title


class GrantCriterion(TenantModel):
    """What is judged, and the most points for it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(GrantCall, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("Criterion"), max_length=200)
    most = models.PositiveSmallIntegerField(_("Most points"))
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]

    def __str__(self):
        return self.name


class GrantApplication(TenantModel):
    """Aplikim: a person's idea and what is asked for."""

    personal = Personal(
        activity=CASEWORK, what=_("Application for a grant"), of="person", fields=("idea",),
        also=("state", "asked", "applied_on", "awarded", "decided_on", "paid_on", "sector"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="grant_applications")
    call = models.ForeignKey(GrantCall, on_delete=models.PROTECT, related_name="applications")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grant_applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sector = models.CharField(_("Sector of the business"), max_length=12, choices=Sector, blank=True)
    idea = EncryptedTextField(_("Business idea"))
    asked = models.PositiveBigIntegerField(_("Asked for, in lek"))
    applied_on = models.DateField(_("Applied on"))
    at = models.DateTimeField(default=now)
    state = models.CharField(_("State"), max_length=10, choices=GrantState, default=GrantState.RECEIVED)
    place = models.PositiveSmallIntegerField(_("Place in the list"), null=True)
    awarded = models.PositiveBigIntegerField(_("Awarded, in lek"), null=True)
    decided_on = models.DateField(_("Decided on"), null=True)
    paid_on = models.DateField(_("Paid on"), null=True)
    assistance = models.OneToOneField(Assistance, on_delete=models.PROTECT, null=True, related_name="grant")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "state", "decided_on"], name="grant_by_decision")]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="applied_once")]


class GrantScore(TenantModel):
    """One evaluator's points for one criterion of one application."""

    personal = NotPersonal("points an evaluator gave to an application, which says whose it is")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(GrantApplication, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(GrantCriterion, on_delete=models.PROTECT, related_name="scores")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name=_("Evaluator"))
    points = models.PositiveSmallIntegerField(_("Points"))
    at = models.DateTimeField(default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["application", "criterion", "officer"], name="grant_score_once")]
