"""Periodic reviews of the plan, and the closing of the case with its letter."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ura.cases.models.assessment import Assessment
from ura.cases.models.case import Case
from ura.cases.models.plan import Goal, Plan
from ura.cases.states import Outcome
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.letters.dispatch import Dispatch
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.post.models import File, Outbox
from ura.register.models import Entry
from ura.staff.models import Officer


class Result(models.TextChoices):
    REACHED = "reached", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NOT = "not", pgettext_lazy("goal", "Not reached")
    UNWANTED = "unwanted", _("No longer wanted")


SETTLED = (Result.REACHED, Result.UNWANTED)


class Quality(models.IntegerChoices):
    """How somebody sees the services received."""

    VERY_POOR = 1, _("Very poor")
    POOR = 2, _("Poor")
    FAIR = 3, _("Fair")
    GOOD = 4, _("Good")
    VERY_GOOD = 5, _("Very good")


class Review(TenantModel):
    """Vlerësimi periodik (Tirana plan 3.2.10): how far each goal is, how both sides see the services, what is next."""

    personal = Personal(
        activity=CASEWORK, what=_("Review of the plan"), of="case__person",
        fields=("note", "words_person", "words_professional"),
        also=("planned_on", "made_on", "quality_person", "quality_professional", "next_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="case_reviews")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    planned_on = models.DateField(_("Was due on"), null=True)
    made_on = models.DateField(_("Day of the review"))
    quality_person = models.PositiveSmallIntegerField(
        _("Quality of the services, as the person sees it"), choices=Quality, null=True
    )
    words_person = EncryptedTextField(_("What the person says"), blank=True, default="")
    quality_professional = models.PositiveSmallIntegerField(
        _("Quality of the services, as the professional sees it"), choices=Quality, null=True
    )
    words_professional = EncryptedTextField(_("What the professional says"), blank=True, default="")
    note = EncryptedTextField(_("Conclusion"), blank=True, default="")
    next_on = models.DateField(_("Next review"), null=True)  # none: the case goes to its closing
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Written down"), default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["made_on", "pk"]
        indexes = [
            models.Index(fields=["municipality", "made_on"], name="review_by_day"),
            models.Index(fields=["municipality", "planned_on"], name="review_by_plan"),
        ]


class Judgement(TenantModel):
    """What one review says of one goal."""

    personal = Personal(
        activity=CASEWORK, what=_("Judgement of a goal"), of="review__case__person", fields=("note",), also=("result",)
    )

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="judgements")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="judgements")
    result = models.CharField(_("How far it is"), max_length=8, choices=Result)
    note = EncryptedTextField(_("Note on the goal"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "goal"], name="goal_judged_once")]


class Closure(TenantModel):
    """Mbyllja: when and how a case ended, with its numbered letter; a reopened case keeps each of them."""

    personal = Personal(
        activity=CASEWORK, what=_("Closing of the case"), of="case__person",
        fields=("reason", "no_assessment", "subject", "body", "addressee", "proof"), files=("letter", "signed"),
        also=("closed_on", "outcome", "reopened_on", "dispatch", "dispatched_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="case_closures")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closures")
    outcome = models.CharField(_("Outcome"), max_length=12, choices=Outcome)
    closed_on = models.DateField(_("Closed on"))
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+")
    reason = EncryptedTextField(_("Reason"), blank=True, default="")
    no_assessment = EncryptedTextField(_("Why there is no closing assessment"), blank=True, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Written down"), default=now)
    language = models.CharField(_("Language of the letter"), max_length=2, default="sq")
    subject = EncryptedTextField(_("Subject of the letter"), blank=True, default="")
    body = EncryptedTextField(_("Text of the letter"), blank=True, default="")
    addressee = EncryptedTextField(_("Addressee"), blank=True, default="")
    signatory = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Signatory")
    )
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="case_closure")
    letter = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="+")  # the scan brought back
    dispatch = models.CharField(_("Sent by"), max_length=10, choices=Dispatch, blank=True)
    dispatched_on = models.DateField(_("Day of dispatch"), null=True)
    proof = EncryptedTextField(_("Proof"), blank=True, default="")  # registered-mail number, who took it
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, null=True, related_name="+")
    reopened_on = models.DateField(_("Opened again on"), null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "closed_on", "outcome"], name="closure_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(reopened_on=None), name="closed_once_at_a_time")
        ]

    @property
    def has_failed(self):
        """The mail server refused the letter, or nobody knows whether it took it."""
        return self.outbox is not None and self.outbox.state in (Outbox.State.FAILED, Outbox.State.UNCERTAIN)
