"""Needs assessments: the format that was used, and per domain how it stands, what is needed, what is wished."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models.case import Case
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager
from ura.people.models import Person
from ura.staff.models import Officer

HIGHEST = 4  # scores run from 0 (worst) to 4 (no help needed)


class Urgency(models.TextChoices):
    """How soon a need must be met (Tirana plan 3.2.3: primary needs with urgency)."""

    NONE = "none", _("No need now")
    MONTHS = "months", _("Within months")
    MONTH = "month", _("Within a month")
    NOW = "now", _("At once")


class AssessmentFormat(TenantModel):
    """One version of a format as this office used it: shipped, or the office's own. Written once, so that an earlier
    assessment is always read with the questions and descriptions it was made with."""

    insert_only = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="assessment_formats")
    code = models.CharField(_("Format"), max_length=20)
    version = models.PositiveIntegerField()
    shipped = models.PositiveIntegerField(null=True)  # version of the shipped format it copies; none: the office's own
    content = models.JSONField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["municipality", "code", "version"], name="format_once")]


class AssessmentQuerySet(TenantQuerySet):
    def standing(self):
        """Without those that were corrected by a newer one."""
        return self.filter(correction=None)


class Assessment(TenantModel):
    """Vlerësimi i nevojave: of one person of a case on one day. What was wrong is corrected by a new one."""

    personal = Personal(
        activity=CASEWORK, what=_("Needs assessment"), of="person", fields=("note",), also=("made_on", "closing")
    )

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="assessments")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    format = models.ForeignKey(AssessmentFormat, on_delete=models.PROTECT, related_name="assessments")
    made_on = models.DateField(_("Day of the assessment"))
    closing = models.BooleanField(_("Closing assessment"), default=False)
    note = EncryptedTextField(_("Note on the assessment"), blank=True, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Written down"), default=now)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="correction")
    objects = office_manager(AssessmentQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["made_on", "pk"]
        indexes = [
            models.Index(fields=["municipality", "case", "made_on"], name="assessment_of_case"),
            models.Index(fields=["municipality", "made_on"], name="assessment_by_day"),
        ]


class DomainScore(TenantModel):
    """One domain in one assessment. Without a score it was not talked about."""

    personal = Personal(
        activity=CASEWORK, what=_("Domain of a needs assessment"), of="assessment__person",
        fields=("present", "need", "wished"), also=("domain", "score", "concern", "urgency"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    domain = models.CharField(_("Domain"), max_length=20)
    score = models.PositiveSmallIntegerField(_("Score"), null=True)
    concern = models.BooleanField(_("Concern"), default=False)  # by the threshold of its format on that day
    urgency = models.CharField(_("Urgency"), max_length=6, choices=Urgency, default=Urgency.NONE)
    present = EncryptedTextField(_("Present state"), blank=True, default="")
    need = EncryptedTextField(_("Need"), blank=True, default="")
    wished = EncryptedTextField(_("Wished state"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "domain", "concern"], name="score_by_domain")]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="domain_once"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=HIGHEST), name="score_within_scale"),
        ]


class CaseRule(TenantModel):
    """How an office works its cases: when reviews fall due, and what «fully reintegrated» asks for."""

    municipality = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="case_rule")
    review_months = models.PositiveSmallIntegerField(_("Months until the next review"), default=3)
    review_months_urgent = models.PositiveSmallIntegerField(
        _("Months until the next review of an emergency or a child"), default=1
    )
    concerns_left = models.PositiveSmallIntegerField(
        _("Fully reintegrated: domains that may still be a concern"), default=0
    )
    least_score = models.PositiveSmallIntegerField(
        _("Fully reintegrated: least score of every domain"), default=0,
        help_text=_("0: the concerns alone decide."),
    )  # fmt: skip
    goals_settled = models.BooleanField(_("Fully reintegrated: every goal reached or no longer wanted"), default=False)
    emergency_hours = models.PositiveSmallIntegerField(_("Hours within which an emergency is met"), default=24)
    newer_than_review = models.BooleanField(
        _("Fully reintegrated: the closing assessment is not older than the last review"), default=True
    )
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        pass

    @classmethod
    def of(cls, municipality):
        """The office's rule; the shipped one while it said nothing."""
        return cls.objects.filter(municipality=municipality).first() or cls(municipality=municipality)
