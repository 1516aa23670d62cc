"""A call for one programme, the decisions on it, and the points the council decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import NotPersonal
from ura.housing.national import instruments, programmes, word
from ura.housing.states import CallState
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.staff.models import Officer


class PointsTable(TenantModel):
    """Sub-criteria and points of one programme (100 points, 25 a group); a change is a new version.

    `texts`: {group: what the office wrote}; how it reads is said in ura.housing.points. It counts from the day the
    council decided; without a decision it is a draft.
    """

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="points_tables")
    programme = models.CharField(_("Programme"), max_length=16)
    number = models.PositiveIntegerField(_("Version"))
    texts = models.JSONField(default=dict)
    decision_number = models.CharField(_("Council decision no."), max_length=40, blank=True)
    decision_on = models.DateField(_("Date of the decision"), null=True, blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "programme", "number"], name="points_table_once")
        ]

    @property
    def is_decided(self):
        return bool(self.decision_number and self.decision_on)


class Call(TenantModel):
    """Thirrje: one programme in one year, with its places, quota and ceiling."""

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="housing_calls")
    programme = models.CharField(_("Programme"), max_length=16)
    instrument = models.CharField(_("Instrument"), max_length=24, blank=True)
    year = models.PositiveSmallIntegerField(_("Year"))
    opens_on = models.DateField(_("Opens"))
    closes_on = models.DateField(_("Last day for applications"))
    places = models.PositiveIntegerField(_("Places"))
    quota = models.PositiveIntegerField(_("Of these, kept for returnees"), default=0)
    income_ceiling = models.PositiveIntegerField(
        _("Highest monthly income of the family, in lek"), null=True, blank=True
    )
    table = models.ForeignKey(
        PointsTable, on_delete=models.PROTECT, related_name="calls", verbose_name=_("Table of points")
    )
    ties = models.JSONField(_("Equal points are decided by"), default=list)
    lot = models.CharField(max_length=32, blank=True)  # drawn once: the lots follow from it and can be checked
    # Rent subsidy (DCM 362/2019): the points that the priority categories share, and the group in which they count.
    priority_points = models.PositiveSmallIntegerField(_("Points for priority categories"), default=0)
    priority_group = models.CharField(_("They count in the group"), max_length=16, default="social")
    weights = models.JSONField(default=dict)  # {category: applications} when the list was drawn up, and "": of how many
    names_public = models.BooleanField(_("Publish names"), default=False)
    state = models.CharField(_("Status"), max_length=1, choices=CallState, default=CallState.OPEN)
    funds = models.PositiveBigIntegerField(_("State funds, in lek"), null=True)
    funded_places = models.PositiveIntegerField(_("Places the funds reach for"), null=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quota__lte=models.F("places")), name="housing_quota_fits"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="housing_call_ends_after_it_opens"
            ),
        ]

    def __str__(self):
        return f"{self.programme_word}{f' – {self.instrument_word}' if self.instrument else ''}, {self.year}"

    @property
    def programme_word(self):
        return word(programmes(), self.programme)

    @property
    def instrument_word(self):
        return word(instruments(), self.instrument)

    @property
    def takes_applications(self):
        return self.state == CallState.OPEN

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("housing_call", args=[self.municipality.slug, self.pk])


class Decision(TenantModel):
    """One step of the chain: who decided on which day, by which act."""

    personal = NotPersonal("Decisions of the office and the council on a whole list; the reason speaks of the list.")
    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(_("Status"), max_length=1, choices=CallState)
    on = models.DateField(_("Day"))
    act = models.CharField(_("Number of the act"), max_length=60, blank=True)
    reason = EncryptedTextField(_("Reason"), blank=True, default="")
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
