"""What the law on personal data asks of an office: requests of the persons, proofs, retention, holds, breaches."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import NotPersonal, Personal
from ura.desk.models import Enquiry
from ura.municipalities.models import Municipality
from ura.municipalities.processing import RIGHTS
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager
from ura.people.models import Person
from ura.post.models import File
from ura.register.models import Entry
from ura.rights.states import OPEN, AnswerWay, Decision, Identity, Kept, Right, RightsState
from ura.staff.models import Officer


class RightsQuerySet(TenantQuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def pressing(self, on=None, days=7):
        """Open, and due within so many days or already late."""
        return self.open().filter(due_on__lte=(on or timezone.localdate()) + timedelta(days=days))


class RightsRequest(TenantModel):
    """Kërkesë për të drejtat: one matter of a person about their own data, with its number and time limit."""

    never_deleted = True
    personal = Personal(
        activity=RIGHTS, what=_("Request about one's own data"), of="person",
        fields=("details", "identity_note", "reason", "extension_reason", "answer"), files=("package",),
        also=("right", "state", "received_on", "due_on", "identity", "decision", "decided_at", "answered_on", "answer_way"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="rights_requests")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="rights_request")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rights_requests")
    right = models.CharField(_("Right"), max_length=14, choices=Right)
    state = models.CharField(_("State"), max_length=10, choices=RightsState, default=RightsState.RECEIVED)
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="rights_requests", verbose_name=_("Officer")
    )
    details = EncryptedTextField(_("What is asked"), blank=True, default="")
    received_on = models.DateField(_("Received on"))
    due_on = models.DateField(_("Due"))
    extended_on = models.DateField(null=True)
    extension_reason = EncryptedTextField(_("Reason for the extension"), blank=True, default="")
    identity = models.CharField(_("How the identity was checked"), max_length=14, choices=Identity, blank=True)
    identity_note = EncryptedTextField(_("Note"), blank=True, default="")
    identified_at = models.DateTimeField(null=True)
    identified_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("Decision"), max_length=8, choices=Decision, blank=True)
    reason = EncryptedTextField(_("Reason"), blank=True, default="")
    decided_at = models.DateTimeField(_("Decided on"), null=True)
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    carried_out_at = models.DateTimeField(null=True)  # the package made, the data corrected, restricted or erased
    package = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    package_complete = models.BooleanField(default=False)  # made by who may see all of it
    answer = EncryptedTextField(_("Answer"), blank=True, default="")
    answer_way = models.CharField(_("How it was answered"), max_length=8, choices=AnswerWay, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True)
    answer_entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="rights_answer")
    closed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(RightsQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["municipality", "state", "due_on"], name="rights_by_due")]

    def __str__(self):
        return self.entry.label

    def get_absolute_url(self):
        return reverse("rights_request", args=[self.municipality.slug, self.entry.year, self.entry.number])

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_granted(self):
        return self.decision in (Decision.GRANTED, Decision.PARTLY)


class ErasureProof(TenantModel):
    """That something was removed: table, row, field and the hash of the ciphertext; never the value."""

    insert_only = True
    personal = NotPersonal("names of tables and hashes of ciphertext whose keys or nonces nobody can guess back")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="erasure_proofs")
    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, null=True, related_name="proofs")
    cause = models.CharField(max_length=10)  # request, or the kind of retention rule
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    field = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "table", "row"], name="proof_of_a_row")]


class LegalHold(TenantModel):
    """Nothing of this person or request goes while it stands: a court, an audit or a complaint needs it."""

    personal = Personal(
        activity=RIGHTS, what=_("Legal hold"), of=("person", "enquiry__requester"), fields=("reason",),
        also=("placed_at", "lifted_at"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="legal_holds")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="legal_holds")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, null=True, related_name="legal_holds")
    reason = EncryptedTextField(_("Reason"))
    placed_at = models.DateTimeField(_("Placed on"), default=now)
    placed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("Lifted on"), null=True)
    lifted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(enquiry__isnull=True), name="hold_on_one_thing"
            )
        ]


class RetentionRule(TenantModel):
    """For how long an office keeps one kind of record; without years nothing goes.

    No time limit of the law is known for these offices (reference: retention_years null), so each office sets its own.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="retention_rules")
    kind = models.CharField(max_length=10, choices=Kept)
    years = models.PositiveSmallIntegerField(_("Years"), null=True, blank=True)
    basis = models.CharField(_("Decision or rule of the office"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "kind"], name="retention_rule_once")]


class PrivacySettings(TenantModel):
    """What an office sets itself about rights over data; the shipped numbers are readings of the law, not quotations."""

    municipality = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="privacy_settings")
    answer_days = models.PositiveSmallIntegerField(_("Days for the answer"), default=30)
    extension_days = models.PositiveSmallIntegerField(_("Days of an extension"), default=60)
    breach_hours = models.PositiveSmallIntegerField(_("Hours for notifying a breach"), default=72)
    dpo_name = models.CharField(_("Data protection officer"), max_length=200, blank=True)
    dpo_contact = models.CharField(_("Contact of the data protection officer"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        pass


class Breach(TenantModel):
    """Shkelje e të dhënave: what happened, whose data, what was done, who was told when (law 124/2024)."""

    never_deleted = True
    personal = NotPersonal("the office's own account of a breach: numbers and measures, no names")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="breaches")
    number = models.PositiveIntegerField()
    what = EncryptedTextField(_("What happened"))
    happened_on = models.DateField(_("Day it happened"), null=True, blank=True)
    noticed_at = models.DateTimeField(_("Noticed"))
    whose = EncryptedTextField(_("Whose data, and which"), blank=True, default="")
    persons = models.PositiveIntegerField(_("Persons concerned"), null=True, blank=True)
    records = models.PositiveIntegerField(_("Records concerned"), null=True, blank=True)
    consequences = EncryptedTextField(_("Likely consequences"), blank=True, default="")
    measures = EncryptedTextField(_("Measures taken and planned"), blank=True, default="")
    high_risk = models.BooleanField(_("High risk for the persons"), default=False)
    authority_told_at = models.DateTimeField(_("Commissioner notified"), null=True, blank=True)
    delay_reason = EncryptedTextField(_("Why later than the time limit, or why not at all"), blank=True, default="")
    persons_told_on = models.DateField(_("Persons informed"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="breach_number_once")]

    def __str__(self):
        return str(self.number)
