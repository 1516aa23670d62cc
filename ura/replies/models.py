"""What goes back to the person as a letter, and proof that it went."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.desk.models import Enquiry
from ura.letters.defaults import default_letters
from ura.letters.models import LetterKind
from ura.municipalities.models import Municipality
from ura.municipalities.processing import REQUESTS
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.post.models import File, Outbox
from ura.register.models import Entry
from ura.replies.queries import ReplyQuerySet
from ura.replies.states import FROZEN, UNDELIVERED, Dispatch, ReplyState
from ura.staff.models import Officer


class Reply(TenantModel):
    """Shkresë: one letter of the office in a request, from draft to proof of delivery."""

    personal = Personal(
        activity=REQUESTS, what=_("Letter"), of="enquiry__requester",
        fields=("subject", "body", "subject_en", "body_en", "addressee", "annexes", "return_reason", "proof"),
        files=("pdf", "signed", "proof_file"), also=("kind", "state", "outcome", "dispatch", "dispatched_on", "made_at"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="replies")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(_("Letter"), max_length=20, choices=LetterKind)
    state = models.CharField(_("State"), max_length=10, choices=ReplyState, default=ReplyState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    with_english = models.BooleanField(_("English beside the Albanian"), default=False)
    subject = EncryptedTextField(_("Subject"))
    body = EncryptedTextField(_("Text"))
    subject_en = EncryptedTextField(_("Subject in English"), blank=True, default="")
    body_en = EncryptedTextField(_("Text in English"), blank=True, default="")
    addressee = EncryptedTextField(_("Addressee"), blank=True, default="")
    annexes = EncryptedTextField(_("Enclosed"), blank=True, default="")  # one a line, as printed under the letter
    outcome = models.CharField(_("Outcome"), max_length=40, blank=True)
    signatory = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Signatory")
    )
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    self_approved = models.BooleanField(default=False)
    approved_digest = models.CharField(max_length=64, blank=True)  # of the approved text: a change lapses it
    return_reason = EncryptedTextField(_("Why it is returned"), blank=True, default="")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="reply")
    pdf = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="+")
    sealed = models.BooleanField(default=False)  # signed by the office's certificate, not by hand
    dispatch = models.CharField(_("Sent by"), max_length=10, choices=Dispatch, blank=True)
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, null=True, related_name="+")
    dispatched_on = models.DateField(_("Day of dispatch"), null=True)
    proof = EncryptedTextField(_("Proof"), blank=True, default="")  # registered-mail number, who took it
    proof_file = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("Written on"), default=now)
    objects = office_manager(ReplyQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "state"], name="reply_by_state")]

    def __str__(self):
        return self.entry.label if self.entry else str(self.get_kind_display())

    def get_absolute_url(self):
        return reverse("reply", args=[self.municipality.slug, self.pk])

    @property
    def rule(self):
        """What the law says of this kind of letter: law, article, to whom, whether it is signed."""
        return default_letters()[self.kind]

    @property
    def is_frozen(self):
        """Its text changes no more: it has a number, or it is void."""
        return self.state in FROZEN

    @property
    def is_ready(self):
        """May it leave: signed, or numbered where no signature is needed?"""
        return self.state == ReplyState.SIGNED or (self.state == ReplyState.NUMBERED and not self.rule.signed)

    @property
    def has_failed(self):
        """The mail server refused it, or nobody knows whether it took it."""
        return self.state == ReplyState.SENT and self.outbox is not None and self.outbox.state in UNDELIVERED
