"""The individual plan (plani individual), version by version: goals, their actions, and the assistance given."""

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
from ura.post.models import File
from ura.staff.models import Officer


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Waits for approval")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    LAPSED = "lapsed", _("Replaced by a newer version")
    COMPLETED = "completed", _("Completed")
    ENDED = "ended", _("Ended before its goals")


PLAN_MOVES = {
    PlanState.DRAFT: {PlanState.SUBMITTED, PlanState.ENDED},
    PlanState.SUBMITTED: {PlanState.APPROVED, PlanState.RETURNED, PlanState.DRAFT, PlanState.ENDED},  # draft: changed
    PlanState.RETURNED: {PlanState.DRAFT, PlanState.SUBMITTED, PlanState.ENDED},
    PlanState.APPROVED: {PlanState.LAPSED, PlanState.COMPLETED, PlanState.ENDED},  # lapsed: the text changed
    PlanState.LAPSED: set(),
    PlanState.COMPLETED: set(),
    PlanState.ENDED: set(),
}
WRITTEN_ON = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED)
CURRENT = (*WRITTEN_ON, PlanState.APPROVED)


class AssistanceType(models.TextChoices):
    """What help is given (Tirana plan 3.2, 4.1, 4.2)."""

    PAPERS = "papers", _("Papers and certificates")
    LEGAL = "legal", _("Legal aid")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial help")
    HEALTH = "health", _("Health")
    SHELTER = "shelter", _("Temporary shelter")
    TRAINING = "training", _("Training")
    MEDIATION = "mediation", _("Job mediation")
    BUSINESS = "business", _("Business grant")
    AGRIBUSINESS = "agribusiness", _("Support for agribusiness")
    CASH_FOR_WORK = "cash_for_work", _("Cash for Work")
    FURNISHING = "furnishing", _("Furnishing or renovation of the home")
    OTHER = "other", _("Other help")


class AssistanceDetail(models.TextChoices):
    """What the figures split papers and legal aid by (documents_obtained, legal_advice)."""

    IDENTITY = "identity", _("Identity card")
    PASSPORT = "passport", _("Passport")
    CIVIL_STATUS = "civil_status", _("Civil status certificate")
    RESIDENCE = "residence", _("Residence or stay permit")
    SCHOOL = "school", _("School papers or recognition of a diploma")
    HEALTH_CARD = "health_card", _("Health card")
    PROPERTY = "property", _("Property papers")
    OTHER_PAPER = "other_paper", _("Another paper")
    ADVICE = "advice", _("Legal advice")
    DRAFTING = "drafting", _("Documents drafted")
    REPRESENTATION = "representation", _("Representation")


class LegalTopic(models.TextChoices):
    """What legal aid was about (figure «legal_advice»)."""

    DOCUMENTS = "documents", _("Documents and civil status")
    RESIDENCE = "residence", _("Residence or stay permit")
    PROPERTY = "property", _("Property")
    FAMILY = "family", _("Family")
    LABOUR = "labour", _("Work and pay")
    BENEFITS = "benefits", _("Payments and social services")
    OTHER = "other", _("Another matter")


DETAILS = {
    AssistanceType.PAPERS: (
        AssistanceDetail.IDENTITY, AssistanceDetail.PASSPORT, AssistanceDetail.CIVIL_STATUS, AssistanceDetail.RESIDENCE,
        AssistanceDetail.SCHOOL, AssistanceDetail.HEALTH_CARD, AssistanceDetail.PROPERTY, AssistanceDetail.OTHER_PAPER,
    ),
    AssistanceType.LEGAL: (AssistanceDetail.ADVICE, AssistanceDetail.DRAFTING, AssistanceDetail.REPRESENTATION),
}  # fmt: skip


class Source(models.TextChoices):
    """Who pays."""

    MUNICIPALITY = "municipality", _("Municipality’s budget")
    STATE = "state", _("State budget")
    DONOR = "donor", _("Donor or project")
    PERSON = "person", _("The person or family")
    OTHER = "other", _("Another source")
    FREE = "free", _("Costs nothing")


class Who(models.TextChoices):
    PERSON = "person", _("The person or family")
    OFFICER = "officer", _("The office")
    INSTITUTION = "institution", _("An institution")


class SignedHow(models.TextChoices):
    PAPER = "paper", _("On paper, scanned")
    SCREEN = "screen", _("On the screen")


class PlanQuerySet(TenantQuerySet):
    def current(self):
        return self.filter(state__in=CURRENT)

    def waiting_for_approval(self):
        return self.filter(state=PlanState.SUBMITTED)

    def returned(self):
        return self.filter(state=PlanState.RETURNED)


