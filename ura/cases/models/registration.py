"""Registration in the administrative units: who arrived there, by category, named only with the declaration signed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models.session import CounsellingSession
from ura.cases.session_queries import RegistrationQuerySet
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.municipalities.models import AdministrativeUnit, Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Person
from ura.staff.models import Officer


class Registration(TenantModel):
    """One person, or somebody without a name, registered in a unit (Tirana plan 3.1.3, 1.2.6)."""

    class Category(models.TextChoices):
        RETURNEE = "returnee", _("Returnee")
        INTERNAL = "internal", _("Internal migrant")
        FOREIGNER = "foreigner", _("Foreigner")
        ASYLUM = "asylum", _("Asylum seeker")
        REFUGEE = "refugee", _("Refugee")
        STATELESS = "stateless", _("Stateless person")

    FOREIGN = (Category.FOREIGNER, Category.ASYLUM, Category.REFUGEE, Category.STATELESS)

    class CivilStatus(models.TextChoices):
        SINGLE = "single", _("Single")
        MARRIED = "married", _("Married")
        COHABITING = "cohabiting", _("Living together")
        DIVORCED = "divorced", _("Divorced or separated")
        WIDOWED = "widowed", _("Widowed")

    class Work(models.TextChoices):
        EMPLOYED = "employed", _("Employed")
        SELF_EMPLOYED = "self_employed", _("Self-employed")
        STUDENT = "student", _("Student")
        UNEMPLOYED = "unemployed", _("Unemployed")
        RETIRED = "retired", _("Retired")

    personal = Personal(
        activity=CASEWORK, what=_("Registration in an administrative unit"), of="person",
        fields=("occupation", "note"),
        also=("category", "registered_on", "arrived_on", "sex", "age_band", "origin", "citizenship", "civil_status",
              "education", "work", "adults", "children"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Administrative unit"),
        db_index=False,
    )  # fmt: skip
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="registrations")
    session = models.OneToOneField(CounsellingSession, on_delete=models.PROTECT, null=True, related_name="registration")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(_("Category"), max_length=10, choices=Category)
    registered_on = models.DateField(_("Registered on"))
    arrived_on = models.DateField(_("Arrived or returned on"), null=True, blank=True)
    sex = models.CharField(_("Sex"), max_length=1, choices=Person.Sex, blank=True)
    age_band = models.CharField(_("Age"), max_length=8, blank=True)
    origin = models.CharField(_("Country or municipality of origin"), max_length=60, blank=True)
    citizenship = models.CharField(_("Citizenship"), max_length=2, blank=True)
    civil_status = models.CharField(_("Civil status"), max_length=10, choices=CivilStatus, blank=True)
    education = models.CharField(_("Highest education"), max_length=20, blank=True)
    work = models.CharField(_("Work"), max_length=14, choices=Work, blank=True)
    adults = models.PositiveSmallIntegerField(_("Adults in the family"), null=True, blank=True)
    children = models.PositiveSmallIntegerField(_("Children in the family"), null=True, blank=True)
    occupation = EncryptedTextField(_("Occupation"), blank=True, default="")
    note = EncryptedTextField(_("Note"), blank=True, default="")
    struck_on = models.DateField(_("Crossed out on"), null=True)
    strike_reason = models.CharField(_("Why it was crossed out"), max_length=10, blank=True)
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(RegistrationQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-registered_on", "-pk"]
        indexes = [
            models.Index(fields=["municipality", "-registered_on", "-id"], name="registration_by_day"),
            models.Index(fields=["municipality", "unit", "-registered_on"], name="registration_by_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "person", "category"], name="registered_once",
                condition=Q(struck_on=None, person__isnull=False),
            )
        ]  # fmt: skip
