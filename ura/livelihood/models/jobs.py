"""Who looks for work, where there is some, and who found it (Tirana plan 4.2.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Case
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.livelihood.states import Contract, Education, Field, MediationState, RefusedBy, SeekerState
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Person
from ura.staff.models import Officer


class Jobseeker(TenantModel):
    """Punëkërkues: one person of a case who looks for work."""

    personal = Personal(
        activity=CASEWORK, what=_("Jobseeker"), of="person", fields=("occupation", "wishes"),
        also=("field", "education", "years", "state", "registered_on", "ended_on", "employment_office_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="jobseekers")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="jobseekers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("State"), max_length=8, choices=SeekerState, default=SeekerState.SEEKING)
    occupation = EncryptedTextField(_("Occupation"))
    field = models.CharField(_("Field of work"), max_length=14, choices=Field)
    education = models.CharField(_("Education"), max_length=1, choices=Education)
    years = models.PositiveSmallIntegerField(_("Years of experience"), default=0)
    wishes = EncryptedTextField(_("What work is wished"), blank=True, default="")
    registered_on = models.DateField(_("Registered on"))
    employment_office_on = models.DateField(_("Registered with the employment office on"), null=True, blank=True)
    ended_on = models.DateField(_("Ended on"), null=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["municipality", "state", "-id"], name="jobseeker_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_on=None), name="jobseeker_once"),
        ]


class Vacancy(TenantModel):
    """Vend i lirë pune: an employer's places, until a day."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="vacancies")
    employer = models.CharField(_("Employer"), max_length=200)
    title = models.CharField(_("Work"), max_length=200)
    field = models.CharField(_("Field of work"), max_length=14, choices=Field)
    education = models.CharField(_("Education asked for"), max_length=1, choices=Education, default=Education.NONE)
    places = models.PositiveSmallIntegerField(_("Places"), default=1)
    pay = models.PositiveIntegerField(_("Pay in lek a month"), null=True, blank=True)
    contract = models.CharField(_("Contract"), max_length=10, choices=Contract, default=Contract.PERMANENT)
    where = models.CharField(_("Where"), max_length=120, blank=True)
    until_on = models.DateField(_("Open until"))
    note = models.CharField(_("What else is asked for"), max_length=500, blank=True)
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["municipality", "until_on"], name="vacancy_by_day")]

    def __str__(self):
        return f"{self.title} · {self.employer}"


class Mediation(TenantModel):
    """Ndërmjetësim: one jobseeker proposed for one vacancy, and what came of it."""

    personal = Personal(
        activity=CASEWORK, what=_("Job mediation"), of="jobseeker__person", fields=("reason",),
        also=("state", "proposed_on", "interviewed_on", "decided_on", "refused_by"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="mediations")
    jobseeker = models.ForeignKey(Jobseeker, on_delete=models.PROTECT, related_name="mediations")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="mediations")
    state = models.CharField(_("State"), max_length=12, choices=MediationState, default=MediationState.PROPOSED)
    proposed_on = models.DateField(_("Proposed on"))
    interviewed_on = models.DateField(_("Interviewed on"), null=True)
    decided_on = models.DateField(_("Decided on"), null=True)
    refused_by = models.CharField(_("Refused by"), max_length=8, choices=RefusedBy, blank=True)
    reason = EncryptedTextField(_("Reason"), blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["municipality", "proposed_on"], name="mediation_by_day")]
        constraints = [models.UniqueConstraint(fields=["jobseeker", "vacancy"], name="proposed_once")]


class Placement(TenantModel):
    """Punësim: work found, through a vacancy or otherwise, and whether it lasted 3 and 6 months."""

    personal = Personal(
        activity=CASEWORK, what=_("Placement in work"), of="person", fields=("employer",),
        also=("contract", "pay", "started_on", "kept_3", "kept_6", "ended_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="placements")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="placements")
    jobseeker = models.ForeignKey(Jobseeker, on_delete=models.PROTECT, related_name="placements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, null=True, related_name="placements")
    employer = EncryptedTextField(_("Employer"))
    contract = models.CharField(_("Contract"), max_length=10, choices=Contract)
    pay = models.PositiveIntegerField(_("Pay in lek a month"), null=True)
    started_on = models.DateField(_("First day of work"))
    kept_3 = models.BooleanField(_("Still at work after 3 months"), null=True)
    kept_6 = models.BooleanField(_("Still at work after 6 months"), null=True)
    ended_on = models.DateField(_("Last day of work"), null=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-started_on", "-pk"]
        indexes = [models.Index(fields=["municipality", "started_on"], name="placement_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="work_ends_after_start"
            )
        ]