class Plan(TenantModel):
    """One version of a case's plan. A change of an approved text makes the next version."""

    personal = Personal(
        activity=CASEWORK, what=_("Individual plan"), of="case__person", fields=("summary", "return_reason"),
        files=("signed_file",), also=("number", "state", "made_at", "approved_on", "signed_on", "completed_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="plans_of_cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField(_("Version of the plan"))
    state = models.CharField(_("State"), max_length=10, choices=PlanState, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    summary = EncryptedTextField(_("What the plan is to achieve"), blank=True, default="")
    assistance = models.JSONField(_("Assistance foreseen"), default=list, blank=True)
    return_reason = EncryptedTextField(_("What should be changed"), blank=True, default="")
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("Written"), default=now)
    submitted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(_("Approved on"), null=True)
    self_approved = models.BooleanField(default=False)
    approved_digest = models.CharField(max_length=64, blank=True)  # of the approved text
    signed_on = models.DateField(_("Signed on"), null=True)
    signed_how = models.CharField(_("How it was signed"), max_length=6, choices=SignedHow, blank=True)
    signed_file = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="+")
    completed_on = models.DateField(_("Completed on"), null=True)
    objects = office_manager(PlanQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["number"]
        indexes = [
            models.Index(fields=["municipality", "state"], name="plan_of_case_by_state"),
            models.Index(fields=["municipality", "approved_on"], name="plan_of_case_by_approval"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=[each.value for each in CURRENT]), name="one_current_plan"
            ),
        ]

    @property
    def is_approved(self):
        return self.state == PlanState.APPROVED

    @property
    def assistance_labels(self):
        return [AssistanceType(code).label for code in self.assistance if code in AssistanceType.values]

    @property
    def is_current(self):
        return self.state in CURRENT


class Goal(TenantModel):
    """Objektiv: what is to be reached in one domain, and how one will see it. `line` stays through all versions."""

    personal = Personal(
        activity=CASEWORK, what=_("Goal of the plan"), of="plan__case__person", fields=("text", "measure"),
        also=("domain", "line"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    line = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # none: the whole family
    domain = models.CharField(_("Domain"), max_length=20)
    text = EncryptedTextField(_("Goal"))
    measure = EncryptedTextField(_("How one will see that it is reached"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["plan", "line"], name="goal_line_once")]


class Action(TenantModel):
    """Veprim: who does what for a goal, until when, what it costs and who pays."""

    personal = Personal(
        activity=CASEWORK, what=_("Action of the plan"), of="goal__plan__case__person", fields=("text", "institution"),
        also=("who", "until_on", "cost", "source", "done_on"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    line = models.PositiveIntegerField()
    text = EncryptedTextField(_("Action"))
    who = models.CharField(_("Who"), max_length=12, choices=Who)
    institution = EncryptedTextField(_("Institution"), blank=True, default="")
    until_on = models.DateField(_("Until"), null=True)
    cost = models.PositiveBigIntegerField(_("Cost in lek"), null=True)
    source = models.CharField(_("Source of the money"), max_length=12, choices=Source, blank=True)
    done_on = models.DateField(_("Done on"), null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["line"]


class AssistanceQuerySet(TenantQuerySet):
    def standing(self):
        """Without those struck out: what is counted and added up."""
        return self.filter(struck_on=None)


class Assistance(TenantModel):
    """Ndihmë e dhënë: one help on one day, with what it cost and who paid; it is counted until it is struck out."""

    personal = Personal(
        activity=CASEWORK, what=_("Assistance given"), of="person", fields=("text", "strike_reason"),
        also=("type", "detail", "topic", "on", "amount", "source", "struck_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="assistance")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assistance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assistance")
    type = models.CharField(_("Type of assistance"), max_length=14, choices=AssistanceType)
    detail = models.CharField(_("Which paper or which legal help"), max_length=16, choices=AssistanceDetail, blank=True)
    topic = models.CharField(_("What the legal help was about"), max_length=12, choices=LegalTopic, blank=True)
    on = models.DateField(_("Day"))
    amount = models.PositiveBigIntegerField(_("Amount in lek"), null=True)
    source = models.CharField(_("Source of the money"), max_length=12, choices=Source, blank=True)
    text = EncryptedTextField(_("What was given"), blank=True, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("Written down"), default=now)
    struck_on = models.DateField(_("Struck out on"), null=True)
    strike_reason = EncryptedTextField(_("Why it was struck out"), blank=True, default="")
    objects = office_manager(AssistanceQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["municipality", "type", "on"], name="assistance_by_type")]
