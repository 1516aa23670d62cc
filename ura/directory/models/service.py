"""What an institution does for a person, for whom, and how one is sent there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.directory.models.checked import Checked, in_language
from ura.directory.models.institution import Institution, Location
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager


class ServiceKind(models.TextChoices):
    EMPLOYMENT = "employment", _("Work and mediation")
    TRAINING = "training", _("Training and courses")
    EDUCATION = "education", _("School and education")
    HEALTH = "health", _("Health")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial support")
    DOCUMENTS = "documents", _("Documents and civil status")
    PROPERTY = "property", _("Property")
    HOUSING = "housing", _("Housing")
    SHELTER = "shelter", _("Temporary shelter")
    SOCIAL = "social", _("Social care and payments")
    CHILD = "child", _("Child protection")
    PROTECTION = "protection", _("Protection and safety")
    LEGAL = "legal", _("Legal advice")
    BUSINESS = "business", _("Business and farming")
    DIASPORA = "diaspora", _("Diaspora")
    INFORMATION = "information", _("Information and coordination")


class Audience(models.TextChoices):
    """For whom a service or a guide is; the codes of the guides."""

    RETURNEE = "returnee", _("Returned migrants")
    INTERNAL = "internal_migrant", _("Internal migrants")
    DIASPORA = "diaspora", _("Diaspora")
    FOREIGNER = "foreigner", _("Foreigners")
    LEAVING = "prospective_emigrant", _("Those who think of leaving")


class VulnerableGroup(models.TextChoices):
    """For whom a service is made to measure (SOP internal 7.3.4); the codes under which cases note a vulnerability."""

    TRAFFICKING = "trafficking", _("Victims of trafficking")
    MINOR = "minor", _("Unaccompanied minors")
    ILLNESS = "illness", _("Persons with a serious illness")
    PRISONER = "prisoner", _("Former prisoners")
    SINGLE_PARENT = "single_parent", _("Single parents")
    DISABILITY = "disability", _("Persons with a disability")
    ELDERLY = "elderly", _("Elderly persons without support")
    VIOLENCE = "violence", _("Victims of domestic violence")
    ROMA = "roma", _("Roma community")
    EGYPTIAN = "egyptian", _("Egyptian community")
    MINORITY = "minority", _("Other minorities")
    LGBTI = "lgbti", _("LGBTI persons")
    ORPHAN = "orphan", _("Orphans, and young people leaving care")
    HOMELESS = "homeless", _("Persons without shelter")


class Service(Checked):
    """Shërbim: one thing an institution does (HSDS: service, with schedule, language, service_area, cost_option)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="services")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="services")
    location = models.ForeignKey(
        Location, on_delete=models.SET_NULL, null=True, blank=True, related_name="services", verbose_name=_("Where")
    )
    national = models.CharField(max_length=60, blank=True)
    kind = models.CharField(_("Kind of service"), max_length=16, choices=ServiceKind)
    name_sq = models.CharField(_("Name in Albanian"), max_length=200)
    name_en = models.CharField(_("Name in English"), max_length=200, blank=True)
    audiences = models.JSONField(_("For whom"), default=list, blank=True)
    tailored = models.JSONField(_("Tailored to vulnerable groups"), default=list, blank=True)  # VulnerableGroup codes
    languages = models.JSONField(_("Languages spoken"), default=list, blank=True)
    area = models.CharField(_("Area it serves"), max_length=200, blank=True)
    cost_sq = models.CharField(_("Cost, in Albanian"), max_length=200, blank=True)
    cost_en = models.CharField(_("Cost, in English"), max_length=200, blank=True)
    hours = models.CharField(_("Opening hours"), max_length=200, blank=True)
    how_to_refer_sq = models.TextField(_("How to refer, in Albanian"), blank=True)
    how_to_refer_en = models.TextField(_("How to refer, in English"), blank=True)
    referral_email = models.EmailField(_("E-mail for referrals"), blank=True)
    notes = models.TextField(_("Our own notes"), blank=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "national"], condition=~models.Q(national=""), name="service_national_once"
            )
        ]

    def __str__(self):
        return f"{self.institution} – {self.name}"

    @property
    def name(self):
        return in_language(self, "name")

    @property
    def cost(self):
        return in_language(self, "cost")

    @property
    def how_to_refer(self):
        return in_language(self, "how_to_refer")

    @property
    def email_for_referrals(self):
        """Where a referral goes by mail; empty: it is printed and carried."""
        return self.referral_email or self.institution.email

    @property
    def audience_words(self):
        words = dict(Audience.choices)
        return [words[code] for code in self.audiences if code in words]

    @property
    def tailored_words(self):
        words = dict(VulnerableGroup.choices)
        return [words[code] for code in self.tailored if code in words]
