"""Institutions and organisations, where they are, and who answers there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.personal import NotPersonal, Personal
from ura.directory.models.checked import Checked, in_language
from ura.directory.models.stakeholder import Stakeholder
from ura.municipalities.models import Municipality
from ura.municipalities.processing import DIRECTORY
from ura.municipalities.tenancy import TenantModel, office_manager


class InstitutionKind(models.TextChoices):
    EMPLOYMENT = "employment", _("Employment office")
    TRAINING = "training", _("Vocational training centre")
    HEALTH = "health", _("Health centre or hospital")
    SCHOOL = "school", _("School")
    EDUCATION = "education", _("Education office")
    CIVIL_STATUS = "civil_status", _("Civil status office")
    CADASTRE = "cadastre", _("Cadastre")
    PORTAL = "portal", _("Public portal")
    SOCIAL = "social", _("Social services")
    MUNICIPAL = "municipal", _("Another service of the municipality")
    POLICE = "police", _("Police")
    LEGAL = "legal", _("Legal aid")
    REINTEGRATION = "reintegration", _("Reintegration centre or migration counter")
    NGO = "ngo", _("Civil society organisation")
    SHELTER = "shelter", _("Shelter or residential centre")
    BUSINESS = "business", _("Business, agency or chamber")
    ASSOCIATION = "association", _("Association of municipalities")
    AGENCY = "agency", _("National agency")
    CENTRAL = "central", _("Ministry or body of central government")
    INTERNATIONAL = "international", _("International organisation")


class Institution(Checked):
    """Institucion: who offers services to the persons the office helps (HSDS: organization).

    `national`: its key in the list shipped with Ura; empty for those the office added. An institution that takes part
    in requests is also a stakeholder (SOP Annex 3), named here.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="institutions")
    national = models.CharField(max_length=40, blank=True)
    kind = models.CharField(_("Kind of institution"), max_length=16, choices=InstitutionKind)
    name_sq = models.CharField(_("Name in Albanian"), max_length=200)
    name_en = models.CharField(_("Name in English"), max_length=200, blank=True)
    area = models.CharField(_("Area it serves"), max_length=200, blank=True)
    languages = models.JSONField(_("Languages spoken"), default=list, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    hours = models.CharField(_("Opening hours"), max_length=200, blank=True)
    notes = models.TextField(_("Our own notes"), blank=True)
    stakeholder = models.OneToOneField(
        Stakeholder, on_delete=models.PROTECT, null=True, blank=True, related_name="institution",
        verbose_name=_("The same as the stakeholder"),
    )  # fmt: skip
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "national"], condition=~models.Q(national=""), name="institution_national_once"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return in_language(self, "name")

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("institution", args=[self.municipality.slug, self.pk])


class Location(TenantModel):
    """Where an institution is (HSDS: location). A confidential one, as of a shelter, is shown to few and never leaves."""

    personal = NotPersonal("The address of an institution; ciphertext because that of a shelter must not be found.")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(_("Which place"), max_length=100, blank=True)
    address = EncryptedTextField(_("Address"), blank=True, default="")
    confidential = models.BooleanField(_("Confidential location"), default=False)
    hours = models.CharField(_("Opening hours"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]

    def __str__(self):
        return self.name or str(_("Without a name"))


class Contact(TenantModel):
    """Who answers at an institution (HSDS: contact): a person, so behind the wall and ciphertext."""

    personal = Personal(
        activity=DIRECTORY, what=_("Contact person of an institution"), of="staff", fields=("name", "phone", "email"),
        also=("function",),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="contacts")
    name = EncryptedTextField(_("First name and surname"))
    function = models.CharField(_("Function"), max_length=150, blank=True)
    phone = EncryptedTextField(_("Phone"), blank=True, default="")
    email = EncryptedTextField(_("E-mail"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
