"""Officers and roles; who is at work, and where."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.personal import STAFF, Personal
from ura.municipalities.models import AdministrativeUnit, Municipality
from ura.municipalities.processing import STAFFING
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser):
    """Somebody who signs in. A national table: it holds no person served."""

    personal = Personal(activity=STAFFING, what=_("User"), of=STAFF, fields=("email", "name"))

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=200)
    is_active = models.BooleanField(default=True)
    national_reader = models.BooleanField(_("Reads national figures"), default=False)
    language = models.CharField(max_length=2, default="sq", choices=[("sq", "Shqip"), ("en", "English")])
    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name

    def get_short_name(self):
        return self.name.split()[0] if self.name else self.email


class Role(models.TextChoices):
    CLERK = "clerk", _("Counter clerk")
    OFFICER = "officer", _("Officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMINISTRATOR = "administrator", _("Office administrator")
    DATA_PROTECTION = "data_protection", _("Data protection officer")  # law 124/2024, art. 33 and 34


class Officer(models.Model):
    """A user at work in one municipality, with one or more roles.

    A national table: it must be read before the office is entered, to know who may enter. No persons served.
    """

    personal = Personal(
        activity=STAFFING, what=_("Post in the office"), of=STAFF, fields=("function_sq", "function_en", "phone")
    )

    in_tenant_keys = True  # tenant rows point here together with their municipality

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="officers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    roles = models.JSONField(_("Roles"), default=list)
    function_sq = models.CharField(_("Function, in Albanian"), max_length=120, blank=True)
    function_en = models.CharField(_("Function, in English"), max_length=120, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    may_sign = models.BooleanField(_("Signs official letters"), default=False)
    active = models.BooleanField(_("At work"), default=True)
    version = models.PositiveIntegerField(default=0)

    # Of this page only, never of the row: what the door found out about the one at the screen.
    second_factor = False  # this sign-in was shown with a second factor
    lent = ()  # roles of an administrator's elevated access, for reading

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "user"], name="officer_once")]

    def __str__(self):
        return self.user.name

    def has(self, *roles):
        """Does the officer hold one of these roles?"""
        return self.active and any(role in self.roles or role in self.lent for role in roles)

    @property
    def role_names(self):
        return [Role(role).label for role in self.roles]

    def unit_ids(self):
        """The administrative units a clerk is limited to; empty means the whole office."""
        if not hasattr(self, "_unit_ids"):
            self._unit_ids = list(self.units.values_list("unit_id", flat=True))
        return self._unit_ids


class OfficerUnit(TenantModel):
    """The unit whose intake a clerk sees."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.CASCADE, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["officer", "unit"], name="officer_unit_once")]


class AbsenceQuerySet(TenantQuerySet):
    def on(self, day=None):
        day = day or timezone.localdate()
        return self.filter(from_on__lte=day, until_on__gte=day)


class Absence(TenantModel):
    """Zëvendësim: dated cover. The owner of a request stays; somebody acts for them (design, way 5)."""

    personal = Personal(
        activity=STAFFING, what=_("Absence"), of=STAFF, fields=("reason",), also=("from_on", "until_on")
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="absences")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="absences", verbose_name=_("Absent"))
    cover = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="covers", verbose_name=_("Covered by"))
    from_on = models.DateField(_("Since"))
    until_on = models.DateField(_("Until and including"))
    reason = EncryptedTextField(_("Reason"), blank=True, default="")  # often an illness
    objects = office_manager(AbsenceQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="absence_in_order"),
            models.CheckConstraint(condition=~models.Q(officer=models.F("cover")), name="cover_is_another"),
        ]


class StandingFocalPoint(TenantModel):
    """Pika fokale e përhershme for a type of service or a unit, so that an acknowledgement can name one at once."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="standing_focal_points")
    service = models.CharField(_("Service type"), max_length=40, blank=True)
    unit = models.ForeignKey(
        AdministrativeUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Administrative unit"),
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name=_("Focal point"))
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]


class ElevationQuerySet(TenantQuerySet):
    def running(self):
        return self.filter(ended_at=None, until__gt=timezone.now())


class Elevation(TenantModel):
    """Akses i përkohshëm: an administrator reads requests for a while, with a reason, seen by the supervisors."""

    personal = Personal(
        activity=STAFFING,
        what=_("Elevated access"),
        of=STAFF,
        fields=("reason",),
        also=("began_at", "until", "ended_at"),
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="elevations")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="elevations")
    reason = EncryptedTextField(_("Reason"))
    began_at = models.DateTimeField(_("Began on"), default=timezone.now)
    until = models.DateTimeField(_("Until"))
    ended_at = models.DateTimeField(_("Ended on"), null=True)
    objects = office_manager(ElevationQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["municipality", "officer", "until"], name="elevation_of_officer")]
