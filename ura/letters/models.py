"""Letter texts (modele shkresash): the shipped wording is a default; an office keeps its own versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.moments import now
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.staff.models import Officer


class LetterKind(models.TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    CLARIFICATION = "clarification", _("Request for clarification")
    EXTENSION = "extension", _("Notice of extension")
    FORWARDING = "forwarding", _("Forwarding to an institution")
    FORWARDING_NOTICE = "forwarding_notice", _("Notice of forwarding")
    ANSWER = "answer", _("Official reply")
    REFUSAL = "refusal", _("Reasoned refusal")
    FOCAL_POINT = "focal_point", _("Notice of the focal point")
    FOCAL_POINT_CHANGE = "focal_point_change", _("Notice of a new focal point")
    COVER = "cover", _("Notice of cover during an absence")
    CLOSURE = "closure", _("Notice of closure")
    REOPENING = "reopening", _("Notice of reopening")
    REFERRAL = "referral", _("Referral to an institution")
    CASE_CLOSURE = "case_closure", _("Closing of a case")


class LetterText(TenantModel):
    """One version of one letter's text in one language; the newest valid one is used, older ones are kept."""

    insert_only = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="letter_texts")
    kind = models.CharField(_("Letter"), max_length=20, choices=LetterKind)
    language = models.CharField(max_length=2, choices=[("sq", "Shqip"), ("en", "English")])
    version = models.PositiveIntegerField()
    subject = models.CharField(_("Subject"), max_length=300)
    body = models.TextField(_("Text"))
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["kind", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "language", "version"], name="letter_text_once")
        ]
